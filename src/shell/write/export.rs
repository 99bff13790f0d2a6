//! Several files, all in place or none.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::WriteError;
use super::atomic::{create_folders, folder_of, remove_folders, sync_folder, write_through};
use super::manifest::{MANIFEST, Manifest, fingerprint};
use crate::export::Artifact;
use crate::progress::{Progress, Step};

/// Writes the files of an export into a folder, all or nothing, and remembers them in a manifest.
///
/// Files that no export wrote, and those that were edited since, are refused unless `force`.
/// Returns what was written, in order.
pub fn write_artifacts(
    folder: &Path,
    artifacts: &[Artifact],
    force: bool,
    progress: &dyn Progress,
) -> Result<Vec<PathBuf>, WriteError> {
    check_paths(artifacts)?;
    let known = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let mut manifest = Manifest::parse(&known);
    check_targets(folder, artifacts, &manifest, force)?;
    for it in artifacts {
        manifest.0.insert(it.path.clone(), fingerprint(&it.bytes));
    }
    let mut made = create_folders(folder)?;
    let result = stage_and_place(folder, artifacts, &manifest, &mut made, progress);
    if result.is_err() {
        remove_folders(&made);
    }
    result.map(|()| artifacts.iter().map(|it| folder.join(&it.path)).collect())
}

/// Every path is relative, goes down only, is nobody's twice, and is not the manifest's.
fn check_paths(artifacts: &[Artifact]) -> Result<(), WriteError> {
    let mut seen = BTreeSet::new();
    for Artifact { path, .. } in artifacts {
        let goes_down = Path::new(path)
            .components()
            .all(|it| matches!(it, Component::Normal(_)));
        if path.is_empty() || !goes_down || path == MANIFEST || !seen.insert(path) {
            return Err(WriteError::Outside { path: path.clone() });
        }
    }
    Ok(())
}

fn check_targets(
    folder: &Path,
    artifacts: &[Artifact],
    manifest: &Manifest,
    force: bool,
) -> Result<(), WriteError> {
    let (mut foreign, mut changed) = (Vec::new(), Vec::new());
    for artifact in artifacts {
        let target = folder.join(&artifact.path);
        let Ok(meta) = fs::symlink_metadata(&target) else {
            continue;
        };
        if meta.is_dir() {
            return Err(WriteError::InTheWay { path: target });
        }
        if force {
            continue;
        }
        // What is there already needs no permission; a link is nobody's export.
        let present = if meta.is_file() {
            fs::read(&target).ok()
        } else {
            None
        };
        if present.as_ref() == Some(&artifact.bytes) {
            continue;
        }
        match (manifest.0.get(&artifact.path), present) {
            (Some(known), Some(present)) if *known == fingerprint(&present) => {}
            (Some(_), _) => changed.push(target),
            (None, _) => foreign.push(target),
        }
    }
    if !foreign.is_empty() {
        return Err(WriteError::Foreign { paths: foreign });
    }
    if !changed.is_empty() {
        return Err(WriteError::Changed { paths: changed });
    }
    Ok(())
}

/// Writes everything into a folder beside the targets first; only then are names changed.
fn stage_and_place(
    folder: &Path,
    artifacts: &[Artifact],
    manifest: &Manifest,
    made: &mut Vec<PathBuf>,
    progress: &dyn Progress,
) -> Result<(), WriteError> {
    let staging = tempfile::Builder::new()
        .prefix(".seamline-export-")
        .tempdir_in(folder);
    let staging = staging.map_err(|it| WriteError::from_io(folder, &it))?;
    let manifest = Artifact::text(MANIFEST, manifest.render());
    let mut planned = Vec::new();
    for (position, it) in artifacts.iter().chain([&manifest]).enumerate() {
        if progress.cancelled() {
            return Err(WriteError::Cancelled);
        }
        let draft = staging.path().join(position.to_string());
        let target = folder.join(&it.path);
        write_through(&draft, &it.bytes).map_err(|it| WriteError::from_io(&target, &it))?;
        planned.push((draft, target));
        progress.report(Step::Write, position + 1, artifacts.len() + 1);
    }
    let old = staging.path().join("old");
    fs::create_dir(&old).map_err(|it| WriteError::from_io(folder, &it))?;
    let mut moves = Moves {
        old,
        done: Vec::new(),
    };
    for (draft, target) in &planned {
        let placed = create_folders(&folder_of(target)).and_then(|new| {
            made.extend(new);
            moves.place(draft, target)
        });
        if let Err(error) = placed {
            moves.take_back();
            return Err(error);
        }
    }
    sync_folder(folder);
    Ok(())
}

/// Names changed so far, with what stood there before.
struct Moves {
    old: PathBuf,
    done: Vec<(PathBuf, Option<PathBuf>)>,
}

impl Moves {
    fn place(&mut self, draft: &Path, target: &Path) -> Result<(), WriteError> {
        let fault = |it: std::io::Error| WriteError::from_io(target, &it);
        let aside = self.old.join(self.done.len().to_string());
        let before = match fs::hard_link(target, &aside) {
            Ok(()) => Some(aside),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            // Not every file system has hard links.
            Err(_) => fs::copy(target, &aside)
                .map(|_| Some(aside))
                .map_err(fault)?,
        };
        fs::rename(draft, target).map_err(fault)?;
        self.done.push((target.to_path_buf(), before));
        Ok(())
    }

    fn take_back(&mut self) {
        for (target, before) in self.done.drain(..).rev() {
            match before {
                Some(before) => fs::rename(before, target).ok(),
                None => fs::remove_file(target).ok(),
            };
        }
    }
}
