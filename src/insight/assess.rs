//! A plan held against the code: what every boundary cuts.

use super::ledger::{Ground, Slot};
use super::units::Units;
use super::{CutEdge, ServiceFigures, ServiceLink};
use crate::graph::Graph;
use crate::model::{CodeModel, ModuleId};
use crate::plan::{Owner, Plan};

/// Everything there is to say in numbers about a plan.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Assessment {
    /// The owner of every module, in order of id.
    pub owners: Vec<Owner>,
    /// The figures of every service in the plan's order, then of the remaining monolith.
    pub services: Vec<(Owner, ServiceFigures)>,
    /// Dependencies whose ends have different owners, heaviest first.
    pub cut_edges: Vec<CutEdge>,
    /// Sum of the weights of all cut edges.
    pub cut_weight: f64,
    /// Sum of the weights of all dependencies between different units, cut or not. Single items that
    /// the plan takes out of a module are units: what they and the rest of it need of each other is
    /// more than what a census between modules finds.
    pub total_weight: f64,
    /// What services need of each other, heaviest first.
    pub links: Vec<ServiceLink>,
    /// Services that need each other in a circle.
    pub cycles: Vec<Vec<Owner>>,
}

impl Assessment {
    /// Assesses a plan.
    pub fn of(model: &CodeModel, graph: &Graph, plan: &Plan) -> Self {
        let ground = Ground::new(model, graph, plan, Units::new(model, graph, plan, &[]));
        let mut owners = ground.units.owners(model, plan);
        let slots = ground.slots(&owners);
        let ledger = ground.ledger(&slots, ground.owners().len());
        let cycles = ledger.cycles();
        owners.truncate(model.modules().len());
        Self {
            owners,
            services: ground
                .owners()
                .iter()
                .copied()
                .zip(ledger.figures.iter().cloned())
                .collect(),
            cut_edges: ground.cut_edges(graph, &slots),
            cut_weight: ledger.cut_weight,
            total_weight: ground
                .units
                .edges
                .iter()
                .fold(0.0, |sum, it| sum + it.weight),
            links: ledger.links(ground.owners()),
            cycles: cycles.iter().map(|it| ground.named(it)).collect(),
        }
    }

    /// The figures of one owner.
    pub fn figures(&self, owner: Owner) -> Option<&ServiceFigures> {
        self.services
            .iter()
            .find(|it| it.0 == owner)
            .map(|it| &it.1)
    }

    /// The owner of a module.
    pub fn owner_of(&self, module: ModuleId) -> Owner {
        self.owners[module.index()]
    }

    /// What one owner needs of another.
    pub fn link(&self, from: Owner, to: Owner) -> Option<&ServiceLink> {
        self.links.iter().find(|it| (it.from, it.to) == (from, to))
    }

    /// The cut edges from one owner to another, heaviest first.
    pub fn cut_edges_between(&self, from: Owner, to: Owner) -> impl Iterator<Item = &CutEdge> {
        self.cut_edges
            .iter()
            .filter(move |it| (it.from_owner, it.to_owner) == (from, to))
    }

    /// Share of all dependencies that boundaries cut; `None` where there are none.
    pub fn cut_share(&self) -> Option<f64> {
        (self.total_weight > 0.0).then(|| self.cut_weight / self.total_weight)
    }
}

impl Ground {
    pub(super) fn named(&self, slots: &[Slot]) -> Vec<Owner> {
        slots
            .iter()
            .filter_map(|it| self.owners().get(*it as usize).copied())
            .collect()
    }

    fn cut_edges(&self, graph: &Graph, slots: &[Slot]) -> Vec<CutEdge> {
        let cut = self
            .units
            .edges
            .iter()
            .filter(|it| self.is_cut(it, slots[it.from as usize], slots[it.to as usize]));
        let mut edges: Vec<_> = cut
            .map(|it| CutEdge {
                from: self.units.node(it.from),
                to: self.units.node(it.to),
                from_owner: self.owners()[slots[it.from as usize] as usize],
                to_owner: self.owners()[slots[it.to as usize] as usize],
                weight: it.weight,
                references: self.units.references(graph, it),
            })
            .collect();
        edges.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then((a.from, a.to).cmp(&(b.from, b.to)))
        });
        edges
    }
}
