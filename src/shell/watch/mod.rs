//! Tells when the files of an opened folder change. The system's own watching is named here only.
//!
//! What the system says is a hint to look, never the news itself: the folder is walked again (the
//! same walk that reads it, so build output and ignored folders cost nothing), and there is news
//! only if a file that counts has another size or time than before. So editors that write a file in
//! three steps, a build, a change of branch with a thousand files and the program's own saving all
//! come out as one piece of news, or none.

mod stamp;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

pub use stamp::{Stamp, stamp_of};

use super::jobs::{Job, Jobs, Ticket};
use stamp::Survey;

/// So long nothing must happen before somebody looks.
const QUIET: Duration = Duration::from_millis(300);
/// Where it never gets quiet, somebody looks this often.
const LONGEST_STORM: Duration = Duration::from_secs(3);
/// How often a folder that is gone is looked for.
const BETWEEN_VISITS: Duration = Duration::from_secs(2);
/// How often one looks in any case: some file systems tell nothing.
const AT_LEAST: Duration = Duration::from_mins(10);
/// More folders than this are not watched one by one.
const MAX_FOLDERS: usize = 16_000;

/// What there is to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum News {
    /// Files are not what they were.
    Changed {
        /// Code or manifests.
        code: bool,
        /// Plans.
        plans: bool,
    },
    /// The folder is not there any more.
    Gone,
    /// It is there again.
    Back,
    /// The system watches no more folders; so many of how many are watched.
    Limited {
        /// Folders that are watched.
        n_watched: usize,
        /// Folders there are.
        n_folders: usize,
    },
}

/// Watches a folder until it is dropped.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    signals: Sender<Signal>,
    news: Receiver<News>,
    _job: Job<()>,
}

#[derive(Debug)]
enum Signal {
    Happened(notify::Result<Event>),
    Look,
    Stop,
}

impl Watch {
    /// Watches a folder that was `seen` like this when it was read: what changed since then is the
    /// first news. Whoever made `jobs` is woken when there is some.
    pub fn start(jobs: &Jobs, root: &Path, seen: Stamp) -> Self {
        let (signals, received) = mpsc::channel();
        let (sender, news) = mpsc::channel();
        let told = signals.clone();
        let at = root.to_path_buf();
        let job = jobs.start("watch", move |ticket| {
            let mut watching = Watching {
                root: at,
                seen,
                watcher: watcher(told),
                watched: BTreeSet::new(),
                limited: false,
                gone: false,
                news: sender,
            };
            watching.run(&received, ticket);
        });
        Self {
            root: root.to_path_buf(),
            signals,
            news,
            _job: job,
        }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Looks now, whatever the system says.
    pub fn look(&self) {
        // A watch that has ended has told so.
        self.signals.send(Signal::Look).ok();
    }

    /// What has been found since it was last asked.
    pub fn news(&self) -> Vec<News> {
        self.news.try_iter().collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.signals.send(Signal::Stop).ok();
    }
}

/// `None` where the system cannot watch at all; looking still works.
fn watcher(signals: Sender<Signal>) -> Option<RecommendedWatcher> {
    let tell = move |it| {
        signals.send(Signal::Happened(it)).ok();
    };
    notify::recommended_watcher(tell).ok()
}

/// A look begins anew this often while folders come.
const MOST_ROUNDS: u32 = 8;

struct Watching {
    root: PathBuf,
    /// What was told last.
    seen: Stamp,
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    limited: bool,
    gone: bool,
    news: Sender<News>,
}

impl Watching {
    fn run(&mut self, signals: &Receiver<Signal>, ticket: &Ticket) {
        self.look(ticket);
        loop {
            let patience = if self.gone { BETWEEN_VISITS } else { AT_LEAST };
            match signals.recv_timeout(patience) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Signal::Happened(it)) if !self.matters(&it) => continue,
                Ok(Signal::Happened(_)) => {
                    if !self.wait_for_quiet(signals) {
                        return;
                    }
                }
                Ok(Signal::Look) | Err(RecvTimeoutError::Timeout) => {}
            }
            if ticket.is_cancelled() {
                return;
            }
            self.look(ticket);
        }
    }

    /// Waits until nothing more happens; answers whether to go on.
    fn wait_for_quiet(&self, signals: &Receiver<Signal>) -> bool {
        let begin = Instant::now();
        let mut last = begin;
        loop {
            let now = Instant::now();
            let left = QUIET.saturating_sub(now - last);
            if left.is_zero() || now - begin >= LONGEST_STORM {
                return true;
            }
            match signals.recv_timeout(left) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                Ok(Signal::Happened(it)) if self.matters(&it) => last = Instant::now(),
                Ok(Signal::Happened(_) | Signal::Look) => {}
                Err(RecvTimeoutError::Timeout) => return true,
            }
        }
    }

    /// Whether it is worth a look.
    fn matters(&self, happened: &notify::Result<Event>) -> bool {
        let Ok(event) = happened else { return true };
        let folders = match event.kind {
            // Somebody reads, perhaps we do.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => return false,
            EventKind::Create(CreateKind::Folder)
            | EventKind::Remove(RemoveKind::Folder)
            | EventKind::Modify(ModifyKind::Name(_)) => true,
            _ => false,
        };
        let counts = |path: &PathBuf| {
            stamp::counts(path) || *path == self.root || (folders && path.extension().is_none())
        };
        event.need_rescan() || event.paths.iter().any(counts)
    }

    fn look(&mut self, ticket: &Ticket) {
        let Some(survey) = Survey::of(&self.root, ticket) else {
            if !std::mem::replace(&mut self.gone, true) {
                self.watched.clear();
                self.tell(News::Gone, ticket);
            }
            return;
        };
        if std::mem::take(&mut self.gone) {
            self.tell(News::Back, ticket);
        }
        let mut survey = survey;
        for _ in 0..MOST_ROUNDS {
            let folders = survey.folders.clone();
            self.watch(survey.folders, ticket);
            // What happened between the survey and the watching is in neither: folders that came
            // then would never be watched.
            let Some(again) = Survey::of(&self.root, ticket) else {
                return;
            };
            let settled = again.folders == folders;
            survey = again;
            if settled {
                break;
            }
        }
        let stamp = survey.stamp;
        let (code, plans) = (stamp.code != self.seen.code, stamp.plans != self.seen.plans);
        self.seen = stamp;
        if code || plans {
            self.tell(News::Changed { code, plans }, ticket);
        }
    }

    fn tell(&self, news: News, ticket: &Ticket) {
        self.news.send(news).ok();
        ticket.wake();
    }

    /// Watches these folders and no others. Only Linux needs to be told of each.
    fn watch(&mut self, folders: Vec<PathBuf>, ticket: &Ticket) {
        let Some(watcher) = &mut self.watcher else {
            return self.tell_limit(folders.len(), ticket);
        };
        let each = cfg!(any(target_os = "linux", target_os = "android"));
        let (wanted, mode): (BTreeSet<PathBuf>, _) = if each {
            (folders.into_iter().collect(), RecursiveMode::NonRecursive)
        } else {
            ([self.root.clone()].into(), RecursiveMode::Recursive)
        };
        for gone in self.watched.difference(&wanted) {
            // A folder that is gone has ended its watch itself.
            watcher.unwatch(gone).ok();
        }
        self.watched.retain(|it| wanted.contains(it));
        let mut full = false;
        for folder in &wanted {
            if full || self.watched.len() >= MAX_FOLDERS {
                break;
            }
            if self.watched.contains(folder) {
                continue;
            }
            match watcher.watch(folder, mode) {
                Ok(()) => {
                    self.watched.insert(folder.clone());
                }
                Err(error) => full = is_limit(&error),
            }
        }
        if full || wanted.len() > MAX_FOLDERS {
            self.tell_limit(wanted.len(), ticket);
        }
    }

    fn tell_limit(&mut self, n_folders: usize, ticket: &Ticket) {
        if !std::mem::replace(&mut self.limited, true) {
            let n_watched = self.watched.len();
            let limited = News::Limited {
                n_watched,
                n_folders,
            };
            self.tell(limited, ticket);
        }
    }
}

/// Whether the system has no more watches to give.
fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        // "No space left on device": what Linux says when all watches are taken; "too many open
        // files" when all instances are.
        ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(28 | 24)),
        _ => false,
    }
}
