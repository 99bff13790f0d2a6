//! What belongs to what is pointed at or selected: neighbors, and the fine edges to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::CanvasView;
use super::hit::Hit;
use crate::arrange::{Arrangement, ContainerKey, Curve, thread};
use crate::graph::Link;
use crate::model::{Confidence, ModuleId};
use crate::session::Selection;

/// No more fine edges than this at once: the heaviest.
const MAX_EDGES: usize = 320;

/// What fine edges are drawn for.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) enum Cause {
    /// Nothing.
    #[default]
    Nothing,
    /// What is under the pointer.
    Pointed(Hit),
    /// What is selected.
    Selected(Selection),
}

/// A dependency drawn as a fine line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct FineEdge {
    pub(super) from: ModuleId,
    pub(super) to: ModuleId,
    pub(super) weight: f64,
    /// The best confidence among its references.
    pub(super) confidence: Confidence,
    /// Whether it leads to what it is drawn for, rather than away from it.
    pub(super) incoming: bool,
    /// The container from whose border it is drawn, for all of its modules together.
    pub(super) bundle: Option<u32>,
}

impl FineEdge {
    /// From chip to chip; `None` if one of them is not on the canvas.
    pub(super) fn curve(&self, arrangement: &Arrangement) -> Option<Curve> {
        let from = match self.bundle {
            Some(container) => arrangement.containers.get(container as usize)?.rect,
            None => arrangement.chip(self.from)?.rect,
        };
        Some(thread(&from, &arrangement.chip(self.to)?.rect))
    }
}

/// Neighbors and edges of what is pointed at, else of what is selected.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    cause: Cause,
    arrangement: Option<Arc<Arrangement>>,
    /// In order of weight, the heaviest first.
    pub(super) edges: Vec<FineEdge>,
    /// What stays bright while the rest is dimmed.
    pub(super) bright: FxHashSet<ModuleId>,
    /// Whether the rest is dimmed.
    pub(super) dims: bool,
}

impl Focus {
    /// Finds them anew if what they belong to has changed.
    pub(super) fn follow(&mut self, view: &CanvasView<'_>, pointed: Hit) {
        let cause = cause(view, pointed);
        let same = self
            .arrangement
            .as_ref()
            .is_some_and(|it| Arc::ptr_eq(it, view.arrangement));
        if same && cause == self.cause {
            return;
        }
        let mut edges = edges(view, &cause);
        edges.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then((a.from, a.to).cmp(&(b.from, b.to)))
        });
        edges.truncate(MAX_EDGES);
        let mut bright: FxHashSet<ModuleId> =
            edges.iter().flat_map(|it| [it.from, it.to]).collect();
        bright.extend(match &cause {
            Cause::Pointed(hit) => hit.module(),
            _ => None,
        });
        bright.extend(view.selection.selected_modules());
        let dims = matches!(cause, Cause::Pointed(Hit::Chip(_)));
        *self = Self {
            cause,
            arrangement: Some(view.arrangement.clone()),
            edges,
            bright,
            dims,
        };
    }
}

fn cause(view: &CanvasView<'_>, pointed: Hit) -> Cause {
    match pointed {
        // Pointing at an edge must not make it vanish.
        Hit::Edge(..) if *view.selection != Selection::Nothing => {
            Cause::Selected(view.selection.clone())
        }
        Hit::Chip(_) | Hit::Ribbon(..) | Hit::Header(_) => Cause::Pointed(pointed),
        _ if *view.selection == Selection::Nothing => Cause::Nothing,
        _ => Cause::Selected(view.selection.clone()),
    }
}

fn edges(view: &CanvasView<'_>, cause: &Cause) -> Vec<FineEdge> {
    match cause {
        Cause::Pointed(Hit::Chip(module)) => edges_of(view, *module),
        Cause::Pointed(Hit::Ribbon(from, to)) | Cause::Selected(Selection::Ribbon { from, to }) => {
            let ends = (*from, *to);
            let ribbon = view
                .arrangement
                .ribbons
                .iter()
                .find(|it| view.arrangement.ends(it) == ends);
            let links = ribbon.map(|it| it.links.as_slice()).unwrap_or_default();
            let all = view.graph.links();
            links
                .iter()
                .filter_map(|it| all.get(*it as usize))
                .map(|it| edge(it, false))
                .collect()
        }
        Cause::Pointed(Hit::Header(key)) | Cause::Selected(Selection::Container(key)) => {
            edges_of_shelf(view, *key)
        }
        Cause::Selected(Selection::Modules(modules)) => {
            modules.iter().flat_map(|it| edges_of(view, *it)).collect()
        }
        Cause::Selected(Selection::Item(item)) => edges_of(view, view.model.item(*item).module),
        Cause::Selected(Selection::Edge { from, to }) => view
            .graph
            .link(*from, *to)
            .map(|it| edge(it, false))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Both directions. A link between two of several selected modules comes once.
fn edges_of(view: &CanvasView<'_>, module: ModuleId) -> Vec<FineEdge> {
    if module.index() >= view.model.modules().len() {
        return Vec::new();
    }
    let outgoing = view
        .graph
        .links_from(module)
        .iter()
        .map(|it| edge(it, false));
    let incoming = view
        .graph
        .links_to(module)
        .filter(|it| !view.selection.has_module(it.from));
    outgoing.chain(incoming.map(|it| edge(it, true))).collect()
}

/// What a container needs of the modules on the shelf, to which no ribbons lead; for the shelf
/// itself, who needs what is on it. One line for all modules of a container.
fn edges_of_shelf(view: &CanvasView<'_>, key: ContainerKey) -> Vec<FineEdge> {
    let arrangement = view.arrangement;
    let (Some((shelf, shelved)), Some((looked_at, _))) = (
        arrangement.container(ContainerKey::Shelf),
        arrangement.container(key),
    ) else {
        return Vec::new();
    };
    let shelved = arrangement.chips_in(shelved).iter();
    let into = shelved.flat_map(|it| view.graph.links_to(it.module));
    let mut bundles: BTreeMap<(u32, ModuleId), FineEdge> = BTreeMap::new();
    for link in into {
        let Some(user) = arrangement.chip(link.from).map(|it| it.container) else {
            continue;
        };
        if user != shelf && (user == looked_at || looked_at == shelf) {
            let bundle = bundles.entry((user, link.to)).or_insert(FineEdge {
                weight: 0.0,
                bundle: Some(user),
                ..edge(link, looked_at == shelf)
            });
            bundle.weight += link.weight;
            bundle.confidence = bundle.confidence.min(link.confidence);
        }
    }
    bundles.into_values().collect()
}

fn edge(link: &Link, incoming: bool) -> FineEdge {
    FineEdge {
        from: link.from,
        to: link.to,
        weight: link.weight,
        confidence: link.confidence,
        incoming,
        bundle: None,
    }
}
