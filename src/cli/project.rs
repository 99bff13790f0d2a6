//! A path from the command line, read and analyzed, with the plan that belongs to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Fatal;
use super::args::PlanArguments;
use super::terminal::Terminal;
use crate::export::Report;
use crate::insight::Assessment;
use crate::measured::Measurements;
use crate::notice::Notice;
use crate::pipeline::Analysis;
use crate::plan::Plan;
use crate::project_file::{self, Scenario};
use crate::shell::history::{Bounds, read_past as read_history};
use crate::shell::plans::{PlanFile, plan_path, read_plan};
use crate::shell::read::locate;
use crate::shell::{self, Caching};

/// Code and plan.
pub(super) struct Project {
    /// The code. Its notices include those of the plan.
    pub(super) analysis: Analysis,
    /// The plan; without services where there is no file.
    pub(super) plan: Plan,
    /// The file of the plan, where there is one.
    pub(super) file: Option<PlanFile>,
    /// Where the plan is, or would be.
    pub(super) path: PathBuf,
}

impl Project {
    /// Reads the plan and the code; tells what was skipped.
    pub(super) fn open(of: &PlanArguments, terminal: &Terminal) -> Result<Self, Fatal> {
        let located = locate(&of.path)?;
        let usual = plan_path(&located.root, &Scenario::chosen());
        let named = of.plan.clone().or(located.plan);
        let wanted = named.is_some() || usual.is_file();
        let path = named.unwrap_or(usual);
        let mut notices = Vec::new();
        let (mut plan, file) = if wanted {
            let (plan, file) = parse(&path, &mut notices)?;
            (plan, Some(file))
        } else {
            (Plan::default(), None)
        };
        let mut analysis = shell::analyze(&located.root, of.cache.caching(), terminal)?;
        if plan.name.is_empty() {
            plan.name = analysis.tree.name.as_str().into();
        }
        notices.extend(project_file::rebind(&plan, &analysis.model));
        notices.append(&mut analysis.notices);
        notices.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.cmp(b)));
        analysis.notices = notices;
        terminal.tell(&analysis.notices);
        terminal.tell_aside(&analysis.aside);
        Ok(Self {
            analysis,
            plan,
            file,
            path,
        })
    }

    /// Everything there is to hand over.
    pub(super) fn report(&self) -> Report {
        self.report_with(None)
    }

    /// Everything there is to hand over, and what was measured.
    pub(super) fn report_with(&self, measured: Option<&Measurements>) -> Report {
        let assessment = Assessment::of(&self.analysis.model, &self.analysis.graph, &self.plan);
        let report = Report::new(&self.analysis, &self.plan, &assessment);
        match measured {
            Some(it) => report.with_measured(&self.analysis, &self.plan, &assessment, it),
            None => report,
        }
    }

    /// Says that nothing is assigned, which is rarely what was meant.
    pub(super) fn mention_missing_plan(&self, terminal: &Terminal) {
        if self.file.is_none() {
            let text = format!("there is no plan {:?}", self.path);
            let hint = "everything counts as the remaining monolith; name a plan with --plan";
            terminal.say(&Notice::info(text).hint(hint).to_string());
        }
    }
}

/// Reads a plan with its positions.
pub(super) fn parse(path: &Path, notices: &mut Vec<Notice>) -> Result<(Plan, PlanFile), Fatal> {
    let file = read_plan(path).map_err(Fatal::Input)?;
    let shown = path.to_string_lossy();
    let parsed = project_file::parse_plan(&file.text);
    let (mut plan, told) = parsed.map_err(|it| Fatal::Input(it.notice(&shown)))?;
    notices.extend(told);
    match file.positions.as_deref().map(project_file::parse_positions) {
        Some(Ok(positions)) => plan.positions = positions,
        // Positions are comfort; without them everything is arranged anew.
        Some(Err(error)) => notices.push(error.notice(&shown)),
        None => {}
    }
    Ok((plan, file))
}

/// Reads people and time for an analysis; tells what is missing from them.
pub(super) fn read_past(analysis: &Analysis, terminal: &Terminal) -> Result<(), Fatal> {
    let past = read_history(&analysis.tree, None, Bounds::default(), terminal);
    let past = past.ok_or(Fatal::Cancelled)?;
    terminal.tell(&past.notices);
    // It is asked for once.
    analysis.past.set(Arc::new(past)).ok();
    Ok(())
}

/// Reads files of measurements; tells what is missing from them. `None` if none is named.
pub(super) fn read_measured(
    paths: &[PathBuf],
    terminal: &Terminal,
) -> Result<Option<Measurements>, Fatal> {
    if paths.is_empty() {
        return Ok(None);
    }
    let measured = shell::measured::read(paths)?;
    terminal.tell(&measured.notices);
    Ok(Some(measured))
}

/// Reads and analyzes; tells what was skipped.
pub(super) fn analyze(
    path: &Path,
    caching: Caching,
    terminal: &Terminal,
) -> Result<Analysis, Fatal> {
    let analysis = shell::analyze(path, caching, terminal)?;
    terminal.tell(&analysis.notices);
    terminal.tell_aside(&analysis.aside);
    Ok(analysis)
}
