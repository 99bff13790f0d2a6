//! People and time of the open project: read beside everything else, once somebody looks at them.

use std::sync::Arc;

use super::Session;
use super::effect::Effect;
use crate::history::Past;
use crate::insight::ModulesPast;
use crate::pipeline::Analysis;

/// How far people and time of the open project are, as long as they are not known.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum PastState {
    /// Nobody has asked yet.
    #[default]
    Unread,
    /// So many commits have been read.
    Reading(usize),
    /// Somebody stopped it.
    Stopped,
}

/// People and time, folded to modules beside the window.
#[derive(Clone, Debug)]
pub struct PastRead {
    /// The code they belong to.
    pub analysis: Arc<Analysis>,
    /// As they were read.
    pub past: Arc<Past>,
    /// Held against modules.
    pub modules: Arc<ModulesPast>,
}

impl Session {
    /// People and time of what is open, once they have been read.
    pub fn past(&self) -> Option<&PastRead> {
        let analysis = self.analysis()?;
        let read = self.past.as_ref();
        read.filter(|it| Arc::ptr_eq(&it.analysis, analysis))
    }

    /// How far reading them is.
    pub fn past_state(&self) -> PastState {
        self.past_state
    }

    /// Notes how many commits have been read.
    pub fn tell_past(&mut self, n_commits: usize) {
        if matches!(self.past_state, PastState::Reading(_)) {
            self.past_state = PastState::Reading(n_commits);
        }
    }

    pub(super) fn read_past(&mut self) -> Vec<Effect> {
        let under_way = matches!(self.past_state, PastState::Reading(_));
        if self.project.is_none() || self.past().is_some() || under_way {
            return Vec::new();
        }
        self.past_state = PastState::Reading(0);
        vec![Effect::ReadPast]
    }

    pub(super) fn stop_past(&mut self) -> Vec<Effect> {
        self.past_state = PastState::Stopped;
        vec![Effect::StopPast]
    }

    /// What belongs to code that was read again since is of no use.
    pub(super) fn past_read(&mut self, read: PastRead) -> Vec<Effect> {
        let is_open = |it: &Arc<Analysis>| Arc::ptr_eq(it, &read.analysis);
        if self.analysis().is_some_and(is_open) {
            // Exports find it there.
            read.analysis.past.set(read.past.clone()).ok();
            self.past = Some(read);
            self.past_state = PastState::Unread;
        }
        Vec::new()
    }

    /// What was read last, of other code perhaps.
    pub fn last_past(&self) -> Option<&PastRead> {
        self.past.as_ref()
    }

    /// Other code is open: its past is another one. What was read is kept for whoever reads again.
    pub(super) fn outdate_past(&mut self) {
        self.past_state = PastState::Unread;
    }

    /// Nothing is open.
    pub(super) fn forget_past(&mut self) {
        self.past = None;
        self.outdate_past();
    }
}
