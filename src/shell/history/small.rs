//! Small files of a repository: regular ones alone, and no more of them than asked for.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The beginning of a file; `None` where there is no regular file of that name.
pub(super) fn bytes(path: &Path, max: usize) -> io::Result<Option<Vec<u8>>> {
    match fs::metadata(path) {
        // A pipe of this name might never end.
        Ok(meta) if meta.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(max as u64).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// The first line of a file, if that is text.
pub(super) fn line(path: &Path) -> Option<String> {
    let bytes = bytes(path, 4096).ok().flatten()?;
    let line = bytes.split(|it| *it == b'\n').next()?;
    let text = String::from_utf8(line.to_vec()).ok()?;
    Some(text.trim().to_owned())
}
