//! What a folder looks like from outside: which files count, how long they are and how old.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::progress::Progress;
use crate::project_file::Scenario;
use crate::shell::read::{Files, files_that_count, is_sql_extension};

/// Two looks at a folder that yield the same stamp found the same files.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Stamp {
    /// Of code and manifests.
    pub code: u64,
    /// Of plans.
    pub plans: u64,
}

/// The stamp of a folder; the default one if it is not there.
pub fn stamp_of(root: &Path, progress: &dyn Progress) -> Stamp {
    Survey::of(root, progress).map_or_else(Stamp::default, |it| it.stamp)
}

/// One look at a folder.
pub(super) struct Survey {
    pub(super) stamp: Stamp,
    /// Every folder in which files may count.
    pub(super) folders: Vec<PathBuf>,
}

impl Survey {
    /// `None` if the folder is not there, or if nobody waits for it any more.
    pub(super) fn of(root: &Path, progress: &dyn Progress) -> Option<Self> {
        let Files { files, folders } = files_that_count(root, progress)?;
        let mut plans = plans_in(root);
        plans.sort();
        let stamp = Stamp {
            code: hash_of(&files),
            plans: hash_of(&plans),
        };
        Some(Self { stamp, folders })
    }
}

/// Whether a file of this name may change what is shown.
pub(super) fn counts(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|it| it.to_str()) else {
        return false;
    };
    let extension = Path::new(name).extension().and_then(|it| it.to_str());
    matches!(extension, Some("rs" | "csv"))
        || extension.is_some_and(is_sql_extension)
        || matches!(name, "Cargo.toml" | ".gitignore" | ".ignore")
        || Scenario::of_file(name).is_some()
}

fn plans_in(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let is_plan = |it: &PathBuf| {
        let name = it.file_name().and_then(|it| it.to_str());
        name.is_some_and(|it| Scenario::of_file(it).is_some())
    };
    entries.map(|it| it.path()).filter(is_plan).collect()
}

fn hash_of(files: &[PathBuf]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in files {
        path.hash(&mut hasher);
        let meta = fs::metadata(path).ok();
        meta.as_ref().map(fs::Metadata::len).hash(&mut hasher);
        let changed = meta.and_then(|it| it.modified().ok());
        let age = changed.and_then(|it| it.duration_since(SystemTime::UNIX_EPOCH).ok());
        age.hash(&mut hasher);
    }
    hasher.finish()
}
