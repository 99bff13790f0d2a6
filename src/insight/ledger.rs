//! The books of a boundary: what every service has inside, in and out, kept move by move.

use std::collections::BTreeMap;

use super::cycles::cycles_among;
use super::units::{UnitEdge, Units};
use super::{ServiceFigures, ServiceLink};
use crate::graph::Graph;
use crate::model::CodeModel;
use crate::plan::{Owner, Plan, ServiceId};

/// Position of an owner in the books: services in the plan's order, then the remaining monolith.
pub(super) type Slot = u32;

/// What does not change while things are moved: who they are and how big.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    pub(super) units: Units,
    owners: Vec<Owner>,
    lines: Vec<u32>,
    counted: Vec<bool>,
    /// Units that are tables, views or routines.
    objects: Vec<bool>,
    /// Units that whoever needs them carries along: dependencies on them are not cut.
    carried: Vec<bool>,
}

/// What one service needs of another.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Pair {
    pub(super) weight: f64,
    pub(super) n_edges: u32,
}

/// Figures of every owner and of every pair of owners.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Ledger {
    pub(super) figures: Vec<ServiceFigures>,
    pub(super) pairs: BTreeMap<(Slot, Slot), Pair>,
    pub(super) n_cut: u32,
    pub(super) cut_weight: f64,
}

impl Ground {
    pub(super) fn new(model: &CodeModel, graph: &Graph, plan: &Plan, units: Units) -> Self {
        let tests = graph.filter().tests;
        let mut counted: Vec<bool> = model.modules().iter().map(|it| tests || !it.test).collect();
        counted.resize(units.len(), false);
        let objects = model.modules().iter();
        let mut objects: Vec<bool> = objects.map(|it| it.object_kind().is_some()).collect();
        objects.resize(units.len(), false);
        let travels = |unit| {
            let path = model.path_of(units.node(unit));
            plan.decision_of(path)
                .is_some_and(crate::plan::Decision::travels)
        };
        let carried = if plan.shared.is_empty() {
            vec![false; units.len()]
        } else {
            (0..units.len() as u32).map(travels).collect()
        };
        let mut owners: Vec<Owner> = plan.services.iter().map(|it| Some(it.id)).collect();
        owners.push(None);
        Self {
            lines: units.lines(model),
            units,
            owners,
            counted,
            objects,
            carried,
        }
    }

    /// All owners: services in the plan's order, then the remaining monolith.
    pub(super) fn owners(&self) -> &[Owner] {
        &self.owners
    }

    pub(super) fn slot_of(&self, owner: Owner) -> Option<Slot> {
        self.owners
            .iter()
            .position(|it| *it == owner)
            .map(|it| it as Slot)
    }

    /// The slot of every unit.
    pub(super) fn slots(&self, owner_of_unit: &[Owner]) -> Vec<Slot> {
        let remaining = self.owners.len() as Slot - 1;
        let known: rustc_hash::FxHashMap<ServiceId, Slot> = self
            .owners
            .iter()
            .zip(0..)
            .filter_map(|(owner, slot)| Some(((*owner)?, slot)))
            .collect();
        let slot = |owner: &Owner| owner.and_then(|it| known.get(&it)).copied();
        owner_of_unit
            .iter()
            .map(|it| slot(it).unwrap_or(remaining))
            .collect()
    }

    /// Whether an edge is cut by a boundary, given the slots of its ends.
    pub(super) fn is_cut(&self, edge: &UnitEdge, from: Slot, to: Slot) -> bool {
        from != to && !self.carried[edge.to as usize]
    }

    /// The books for these slots of units, with room for `n_owners`.
    pub(super) fn ledger(&self, slots: &[Slot], n_owners: usize) -> Ledger {
        let mut ledger = Ledger {
            figures: vec![ServiceFigures::default(); n_owners],
            pairs: BTreeMap::new(),
            n_cut: 0,
            cut_weight: 0.0,
        };
        for (unit, slot) in slots.iter().enumerate() {
            let figures = &mut ledger.figures[*slot as usize];
            let (n_modules, n_objects) = self.counts_of(unit);
            figures.n_modules += n_modules;
            figures.n_objects += n_objects;
            figures.n_lines += self.counted_lines(unit);
        }
        for edge in &self.units.edges {
            let (from, to) = (slots[edge.from as usize], slots[edge.to as usize]);
            ledger.enter(edge, from, to, self.is_cut(edge, from, to));
        }
        ledger
    }

    /// Books one unit over to another slot; `slots` is brought up to date.
    pub(super) fn book_over(&self, ledger: &mut Ledger, slots: &mut [Slot], unit: u32, to: Slot) {
        let from = std::mem::replace(&mut slots[unit as usize], to);
        if from == to {
            return;
        }
        let (n_modules, n_objects) = self.counts_of(unit as usize);
        let n_lines = self.counted_lines(unit as usize);
        let left = &mut ledger.figures[from as usize];
        left.n_modules -= n_modules;
        left.n_objects -= n_objects;
        left.n_lines -= n_lines;
        let entered = &mut ledger.figures[to as usize];
        entered.n_modules += n_modules;
        entered.n_objects += n_objects;
        entered.n_lines += n_lines;
        for position in self.units.edges_from(unit) {
            let edge = &self.units.edges[position as usize];
            let other = slots[edge.to as usize];
            ledger.strike(edge, from, other, self.is_cut(edge, from, other));
            ledger.enter(edge, to, other, self.is_cut(edge, to, other));
        }
        for position in self.units.edges_to(unit) {
            let edge = &self.units.edges[position as usize];
            let other = slots[edge.from as usize];
            ledger.strike(edge, other, from, self.is_cut(edge, other, from));
            ledger.enter(edge, other, to, self.is_cut(edge, other, to));
        }
    }

    /// Lines that count: those of tests do so only where test code does.
    /// How many modules of code a unit counts for, and how many objects of databases.
    fn counts_of(&self, unit: usize) -> (u32, u32) {
        let count = u32::from(self.counted[unit]);
        if self.objects[unit] {
            (0, count)
        } else {
            (count, 0)
        }
    }

    fn counted_lines(&self, unit: usize) -> u32 {
        match self.units.node(unit as u32) {
            crate::model::Node::Module(_) if !self.counted[unit] => 0,
            _ => self.lines[unit],
        }
    }
}

impl Ledger {
    fn enter(&mut self, edge: &UnitEdge, from: Slot, to: Slot, cut: bool) {
        if !cut {
            // What a service carries along is part of it.
            self.figures[from as usize].inside += edge.weight;
            return;
        }
        self.figures[from as usize].outgoing += edge.weight;
        self.figures[to as usize].incoming += edge.weight;
        let pair = self.pairs.entry((from, to)).or_default();
        pair.weight += edge.weight;
        pair.n_edges += 1;
        self.n_cut += 1;
        self.cut_weight += edge.weight;
    }

    fn strike(&mut self, edge: &UnitEdge, from: Slot, to: Slot, cut: bool) {
        if !cut {
            self.figures[from as usize].inside -= edge.weight;
            return;
        }
        self.figures[from as usize].outgoing -= edge.weight;
        self.figures[to as usize].incoming -= edge.weight;
        self.n_cut -= 1;
        self.cut_weight -= edge.weight;
        if let Some(pair) = self.pairs.get_mut(&(from, to)) {
            pair.weight -= edge.weight;
            pair.n_edges -= 1;
            if pair.n_edges == 0 {
                self.pairs.remove(&(from, to));
            }
        }
    }

    /// Links between owners, heaviest first.
    pub(super) fn links(&self, owners: &[Owner]) -> Vec<ServiceLink> {
        let named = |slot: Slot| owners[slot as usize];
        let link = |(slots, pair): (&(Slot, Slot), &Pair)| ServiceLink {
            from: named(slots.0),
            to: named(slots.1),
            weight: pair.weight,
            n_edges: pair.n_edges,
        };
        let mut links: Vec<_> = self.pairs.iter().map(link).collect();
        links.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        links
    }

    /// Sets of slots that need each other in a circle.
    pub(super) fn cycles(&self) -> Vec<Vec<Slot>> {
        cycles_among(self.figures.len(), self.pairs.keys().copied())
    }
}
