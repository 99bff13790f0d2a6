//! Commits in the order of a log, newest first, gathered into a [`History`].
//!
//! Going back in time, a path means another file than today before the commit that renamed it: the
//! old name leads to the new one from there on. Where branches ran side by side this is an
//! approximation, as in every tool that follows renames through a log.

use rustc_hash::{FxHashMap, FxHashSet};

use super::people::{Identities, PersonIdx};
use super::{Commit, Cut, History};
use crate::source::{FileId, SourceFile};

/// Takes commits one by one.
#[derive(Debug)]
pub(super) struct Gather {
    /// Which of today's files a path means at this point of the log.
    meaning: FxHashMap<Box<[u8]>, Meaning>,
    identities: Identities,
    commits: Vec<Commit>,
    changes: Vec<FileId>,
    ids: Vec<Box<str>>,
    /// The identity that added each file, as far as is known.
    creators: Vec<Option<PersonIdx>>,
    current: Option<Current>,
}

#[derive(Clone, Copy, Debug)]
struct Meaning {
    file: FileId,
    /// Whether the commit that added the file under this path has been passed: an earlier file of
    /// this path may be another one.
    closed: bool,
}

/// The path before a commit, and the one after it.
type Rename = (Box<[u8]>, Box<[u8]>);

/// The commit under way.
#[derive(Debug)]
struct Current {
    id: Box<str>,
    author: PersonIdx,
    time_secs: i64,
    n_files: u32,
    changed: FxHashSet<FileId>,
    added: Vec<Box<[u8]>>,
    renamed: Vec<Rename>,
}

impl Gather {
    pub(super) fn new(files: &[SourceFile], folder: &str) -> Self {
        let ids = (0u32..).map(FileId);
        let meaning = files.iter().zip(ids).map(|(it, file)| {
            let path = [folder.as_bytes(), it.path.as_bytes()].concat();
            let meaning = Meaning {
                file,
                closed: false,
            };
            (path.into_boxed_slice(), meaning)
        });
        Self {
            meaning: meaning.collect(),
            identities: Identities::default(),
            commits: Vec::new(),
            changes: Vec::new(),
            ids: Vec::new(),
            creators: vec![None; files.len()],
            current: None,
        }
    }

    /// A commit begins.
    pub(super) fn begin(&mut self, id: &str, time_secs: i64, name: &[u8], email: &[u8]) {
        self.end();
        self.current = Some(Current {
            id: id.into(),
            author: self.identities.intern(name, email),
            time_secs,
            n_files: 0,
            changed: FxHashSet::default(),
            added: Vec::new(),
            renamed: Vec::new(),
        });
    }

    /// It changed a file: `A`dded, `D`eleted, `M`odified, `T`urned into another kind, `C`opied from
    /// another, or `R`enamed from `old`.
    pub(super) fn change(&mut self, letter: u8, old: Option<&[u8]>, path: &[u8]) {
        let Some(current) = &mut self.current else {
            return;
        };
        current.n_files = current.n_files.saturating_add(1);
        let Some(meaning) = self.meaning.get(path) else {
            return;
        };
        current.changed.insert(meaning.file);
        match (letter, old) {
            (b'A' | b'C', _) => current.added.push(path.into()),
            (_, Some(old)) => current.renamed.push((old.into(), path.into())),
            _ => {}
        }
    }

    /// The commit is whole.
    pub(super) fn end(&mut self) {
        let Some(current) = self.current.take() else {
            return;
        };
        for path in &current.added {
            if let Some(meaning) = self.meaning.get_mut(path) {
                meaning.closed = true;
                // Overwritten by every earlier commit that adds it: the first one stays.
                self.creators[meaning.file.index()] = Some(current.author);
            }
        }
        self.rename(current.renamed);
        let mut changed: Vec<_> = current.changed.into_iter().collect();
        changed.sort_unstable();
        self.changes.extend(changed);
        self.ids.push(current.id);
        self.commits.push(Commit {
            author: current.author,
            time_secs: current.time_secs,
            n_files: current.n_files,
            end: self.changes.len() as u32,
        });
    }

    /// Before this commit the new names meant nothing, or other files: all of them are forgotten before
    /// the old ones are learned, so that files may also swap their names.
    fn rename(&mut self, renamed: Vec<Rename>) {
        let known: Vec<_> = renamed
            .into_iter()
            .filter_map(|(old, new)| Some((old, self.meaning.remove(&new)?.file)))
            .collect();
        for (old, file) in known {
            // A name that still means a file is that of a branch that ran beside this one.
            let taken = self.meaning.get(&old).is_some_and(|it| !it.closed);
            if !taken {
                let closed = false;
                self.meaning.insert(old, Meaning { file, closed });
            }
        }
    }

    /// Identities become people.
    pub(super) fn finish(mut self, tip: &str, cut: Option<Cut>) -> History {
        let mut n_commits = vec![0; self.identities.len()];
        for commit in &self.commits {
            n_commits[commit.author.index()] += 1;
        }
        let (people, person_of) = self.identities.into_people(&n_commits);
        for commit in &mut self.commits {
            commit.author = person_of[commit.author.index()];
        }
        for creator in self.creators.iter_mut().flatten() {
            *creator = person_of[creator.index()];
        }
        History {
            tip: tip.into(),
            people,
            commits: self.commits,
            cut,
            changes: self.changes,
            ids: self.ids,
            creators: self.creators,
        }
    }
}
