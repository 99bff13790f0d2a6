//! What is worth telling but did not stop us.
//!
//! A notice is data: what happened, where, and what the reader can do about it. Its words are made
//! here and nowhere else, so that another language needs one more function and no other change.

use std::sync::Arc;

/// How much a notice matters to the result.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Good to know; the result is whole.
    Info,
    /// A part of the input is missing from the result.
    Warning,
    /// The step the user asked for did not happen.
    Error,
}

/// Where it is: a path relative to the opened folder, with a line where one is known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// Relative to the opened folder, with forward slashes.
    pub path: Arc<str>,
    /// First line is 1.
    pub line: Option<u32>,
    /// First column is 1, counted in characters; known only with a line.
    pub column: Option<u32>,
}

impl Place {
    /// A place that is a whole file or folder.
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            line: None,
            column: None,
        }
    }

    /// A place that is a line of a file.
    pub fn line(path: impl Into<Arc<str>>, line: u32) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            column: None,
        }
    }

    /// A place that is a point of a file.
    pub fn point(path: impl Into<Arc<str>>, line: u32, column: u32) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            column: Some(column),
        }
    }

    /// Line and column, the first where only the line is known; `None` for a whole file.
    pub fn at(&self) -> Option<(u32, u32)> {
        Some((self.line?, self.column.unwrap_or(1)))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

packed_enum! { Severity { 0 = Info, 1 = Warning, 2 = Error } }

packed! {
    Place { path, line, column }
    Notice { severity, place, text, hint }
}

/// One thing the analysis, the plan or an export wants the reader to know.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// Where it is, if it is somewhere.
    pub place: Option<Place>,
    /// One sentence without a final period.
    pub text: String,
    /// What the reader can do, one sentence without a final period.
    pub hint: Option<String>,
}

impl Notice {
    /// Something good to know.
    pub fn info(text: impl Into<String>) -> Self {
        Self {
            severity: Severity::Info,
            place: None,
            text: text.into(),
            hint: None,
        }
    }

    /// A part of the input is missing from the result.
    pub fn warning(text: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            place: None,
            text: text.into(),
            hint: None,
        }
    }

    /// The step did not happen.
    pub fn error(text: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            place: None,
            text: text.into(),
            hint: None,
        }
    }

    /// The same notice, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same notice, with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.text)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}
