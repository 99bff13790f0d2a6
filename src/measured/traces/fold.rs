//! Spans of one kind become one sum; who called a database is the function round its span.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::span::{Span, keys};
use crate::measured::rows::Reader;
use crate::measured::{Statement, Sum, What};
use crate::sql::dialect::Dialect;

/// A chain of spans is followed so far; a ring of them ends here as well.
const DEEPEST: usize = 256;

/// A trace and a span of it.
type SpanId = (String, String);

/// The spans of a file.
#[derive(Default)]
pub(super) struct Fold {
    pub(super) n_spans: usize,
    seen: Vec<Seen>,
    /// What a span is inside of, and the function that it is: for the spans inside it.
    by_id: FxHashMap<SpanId, (Option<String>, Option<Arc<str>>)>,
    statements: FxHashMap<(String, Dialect), Arc<Statement>>,
}

struct Seen {
    what: What,
    sum: Sum,
    /// The function it stands in, if its own attributes say so.
    caller: Option<Arc<str>>,
    trace: String,
    parent: Option<String>,
    program: Option<Arc<str>>,
    line: u32,
}

/// What is counted together.
type Key = (What, Option<Arc<str>>, Option<Arc<str>>);

impl Fold {
    /// Takes a span.
    pub(super) fn add(
        &mut self,
        span: &Span<'_>,
        program: Option<&Arc<str>>,
        line: u32,
        reader: &mut Reader,
    ) {
        let total_ms = match span.millis() {
            Ok(millis) => millis,
            Err(fault) => return reader.skip(line, fault),
        };
        let function: Option<Arc<str>> = span.function().map(Into::into);
        let parent = span.parent.clone().filter(|it| !it.is_empty());
        let id = (span.trace.clone(), span.id.clone());
        self.by_id.insert(id, (parent.clone(), function.clone()));
        let sum = Sum {
            calls: 1,
            total_ms,
            errors: Some(u64::from(span.is_error())),
        };
        for what in self.of(span, function.as_ref()) {
            let calls_database = matches!(what, What::Statement(_) | What::Table { .. });
            self.seen.push(Seen {
                what,
                sum,
                caller: function.clone().filter(|_| calls_database),
                trace: span.trace.clone(),
                parent: parent.clone().filter(|_| calls_database),
                program: program.cloned(),
                line,
            });
        }
    }

    /// What a span is of. A door may be a function besides.
    fn of(&mut self, span: &Span<'_>, function: Option<&Arc<str>>) -> Vec<What> {
        if let Some(text) = span.text(keys::QUERY) {
            return vec![What::Statement(self.statement(text, span.dialect()))];
        }
        if let Some(table) = span.text(keys::TABLE) {
            return vec![What::Table {
                name: table.into(),
                writes: span.text(keys::OPERATION).and_then(writes),
            }];
        }
        let door = span.is_server().then(|| door(span)).flatten();
        let named = span.text(keys::FUNCTION).is_some();
        match (door, function) {
            (Some(door), Some(function)) if named => vec![door, What::Function(function.clone())],
            (Some(door), _) => vec![door],
            (None, Some(function)) => vec![What::Function(function.clone())],
            (None, None) => vec![What::Function(span.name.as_str().into())],
        }
    }

    fn statement(&mut self, text: &str, dialect: Dialect) -> Arc<Statement> {
        let key = (text.to_owned(), dialect);
        let new = || Arc::new(Statement::of(text, dialect));
        self.statements.entry(key).or_insert_with(new).clone()
    }

    /// Hands over the sums.
    pub(super) fn finish(self, reader: &mut Reader) {
        let mut sums: BTreeMap<Key, (Sum, u32)> = BTreeMap::new();
        for it in &self.seen {
            let caller = it.caller.clone().or_else(|| self.caller_of(it));
            let key = (it.what.clone(), caller, it.program.clone());
            let (sum, _) = sums.entry(key).or_insert((Sum::default(), it.line));
            sum.add(it.sum);
        }
        for ((what, caller, program), (sum, line)) in sums {
            if let Some(entry) = reader.add(line, what, sum) {
                (entry.caller, entry.program) = (caller, program);
            }
        }
    }

    /// The nearest function round a span.
    fn caller_of(&self, span: &Seen) -> Option<Arc<str>> {
        let mut id = (span.trace.clone(), span.parent.clone()?);
        for _ in 0..DEEPEST {
            match self.by_id.get(&id)? {
                (_, Some(function)) => return Some(function.clone()),
                (parent, None) => id.1 = parent.clone()?,
            }
        }
        None
    }
}

/// The door a span is of: by its attributes, else by its name.
fn door(span: &Span<'_>) -> Option<What> {
    let method = span.text(keys::METHOD);
    match span.text(keys::ROUTE) {
        Some(route) => Some(What::Door {
            method: method.map(|it| it.to_ascii_uppercase().into()),
            path: route.split(['?', '#']).next().unwrap_or(route).into(),
        }),
        None => match What::door(&span.name) {
            What::Door { method, path } if path.starts_with('/') => {
                Some(What::Door { method, path })
            }
            _ => None,
        },
    }
}

/// Whether an operation writes rows; `None` for words that are not known.
fn writes(operation: &str) -> Option<bool> {
    let word = operation.split_whitespace().next().unwrap_or_default();
    match &*word.to_ascii_lowercase() {
        "select" | "find" | "get" | "count" => Some(false),
        "insert" | "update" | "delete" | "merge" | "replace" | "truncate" | "upsert" | "copy" => {
            Some(true)
        }
        _ => None,
    }
}
