//! What was measured: in words for people, and as a table.

use std::fmt::{self, Write as _};

use super::escape::{csv_cell, markdown, markdown_code, shortened, visible};
use super::measured::{MeasuredReport, MeasuredRow};
use super::{Artifact, Report};
use crate::insight::measured::TableSums;
use crate::measured::Sum;

/// So many rows of a kind are told in words; `measured.csv` and JSON have all.
const MAX_ROWS: usize = 20;
/// Longer statements are cut in words.
const MAX_NAME: usize = 100;

/// `4 reads in 8.3 ms, 2 writes in 1.0 ms (1 failed)`.
pub fn measured_in_words(sums: &TableSums) -> String {
    let kinds = [
        (sums.reads, "read", "reads"),
        (sums.writes, "write", "writes"),
        (sums.other, "call", "calls"),
    ];
    let told = kinds.iter().filter(|it| !it.0.is_empty());
    let words = told.map(|(sum, one, many)| {
        let noun = if sum.calls == 1 { one } else { many };
        let failed = sum.errors.filter(|it| *it > 0);
        let failed = failed.map_or(String::new(), |it| format!(" ({it} failed)"));
        format!("{} {noun} in {}{failed}", sum.calls, millis(sum.total_ms))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Small times keep what they have.
fn millis(ms: f64) -> String {
    if ms < 10.0 {
        format!("{ms:.3} ms")
    } else {
        format!("{ms:.1} ms")
    }
}

impl MeasuredReport {
    fn files_in_words(&self) -> String {
        let files: Vec<_> = self.files.iter().map(|it| visible(it)).collect();
        files.join(", ")
    }

    /// Every kind of row with its heading.
    fn kinds(&self) -> [(&'static str, &[MeasuredRow]); 4] {
        [
            ("tables", &self.tables),
            ("doors", &self.doors),
            ("functions", &self.functions),
            ("modules", &self.modules),
        ]
    }
}

/// For a terminal; nothing where no file was given.
pub fn measured_in_text(of: Option<&MeasuredReport>, report: Option<&Report>) -> String {
    let mut out = String::new();
    if let Some(of) = of {
        let _infallible = write_text(&mut out, of, report);
    }
    out
}

fn write_text(out: &mut String, of: &MeasuredReport, report: Option<&Report>) -> fmt::Result {
    let files = of.files_in_words();
    writeln!(
        out,
        "\ncalls measured in {files}; these are no places in the code"
    )?;
    for (word, rows) in of.kinds() {
        if !rows.is_empty() {
            writeln!(out, "  {word}")?;
        }
        for it in rows.iter().take(MAX_ROWS) {
            writeln!(
                out,
                "    {}: {}",
                visible(&it.name),
                measured_in_words(&it.sums)
            )?;
        }
        write_more(out, "    ", rows.len())?;
    }
    if let Some(report) = report {
        write_services(out, of, report)?;
    }
    if !of.not_bound.is_empty() {
        writeln!(out, "  measured, but not found in the code")?;
    }
    for it in of.not_bound.iter().take(MAX_ROWS) {
        let (name, reason) = (shortened(&it.name, MAX_NAME), visible(&it.reason));
        writeln!(
            out,
            "    {} {} {name}: {reason}",
            visible(&it.place),
            it.what
        )?;
    }
    write_more(out, "    ", of.not_bound.len())?;
    write_guessed(out, "  ", of)
}

fn write_services(out: &mut String, of: &MeasuredReport, report: &Report) -> fmt::Result {
    let name = |it: usize| visible(&report.service(it).name);
    let told = of.services.iter();
    let told = told.filter(|it| !(it.functions.is_empty() && it.tables.is_empty()));
    for (idx, it) in told.enumerate() {
        if idx == 0 {
            writeln!(out, "  services")?;
        }
        let words = [
            ("functions", functions(it.functions)),
            ("tables", measured_in_words(&it.tables)),
        ];
        let words = words.iter().filter(|it| !it.1.is_empty());
        let words: Vec<_> = words.map(|(kind, it)| format!("{kind} {it}")).collect();
        writeln!(out, "    {}: {}", name(it.service), words.join("; "))?;
    }
    if !of.cuts.is_empty() {
        writeln!(
            out,
            "  calls of tables of other services, where the caller is told"
        )?;
    }
    for it in of.cuts.iter().take(MAX_ROWS) {
        writeln!(
            out,
            "    {} -> {}  {} -> {}  {}",
            name(it.from_service),
            name(it.to_service),
            visible(&it.from),
            visible(&it.to),
            measured_in_words(&it.sums)
        )?;
    }
    write_more(out, "    ", of.cuts.len())
}

fn functions(sum: Sum) -> String {
    measured_in_words(&TableSums {
        other: sum,
        ..TableSums::default()
    })
}

fn write_more(out: &mut String, indent: &str, n: usize) -> fmt::Result {
    match n.saturating_sub(MAX_ROWS) {
        0 => Ok(()),
        more => writeln!(out, "{indent}and {more} more; json and csv have them all"),
    }
}

fn write_guessed(out: &mut String, indent: &str, of: &MeasuredReport) -> fmt::Result {
    match of.n_guessed {
        0 => Ok(()),
        n => writeln!(out, "{indent}statements whose tables are a guess: {n}"),
    }
}

/// The section of the boundary report; nothing where no file was given.
pub(super) fn write_markdown(out: &mut String, report: &Report) -> fmt::Result {
    let Some(of) = &report.measured else {
        return Ok(());
    };
    writeln!(
        out,
        "## Measured\n\nCalls measured in {}. Every other number in this report is a count of places in \
         the code. The time of a statement counts for each table that it touches.\n",
        markdown(&of.files_in_words())
    )?;
    for (word, rows) in of.kinds() {
        if rows.is_empty() {
            continue;
        }
        writeln!(
            out,
            "| Of {word} | Service | Measured |\n| --- | --- | --- |"
        )?;
        for it in rows.iter().take(MAX_ROWS) {
            let service = it.service.map(|it| markdown(&report.service(it).name));
            writeln!(
                out,
                "| {} | {} | {} |",
                markdown_code(&it.name),
                service.unwrap_or_default(),
                measured_in_words(&it.sums)
            )?;
        }
        writeln!(out)?;
        write_more(out, "", rows.len())?;
        if rows.len() > MAX_ROWS {
            writeln!(out)?;
        }
    }
    write_markdown_cuts(out, of, report)?;
    if !of.not_bound.is_empty() {
        writeln!(out, "Measured, but not found in the code:\n")?;
        for it in of.not_bound.iter().take(MAX_ROWS) {
            let name = markdown_code(&shortened(&it.name, MAX_NAME));
            let (place, reason) = (markdown_code(&it.place), markdown(&it.reason));
            writeln!(out, "- {place} {} {name}: {reason}", it.what)?;
        }
        write_more(out, "- ", of.not_bound.len())?;
        writeln!(out)?;
    }
    write_guessed(out, "", of)
}

fn write_markdown_cuts(out: &mut String, of: &MeasuredReport, report: &Report) -> fmt::Result {
    if of.cuts.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "Calls of tables of other services, where the files tell which function called:\n\n\
         | From | To | Module | Table | Measured |\n| --- | --- | --- | --- | --- |"
    )?;
    for it in of.cuts.iter().take(MAX_ROWS) {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            markdown(&report.service(it.from_service).name),
            markdown(&report.service(it.to_service).name),
            markdown_code(&it.from),
            markdown_code(&it.to),
            measured_in_words(&it.sums)
        )?;
    }
    writeln!(out)?;
    write_more(out, "", of.cuts.len())
}

/// `measured.csv`: a row for each thing and use.
pub(super) fn csv(of: &MeasuredReport, report: Option<&Report>) -> Artifact {
    let header = [
        "what", "name", "to", "service", "use", "calls", "total_ms", "errors", "place", "reason",
    ];
    let service = |it: Option<usize>| {
        let named = report.zip(it);
        named.map_or(String::new(), |(report, it)| {
            csv_cell(&report.service(it).name)
        })
    };
    let mut rows = Vec::new();
    let words = ["table", "door", "function", "module"];
    for (word, (_, kind)) in words.into_iter().zip(of.kinds()) {
        for it in kind {
            let start = [
                word.to_owned(),
                csv_cell(&it.name),
                String::new(),
                service(it.service),
            ];
            push(&mut rows, &start, &it.sums);
        }
    }
    for it in &of.services {
        let start = |what: &str| {
            [
                what.to_owned(),
                service(Some(it.service)),
                String::new(),
                service(Some(it.service)),
            ]
        };
        push(&mut rows, &start("service-tables"), &it.tables);
        let functions = TableSums {
            other: it.functions,
            ..TableSums::default()
        };
        push(&mut rows, &start("service-functions"), &functions);
    }
    for it in &of.cuts {
        let start = [
            "cut".to_owned(),
            csv_cell(&it.from),
            csv_cell(&it.to),
            service(Some(it.from_service)),
        ];
        push(&mut rows, &start, &it.sums);
    }
    for it in &of.not_bound {
        let start = [
            format!("unbound-{}", it.what),
            csv_cell(&it.name),
            String::new(),
            String::new(),
        ];
        let mut row = row_of(&start, "calls", it.sum);
        row[8] = csv_cell(&it.place);
        row[9] = csv_cell(&it.reason);
        rows.push(row);
    }
    super::csv::artifact("measured.csv", &header, rows.into_iter())
}

fn push(rows: &mut Vec<[String; 10]>, start: &[String; 4], sums: &TableSums) {
    let uses = [
        ("reads", sums.reads),
        ("writes", sums.writes),
        ("calls", sums.other),
    ];
    let told = uses.into_iter().filter(|it| !it.1.is_empty());
    rows.extend(told.map(|(usage, sum)| row_of(start, usage, sum)));
}

fn row_of(start: &[String; 4], usage: &str, sum: Sum) -> [String; 10] {
    let [what, name, to, service] = start.clone();
    let errors = sum.errors.map_or(String::new(), |it| it.to_string());
    let (calls, millis) = (sum.calls.to_string(), sum.total_ms.to_string());
    let (place, reason) = (String::new(), String::new());
    [
        what,
        name,
        to,
        service,
        usage.to_owned(),
        calls,
        millis,
        errors,
        place,
        reason,
    ]
}
