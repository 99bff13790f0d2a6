//! One log, read: with renames told by likeness where that works, else by sameness alone.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::child::{self, Ended, Limits};
use super::find::Repository;
use super::git::{Git, Renames};
use super::room::Room;
use super::{Bounds, no_history};
use crate::history::{Cut, Day, History, LogReader, Past};
use crate::notice::Notice;
use crate::progress::{Progress, Step};
use crate::source::SourceTree;

/// What it needs.
#[derive(Clone, Copy)]
pub(super) struct Log<'a> {
    pub(super) repository: &'a Repository,
    pub(super) room: &'a Room,
    pub(super) git: &'a Git,
    pub(super) bounds: Bounds,
    /// The files that are there now.
    pub(super) tree: &'a SourceTree,
    /// Where they are below the top: empty, or ending in a slash.
    pub(super) folder: &'a str,
}

impl Log<'_> {
    /// Fills in the history, and what there is to tell of it. `None` if cancelled.
    pub(super) fn read(self, past: &mut Past, progress: &dyn Progress) -> Option<()> {
        let start = Instant::now();
        // Likeness asks for older versions of files: what lacks them need not be asked, and what
        // takes long has half of the time left for an easier question.
        if !self.repository.is_partial() {
            let (ended, history) = self.attempt(Renames::Alike, self.bounds.time / 2, progress)?;
            if !matches!(ended, Ended::Badly(_) | Ended::TooLate) {
                self.conclude(&ended, history, past);
                return Some(());
            }
        }
        let time = self.bounds.time.saturating_sub(start.elapsed());
        let (ended, history) = self.attempt(Renames::Same, time, progress)?;
        if matches!(ended, Ended::Well) && !history.commits.is_empty() {
            past.notices.push(fewer_renames());
        }
        self.conclude(&ended, history, past);
        Some(())
    }

    /// One run of git. `None` if cancelled.
    fn attempt(
        self,
        renames: Renames,
        time: Duration,
        progress: &dyn Progress,
    ) -> Option<(Ended, History)> {
        let mut reader = LogReader::new(&self.tree.files, self.folder);
        let n_commits = self.bounds.n_commits;
        let command = self.git.log(self.room, renames, n_commits, self.folder);
        let n_bytes = self.bounds.n_bytes;
        let ended = child::run(command, Limits { time, n_bytes }, progress, |bytes| {
            reader.feed(bytes);
            progress.report(Step::History, reader.n_commits(), 0);
        });
        let cut = match &ended {
            Ended::Cancelled => return None,
            Ended::Well if self.room.is_shallow() => Some(Cut::Shallow),
            Ended::Well if reader.n_commits() >= n_commits as usize => Some(Cut::Commits),
            Ended::Well => None,
            Ended::TooLate => Some(Cut::Time),
            Ended::TooLong => Some(Cut::Size),
            Ended::Badly(_) | Ended::NotStarted(_) => Some(Cut::Broken),
        };
        Some((ended, reader.finish(self.room.tip(), cut)))
    }

    fn conclude(self, ended: &Ended, history: History, past: &mut Past) {
        past.notices.extend(self.told(ended, &history));
        past.history = (!history.commits.is_empty()).then(|| Arc::new(history));
    }

    fn told(self, ended: &Ended, history: &History) -> Option<Notice> {
        let bounds = self.bounds;
        let unreached = "what was not reached counts in no figure";
        let (why, hint) = match (ended, history.cut) {
            (Ended::NotStarted(why), _) => {
                return Some(no_history(&format!("git could not be started: {why}")));
            }
            (Ended::Well, _) if history.commits.is_empty() => {
                let why = "no commit of the repository changed anything in this folder";
                return Some(no_history(why));
            }
            (Ended::Badly(words), _) => (
                format!("git gave up on the history: {words}"),
                self.hint_for_broken(),
            ),
            (_, Some(Cut::Shallow)) => (
                "the repository is shallow: it holds the newest part of its history alone"
                    .to_owned(),
                "run git fetch --unshallow in it",
            ),
            (_, Some(Cut::Commits)) => (
                format!("only the newest {} commits were read", bounds.n_commits),
                "older ones count in no figure",
            ),
            (_, Some(Cut::Time)) => (
                format!("reading the history took over {} s", bounds.time.as_secs()),
                unreached,
            ),
            (_, Some(Cut::Size)) => (
                "the history is larger than what is read".to_owned(),
                unreached,
            ),
            _ => return None,
        };
        Some(Notice::warning(format!("{why}{}", span_of(history))).hint(hint))
    }

    fn hint_for_broken(self) -> &'static str {
        if self.repository.is_partial() {
            "it is a partial clone that lacks folders of older commits; run git fetch --refetch \
             --no-filter in it"
        } else {
            "run git fsck in the repository"
        }
    }
}

/// What the figures of an incomplete history cover.
fn span_of(history: &History) -> String {
    let n = history.commits.len();
    let span = history.span_secs().map(|(first, last)| {
        let (first, last) = (Day::of_secs(first), Day::of_secs(last));
        format!("; the figures cover {n} commits from {first} to {last}")
    });
    span.unwrap_or_else(|| "; there are no figures from it".to_owned())
}

fn fewer_renames() -> Notice {
    let text = "files that were renamed and changed in one commit begin anew";
    let hint = "the repository lacks older versions of files, or comparing them takes too long; \
                exact renames are followed";
    Notice::info(text).hint(hint)
}
