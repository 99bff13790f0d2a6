//! Files found become texts in memory, in parallel.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::ReadError;
use super::error::plain_reason;
use super::walk::Candidate;
use crate::notice::{Notice, Place};
use crate::progress::{Progress, Step};
use crate::source::SourceFile;

/// Longer files are left out: no person wrote them, and their syntax tree would take gigabytes.
pub const MAX_FILE_BYTES: u64 = 16 << 20;

/// Reads the candidates; each text comes with the position of its candidate. What cannot be read
/// becomes a notice.
pub(super) fn load(
    candidates: Vec<Candidate>,
    notices: &mut Vec<Notice>,
    progress: &dyn Progress,
) -> Result<Vec<(usize, SourceFile)>, ReadError> {
    let total = candidates.len();
    let done = AtomicUsize::new(0);
    progress.report(Step::Read, 0, total);
    let read: Vec<(Option<SourceFile>, Vec<Notice>)> = candidates
        .into_par_iter()
        .map(|it| {
            let mut notices = Vec::new();
            if progress.cancelled() {
                return (None, notices);
            }
            let file = one(&it.path, &it.on_disk, &mut notices);
            progress.report(Step::Read, done.fetch_add(1, Ordering::Relaxed) + 1, total);
            (file, notices)
        })
        .collect();
    if progress.cancelled() {
        return Err(ReadError::Cancelled);
    }
    let mut files = Vec::with_capacity(read.len());
    for (position, (file, new)) in read.into_iter().enumerate() {
        notices.extend(new);
        files.extend(file.map(|it| (position, it)));
    }
    Ok(files)
}

/// Reads one file; a notice says why if that fails, or what had to be replaced.
pub(super) fn one(path: &str, on_disk: &Path, notices: &mut Vec<Notice>) -> Option<SourceFile> {
    let bytes = match bytes_of(on_disk) {
        Ok(bytes) => bytes,
        Err(error) => {
            let text = format!("cannot be read: {}", plain_reason(&error));
            let notice = Notice::warning(text).at(Place::file(path));
            notices.push(notice.hint("check that you have permission to read it"));
            return None;
        }
    };
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES >> 20;
        let text = format!("left out, because it is longer than {limit} MiB");
        let notice = Notice::warning(text).at(Place::file(path));
        notices.push(notice.hint("generated tables are better included as data"));
        return None;
    }
    decode(path, bytes, notices).map(|it| SourceFile {
        path: path.into(),
        text: it.into(),
    })
}

fn bytes_of(on_disk: &Path) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(on_disk)?;
    let len = file.metadata()?.len().min(MAX_FILE_BYTES + 1);
    // As long as it says it is, at once. Some say nothing, and others grow.
    let mut bytes = vec![0; len as usize];
    let mut n_read = 0;
    while n_read < bytes.len() {
        match file.read(&mut bytes[n_read..]) {
            Ok(0) => break,
            Ok(n) => n_read += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(n_read);
    let left = MAX_FILE_BYTES + 1 - n_read as u64;
    file.take(left).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Text in another encoding keeps its ASCII part, which is the code; what is no text is left out.
fn decode(path: &str, bytes: Vec<u8>, notices: &mut Vec<Notice>) -> Option<String> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let good = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let newlines = bytes.iter().take(good).filter(|it| **it == b'\n').count();
    let line = u32::try_from(newlines)
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    let place = Place::line(path, line);
    if bytes.contains(&0) {
        let notice = Notice::warning("left out, because it is not text in UTF-8").at(place);
        notices.push(notice.hint("convert it to UTF-8, or remove it from the sources"));
        return None;
    }
    let notice = Notice::warning("not UTF-8 from here on; other bytes were replaced").at(place);
    notices.push(notice.hint("convert it to UTF-8; rustc does not accept it either"));
    Some(String::from_utf8_lossy(bytes).into_owned())
}
