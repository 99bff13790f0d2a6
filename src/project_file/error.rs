//! Why a text is not a plan that can be used.

use crate::notice::{Notice, Place};

/// A plan file that cannot be used; nothing of it was taken over.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlanFileError {
    /// The text is broken off, or is not TOML.
    #[error("line {line}: {message}")]
    Syntax {
        /// First line is 1.
        line: u32,
        /// What the parser says, in one line.
        message: String,
    },
    /// It does not say what it is.
    #[error("this is not a plan: it has no `seamline` key")]
    NotAPlan,
    /// A later program wrote it.
    #[error(
        "line {line}: the plan has format {found}, this program reads up to {}",
        super::FORMAT
    )]
    Newer {
        /// First line is 1.
        line: u32,
        /// The format it has.
        found: i64,
    },
    /// A key holds something it cannot.
    #[error("line {line}: `{key}` should be {expected}")]
    Wrong {
        /// First line is 1.
        line: u32,
        /// The key, with the section it stands in.
        key: String,
        /// What it should be: `a text`, `a list of texts`.
        expected: &'static str,
    },
    /// A section lacks what it cannot do without.
    #[error("line {line}: `{section}` needs a `{key}`")]
    Missing {
        /// First line is 1.
        line: u32,
        /// The section.
        section: String,
        /// What is missing.
        key: &'static str,
    },
    /// Two services have the same name.
    #[error("line {line}: there already is a service called {name:?}")]
    NameTaken {
        /// First line is 1.
        line: u32,
        /// The name.
        name: String,
    },
    /// A path has two owners.
    #[error("line {line}: {path:?} is owned by {first:?} and by {second:?}")]
    OwnedTwice {
        /// First line is 1; where the second owner claims it.
        line: u32,
        /// The path.
        path: String,
        /// Who owns it first.
        first: String,
        /// Who owns it as well.
        second: String,
    },
}

impl PlanFileError {
    /// The line it is about, where there is one.
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::NotAPlan => None,
            Self::Syntax { line, .. }
            | Self::Newer { line, .. }
            | Self::Wrong { line, .. }
            | Self::Missing { line, .. }
            | Self::NameTaken { line, .. }
            | Self::OwnedTwice { line, .. } => Some(*line),
        }
    }

    /// What the reader can do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Syntax { .. } => {
                "the file may be cut off; compare it with version control or the autosave".into()
            }
            Self::NotAPlan => format!("a plan has the line `seamline = {}`", super::FORMAT),
            Self::Newer { .. } => "update Seamline; the file was not touched".into(),
            Self::Wrong { key, .. } => format!("correct `{key}`, or remove the line"),
            Self::Missing { key, .. } => format!("add `{key} = \"...\"` to it"),
            Self::NameTaken { .. } => "give one of them another name".into(),
            Self::OwnedTwice { path, .. } => format!("keep {path:?} in one of them"),
        }
    }

    /// The same as a notice about a file.
    pub fn notice(&self, file: &str) -> Notice {
        let place = match self.line() {
            Some(line) => Place::line(file, line),
            None => Place::file(file),
        };
        let text = self.to_string();
        let bare = self
            .line()
            .and_then(|it| text.strip_prefix(&format!("line {it}: ")));
        Notice::error(bare.unwrap_or(&text))
            .at(place)
            .hint(self.hint())
    }
}
