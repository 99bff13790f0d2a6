//! What one statement touches: first by a parser, else by following its words.

mod dynamic;
mod holes;
mod parsed;
mod scope;
mod targets;
mod words;

pub(super) use dynamic::built_text;

use sqlparser::ast::Statement as Tree;
use sqlparser::dialect::{
    Dialect as Grammar, GenericDialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect,
    SQLiteDialect,
};
use sqlparser::parser::Parser;

use super::cursor::{Cursor, text_of};
use super::dialect::Dialect;
use super::lex::{Kind, Token};
use super::split::Statements;
use super::touch::{Certainty, Step, Touches};

/// A parser calls itself this often at most; a tree is never deeper.
const DEEPEST: usize = 40;
/// Longer statements are data: their words are followed instead.
const MOST_PARSED: usize = 4_000;
/// Chains of operators make trees as deep as they are long.
const MOST_OPERATORS: usize = 400;

/// What a text of SQL touches: all its statements together. `line` is the number of its first line.
/// The text may have holes, as format strings do; routines that a statement defines are not looked
/// into (that is what [`super::schema`] is for).
pub fn touches(text: &str, dialect: Dialect, line: u32) -> Touches {
    let mut all = Touches::default();
    for statement in Statements::from_line(text, dialect, line) {
        all.absorb(touches_of(&statement.tokens, statement.text, dialect));
    }
    all.settle();
    all
}

/// What the statement of these tokens touches; `text` is the stretch they cover.
pub(super) fn touches_of(tokens: &[Token<'_>], text: &str, dialect: Dialect) -> Touches {
    let mut found = Touches::default();
    let Some(first) = tokens.first() else {
        return found;
    };
    let cursor = Cursor::new(tokens, dialect);
    if let Some(step) = step_of(cursor) {
        found.steps.push((step, first.line));
        return found;
    }
    if dynamic::runtime_text(cursor, text, &mut found) || touches_nothing(cursor) {
        return found;
    }
    let reader = words::Reader::new(tokens, dialect);
    match tree_of(tokens, text, dialect) {
        Some(tree) => parsed::read(&tree, first.line, dialect, &mut found),
        None => {
            reader.read(&mut found);
            found.certainty = Certainty::Guessed;
        }
    }
    found.settle();
    found
}

/// What a stretch of an expression touches: subqueries and calls in it.
pub(super) fn touches_of_expression(
    tokens: &[Token<'_>],
    whole: &str,
    base: usize,
    dialect: Dialect,
) -> Touches {
    let mut found = Touches::default();
    let calls = |it: &[Token<'_>]| can_call(&it[0]) && it[1].is_symbol("(");
    if !tokens.iter().any(|it| it.is("select")) && !tokens.windows(2).any(calls) {
        return found;
    }
    let text = format!("SELECT {}", text_of(whole, base, tokens));
    let line = tokens.first().map_or(1, |it| it.line);
    for statement in Statements::from_line(&text, dialect, line) {
        found.absorb(touches_of(&statement.tokens, statement.text, dialect));
    }
    found
}

fn can_call(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Quoted)
}

/// Whether a statement only speaks to the database itself, which no parser needs to tell.
fn touches_nothing(cursor: Cursor<'_, '_>) -> bool {
    const VERBS: [&str; 18] = [
        "pragma",
        "vacuum",
        "analyze",
        "listen",
        "unlisten",
        "notify",
        "attach",
        "detach",
        "reindex",
        "set",
        "reset",
        "use",
        "grant",
        "revoke",
        "comment",
        "show",
        "discard",
        "checkpoint",
    ];
    cursor.sees_any(&VERBS)
        && !cursor
            .rest()
            .iter()
            .any(|it| it.is("select") || it.is("from") || it.is_symbol("("))
}

/// The transaction statement that begins here, if it is one.
fn step_of(mut cursor: Cursor<'_, '_>) -> Option<Step> {
    let step = if cursor.eat("begin") {
        const MODES: [&str; 8] = [
            "deferred",
            "immediate",
            "exclusive",
            "concurrent",
            "isolation",
            "read",
            "not",
            "try",
        ];
        let plain = cursor.eat_any(&["transaction", "tran", "work"]) || cursor.sees_any(&MODES);
        (plain || cursor.is_done()).then_some(Step::Begin)
    } else if cursor.eat_any(&["start transaction"]) {
        Some(Step::Begin)
    } else if cursor.eat("commit") {
        Some(Step::Commit)
    } else if cursor.eat("end") {
        cursor.eat_any(&["transaction", "work"]);
        cursor.is_done().then_some(Step::Commit)
    } else if cursor.eat("rollback") {
        Some(Step::Rollback)
    } else if cursor.eat("savepoint") || cursor.eat_any(&["save transaction", "save tran"]) {
        Some(Step::Savepoint)
    } else if cursor.eat("release") {
        Some(Step::Release)
    } else {
        None
    };
    step.filter(|_| cursor.rest().len() <= 12)
}

/// The tree of a statement in the first dialect that reads it.
fn tree_of(tokens: &[Token<'_>], text: &str, dialect: Dialect) -> Option<Tree> {
    if !is_fit_to_parse(tokens) {
        return None;
    }
    let base = tokens.first()?.at;
    let text = holes::filled(text, base, tokens);
    grammars(tokens, dialect).into_iter().find_map(|grammar| {
        let parser = Parser::new(grammar).with_recursion_limit(DEEPEST);
        let mut parser = parser.try_with_sql(&text).ok()?;
        let tree = parser.parse_statement().ok()?;
        let whole = parser.peek_token().token == sqlparser::tokenizer::Token::EOF;
        whole.then_some(tree)
    })
}

/// Whether a parser can be trusted with it: neither deep nor endless.
fn is_fit_to_parse(tokens: &[Token<'_>]) -> bool {
    if tokens.len() > MOST_PARSED {
        return false;
    }
    let (mut depth, mut deepest, mut n_operators) = (0_usize, 0, 0);
    for token in tokens {
        match token.text {
            "(" | "[" if token.kind == Kind::Symbol => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            ")" | "]" if token.kind == Kind::Symbol => depth = depth.saturating_sub(1),
            "," | "." | "*" => {}
            _ if token.kind == Kind::Symbol => n_operators += 1,
            _ => {
                const WORDS: [&str; 9] = [
                    "and",
                    "or",
                    "not",
                    "union",
                    "except",
                    "intersect",
                    "join",
                    "when",
                    "is",
                ];
                n_operators += usize::from(WORDS.iter().any(|it| token.is(it)));
            }
        }
    }
    deepest < DEEPEST && n_operators < MOST_OPERATORS
}

/// The dialects to try, the likeliest first.
fn grammars(tokens: &[Token<'_>], dialect: Dialect) -> Vec<&'static dyn Grammar> {
    static POSTGRES: PostgreSqlDialect = PostgreSqlDialect {};
    static GENERIC: GenericDialect = GenericDialect {};
    static SQLITE: SQLiteDialect = SQLiteDialect {};
    static MYSQL: MySqlDialect = MySqlDialect {};
    static SQL_SERVER: MsSqlDialect = MsSqlDialect {};
    let quoted = |it| {
        tokens
            .iter()
            .any(|token| token.text.starts_with(it) && token.kind == Kind::Quoted)
    };
    match dialect {
        Dialect::Sqlite => vec![&SQLITE, &GENERIC],
        Dialect::MySql => vec![&MYSQL, &GENERIC],
        Dialect::SqlServer => vec![&SQL_SERVER, &GENERIC],
        Dialect::Postgres => vec![&POSTGRES, &GENERIC],
        Dialect::Unknown if quoted('`') => vec![&MYSQL, &SQLITE, &GENERIC],
        Dialect::Unknown if quoted('[') => vec![&SQL_SERVER, &SQLITE],
        Dialect::Unknown => vec![&POSTGRES, &GENERIC, &SQLITE, &MYSQL],
    }
}

#[cfg(test)]
mod tests;
