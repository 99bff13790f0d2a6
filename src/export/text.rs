//! A dependency graph as text, for a terminal and for `diff`.

use std::fmt::{self, Write as _};

use super::escape::visible;
use super::{GraphReport, GraphTable};

/// Every node that needs something, with what it needs, the heaviest first.
pub fn graph(of: &GraphReport<'_>) -> String {
    let mut out = String::new();
    let _infallible = write_graph(&mut out, of.system, of.table)
        .and_then(|()| super::blind::write_text(&mut out, of.blind));
    out
}

fn write_graph(out: &mut String, system: &str, table: &GraphTable) -> fmt::Result {
    let mut lines = table.lines();
    let n_lines: u64 = table
        .nodes
        .iter()
        .filter(|it| !it.test)
        .map(|it| u64::from(it.n_lines))
        .sum();
    writeln!(
        out,
        "{}: {}, {}, {}",
        visible(system),
        counted(table.nodes.len(), "node", "nodes"),
        counted(lines.len(), "dependency", "dependencies"),
        counted(n_lines as usize, "line", "lines"),
    )?;
    lines.sort_by(|a, b| {
        a.from
            .cmp(&b.from)
            .then(b.weight.total_cmp(&a.weight))
            .then(a.to.cmp(&b.to))
    });
    for needs in lines.chunk_by(|a, b| a.from == b.from) {
        writeln!(out, "\n{}", visible(&table.nodes[needs[0].from].id))?;
        for line in needs {
            let arrow = if line.undirected { "--" } else { "->" };
            writeln!(
                out,
                "  {arrow} {} x{}",
                visible(&table.nodes[line.to].id),
                line.weight
            )?;
        }
    }
    Ok(())
}

/// `1 node`, `2 nodes`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
