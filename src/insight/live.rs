//! What a drop would do, while the mouse is still down.

use super::ledger::{Ground, Ledger, Slot};
use super::units::Units;
use super::{CutEdge, ServiceFigures};
use crate::graph::Graph;
use crate::model::{CodeModel, ItemId, Node};
use crate::plan::{Entry, Owner, Plan, PlanEdit, PlanError, ServiceId, enclosing, is_within};

/// How many edges a preview names on either side.
const N_NAMED: usize = 24;

/// Where something would be dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Target {
    /// A service of the plan, or (`None`) the remaining monolith.
    Owner(Owner),
    /// Empty space: a service that is not there yet.
    New,
}

impl From<Owner> for Target {
    fn from(owner: Owner) -> Self {
        Self::Owner(owner)
    }
}

/// Figures before and after the drop.
#[derive(Clone, PartialEq, Debug)]
pub struct RowChange {
    /// Whose.
    pub of: Target,
    /// As it is.
    pub before: ServiceFigures,
    /// As it would be.
    pub after: ServiceFigures,
}

/// What a drop would do.
#[derive(Clone, PartialEq, Debug)]
pub struct Preview {
    /// Everything that would change its owner: the modules, what is inside them, single items.
    pub moved: Vec<Node>,
    /// The target first, then every other owner whose figures change, in the plan's order.
    pub rows: Vec<RowChange>,
    /// Cut edges before and after.
    pub n_cut: (u32, u32),
    /// Cut weight before and after.
    pub cut_weight: (f64, f64),
    /// Services that need each other in a circle now.
    pub cycles_before: Vec<Vec<Target>>,
    /// Services that would.
    pub cycles_after: Vec<Vec<Target>>,
    /// The heaviest edges that the drop would cut. A service that is not there yet has the id that
    /// it would get, [`Plan::fresh_service_id`].
    pub responsible: Vec<CutEdge>,
    /// How many edges the drop would cut in all.
    pub n_responsible: u32,
    /// The heaviest edges that would not be cut any more.
    pub healed: Vec<CutEdge>,
    /// How many would not be in all.
    pub n_healed: u32,
    /// Why the plan would refuse the drop, if it would.
    pub refused: Option<PlanError>,
}

/// The figures of a plan, ready to be asked what a move would change.
///
/// Holds for one model, graph and plan; make another when one of them has changed.
#[derive(Clone, Debug)]
pub struct Live {
    ground: Ground,
    slots: Vec<Slot>,
    ledger: Ledger,
    cycles: Vec<Vec<Slot>>,
    /// The plan, to be asked whether it would refuse; only where it has locks.
    locked: Option<Plan>,
    /// The id that a service made by the drop would get.
    fresh: ServiceId,
    /// What the plan says about exactly each unit, and how long the path is that it was taken out
    /// with singly.
    entries: Vec<(Option<Entry>, usize)>,
}

impl Live {
    /// Prepares the questions.
    pub fn new(model: &CodeModel, graph: &Graph, plan: &Plan) -> Self {
        Self::with_items(model, graph, plan, &[])
    }

    /// Prepares the questions, with items that are still part of their module.
    pub fn with_items(model: &CodeModel, graph: &Graph, plan: &Plan, items: &[ItemId]) -> Self {
        let mut units = Units::new(model, graph, plan, items);
        units.index_edges();
        let slots_of = units.owners(model, plan);
        let nodes = (0..units.len() as u32).map(|it| units.node(it));
        let ownership = plan.ownership();
        let single = |it: &&str| ownership.entry(it).is_some_and(|it| it.single);
        let entries = nodes.map(|it| {
            let path = model.path_of(it);
            (
                ownership.entry(path),
                enclosing(path).find(single).map_or(0, str::len),
            )
        });
        let entries = entries.collect();
        let locked = (!plan.locks.is_empty()).then(|| Plan {
            positions: std::collections::BTreeMap::new(),
            ..plan.clone()
        });
        let ground = Ground::new(model, graph, plan, units);
        let slots = ground.slots(&slots_of);
        let ledger = ground.ledger(&slots, ground.owners().len());
        let cycles = ledger.cycles();
        let fresh = plan.fresh_service_id();
        Self {
            ground,
            slots,
            ledger,
            cycles,
            locked,
            fresh,
            entries,
        }
    }

    /// What moving these would do; modules take their subtree along.
    pub fn preview<N: Copy + Into<Node>>(
        &self,
        model: &CodeModel,
        graph: &Graph,
        moved: &[N],
        to: impl Into<Target>,
    ) -> Preview {
        let to = to.into();
        let target = self.slot_of(to);
        let units = self.units_moved(model, moved, target);
        let (mut slots, mut ledger) = (self.slots.clone(), self.ledger.clone());
        ledger.figures.resize(
            (target as usize + 1).max(ledger.figures.len()),
            ServiceFigures::default(),
        );
        for unit in &units {
            self.ground
                .book_over(&mut ledger, &mut slots, *unit, target);
        }
        let (responsible, healed) = self.changed_edges(&units, &slots);
        Preview {
            moved: units.iter().map(|it| self.ground.units.node(*it)).collect(),
            rows: self.rows(&ledger, target),
            n_cut: (self.ledger.n_cut, ledger.n_cut),
            cut_weight: (self.ledger.cut_weight, ledger.cut_weight),
            cycles_before: self.cycles.iter().map(|it| self.targets(it)).collect(),
            cycles_after: ledger.cycles().iter().map(|it| self.targets(it)).collect(),
            n_responsible: responsible.len() as u32,
            responsible: self.heaviest(graph, responsible, &slots),
            n_healed: healed.len() as u32,
            healed: self.heaviest(graph, healed, &self.slots),
            refused: self.refusal(model, moved, to),
        }
    }

    /// Every unit that a drop moves and that is not there already, in order.
    fn units_moved<N: Copy + Into<Node>>(
        &self,
        model: &CodeModel,
        moved: &[N],
        to: Slot,
    ) -> Vec<u32> {
        let mut units = Vec::new();
        let mut modules = Vec::new();
        for node in moved {
            match (*node).into() {
                Node::Module(module) => modules.push((module, module)),
                node @ Node::Item(_) => units.extend(self.ground.units.unit_of(model, node)),
                Node::Extern(_) => {}
            }
        }
        while let Some((module, top)) = modules.pop() {
            units.push(module.0);
            let top_path = &model.module(top).path;
            let children = model.module(module).children.iter().copied();
            let children = children.filter(|it| self.follows(model, it.0, top_path));
            modules.extend(children.map(|it| (it, top)));
            let items = self.ground.units.single_items_of(module).iter().copied();
            units.extend(items.filter(|it| self.follows(model, *it, top_path)));
        }
        units.sort_unstable();
        units.dedup();
        units.retain(|it| self.slots[*it as usize] != to);
        units
    }

    /// Whether a unit goes along when a module round it is assigned; see [`PlanEdit::Assign`].
    fn follows(&self, model: &CodeModel, unit: u32, top: &str) -> bool {
        let (entry, single_len) = self.entries[unit as usize];
        let inside = is_within(model.path_of(self.ground.units.node(unit)), top);
        let taken_out = inside && single_len > top.len();
        // An entry of its own gives way only to an assignment of a path round it.
        !taken_out && (inside || entry.is_none())
    }

    fn slot_of(&self, target: Target) -> Slot {
        let beyond = self.ground.owners().len() as Slot;
        match target {
            Target::Owner(owner) => self.ground.slot_of(owner).unwrap_or(beyond),
            Target::New => beyond,
        }
    }

    fn target(&self, slot: Slot) -> Target {
        self.ground
            .owners()
            .get(slot as usize)
            .map_or(Target::New, |it| Target::Owner(*it))
    }

    fn targets(&self, slots: &[Slot]) -> Vec<Target> {
        slots.iter().map(|it| self.target(*it)).collect()
    }

    fn rows(&self, after: &Ledger, target: Slot) -> Vec<RowChange> {
        let row = |slot: Slot| RowChange {
            of: self.target(slot),
            before: self
                .ledger
                .figures
                .get(slot as usize)
                .cloned()
                .unwrap_or_default(),
            after: after.figures[slot as usize].clone(),
        };
        let others = (0..after.figures.len() as Slot)
            .filter(|it| *it != target)
            .map(row);
        std::iter::once(row(target))
            .chain(others.filter(|it| it.before != it.after))
            .collect()
    }

    /// Edges that get cut by the move, and those that are not cut any more.
    fn changed_edges(&self, units: &[u32], after: &[Slot]) -> (Vec<u32>, Vec<u32>) {
        let mut touched: Vec<u32> = units
            .iter()
            .flat_map(|it| {
                self.ground
                    .units
                    .edges_from(*it)
                    .chain(self.ground.units.edges_to(*it))
            })
            .collect();
        touched.sort_unstable();
        touched.dedup();
        let cut = |position: u32, slots: &[Slot]| {
            let edge = &self.ground.units.edges[position as usize];
            self.ground
                .is_cut(edge, slots[edge.from as usize], slots[edge.to as usize])
        };
        touched.retain(|it| cut(*it, &self.slots) != cut(*it, after));
        touched.into_iter().partition(|it| cut(*it, after))
    }

    fn heaviest(&self, graph: &Graph, mut positions: Vec<u32>, slots: &[Slot]) -> Vec<CutEdge> {
        let edges = &self.ground.units.edges;
        let weight = |it: &u32| edges[*it as usize].weight;
        positions.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        positions.truncate(N_NAMED);
        let owner = |unit: u32| {
            let slot = slots[unit as usize] as usize;
            self.ground
                .owners()
                .get(slot)
                .copied()
                .unwrap_or(Some(self.fresh))
        };
        let cut_edge = |it: &u32| {
            let edge = &edges[*it as usize];
            CutEdge {
                from: self.ground.units.node(edge.from),
                to: self.ground.units.node(edge.to),
                from_owner: owner(edge.from),
                to_owner: owner(edge.to),
                weight: edge.weight,
                references: self.ground.units.references(graph, edge),
            }
        };
        positions.iter().map(cut_edge).collect()
    }

    fn refusal<N: Copy + Into<Node>>(
        &self,
        model: &CodeModel,
        moved: &[N],
        to: Target,
    ) -> Option<PlanError> {
        let mut plan = self.locked.clone()?;
        let to = match to {
            Target::Owner(owner) => owner,
            Target::New => Some(self.fresh),
        };
        if to == Some(self.fresh) {
            // One more name than there are services: one of them is free.
            let name = (0..=plan.services.len())
                .map(|it| format!("new {it}"))
                .find(|it| plan.service_named(it).is_none());
            let name = name.unwrap_or_default().into();
            plan.apply(PlanEdit::AddService {
                id: self.fresh,
                name,
            })
            .ok()?;
        }
        let (mut modules, mut items) = (Vec::new(), Vec::new());
        for node in moved {
            match (*node).into() {
                node @ Node::Module(_) => modules.push(model.path_of(node).clone()),
                node @ Node::Item(_) => items.push(model.path_of(node).clone()),
                Node::Extern(_) => {}
            }
        }
        let edits = vec![
            PlanEdit::Assign { paths: modules, to },
            PlanEdit::AssignItems { paths: items, to },
        ];
        plan.apply(PlanEdit::Batch(edits)).err()
    }
}
