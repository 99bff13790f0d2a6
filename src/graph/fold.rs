//! Folds references into dependencies and links.

use std::ops::Range;

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelIterator as _, IntoParallelRefIterator as _,
    ParallelIterator as _,
};

use crate::model::{CodeModel, ExternId, ItemId, ModuleId, Node, RefId, Reference};

use super::{Dependency, Filter, Level, Link};

/// The dependencies of one level, with the references of each.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Folded {
    pub(super) dependencies: Vec<Dependency>,
    pub(super) references: Vec<RefId>,
}

/// References of which so many are looked at in a row.
const AT_ONCE: usize = 4096;

/// Folds at one level; sorted by origin, target, kind; references by place.
///
/// References of one origin lie in few runs, since a model lists them by what mentions. So each origin
/// is folded for itself, in parallel.
pub(super) fn fold(model: &CodeModel, level: Level, filter: Filter) -> Folded {
    let ends = Ends {
        model,
        lifts: Lifts::new(model, level),
        nodes: Positions::new(model),
    };
    let runs = ends.runs();
    let origins: Vec<&[Run]> = runs.chunk_by(|a, b| a.origin == b.origin).collect();
    let each = origins.par_iter().map(|runs| ends.folded(runs, filter));
    let each: Vec<Folded> = each.collect();
    let mut folded = Folded::default();
    for mut one in each {
        let before = folded.references.len() as u32;
        for it in &mut one.dependencies {
            it.references.start += before;
            it.references.end += before;
        }
        folded.dependencies.append(&mut one.dependencies);
        folded.references.append(&mut one.references);
    }
    folded
}

/// References in a row that have one origin.
struct Run {
    origin: u32,
    ids: Range<u32>,
}

/// Between which nodes of a level references lead.
struct Ends<'a> {
    model: &'a CodeModel,
    lifts: Lifts,
    nodes: Positions,
}

impl Ends<'_> {
    /// Origin and target at this level; `None` if one of them has none.
    fn of(&self, it: &Reference) -> Option<(Node, Node)> {
        let (from, to) = (self.lifts.of(it.from)?, self.lifts.of(it.to)?);
        let is_turned = it.kind.is_undirected() && to < from;
        Some(if is_turned { (to, from) } else { (from, to) })
    }

    /// All references, in runs sorted by origin.
    fn runs(&self) -> Vec<Run> {
        let all = self.model.references();
        // What leads both ways may count for its target: each is a run of its own.
        let begins = |idx: &usize| {
            let before = idx.checked_sub(1).map(|it| &all[it]);
            before.is_none_or(|it| it.from != all[*idx].from) || all[*idx].kind.is_undirected()
        };
        let starts = (0..all.len()).into_par_iter().with_min_len(AT_ONCE);
        let starts: Vec<usize> = starts.filter(begins).collect();
        let ends = starts.iter().skip(1).copied().chain([all.len()]);
        let runs = starts.iter().zip(ends).filter_map(|(&start, end)| {
            let (from, _) = self.of(&all[start])?;
            Some(Run {
                origin: self.nodes.of(from),
                ids: start as u32..end as u32,
            })
        });
        let mut runs: Vec<_> = runs.collect();
        runs.sort_by_key(|it| it.origin);
        runs
    }

    /// The dependencies of one origin.
    fn folded(&self, runs: &[Run], filter: Filter) -> Folded {
        let ids = runs.iter().flat_map(|it| it.ids.clone()).map(RefId);
        let mut entries: Vec<_> = ids.filter_map(|it| self.entry(it, filter)).collect();
        entries.sort_unstable();
        let from = runs.first().map_or(0, |it| it.origin);
        let mut dependencies: Vec<Dependency> = Vec::new();
        let mut before = None;
        for (position, entry) in (0u32..).zip(&entries) {
            let reference = self.model.reference(entry.id);
            match dependencies.last_mut() {
                Some(open) if before == Some(entry.end) => open.take(reference, position),
                _ => dependencies.push(Dependency {
                    from: self.nodes.at(from),
                    to: self.nodes.at(entry.target()),
                    kind: reference.kind,
                    weight: f64::from(reference.weight),
                    confidence: reference.confidence,
                    cfg: reference.cfg,
                    test: reference.test,
                    first: reference.span,
                    references: position..position + 1,
                }),
            }
            before = Some(entry.end);
        }
        Folded {
            dependencies,
            references: entries.iter().map(|it| it.id).collect(),
        }
    }

    /// A reference, if it counts.
    fn entry(&self, id: RefId, filter: Filter) -> Option<Entry> {
        let reference = self.model.reference(id);
        if !filter.admits(reference) {
            return None;
        }
        let (from, to) = self.of(reference)?;
        let counts = from != to && !encloses(self.model, from, to);
        counts.then(|| Entry::new(self.nodes.of(to), reference, id))
    }
}

/// All nodes of a model in one row, in their order.
#[derive(Clone, Copy)]
struct Positions {
    n_modules: u32,
    n_items: u32,
}

impl Positions {
    fn new(model: &CodeModel) -> Self {
        let (modules, items) = (model.modules().len(), model.items().len());
        Self {
            n_modules: modules as u32,
            n_items: items as u32,
        }
    }

    fn of(self, node: Node) -> u32 {
        match node {
            Node::Module(it) => it.0,
            Node::Item(it) => self.n_modules + it.0,
            Node::Extern(it) => self.n_modules + self.n_items + it.0,
        }
    }

    fn at(self, position: u32) -> Node {
        let of_items = position.checked_sub(self.n_modules);
        match of_items.map(|it| (it, it.checked_sub(self.n_items))) {
            None => Node::Module(ModuleId(position)),
            Some((it, None)) => Node::Item(ItemId(it)),
            Some((_, Some(it))) => Node::Extern(ExternId(it)),
        }
    }
}

/// A reference on its way into a dependency, in the order of those of one origin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Target and kind.
    end: u64,
    /// File and line, then column; nowhere comes first.
    place: (u64, u32),
    id: RefId,
}

impl Entry {
    fn new(target: u32, reference: &Reference, id: RefId) -> Self {
        let place = reference.span.map_or((0, 0), |it| {
            let line = (u64::from(it.file.0) + 1) << 32 | u64::from(it.line);
            (line, it.column)
        });
        Self {
            end: u64::from(target) << 8 | reference.kind as u64,
            place,
            id,
        }
    }

    fn target(self) -> u32 {
        (self.end >> 8) as u32
    }
}

impl Dependency {
    fn take(&mut self, reference: &Reference, position: u32) {
        self.weight += f64::from(reference.weight);
        self.confidence = self.confidence.min(reference.confidence);
        self.test &= reference.test;
        if self.cfg != reference.cfg {
            self.cfg = None;
        }
        self.references.end = position + 1;
    }
}

impl Filter {
    /// Whether a reference counts.
    pub fn admits(self, reference: &Reference) -> bool {
        (self.tests || !reference.test)
            && (self.externs || !matches!(reference.to, Node::Extern(_)))
            && (self.inactive || reference.cfg.is_none())
            && reference.confidence <= self.confidence
            && self.kinds.contains(reference.kind)
    }
}

/// Which nodes stand for others at a level, close together: every reference asks twice.
struct Lifts {
    /// What stands for each module; `None` where nodes stand for themselves.
    of_modules: Option<Vec<ModuleId>>,
    /// What stands for each item; as above.
    of_items: Vec<ModuleId>,
}

impl Lifts {
    fn new(model: &CodeModel, level: Level) -> Self {
        let ids = model.module_ids();
        let of_modules: Option<Vec<_>> = match level {
            Level::Item => None,
            Level::Module => Some(ids.collect()),
            Level::Crate => {
                // Objects of databases stand for themselves at every level.
                let root = |it: ModuleId| match model.object_of(it) {
                    None => model.krate(model.module(it).krate).root,
                    Some(_) => it,
                };
                Some(ids.map(root).collect())
            }
        };
        let items = model.items().iter().map(|it| it.module);
        let of_items = of_modules.as_ref().map_or(Vec::new(), |modules| {
            items.map(|it| modules[it.index()]).collect()
        });
        Self {
            of_modules,
            of_items,
        }
    }

    fn of(&self, node: Node) -> Option<Node> {
        let Some(modules) = &self.of_modules else {
            return Some(node);
        };
        match node {
            Node::Module(it) => modules.get(it.index()).copied().map(Node::Module),
            Node::Item(it) => self.of_items.get(it.index()).copied().map(Node::Module),
            Node::Extern(_) => Some(node),
        }
    }
}

/// Whether one is an item written inside the other: that is containment, not dependency.
fn encloses(model: &CodeModel, from: Node, to: Node) -> bool {
    let within = |inner: Node, outer: Node| match (inner, outer) {
        (Node::Item(inner), Node::Item(outer)) => {
            std::iter::successors(model.item(inner).parent, |it| model.item(*it).parent)
                .any(|it| it == outer)
        }
        (Node::Item(inner), Node::Module(outer)) => model.item(inner).module == outer,
        _ => false,
    };
    within(from, to) || within(to, from)
}

/// Everything one module needs of another, kinds together, where a boundary would cut it.
pub(super) fn links(dependencies: &[Dependency]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (position, it) in (0u32..).zip(dependencies) {
        let (Node::Module(from), Node::Module(to)) = (it.from, it.to) else {
            continue;
        };
        if !it.kind.is_cut_by_boundaries() {
            continue;
        }
        match links
            .last_mut()
            .filter(|link| (link.from, link.to) == (from, to))
        {
            Some(link) => {
                link.weight += it.weight;
                link.confidence = link.confidence.min(it.confidence);
                link.dependencies.end = position + 1;
            }
            None => links.push(Link {
                from,
                to,
                weight: it.weight,
                confidence: it.confidence,
                dependencies: position..position + 1,
            }),
        }
    }
    links
}
