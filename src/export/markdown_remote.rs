//! What stands in the way of network calls, as part of the boundary report.

use std::fmt::{self, Write as _};

use super::TouchRow;
use super::escape::{markdown, markdown_code};
use super::text::counted;
use super::{ObstacleRow, Remote, Report};
use crate::insight::obstacles::Severity;

/// So much is told for one cut; all of it is in `obstacles.csv` and `report.json`.
const MAX_OF_A_CUT: usize = 8;
/// Longer lists belong into `state.csv` and `report.json`.
const MAX_ROWS: usize = 200;

/// What was looked at in vain.
const NO_STATE: &str = "None that several modules can reach was found. Looked at were statics that \
    change, and fields and parameters with an `Arc` or `Rc` of a lock, through aliases and fields; \
    not what stands behind `dyn`, generic parameters or types from outside.";

/// How many items of a cut could be called as they are, and what is in the way of the others.
pub(super) fn write_cut(out: &mut String, remote: &Remote) -> fmt::Result {
    if remote.n_items() == 0 && remote.obstacles.is_empty() {
        return Ok(());
    }
    let counts = remote.counts.iter().filter(|it| it.1 > 0);
    let counts: Vec<_> = counts
        .map(|it| format!("{} {}", it.1, words(it.0)))
        .collect();
    writeln!(
        out,
        "  - {} over a network: {}",
        counted(remote.n_items() as usize, "item", "items"),
        counts.join(", "),
    )?;
    for it in remote.obstacles.iter().take(MAX_OF_A_CUT) {
        write_obstacle(out, "    ", it)?;
    }
    match remote.obstacles.len().saturating_sub(MAX_OF_A_CUT) {
        0 => Ok(()),
        n_more => writeln!(
            out,
            "    - and {} in `obstacles.csv` (format `csv`)",
            counted(n_more, "more", "more")
        ),
    }
}

/// What becomes of an item.
pub(super) fn words(severity: Severity) -> &'static str {
    match severity {
        Severity::Fine => "as they are",
        Severity::Declare => "with a word in a declaration",
        Severity::Unknown => "not known",
        Severity::Reshape => "in another shape",
        Severity::Blocks => "not at all",
    }
}

fn write_obstacle(out: &mut String, indent: &str, it: &ObstacleRow) -> fmt::Result {
    write!(
        out,
        "{indent}- {} {}",
        markdown_code(&it.place),
        markdown_code(&it.item)
    )?;
    if !it.part.is_empty() {
        write!(out, ", {}", markdown(&it.part))?;
    }
    write!(out, ": {}", markdown(&it.text))?;
    for (text, place) in &it.why {
        write!(out, "; {} at {}", markdown_code(text), markdown_code(place))?;
    }
    writeln!(out)
}

/// State in memory that several modules can reach.
pub(super) fn write_states(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## State in memory\n")?;
    if report.states.is_empty() {
        return writeln!(out, "{NO_STATE}\n");
    }
    writeln!(
        out,
        "Statics that change, and locks that are handed round. Who names the item can reach it, and so \
         can who calls a function of its module that does.\n"
    )?;
    writeln!(out, "| State | Type | Place | Reached from | Services |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    for it in report.states.iter().take(MAX_ROWS) {
        let name = if it.name.is_empty() {
            it.item.to_string()
        } else {
            format!("{}.{}", it.item, it.name)
        };
        let modules = it.touched_by.iter();
        let modules: Vec<_> = modules.map(reached_in_words).collect();
        let mut services: Vec<_> = it.touched_by.iter().map(|it| it.service).collect();
        services.sort_unstable();
        services.dedup();
        let services: Vec<_> = report.names(&services).map(markdown).collect();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            markdown_code(&name),
            markdown_code(&it.ty),
            markdown_code(&it.place),
            modules.join(", "),
            services.join(", "),
        )?;
    }
    write_more(out, report.states.len(), "state.csv")
}

/// A module, and the function by which it reaches some state.
fn reached_in_words(touch: &TouchRow) -> String {
    let module = markdown_code(&touch.module);
    match &touch.through {
        Some(function) => {
            let name = function.rsplit("::").next().unwrap_or(function);
            format!("{module} by {}", markdown_code(name))
        }
        None => module,
    }
}

/// Impls that would belong to nobody.
pub(super) fn write_orphans(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## Impls that would belong to nobody\n")?;
    if report.orphans.is_empty() {
        return writeln!(out, "None.\n");
    }
    writeln!(
        out,
        "An impl has to stand with its trait or with its type; these would stand with neither.\n"
    )?;
    for it in report.orphans.iter().take(MAX_ROWS) {
        write_obstacle(out, "", it)?;
    }
    write_more(out, report.orphans.len(), "report.json")
}

fn write_more(out: &mut String, n: usize, file: &str) -> fmt::Result {
    if n > MAX_ROWS {
        writeln!(out, "\nand {} more in `{file}`", n - MAX_ROWS)?;
    }
    writeln!(out)
}
