//! GraphML: flat, with the enclosing node and the owner as attributes, so that every reader of the
//! format (yEd, Gephi, igraph) takes it.

use std::fmt::{self, Write as _};

use super::escape::xml;
use super::{Artifact, EdgeRow, GraphReport, GraphTable, NodeRow, Report, ServiceReport};

/// Attributes: id of the key, what it belongs to, its name, its type.
const KEYS: [(&str, &str, &str, &str); 16] = [
    ("label", "node", "label", "string"),
    ("kind", "node", "kind", "string"),
    ("parent", "node", "parent", "string"),
    ("service", "node", "service", "string"),
    ("file", "node", "file", "string"),
    ("line", "node", "line", "int"),
    ("lines", "node", "lines", "int"),
    ("cfg", "node", "cfg", "string"),
    ("test", "node", "test", "boolean"),
    ("ekind", "edge", "kind", "string"),
    ("weight", "edge", "weight", "double"),
    ("confidence", "edge", "confidence", "string"),
    ("ecfg", "edge", "cfg", "string"),
    ("etest", "edge", "test", "boolean"),
    ("efile", "edge", "file", "string"),
    ("eline", "edge", "line", "int"),
];

/// The format `graphml`.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    let text = document(&report.system, &report.graph, &report.services);
    vec![Artifact::text("graph.graphml", text)]
}

/// A dependency graph alone.
pub fn graph(of: &GraphReport<'_>) -> String {
    document(of.system, of.table, &[])
}

fn document(system: &str, table: &GraphTable, services: &[ServiceReport]) -> String {
    let mut out = String::new();
    let _infallible = write_document(&mut out, system, table, services);
    out
}

fn write_document(
    out: &mut String,
    system: &str,
    table: &GraphTable,
    services: &[ServiceReport],
) -> fmt::Result {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    for (id, owner, name, kind) in KEYS {
        writeln!(
            out,
            "  <key id=\"{id}\" for=\"{owner}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "  <graph id=\"G\" edgedefault=\"directed\">")?;
    writeln!(out, "    <desc>{}</desc>", xml(system))?;
    let mut idx_of = rustc_hash::FxHashMap::default();
    for (idx, node) in table.nodes.iter().enumerate() {
        idx_of.insert(&*node.id, idx);
        write_node(out, idx, node, services)?;
    }
    for edge in &table.edges {
        let ends = idx_of.get(&*edge.source).zip(idx_of.get(&*edge.target));
        if let Some((source, target)) = ends {
            write_edge(out, (*source, *target), edge)?;
        }
    }
    writeln!(out, "  </graph>\n</graphml>")
}

fn write_node(
    out: &mut String,
    idx: usize,
    node: &NodeRow,
    services: &[ServiceReport],
) -> fmt::Result {
    writeln!(out, "    <node id=\"n{idx}\">")?;
    write_data(out, "label", &node.id)?;
    write_data(out, "kind", &node.kind)?;
    write_data(out, "parent", &node.parent)?;
    if let Some(service) = node.owner.and_then(|it| services.get(it)) {
        write_data(out, "service", &service.name)?;
    }
    write_data(out, "file", &node.file)?;
    if let Some(line) = node.line {
        write_data(out, "line", &line.to_string())?;
    }
    write_data(out, "lines", &node.n_lines.to_string())?;
    write_data(out, "cfg", &node.cfg)?;
    write_data(out, "test", if node.test { "true" } else { "false" })?;
    writeln!(out, "    </node>")
}

fn write_edge(out: &mut String, (source, target): (usize, usize), edge: &EdgeRow) -> fmt::Result {
    let direction = if edge.kind.is_undirected() {
        " directed=\"false\""
    } else {
        ""
    };
    writeln!(
        out,
        "    <edge source=\"n{source}\" target=\"n{target}\"{direction}>"
    )?;
    write_data(out, "ekind", edge.kind.word())?;
    write_data(out, "weight", &edge.weight.to_string())?;
    write_data(out, "confidence", edge.confidence.word())?;
    write_data(out, "ecfg", &edge.cfg)?;
    write_data(out, "etest", if edge.test { "true" } else { "false" })?;
    if let Some((file, line)) = &edge.first {
        write_data(out, "efile", file)?;
        write_data(out, "eline", &line.to_string())?;
    }
    writeln!(out, "    </edge>")
}

/// What is empty is left out: readers take a missing value for none.
fn write_data(out: &mut String, key: &str, value: &str) -> fmt::Result {
    if value.is_empty() {
        return Ok(());
    }
    writeln!(out, "      <data key=\"{key}\">{}</data>", xml(value))
}
