//! Why a path leaves nothing to analyze.

use std::io::{self, ErrorKind};
use std::path::{self, Path, PathBuf};

use crate::notice::Notice;

/// The input cannot be used at all. Everything less is a notice.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing is there.
    #[error("there is no {path:?}")]
    Missing {
        /// As given.
        path: PathBuf,
        /// The nearest folder above that does exist.
        nearest: Option<PathBuf>,
    },
    /// It is a file of another kind.
    #[error("{path:?} is a file, but neither a Cargo.toml nor a plan")]
    NotAFolder {
        /// As given.
        path: PathBuf,
    },
    /// The system refuses to give it.
    #[error("{path:?} cannot be read: {why}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The folder holds nothing at all.
    #[error("{path:?} is empty")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds no file that ends in `.rs`.
    #[error("there is no Rust in {path:?}")]
    NoRust {
        /// The folder.
        path: PathBuf,
        /// What is there instead.
        hint: String,
    },
    /// There are Rust files, but none of them could be read.
    #[error("none of the Rust files in {path:?} can be read")]
    NothingReadable {
        /// The folder.
        path: PathBuf,
        /// One for each file.
        notices: Vec<Notice>,
    },
    /// The plan that names the code is broken or newer than the program.
    #[error("{0}")]
    Plan(Notice),
    /// Somebody asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl ReadError {
    /// The error for a path that a person named and the system would not open.
    pub(super) fn of_path(path: &Path, error: &io::Error) -> Self {
        if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
            return Self::unreadable(path, error);
        }
        let whole = path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let nearest = whole
            .ancestors()
            .skip(1)
            .find(|it| it.is_dir())
            .map(Path::to_path_buf);
        Self::Missing {
            path: path.to_path_buf(),
            nearest,
        }
    }

    /// The error for a path that the system would not open.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable {
            path: path.to_path_buf(),
            why: plain_reason(error),
        }
    }

    /// What to do about it, one sentence without a final period.
    pub fn hint(&self) -> String {
        match self {
            Self::Missing {
                nearest: Some(nearest),
                ..
            } => {
                format!("{nearest:?} exists; check the spelling after that")
            }
            Self::Missing { nearest: None, .. } => "check the spelling".to_owned(),
            Self::NotAFolder { path } => match path.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => {
                    format!("open the folder it is in: {parent:?}")
                }
                _ => "open the folder it is in: \".\"".to_owned(),
            },
            Self::Unreadable { .. } => "check that you have permission to read it".to_owned(),
            Self::Empty { .. } => "open the folder that holds the Cargo.toml".to_owned(),
            Self::NoRust { hint, .. } => hint.clone(),
            Self::Plan(notice) => notice.hint.clone().unwrap_or_default(),
            Self::NothingReadable { notices, .. } => match notices.first() {
                Some(first) => format!("the first: {first}"),
                None => "check that you have permission to read them".to_owned(),
            },
            Self::Cancelled => "nothing was changed".to_owned(),
        }
    }
}

impl From<&ReadError> for Notice {
    fn from(error: &ReadError) -> Self {
        match error {
            ReadError::Plan(notice) => notice.clone(),
            error => Self::error(error.to_string()).hint(error.hint()),
        }
    }
}

/// What the system said, without its number: `permission denied`.
pub(crate) fn plain_reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters
        .next()
        .map(|it| it.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
