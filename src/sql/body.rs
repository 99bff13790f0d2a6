//! Bodies of routines and triggers: which statements they hold and how many ways lead through.
//!
//! One reading serves PL/pgSQL, T-SQL, `MySQL`, `SQLite` and plain SQL: control words are followed,
//! everything between them is a statement, a condition or an expression, and is read as such.
//! Cyclomatic complexity counts ways through ("A Complexity Measure", IEEE, 1976): one, and one more
//! for each `IF`, `ELSIF`, `WHEN`, loop and condition of a leave, and for each `AND` and `OR` in
//! their conditions. Nesting costs nothing: the words are read in one line.

use super::cursor::{Cursor, text_of};
use super::dialect::Dialect;
use super::lex::{Kind, Lexer, Token};
use super::statement::{built_text, touches_of, touches_of_expression};
use super::touch::Touches;

/// More tokens of one body are not looked at.
const MOST_TOKENS: usize = 200_000;

/// What stands in a body.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Body {
    /// Line of its first token in its file.
    pub first_line: u32,
    /// Lines from its first token to its last.
    pub n_lines: u32,
    /// Ways through it, at least 1.
    pub cyclomatic: u32,
    /// What it reads, writes, calls, and where it is blind.
    pub touches: Touches,
}

/// Reads a body; `line` is that of its first character.
pub(super) fn body(text: &str, dialect: Dialect, line: u32) -> Body {
    let tokens: Vec<_> = Lexer::from_line(text, dialect, line)
        .take(MOST_TOKENS)
        .collect();
    let (first, last) = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => (first.line, last.line),
        _ => (line, line),
    };
    let mut touches = Touches::default();
    let pieces = pieces(&tokens, dialect);
    for piece in &pieces.list {
        touches.absorb(piece.touches(text, dialect));
    }
    touches.settle();
    Body {
        first_line: first,
        n_lines: last - first + 1,
        cyclomatic: pieces.n_branches + 1,
        touches,
    }
}

/// A stretch of a body.
pub(super) enum Piece<'t, 'a> {
    /// A statement as SQL knows it.
    Statement(&'t [Token<'a>]),
    /// A query, or what becomes one with `SELECT` before it.
    Perform(&'t [Token<'a>]),
    /// An expression, perhaps with queries in it.
    Expression(&'t [Token<'a>]),
    /// A text that is run.
    Dynamic(&'t [Token<'a>]),
}

impl Piece<'_, '_> {
    fn touches(&self, text: &str, dialect: Dialect) -> Touches {
        match self {
            Self::Statement(tokens) => read_statement(tokens, text, dialect, ""),
            Self::Perform(tokens) => read_statement(tokens, text, dialect, "SELECT "),
            Self::Expression(tokens) => touches_of_expression(tokens, text, 0, dialect),
            Self::Dynamic(tokens) => {
                let mut found = Touches::default();
                let line = tokens.first().map_or(1, |it| it.line);
                built_text(tokens, text_of(text, 0, tokens), line, dialect, &mut found);
                found
            }
        }
    }
}

/// Reads a statement without the variables that it puts its results into.
fn read_statement(tokens: &[Token<'_>], text: &str, dialect: Dialect, before: &str) -> Touches {
    let Some(first) = tokens.first() else {
        return Touches::default();
    };
    let mut kept: Vec<u8> = before.as_bytes().to_vec();
    let begin = kept.len();
    kept.extend_from_slice(text_of(text, 0, tokens).as_bytes());
    for (from, to) in results(tokens) {
        for at in from.saturating_sub(first.at)..to.saturating_sub(first.at) {
            if let Some(byte) = kept.get_mut(begin + at).filter(|it| **it != b'\n') {
                *byte = b' ';
            }
        }
    }
    let Ok(text) = String::from_utf8(kept) else {
        return Touches::default();
    };
    let tokens: Vec<_> = Lexer::from_line(&text, dialect, first.line).collect();
    touches_of(&tokens, &text, dialect)
}

/// Bytes of `INTO a, b.c` that name variables.
fn results(tokens: &[Token<'_>]) -> Vec<(usize, usize)> {
    const WRITERS: [&str; 6] = [
        "insert",
        "merge",
        "replace",
        "ignore",
        "overwrite",
        "execute",
    ];
    let mut found = Vec::new();
    let mut at = 1;
    while at < tokens.len() {
        let writes = WRITERS.iter().any(|it| tokens[at - 1].is(it));
        if !tokens[at].is("into") || writes {
            at += 1;
            continue;
        }
        let begin = tokens[at].at;
        at += 1;
        at += usize::from(tokens.get(at).is_some_and(|it| it.is("strict")));
        let mut end = begin;
        while let Some(name) = tokens.get(at) {
            end = name.end();
            at += 1;
            match tokens.get(at) {
                Some(it) if it.is_symbol(",") || it.is_symbol(".") => at += 1,
                _ => break,
            }
        }
        found.push((begin, end.max(begin + 4)));
    }
    found
}

/// The stretches of a body, and how many branches lie between them.
pub(super) struct Pieces<'t, 'a> {
    pub list: Vec<Piece<'t, 'a>>,
    pub n_branches: u32,
}

/// Takes a body apart.
pub(super) fn pieces<'t, 'a>(tokens: &'t [Token<'a>], dialect: Dialect) -> Pieces<'t, 'a> {
    let mut reader = Reader {
        cursor: Cursor::new(tokens, dialect),
        found: Pieces {
            list: Vec::new(),
            n_branches: 0,
        },
    };
    while !reader.cursor.is_done() {
        reader.step();
    }
    let whens = reader.found.list.iter().map(|it| match it {
        Piece::Statement(it) | Piece::Perform(it) | Piece::Expression(it) => {
            it.iter().filter(|it| it.is("when")).count() as u32
        }
        Piece::Dynamic(_) => 0,
    });
    reader.found.n_branches += whens.sum::<u32>();
    reader.found
}

struct Reader<'t, 'a> {
    cursor: Cursor<'t, 'a>,
    found: Pieces<'t, 'a>,
}

impl<'t, 'a> Reader<'t, 'a> {
    /// Reads what begins here; always moves on.
    fn step(&mut self) {
        let Some(token) = self.cursor.peek() else {
            return;
        };
        if token.kind == Kind::End {
            self.cursor.bump();
            return;
        }
        if token.is_symbol("<") {
            while self.cursor.bump().is_some_and(|it| !it.is_symbol(">")) {}
            while self.cursor.eat_symbol(">") {}
            return;
        }
        if token.kind != Kind::Word {
            let rest = self.until_end();
            self.assignment(rest);
            return;
        }
        match &*token.text.to_ascii_lowercase() {
            "begin" => self.begin(),
            "else" | "loop" | "declare" | "exception" | "repeat" | "atomic" | "then" | "do"
            | "as" | "is" | "try" | "catch" | "block" => {
                self.cursor.bump();
            }
            "end" => self.end(),
            "if" | "elsif" | "elseif" | "while" => {
                self.cursor.bump();
                self.branch(&["then", "loop", "begin", "do"]);
            }
            "case" => {
                self.cursor.bump();
                let subject = self.cursor.until(&["when"]);
                self.push(Piece::Expression(subject));
            }
            "when" => {
                self.cursor.bump();
                self.branch(&["then"]);
            }
            "until" => {
                self.cursor.bump();
                self.branch(&["end"]);
            }
            "for" | "foreach" => self.each(),
            word => self.plain(word),
        }
    }

    fn push(&mut self, piece: Piece<'t, 'a>) {
        self.found.list.push(piece);
    }

    /// `BEGIN` opens a block, or a transaction where `TRANSACTION` follows.
    fn begin(&mut self) {
        let mut ahead = self.cursor;
        ahead.bump();
        if ahead.sees_any(&["tran", "transaction", "work"]) {
            let statement = self.until_end();
            self.push(Piece::Statement(statement));
        } else {
            self.cursor.bump();
        }
    }

    fn end(&mut self) {
        self.cursor.bump();
        self.cursor.eat_any(&AFTER);
        // A label, where the end is told.
        let ended = |it: &Token<'_>| it.kind == Kind::End;
        if self.cursor.peek_at(1).is_some_and(ended) && !self.cursor.peek().is_some_and(ended) {
            self.cursor.bump();
        }
    }

    /// A condition up to one of these words. Where T-SQL has none, up to the statement after it.
    fn branch(&mut self, words: &[&str]) {
        let begin = self.cursor;
        let mut n = 0;
        let is_server = self.cursor.dialect() == Dialect::SqlServer;
        let mut n_cases = 0_usize;
        while let Some(token) = self.cursor.peek() {
            let ends = words.iter().any(|it| token.is(it)) && n_cases == 0;
            let verb = is_server && n > 0 && starts_statement(token);
            if ends || verb || token.kind == Kind::End {
                break;
            }
            n_cases += usize::from(token.is("case"));
            n_cases -= usize::from(token.is("end") && n_cases > 0);
            let before = self.cursor.rest().len();
            self.cursor.skip();
            n += before - self.cursor.rest().len();
        }
        let condition = &begin.rest()[..n];
        let joints = condition
            .iter()
            .filter(|it| it.is("and") || it.is("or"))
            .count();
        self.found.n_branches += 1 + joints as u32;
        self.push(Piece::Expression(condition));
    }

    /// `FOR x IN query LOOP` and its like.
    fn each(&mut self) {
        self.cursor.bump();
        self.found.n_branches += 1;
        let head = self.cursor.until(&["in", "loop", "do", "end"]);
        if !self.cursor.eat("in") {
            // `FOR EACH ROW` and whatever else is no loop.
            let _ = head;
            return;
        }
        self.cursor.eat("reverse");
        self.cursor.eat("array");
        let dynamic = self.cursor.eat("execute");
        let source = self.cursor.until(&["loop", "do"]);
        let queries = ["select", "with", "values", "insert", "update", "delete"];
        let first = source.iter().find(|it| !it.is_symbol("("));
        let is_query = first.is_some_and(|it| queries.iter().any(|word| it.is(word)));
        self.push(match (dynamic, is_query) {
            (true, _) => Piece::Dynamic(source),
            (_, true) => Piece::Statement(source),
            _ => Piece::Expression(source),
        });
    }

    /// A statement that no control word begins.
    fn plain(&mut self, word: &str) {
        match word {
            "perform" => {
                self.cursor.bump();
                let rest = self.until_end();
                self.push(Piece::Perform(rest));
            }
            "return" => {
                self.cursor.bump();
                let is_query = self.cursor.eat("query");
                let dynamic = is_query && self.cursor.eat("execute");
                self.cursor.eat("next");
                let rest = self.until_end();
                self.push(match (dynamic, is_query) {
                    (true, _) => Piece::Dynamic(rest),
                    (_, true) => Piece::Statement(rest),
                    _ => Piece::Expression(rest),
                });
            }
            "open" => {
                let rest = self.until_end();
                self.cursor_of(rest);
            }
            "exit" | "continue" | "leave" | "iterate" => {
                let rest = self.until_end();
                if let Some(at) = rest.iter().position(|it| it.is("when")) {
                    let joints = rest.iter().filter(|it| it.is("and") || it.is("or")).count();
                    self.found.n_branches += joints as u32;
                    self.push(Piece::Expression(&rest[at..]));
                }
            }
            "execute" | "exec" if self.cursor.dialect() != Dialect::SqlServer => {
                self.cursor.bump();
                self.cursor.eat("immediate");
                let rest = self.until_end();
                self.run(rest);
            }
            "null" | "close" | "fetch" | "get" | "move" | "print" | "goto" | "raiserror"
            | "throw" | "deallocate" | "waitfor" => {
                self.until_end();
            }
            "raise" | "assert" | "signal" | "resignal" => {
                let rest = self.until_end();
                self.push(Piece::Expression(rest));
            }
            _ if STATEMENTS.contains(&word) => {
                let rest = self.until_end();
                self.push(Piece::Statement(rest));
            }
            _ => {
                let rest = self.until_end();
                self.assignment(rest);
            }
        }
    }

    /// `EXECUTE` in PL/pgSQL is a text; `MySQL` runs what it prepared, and that was noted.
    fn run(&mut self, rest: &'t [Token<'a>]) {
        let prepared = self.cursor.dialect() == Dialect::MySql && rest.len() == 1;
        if !prepared {
            self.push(Piece::Dynamic(rest));
        }
    }

    /// `x CURSOR FOR query` and `OPEN x FOR query`; true if it was one.
    fn cursor_of(&mut self, rest: &'t [Token<'a>]) -> bool {
        let Some(at) = rest.iter().position(|it| it.is("for") || it.is("is")) else {
            return false;
        };
        let query = &rest[at + 1..];
        match query.first() {
            Some(it) if it.is("execute") => self.push(Piece::Dynamic(&query[1..])),
            _ => self.push(Piece::Statement(query)),
        }
        true
    }

    /// A declaration or an assignment.
    fn assignment(&mut self, rest: &'t [Token<'a>]) {
        let head = &rest[..rest.len().min(8)];
        if head.iter().any(|it| it.is("cursor")) && self.cursor_of(rest) {
            return;
        }
        let gives = |it: &Token<'_>| it.is_symbol(":=") || it.is_symbol("=") || it.is("default");
        if let Some(at) = rest.iter().position(gives) {
            self.push(Piece::Expression(&rest[at + 1..]));
        }
    }

    /// The rest of the statement; what ends it is passed over.
    fn until_end(&mut self) -> &'t [Token<'a>] {
        let rest = self.cursor.rest();
        let ends = |it: &Token<'_>| it.kind == Kind::End;
        let mut n = rest.iter().position(ends).unwrap_or(rest.len());
        if self.cursor.dialect() == Dialect::SqlServer {
            n = n.min(without_semicolon(rest));
        }
        for _ in 0..n {
            self.cursor.bump();
        }
        if self.cursor.peek().is_some_and(ends) {
            self.cursor.bump();
        }
        &rest[..n]
    }
}

/// Words with which a statement of SQL begins.
const STATEMENTS: &[&str] = &[
    "select",
    "insert",
    "update",
    "delete",
    "merge",
    "with",
    "truncate",
    "replace",
    "values",
    "lock",
    "copy",
    "refresh",
    "call",
    "create",
    "drop",
    "alter",
    "commit",
    "rollback",
    "savepoint",
    "release",
    "start",
    "notify",
    "grant",
    "revoke",
    "exec",
    "execute",
    "prepare",
    "save",
    "set",
];

fn starts_statement(token: &Token<'_>) -> bool {
    const MORE: [&str; 8] = [
        "if",
        "while",
        "declare",
        "begin",
        "return",
        "print",
        "raiserror",
        "throw",
    ];
    let listed = |list: &[&str]| list.iter().any(|it| token.is(it));
    listed(STATEMENTS) && !token.is("values") || listed(&MORE)
}

/// How many tokens a T-SQL statement has: up to a line that begins another one.
fn without_semicolon(rest: &[Token<'_>]) -> usize {
    let Some(first) = rest.first() else { return 0 };
    let mut depth = 0_usize;
    let mut takes_select = ["insert", "with", "declare", "create"]
        .iter()
        .any(|it| first.is(it));
    let mut takes_set = first.is("update") || first.is("merge") || first.is("with");
    for (at, token) in rest.iter().enumerate().skip(1) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let before = &rest[at - 1];
        let ends = token.is("end") || token.is("else");
        let fresh = token.line > before.line && (starts_statement(token) || ends);
        if depth > 0 || !fresh {
            continue;
        }
        let goes_on =
            before.is("all") || before.is("union") || before.is("then") || before.is_symbol(",");
        if goes_on
            || token.is("select") && std::mem::take(&mut takes_select)
            || token.is("set") && std::mem::take(&mut takes_set)
        {
            continue;
        }
        let written = first.is("with")
            && ["update", "insert", "delete", "merge"]
                .iter()
                .any(|it| token.is(it));
        if !written {
            return at;
        }
    }
    rest.len()
}

/// Words after `END`.
const AFTER: [&str; 8] = [
    "if", "loop", "case", "while", "repeat", "for", "try", "catch",
];

#[cfg(test)]
mod tests;
