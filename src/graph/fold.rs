//! Folds references into dependencies and links.

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};
use rayon::slice::ParallelSliceMut as _;

use crate::model::{CodeModel, ModuleId, Node, RefId, Reference};
use crate::source::Span;

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
    let one = |(idx, it): (usize, &Reference)| {
        if !filter.admits(it) {
            return None;
        }
        let (from, to) = (lifts.of(it.from)?, lifts.of(it.to)?);
        let twice = it.kind.is_undirected() && to < from;
        let (from, to) = if twice { (to, from) } else { (from, to) };
        let counts = from != to && !encloses(model, from, to);
        counts.then_some((from, to, it.kind, it.span, RefId(idx as u32)))
    };
    let all = model.references().par_iter().enumerate();
    let mut keyed: Vec<_> = all.with_min_len(AT_ONCE).filter_map(one).collect();
    keyed.par_sort_unstable_by_key(|(from, to, kind, span, id)| {
        let ends = u128::from(from.order()) << 34 | u128::from(to.order());
        (ends << 8 | *kind as u128, span.map_or(0, Span::order), *id)
    });
    let references: Vec<_> = keyed.iter().map(|it| it.4).collect();
    let mut dependencies: Vec<Dependency> = Vec::new();
    for (position, (from, to, kind, span, id)) in (0u32..).zip(keyed) {
        let reference = model.reference(id);
        let open = dependencies
            .last_mut()
            .filter(|it| (it.from, it.to, it.kind) == (from, to, kind));
        match open {
            Some(dependency) => dependency.take(reference, position),
            None => dependencies.push(Dependency {
                from,
                to,
                kind,
                weight: f64::from(reference.weight),
                confidence: reference.confidence,
                cfg: reference.cfg,
                test: reference.test,
                first: span,
                references: position..position + 1,
            }),
        }
    }
    Folded {
        dependencies,
        references,
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
    pub(super) fn admits(self, reference: &Reference) -> bool {
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
                let root = |it: ModuleId| model.krate(model.module(it).krate).root;
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
