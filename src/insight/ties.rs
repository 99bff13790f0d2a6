//! Where a module belongs, by what it shares with each service.

use std::collections::BTreeMap;

use super::Assessment;
use crate::graph::{Graph, Link};
use crate::model::{CodeModel, ModuleId};
use crate::plan::{Decision, Owner, Plan};

/// What a module shares with one owner, itself left out.
#[derive(Clone, PartialEq, Debug)]
pub struct Tie<'a> {
    /// Whom it shares with.
    pub owner: Owner,
    /// Sum of the weights of its links, in both directions.
    pub weight: f64,
    /// The links, the heaviest first.
    pub links: Vec<&'a Link>,
}

/// Everything that says where a module belongs.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ties<'a> {
    /// One for each owner it shares something with, the strongest first.
    pub with: Vec<Tie<'a>>,
    /// Weight shared with modules that are decided on: they go wherever they are needed, and speak
    /// for nobody.
    pub undecisive: f64,
}

impl<'a> Ties<'a> {
    /// The ties of a module under a plan.
    pub fn of(
        model: &CodeModel,
        graph: &'a Graph,
        plan: &Plan,
        assessment: &Assessment,
        module: ModuleId,
    ) -> Self {
        let out = graph.links_from(module).iter().map(|it| (it.to, it));
        let into = graph.links_to(module).map(|it| (it.from, it));
        let mut ties = Self::default();
        let mut by_owner: BTreeMap<Owner, Vec<&'a Link>> = BTreeMap::new();
        for (other, link) in out.chain(into) {
            if is_decided(model, plan, other) {
                ties.undecisive += link.weight;
            } else {
                by_owner
                    .entry(assessment.owner_of(other))
                    .or_default()
                    .push(link);
            }
        }
        let tie = |(owner, mut links): (Owner, Vec<&'a Link>)| {
            links.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            let weight = links.iter().map(|it| it.weight).sum();
            Tie {
                owner,
                weight,
                links,
            }
        };
        ties.with = by_owner.into_iter().map(tie).collect();
        ties.with.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        ties
    }

    /// What it shares with one owner.
    pub fn with_owner(&self, owner: Owner) -> Option<&Tie<'a>> {
        self.with.iter().find(|it| it.owner == owner)
    }

    /// The strongest tie with anybody else.
    pub fn best_beside(&self, owner: Owner) -> Option<&Tie<'a>> {
        self.with.iter().find(|it| it.owner != owner)
    }

    /// The strongest tie with another service, the remaining monolith left out.
    pub fn best_service_beside(&self, owner: Owner) -> Option<&Tie<'a>> {
        let mut others = self.with.iter().filter(|it| it.owner != owner);
        others.find(|it| it.owner.is_some())
    }

    /// Everything it shares with anybody.
    pub fn weight(&self) -> f64 {
        self.with.iter().map(|it| it.weight).sum()
    }
}

/// Whether somebody decided what becomes of a module, or of one round it.
pub(super) fn is_decided(model: &CodeModel, plan: &Plan, module: ModuleId) -> bool {
    let decision = plan.decision_of(&model.module(module).path);
    decision.is_some_and(|it| it != Decision::Undecided)
}
