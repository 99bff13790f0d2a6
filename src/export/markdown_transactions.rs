//! Transactions and aggregates in the boundary report, and as a table.

use std::fmt::{self, Write as _};

use super::escape::{csv_cell, markdown, markdown_code};
use super::transactions::TransactionRow;
use super::{Artifact, Report};

/// Longer lists belong into `transactions.csv`.
const MAX_ROWS: usize = 100;

/// The section on transactions, those first that the plan splits; nothing without any.
pub(super) fn write(out: &mut String, report: &Report) -> fmt::Result {
    write_transactions(out, report)?;
    write_aggregates(out, report)
}

fn write_transactions(out: &mut String, report: &Report) -> fmt::Result {
    let mut all: Vec<_> = report.transactions.iter().collect();
    if all.is_empty() {
        return Ok(());
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.services.len()));
    writeln!(out, "## Transactions\n")?;
    writeln!(
        out,
        "What is written in one transaction, through the calls inside it. One that several services take part in \
         cannot stay one: it becomes a saga, or what it writes moves together.\n"
    )?;
    writeln!(out, "| Begins in | Where | Writes | Modules | Services |")?;
    writeln!(out, "| --- | --- | --- | --: | --- |")?;
    for it in all.iter().take(MAX_ROWS) {
        let writes: Vec<_> = it.writes.iter().map(|it| markdown_code(it)).collect();
        let services: Vec<_> = report.names(&it.services).map(markdown).collect();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            markdown_code(&it.from),
            markdown_code(&place(it)),
            writes.join(", "),
            it.modules.len(),
            services.join(", "),
        )?;
    }
    if let Some(more @ 1..) = all.len().checked_sub(MAX_ROWS) {
        writeln!(out, "\nAnd {more} more: `transactions.csv` has them all.")?;
    }
    writeln!(out)
}

fn write_aggregates(out: &mut String, report: &Report) -> fmt::Result {
    if report.aggregates.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Aggregates\n")?;
    writeln!(
        out,
        "Tables that are only ever written together with the one they refer to: a heuristic. What is one whole should not \
         be cut.\n"
    )?;
    writeln!(out, "| Root | Parts |")?;
    writeln!(out, "| --- | --- |")?;
    for it in report.aggregates.iter().take(MAX_ROWS) {
        let parts = it.parts.iter().map(|it| {
            let (all, shared) = it.units;
            format!("{} ({shared} of {all})", markdown_code(&it.table))
        });
        let parts: Vec<_> = parts.collect();
        writeln!(
            out,
            "| {} | {} |",
            markdown_code(&it.root),
            parts.join(", ")
        )?;
    }
    writeln!(out)
}

fn place(it: &TransactionRow) -> String {
    format!("{}:{}", it.place.0, it.place.1)
}

/// `transactions.csv`: a row each.
pub(super) fn csv(report: &Report) -> Artifact {
    let header = [
        "from",
        "form",
        "file",
        "line",
        "end_line",
        "commits",
        "confidence",
        "modules",
        "writes",
        "services",
    ];
    let rows = report.transactions.iter().map(|it| {
        let services: Vec<_> = report.names(&it.services).collect();
        [
            csv_cell(&it.from),
            it.form.to_owned(),
            csv_cell(&it.place.0),
            it.place.1.to_string(),
            it.place.2.to_string(),
            it.commits.to_string(),
            it.confidence.to_owned(),
            csv_cell(&it.modules.join(", ")),
            csv_cell(&it.writes.join(", ")),
            csv_cell(&services.join(", ")),
        ]
    });
    super::csv::artifact("transactions.csv", &header, rows)
}
