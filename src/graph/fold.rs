//! Folds references into dependencies and links.

use rayon::slice::ParallelSliceMut as _;

use crate::model::{CodeModel, Node, RefId, Reference};

use super::{Dependency, Filter, Level, Link};

/// The dependencies of one level, with the references of each.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Folded {
    pub(super) dependencies: Vec<Dependency>,
    pub(super) references: Vec<RefId>,
}

/// Folds at one level; sorted by origin, target, kind; references by place.
pub(super) fn fold(model: &CodeModel, level: Level, filter: Filter) -> Folded {
    let mut keyed: Vec<_> = (0u32..)
        .zip(model.references())
        .filter(|(_, it)| filter.admits(it))
        .filter_map(|(idx, it)| {
            let (from, to) = (lift(model, level, it.from), lift(model, level, it.to));
            let (from, to) = (from?, to?);
            let twice = it.kind.is_undirected() && to < from;
            let (from, to) = if twice { (to, from) } else { (from, to) };
            (from != to && !encloses(model, from, to)).then_some((
                from,
                to,
                it.kind,
                it.span,
                RefId(idx),
            ))
        })
        .collect();
    keyed.par_sort_unstable();
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
    fn admits(self, reference: &Reference) -> bool {
        (self.tests || !reference.test)
            && (self.externs || !matches!(reference.to, Node::Extern(_)))
            && (self.inactive || reference.cfg.is_none())
            && reference.confidence <= self.confidence
            && self.kinds.contains(reference.kind)
    }
}

/// The node that stands for this one at a level.
fn lift(model: &CodeModel, level: Level, node: Node) -> Option<Node> {
    match (level, node) {
        (_, Node::Extern(_)) | (Level::Item, _) => Some(node),
        (Level::Module, _) => model.module_of(node).map(Node::Module),
        (Level::Crate, _) => {
            let krate = model.module(model.module_of(node)?).krate;
            Some(Node::Module(model.krate(krate).root))
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
                link.dependencies.end = position + 1;
            }
            None => links.push(Link {
                from,
                to,
                weight: it.weight,
                dependencies: position..position + 1,
            }),
        }
    }
    links
}
