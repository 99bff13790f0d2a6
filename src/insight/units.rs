//! The smallest things that a plan can give an owner, and what they need of each other.
//!
//! Units are the modules, plus the single items that the plan takes out of them. What such an item
//! needs of its own module, and the module of it, counts like any other dependency.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::graph::{Dependency, Graph, Level};
use crate::model::{CodeModel, ItemId, ItemKind, ModuleId, Node, RefId};
use crate::plan::{Owner, Plan};

/// What one unit needs of another.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct UnitEdge {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) weight: f64,
    evidence: Evidence,
}

/// Where the references of an edge are to be found.
#[derive(Clone, PartialEq, Debug)]
enum Evidence {
    /// Position in the graph's links.
    Link(u32),
    /// Positions in [`Units::item_evidence`].
    Items(Range<u32>),
}

/// Modules in order of id, then single items; edges sorted by origin and target.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Units {
    n_modules: usize,
    items: Vec<ItemId>,
    unit_of_item: FxHashMap<ItemId, u32>,
    /// Modules that single items are taken out of, with those.
    hosts: FxHashMap<ModuleId, Vec<u32>>,
    pub(super) edges: Vec<UnitEdge>,
    item_evidence: Vec<RefId>,
    /// Where the edges of each unit begin.
    out_starts: Vec<u32>,
    /// Positions of edges, sorted by target, and where those of each unit begin.
    incoming: Vec<u32>,
    in_starts: Vec<u32>,
}

impl Units {
    /// The units of a plan; `more` are items to be looked at as if they were single.
    pub(super) fn new(model: &CodeModel, graph: &Graph, plan: &Plan, more: &[ItemId]) -> Self {
        let mut units = Self {
            n_modules: model.modules().len(),
            ..Self::default()
        };
        units.items = single_items(model, plan, more);
        units.unit_of_item = units.assign_items(model);
        units.hosts = units.hosts(model);
        for (position, link) in (0u32..).zip(graph.links()) {
            if !units.is_split(link.from) && !units.is_split(link.to) && link.weight > 0.0 {
                let (from, to, weight) = (link.from.0, link.to.0, link.weight);
                units.edges.push(UnitEdge {
                    from,
                    to,
                    weight,
                    evidence: Evidence::Link(position),
                });
            }
        }
        if !units.hosts.is_empty() {
            units.add_item_edges(model, graph);
            units.edges.sort_by_key(|it| (it.from, it.to));
        }
        units
    }

    pub(super) fn len(&self) -> usize {
        self.n_modules + self.items.len()
    }

    /// The unit that a node belongs to.
    pub(super) fn unit_of(&self, model: &CodeModel, node: Node) -> Option<u32> {
        match node {
            Node::Module(module) => Some(module.0),
            Node::Item(item) => {
                let single = self.unit_of_item.get(&item).copied();
                Some(single.unwrap_or(model.item(item).module.0))
            }
            Node::Extern(_) => None,
        }
    }

    pub(super) fn node(&self, unit: u32) -> Node {
        match (unit as usize).checked_sub(self.n_modules) {
            Some(idx) => Node::Item(self.items[idx]),
            None => Node::Module(ModuleId(unit)),
        }
    }

    /// Edges that begin at a unit.
    pub(super) fn edges_from(&self, unit: u32) -> impl Iterator<Item = u32> + use<> {
        self.out_starts[unit as usize]..self.out_starts[unit as usize + 1]
    }

    /// Edges that end at a unit.
    pub(super) fn edges_to(&self, unit: u32) -> impl Iterator<Item = u32> {
        let range = self.in_starts[unit as usize]..self.in_starts[unit as usize + 1];
        self.incoming[range.start as usize..range.end as usize]
            .iter()
            .copied()
    }

    /// The references of an edge, in order of place.
    pub(super) fn references(&self, graph: &Graph, edge: &UnitEdge) -> Vec<RefId> {
        match &edge.evidence {
            Evidence::Link(position) => {
                graph.references_of_link(&graph.links()[*position as usize])
            }
            Evidence::Items(range) => {
                self.item_evidence[range.start as usize..range.end as usize].to_vec()
            }
        }
    }

    /// Single items that are written in a module.
    pub(super) fn single_items_of(&self, module: ModuleId) -> &[u32] {
        self.hosts.get(&module).map_or(&[], Vec::as_slice)
    }

    /// The owner of every unit.
    pub(super) fn owners(&self, model: &CodeModel, plan: &Plan) -> Vec<Owner> {
        let mut owners = plan.owners(model);
        owners.extend(
            self.items
                .iter()
                .map(|it| plan.owner_of_node(model, Node::Item(*it))),
        );
        owners
    }

    /// Lines of code of every unit.
    pub(super) fn lines(&self, model: &CodeModel) -> Vec<u32> {
        let mut lines: Vec<u32> = model.modules().iter().map(|it| it.n_lines).collect();
        for id in &self.items {
            let item = model.item(*id);
            let siblings = &model.module(item.module).items;
            let of_type = siblings.iter().map(|it| model.item(*it));
            let impls = of_type.filter(|it| it.parent == Some(*id) && it.kind == ItemKind::Impl);
            let n_lines = item.n_lines + impls.map(|it| it.n_lines).sum::<u32>();
            let host = &mut lines[item.module.index()];
            *host = host.saturating_sub(n_lines);
            lines.push(n_lines);
        }
        lines
    }

    fn assign_items(&self, model: &CodeModel) -> FxHashMap<ItemId, u32> {
        let own: FxHashMap<ItemId, u32> = self
            .items
            .iter()
            .copied()
            .zip(self.n_modules as u32..)
            .collect();
        let mut all = own.clone();
        let hosts = self.items.iter().map(|it| model.item(*it).module);
        for item in hosts.flat_map(|it| &model.module(it).items) {
            if let Some(unit) = model.item_and_parents(*item).find_map(|it| own.get(&it)) {
                all.insert(*item, *unit);
            }
        }
        all
    }

    fn hosts(&self, model: &CodeModel) -> FxHashMap<ModuleId, Vec<u32>> {
        let mut hosts: FxHashMap<ModuleId, Vec<u32>> = FxHashMap::default();
        for (unit, item) in (self.n_modules as u32..).zip(&self.items) {
            hosts
                .entry(model.item(*item).module)
                .or_default()
                .push(unit);
        }
        hosts
    }

    fn is_split(&self, module: ModuleId) -> bool {
        self.hosts.contains_key(&module)
    }

    fn add_item_edges(&mut self, model: &CodeModel, graph: &Graph) {
        let hosted = |node: Node| model.module_of(node).is_some_and(|it| self.is_split(it));
        let mut found: Vec<(u32, u32, &Dependency)> = graph
            .dependencies_at(model, Level::Item)
            .iter()
            .filter(|it| it.kind.is_cut_by_boundaries() && (hosted(it.from) || hosted(it.to)))
            .filter_map(|it| {
                let (from, to) = (self.unit_of(model, it.from)?, self.unit_of(model, it.to)?);
                (from != to).then_some((from, to, it))
            })
            .collect();
        found.sort_by_key(|it| (it.0, it.1));
        for part in found.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let start = self.item_evidence.len();
            for (_, _, dependency) in part {
                let references = graph.references_at(model, Level::Item, dependency);
                self.item_evidence.extend_from_slice(references);
            }
            self.item_evidence[start..].sort_by_key(|it| (model.reference(*it).span, *it));
            let evidence = Evidence::Items(start as u32..self.item_evidence.len() as u32);
            let weight: f64 = part.iter().map(|it| it.2.weight).sum();
            if weight > 0.0 {
                self.edges.push(UnitEdge {
                    from: part[0].0,
                    to: part[0].1,
                    weight,
                    evidence,
                });
            }
        }
    }

    /// Makes [`Units::edges_from`] and [`Units::edges_to`] ready; only drags ask for them.
    pub(super) fn index_edges(&mut self) {
        let n = self.len();
        self.out_starts = starts(n, self.edges.iter().map(|it| it.from));
        self.in_starts = starts(n, self.edges.iter().map(|it| it.to));
        let mut next = self.in_starts.clone();
        self.incoming = vec![0; self.edges.len()];
        for (position, edge) in (0u32..).zip(&self.edges) {
            let place = &mut next[edge.to as usize];
            self.incoming[*place as usize] = position;
            *place += 1;
        }
    }
}

/// The items that the plan names, as far as the code has them.
fn single_items(model: &CodeModel, plan: &Plan, more: &[ItemId]) -> Vec<ItemId> {
    let named = plan
        .services
        .iter()
        .flat_map(|it| it.items.iter().chain(&it.owns));
    let named = named
        .chain(&plan.remaining)
        .filter_map(|it| match model.node_at(it) {
            Some(Node::Item(item)) => Some(item),
            _ => None,
        });
    let mut items: Vec<_> = named.chain(more.iter().copied()).collect();
    items.sort_unstable();
    items.dedup();
    items
}

/// Where the run of each unit begins in a list sorted by unit; the list itself may be unsorted.
fn starts(n_units: usize, units: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0u32; n_units + 1];
    for unit in units {
        starts[unit as usize + 1] += 1;
    }
    for idx in 0..n_units {
        starts[idx + 1] += starts[idx];
    }
    starts
}
