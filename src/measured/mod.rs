//! What was measured while the system ran: calls and times of doors, functions, tables and statements.
//!
//! Text of a file goes in, plain entries come out; what they belong to in the code is for
//! `insight::measured` to say. Three formats are told apart by what is in the file:
//!
//! - [`table`]: a CSV of our own, `what,name,calls,total_ms`.
//! - [`statements`]: `pg_stat_statements` as `PostgreSQL` writes it to CSV.
//! - [`traces`]: spans of OTLP in JSON, folded to sums.
//!
//! Nothing here is a count of places in code, and nothing that counts places may be added to it.

mod decode;
mod rows;
mod statements;
mod table;
#[cfg(test)]
mod tests;
mod traces;

use std::sync::Arc;

use crate::notice::{Notice, Place};
use crate::sql::dialect::Dialect;
use crate::sql::system::is_of_system;
use crate::sql::touch::{Access, Certainty};

/// Longer files are left out: the spans of a day are better summed up before.
pub const MAX_FILE_BYTES: u64 = 128 << 20;

/// No sum of calls or milliseconds is larger; 10^15 ms are 31,700 years.
const MOST: f64 = 1e15;

/// How often and for how long.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Sum {
    /// Calls; spans, of a trace.
    pub calls: u64,
    /// The time of all of them, in milliseconds.
    pub total_ms: f64,
    /// Calls that ended in an error; `None` where the file does not tell.
    pub errors: Option<u64>,
}

impl Sum {
    /// Takes what another one counted as well.
    pub fn add(&mut self, other: Self) {
        self.calls = self.calls.saturating_add(other.calls);
        self.total_ms += other.total_ms;
        self.errors = match (self.errors, other.errors) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (one, None) | (None, one) => one,
        };
    }

    /// Whether nothing was measured.
    pub fn is_empty(&self) -> bool {
        self.calls == 0
    }
}

/// What calls and times were measured of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    /// A path that is answered.
    Door {
        /// `GET`; `None` where it is not told.
        method: Option<Arc<str>>,
        /// `/orders/{id}`, as written.
        path: Arc<str>,
    },
    /// A function, or a span that is called like one.
    Function(Arc<str>),
    /// A table, view or routine.
    Table {
        /// As written.
        name: Arc<str>,
        /// `Some(true)` if its rows are written, `Some(false)` if they are read alone.
        writes: Option<bool>,
    },
    /// A statement of SQL.
    Statement(Arc<Statement>),
}

/// A statement that was run, and what it touches.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Statement {
    /// As written.
    pub text: Box<str>,
    /// Tables it reads (`false`) and writes (`true`), sorted.
    pub tables: Vec<(Box<str>, bool)>,
    /// It touches tables besides that the database keeps for itself.
    pub of_system: bool,
    /// Routines it calls, built-in ones among them.
    pub calls: Vec<Box<str>>,
    /// No parser could read it; its words were followed.
    pub guessed: bool,
}

/// Calls and times of one thing, from one place of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// Of what.
    pub what: What,
    /// How often and for how long.
    pub sum: Sum,
    /// The function that called, where it is told.
    pub caller: Option<Arc<str>>,
    /// What the running program called itself (`service.name`), where it is told.
    pub program: Option<Arc<str>>,
    /// The file, and the line of the row, or of the first span.
    pub place: Place,
}

/// Everything measured in some files.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Measurements {
    /// The files, in the order they were given.
    pub files: Vec<Arc<str>>,
    /// File by file in the order of the text; those of traces in the order of what they are of.
    pub entries: Vec<Measured>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

impl Measurements {
    /// Reads one more file. `path` is what people are told; nothing is read from a disk.
    pub fn read(&mut self, path: &str, bytes: &[u8]) {
        let path: Arc<str> = path.into();
        self.files.push(path.clone());
        let file = decode::decode(path, bytes, &mut self.notices);
        let Some((path, text)) = file else {
            return;
        };
        let mut reader = rows::Reader::new(path);
        match text.trim_start().chars().next() {
            None => reader.refuse("this file is empty"),
            Some('{') => traces::read(&text, &mut reader),
            Some('[') => reader.refuse("this is JSON, but no trace of OTLP"),
            Some(_) => rows::read(&text, &mut reader),
        }
        reader.finish(self);
    }
}

impl What {
    /// `door`, `function`, `table` or `statement`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Door { .. } => "door",
            Self::Function(_) => "function",
            Self::Table { .. } => "table",
            Self::Statement(_) => "statement",
        }
    }

    /// What it is called: `GET /orders/{id}`, a path, a name, or the text of a statement.
    pub fn name(&self) -> String {
        match self {
            Self::Door { method, path } => match method {
                Some(method) => format!("{method} {path}"),
                None => path.to_string(),
            },
            Self::Function(name) | Self::Table { name, .. } => name.to_string(),
            Self::Statement(it) => it.text.to_string(),
        }
    }

    /// A door as written: `GET /orders`, or a path alone.
    fn door(text: &str) -> Self {
        let split = text.split_once(char::is_whitespace);
        let method = split.filter(|it| it.1.trim_start().starts_with('/'));
        let path = method.map_or(text, |it| it.1.trim_start());
        Self::Door {
            method: method.map(|it| it.0.to_ascii_uppercase().into()),
            path: path.into(),
        }
    }
}

impl Statement {
    /// Reads a statement as it was sent to a database.
    fn of(text: &str, dialect: Dialect) -> Self {
        let touches = crate::sql::statement::touches(body_of(text), dialect, 1);
        let (system, own): (Vec<_>, Vec<_>) = touches
            .tables
            .iter()
            .partition(|it| is_of_system(&it.table));
        let mut tables: Vec<_> = own
            .iter()
            .map(|it| (it.table.as_str().into(), it.access != Access::Read))
            .collect();
        tables.sort();
        tables.dedup();
        let calls = touches.calls.iter();
        Self {
            text: text.into(),
            tables,
            of_system: !system.is_empty(),
            calls: calls.map(|it| it.routine.as_str().into()).collect(),
            guessed: touches.certainty == Certainty::Guessed,
        }
    }
}

/// What a prepared statement does: the text after `PREPARE name (types) AS`.
fn body_of(text: &str) -> &str {
    let trimmed = text.trim_start();
    let is_prepared = trimmed
        .get(..8)
        .is_some_and(|it| it.eq_ignore_ascii_case("prepare "));
    let end = |word: &str| trimmed.to_ascii_lowercase().find(word).map(|it| it + 4);
    match is_prepared.then(|| end(" as ")).flatten() {
        Some(end) => &trimmed[end..],
        None => text,
    }
}
