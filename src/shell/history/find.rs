//! Which repository a folder is in, found by looking at names alone: git is not asked, so that no
//! configuration is read on the way.

use std::fs;
use std::path::{Path, PathBuf};

use super::{no_history, small};
use crate::notice::Notice;

/// Deeper chains of references are somebody's joke.
const MAX_LINKS: usize = 5;
/// Packed references take less.
const MAX_PACKED_BYTES: usize = 64 << 20;

/// A repository with a working tree.
#[derive(Debug)]
pub(super) struct Repository {
    /// The folder that holds `.git`.
    pub(super) top: PathBuf,
    /// What belongs to this working tree alone: `HEAD`.
    pub(super) own: PathBuf,
    /// What all working trees share: objects and references.
    pub(super) common: PathBuf,
}

/// Looks in the folder, which has no links in its path, and above it.
pub(super) fn find(root: &Path) -> Result<Repository, Notice> {
    for top in root.ancestors() {
        let dot_git = top.join(".git");
        let Ok(meta) = fs::metadata(&dot_git) else {
            continue;
        };
        let (own, common) = if meta.is_dir() {
            (dot_git.clone(), dot_git)
        } else if meta.is_file() {
            let own = linked(top, &dot_git)?;
            let common = common_of(&own)?;
            (own, common)
        } else {
            continue;
        };
        if own.join("HEAD").exists() && common.join("objects").is_dir() {
            let top = top.to_path_buf();
            return Ok(Repository { top, own, common });
        }
    }
    Err(no_history("the folder is in no git repository"))
}

/// The repository that a file `.git` points to, as in further working trees and submodules. It has to
/// know of it: otherwise a folder could show the history of any repository of its reader.
fn linked(top: &Path, dot_git: &Path) -> Result<PathBuf, Notice> {
    let broken = || no_history("the file .git leads to no repository");
    let line = small::line(dot_git).ok_or_else(broken)?;
    let target = line.strip_prefix("gitdir:").ok_or_else(broken)?.trim();
    let own = fs::canonicalize(top.join(target)).map_err(|_gone| broken())?;
    let back = small::line(&own.join("gitdir"));
    let knows = back.and_then(|it| fs::canonicalize(own.join(it)).ok());
    let is_ours = knows.is_some_and(|it| Some(it) == fs::canonicalize(dot_git).ok());
    let modules = top.ancestors().map(|it| it.join(".git").join("modules"));
    let mut modules = modules.filter_map(|it| fs::canonicalize(it).ok());
    if is_ours || modules.any(|it| own.starts_with(it)) {
        return Ok(own);
    }
    Err(no_history(
        "the file .git leads to a repository that does not know of this folder",
    ))
}

/// What a further working tree shares with the others: a folder round its own.
fn common_of(own: &Path) -> Result<PathBuf, Notice> {
    let Some(line) = small::line(&own.join("commondir")) else {
        return Ok(own.to_path_buf());
    };
    let common = fs::canonicalize(own.join(line)).ok();
    let common = common.filter(|it| own.starts_with(it));
    common.ok_or_else(|| no_history("the file .git leads to no repository"))
}

impl Repository {
    /// Where its references are kept in a form that only git reads.
    pub(super) fn has_reftable(&self) -> bool {
        self.common.join("reftable").is_dir()
    }

    /// Whether it may lack objects that somebody else holds for it.
    pub(super) fn is_partial(&self) -> bool {
        let pack = fs::read_dir(self.common.join("objects").join("pack"));
        let mut packs = pack.into_iter().flatten().flatten();
        packs.any(|it| it.path().extension().is_some_and(|it| it == "promisor"))
    }

    /// The id of the commit that is checked out; `None` if there is none yet.
    pub(super) fn head(&self) -> Option<String> {
        let mut line = small::line(&self.own.join("HEAD"))?;
        for _ in 0..MAX_LINKS {
            if is_id(&line) {
                return Some(line);
            }
            let name = line.strip_prefix("ref:")?.trim().to_owned();
            if !is_name_of_reference(&name) {
                return None;
            }
            let own = small::line(&self.own.join(&name));
            let loose = own.or_else(|| small::line(&self.common.join(&name)));
            line = match loose {
                Some(loose) => loose,
                None => self.packed(&name)?,
            };
        }
        None
    }

    fn packed(&self, name: &str) -> Option<String> {
        let packed = small::bytes(&self.common.join("packed-refs"), MAX_PACKED_BYTES);
        let packed = packed.ok().flatten()?;
        let line = |it: &[u8]| {
            let (id, of) = str::from_utf8(it).ok()?.split_once(' ')?;
            (of.trim_end() == name && is_id(id)).then(|| id.to_owned())
        };
        packed.split(|it| *it == b'\n').find_map(line)
    }
}

/// Whether this is the id of an object: SHA-1 or SHA-256.
pub(super) fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|it| it.is_ascii_hexdigit())
}

/// References are below `refs`, and their names lead nowhere else.
fn is_name_of_reference(name: &str) -> bool {
    name.starts_with("refs/")
        && !name.contains(['\\', ':', '\0'])
        && name
            .split('/')
            .all(|it| !it.is_empty() && !it.starts_with('.'))
}
