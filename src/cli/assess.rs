//! `seamline assess`: what the boundaries of a plan cost, in numbers.

use std::fmt::Write as _;

use super::args::{Assess, FigureFormat};
use super::project::{Project, read_measured, read_past};
use super::terminal::Terminal;
use super::{Exit, Fatal};
use crate::export::escape::visible;
use crate::export::{
    Cut, Report, ServiceReport, circles_in_text, findings_in_text, format_named, measured_in_text,
    past_in_text, tables_in_text,
};

/// So many cuts are listed in the text; the other formats list all.
const MAX_CUTS: usize = 20;
/// So much of what is in the way of network calls is told for each.
const MAX_OBSTACLES: usize = 3;

pub(super) fn run(args: &Assess, terminal: &Terminal) -> Result<Exit, Fatal> {
    let project = Project::open(&args.of, terminal)?;
    project.mention_missing_plan(terminal);
    if args.history {
        read_past(&project.analysis, terminal)?;
    }
    let measured = read_measured(&args.measured.files, terminal)?;
    let report = project.report_with(measured.as_ref());
    let text = match args.format {
        FigureFormat::Text => text_of(&report),
        FigureFormat::Json => json_of(&report),
    };
    terminal.print(&text)?;
    Ok(Exit::Done)
}

/// The report as data, just as `export --format json` writes it.
fn json_of(report: &Report) -> String {
    let artifacts = format_named("json").and_then(|it| (it.write)(report).ok());
    let json = artifacts
        .into_iter()
        .flatten()
        .find(|it| it.path.ends_with("report.json"));
    json.map(|it| String::from_utf8_lossy(&it.bytes).into_owned())
        .unwrap_or_default()
}

fn text_of(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    write_text(&mut out, report).ok();
    out
}

fn write_text(out: &mut String, report: &Report) -> std::fmt::Result {
    let totals = &report.totals;
    writeln!(
        out,
        "{}: {} modules, {} tables, {} lines, {} of {} references cut",
        visible(&report.system),
        totals.n_modules,
        totals.n_objects,
        totals.n_lines,
        totals.cut_weight,
        totals.weight,
    )?;
    writeln!(
        out,
        "\n{:<24} {:>8} {:>7} {:>8} {:>9} {:>8} {:>8} {:>8}",
        "service", "modules", "tables", "lines", "cohesion", "inside", "in", "out"
    )?;
    for service in &report.services {
        write_service(out, service)?;
    }
    write_shapes(out, report)?;
    out.push_str(&findings_in_text(report));
    out.push_str(&tables_in_text(report));
    out.push_str(&circles_in_text(&report.circles));
    out.push_str(&past_in_text(report));
    out.push_str(&measured_in_text(report.measured.as_ref(), Some(report)));
    let cuts: Vec<_> = report
        .cuts
        .iter()
        .filter(|it| it.accepted.is_none())
        .collect();
    if !cuts.is_empty() {
        writeln!(out, "\ncut, not accepted")?;
    }
    for cut in cuts.iter().take(MAX_CUTS) {
        write_cut(out, report, cut)?;
    }
    match cuts.len().checked_sub(MAX_CUTS) {
        Some(more @ 1..) => writeln!(out, "  and {more} more; --format json lists them all"),
        _ => Ok(()),
    }
}

fn write_service(out: &mut String, service: &ServiceReport) -> std::fmt::Result {
    let figures = &service.figures;
    let cohesion = figures
        .cohesion()
        .map_or("-".to_owned(), |it| format!("{:.0} %", it * 100.0));
    writeln!(
        out,
        "{:<24} {:>8} {:>7} {:>8} {:>9} {:>8} {:>8} {:>8}",
        visible(&service.name),
        figures.n_modules,
        figures.n_objects,
        figures.n_lines,
        cohesion,
        figures.inside,
        figures.incoming,
        figures.outgoing,
    )
}

/// The shape of the functions of every service; nothing where no function is known.
fn write_shapes(out: &mut String, report: &Report) -> std::fmt::Result {
    if report.services.iter().all(|it| it.shape.n_functions == 0) {
        return Ok(());
    }
    writeln!(
        out,
        "\nfunctions: nine of ten have no more / the worst\n\
         {:<24} {:>9} {:>11} {:>11} {:>11} {:>11} {:>11}",
        "service", "functions", "lines", "cyclomatic", "cognitive", "nesting", "parameters"
    )?;
    for service in &report.services {
        let it = &service.shape;
        let spreads = [
            it.lines,
            it.cyclomatic,
            it.cognitive,
            it.nesting,
            it.parameters,
        ];
        write!(out, "{:<24} {:>9}", visible(&service.name), it.n_functions)?;
        for it in spreads {
            write!(out, " {:>11}", format!("{} / {}", it.p90, it.max))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_cut(out: &mut String, report: &Report, cut: &Cut) -> std::fmt::Result {
    writeln!(
        out,
        "  {} -> {}  {} -> {}  x{}  {}",
        visible(&report.service(cut.from_service).name),
        visible(&report.service(cut.to_service).name),
        visible(&cut.from),
        visible(&cut.to),
        cut.weight,
        cut.confidence_in_words(),
    )?;
    write_remote(out, cut)?;
    match cut.evidence.first() {
        Some(first) if !first.place.is_empty() => writeln!(out, "    {}", visible(&first.place)),
        _ => Ok(()),
    }
}

/// How many items could be called over a network, and the worst that is in the way.
fn write_remote(out: &mut String, cut: &Cut) -> std::fmt::Result {
    if cut.remote.n_items() == 0 {
        return Ok(());
    }
    let remote = cut.remote.in_words();
    writeln!(
        out,
        "    {remote} items can be called over a network as they are"
    )?;
    for it in cut.remote.obstacles.iter().take(MAX_OBSTACLES) {
        let (place, item) = (visible(&it.place), visible(&it.item));
        let part = match &*it.part {
            "" => String::new(),
            part => format!(", {}", visible(part)),
        };
        writeln!(out, "      {place} {item}{part}: {}", visible(&it.text))?;
    }
    match cut.remote.obstacles.len().checked_sub(MAX_OBSTACLES) {
        Some(more @ 1..) => writeln!(out, "      and {more} more"),
        _ => Ok(()),
    }
}
