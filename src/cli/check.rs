//! `seamline check`: the boundary in CI.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::args::Check;
use super::project::Project;
use super::terminal::Terminal;
use super::{Exit, Fatal};
use crate::export::escape::visible;
use crate::guard::{self, BASELINE_REASON, Crossing, Verdict};
use crate::notice::Notice;
use crate::plan::{Plan, PlanEdit};
use crate::project_file::write_plan;
use crate::shell::plans::{PlanFile, save_plan};

/// So many places are told of each dependency.
const MAX_PLACES: usize = 5;

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<Exit, Fatal> {
    let project = Project::open(&args.of, terminal)?;
    let Some(file) = &project.file else {
        let text = format!("there is no plan {:?} to check against", project.path);
        let hint = "draw one in the window, or begin with `suggest -o seamline.toml`";
        return Err(Fatal::Input(Notice::error(text).hint(hint)));
    };
    let (model, graph) = (&project.analysis.model, &project.analysis.graph);
    if args.accept {
        let edits = guard::accept(model, graph, &project.plan, BASELINE_REASON);
        return accept(project.plan.clone(), file, edits, terminal);
    }
    let verdict = guard::check(model, graph, &project.plan);
    let violations = if args.summary {
        pairs(&verdict)
    } else {
        places(&verdict)
    };
    let rest = stale_and_sum(&verdict, &project.plan);
    terminal.print(&(violations + &rest))?;
    Ok(if verdict.holds() {
        Exit::Done
    } else {
        Exit::Violations
    })
}

/// Writes today's violations into the plan; what nobody needs any more goes.
fn accept(
    mut plan: Plan,
    file: &PlanFile,
    edits: Vec<PlanEdit>,
    terminal: &Terminal,
) -> Result<Exit, Fatal> {
    let n_new = edits
        .iter()
        .filter(|it| matches!(it, PlanEdit::Accept(_)))
        .count();
    let n_gone = edits.len() - n_new;
    if edits.is_empty() {
        terminal.say("the baseline is up to date");
        return Ok(Exit::Done);
    }
    plan.apply(PlanEdit::Batch(edits))
        .map_err(|it| Fatal::Input(Notice::error(it.to_string())))?;
    let text = write_plan(&plan, Some(&file.text));
    save_plan(
        &PlanFile {
            text,
            ..file.clone()
        },
        Some(&file.text),
    )?;
    terminal.say(&format!(
        "{:?}: {n_new} accepted, {n_gone} stale removed",
        file.path
    ));
    Ok(Exit::Done)
}

/// One line a violation that editors and CI systems can jump to.
fn places(verdict: &Verdict) -> String {
    let mut out = String::new();
    for violation in &verdict.violations {
        write_violation(&mut out, violation).ok();
    }
    out
}

/// One line for each pair of services that violations lie between.
fn pairs(verdict: &Verdict) -> String {
    let mut pairs: BTreeMap<(&str, &str), (usize, f64)> = BTreeMap::new();
    for it in &verdict.violations {
        let sum = pairs.entry((&it.from_service, &it.to_service)).or_default();
        sum.0 += 1;
        sum.1 += it.weight;
    }
    let line = |((from, to), (n, weight))| {
        let (from, to) = (visible(from), visible(to));
        let violations = if n == 1 { "violation" } else { "violations" };
        format!("{from} -> {to}: {n} {violations}, x{weight}\n")
    };
    pairs.into_iter().map(line).collect()
}

/// What is stale, then how much of everything there is.
fn stale_and_sum(verdict: &Verdict, plan: &Plan) -> String {
    let mut out = String::new();
    for entry in verdict.stale.iter().filter_map(|it| plan.accepted.get(*it)) {
        let (from, to) = (visible(&entry.from), visible(&entry.to));
        writeln!(
            out,
            "stale: {from} -> {to} is accepted, but nothing needs it any more"
        )
        .ok();
    }
    let (n, n_accepted) = (verdict.violations.len(), verdict.accepted.len());
    let violations = if n == 1 { "violation" } else { "violations" };
    let n_stale = verdict.stale.len();
    writeln!(
        out,
        "{n} {violations}, {n_accepted} accepted, {n_stale} stale"
    )
    .ok();
    out
}

fn write_violation(out: &mut String, it: &Crossing) -> std::fmt::Result {
    let what = format!(
        "{} -> {} crosses from {} to {}",
        visible(&it.from),
        visible(&it.to),
        visible(&it.from_service),
        visible(&it.to_service)
    );
    if it.places.is_empty() {
        return writeln!(out, "{what} (x{})", it.weight);
    }
    for place in it.places.iter().take(MAX_PLACES) {
        writeln!(out, "{}: {what}", visible(place))?;
    }
    match it.places.len().checked_sub(MAX_PLACES) {
        Some(more @ 1..) => writeln!(out, "  and {more} more places"),
        _ => Ok(()),
    }
}
