//! One file, replaced in one step.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::{WriteError, special};

/// No system follows more links one after the other.
pub(super) const MOST_LINKS: usize = 40;

/// Writes a file so that anybody who looks, at any time, sees the old content or the new one.
/// Folders that are missing are made; permissions and links are kept. What is no regular file is
/// never replaced: a pipe or a terminal gets the bytes as they are.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    match special::kind_of(path) {
        special::Kind::Stream => return special::write_straight(path, bytes),
        special::Kind::Other => {
            return Err(WriteError::NoFile {
                path: path.to_path_buf(),
            });
        }
        special::Kind::File => {}
    }
    let target = behind_links(path);
    if target.is_dir() {
        return Err(WriteError::InTheWay {
            path: path.to_path_buf(),
        });
    }
    let permissions = match fs::metadata(&target) {
        Ok(meta) if meta.permissions().readonly() => {
            return Err(WriteError::ReadOnly {
                path: path.to_path_buf(),
            });
        }
        Ok(meta) => Some(meta.permissions()),
        Err(_) => None,
    };
    let folder = folder_of(&target);
    let made = create_folders(&folder)?;
    replace(&target, &folder, bytes, permissions).map_err(|it| {
        remove_folders(&made);
        WriteError::from_io(path, &it)
    })
}

/// Writes a result to where the user said. A folder that is not there was misspelled more likely
/// than meant.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    check_output(path)?;
    write_file(path, bytes)
}

/// Whether a result could be put there, as far as that can be known before it is there.
pub fn check_output(path: &Path) -> Result<(), WriteError> {
    let folder = folder_of(&behind_links(path));
    if folder.exists() {
        Ok(())
    } else {
        Err(WriteError::NoFolder { path: folder })
    }
}

fn replace(
    target: &Path,
    folder: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<()> {
    let mut draft = draft_in(folder)?;
    draft.write_all(bytes)?;
    if let Some(permissions) = permissions {
        draft.as_file().set_permissions(permissions)?;
    }
    draft.as_file().sync_all()?;
    draft.persist(target).map_err(|it| it.error)?;
    sync_folder(folder);
    Ok(())
}

/// A file without a final name; it goes away with the value.
fn draft_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".seamline-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As an ordinary new file; the user's mask takes away what it always takes away.
        builder.permissions(Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Makes a new name in a folder survive a loss of power. Not every file system can; then there is
/// nothing more to do.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
}

/// Writes a new file and waits until it is on the disk.
pub(super) fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The file that a chain of links ends at, whether it is there yet or not; the path itself if it
/// is no link.
fn behind_links(path: &Path) -> PathBuf {
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => break,
        }
    }
    target
}

pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Makes a folder with those above it; tells which ones are new, outermost first.
pub(super) fn create_folders(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let missing = folder
        .ancestors()
        .take_while(|it| !it.as_os_str().is_empty() && !it.exists());
    let mut missing: Vec<_> = missing.map(Path::to_path_buf).collect();
    missing.reverse();
    let mut made = Vec::new();
    for folder in missing {
        match fs::create_dir(&folder) {
            Ok(()) => made.push(folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => {
                remove_folders(&made);
                return Err(WriteError::from_io(&folder, &error));
            }
        }
    }
    if folder.is_dir() || folder.as_os_str().is_empty() {
        Ok(made)
    } else {
        Err(WriteError::InTheWay {
            path: folder.to_path_buf(),
        })
    }
}

/// Takes back what [`create_folders`] made, as far as it is still empty.
pub(super) fn remove_folders(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        fs::remove_dir(folder).ok();
    }
}
