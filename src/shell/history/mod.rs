//! People and time of an opened folder, from the git repository it is in.
//!
//! The repository is hostile input: it may name programs to run and places to fetch from. So git never
//! works in it. It works in an empty repository of our own ([`room`]), whose configuration we wrote,
//! and reads the other one's objects alone; its configuration, hooks, attributes, grafts and
//! replacements are not there to be obeyed. Besides, everything that could execute or fetch is
//! switched off ([`git`]), and the child's whole life is bounded ([`child`]).

mod child;
mod find;
mod git;
mod log;
mod owners;
mod room;
mod small;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::history::{History, Past};
use crate::notice::Notice;
use crate::progress::{Progress, Step};
use crate::source::{SourceFile, SourceTree};

use git::Git;
use log::Log;
use room::Room;

/// How much of a history is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// Commits, the newest first.
    pub n_commits: u32,
    /// The whole life of git.
    pub time: Duration,
    /// Text that git may print.
    pub n_bytes: u64,
}

impl Default for Bounds {
    /// Some ten times what large repositories need.
    fn default() -> Self {
        Self {
            n_commits: 200_000,
            time: Duration::from_secs(30),
            n_bytes: 1 << 30,
        }
    }
}

/// What was read before, of the same folder perhaps.
pub type Before<'a> = Option<(&'a SourceTree, &'a Past)>;

/// Reads people and time of a tree that was read from a folder. `None` if cancelled. As long as the
/// same commit is checked out and the same files are there, the history of before is that of now.
pub fn read_past(
    tree: &SourceTree,
    before: Before<'_>,
    bounds: Bounds,
    progress: &dyn Progress,
) -> Option<Past> {
    let path = |it: &SourceFile| it.path.clone();
    let same = |it: &(&SourceTree, &Past)| {
        it.0.root == tree.root && it.0.files.iter().map(path).eq(tree.files.iter().map(path))
    };
    let before = before.filter(same).and_then(|it| it.1.history.clone());
    read_with(tree, before, bounds, Git::find(), progress)
}

fn read_with(
    tree: &SourceTree,
    before: Option<Arc<History>>,
    bounds: Bounds,
    git: Option<Git>,
    progress: &dyn Progress,
) -> Option<Past> {
    progress.report(Step::History, 0, 0);
    let mut past = Past::default();
    if tree.given.is_some() {
        past.notices
            .push(no_history("a graph that was given has no files"));
        return Some(past);
    }
    let found = find::find(&tree.root);
    let top = match &found {
        Ok(repository) => &repository.top,
        Err(_) => &tree.root,
    };
    let folder = folder_in(top, &tree.root);
    past.teams = owners::read(top, tree, &folder, &mut past.notices);
    let read = found.and_then(|repository| {
        let git = git.ok_or_else(no_git)?;
        let room = Room::new(&repository, &git)?;
        Ok((repository, room, git))
    });
    match read {
        Ok((_, room, _)) if before.as_ref().is_some_and(|it| holds(it, &room)) => {
            past.history = before;
        }
        Ok((repository, room, git)) => {
            let log = Log {
                repository: &repository,
                room: &room,
                git: &git,
                bounds,
                tree,
                folder: &folder,
            };
            log.read(&mut past, progress)?;
        }
        Err(notice) => past.notices.push(notice),
    }
    Some(past)
}

/// Whether a history is still that of the commit that is checked out, and whole.
fn holds(history: &History, room: &Room) -> bool {
    history.cut.is_none() && *history.tip == *room.tip()
}

/// Where the opened folder is below the top of the repository: empty, or ending in a slash.
fn folder_in(top: &Path, root: &Path) -> String {
    let below = root.strip_prefix(top).unwrap_or(Path::new(""));
    let names = below.iter().map(|it| it.to_string_lossy());
    names.map(|it| format!("{it}/")).collect()
}

fn no_git() -> Notice {
    no_history("git is not installed, or no absolute folder of PATH has it")
}

/// Nothing is known of people and time; the rest of the result does not depend on it.
fn no_history(why: &str) -> Notice {
    let text = format!("there is no history: {why}");
    Notice::warning(text).hint("people and time are left out, everything else is whole")
}
