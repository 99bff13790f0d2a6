//! Who changed what, when, and with what else: the text of a `git log` becomes figures.
//!
//! Pure functions over bytes that somebody else read ([`LogReader`], [`Teams`]); git itself is run in
//! `shell`. What is counted are commits and files. What it cannot see: a file of which most was changed
//! in the commit that renamed it begins anew, and where older versions of files are lacking, one of
//! which anything was; merges count nothing, whoever made them; the modules of one file share its
//! history; and lines are not counted, since that needs every version of every file.
//!
//! That two things change together is no dependency: it is told apart everywhere.

mod alike;
mod bots;
mod day;
mod figures;
mod gather;
mod log;
mod owners;
mod people;
mod together;
mod truck;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use alike::{MAX_ALIKE, MAX_SHARE_OF_UNITS, MIN_ALIKE, alike};
pub use day::Day;
pub use figures::Figures;
pub use log::LogReader;
pub use owners::{Dialect, MAX_BYTES as MAX_OWNERS_BYTES, TeamIdx, Teams};
pub use people::{Person, PersonIdx};
pub use together::{MAX_FILES_TOGETHER, MIN_TOGETHER, Pair, Together};
pub use truck::{MIN_DEGREE, MIN_NORMAL_DEGREE};

use crate::notice::Notice;
use crate::source::FileId;

/// What there is to know about people and time of one opened folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// What the commits tell; `None` where there are none to read.
    pub history: Option<Arc<History>>,
    /// Who answers for which file, where a `CODEOWNERS` file says so.
    pub teams: Option<Teams>,
    /// What could not be read, and why; what the figures rest on.
    pub notices: Vec<Notice>,
}

/// Every commit that changed something in the opened folder, merges left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Id of the commit it was read from: the one that was checked out.
    pub tip: Arc<str>,
    /// Everybody who made one of the commits: most commits first, ties by name.
    pub people: Vec<Person>,
    /// Newest first, as git tells them.
    pub commits: Vec<Commit>,
    /// Why it does not reach back to the first commit, if it does not.
    pub cut: Option<Cut>,
    /// The files that each commit changed, one commit after the other.
    changes: Vec<FileId>,
    /// The id of each commit.
    ids: Vec<Box<str>>,
    /// Who added each file, where the commit that did is among those read.
    creators: Vec<Option<PersonIdx>>,
}

/// One commit that changed something in the opened folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Commit {
    /// Who wrote it.
    pub author: PersonIdx,
    /// When it came to be in its place (committer date), in seconds since 1970.
    pub time_secs: i64,
    /// How many files it changed, those included that are no longer there or not read.
    pub n_files: u32,
    /// Where its files end in [`History::changes`].
    end: u32,
}

/// Why a history does not reach back to the first commit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// The repository itself holds no more (`git clone --depth`).
    Shallow,
    /// More commits than are read.
    Commits,
    /// It took longer than it may.
    Time,
    /// More text, or more memory of git, than it may take.
    Size,
    /// git gave up on the way.
    Broken,
}

impl Cut {
    /// The word that files use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shallow => "shallow",
            Self::Commits => "commits",
            Self::Time => "time",
            Self::Size => "size",
            Self::Broken => "broken",
        }
    }
}

impl History {
    /// The files that a commit changed, of those that are known.
    pub fn files_of(&self, commit: usize) -> &[FileId] {
        let begin = commit.checked_sub(1).map_or(0, |it| self.commits[it].end);
        &self.changes[begin as usize..self.commits[commit].end as usize]
    }

    /// The id of a commit.
    pub fn id_of(&self, commit: usize) -> &str {
        &self.ids[commit]
    }

    /// Commits with their files, newest first.
    pub fn iter(&self) -> impl Iterator<Item = (&Commit, &[FileId])> {
        let files = (0..self.commits.len()).map(|it| self.files_of(it));
        self.commits.iter().zip(files)
    }

    /// The person with this id.
    pub fn person(&self, idx: PersonIdx) -> &Person {
        &self.people[idx.index()]
    }

    /// How many files it knows about.
    pub fn n_files(&self) -> usize {
        self.creators.len()
    }

    /// Whether a person, rather than a program, wrote a commit.
    pub fn is_by_person(&self, commit: &Commit) -> bool {
        !self.person(commit.author).bot
    }

    /// How many commits programs made.
    pub fn n_bot_commits(&self) -> usize {
        let of_bots = self.commits.iter().filter(|it| !self.is_by_person(it));
        of_bots.count()
    }

    /// When the oldest and the newest commit were made, in seconds since 1970.
    pub fn span_secs(&self) -> Option<(i64, i64)> {
        let times = || self.commits.iter().map(|it| it.time_secs);
        times().min().zip(times().max())
    }
}

/// Which part of the system a file belongs to, for every file; `None` for those that do not count.
/// Parts are numbered from 0.
pub type UnitOf = Vec<Option<u32>>;
