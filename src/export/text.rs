//! A dependency graph as text, for a terminal and for `diff`.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use super::escape::visible;
use super::{DataReport, DoorsReport, GraphReport, GraphTable};

/// Every node that needs something, with what it needs, the heaviest first.
pub fn graph(of: &GraphReport<'_>) -> String {
    let mut out = String::new();
    let _infallible = write_graph(&mut out, of.system, of.table)
        .and_then(|()| write_data(&mut out, of.data))
        .and_then(|()| write_doors(&mut out, of.doors))
        .and_then(|()| match of.past {
            Some(past) => super::markdown_past::write_parts(&mut out, past),
            None => Ok(()),
        })
        .and_then(|()| out.write_str(&super::measured_in_text(of.measured, None)))
        .and_then(|()| super::blind::write_text(&mut out, of.blind));
    out
}

fn write_graph(out: &mut String, system: &str, table: &GraphTable) -> fmt::Result {
    let mut lines = table.lines();
    writeln!(
        out,
        "{}: {}, {}, {}",
        visible(system),
        counted(table.nodes.len(), "node", "nodes"),
        counted(lines.len(), "dependency", "dependencies"),
        counted(table.n_lines as usize, "line", "lines"),
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

/// Every table, view and routine, with who writes and who reads it.
fn write_data(out: &mut String, data: &DataReport) -> fmt::Result {
    if data.is_empty() {
        return Ok(());
    }
    let unknown: BTreeSet<_> = data.unknown.iter().map(|it| &it.name).collect();
    writeln!(
        out,
        "\ndata: {}; {} of SQL in code, {} read by words alone, {} that nothing declares",
        counted(data.objects.len(), "object", "objects"),
        counted(data.n_texts as usize, "text", "texts"),
        data.n_guessed,
        counted(unknown.len(), "table", "tables"),
    )?;
    for (object, (writers, readers)) in data.users() {
        let list = |ids: &[&str]| {
            let ids: Vec<_> = ids.iter().map(|it| visible(it)).collect();
            ids.join(", ")
        };
        writeln!(out, "{}", visible(object))?;
        for (word, users) in [("written by", writers), ("read by", readers)] {
            if !users.is_empty() {
                writeln!(out, "  {word} {}", list(&users))?;
            }
        }
    }
    write_transactions(out, data)?;
    for (file, reason) in &data.left_out {
        writeln!(out, "makes no table: {} {reason}", visible(file))?;
    }
    for name in unknown {
        writeln!(out, "not declared: {}", visible(name))?;
    }
    Ok(())
}

/// Every transaction with what it writes, and where that stands.
fn write_transactions(out: &mut String, data: &DataReport) -> fmt::Result {
    for it in &data.transactions {
        let (file, first, last) = &it.place;
        let lines = if first == last {
            format!("{first}")
        } else {
            format!("{first}-{last}")
        };
        let modules = counted(it.modules.len(), "module", "modules");
        writeln!(
            out,
            "transaction {} {}:{lines}, {modules}",
            visible(&it.from),
            visible(file),
        )?;
        let written = it.touches.iter().filter(|it| it.access != "read");
        for touch in written.filter(|it| it.confidence != "guessed") {
            writeln!(
                out,
                "  {} {} in {} {}:{}",
                touch.access,
                visible(&touch.to),
                visible(&touch.from),
                visible(&touch.place.0),
                touch.place.1
            )?;
        }
    }
    Ok(())
}

/// Every door with who answers, every call to the outside, every setting.
fn write_doors(out: &mut String, doors: &DoorsReport) -> fmt::Result {
    if doors.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{}, {} to the outside, {}",
        counted(doors.inbound.len(), "door", "doors"),
        counted(doors.outbound.len(), "call", "calls"),
        counted(doors.config.len(), "setting", "settings"),
    )?;
    for it in &doors.inbound {
        let (id, handler) = (visible(&it.id), visible(&it.handler));
        writeln!(
            out,
            "{id} -> {handler} ({}, {})",
            it.framework, it.confidence
        )?;
    }
    for it in &doors.outbound {
        let target = it.target.as_deref().unwrap_or("?");
        let (from, target) = (visible(&it.from), visible(target));
        writeln!(out, "{from} asks {} by {}: {target}", it.kind, it.library)?;
    }
    for it in &doors.config {
        let (from, name) = (visible(&it.from), visible(&it.name));
        writeln!(out, "{from} reads {} {name}", it.kind)?;
    }
    Ok(())
}

/// `1 node`, `2 nodes`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Filter, Graph, Level};
    use crate::insight::BlindSpots;
    use crate::pipeline::fixture;
    use expect_test::{Expect, expect};

    fn check(tests: bool, expect: Expect) {
        let model = fixture(
            "
//- /src/lib.rs
mod a;
#[cfg(test)]
mod tests;
//- /src/a.rs
pub struct Thing;
pub fn f() -> Thing {
    Thing
}
//- /src/tests.rs
fn g() {}
",
        )
        .model;
        let filter = Filter {
            tests,
            ..Filter::default()
        };
        let graph = Graph::fold(&model, filter);
        let first_line = |level| {
            let report = GraphReport {
                system: "fixture",
                level,
                table: &GraphTable::new(&model, &graph, level),
                notices: &[],
                unresolved: &[],
                blind: &BlindSpots::default(),
                data: &DataReport::default(),
                doors: &DoorsReport::default(),
                past: None,
                measured: None,
            };
            super::graph(&report).lines().next().map(str::to_owned)
        };
        let levels = [Level::Crate, Level::Module, Level::Item];
        let lines: Vec<_> = levels.into_iter().filter_map(first_line).collect();
        expect.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn the_lines_of_the_system_are_the_same_at_every_level() {
        check(
            false,
            expect![[r#"
            fixture: 1 node, 0 dependencies, 7 lines
            fixture: 2 nodes, 0 dependencies, 7 lines
            fixture: 4 nodes, 1 dependency, 7 lines"#]],
        );
        check(
            true,
            expect![[r#"
            fixture: 1 node, 0 dependencies, 8 lines
            fixture: 3 nodes, 0 dependencies, 8 lines
            fixture: 6 nodes, 1 dependency, 8 lines"#]],
        );
    }
}
