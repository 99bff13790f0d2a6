//! Bytes of a file become text, or a notice says why not.

use std::borrow::Cow;
use std::sync::Arc;

use super::MAX_FILE_BYTES;
use crate::notice::{Notice, Place};

/// The text of a file; what is not UTF-8 is replaced and told.
pub(super) fn decode<'b>(
    path: Arc<str>,
    bytes: &'b [u8],
    notices: &mut Vec<Notice>,
) -> Option<(Arc<str>, Cow<'b, str>)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let refused = if bytes.len() as u64 > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES >> 20;
        let text = format!("left out, because it is longer than {limit} MiB");
        Some(Notice::warning(text).hint("measure a shorter time, or sum it up before"))
    } else if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let text = "left out, because it is UTF-16";
        Some(Notice::warning(text).hint("save it as UTF-8"))
    } else {
        None
    };
    if let Some(notice) = refused {
        notices.push(notice.at(Place::file(path)));
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let line = line_at(bytes, error.valid_up_to());
        let notice = Notice::warning("this is not UTF-8; what could not be read was replaced");
        notices.push(notice.at(Place::line(path.clone(), line)));
    }
    Some((path, text))
}

/// The number of the line that this byte is on.
pub(super) fn line_at(bytes: &[u8], end: usize) -> u32 {
    let breaks = bytes.iter().take(end).filter(|it| **it == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}
