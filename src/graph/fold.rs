//! Folds references into dependencies and links.

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
pub(super) fn fold(model: &CodeModel, level: Level, filter: Filter) -> Folded {
    let lifts = Lifts::new(model, level);
    let nodes = Positions::new(model);
    let one = |(idx, it): (usize, &Reference)| {
        if !filter.admits(it) {
            return None;
        }
        let (from, to) = (lifts.of(it.from)?, lifts.of(it.to)?);
        let twice = it.kind.is_undirected() && to < from;
        let (from, to) = if twice { (to, from) } else { (from, to) };
        let counts = from != to && !encloses(model, from, to);
        let entry = || Entry::new(nodes.of(to), it, RefId(idx as u32));
        counts.then(|| (nodes.of(from), entry()))
    };
    let all = model.references().par_iter().enumerate();
    let found: Vec<_> = all.with_min_len(AT_ONCE).filter_map(one).collect();
    let mut runs = Runs::of(&found, nodes.n);
    runs.sort_each();
    let mut dependencies: Vec<Dependency> = Vec::new();
    for (from, run) in runs.iter() {
        let mut before = None;
        for (position, entry) in run {
            let reference = model.reference(entry.id);
            match dependencies.last_mut() {
                Some(open) if before == Some(entry.end) => open.take(reference, position),
                _ => dependencies.push(Dependency {
                    from: nodes.at(from),
                    to: nodes.at(entry.target()),
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
    }
    Folded {
        dependencies,
        references: runs.entries.iter().map(|it| it.id).collect(),
    }
}

/// All nodes of a model in one row, in their order.
#[derive(Clone, Copy)]
struct Positions {
    n_modules: u32,
    n_items: u32,
    /// How many there are.
    n: usize,
}

impl Positions {
    fn new(model: &CodeModel) -> Self {
        let (modules, items) = (model.modules().len(), model.items().len());
        Self {
            n_modules: modules as u32,
            n_items: items as u32,
            n: modules + items + model.externs().len(),
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

/// Entries by origin: they are many and origins few, so that counting sorts them best.
struct Runs {
    entries: Vec<Entry>,
    /// Where the run of each origin begins; one more than origins.
    starts: Vec<u32>,
}

impl Runs {
    fn of(found: &[(u32, Entry)], n_origins: usize) -> Self {
        let mut starts = vec![0u32; n_origins + 1];
        for (origin, _) in found {
            starts[*origin as usize + 1] += 1;
        }
        for idx in 0..n_origins {
            starts[idx + 1] += starts[idx];
        }
        let mut next = starts.clone();
        let mut entries = found
            .first()
            .map_or(Vec::new(), |it| vec![it.1; found.len()]);
        for (origin, entry) in found {
            let place = &mut next[*origin as usize];
            entries[*place as usize] = *entry;
            *place += 1;
        }
        Self { entries, starts }
    }

    fn sort_each(&mut self) {
        let mut rest = self.entries.as_mut_slice();
        let mut runs = Vec::new();
        for bounds in self.starts.windows(2) {
            let (run, after) = rest.split_at_mut((bounds[1] - bounds[0]) as usize);
            rest = after;
            if run.len() > 1 {
                runs.push(run);
            }
        }
        runs.into_par_iter().for_each(<[Entry]>::sort_unstable);
    }

    /// The entries of each origin, with their positions among all.
    fn iter(&self) -> impl Iterator<Item = (u32, impl Iterator<Item = (u32, Entry)> + '_)> + '_ {
        let runs = self.starts.windows(2).map(|it| it[0]..it[1]);
        (0u32..).zip(runs).map(|(origin, run)| {
            let entries = &self.entries[run.start as usize..run.end as usize];
            (origin, run.zip(entries.iter().copied()))
        })
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
