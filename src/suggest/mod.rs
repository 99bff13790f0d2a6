//! Boundary proposals under constraints, with reasons. Experimental.
//!
//! Modules are grouped by what they need of each other, with the Leiden algorithm; what everybody
//! needs counts little, hubs and crate roots not at all. Locks, rules and decisions of the plan are
//! kept: where one cannot be, the proposal says so. A proposal is edits, nothing more: it changes
//! nothing until they are applied.

mod edits;
mod group;
mod name;
mod network;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::graph::Graph;
use crate::model::{CodeModel, ModuleId};
use crate::notice::Notice;
use crate::plan::{Plan, PlanEdit, ServiceId};

/// What the architect asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wish {
    /// How many services; as many as the code suggests where absent.
    pub n_services: Option<u32>,
    /// The same seed gives the same proposal.
    pub seed: u64,
}

/// One service that is proposed.
#[derive(Clone, PartialEq, Debug)]
pub struct Suggestion {
    /// The service, one of the plan or a new one.
    pub service: ServiceId,
    /// What to call it.
    pub name: Arc<str>,
    /// Its modules, in order of id.
    pub modules: Vec<ModuleId>,
    /// What makes it so, as one undoable step each.
    pub edits: Vec<PlanEdit>,
    /// Why these modules, one sentence.
    pub because: String,
}

/// Everything that is proposed for a plan.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Proposal {
    /// The services, largest first.
    pub suggestions: Vec<Suggestion>,
    /// Services of the plan that keep nothing, where a number of services was asked for.
    pub dissolved: Vec<ServiceId>,
    /// Hubs that were set aside: decide on them one by one.
    pub hubs: Vec<ModuleId>,
    /// What could not be kept or found.
    pub notices: Vec<Notice>,
}

impl Proposal {
    /// All of it as one edit.
    pub fn edit(&self) -> PlanEdit {
        let edits = self.suggestions.iter().flat_map(|it| it.edits.clone());
        let dissolved = self.dissolved.iter().map(|it| PlanEdit::RemoveService(*it));
        PlanEdit::Batch(edits.chain(dissolved).collect())
    }
}

/// Proposes services for the code, keeping what the plan has fixed.
pub fn suggest(model: &CodeModel, graph: &Graph, plan: &Plan, wish: Wish) -> Proposal {
    let network = network::Network::of(model, graph, plan);
    let mut notices = network.notices(model);
    let groups = group::groups(model, plan, &network, wish, &mut notices);
    let names = name::names(model, plan, &groups);
    let suggestions = edits::suggestions(model, graph, plan, groups, names, &mut notices);
    let dissolved = match wish.n_services {
        Some(_) => edits::dissolved(model, plan, &suggestions, &mut notices),
        None => Vec::new(),
    };
    if suggestions.is_empty() {
        notices.push(
            Notice::info("no group of modules stands out")
                .hint("draw the first service by hand and ask again"),
        );
    }
    Proposal {
        suggestions,
        dissolved,
        hubs: network.hubs,
        notices,
    }
}
