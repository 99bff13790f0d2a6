//! Why something was probably missed or mistaken, to group by.

use seamline::model::{CodeModel, DependencyKind};

use crate::judge::{plain, split};
use crate::ours::{Found, Ours};
use crate::site::Sites;
use crate::truth::{Edge, Manner, Place, Truth};

/// What is compared.
pub(crate) struct Sides<'a> {
    pub(crate) truth: &'a Truth,
    pub(crate) ours: &'a Ours,
    pub(crate) sites: Sites<'a>,
}

pub(crate) fn missed_edge(truth: &Truth, ours: &Ours, edge: &Edge) -> String {
    if !ours.modules.contains(&edge.0) || !ours.modules.contains(&edge.1) {
        let of_macro = truth.expanded.contains(&edge.0) || truth.expanded.contains(&edge.1);
        let why = if of_macro {
            ": a macro declares it"
        } else {
            ""
        };
        return format!("a module is not known here{why}");
    }
    let evidence: Vec<_> = truth.edges[edge].iter().map(|it| &**it).collect();
    format!("rustc saw it by {}", evidence.join("+"))
}

/// A reference in the file of the module that the edge begins at.
pub(crate) fn example(truth: &Truth, model: &CodeModel, edge: &Edge) -> String {
    let Some(span) = model
        .module_at(&edge.0)
        .and_then(|it| model.module(it).span)
    else {
        return String::new();
    };
    let file = &**model.file_path(span.file);
    let leads_there = |target: &str| target == edge.1 || split(target).0 == edge.1;
    let begin = (file.to_owned(), 0, 0);
    let inside = truth.references.range(begin..);
    let mut inside = inside.take_while(|it| it.0.0 == file);
    inside
        .find(|it| it.1.iter().any(|it| leads_there(&it.1)))
        .map_or(String::new(), |it| format!("{file}:{}:{}", it.0.1, it.0.2))
}

/// The cause, and what was found instead.
pub(crate) fn missed_reference(
    sides: &Sides<'_>,
    place: &Place,
    (manner, target): &(Manner, String),
) -> (String, String) {
    let (truth, ours) = (sides.truth, sides.ours);
    let is_method = *manner == Manner::Method;
    let site = if is_method {
        sides.sites.of_method(place)
    } else {
        sides.sites.of_path(place)
    };
    let cause = if let Some(found) = ours.references.get(place) {
        let targets: Vec<_> = found.iter().map(|it| &*it.to).collect();
        let instead = format!(", here: {}", targets.join(", "));
        return (format!("another target found: {site}"), instead);
    } else if truth.is_expanded(target) {
        "in a module that a macro declares"
    } else if !ours.known.contains(&plain(target)) {
        "the target is not known here"
    } else if ours.inactive.contains_key(place) {
        "seen, but taken for inactive or test code"
    } else if ours.unresolved.contains(place) {
        "seen, but not resolved"
    } else {
        return (format!("nothing found: {site}"), String::new());
    };
    (cause.into(), String::new())
}

pub(crate) fn wrong_reference(targets: &[(Manner, String)], ours: &str) -> String {
    let ours = plain(ours);
    let same_name = targets.iter().any(|it| split(&it.1).1 == split(&ours).1);
    let member = targets.iter().any(|it| split(&it.1).0 == ours);
    let cause = if member {
        "the type instead of its member"
    } else if same_name {
        "another item of that name"
    } else {
        "an item of another name"
    };
    cause.into()
}

pub(crate) fn apart(truth: &Truth, place: &Place, found: &Found) -> String {
    let begin = (place.0.clone(), 0, 0);
    let mut inside = truth.references.range(begin..).map(|it| &it.0.0);
    let is_known = inside.next().is_some_and(|it| *it == place.0);
    match found.kind {
        DependencyKind::Macro => "name of a macro".into(),
        DependencyKind::Derive => "derive or attribute".into(),
        _ if !is_known => "rustc saw nothing of the file".into(),
        _ => format!("{} {}", found.kind, found.confidence),
    }
}
