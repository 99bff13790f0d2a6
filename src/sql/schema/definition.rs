//! One statement applied to a schema: which kind of definition it is.

use std::sync::Arc;

use super::super::body::{Piece, pieces};
use super::super::cursor::{Cursor, literal, text_of};
use super::super::lex::{Lexer, Token};
use super::super::split::Statement;
use super::super::touch::Certainty;
use super::{Run, Schema, alter, create, drop, routine, table};
use crate::notice::Place;

/// What came of a definition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// All of it was understood.
    Done,
    /// Some of it was passed over.
    Guessed,
    /// It defines nothing that is kept: a grant, a comment.
    Nothing,
    /// It could not be applied.
    Lost(&'static str),
}

impl Outcome {
    /// The weaker of both.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Lost(_), _) | (_, Self::Done | Self::Nothing) => self,
            _ => other,
        }
    }

    pub(super) fn certainty(self) -> Certainty {
        match self {
            Self::Done | Self::Nothing => Certainty::Parsed,
            Self::Guessed | Self::Lost(_) => Certainty::Guessed,
        }
    }
}

/// A statement while it is applied.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub path: &'s Arc<str>,
    /// The statement's text.
    pub text: &'s str,
    /// Where the text begins in what its tokens count from.
    pub base: usize,
    pub line: u32,
}

impl<'s> Source<'s> {
    pub(super) fn place(&self) -> Place {
        Place::line(self.path.clone(), self.line)
    }

    pub(super) fn text_of(&self, tokens: &[Token<'_>]) -> &'s str {
        text_of(self.text, self.base, tokens)
    }
}

/// Applies the statement of these tokens.
pub(super) fn apply(schema: &mut Schema, path: &Arc<str>, tokens: &[Token<'_>], text: &str) {
    let Some(first) = tokens.first() else { return };
    let source = Source {
        path,
        text,
        base: first.at,
        line: first.line,
    };
    let mut cursor = Cursor::new(tokens, schema.dialect);
    // T-SQL guards a definition by a condition.
    if cursor.sees("if") || cursor.sees("begin") && tokens.len() > 2 {
        cursor.until(&["create", "alter", "drop"]);
    }
    if is_too_much(schema, cursor) {
        if schema.n_passed == 0 {
            schema.lose(source.place(), text, "comes after too much");
        }
        schema.n_passed += 1;
        schema.n_definitions += 1;
        return;
    }
    let outcome = kind(schema, cursor, source);
    match outcome {
        Outcome::Nothing => return,
        Outcome::Lost(reason) => schema.lose(source.place(), text, reason),
        Outcome::Guessed => schema.n_guessed += 1,
        Outcome::Done => {}
    }
    schema.n_definitions += 1;
}

fn kind(schema: &mut Schema, mut cursor: Cursor<'_, '_>, source: Source<'_>) -> Outcome {
    if cursor.eat("create") {
        create(schema, cursor, source)
    } else if cursor.eat("alter") {
        alter::alter(schema, cursor, source)
    } else if cursor.eat("drop") {
        drop::drop(schema, cursor, source)
    } else if cursor.eat("rename table") {
        drop::rename_tables(schema, cursor, source)
    } else if cursor.eat_any(&["exec", "execute"]) && cursor.eat("sp_rename") {
        drop::sp_rename(schema, cursor, source)
    } else if cursor.eat("do") {
        block(schema, cursor, source)
    } else if cursor.eat_any(&["select", "call", "perform"]) {
        run(schema, cursor, source)
    } else {
        Outcome::Nothing
    }
}

/// Changes look over everything that is there; a text made to be slow is given up at some point. No
/// system that people work on comes near: five thousand changes of five thousand objects.
const MOST_WORK: usize = 25_000_000;
/// Nor has one as many definitions.
const MOST_DEFINITIONS: usize = 200_000;

fn is_too_much(schema: &mut Schema, cursor: Cursor<'_, '_>) -> bool {
    let changes = cursor.sees_any(&["alter", "drop", "rename", "exec"]);
    if changes {
        schema.work += schema.tables.len() + schema.indexes.len() + schema.triggers.len();
    }
    let defines = changes || cursor.sees("create");
    defines && (changes && schema.work > MOST_WORK || schema.n_definitions > MOST_DEFINITIONS)
}

/// What stands between `CREATE` and the kind of object.
struct Prefix {
    replaces: bool,
    is_temporary: bool,
    is_unique: bool,
}

impl Prefix {
    fn read(cursor: &mut Cursor<'_, '_>) -> Self {
        let replaces = cursor.eat_any(&["or replace", "or alter"]);
        cursor.eat_any(&["global", "local"]);
        if cursor.eat("algorithm") {
            cursor.eat_symbol("=");
            cursor.bump();
        }
        if cursor.eat("definer") {
            cursor.until(&["trigger", "procedure", "function", "view", "event", "sql"]);
        }
        cursor.eat_any(&["sql security definer", "sql security invoker"]);
        let is_temporary = cursor.eat_any(&["temporary", "temp"]);
        cursor.eat_any(&["unlogged", "external", "foreign", "recursive", "aggregate"]);
        let is_unique = cursor.eat("unique");
        cursor.eat_any(&[
            "clustered",
            "nonclustered",
            "fulltext",
            "spatial",
            "constraint",
        ]);
        Self {
            replaces,
            is_temporary,
            is_unique,
        }
    }
}

fn create(schema: &mut Schema, mut cursor: Cursor<'_, '_>, source: Source<'_>) -> Outcome {
    let prefix = Prefix::read(&mut cursor);
    if cursor.eat("virtual table") {
        table::create_virtual(schema, cursor, source)
    } else if cursor.eat("table") {
        table::create(schema, cursor, source, prefix.is_temporary)
    } else if cursor.eat("index") {
        create::index(schema, cursor, source, prefix.is_unique)
    } else if cursor.eat("materialized view") {
        create::view(schema, cursor, source, true)
    } else if cursor.eat("view") {
        create::view(schema, cursor, source, false)
    } else if cursor.eat("type") {
        create::type_of(schema, cursor, source)
    } else if cursor.eat("domain") {
        create::domain(schema, cursor, source)
    } else if cursor.eat("sequence") {
        create::sequence(schema, cursor, source)
    } else if cursor.eat_any(&["schema", "database"]) {
        create::schema_of(schema, cursor, source)
    } else if cursor.eat("trigger") {
        routine::trigger(schema, cursor, source)
    } else if cursor.sees_any(&["function", "procedure", "proc"]) {
        routine::routine(schema, cursor, source, prefix.replaces)
    } else if cursor.sees_any(&KNOWN) {
        Outcome::Nothing
    } else {
        Outcome::Lost("makes an object of an unknown kind")
    }
}

/// `DO $$ ... $$`: definitions inside a block without a name, whatever guards them.
fn block(schema: &mut Schema, mut cursor: Cursor<'_, '_>, source: Source<'_>) -> Outcome {
    if cursor.eat("language") {
        cursor.bump();
    }
    let Some(token) = cursor.peek() else {
        return Outcome::Nothing;
    };
    let Some(body) = literal(token) else {
        return Outcome::Nothing;
    };
    if schema.depth >= DEEPEST {
        return Outcome::Lost("is a block inside too many blocks");
    }
    schema.depth += 1;
    let dialect = schema.dialect;
    let tokens: Vec<_> = Lexer::from_line(body, dialect, token.line)
        .take(MOST_INSIDE)
        .collect();
    for piece in pieces(&tokens, dialect).list {
        match piece {
            Piece::Statement(tokens) => {
                let defines = ["create", "alter", "drop"];
                if tokens
                    .first()
                    .is_some_and(|it| defines.iter().any(|word| it.is(word)))
                {
                    apply(schema, source.path, tokens, text_of(body, 0, tokens));
                }
            }
            Piece::Dynamic(tokens) => made_at_run_time(schema, tokens, body, source),
            Piece::Perform(_) | Piece::Expression(_) => {}
        }
    }
    schema.depth -= 1;
    Outcome::Nothing
}

/// Blocks inside texts of blocks are followed this far.
const DEEPEST: u8 = 3;

/// More tokens inside one block are not looked at.
const MOST_INSIDE: usize = 100_000;

/// A text that a block runs: applied if it is a whole definition, else told as lost.
fn made_at_run_time(schema: &mut Schema, tokens: &[Token<'_>], whole: &str, source: Source<'_>) {
    let Some(first) = tokens.first() else { return };
    let texts: Vec<_> = tokens.iter().filter_map(literal).collect();
    let joined = texts.concat().to_ascii_lowercase();
    let defines = ["create ", "alter ", "drop "]
        .iter()
        .any(|it| joined.contains(it));
    if !defines {
        return;
    }
    let n_before = (schema.lost.len(), schema.n_definitions);
    if let ([text], true) = (&*texts, tokens.len() == 1) {
        let text = text.replace("''", "'");
        for Statement { tokens, text, .. } in
            super::super::split::Statements::from_line(&text, schema.dialect, first.line)
        {
            apply(schema, source.path, &tokens, text);
        }
        if schema.n_definitions > n_before.1 {
            schema.n_guessed += 1;
            return;
        }
    }
    let place = Place::line(source.path.clone(), first.line);
    schema.lose(
        place,
        text_of(whole, 0, tokens),
        "is put together at run time",
    );
    schema.n_definitions += 1;
}

/// A routine that is run while definitions are applied may make objects; that is a blind spot. A text
/// that it is given, as the body of a trigger to be, is read at the end.
fn run(schema: &mut Schema, mut cursor: Cursor<'_, '_>, source: Source<'_>) -> Outcome {
    let Some(named) = cursor.name().filter(|_| cursor.sees_symbol("(")) else {
        return Outcome::Nothing;
    };
    let name = named.whole();
    let makes = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.contains("execute") && (text.contains("create") || text.contains("alter"))
    };
    if !schema.routines_of(&name).any(|it| makes(&it.text)) {
        return Outcome::Nothing;
    }
    let arguments = cursor.group().unwrap_or(&[]).iter();
    let texts = arguments.filter(|it| it.text.starts_with('$'));
    let texts = texts.filter_map(|it| Some((it.line, literal(it)?)));
    for (line, text) in texts.filter(|it| it.1.contains(';')) {
        schema.runs.push(Run {
            routine: name.clone(),
            place: source.place(),
            body: None,
            text: text.to_owned(),
            line,
        });
    }
    Outcome::Lost("runs a routine that makes objects")
}

/// Kinds of objects that are not kept.
const KNOWN: [&str; 22] = [
    "extension",
    "role",
    "user",
    "policy",
    "publication",
    "subscription",
    "server",
    "cast",
    "operator",
    "collation",
    "language",
    "statistics",
    "access",
    "rule",
    "login",
    "group",
    "tablespace",
    "text",
    "event",
    "conversion",
    "transform",
    "synonym",
];
