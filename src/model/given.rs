//! A model from two CSV files, for systems in other languages; `docs/command-line.md` has the columns.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::notice::{Notice, Place};
use crate::source::{GivenGraph, SourceFile};

use super::{
    CodeModel, Confidence, CrateId, DependencyKind, ModelBuilder, Module, ModuleId, Node,
    Reference, TargetKind,
};

/// Reads a given graph. Rows that make no sense become notices.
pub fn given(graph: &GivenGraph, notices: &mut Vec<Notice>) -> CodeModel {
    let rows = node_rows(&graph.nodes_csv, notices);
    let mut builder = ModelBuilder::new([]);
    let krate = builder.add_crate("system".into(), "system".into(), TargetKind::Lib);
    let mut placed = Placed {
        builder,
        rows,
        ids: FxHashMap::default(),
        krate,
    };
    let mut names: Vec<Arc<str>> = placed.rows.keys().cloned().collect();
    names.sort_unstable();
    for name in names {
        placed.place(&name);
    }
    let Placed {
        mut builder, ids, ..
    } = placed;
    add_edges(&graph.edges_csv, &ids, &mut builder, notices);
    builder.finish()
}

struct Placed {
    builder: ModelBuilder,
    /// Parent and kind of each id.
    rows: FxHashMap<Arc<str>, (Arc<str>, Arc<str>)>,
    ids: FxHashMap<Arc<str>, ModuleId>,
    krate: CrateId,
}

impl Placed {
    /// Adds a module after its parents. A circle of parents is broken where it is met.
    fn place(&mut self, name: &Arc<str>) {
        let mut chain = Vec::new();
        let mut next = Some(name.clone());
        while let Some(name) = next.filter(|it| !self.ids.contains_key(it) && !chain.contains(it)) {
            let parent = self
                .rows
                .get(&name)
                .map(|it| it.0.clone())
                .filter(|it| !it.is_empty());
            chain.push(name);
            next = parent;
        }
        for name in chain.into_iter().rev() {
            self.add(name);
        }
    }

    fn add(&mut self, path: Arc<str>) {
        let (parent, kind) = self
            .rows
            .get(&path)
            .cloned()
            .unwrap_or(("".into(), "folder".into()));
        let parent = self.ids.get(&parent).copied();
        let short = parent.and_then(|it| {
            let above = &self.builder.so_far().module(it).path;
            let rest = path.strip_prefix(&**above)?;
            Some(rest.trim_start_matches(['.', ':', '/', '\\']))
        });
        let name = short.filter(|it| !it.is_empty()).unwrap_or(&path).into();
        let module = Module {
            path: path.clone(),
            name,
            parent,
            krate: self.krate,
            span: None,
            n_lines: 0,
            cfg: None,
            test: false,
            detail: false,
            kind,
            children: Vec::new(),
            items: Vec::new(),
        };
        let id = self.builder.add_module(module);
        self.ids.insert(path, id);
    }
}

fn node_rows(
    file: &SourceFile,
    notices: &mut Vec<Notice>,
) -> FxHashMap<Arc<str>, (Arc<str>, Arc<str>)> {
    let mut rows = FxHashMap::default();
    for (line, cells) in records(file, notices) {
        match cells.as_slice() {
            [id, parent, kind, ..] if !id.is_empty() => {
                rows.insert(
                    id.as_str().into(),
                    (parent.as_str().into(), kind.as_str().into()),
                );
            }
            _ => notices.push(row_notice(file, line, "a node needs id, parent and kind")),
        }
    }
    rows
}

fn add_edges(
    file: &SourceFile,
    ids: &FxHashMap<Arc<str>, ModuleId>,
    builder: &mut ModelBuilder,
    notices: &mut Vec<Notice>,
) {
    for (line, cells) in records(file, notices) {
        let [source, target, kind, rest @ ..] = cells.as_slice() else {
            notices.push(row_notice(
                file,
                line,
                "an edge needs source, target, kind and weight",
            ));
            continue;
        };
        let (Some(&from), Some(&to)) = (ids.get(source.as_str()), ids.get(target.as_str())) else {
            notices.push(row_notice(
                file,
                line,
                "an edge names a node that nodes.csv does not have",
            ));
            continue;
        };
        let weight = rest
            .first()
            .and_then(|it| it.trim().parse::<f32>().ok())
            .unwrap_or(1.0);
        if !weight.is_finite() || weight < 0.0 {
            notices.push(row_notice(
                file,
                line,
                "a weight must be a number from 0 up",
            ));
            continue;
        }
        builder.add_reference(Reference {
            from: Node::Module(from),
            to: Node::Module(to),
            kind: DependencyKind::from_word(kind).unwrap_or(DependencyKind::Other),
            confidence: Confidence::Resolved,
            test: false,
            cfg: None,
            weight,
            span: None,
        });
    }
}

/// The rows after the header, with their lines.
fn records(file: &SourceFile, notices: &mut Vec<Notice>) -> Vec<(u32, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(file.text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, |it| it.line() as u32);
                rows.push((line, record.iter().map(str::to_owned).collect()));
            }
            Err(error) => notices.push(
                Notice::warning(format!("a row could not be read: {error}"))
                    .at(Place::file(file.path.clone())),
            ),
        }
    }
    rows
}

fn row_notice(file: &SourceFile, line: u32, text: &str) -> Notice {
    Notice::warning(text)
        .at(Place::line(file.path.clone(), line))
        .hint("the row was left out")
}
