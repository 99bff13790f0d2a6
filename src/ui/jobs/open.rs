//! Opening a project: read, analyze, and its plans.

use std::path::Path;
use std::sync::Arc;

use crate::graph::Filter;
use crate::notice::Notice;
use crate::pipeline::{self, Analysis};
use crate::plan::Plan;
use crate::progress::Progress as _;
use crate::project_file::{self, Scenario};
use crate::session::{OpenedPlan, OpenedProject, Outcome, PlansOnDisk, Seen};
use crate::shell::jobs::Ticket;
use crate::shell::plans::{self, PlanFile};
use crate::shell::read::{Located, ReadError, locate};
use crate::shell::watch::{Stamp, stamp_of};
use crate::shell::{self, Caching, read_tree, samples};

/// Opens a folder, a `Cargo.toml` or a plan.
pub(super) fn open(path: &Path, ticket: &Ticket) -> Outcome {
    match locate(path) {
        Ok(located) => open_located(&located, ticket),
        Err(error) => Outcome::Failed(Notice::from(&error)),
    }
}

/// Unpacks a sample and opens it.
pub(super) fn open_sample(name: &str, ticket: &Ticket) -> Outcome {
    let Some(sample) = samples::sample_named(name) else {
        return Outcome::Failed(Notice::error(format!("there is no sample called {name:?}")));
    };
    match samples::own_copy(&sample) {
        Ok(folder) => open(&folder, ticket),
        Err(error) => Outcome::Failed(Notice::from(&error)),
    }
}

/// Reads and analyzes again what was read before.
pub(super) fn reload(root: &Path, before: &Analysis, ticket: &Ticket) -> Outcome {
    let seen = seen(root, ticket);
    let tree = match read_tree(root, ticket) {
        Ok(tree) => pipeline::mended(tree, &before.tree),
        Err(ReadError::Cancelled) => return Outcome::Cancelled,
        Err(error) => return Outcome::NotReloaded(Notice::from(&error)),
    };
    if pipeline::same_code(&tree, &before.tree) {
        return Outcome::Unchanged(seen);
    }
    match shell::analyze_again(tree, ticket) {
        Some(analysis) => Outcome::Reloaded(Arc::new(analysis), seen),
        None => Outcome::Cancelled,
    }
}

/// Reads and analyzes as if for the first time.
pub(super) fn read_anew(root: &Path, ticket: &Ticket) -> Outcome {
    let seen = seen(root, ticket);
    match shell::analyze(root, Caching::Anew, ticket) {
        Ok(analysis) => Outcome::Reloaded(Arc::new(analysis), seen),
        Err(ReadError::Cancelled) => Outcome::Cancelled,
        Err(error) => Outcome::NotReloaded(Notice::from(&error)),
    }
}

/// Reads the plans again.
pub(super) fn read_plans(root: &Path) -> Outcome {
    let mut notices = Vec::new();
    let files = plans::read_plans(root, &mut notices);
    let name = |it: &PlanFile| Some(it.scenario()?.name().unwrap_or_default().into());
    let names = files.iter().filter_map(name).collect();
    let parsed = files.iter().filter_map(|it| parse(it, false, &mut notices));
    let plans = parsed.collect();
    Outcome::PlansRead(PlansOnDisk {
        plans,
        names,
        notices,
    })
}

/// What the folder looks like before it is read: what changes meanwhile is noticed afterwards.
fn seen(root: &Path, ticket: &Ticket) -> Seen {
    let Stamp { code, plans } = stamp_of(root, ticket);
    Seen { code, plans }
}

fn analyze(root: &Path, ticket: &Ticket) -> Result<Analysis, Outcome> {
    shell::analyze(root, Caching::Kept, ticket).map_err(|error| match error {
        ReadError::Cancelled => Outcome::Cancelled,
        error => Outcome::Failed(Notice::from(&error)),
    })
}

fn open_located(located: &Located, ticket: &Ticket) -> Outcome {
    let seen = seen(&located.root, ticket);
    let analysis = match analyze(&located.root, ticket) {
        Ok(analysis) => analysis,
        Err(outcome) => return outcome,
    };
    if ticket.cancelled() {
        return Outcome::Cancelled;
    }
    let mut notices = Vec::new();
    let files = plans::read_plans(&located.root, &mut notices);
    let broken = !notices.is_empty();
    let mut opened: Vec<OpenedPlan> = files
        .iter()
        .filter_map(|it| parse(it, false, &mut notices))
        .collect();
    let chosen_is_there = opened.iter().any(|it| it.name.is_empty());
    if !chosen_is_there {
        opened.insert(0, empty_plan(&analysis));
    }
    if broken || opened.len() < files.len() {
        notices.push(Notice::info(
            "a plan that cannot be used is left as it is on disk",
        ));
    }
    let shown = shown(located, &opened);
    let rescued: Vec<_> = plans::rescued(&located.root)
        .iter()
        .filter_map(|it| parse(it, true, &mut Vec::new()))
        .collect();
    Outcome::Opened(Box::new(OpenedProject {
        root: located.root.clone(),
        analysis: Arc::new(analysis),
        seen,
        filter: Filter::default(),
        plans: opened,
        shown,
        notices,
        rescued: (!rescued.is_empty()).then_some(rescued),
    }))
}

/// The plan that was named on opening, or the chosen one.
fn shown(located: &Located, opened: &[OpenedPlan]) -> usize {
    let file = located.plan.as_deref().and_then(Path::file_name);
    let named = file.and_then(|it| Scenario::of_file(it.to_str()?));
    let name = named.as_ref().and_then(Scenario::name).unwrap_or_default();
    opened.iter().position(|it| *it.name == *name).unwrap_or(0)
}

fn parse(file: &PlanFile, rescued: bool, notices: &mut Vec<Notice>) -> Option<OpenedPlan> {
    match project_file::parse_plan(&file.text) {
        Ok((mut plan, said)) => {
            notices.extend(said);
            if let Some(positions) = &file.positions {
                match project_file::parse_positions(positions) {
                    Ok(positions) => plan.positions = positions,
                    Err(error) => notices.push(Notice::warning(error.to_string())),
                }
            }
            let text = (!rescued).then(|| file.text.as_str().into());
            let name = file.scenario()?.name().unwrap_or_default().into();
            Some(OpenedPlan {
                name,
                plan,
                text,
                rescued,
            })
        }
        Err(error) => {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            let place = crate::notice::Place::file(&*name);
            notices.push(
                Notice::error(error.to_string())
                    .at(place)
                    .hint(error.hint()),
            );
            None
        }
    }
}

fn empty_plan(analysis: &Analysis) -> OpenedPlan {
    let name = analysis.tree.name.as_str().into();
    let plan = Plan {
        name,
        root: ".".into(),
        ..Plan::default()
    };
    OpenedPlan {
        name: "".into(),
        plan,
        text: None,
        rescued: false,
    }
}
