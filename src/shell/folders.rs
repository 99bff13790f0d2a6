//! What is in a folder, for a picker of paths.

use std::fs;
use std::path::{Path, PathBuf};

use crate::project_file::Scenario;

/// So many entries are listed at most.
const MAX_ENTRIES: usize = 2000;

/// A folder, or a file that can be opened.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether it can be opened as a project: a `Cargo.toml`, a plan, or a folder with either.
    pub has_code: bool,
}

/// Folders first, then files that can be opened (or all), each by name. Empty if it cannot be read.
pub fn list(folder: &Path, any_file: bool) -> Vec<Entry> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .take(MAX_ENTRIES);
    let mut entries: Vec<Entry> = entries
        .filter_map(|it| entry(&it.path(), any_file))
        .collect();
    entries.sort_by(|a, b| (!a.is_folder, &a.name).cmp(&(!b.is_folder, &b.name)));
    entries
}

fn entry(path: &Path, any_file: bool) -> Option<Entry> {
    let name = path.file_name()?.to_str()?.to_owned();
    let is_folder = path.is_dir();
    let opens = name == "Cargo.toml" || Scenario::of_file(&name).is_some();
    let has_code = opens || path.join("Cargo.toml").is_file();
    (is_folder || opens || any_file).then_some(Entry {
        name,
        is_folder,
        has_code,
    })
}

/// Whether something is there.
pub fn is_there(path: &Path) -> bool {
    path.exists()
}

/// The user's own folder.
pub fn home() -> Option<PathBuf> {
    dirs::home_dir()
}
