//! Exports, the check and suggestions: pure computations on a copy of the plan.

use std::path::PathBuf;
use std::sync::Arc;

use crate::export::{Artifact, Report, format_named};
use crate::guard;
use crate::insight::Assessment;
use crate::notice::Notice;
use crate::pipeline::Analysis;
use crate::plan::Plan;
use crate::progress::{Progress as _, Step};
use crate::session::{Outcome, Session};
use crate::shell::jobs::Ticket;
use crate::shell::write::{WriteError, write_artifacts};
use crate::suggest::{self, Wish};

/// Code and plan as they are now, for a worker.
fn state(session: &Session) -> Option<(Arc<Analysis>, Plan)> {
    Some((session.analysis()?.clone(), session.plan()?.clone()))
}

/// Makes the files of these formats.
pub(super) fn prepare(
    session: &Session,
    formats: Vec<&'static str>,
) -> Option<impl FnOnce(&Ticket) -> Outcome + Send + 'static> {
    let (analysis, plan) = state(session)?;
    let measured = session.measured().map(|it| it.measured.clone());
    Some(move |ticket: &Ticket| {
        let assessment = Assessment::of(&analysis.model, &analysis.graph, &plan);
        let report = Report::new(&analysis, &plan, &assessment);
        let report = match &measured {
            Some(it) => report.with_measured(&analysis, &plan, &assessment, it),
            None => report,
        };
        let mut artifacts: Vec<Artifact> = Vec::new();
        for (done, format) in formats.iter().enumerate() {
            if ticket.cancelled() {
                return Outcome::Cancelled;
            }
            ticket.report(Step::Export, done, formats.len());
            match format_named(format).map(|it| (it.write)(&report)) {
                Some(Ok(made)) => artifacts.extend(made),
                Some(Err(error)) => {
                    let text = format!("{format}: {error}");
                    return Outcome::WriteRefused(Notice::error(text));
                }
                None => {}
            }
        }
        Outcome::Prepared(Arc::new(artifacts))
    })
}

/// Looks for boundaries, keeping what the plan has fixed.
pub(super) fn suggest(
    session: &Session,
) -> Option<impl FnOnce(&Ticket) -> Outcome + Send + 'static> {
    let (analysis, plan) = state(session)?;
    Some(move |ticket: &Ticket| {
        ticket.report(Step::Suggest, 0, 0);
        let wish = Wish {
            n_services: None,
            seed: 1,
        };
        let found = suggest::suggest(&analysis.model, &analysis.graph, &plan, wish);
        if ticket.cancelled() {
            return Outcome::Cancelled;
        }
        Outcome::Suggested {
            edit: found.edit(),
            n_services: found.suggestions.len(),
            notices: found.notices,
        }
    })
}

/// Holds the plan against the code.
pub(super) fn check(session: &Session) -> Option<impl FnOnce(&Ticket) -> Outcome + Send + 'static> {
    let (analysis, plan) = state(session)?;
    Some(move |_: &Ticket| {
        Outcome::Checked(Arc::new(guard::check(
            &analysis.model,
            &analysis.graph,
            &plan,
        )))
    })
}

/// Writes what was prepared, all or nothing.
pub(super) fn write(
    folder: PathBuf,
    artifacts: &[Artifact],
    force: bool,
    ticket: &Ticket,
) -> Outcome {
    match write_artifacts(&folder, artifacts, force, ticket) {
        Ok(written) => Outcome::Written(folder, written.len()),
        Err(WriteError::Cancelled) => Outcome::Cancelled,
        Err(error) => Outcome::WriteRefused(Notice::from(&error)),
    }
}
