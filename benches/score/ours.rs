//! The same things as Seamline sees them: code that is active here, without tests.

use std::collections::{BTreeMap, BTreeSet};

use seamline::model::{CodeModel, Confidence, DependencyKind, ModuleId, Node, Reference};
use seamline::pipeline::Analysis;

use crate::judge::plain;
use crate::truth::{Edge, Place};

/// One reference at a place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Found {
    pub(crate) to: String,
    pub(crate) kind: DependencyKind,
    pub(crate) confidence: Confidence,
}

/// What Seamline says.
pub(crate) struct Ours {
    pub(crate) modules: BTreeSet<String>,
    /// With a place, and whether only macros or derives are named by it.
    pub(crate) edges: BTreeMap<Edge, (String, bool)>,
    pub(crate) references: BTreeMap<Place, BTreeSet<Found>>,
    /// What is seen but not active here, or test code.
    pub(crate) inactive: BTreeMap<Place, BTreeSet<String>>,
    /// Ids of everything there is.
    pub(crate) known: BTreeSet<String>,
    /// Mentions that could not be bound.
    pub(crate) unresolved: BTreeSet<Place>,
}

pub(crate) fn of(analysis: &Analysis) -> Ours {
    let model = &analysis.model;
    let modules = model.modules().iter();
    let modules = modules.filter(|it| !it.test && it.object_kind().is_none());
    let mut ours = Ours {
        modules: modules.map(|it| it.path.to_string()).collect(),
        edges: edges(analysis),
        references: BTreeMap::new(),
        inactive: BTreeMap::new(),
        known: known(model),
        unresolved: BTreeSet::new(),
    };
    let counted = model.references().iter();
    for reference in counted.filter(|it| it.kind != DependencyKind::Dispatch) {
        let Some(place) = place_of(model, reference) else {
            continue;
        };
        let to = model.path_of(reference.to).to_string();
        if is_active(model, reference) {
            let found = Found {
                to,
                kind: reference.kind,
                confidence: reference.confidence,
            };
            ours.references.entry(place).or_default().insert(found);
        } else {
            ours.inactive.entry(place).or_default().insert(to);
        }
    }
    for mention in model.unresolved() {
        let file = model.file_path(mention.span.file).to_string();
        let place = (file, mention.span.line, mention.span.column);
        ours.unresolved.insert(place);
    }
    ours
}

fn known(model: &CodeModel) -> BTreeSet<String> {
    let modules = model.modules().iter().map(|it| it.path.to_string());
    let items = model.items().iter().map(|it| plain(&it.path));
    modules.chain(items).collect()
}

fn is_active(model: &CodeModel, reference: &Reference) -> bool {
    let module = model.module_of(reference.from);
    let outer = module.is_some_and(|it| model.module(it).cfg.is_some() || model.module(it).test);
    !reference.test && reference.cfg.is_none() && !outer
}

/// Where a reference to code of the tree stands.
fn place_of(model: &CodeModel, reference: &Reference) -> Option<Place> {
    let span = reference.span?;
    let is_code = !matches!(reference.to, Node::Extern(_)) && is_code(reference.kind);
    is_code.then(|| {
        let file = model.file_path(span.file).to_string();
        (file, span.line, span.column)
    })
}

fn is_code(kind: DependencyKind) -> bool {
    use DependencyKind as Kind;
    matches!(
        kind,
        Kind::Use
            | Kind::Call
            | Kind::Construct
            | Kind::Type
            | Kind::Implement
            | Kind::Static
            | Kind::Macro
            | Kind::Derive
            | Kind::Reexport
    )
}

/// Dependencies between modules, with the first place, kind and confidence.
fn edges(analysis: &Analysis) -> BTreeMap<Edge, (String, bool)> {
    let (model, graph) = (&analysis.model, &analysis.graph);
    let mut edges: BTreeMap<Edge, (String, bool)> = BTreeMap::new();
    for it in graph.dependencies() {
        let (Node::Module(from), Node::Module(to)) = (it.from, it.to) else {
            continue;
        };
        // rustc's tree is printed after expansion: it does not tell who called a macro.
        let unseen = it.kind == DependencyKind::Macro || !is_code(it.kind);
        if unseen || it.cfg.is_some() || model.module(from).cfg.is_some() {
            continue;
        }
        let is_derive = it.kind == DependencyKind::Derive;
        let place = it.first.map_or(String::new(), |it| model.place(it));
        let text = format!("{place} {} {}", it.kind, it.confidence);
        let edge = (path(model, from), path(model, to));
        let known = edges.entry(edge).or_insert((text.clone(), is_derive));
        if known.1 && !is_derive {
            *known = (text, false);
        }
    }
    edges
}

fn path(model: &CodeModel, module: ModuleId) -> String {
    model.module(module).path.to_string()
}
