//! Graphviz: modules in a cluster for each service, an arrow for each dependency.

use std::fmt::{self, Write as _};

use super::escape::{dot_label, dot_name};
use super::palette::service_color;
use super::{Artifact, GraphReport, GraphTable, Report, ServiceReport};

/// The format `dot`.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    let text = digraph(&report.system, &report.graph, &report.services);
    vec![Artifact::text("graph.dot", text)]
}

/// A dependency graph alone.
pub fn graph(of: &GraphReport<'_>) -> String {
    digraph(of.system, of.table, &[])
}

fn digraph(system: &str, table: &GraphTable, services: &[ServiceReport]) -> String {
    let mut out = String::new();
    let _infallible = write_digraph(&mut out, system, table, services);
    out
}

/// A drawing with more lines than this is one of the whole, not of single edges.
const MANY_LINES: usize = 500;

const HEAD: &str = r##"  rankdir=LR; newrank=true; compound=true; charset="UTF-8";
  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#98a1af", fontname="sans-serif", fontsize=11];
  edge [color="#98a1af", fontname="sans-serif", fontsize=9];
"##;

fn write_digraph(
    out: &mut String,
    system: &str,
    table: &GraphTable,
    services: &[ServiceReport],
) -> fmt::Result {
    let lines = table.lines();
    let large = lines.len() > MANY_LINES;
    write!(out, "digraph {} {{\n{HEAD}", dot_name(system))?;
    if large {
        writeln!(out, "  splines=line;")?;
    }
    for (idx, service) in services.iter().enumerate() {
        let color = service_color(idx, service.remaining);
        let border = if service.remaining {
            "dashed"
        } else {
            "rounded"
        };
        let label = dot_label(&service.name);
        writeln!(out, "  subgraph cluster_{idx} {{")?;
        writeln!(out, "    label={label}; style={border}; color=\"{color}\";")?;
        write_nodes(out, table, Some(idx), "    ")?;
        writeln!(out, "  }}")?;
    }
    write_nodes(out, table, None, "  ")?;
    // Graphviz needs minutes to find room for a thousand labels.
    let weight_as = if large { "tooltip" } else { "label" };
    for line in lines {
        let name = |idx: usize| dot_name(&table.nodes[idx].id);
        write!(
            out,
            "  {} -> {} [{weight_as}=\"{}\"",
            name(line.from),
            name(line.to),
            line.weight
        )?;
        let undirected = if line.undirected {
            ", dir=none, style=dotted"
        } else {
            ""
        };
        writeln!(
            out,
            ", penwidth={:.1}{undirected}];",
            pen_width(line.weight)
        )?;
    }
    writeln!(out, "}}")
}

fn write_nodes(
    out: &mut String,
    table: &GraphTable,
    owner: Option<usize>,
    indent: &str,
) -> fmt::Result {
    for node in table.nodes.iter().filter(|it| it.owner == owner) {
        let (name, label) = (dot_name(&node.id), dot_label(&node.id));
        writeln!(
            out,
            "{indent}{name} [label={label}, class={}];",
            dot_label(&node.kind)
        )?;
    }
    Ok(())
}

/// Thicker for more, slowly. (`weight` would be the attribute for it, but Graphviz 2.43 loses edges
/// between clusters that have weights.)
fn pen_width(weight: f64) -> f64 {
    1.0 + weight.max(1.0).log10()
}
