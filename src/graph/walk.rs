//! Questions that walk the links: cycles, reach, the ways between two modules.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::algo::tarjan_scc;

use crate::model::ModuleId;

use super::Graph;

/// Which way to walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Toward {
    /// To what a module needs.
    Dependencies,
    /// To what needs it.
    Dependents,
}

impl Graph {
    /// Sets of two or more modules that need each other in a circle, largest first.
    pub fn cycles(&self) -> Vec<Vec<ModuleId>> {
        let components = tarjan_scc(&self.digraph)
            .into_iter()
            .filter(|it| it.len() > 1);
        let mut cycles: Vec<Vec<_>> = components
            .map(|nodes| {
                let mut cycle: Vec<_> = nodes.into_iter().map(|it| self.digraph[it]).collect();
                cycle.sort_unstable();
                cycle
            })
            .collect();
        cycles.sort_by_key(|it| (std::cmp::Reverse(it.len()), it[0]));
        cycles
    }

    /// Everything reached from some modules, with the number of steps, nearest first.
    /// The modules themselves come first, with 0 steps.
    pub fn reach(&self, from: &[ModuleId], toward: Toward) -> Vec<(ModuleId, u32)> {
        let direction = match toward {
            Toward::Dependencies => Direction::Outgoing,
            Toward::Dependents => Direction::Incoming,
        };
        let mut seen: BTreeSet<ModuleId> = from.iter().copied().collect();
        let mut reached: Vec<(ModuleId, u32)> = seen.iter().map(|it| (*it, 0)).collect();
        let mut next = 0;
        while let Some(&(module, steps)) = reached.get(next) {
            next += 1;
            let mut neighbors: Vec<_> = self
                .digraph
                .neighbors_directed(module.0.into(), direction)
                .map(|it| self.digraph[it])
                .collect();
            neighbors.sort_unstable();
            reached.extend(
                neighbors
                    .into_iter()
                    .filter(|it| seen.insert(*it))
                    .map(|it| (it, steps + 1)),
            );
        }
        reached
    }

    /// The modules on any way from one module to another, both included; empty if there is no way.
    pub fn between(&self, from: ModuleId, to: ModuleId) -> Vec<ModuleId> {
        let forth = self.reach(&[from], Toward::Dependencies);
        let back: BTreeSet<_> = self
            .reach(&[to], Toward::Dependents)
            .into_iter()
            .map(|it| it.0)
            .collect();
        forth
            .into_iter()
            .map(|it| it.0)
            .filter(|it| back.contains(it))
            .collect()
    }
}
