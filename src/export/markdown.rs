//! The boundary report for people: Markdown that reads well as plain text too, without any HTML.

use std::fmt::{self, Write as _};

use super::escape::{markdown, markdown_code, visible};
use super::markdown_remote as remote;
use super::text::counted;
use super::{
    Artifact, Cut, Report, ServiceIdx, ServiceReport, decision_word, mermaid, severity_word,
};
use crate::insight::Shape;

/// Longer tables belong into `cuts.csv`.
const MAX_ROWS: usize = 200;
/// Places shown for one cut; all of them are in `evidence.csv` and `report.json`.
const MAX_PLACES: usize = 5;

/// The format `markdown`.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    let mut out = String::new();
    let _infallible = write_report(&mut out, report);
    vec![Artifact::text("boundaries.md", out)]
}

fn write_report(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(
        out,
        "# Service boundaries of {}\n",
        markdown(&report.system)
    )?;
    write_summary(out, report)?;
    write_overview(out, report)?;
    write_cycles(out, report)?;
    super::findings::write_markdown(out, report)?;
    write_cut_list(out, report)?;
    super::table_users::write_markdown(out, report)?;
    super::markdown_transactions::write(out, report)?;
    write_in_the_way(out, report)?;
    write_shared(out, report)?;
    for (idx, service) in report.services.iter().enumerate() {
        write_service(out, report, idx, service)?;
    }
    super::markdown_doors::write(out, report)?;
    super::markdown_past::write(out, report)?;
    super::measured_words::write_markdown(out, report)?;
    super::blind::write_markdown(out, &report.blind)?;
    write_not_analyzed(out, report)?;
    write_words(out)
}

fn write_summary(out: &mut String, report: &Report) -> fmt::Result {
    let totals = &report.totals;
    let share = if totals.weight > 0.0 {
        totals.cut_weight / totals.weight * 100.0
    } else {
        0.0
    };
    writeln!(
        out,
        "{}{} in {}; {} planned and the remaining monolith. \
         Boundaries cut {} references of {} ({share:.1} %).\n",
        counted(totals.n_modules as usize, "module", "modules"),
        match totals.n_objects as usize {
            0 => String::new(),
            n => format!(" and {}", counted(n, "table", "tables")),
        },
        counted(totals.n_lines as usize, "line", "lines"),
        counted(
            report.services.iter().filter(|it| !it.remaining).count(),
            "service",
            "services"
        ),
        totals.cut_weight,
        totals.weight,
    )?;
    writeln!(
        out,
        "Written by {}. A count of references is not a count of calls at run time.\n",
        markdown(&report.program)
    )
}

fn write_overview(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## Services\n")?;
    writeln!(
        out,
        "| Service | Modules | Tables | Lines | Cohesion | In | Out | Surface |"
    )?;
    writeln!(out, "| --- | --: | --: | --: | --: | --: | --: | --: |")?;
    for service in &report.services {
        let figures = &service.figures;
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            markdown(&service.name),
            figures.n_modules,
            figures.n_objects,
            figures.n_lines,
            cohesion(service),
            figures.incoming,
            figures.outgoing,
            service.surface.len(),
        )?;
    }
    writeln!(out, "\n```mermaid")?;
    mermaid::write_flowchart(out, report)?;
    writeln!(out, "```\n")
}

fn cohesion(service: &ServiceReport) -> String {
    service
        .figures
        .cohesion()
        .map_or_else(|| "-".to_owned(), |it| format!("{it:.2}"))
}

fn write_cycles(out: &mut String, report: &Report) -> fmt::Result {
    if report.cycles.is_empty() {
        writeln!(out, "No services need each other in a circle.\n")?;
        return super::circles::write_markdown(out, &report.circles);
    }
    writeln!(
        out,
        "### Cycles\n\nNone of the services in a circle can be released alone:\n"
    )?;
    for cycle in &report.cycles {
        writeln!(out, "- {}", names(report, cycle))?;
    }
    writeln!(out)?;
    super::circles::write_markdown(out, &report.circles)
}

fn names(report: &Report, services: &[ServiceIdx]) -> String {
    report
        .names(services)
        .map(markdown)
        .collect::<Vec<_>>()
        .join(", ")
}

fn write_cut_list(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## Cut list\n")?;
    if report.cuts.is_empty() {
        return writeln!(out, "No dependency crosses a boundary.\n");
    }
    writeln!(
        out,
        "| Weight | From | To | Needs | What | How | Confidence | Remote | Accepted |"
    )?;
    writeln!(
        out,
        "| --: | --- | --- | --- | --- | --- | --- | --: | --- |"
    )?;
    for cut in report.cuts.iter().take(MAX_ROWS) {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            cut.weight,
            markdown(&report.service(cut.from_service).name),
            markdown(&report.service(cut.to_service).name),
            markdown_code(&cut.from),
            markdown_code(&cut.to),
            cut.kinds_in_words(),
            cut.confidence_in_words(),
            cut.remote.in_words(),
            markdown(cut.accepted.as_deref().unwrap_or_default()),
        )?;
    }
    if let Some(n_more) = report.cuts.len().checked_sub(MAX_ROWS).filter(|it| *it > 0) {
        writeln!(
            out,
            "\nThe heaviest {MAX_ROWS}; {n_more} more are in `cuts.csv` (format `csv`)."
        )?;
    }
    writeln!(out)
}

fn write_in_the_way(out: &mut String, report: &Report) -> fmt::Result {
    remote::write_states(out, report)?;
    remote::write_orphans(out, report)
}

fn write_shared(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## Shared modules\n")?;
    if report.shared.is_empty() {
        return writeln!(out, "No module is needed by several services.\n");
    }
    writeln!(out, "| Module | Owner | Decision | Needed by | Weight |")?;
    writeln!(out, "| --- | --- | --- | --- | --: |")?;
    for it in &report.shared {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            markdown_code(&it.path),
            markdown(&report.service(it.owner).name),
            decision_word(it.decision),
            names(report, &it.used_by),
            it.weight,
        )?;
    }
    writeln!(out)
}

fn write_service(
    out: &mut String,
    report: &Report,
    idx: ServiceIdx,
    service: &ServiceReport,
) -> fmt::Result {
    writeln!(out, "## {}\n", markdown(&service.name))?;
    if service.remaining {
        writeln!(
            out,
            "What no service has been assigned: it goes on as the monolith.\n"
        )?;
    }
    if let Some(note) = &service.note {
        for line in note.lines() {
            writeln!(out, "> {}", markdown(line))?;
        }
        writeln!(out)?;
    }
    if let Some(package) = &service.package {
        writeln!(
            out,
            "Extracted into the package {}.\n",
            markdown_code(package)
        )?;
    }
    write_shape(out, &service.shape)?;
    write_modules(out, service)?;
    write_surface(out, report, service)?;
    write_cuts(
        out,
        report,
        "Needed by others",
        "Nobody needs it.",
        report.inbound(idx),
    )?;
    write_cuts(
        out,
        report,
        "Needs of others",
        "It needs nobody.",
        report.outbound(idx),
    )
}

/// How complex the functions are; nothing where there are none.
fn write_shape(out: &mut String, shape: &Shape) -> fmt::Result {
    if shape.n_functions == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "### Shape\n\n| {} | Sum | Nine of ten at most | Most |\n| --- | --: | --: | --: |",
        counted(shape.n_functions as usize, "function", "functions"),
    )?;
    let rows = [
        ("Lines", shape.lines),
        ("Ways through (cyclomatic)", shape.cyclomatic),
        ("To keep in mind (cognitive)", shape.cognitive),
        ("Nesting", shape.nesting),
        ("Parameters", shape.parameters),
    ];
    for (name, it) in rows {
        writeln!(out, "| {name} | {} | {} | {} |", it.sum, it.p90, it.max)?;
    }
    writeln!(out)
}

fn write_modules(out: &mut String, service: &ServiceReport) -> fmt::Result {
    writeln!(out, "### Modules\n")?;
    if service.modules.is_empty() && service.items.is_empty() {
        return writeln!(out, "None.\n");
    }
    if !service.modules.is_empty() {
        writeln!(out, "| Module | File | Lines |\n| --- | --- | --: |")?;
        for it in &service.modules {
            writeln!(
                out,
                "| {} | {} | {} |",
                markdown_code(&it.path),
                markdown_code(&it.file),
                it.n_lines
            )?;
        }
        writeln!(out)?;
    }
    for item in &service.items {
        writeln!(out, "- {}, taken out of its module", markdown_code(item))?;
    }
    if service.items.is_empty() {
        Ok(())
    } else {
        writeln!(out)
    }
}

fn write_surface(out: &mut String, report: &Report, service: &ServiceReport) -> fmt::Result {
    writeln!(out, "### Surface used from outside\n")?;
    if service.surface.is_empty() {
        return writeln!(out, "None.\n");
    }
    writeln!(
        out,
        "| Item | Kind | Used by | Weight | Defined at |\n| --- | --- | --- | --: | --- |"
    )?;
    for it in &service.surface {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            markdown_code(&it.path),
            markdown(&it.kind),
            names(report, &it.used_by),
            it.weight,
            markdown_code(&it.place),
        )?;
    }
    writeln!(out)
}

fn write_cuts<'a>(
    out: &mut String,
    report: &Report,
    title: &str,
    none: &str,
    cuts: impl Iterator<Item = &'a Cut>,
) -> fmt::Result {
    writeln!(out, "### {title}\n")?;
    let mut cuts = cuts.peekable();
    if cuts.peek().is_none() {
        return writeln!(out, "{none}\n");
    }
    let mut n_shown = 0;
    for cut in cuts.by_ref().take(MAX_ROWS) {
        write_cut(out, report, cut)?;
        n_shown += 1;
    }
    let n_more = cuts.count();
    if n_more > 0 {
        writeln!(
            out,
            "- The heaviest {n_shown}; {n_more} more are in `cuts.csv` (format `csv`)"
        )?;
    }
    writeln!(out)
}

fn write_cut(out: &mut String, report: &Report, cut: &Cut) -> fmt::Result {
    writeln!(
        out,
        "- {} ({}) needs {} ({}): {}",
        markdown_code(&cut.from),
        markdown(&report.service(cut.from_service).name),
        markdown_code(&cut.to),
        markdown(&report.service(cut.to_service).name),
        cut.kinds_in_words(),
    )?;
    for it in cut.evidence.iter().take(MAX_PLACES) {
        writeln!(
            out,
            "  - {} {} {}",
            markdown_code(&it.place),
            it.kind,
            markdown_code(&it.to)
        )?;
    }
    let n_more = cut.evidence.len().saturating_sub(MAX_PLACES);
    if n_more > 0 {
        writeln!(
            out,
            "  - and {}",
            counted(n_more, "more place", "more places")
        )?;
    }
    remote::write_cut(out, &cut.remote)
}

fn write_not_analyzed(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## What was not analyzed\n")?;
    let n_unresolved = report.totals.n_unresolved;
    writeln!(
        out,
        "{} could not be bound to a definition and count nowhere.\n",
        counted(n_unresolved as usize, "mention", "mentions"),
    )?;
    for it in report.not_analyzed.iter().take(MAX_ROWS) {
        write!(out, "- {}: ", severity_word(it.severity))?;
        if let Some(place) = &it.place {
            write!(out, "{} ", markdown_code(&place.to_string()))?;
        }
        write!(out, "{}", markdown(&it.text))?;
        match &it.hint {
            Some(hint) => writeln!(out, " ({})", markdown(hint))?,
            None => writeln!(out)?,
        }
    }
    let n_more = report.not_analyzed.len().saturating_sub(MAX_ROWS);
    if n_more > 0 {
        writeln!(
            out,
            "- and {} in `not-analyzed.csv` (format `csv`)",
            visible(&counted(n_more, "more", "more"))
        )?;
    }
    if !report.not_analyzed.is_empty() {
        writeln!(out)?;
    }
    write_unresolved(out, report)
}

fn write_unresolved(out: &mut String, report: &Report) -> fmt::Result {
    if report.unresolved.is_empty() {
        return Ok(());
    }
    writeln!(out, "### Mentions that count nowhere\n")?;
    for it in report.unresolved.iter().take(MAX_ROWS) {
        write!(out, "- {} at ", markdown_code(&it.path))?;
        let places = it.places.iter().take(MAX_PLACES);
        let places: Vec<_> = places.map(|it| markdown_code(it)).collect();
        write!(out, "{}", places.join(", "))?;
        match it.places.len().saturating_sub(MAX_PLACES) {
            0 => writeln!(out)?,
            n_more => writeln!(out, " and {}", counted(n_more, "more place", "more places"))?,
        }
    }
    if let Some(left_out) = report
        .unresolved
        .get(MAX_ROWS..)
        .filter(|it| !it.is_empty())
    {
        let n_mentions = left_out.iter().map(|it| it.places.len()).sum();
        writeln!(
            out,
            "- and {} at {} in `unresolved.csv` (format `csv`)",
            counted(left_out.len(), "more name", "more names"),
            counted(n_mentions, "place", "places"),
        )?;
    }
    writeln!(out)
}

fn write_words(out: &mut String) -> fmt::Result {
    out.write_str(
        "## Words\n\n\
         - **Weight**: how many references in the code, test code left out\n\
         - **Cohesion**: the share of a service's references that stay inside\n\
         - **In**, **out**: weight of references across its boundary, by direction\n\
         - **Confidence**: how sure the references are: bound by the rules of the language (resolved), by \
         the type that a value most likely has (inferred), by a name that only one item has (guessed)\n\
         - **Remote**: so many of the items used could be called over a network as they are\n\
         - **Surface**: what others name of a service; the interface it would need\n\
         - **Remaining monolith**: what no service has been assigned\n",
    )
}
