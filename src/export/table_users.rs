//! Which service reads and writes which table: as rows, and in words for people.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use super::escape::{csv_cell, markdown, markdown_code, visible};
use super::{Artifact, Report, ServiceIdx};
use crate::insight::{Assessment, TableUser, table_uses};
use crate::model::CodeModel;
use crate::pipeline::Analysis;
use crate::plan::Owner;

/// A table, view or routine with the services that use it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TableRow {
    /// `table:orders`.
    pub id: Arc<str>,
    /// `table`, `view` or `routine`.
    pub kind: &'static str,
    /// Who owns it.
    pub owner: ServiceIdx,
    /// Who uses it, in the order of the plan.
    pub users: Vec<TableUserRow>,
}

/// How one service uses a table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TableUserRow {
    /// The service.
    pub service: ServiceIdx,
    /// Places that read rows, or call a routine.
    pub reads: f64,
    /// Places that write rows.
    pub writes: f64,
    /// The first place that reads: `src/cart.rs:12:5`.
    pub first_read: Option<String>,
    /// The first place that writes.
    pub first_write: Option<String>,
    /// Modules that read, by path.
    pub readers: Vec<Arc<str>>,
    /// Modules that write, by path.
    pub writers: Vec<Arc<str>>,
}

/// Every table with its users.
pub(super) fn rows(
    analysis: &Analysis,
    assessment: &Assessment,
    idx_of: &dyn Fn(Owner) -> ServiceIdx,
) -> Vec<TableRow> {
    let model = &analysis.model;
    let uses = table_uses(model, &analysis.graph, assessment);
    let row = |it: crate::insight::TableUse| TableRow {
        id: model.module(it.table).path.clone(),
        kind: it.kind.word(),
        owner: idx_of(it.owner),
        users: it.users.iter().map(|it| user(model, it, idx_of)).collect(),
    };
    uses.into_iter().map(row).collect()
}

fn user(model: &CodeModel, it: &TableUser, idx_of: &dyn Fn(Owner) -> ServiceIdx) -> TableUserRow {
    let path = |it: &crate::model::ModuleId| model.module(*it).path.clone();
    TableUserRow {
        service: idx_of(it.owner),
        reads: it.reads,
        writes: it.writes,
        first_read: it.first_read.map(|it| model.place(it)),
        first_write: it.first_write.map(|it| model.place(it)),
        readers: it.readers.iter().map(path).collect(),
        writers: it.writers.iter().map(path).collect(),
    }
}

impl TableRow {
    /// Names of the services that write, or those that only read, with how often.
    fn users_in_words(&self, report: &Report, writes: bool) -> String {
        let amount = |it: &TableUserRow| if writes { it.writes } else { it.reads };
        let users = self.users.iter().filter(|it| amount(it) > 0.0);
        let words = users.map(|it| {
            let name = &report.service(it.service).name;
            format!("{name} ({})", amount(it))
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// The first place at which somebody writes who does not own it.
    fn foreign_write(&self) -> &str {
        let foreign = self.users.iter().filter(|it| it.service != self.owner);
        let mut places = foreign.filter_map(|it| it.first_write.as_deref());
        places.next().unwrap_or("")
    }
}

/// The section of the boundary report; nothing where there are no tables.
pub(super) fn write_markdown(out: &mut String, report: &Report) -> fmt::Result {
    if report.tables.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "## Data\n\nNumbers are places in the code, not calls at run time.\n"
    )?;
    writeln!(
        out,
        "| Table, view or routine | Owner | Written by | Read by | First write by others |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    for it in &report.tables {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            markdown_code(&it.id),
            markdown(&report.service(it.owner).name),
            markdown(&it.users_in_words(report, true)),
            markdown(&it.users_in_words(report, false)),
            markdown_code(it.foreign_write()),
        )?;
    }
    writeln!(out)
}

/// For a terminal: the tables that somebody else than their owner writes.
pub fn tables_in_text(report: &Report) -> String {
    let mut out = String::new();
    let foreign = |it: &&TableRow| !it.foreign_write().is_empty();
    let rows: Vec<_> = report.tables.iter().filter(foreign).collect();
    if rows.is_empty() {
        return out;
    }
    out.push_str("\nwritten by others than the owner\n");
    for it in rows {
        let _infallible = writeln!(
            out,
            "  {} of {}: {}  {}",
            visible(&it.id),
            visible(&report.service(it.owner).name),
            visible(&it.users_in_words(report, true)),
            visible(it.foreign_write()),
        );
    }
    out
}

/// `tables.csv`: a row for each table and service; one for a table that nobody uses.
pub(super) fn csv(report: &Report) -> Artifact {
    let header = [
        "table",
        "kind",
        "owner",
        "service",
        "reads",
        "writes",
        "first_read",
        "first_write",
    ];
    let nobody = [TableUserRow::default()];
    let rows = report.tables.iter().flat_map(|table| {
        let unused = table.users.is_empty();
        let users = if unused { &nobody[..] } else { &table.users };
        users.iter().map(move |it| {
            let place = |it: &Option<String>| csv_cell(it.as_deref().unwrap_or_default());
            let service = if unused {
                String::new()
            } else {
                csv_cell(&report.service(it.service).name)
            };
            [
                csv_cell(&table.id),
                table.kind.to_owned(),
                csv_cell(&report.service(table.owner).name),
                service,
                it.reads.to_string(),
                it.writes.to_string(),
                place(&it.first_read),
                place(&it.first_write),
            ]
        })
    });
    super::csv::artifact("tables.csv", &header, rows.collect::<Vec<_>>().into_iter())
}
