//! Files of measurements, which a person named.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::read::ReadError;
use crate::measured::{MAX_FILE_BYTES, Measurements};

/// Reads all of them; one that cannot be opened ends it, what is wrong inside one becomes a notice.
pub fn read(paths: &[PathBuf]) -> Result<Measurements, ReadError> {
    let mut measured = Measurements::default();
    for path in paths {
        let bytes = bytes_of(path).map_err(|it| ReadError::unreadable(path, &it))?;
        measured.read(&path.to_string_lossy(), &bytes);
    }
    Ok(measured)
}

/// One byte more than is allowed is enough to know that it is too long.
fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
