//! People and time, read beside everything else.

use std::sync::Arc;

use super::{Outside, collect};
use crate::insight::ModulesPast;
use crate::pipeline::Analysis;
use crate::session::{Outcome, PastRead, Session};
use crate::shell::history::{Bounds, read_past};
use crate::shell::jobs::Ticket;

impl Outside {
    /// Begins; whatever was being read before is of code that is not open any more.
    pub(super) fn read_past(&mut self, session: &Session) {
        let Some(analysis) = session.analysis().cloned() else {
            return;
        };
        let before = session.last_past().cloned();
        let read = move |ticket: &_| read(&analysis, before.as_ref(), ticket);
        let job = self.jobs.start("history", read);
        self.past = Some(job);
    }

    /// How far it is, and what has been read.
    pub(super) fn drain_past(&mut self, session: &mut Session, outcomes: &mut Vec<Outcome>) {
        if let Some(job) = &self.past {
            let (_, n_commits, _) = job.progress();
            session.tell_past(n_commits);
            if !collect(job, outcomes) {
                self.past = None;
            }
        }
    }
}

fn read(analysis: &Arc<Analysis>, before: Option<&PastRead>, ticket: &Ticket) -> Outcome {
    let before = before.map(|it| (&it.analysis.tree, &*it.past));
    let Some(past) = read_past(&analysis.tree, before, Bounds::default(), ticket) else {
        return Outcome::Cancelled;
    };
    let modules = ModulesPast::of(&analysis.model, &past, false);
    Outcome::PastRead(PastRead {
        analysis: analysis.clone(),
        past: Arc::new(past),
        modules: Arc::new(modules),
    })
}
