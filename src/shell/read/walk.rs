//! Finds the files of a folder: what git ignores, build output and vendored crates left out, links
//! followed only inside the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry, FileType};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::ReadError;
use super::error::plain_reason;
use super::ignored::{Ignored, Rule};
use crate::notice::{Notice, Place};
use crate::progress::{Progress, Step};
use crate::source::vendored_folders;

/// A file worth reading.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Relative to the root, with forward slashes.
    pub(super) path: String,
    /// Where it is.
    pub(super) on_disk: PathBuf,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files that end in `.rs`.
    pub(super) rust: Vec<Candidate>,
    /// Every `Cargo.toml`.
    pub(super) manifests: Vec<Candidate>,
    /// Files of SQL.
    pub(super) sql: Vec<Candidate>,
    /// Every folder that was looked into.
    pub(super) folders: Vec<PathBuf>,
    /// Everything that was looked at.
    pub(super) n_entries: usize,
    /// Everything that git ignores, a folder counted once.
    pub(super) n_ignored: usize,
    /// Folders, Rust files and manifests that git ignores, by the rule that says so.
    pub(super) ignored: BTreeMap<Rule, u32>,
    /// Files in languages that cannot be read.
    pub(super) other_languages: BTreeMap<&'static str, usize>,
    /// What could not be looked at.
    pub(super) notices: Vec<Notice>,
}

/// Walks the whole tree below `root`, which is absolute and free of links.
pub(super) fn walk(root: &Path, progress: &dyn Progress) -> Result<Found, ReadError> {
    let mut walk = Walk {
        root,
        found: Found::default(),
        vendored: BTreeSet::new(),
        n_vendored: 0,
    };
    let top = Folder {
        path: String::new(),
        on_disk: root.to_path_buf(),
        ..Folder::default()
    };
    let mut folders = vec![top];
    while let Some(folder) = folders.pop() {
        if progress.cancelled() {
            return Err(ReadError::Cancelled);
        }
        progress.report(Step::Find, walk.found.rust.len(), 0);
        match entries_of(&folder.on_disk) {
            Ok(entries) => folders.extend(walk.visit(&folder, &entries)),
            Err(error) if folder.path.is_empty() => {
                return Err(ReadError::unreadable(root, &error));
            }
            Err(error) => walk.warn(
                &folder.path,
                format!("folder cannot be read: {}", plain_reason(&error)),
                "check that you have permission to read it",
            ),
        }
    }
    Ok(walk.finish())
}

/// A folder still to visit.
#[derive(Clone, Default)]
struct Folder {
    path: String,
    on_disk: PathBuf,
    ignored: Ignored,
    /// Reached through a link: links inside are not followed, so that the walk stays finite.
    linked: bool,
}

struct Walk<'a> {
    root: &'a Path,
    found: Found,
    /// Folders that a `.cargo/config.toml` names.
    vendored: BTreeSet<PathBuf>,
    n_vendored: usize,
}

impl Walk<'_> {
    /// Takes the files of a folder and tells which folders inside it to visit.
    fn visit(&mut self, folder: &Folder, entries: &[(String, DirEntry)]) -> Vec<Folder> {
        let has = |name: &str| entries.iter().any(|it| it.0 == name);
        let is_root = folder.path.is_empty();
        if !is_root && has("Cargo.toml") && has(".cargo-checksum.json") {
            self.n_vendored += 1;
            return Vec::new();
        }
        if !is_root && has("CACHEDIR.TAG") {
            return Vec::new();
        }
        self.found.folders.push(folder.on_disk.clone());
        if has(".cargo") {
            self.note_vendored(&folder.on_disk);
        }
        let mut inside = Folder {
            ignored: folder.ignored.inside(&folder.on_disk),
            ..folder.clone()
        };
        let is_package = has("Cargo.toml");
        let mut folders = Vec::new();
        for (name, entry) in entries {
            self.found.n_entries += 1;
            if name == ".git" || (name == "target" && is_package) {
                continue;
            }
            inside.path = join(&folder.path, name);
            inside.on_disk = entry.path();
            folders.extend(self.take(&inside, name, entry));
        }
        folders
    }

    /// Takes one entry; a folder to visit is handed back.
    fn take(&mut self, at: &Folder, name: &str, entry: &DirEntry) -> Option<Folder> {
        let kind = entry.file_type().ok()?;
        if let Some(rule) = at.ignored.covers(&at.on_disk, kind.is_dir()) {
            self.found.n_ignored += 1;
            let is_rust = Path::new(name).extension().is_some_and(|it| it == "rs");
            if kind.is_dir() || name == "Cargo.toml" || is_rust {
                *self.found.ignored.entry(rule).or_default() += 1;
            }
            return None;
        }
        if kind.is_symlink() {
            return self.follow(at, name);
        }
        self.sort_in(at, name, kind)
    }

    fn sort_in(&mut self, at: &Folder, name: &str, kind: FileType) -> Option<Folder> {
        if kind.is_dir() {
            return (!self.vendored.contains(&at.on_disk)).then(|| at.clone());
        }
        let candidate = || Candidate {
            path: at.path.clone(),
            on_disk: at.on_disk.clone(),
        };
        let extension = Path::new(name)
            .extension()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        let is_sql = is_sql_extension(extension);
        let wanted = extension == "rs" || name == "Cargo.toml" || is_sql;
        if wanted && !kind.is_file() {
            self.warn(
                &at.path,
                "left out, because it is no regular file",
                "remove it",
            );
        } else if extension == "rs" {
            self.found.rust.push(candidate());
        } else if name == "Cargo.toml" {
            self.found.manifests.push(candidate());
        } else if is_sql {
            self.found.sql.push(candidate());
        } else if let Some(language) = language_of(extension) {
            *self.found.other_languages.entry(language).or_default() += 1;
        }
        None
    }

    /// Follows a link if it leads to a place inside the tree that is not already on the way.
    fn follow(&mut self, at: &Folder, name: &str) -> Option<Folder> {
        let target = match fs::canonicalize(&at.on_disk) {
            Ok(target) => target,
            Err(error) => {
                self.warn_of_link(&at.path, &error);
                return None;
            }
        };
        if !target.starts_with(self.root) {
            let notice = Notice::info("not followed, because this link leads out of the folder");
            let hint = "open a folder that holds both, if it belongs to the code";
            self.found
                .notices
                .push(notice.at(Place::file(at.path.as_str())).hint(hint));
            return None;
        }
        let kind = fs::metadata(&target).ok()?.file_type();
        if !kind.is_dir() {
            return self.sort_in(at, name, kind);
        }
        let here = at
            .on_disk
            .parent()
            .and_then(|it| fs::canonicalize(it).ok())?;
        if here.starts_with(&target) {
            self.warn(
                &at.path,
                "not followed, because this link leads back to itself",
                REMOVE_LINK,
            );
            return None;
        }
        // What it leads to is read where it really is; only one link may stand in a path.
        (!at.linked).then(|| Folder {
            linked: true,
            ..at.clone()
        })
    }

    fn warn_of_link(&mut self, path: &str, error: &io::Error) {
        let text = match error.kind() {
            ErrorKind::NotFound => "this link leads nowhere".to_owned(),
            // The error kind for a loop of links has no stable name yet.
            _ if error.raw_os_error() == Some(40) => "this link leads back to itself".to_owned(),
            _ => format!("this link cannot be followed: {}", plain_reason(error)),
        };
        self.warn(path, text, REMOVE_LINK);
    }

    fn warn(&mut self, path: &str, text: impl Into<String>, hint: &str) {
        self.found
            .notices
            .push(Notice::warning(text).at(Place::file(path)).hint(hint));
    }

    /// Remembers the stores of vendored crates that the configuration in this folder names.
    fn note_vendored(&mut self, folder: &Path) {
        for name in ["config.toml", "config"] {
            let path = folder.join(".cargo").join(name);
            if !fs::symlink_metadata(&path).is_ok_and(|it| it.is_file()) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            self.vendored
                .extend(vendored_folders(&text).iter().map(|it| folder.join(it)));
        }
    }

    fn finish(mut self) -> Found {
        if self.n_vendored > 0 {
            let n = self.n_vendored;
            let text = format!("{n} vendored crates were left out");
            let hint = "they are dependencies, not part of this code";
            self.found.notices.push(Notice::info(text).hint(hint));
        }
        self.found
    }
}

const REMOVE_LINK: &str = "remove the link, or let it lead to a file";

/// The entries of a folder, sorted by name. Names that are no UTF-8 cannot name a module.
fn entries_of(folder: &Path) -> io::Result<Vec<(String, DirEntry)>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let named = entries
        .into_iter()
        .map(|it| (it.file_name().to_string_lossy().into_owned(), it));
    let mut named: Vec<_> = named.collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(named)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Whether files with this ending hold SQL.
pub(crate) fn is_sql_extension(extension: &str) -> bool {
    matches!(extension, "sql" | "ddl" | "psql" | "pgsql")
}

fn language_of(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "java" => "Java",
        "kt" => "Kotlin",
        "cs" => "C#",
        "py" => "Python",
        "js" | "jsx" | "mjs" => "JavaScript",
        "ts" | "tsx" => "TypeScript",
        "go" => "Go",
        "rb" => "Ruby",
        "php" => "PHP",
        "c" | "h" => "C",
        "cc" | "cpp" | "hpp" => "C++",
        "cob" | "cbl" => "COBOL",
        _ => return None,
    })
}
