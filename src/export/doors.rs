//! Doors, calls to the outside and settings as rows: what `seamline analyze` tells of them.

use std::sync::Arc;

use super::table::cfg_words;
use super::{EdgeRow, GraphTable, NodeRow};
use crate::graph::{Filter, Level};
use crate::model::{CodeModel, DependencyKind, Door, Node};

/// Everything that is known of where a system meets the world.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DoorsReport {
    /// By id.
    pub inbound: Vec<DoorRow>,
    /// By who, kind and place.
    pub outbound: Vec<OutboundRow>,
    /// By kind, name and place.
    pub config: Vec<SettingRow>,
}

/// A door.
#[derive(Clone, PartialEq, Debug)]
pub struct DoorRow {
    /// `door:POST /orders`.
    pub id: Arc<str>,
    /// `http`, `grpc`, ...
    pub kind: &'static str,
    /// `axum`.
    pub framework: Arc<str>,
    /// `POST`, `ANY`, or the word that says what it is.
    pub method: Arc<str>,
    /// As the framework writes it.
    pub path: Arc<str>,
    /// Id of who answers.
    pub handler: Arc<str>,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// How sure it is.
    pub confidence: &'static str,
    /// The condition it is compiled under; empty for always.
    pub cfg: Arc<str>,
}

/// Something that is asked of another system.
#[derive(Clone, PartialEq, Debug)]
pub struct OutboundRow {
    /// Id of who asks.
    pub from: Arc<str>,
    /// `http`, `queue`, ...
    pub kind: &'static str,
    /// `reqwest`.
    pub library: Arc<str>,
    /// Address, host or topic, where the code tells it.
    pub target: Option<Arc<str>>,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// How sure it is.
    pub confidence: &'static str,
    /// Only compiled for tests.
    pub test: bool,
}

/// Something that the system is told.
#[derive(Clone, PartialEq, Debug)]
pub struct SettingRow {
    /// `variable`, `file` or `port`.
    pub kind: &'static str,
    /// Its name, as far as the code tells.
    pub name: Arc<str>,
    /// Id of who reads it.
    pub from: Arc<str>,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// How sure it is.
    pub confidence: &'static str,
    /// Only compiled for tests.
    pub test: bool,
}

impl DoorsReport {
    /// The doors of a model; test code only if it is asked for.
    pub fn new(model: &CodeModel, tests: bool) -> Self {
        let doors = model.doors();
        let outbound = doors.outbound.iter().filter(|it| tests || !it.test);
        let config = doors.config.iter().filter(|it| tests || !it.test);
        Self {
            inbound: (doors.inbound.iter())
                .map(|it| DoorRow {
                    id: it.id.clone(),
                    kind: it.kind.word(),
                    framework: it.framework.clone(),
                    method: it.method.clone(),
                    path: it.path.clone(),
                    handler: model.path_of(it.handler).clone(),
                    place: model.file_and_line(it.span),
                    confidence: it.confidence.word(),
                    cfg: cfg_words(model, it.cfg),
                })
                .collect(),
            outbound: outbound
                .map(|it| OutboundRow {
                    from: model.path_of(it.from).clone(),
                    kind: it.kind.word(),
                    library: it.library.clone(),
                    target: it.target.clone(),
                    place: model.file_and_line(it.span),
                    confidence: it.confidence.word(),
                    test: it.test,
                })
                .collect(),
            config: config
                .map(|it| SettingRow {
                    kind: it.kind.word(),
                    name: it.name.clone(),
                    from: model.path_of(it.from).clone(),
                    place: model.file_and_line(it.span),
                    confidence: it.confidence.word(),
                    test: it.test,
                })
                .collect(),
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.inbound.is_empty() && self.outbound.is_empty() && self.config.is_empty()
    }
}

impl GraphTable {
    /// The same with doors: each a node at every level, with an edge to who answers.
    #[must_use]
    pub fn with_doors(mut self, model: &CodeModel, level: Level, filter: Filter) -> Self {
        let shown = |it: &&Door| {
            (filter.inactive || it.cfg.is_none()) && it.confidence <= filter.confidence
        };
        let doors: Vec<_> = model.doors().inbound.iter().filter(shown).collect();
        self.nodes.extend(doors.iter().map(|it| NodeRow {
            id: it.id.clone(),
            kind: "door".into(),
            file: model.file_path(it.span.file).clone(),
            line: Some(it.span.line),
            cfg: cfg_words(model, it.cfg),
            ..NodeRow::default()
        }));
        if filter.kinds.contains(DependencyKind::Call) {
            let edges = doors.iter().map(|it| {
                let handler = lifted(model, it.handler, level);
                edge(model, it, handler)
            });
            self.edges.extend(edges);
        }
        self.edges
            .sort_by(|a, b| (&a.source, &a.target, a.kind).cmp(&(&b.source, &b.target, b.kind)));
        self
    }
}

fn edge(model: &CodeModel, door: &Door, handler: Node) -> EdgeRow {
    EdgeRow {
        source: door.id.clone(),
        target: model.path_of(handler).clone(),
        kind: DependencyKind::Call,
        weight: 1.0,
        confidence: door.confidence,
        cfg: cfg_words(model, door.cfg),
        test: false,
        first: Some(model.file_and_line(door.span)),
    }
}

/// Who stands for a node at a level.
pub(super) fn lifted(model: &CodeModel, node: Node, level: Level) -> Node {
    let module = model.module_of(node);
    match (level, module) {
        (Level::Item, _) | (_, None) => node,
        (Level::Module, Some(module)) => Node::Module(module),
        (Level::Crate, Some(module)) => Node::Module(model.krate(model.module(module).krate).root),
    }
}
