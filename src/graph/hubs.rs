//! Modules that couple everything: most of the code needs them.

use std::cmp::Reverse;

use crate::model::{CodeModel, ModuleId};

use super::Link;

/// A hub has at least this many dependents ...
const LEAST_DEPENDENTS: usize = 12;
/// ... which are at least one in this many modules that have links at all ...
const SHARE: usize = 6;
/// ... and there are at most so many of them.
const MOST_HUBS: usize = 12;

/// A module with how many others need it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Needed {
    /// The module.
    pub module: ModuleId,
    /// How many modules need it. Those inside it do not count: that couples nothing.
    pub n_dependents: usize,
}

/// Every module that others need, the most needed first.
pub fn most_needed(model: &CodeModel, links: &[Link]) -> Vec<Needed> {
    let mut n_dependents = vec![0usize; model.modules().len()];
    for link in links {
        let inner = model.ancestors(link.from).any(|it| it == link.to);
        n_dependents[link.to.index()] += usize::from(!inner);
    }
    let needed = model.module_ids().zip(n_dependents);
    let mut needed: Vec<_> = needed
        .filter(|it| it.1 > 0)
        .map(|(module, n_dependents)| Needed {
            module,
            n_dependents,
        })
        .collect();
    needed.sort_by_key(|it| (Reverse(it.n_dependents), it.module));
    needed
}

/// Modules that so many others need that grouping by links would only find them: the first of
/// [`most_needed`].
pub fn hubs(model: &CodeModel, links: &[Link]) -> Vec<ModuleId> {
    let mut linked = vec![false; model.modules().len()];
    for link in links {
        linked[link.from.index()] = true;
        linked[link.to.index()] = true;
    }
    let n_linked = linked.into_iter().filter(|it| *it).count();
    let least = LEAST_DEPENDENTS.max(n_linked / SHARE);
    most_needed(model, links)
        .into_iter()
        .take(MOST_HUBS)
        .take_while(|it| it.n_dependents >= least)
        .map(|it| it.module)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::code;

    #[test]
    fn what_most_modules_need_is_a_hub_and_its_own_insides_do_not_count() {
        let users = |n: usize| -> String {
            (0..n)
                .map(|it| format!("s::user{it} -> s::log 1\ns::log::part{it} -> s::log 1\n"))
                .collect()
        };
        let found = |n: usize| {
            let (model, graph) = code(&users(n));
            let needed = most_needed(&model, graph.links());
            let path = |it: ModuleId| model.module(it).path.to_string();
            let first = needed.first().map(|it| (path(it.module), it.n_dependents));
            assert_eq!(first, Some(("s::log".to_owned(), n)));
            let hubs = hubs(&model, graph.links()).into_iter();
            hubs.map(path).collect::<Vec<_>>()
        };
        assert_eq!(found(11), Vec::<String>::new());
        assert_eq!(found(12), ["s::log"]);
    }
}
