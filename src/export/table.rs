//! Nodes and edges as rows: the contract of `nodes.csv` and `edges.csv`, and what DOT and GraphML
//! are drawn from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::graph::{Dependency, Graph, Level};
use crate::insight::BlindSpots;
use crate::model::{
    CfgId, CodeModel, Complexity, Confidence, DependencyKind, Item, ItemId, Module, ModuleId, Node,
};
use crate::notice::Notice;

use super::data::DataReport;
use super::doors::DoorsReport;
use super::measured::MeasuredReport;
use super::nature::Nature;
use super::past::PastReport;
use super::report::{ServiceIdx, Unresolved};

/// A dependency graph at one level, in its final order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct GraphTable {
    /// Parents before their children.
    pub nodes: Vec<NodeRow>,
    /// By source, target, kind.
    pub edges: Vec<EdgeRow>,
    /// What the modules that count hold themselves, all together: the same at every level.
    pub n_lines: u64,
}

/// A row of `nodes.csv`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NodeRow {
    /// Full id.
    pub id: Arc<str>,
    /// Id of the enclosing node; empty at the top.
    pub parent: Arc<str>,
    /// `crate`, `module`, `fn`, `type`, ...
    pub kind: Arc<str>,
    /// Relative to the opened folder; empty for given graphs.
    pub file: Arc<str>,
    /// First line is 1.
    pub line: Option<u32>,
    /// Lines it holds itself.
    pub n_lines: u32,
    /// How complex a function is, or the functions of a module together.
    pub complexity: Option<Complexity>,
    /// The condition it is compiled under; empty for always.
    pub cfg: Arc<str>,
    /// Only compiled for tests.
    pub test: bool,
    /// The service that owns it, where a plan is at hand.
    pub owner: Option<ServiceIdx>,
    /// The tier of a module, and its tests.
    pub nature: Option<Nature>,
}

/// A row of `edges.csv`.
#[derive(Clone, PartialEq, Debug)]
pub struct EdgeRow {
    /// Id of what needs.
    pub source: Arc<str>,
    /// Id of what is needed.
    pub target: Arc<str>,
    /// How.
    pub kind: DependencyKind,
    /// References.
    pub weight: f64,
    /// The best among its references.
    pub confidence: Confidence,
    /// The condition that all its references stand under; empty for none.
    pub cfg: Arc<str>,
    /// Whether every reference is test code.
    pub test: bool,
    /// Where the first reference stands.
    pub first: Option<(Arc<str>, u32)>,
}

/// An edge with all kinds together: what a drawing shows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Line {
    /// Position of the source in [`GraphTable::nodes`].
    pub from: usize,
    /// Position of the target.
    pub to: usize,
    /// Sum over all kinds.
    pub weight: f64,
    /// Whether it has no direction.
    pub undirected: bool,
}

impl GraphTable {
    /// The nodes and dependencies of one level; test code only where the graph counts it.
    pub fn new(model: &CodeModel, graph: &Graph, level: Level) -> Self {
        let tests = graph.filter().tests;
        let dependencies = graph.dependencies_at(model, level);
        let modules: Vec<_> = model
            .module_ids()
            .map(|it| model.module(it))
            .filter(|it| tests || !it.test)
            .collect();
        let n_lines = modules.iter().map(|it| u64::from(it.n_lines)).sum();
        let shown = |it: &&Module| level != Level::Crate || it.parent.is_none();
        let mut nodes: Vec<_> = modules
            .into_iter()
            .filter(shown)
            .map(|it| module_row(model, it))
            .collect();
        if level == Level::Item {
            let items = model.items().iter().filter(|it| tests || !it.test);
            nodes.extend(items.map(|it| item_row(model, it)));
        }
        let foreign: BTreeSet<_> = dependencies
            .iter()
            .map(|it| it.to)
            .filter(|it| matches!(it, Node::Extern(_)))
            .collect();
        nodes.extend(foreign.into_iter().map(|it| NodeRow {
            id: model.path_of(it).clone(),
            kind: "extern".into(),
            ..NodeRow::default()
        }));
        let mut edges: Vec<_> = dependencies.iter().map(|it| edge_row(model, it)).collect();
        edges.sort_by(|a, b| (&a.source, &a.target, a.kind).cmp(&(&b.source, &b.target, b.kind)));
        Self {
            nodes,
            edges,
            n_lines,
        }
    }

    /// Edges folded over their kinds, in order of source and target. Undirected kinds stay apart.
    pub fn lines(&self) -> Vec<Line> {
        let idx_of: FxHashMap<&str, usize> = self
            .nodes
            .iter()
            .enumerate()
            .map(|(idx, it)| (&*it.id, idx))
            .collect();
        let mut lines = BTreeMap::new();
        for edge in &self.edges {
            let ends = idx_of.get(&*edge.source).zip(idx_of.get(&*edge.target));
            if let Some((from, to)) = ends {
                *lines
                    .entry((*from, *to, edge.kind.is_undirected()))
                    .or_insert(0.0) += edge.weight;
            }
        }
        let line = |((from, to, undirected), weight)| Line {
            from,
            to,
            weight,
            undirected,
        };
        lines.into_iter().map(line).collect()
    }
}

fn module_row(model: &CodeModel, module: &Module) -> NodeRow {
    let path = |it: ModuleId| model.module(it).path.clone();
    let id = model.module_at(&module.path);
    NodeRow {
        id: module.path.clone(),
        parent: module.parent.map(path).unwrap_or_default(),
        kind: match module.parent {
            None if &*module.kind == "module" => "crate".into(),
            _ => module.kind.clone(),
        },
        file: module
            .span
            .map(|it| model.file_path(it.file).clone())
            .unwrap_or_default(),
        line: module.span.map(|it| it.line),
        n_lines: module.n_lines,
        complexity: id.and_then(|it| model.complexity_of(it)),
        nature: id.and_then(|it| Nature::of(model, it)),
        cfg: cfg_words(model, module.cfg),
        test: module.test,
        owner: None,
    }
}

fn item_row(model: &CodeModel, item: &Item) -> NodeRow {
    let path = |it: ItemId| model.item(it).path.clone();
    NodeRow {
        id: item.path.clone(),
        parent: item
            .parent
            .map_or_else(|| model.module(item.module).path.clone(), path),
        kind: item.kind.word().into(),
        file: item
            .span
            .map(|it| model.file_path(it.file).clone())
            .unwrap_or_default(),
        line: item.span.map(|it| it.line),
        n_lines: item.n_lines,
        complexity: item.complexity,
        cfg: cfg_words(model, item.cfg),
        test: item.test,
        owner: None,
        nature: None,
    }
}

fn edge_row(model: &CodeModel, it: &Dependency) -> EdgeRow {
    EdgeRow {
        source: model.path_of(it.from).clone(),
        target: model.path_of(it.to).clone(),
        kind: it.kind,
        weight: it.weight,
        confidence: it.confidence,
        cfg: cfg_words(model, it.cfg),
        test: it.test,
        first: it
            .first
            .map(|it| (model.file_path(it.file).clone(), it.line)),
    }
}

pub(super) fn cfg_words(model: &CodeModel, cfg: Option<CfgId>) -> Arc<str> {
    cfg.map(|it| model.cfg(it).into()).unwrap_or_default()
}

/// What `seamline analyze` shows of a system: its dependency graph at one level.
#[derive(Clone, Copy, Debug)]
pub struct GraphReport<'a> {
    /// What the system is called.
    pub system: &'a str,
    /// What its nodes are.
    pub level: Level,
    /// Nodes and edges.
    pub table: &'a GraphTable,
    /// What the analysis could not see, or skipped.
    pub notices: &'a [Notice],
    /// Mentions that count nowhere.
    pub unresolved: &'a [Unresolved],
    /// What the graph may lack, by kind.
    pub blind: &'a BlindSpots,
    /// What databases hold, and who touches it.
    pub data: &'a DataReport,
    /// Doors, calls to the outside, settings.
    pub doors: &'a DoorsReport,
    /// People and time, where somebody asked for them.
    pub past: Option<&'a PastReport>,
    /// Calls at run time, where somebody gave files of them.
    pub measured: Option<&'a MeasuredReport>,
}

/// The word of a level, as the command line has it.
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Crate => "crate",
        Level::Module => "module",
        Level::Item => "item",
    }
}
