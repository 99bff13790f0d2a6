//! A folder on disk becomes a [`SourceTree`] in memory.
//!
//! Nothing is executed, no network is used, and nothing outside the opened folder is read but the
//! `Cargo.toml` files above it. What cannot be read is a notice with a place and a hint; only a
//! folder that leaves nothing to analyze is an error.

mod error;
mod ignored;
mod load;
mod schemas;
mod locate;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};

use crate::notice::Notice;
use crate::progress::Progress;
use crate::source::{
    GivenGraph, LeftOut, SourceFile, SourceTree, declares_workspace, package_name,
};

pub use error::ReadError;
pub use load::MAX_FILE_BYTES;
pub use locate::{Located, locate};

pub(crate) use error::plain_reason;
pub(crate) use walk::is_sql_extension;

use ignored::Rule;
use walk::Found;

/// Reads what `path` names: a folder, a `Cargo.toml`, a plan, or a folder with `nodes.csv` and
/// `edges.csv`.
pub fn read_tree(path: &Path, progress: &dyn Progress) -> Result<SourceTree, ReadError> {
    let root = locate(path)?.root;
    if let Some(given) = given_graph(&root)? {
        let name = folder_name(&root);
        return Ok(SourceTree {
            root,
            name,
            given: Some(given),
            ..SourceTree::default()
        });
    }
    let found = walk::walk(&root, progress)?;
    if found.rust.is_empty() {
        return Err(no_rust(&root, &found));
    }
    let left_out = left_out(&root, &found);
    let n_rust = found.rust.len();
    let mut notices = found.notices;
    let n_code = n_rust + found.manifests.len();
    let candidates = found.rust.into_iter().chain(found.manifests);
    let candidates = candidates.chain(found.sql).collect();
    let mut files = load::load(candidates, &mut notices, progress)?;
    let texts = |files: Vec<(usize, SourceFile)>| -> Vec<SourceFile> {
        let mut texts: Vec<_> = files.into_iter().map(|it| it.1).collect();
        texts.sort_by(|a, b| a.path.cmp(&b.path));
        texts
    };
    let mut sql = texts(files.split_off(files.partition_point(|it| it.0 < n_code)));
    let mut manifests = texts(files.split_off(files.partition_point(|it| it.0 < n_rust)));
    let files = texts(files);
    if files.is_empty() {
        return Err(ReadError::NothingReadable {
            path: root,
            notices,
        });
    }
    manifests.extend(manifests_above(&root, &manifests, &mut notices));
    manifests.sort_by(|a, b| a.path.cmp(&b.path));
    let named_sql = schemas::add_named(&root, &mut sql, &mut notices);
    notices.sort();
    let own = manifests.iter().find(|it| &*it.path == "Cargo.toml");
    let name = own
        .and_then(|it| package_name(&it.text))
        .unwrap_or_else(|| folder_name(&root));
    Ok(SourceTree {
        root,
        name,
        files,
        manifests,
        sql,
        named_sql,
        given: None,
        notices,
        left_out,
    })
}

/// The files of a folder that would be read, and the folders they may be in.
#[derive(Debug)]
pub(super) struct Files {
    /// Sorted.
    pub(super) files: Vec<PathBuf>,
    pub(super) folders: Vec<PathBuf>,
}

/// Finds them without reading any; `None` if the folder is not there.
pub(super) fn files_that_count(root: &Path, progress: &dyn Progress) -> Option<Files> {
    let found = walk::walk(root, progress).ok()?;
    let inside = found.rust.into_iter().chain(found.manifests);
    let inside = inside.chain(found.sql).map(|it| it.on_disk);
    let given = ["nodes.csv", "edges.csv"].map(|it| root.join(it));
    let above = root.ancestors().skip(1).map(|it| it.join("Cargo.toml"));
    let beside = given.into_iter().chain(above).filter(|it| it.is_file());
    let mut files: Vec<_> = inside.chain(beside).collect();
    files.sort();
    Some(Files {
        files,
        folders: found.folders,
    })
}

/// Reads one text that a person named; other encodings keep their ASCII part.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    let bytes = fs::read(path).map_err(|it| ReadError::of_path(path, &it))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn folder_name(root: &Path) -> String {
    root.file_name().map_or_else(
        || "system".to_owned(),
        |it| it.to_string_lossy().into_owned(),
    )
}

/// The two files of a graph made elsewhere, if the folder holds them and is no Rust package.
fn given_graph(root: &Path) -> Result<Option<GivenGraph>, ReadError> {
    let is_file = |name: &str| root.join(name).is_file();
    if is_file("Cargo.toml") || !(is_file("nodes.csv") && is_file("edges.csv")) {
        return Ok(None);
    }
    let read = |name: &str| match fs::read(root.join(name)) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned().into();
            Ok(SourceFile {
                path: name.into(),
                text,
            })
        }
        Err(error) => Err(ReadError::unreadable(&root.join(name), &error)),
    };
    Ok(Some(GivenGraph {
        nodes_csv: read("nodes.csv")?,
        edges_csv: read("edges.csv")?,
    }))
}

/// Manifests of the folders above, up to the root of a workspace; where there is none, only the
/// nearest one, and only if the opened folder has none of its own.
fn manifests_above(
    root: &Path,
    manifests: &[SourceFile],
    notices: &mut Vec<Notice>,
) -> Vec<SourceFile> {
    let own = manifests.iter().find(|it| &*it.path == "Cargo.toml");
    if own.is_some_and(|it| declares_workspace(&it.text)) {
        return Vec::new();
    }
    let mut above = Vec::new();
    let mut prefix = String::new();
    for folder in root.ancestors().skip(1) {
        prefix.push_str("../");
        let on_disk = folder.join("Cargo.toml");
        if !on_disk.is_file() {
            continue;
        }
        let Some(file) = load::one(&format!("{prefix}Cargo.toml"), &on_disk, notices) else {
            continue;
        };
        let is_workspace = declares_workspace(&file.text);
        above.push(file);
        if is_workspace {
            return above;
        }
    }
    above.truncate(usize::from(own.is_none()));
    above
}

/// What rules of git left out, by rule.
fn left_out(root: &Path, found: &Found) -> Vec<LeftOut> {
    let of_rule = |(rule, n): (&Rule, &u32)| {
        let file = rule.on_disk.strip_prefix(root).unwrap_or(&rule.on_disk);
        let file = file.to_string_lossy().replace('\\', "/");
        LeftOut {
            what: format!("ignored as {}", rule.pattern).into(),
            file: file.into(),
            line: rule.line,
            n: *n,
        }
    };
    found.ignored.iter().map(of_rule).collect()
}

/// Says what the folder holds instead of Rust, so that the next try succeeds.
fn no_rust(root: &Path, found: &Found) -> ReadError {
    let path = root.to_path_buf();
    if found.n_entries == 0 {
        return ReadError::Empty { path };
    }
    let only_one = |has: &str, lacks: &str| {
        let half = root.join(has).is_file() && !root.join(lacks).is_file();
        half.then(|| format!("it holds {has} but no {lacks}; a given graph needs both"))
    };
    let ignored = || {
        let n = found.n_ignored;
        let noun = if n == 1 { "entry" } else { "entries" };
        (n > 0).then(|| {
            format!("{n} {noun} were skipped because .gitignore names them; open them directly")
        })
    };
    let skipped = || {
        let first = found.notices.first()?;
        Some(format!("skipped: {first}"))
    };
    let other = || {
        let (language, n) = found.other_languages.iter().max_by_key(|it| it.1)?;
        Some(format!(
            "it holds {n} {language} files; another language can be opened as a folder with \
             nodes.csv and edges.csv"
        ))
    };
    let hint = only_one("nodes.csv", "edges.csv")
        .or_else(|| only_one("edges.csv", "nodes.csv"))
        .or_else(ignored)
        .or_else(other)
        .or_else(skipped)
        .unwrap_or_else(|| "open the folder that holds the Cargo.toml".to_owned());
    ReadError::NoRust { path, hint }
}
