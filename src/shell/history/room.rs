//! An empty repository of our own in a temporary folder, in which git works on the objects of
//! another one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::find::Repository;
use super::git::Git;
use super::{no_history, small};
use crate::notice::Notice;
use crate::shell::read::plain_reason;

/// The list of commits whose parents a shallow repository lacks takes less.
const MAX_SHALLOW_BYTES: usize = 16 << 20;

/// The folder; gone when dropped.
#[derive(Debug)]
pub(super) struct Room {
    folder: TempDir,
    objects: PathBuf,
    tip: String,
    shallow: bool,
}

impl Room {
    pub(super) fn new(of: &Repository, git: &Git) -> Result<Self, Notice> {
        let tip = if of.has_reftable() {
            git.head_of(of)
        } else {
            of.head()
        };
        let tip = tip.ok_or_else(|| no_history("the repository has no commit checked out"))?;
        Self::make(of, tip).map_err(|error| {
            let reason = plain_reason(&error);
            no_history(&format!(
                "no temporary folder could be made for git: {reason}"
            ))
        })
    }

    fn make(of: &Repository, tip: String) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("seamline-").tempdir()?;
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("refs"))?;
        fs::create_dir(at("objects"))?;
        fs::write(at("HEAD"), format!("{tip}\n"))?;
        let config = if tip.len() == 64 {
            "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n"
        } else {
            "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
        };
        fs::write(at("config"), config)?;
        let shallow = small::bytes(&of.common.join("shallow"), MAX_SHALLOW_BYTES)?;
        let shallow = shallow.filter(|it| !it.is_empty());
        if let Some(shallow) = &shallow {
            fs::write(at("shallow"), shallow)?;
        }
        Ok(Self {
            objects: fs::canonicalize(of.common.join("objects"))?,
            shallow: shallow.is_some(),
            folder,
            tip,
        })
    }

    /// The folder, which is a bare repository.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the objects of the other repository are.
    pub(super) fn objects(&self) -> &Path {
        &self.objects
    }

    /// The id of the commit that is checked out there.
    pub(super) fn tip(&self) -> &str {
        &self.tip
    }

    /// Whether the other repository holds the newest part of its history alone.
    pub(super) fn is_shallow(&self) -> bool {
        self.shallow
    }
}
