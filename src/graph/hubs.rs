//! Modules that couple everything: most of the code needs them.

use std::cmp::Reverse;

use crate::model::ModuleId;

use super::Graph;

/// A hub has at least this many dependents ...
const LEAST_DEPENDENTS: usize = 12;
/// ... which are at least one in this many modules that have links at all ...
const SHARE: usize = 6;
/// ... and there are at most so many of them.
const MOST_HUBS: usize = 12;

impl Graph {
    /// Modules that so many others need that grouping by links would only find them, most needed
    /// first.
    pub fn hubs(&self) -> Vec<ModuleId> {
        let modules = (0..self.in_starts.len() as u32 - 1).map(ModuleId);
        let n_dependents = |it: ModuleId| self.links_to(it).len();
        let linked = |it: &ModuleId| n_dependents(*it) > 0 || !self.links_from(*it).is_empty();
        let least = LEAST_DEPENDENTS.max(modules.clone().filter(linked).count() / SHARE);
        let mut hubs: Vec<_> = modules.filter(|it| n_dependents(*it) >= least).collect();
        hubs.sort_by_key(|it| (Reverse(n_dependents(*it)), *it));
        hubs.truncate(MOST_HUBS);
        hubs
    }
}
