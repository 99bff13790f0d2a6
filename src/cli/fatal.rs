//! How a run ends.

use std::io::{self, Write as _};

use crate::notice::Notice;
use crate::shell::{ReadError, WriteError};

/// The exit codes of the contract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// `check` found violations.
    Violations = 1,
    /// Wrong use.
    Usage = 2,
    /// Input cannot be used.
    Input = 3,
    /// Output cannot be written; nothing was left half-written.
    Output = 4,
    /// No display for the window.
    NoDisplay = 5,
    /// Cancelled.
    Cancelled = 130,
}

/// Why a run ended early.
#[derive(Debug)]
pub(super) enum Fatal {
    /// Wrong use, or a question (`--help`) that the parser answers.
    Usage(clap::Error),
    /// Input cannot be used.
    Input(Notice),
    /// Output cannot be written.
    Output(Notice),
    /// The window cannot be shown.
    NoDisplay(Notice),
    /// Somebody asked to stop.
    Cancelled,
    /// Whoever read our output has seen enough.
    BrokenPipe,
}

impl Fatal {
    /// Says it, once, and gives the exit code.
    pub(super) fn tell(self) -> Exit {
        let (notice, exit) = match self {
            Self::Usage(error) => {
                // Nobody is left to tell if this fails.
                error.print().ok();
                return if error.use_stderr() {
                    Exit::Usage
                } else {
                    Exit::Done
                };
            }
            Self::BrokenPipe => return Exit::Done,
            Self::Cancelled => {
                let hint = "nothing was changed";
                (Notice::error("cancelled").hint(hint), Exit::Cancelled)
            }
            Self::Input(notice) => (notice, Exit::Input),
            Self::Output(notice) => (notice, Exit::Output),
            Self::NoDisplay(notice) => (notice, Exit::NoDisplay),
        };
        writeln!(io::stderr().lock(), "seamline: {notice}").ok();
        exit
    }

    /// The fault of writing to standard output.
    pub(super) fn of_stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::BrokenPipe;
        }
        let text = format!("standard output cannot be written: {error}");
        Self::Output(Notice::error(text).hint("write to a file with -o"))
    }
}

impl From<ReadError> for Fatal {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Cancelled => Self::Cancelled,
            error => Self::Input(Notice::from(&error)),
        }
    }
}

impl From<WriteError> for Fatal {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Cancelled => Self::Cancelled,
            error => Self::Output(Notice::from(&error)),
        }
    }
}
