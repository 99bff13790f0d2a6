//! The text of a log, as it comes out of git, cut into commits.
//!
//! Read is what `git log -z -M --name-status` prints with [`LogReader::FORMAT`]: fields that end
//! in NUL, a commit's header first, then for each file a letter and one path, or two for a rename.
//! Since only NUL ends a field, paths and names may hold anything else. Text that is not of this
//! form never panics: what does not fit is passed over up to the next header.

use std::mem;

use super::gather::Gather;
use super::{Cut, History};
use crate::source::SourceFile;

/// Reads a log piece by piece.
#[derive(Debug)]
pub struct LogReader {
    /// The beginning of a field whose end has not come yet.
    partial: Vec<u8>,
    expected: Field,
    header: Header,
    gather: Gather,
    n_commits: usize,
}

/// What the next field is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Commit,
    Time,
    Name,
    Email,
    /// A letter of a change, or the next commit.
    Letter,
    /// The old path of a rename or copy.
    OldPath(u8),
    Path(u8),
}

#[derive(Default, Debug)]
struct Header {
    id: String,
    time_secs: i64,
    name: Vec<u8>,
    old_path: Vec<u8>,
}

impl LogReader {
    /// The form of a commit's header: its id, when it was committed, and who wrote it, with names as
    /// `.mailmap` has them.
    pub const FORMAT: &'static str = "tformat:%x01%H%x00%ct%x00%aN%x00%aE";

    /// A log about these files, sorted by path. Paths in the log begin with `folder`, which is empty
    /// or ends in a slash; those of the files do not.
    pub fn new(files: &[SourceFile], folder: &str) -> Self {
        Self {
            partial: Vec::new(),
            expected: Field::Commit,
            header: Header::default(),
            gather: Gather::new(files, folder),
            n_commits: 0,
        }
    }

    /// The next piece of text.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while let Some(end) = bytes.iter().position(|it| *it == 0) {
            if self.partial.is_empty() {
                self.field(&bytes[..end]);
            } else {
                let mut field = mem::take(&mut self.partial);
                field.extend_from_slice(&bytes[..end]);
                self.field(&field);
                field.clear();
                // Its room is used again.
                self.partial = field;
            }
            bytes = &bytes[end + 1..];
        }
        self.partial.extend_from_slice(bytes);
    }

    /// How many commits have been read.
    pub fn n_commits(&self) -> usize {
        self.n_commits
    }

    /// The history, read from the commit `tip`. What came of the last commit counts only if the text
    /// was not broken off.
    pub fn finish(mut self, tip: &str, cut: Option<Cut>) -> History {
        let broken_off = matches!(cut, Some(Cut::Time | Cut::Size | Cut::Broken));
        if !broken_off {
            self.gather.end();
        }
        self.gather.finish(tip, cut)
    }

    fn field(&mut self, field: &[u8]) {
        self.expected = match self.expected {
            Field::Time => {
                self.header.time_secs = number(field);
                Field::Name
            }
            Field::Name => {
                self.header.name = field.to_vec();
                Field::Email
            }
            Field::Email => {
                let it = &self.header;
                self.gather.begin(&it.id, it.time_secs, &it.name, field);
                self.n_commits += 1;
                Field::Letter
            }
            Field::OldPath(letter) => {
                self.header.old_path = field.to_vec();
                Field::Path(letter)
            }
            Field::Path(letter) => {
                let old = (letter == b'R').then_some(&*self.header.old_path);
                self.gather.change(letter, old, field);
                Field::Letter
            }
            Field::Commit | Field::Letter if id_in(field).is_some() => {
                self.gather.end();
                self.header.id = id_in(field).map(str::to_owned).unwrap_or_default();
                Field::Time
            }
            Field::Letter => match field.strip_prefix(b"\n").unwrap_or(field) {
                [letter @ (b'R' | b'C'), ..] => Field::OldPath(*letter),
                [letter @ (b'A' | b'D' | b'M' | b'T')] => Field::Path(*letter),
                _ => Field::Letter,
            },
            Field::Commit => Field::Commit,
        };
    }
}

/// The id in what begins a commit: the mark of [`LogReader::FORMAT`], then the id.
fn id_in(field: &[u8]) -> Option<&str> {
    let id = str::from_utf8(field.strip_prefix(b"\x01")?).ok()?;
    let is_id = matches!(id.len(), 40 | 64) && id.bytes().all(|it| it.is_ascii_hexdigit());
    is_id.then_some(id)
}

/// A moment; what is none is 1970.
fn number(field: &[u8]) -> i64 {
    let text = str::from_utf8(field).unwrap_or_default();
    text.parse().unwrap_or(0i64).clamp(0, super::day::MAX_SECS)
}
