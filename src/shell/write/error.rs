//! Why something could not be written.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::notice::Notice;
use crate::shell::read::plain_reason;

/// The output was not written; what was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The place does not take files from us.
    #[error("{path:?} cannot be written: {why}")]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// No space is left.
    #[error("{path:?} cannot be written: no space is left")]
    Full {
        /// The file or folder.
        path: PathBuf,
    },
    /// The file is marked as read-only.
    #[error("{path:?} is read-only")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// A folder stands where the file should go, or the reverse.
    #[error("{path:?} is in the way")]
    InTheWay {
        /// What is there.
        path: PathBuf,
    },
    /// A device or a socket is there that takes no files.
    #[error("{path:?} is no regular file")]
    NoFile {
        /// What is there.
        path: PathBuf,
    },
    /// The folder for a result is not there.
    #[error("there is no folder {path:?}")]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that was to be new has something in it.
    #[error("{path:?} is not empty")]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// Files stand there that no export of ours has written.
    #[error("{} was not written by an export", listed(.paths))]
    Foreign {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// Files of an earlier export were edited since.
    #[error("{} was changed since it was exported", listed(.paths))]
    Changed {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// Somebody else saved the file in the meantime.
    #[error("{path:?} was changed by somebody else since it was read")]
    Overtaken {
        /// The file.
        path: PathBuf,
    },
    /// An artifact would leave the chosen folder.
    #[error("{path:?} is no path inside the chosen folder")]
    Outside {
        /// As the artifact has it.
        path: String,
    },
    /// Somebody asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl WriteError {
    /// The error for what the system said about a path.
    pub(crate) fn from_io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_path_buf();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full { path },
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
                Self::InTheWay { path }
            }
            _ => Self::Refused {
                path,
                why: plain_reason(error),
            },
        }
    }

    /// The same fault, told of the path that the user knows.
    #[must_use]
    pub(super) fn about(self, path: &Path) -> Self {
        let path = path.to_path_buf();
        match self {
            Self::Refused { why, .. } => Self::Refused { path, why },
            Self::Full { .. } => Self::Full { path },
            other => other,
        }
    }

    /// Whether `--force` (or a second, deliberate click) would get past it.
    pub fn yields_to_force(&self) -> bool {
        matches!(self, Self::Foreign { .. } | Self::Changed { .. })
    }

    /// What to do about it, one sentence without a final period.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "choose a folder that you may write to",
            Self::Full { .. } => "free some space or choose another folder; nothing was changed",
            Self::ReadOnly { .. } => "allow writing to it, or choose another name",
            Self::InTheWay { .. } => "move it away, or choose another folder",
            Self::NoFile { .. } => "choose the name of a file",
            Self::NoFolder { .. } => "make it first, or choose another name",
            Self::NotEmpty { .. } => "choose a new folder",
            Self::Foreign { .. } | Self::Changed { .. } => {
                "choose another folder, or replace it with --force"
            }
            Self::Overtaken { .. } => "open the plan again, or move the file on disk away",
            Self::Outside { .. } => "this is a fault of Seamline; please report it",
            Self::Cancelled => "nothing was changed",
        }
    }
}

impl From<&WriteError> for Notice {
    fn from(error: &WriteError) -> Self {
        Self::error(error.to_string()).hint(error.hint())
    }
}

/// `"a.yaml"`, or `"a.yaml" and 2 more`; the verb after it stays singular.
fn listed(paths: &[PathBuf]) -> String {
    match paths {
        [] => String::new(),
        [one] => format!("{one:?}"),
        [first, rest @ ..] => format!("{first:?} (and {} more)", rest.len()),
    }
}
