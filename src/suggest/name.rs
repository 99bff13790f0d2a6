//! What to call a group: the word that most of its paths have and others have not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::group::Group;
use crate::model::{CodeModel, ModuleId};
use crate::plan::{Plan, REMAINING};

/// A name for every group, and how many of its modules have it in their path.
pub(super) fn names(model: &CodeModel, plan: &Plan, groups: &[Group]) -> Vec<(Arc<str>, usize)> {
    let mut everywhere: BTreeMap<String, usize> = BTreeMap::new();
    for module in groups.iter().flat_map(|it| &it.modules) {
        for word in words(model, *module) {
            *everywhere.entry(word).or_default() += 1;
        }
    }
    let mut taken: BTreeSet<Arc<str>> = plan.services.iter().map(|it| it.name.clone()).collect();
    taken.insert(REMAINING.into());
    // What all have says nothing about any: the crate's name, mostly.
    let n_modules: usize = groups.iter().map(|it| it.modules.len()).sum();
    let telling = everywhere.values().any(|it| *it < n_modules);
    everywhere.retain(|_, it| !telling || *it < n_modules);
    let name = |group: &Group| {
        if let Some(service) = group.service.and_then(|it| plan.service(it)) {
            return (service.name.clone(), 0);
        }
        let (word, n) = best_word(model, group, &everywhere);
        let numbered = std::iter::once(word.clone()).chain((2..).map(|it| format!("{word}-{it}")));
        let name: Arc<str> = numbered
            .map(Arc::from)
            .find(|it| !taken.contains(it))
            .unwrap_or_else(|| word.into());
        taken.insert(name.clone());
        (name, n)
    };
    groups.iter().map(name).collect()
}

/// The word with the most modules of the group, less where others have it too.
fn best_word(
    model: &CodeModel,
    group: &Group,
    everywhere: &BTreeMap<String, usize>,
) -> (String, usize) {
    let mut here: BTreeMap<String, usize> = BTreeMap::new();
    for module in &group.modules {
        for word in words(model, *module)
            .into_iter()
            .filter(|it| everywhere.contains_key(it))
        {
            *here.entry(word).or_default() += 1;
        }
    }
    let worth = |word: &str, n: usize| {
        let n_all = everywhere.get(word).copied().unwrap_or(n).max(1);
        (n * n) as f64 / n_all as f64
    };
    let best = here.into_iter().max_by(|a, b| {
        let (left, right) = (worth(&a.0, a.1), worth(&b.0, b.1));
        left.total_cmp(&right)
            .then(b.0.len().cmp(&a.0.len()))
            .then(b.0.cmp(&a.0))
    });
    best.unwrap_or_else(|| ("service".into(), 0))
}

/// The different segments of a path, in the spelling of a service's name.
fn words(model: &CodeModel, module: ModuleId) -> BTreeSet<String> {
    let path = &model.module(module).path;
    let bare = path
        .split_once(':')
        .filter(|it| !it.1.starts_with(':'))
        .map_or(&**path, |it| it.1);
    let segments = bare
        .split("::")
        .map(|it| it.trim_start_matches("r#").replace('_', "-"));
    segments.filter(|it| !it.is_empty()).collect()
}
