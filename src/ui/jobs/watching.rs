//! The watch over the open folder, and reading again what has changed.

use std::path::{Path, PathBuf};

use egui::{Context, Event};

use super::{Outside, collect, open};
use crate::session::{Outcome, Seen, Session, Work};
use crate::shell::watch::{News, Stamp, Watch};

impl Outside {
    /// Watches a folder; one that is watched already is looked at.
    pub(super) fn watch_folder(&mut self, root: &Path, seen: Seen) {
        let stamp = Stamp {
            code: seen.code,
            plans: seen.plans,
        };
        self.reading = None;
        self.watch = Some(Watch::start(&self.jobs, root, stamp));
    }

    /// Reads the code again, beside everything else if nobody asked for it.
    pub(super) fn reload(&mut self, session: &Session, root: PathBuf, quietly: bool) {
        let Some(before) = session.analysis().cloned() else {
            return;
        };
        if quietly {
            let read = move |ticket: &_| open::reload(&root, &before, ticket);
            self.reading = Some(self.jobs.start("read again", read));
        } else {
            self.reading = None;
            self.start("reload", move |ticket| open::reload(&root, &before, ticket));
        }
    }

    /// How far reading again is, and what it has read once nobody's hands are full.
    pub(super) fn drain_reading(
        &mut self,
        session: &mut Session,
        hands_full: bool,
        outcomes: &mut Vec<Outcome>,
    ) {
        let Some(job) = &self.reading else {
            session.tell_reading(None);
            return;
        };
        let (step, done, total) = job.progress();
        session.tell_reading(Some(Work { step, done, total }));
        if !hands_full && !collect(job, outcomes) {
            self.reading = None;
            session.tell_reading(None);
        }
    }

    /// What has changed in the folder. While something else is under way it waits: a plan that is
    /// being saved is no news.
    pub(super) fn drain_watch(&mut self, ctx: &Context, outcomes: &mut Vec<Outcome>) {
        let focused = |it: &Event| matches!(it, Event::WindowFocused(true));
        let focused = ctx.input(|it| it.events.iter().any(focused));
        let Some(watch) = self.watch.as_ref() else {
            return;
        };
        if focused {
            watch.look();
        }
        if !self.is_quiet() || !outcomes.is_empty() {
            return;
        }
        let (mut code, mut plans) = (false, false);
        for news in watch.news() {
            match news {
                News::Changed { code: c, plans: p } => {
                    code |= c;
                    plans |= p;
                }
                News::Gone => outcomes.push(Outcome::FolderGone),
                News::Back => outcomes.push(Outcome::FolderBack),
                News::Limited {
                    n_watched,
                    n_folders,
                } => outcomes.push(Outcome::WatchLimited {
                    n_watched,
                    n_folders,
                }),
            }
        }
        if code || plans {
            outcomes.push(Outcome::FolderChanged { code, plans });
        }
    }
}
