//! A new folder with everything in it, or no folder.

use std::fs;
use std::path::Path;

use super::WriteError;
use super::atomic::{create_folders, folder_of, remove_folders, sync_folder, write_through};
use crate::export::Artifact;

/// Makes a folder with these files. What is already there must be an empty folder.
pub fn write_new_folder(folder: &Path, artifacts: &[Artifact]) -> Result<(), WriteError> {
    if fs::read_dir(folder).is_ok_and(|mut it| it.next().is_some()) {
        return Err(WriteError::NotEmpty {
            path: folder.to_path_buf(),
        });
    }
    let parent = folder_of(folder);
    let made = create_folders(&parent)?;
    let result = fill_and_rename(folder, &parent, artifacts);
    if result.is_err() {
        remove_folders(&made);
    }
    result
}

fn fill_and_rename(folder: &Path, parent: &Path, artifacts: &[Artifact]) -> Result<(), WriteError> {
    let fault = |it: std::io::Error| WriteError::from_io(folder, &it);
    let staging = tempfile::Builder::new()
        .prefix(".seamline-")
        .tempdir_in(parent);
    let staging = staging.map_err(fault)?;
    // The staging folder itself is private to us; what is renamed is an ordinary one.
    let full = staging.path().join("full");
    create_folders(&full)?;
    for it in artifacts {
        let file = full.join(&it.path);
        create_folders(&folder_of(&file)).map_err(|it| it.about(folder))?;
        write_through(&file, &it.bytes).map_err(fault)?;
    }
    fs::rename(&full, folder).map_err(fault)?;
    sync_folder(parent);
    Ok(())
}
