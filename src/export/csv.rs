//! Tables. `nodes.csv` and `edges.csv` keep the contract of `docs/command-line.md` and hold ids as
//! they are; the other tables are for people and guard against formulas.

use ::csv::{Terminator, Writer, WriterBuilder};

use super::escape::csv_cell;
use super::{
    Artifact, EdgeRow, GraphReport, GraphTable, NodeRow, ObstacleRow, PastReport, Report, csv_past,
};
use crate::insight::BlindSpots;
use crate::insight::obstacles::Severity;
use crate::model::Complexity;

/// The format `csv`.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    let mut artifacts = vec![
        cuts(report),
        evidence(report),
        obstacles(report),
        state(report),
        services(report),
        modules(report),
        surface(report),
        shared(report),
        notices(report),
        unresolved(report),
        blind_spots(&report.blind),
        super::findings::csv(report),
        super::table_users::csv(report),
        super::markdown_transactions::csv(report),
    ];
    artifacts.extend(tables(&report.graph, report.past.as_ref()));
    let measured = report.measured.as_ref();
    artifacts.extend(measured.map(|it| super::measured_words::csv(it, Some(report))));
    artifacts
}

/// `nodes.csv` and `edges.csv`, and what they may lack.
pub fn graph(of: &GraphReport<'_>) -> Vec<Artifact> {
    let mut artifacts = tables(of.table, of.past);
    artifacts.push(blind_spots(of.blind));
    artifacts.extend(of.measured.map(|it| super::measured_words::csv(it, None)));
    artifacts
}

fn tables(table: &GraphTable, past: Option<&PastReport>) -> Vec<Artifact> {
    let nodes_header = [
        "id",
        "parent",
        "kind",
        "file",
        "line",
        "lines",
        "cfg",
        "test",
        "cyclomatic",
        "cognitive",
        "nesting",
        "parameters",
        "tier",
        "tested",
    ];
    let edges_header = [
        "source",
        "target",
        "kind",
        "weight",
        "confidence",
        "cfg",
        "test",
        "file",
        "line",
    ];
    let edges = match past {
        Some(past) => past.with_edges(&table.edges),
        None => table.edges.iter().collect(),
    };
    let nodes = table.nodes.iter().map(node_row);
    let mut artifacts = vec![
        artifact("nodes.csv", &nodes_header, nodes),
        artifact("edges.csv", &edges_header, edges.into_iter().map(edge_row)),
    ];
    let history = past.map(|it| artifact("history.csv", &csv_past::HEADER, csv_past::rows(it)));
    artifacts.extend(history);
    artifacts
}

fn node_row(node: &NodeRow) -> [String; 14] {
    let nature = node.nature.as_ref();
    let tier = nature.and_then(|it| it.tier.as_ref());
    let number = |it: fn(Complexity) -> u32| {
        node.complexity
            .map_or(String::new(), |of| it(of).to_string())
    };
    [
        node.id.to_string(),
        node.parent.to_string(),
        node.kind.to_string(),
        node.file.to_string(),
        node.line.map(|it| it.to_string()).unwrap_or_default(),
        node.n_lines.to_string(),
        node.cfg.to_string(),
        node.test.to_string(),
        number(|it| it.cyclomatic),
        number(|it| it.cognitive),
        number(|it| it.nesting),
        number(|it| it.parameters),
        tier.map_or(String::new(), |it| it.0.to_owned()),
        nature.map_or(String::new(), |it| it.tested.to_owned()),
    ]
}

fn edge_row(edge: &EdgeRow) -> [String; 9] {
    let (file, line) = match &edge.first {
        Some((file, line)) => (file.to_string(), line.to_string()),
        None => (String::new(), String::new()),
    };
    [
        edge.source.to_string(),
        edge.target.to_string(),
        edge.kind.word().to_owned(),
        edge.weight.to_string(),
        edge.confidence.word().to_owned(),
        edge.cfg.to_string(),
        edge.test.to_string(),
        file,
        line,
    ]
}

fn cuts(report: &Report) -> Artifact {
    let header = [
        "from_service",
        "to_service",
        "from",
        "to",
        "weight",
        "kinds",
        "accepted",
        "first_place",
        "items",
        "as_they_are",
        "confidence",
    ];
    let rows = report.cuts.iter().map(|cut| {
        [
            csv_cell(&report.service(cut.from_service).name),
            csv_cell(&report.service(cut.to_service).name),
            csv_cell(&cut.from),
            csv_cell(&cut.to),
            cut.weight.to_string(),
            cut.kinds_in_words(),
            csv_cell(cut.accepted.as_deref().unwrap_or_default()),
            csv_cell(cut.evidence.first().map_or("", |it| &*it.place)),
            cut.remote.n_items().to_string(),
            cut.remote.count(Severity::Fine).to_string(),
            cut.confidence().word().to_owned(),
        ]
    });
    artifact("cuts.csv", &header, rows)
}

fn evidence(report: &Report) -> Artifact {
    let header = [
        "from_service",
        "to_service",
        "place",
        "from",
        "to",
        "kind",
        "confidence",
    ];
    let rows = report
        .cuts
        .iter()
        .flat_map(|cut| cut.evidence.iter().map(move |it| (cut, it)));
    let rows = rows.map(|(cut, it)| {
        [
            csv_cell(&report.service(cut.from_service).name),
            csv_cell(&report.service(cut.to_service).name),
            csv_cell(&it.place),
            csv_cell(&it.from),
            csv_cell(&it.to),
            it.kind.word().to_owned(),
            it.confidence.word().to_owned(),
        ]
    });
    artifact("evidence.csv", &header, rows)
}

fn obstacles(report: &Report) -> Artifact {
    let header = [
        "from_service",
        "to_service",
        "item",
        "part",
        "severity",
        "cause",
        "text",
        "place",
        "why",
    ];
    let row = |from: &str, to: &str, it: &ObstacleRow| {
        let why: Vec<_> = it
            .why
            .iter()
            .map(|(text, place)| format!("{text} at {place}"))
            .collect();
        [
            csv_cell(from),
            csv_cell(to),
            csv_cell(&it.item),
            csv_cell(&it.part),
            it.cause.severity().word().to_owned(),
            it.cause.word().to_owned(),
            csv_cell(&it.text),
            csv_cell(&it.place),
            csv_cell(&why.join("; ")),
        ]
    };
    let of_cuts = report.cuts.iter().flat_map(|cut| {
        let (from, to) = (cut.from_service, cut.to_service);
        let names = (&report.service(from).name, &report.service(to).name);
        let rows = cut.remote.obstacles.iter();
        rows.map(move |it| row(names.0, names.1, it))
    });
    artifact("obstacles.csv", &header, of_cuts)
}

fn state(report: &Report) -> Artifact {
    let header = [
        "item", "name", "type", "place", "module", "service", "mentions", "through",
    ];
    let rows = report.states.iter().flat_map(|state| {
        state.touched_by.iter().map(move |it| {
            [
                csv_cell(&state.item),
                csv_cell(&state.name),
                csv_cell(&state.ty),
                csv_cell(&state.place),
                csv_cell(&it.module),
                csv_cell(&report.service(it.service).name),
                it.n_mentions.to_string(),
                csv_cell(it.through.as_deref().unwrap_or_default()),
            ]
        })
    });
    artifact("state.csv", &header, rows)
}

fn services(report: &Report) -> Artifact {
    let header = [
        "service",
        "remaining",
        "modules",
        "tables",
        "lines",
        "inside",
        "incoming",
        "outgoing",
        "cohesion",
        "coupling",
        "surface",
        "note",
    ];
    let rows = report.services.iter().map(|it| {
        let figures = &it.figures;
        [
            csv_cell(&it.name),
            it.remaining.to_string(),
            figures.n_modules.to_string(),
            figures.n_objects.to_string(),
            figures.n_lines.to_string(),
            figures.inside.to_string(),
            figures.incoming.to_string(),
            figures.outgoing.to_string(),
            figures
                .cohesion()
                .map(|it| format!("{it:.4}"))
                .unwrap_or_default(),
            figures.coupling().to_string(),
            it.surface.len().to_string(),
            csv_cell(it.note.as_deref().unwrap_or_default()),
        ]
    });
    artifact("services.csv", &header, rows)
}

fn modules(report: &Report) -> Artifact {
    let rows = report.services.iter().flat_map(|service| {
        service.modules.iter().map(|it| {
            [
                csv_cell(&service.name),
                csv_cell(&it.path),
                csv_cell(&it.file),
                it.n_lines.to_string(),
            ]
        })
    });
    artifact("modules.csv", &["service", "module", "file", "lines"], rows)
}

fn surface(report: &Report) -> Artifact {
    let rows = report.services.iter().flat_map(|service| {
        service.surface.iter().map(|it| {
            [
                csv_cell(&service.name),
                csv_cell(&it.path),
                it.kind.to_string(),
                csv_cell(&it.place),
                it.weight.to_string(),
                csv_cell(&report.names(&it.used_by).collect::<Vec<_>>().join(", ")),
            ]
        })
    });
    artifact(
        "surface.csv",
        &["service", "item", "kind", "place", "weight", "used_by"],
        rows,
    )
}

fn shared(report: &Report) -> Artifact {
    let rows = report.shared.iter().map(|it| {
        [
            csv_cell(&it.path),
            csv_cell(&report.service(it.owner).name),
            super::decision_word(it.decision).to_owned(),
            it.weight.to_string(),
            csv_cell(&report.names(&it.used_by).collect::<Vec<_>>().join(", ")),
        ]
    });
    artifact(
        "shared.csv",
        &["module", "owner", "decision", "weight", "used_by"],
        rows,
    )
}

fn notices(report: &Report) -> Artifact {
    let rows = report.not_analyzed.iter().map(|it| {
        [
            super::severity_word(it.severity).to_owned(),
            csv_cell(
                &it.place
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            csv_cell(&it.text),
            csv_cell(it.hint.as_deref().unwrap_or_default()),
        ]
    });
    artifact(
        "not-analyzed.csv",
        &["severity", "place", "text", "hint"],
        rows,
    )
}

fn unresolved(report: &Report) -> Artifact {
    let rows = report.unresolved.iter().flat_map(|it| {
        let places = it.places.iter();
        places.map(|place| [csv_cell(&it.path), csv_cell(place)])
    });
    artifact("unresolved.csv", &["path", "place"], rows)
}

/// One row for each file, with what stands in that file; the last of a name, without a place, is for
/// the files that are not listed. The counts of a name add up to its total.
fn blind_spots(of: &BlindSpots) -> Artifact {
    let names = of.groups.iter();
    let names = names.flat_map(|group| group.rows.iter().map(move |it| (group.kind, it)));
    let rows = names.flat_map(|(kind, row)| {
        let listed = row.places.iter().map(|it| (it.to_string(), it.n));
        let n_listed: u64 = row.places.iter().map(|it| it.n).sum();
        let n_more = row.n.saturating_sub(n_listed);
        let more = (n_more > 0).then(|| (String::new(), n_more));
        listed.chain(more).map(move |(place, n)| {
            [
                kind.word().to_owned(),
                csv_cell(&row.what),
                n.to_string(),
                csv_cell(&place),
            ]
        })
    });
    artifact("blind-spots.csv", &["kind", "what", "count", "place"], rows)
}

pub(super) fn artifact<const N: usize>(
    path: &str,
    header: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Artifact {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    // Writing rows of one length into memory cannot fail.
    let written = write_rows(&mut writer, header, rows);
    debug_assert!(written.is_ok(), "{written:?}");
    Artifact {
        path: path.to_owned(),
        bytes: writer.into_inner().unwrap_or_default(),
    }
}

fn write_rows<const N: usize>(
    writer: &mut Writer<Vec<u8>>,
    header: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<(), ::csv::Error> {
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::blind_spots;
    use crate::insight::BlindSpots;
    use crate::pipeline::fixture;

    #[test]
    fn counts_of_blind_spots_are_of_a_place_and_add_up() {
        let analysis = fixture(
            "//- /src/lib.rs
mod a; mod b;
pub fn f() { lost(); lost(); lost(); }
//- /src/a.rs
pub fn f() { lost(); lost(); }
//- /src/b.rs
pub fn f() { lost(); }
",
        );
        let table = blind_spots(&BlindSpots::of(&analysis.model, 9, 2));
        expect![[r#"
            kind,what,count,place
            no-name,lost,2,src/a.rs:1:14
            no-name,lost,1,src/b.rs:1:14
            no-name,lost,3,
        "#]]
        .assert_eq(&String::from_utf8_lossy(&table.bytes));
    }
}
