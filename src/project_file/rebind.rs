//! A plan held against changed code: what it names and the code no longer has.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::CodeModel;
use crate::notice::Notice;
use crate::plan::{CodePath, Plan, outside_of, without_subtree};

/// Something that the plan names and the code does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vanished {
    /// As the plan names it.
    pub path: CodePath,
    /// The sections of the plan that name it.
    pub places: Vec<String>,
    /// The path it most likely has now.
    pub likeliest: Option<CodePath>,
}

impl From<&Vanished> for Notice {
    fn from(vanished: &Vanished) -> Self {
        let notice = Self::warning(format!(
            "the plan names {:?} ({}), which the code does not have",
            vanished.path,
            vanished.places.join(", ")
        ));
        match &vanished.likeliest {
            Some(new) => notice.hint(format!("it may be {new:?} now; assign that instead")),
            None => notice.hint("it may have been removed; the entry is kept until you drop it"),
        }
    }
}

/// Names everything in the plan that the code does not have, with the likeliest new path.
///
/// Nothing is dropped: an entry for a module that vanished says the same again when the module is
/// back, and until then it owns whatever comes to stand under its path.
pub fn rebind(plan: &Plan, model: &CodeModel) -> Vec<Notice> {
    vanished(plan, model).iter().map(Notice::from).collect()
}

/// Everything that the plan names and the code does not have, in order of path.
pub fn vanished(plan: &Plan, model: &CodeModel) -> Vec<Vanished> {
    let known = std::cell::LazyCell::new(|| Known::new(model));
    let missing = named_in(plan)
        .into_iter()
        .filter(|(path, _)| model.node_at(path).is_none());
    missing
        .map(|(path, places)| Vanished {
            likeliest: known.likeliest(&path),
            path,
            places,
        })
        .collect()
}

/// The path that a vanished path most likely has now, if anything is like it.
pub fn likeliest_path(model: &CodeModel, path: &str) -> Option<Arc<str>> {
    Known::new(model).likeliest(path)
}

/// Every path of the plan, with the places that name it.
fn named_in(plan: &Plan) -> BTreeMap<CodePath, Vec<String>> {
    let mut named: BTreeMap<CodePath, Vec<String>> = BTreeMap::new();
    let mut name = |path: &CodePath, place: String| {
        let places = named.entry(path.clone()).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    };
    for service in &plan.services {
        for path in service.owns.iter().chain(&service.items) {
            name(path, format!("service {:?}", service.name));
        }
    }
    plan.remaining
        .iter()
        .for_each(|it| name(it, "remaining".into()));
    plan.shared.keys().for_each(|it| name(it, "shared".into()));
    plan.locks.iter().for_each(|it| name(it, "lock".into()));
    plan.together
        .iter()
        .flatten()
        .for_each(|it| name(it, "together".into()));
    plan.apart
        .iter()
        .flatten()
        .for_each(|it| name(it, "apart".into()));
    for accepted in &plan.accepted {
        for path in [&accepted.from, &accepted.to] {
            name(&without_subtree(path).into(), "accepted".into());
        }
    }
    named
}

/// Every path of the code by its last segment.
struct Known<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a Arc<str>>>,
}

impl<'a> Known<'a> {
    fn new(model: &'a CodeModel) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&Arc<str>>> = BTreeMap::new();
        let modules = model.modules().iter().map(|it| &it.path);
        for path in modules.chain(model.items().iter().map(|it| &it.path)) {
            by_name.entry(last_segment(path)).or_default().push(path);
        }
        Self { by_name }
    }

    /// Of the paths with the same last segment, the one that shares the most other segments.
    fn likeliest(&self, path: &str) -> Option<Arc<str>> {
        let same_name = self.by_name.get(last_segment(path))?;
        let likeness = |it: &&&Arc<str>| {
            let shared = segments_shared(path, it);
            (
                shared,
                std::cmp::Reverse(it.split("::").count()),
                std::cmp::Reverse((**it).clone()),
            )
        };
        let best = same_name.iter().max_by_key(likeness)?;
        let only_one = same_name.len() == 1;
        (only_one || segments_shared(path, best) > 0).then(|| (**best).clone())
    }
}

/// How many segments round the last one both paths have.
fn segments_shared(a: &str, b: &str) -> usize {
    let round = |path: &str| -> Vec<String> {
        let round = outside_of(path).next().unwrap_or_default();
        round
            .split("::")
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let there = round(b);
    round(a).iter().filter(|it| there.contains(it)).count()
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
