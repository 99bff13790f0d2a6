//! Is a text from code SQL at all?
//!
//! `Select a file from the list` is good SQL to a parser. So the words are weighed first: a verb in
//! capitals is likely SQL, one that begins a sentence is likely prose, and each verb must be
//! followed by what it needs. What remains in doubt is no SQL: "delete from disk" is a sentence,
//! unless the caller knows a table of that name.

use super::cursor::{Cursor, can_name};
use super::dialect::Dialect;
use super::lex::{Kind, Lexer, Token};

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// No SQL.
    No,
    /// A part of a statement: `WHERE id = ?1 ORDER BY name`.
    Fragment,
    /// Reads or writes rows, calls a routine, or asks the database something.
    Statement,
    /// Makes or changes tables and other objects.
    Definition,
    /// Begins or ends a transaction.
    Transaction,
}

/// Only the beginning of a text is weighed.
const MOST_TOKENS: usize = 400;

/// Words of sentences that no statement uses bare.
const PROSE: &[&str] = &[
    "the", "an", "your", "this", "that", "these", "those", "please", "its", "our", "my", "you",
    "failed", "cannot", "could", "should", "must", "will", "are", "was", "has", "have", "be",
    "unable", "invalid", "while", "because", "which", "whose", "via", "onto", "their", "it",
];

/// Whether a text is SQL, without knowing any table.
pub fn is_sql(text: &str) -> Verdict {
    is_sql_knowing(text, &|_| false)
}

/// Whether a text is SQL, for who knows the tables: small names in doubtful places are looked up.
pub fn is_sql_knowing(text: &str, is_table: &dyn Fn(&str) -> bool) -> Verdict {
    let first = text.trim_start().trim_start_matches('(').trim_start();
    // Most texts of a program end here.
    let may = |it: char| it.is_ascii_alphabetic() || matches!(it, '-' | '/' | '{');
    if !first.starts_with(may) {
        return Verdict::No;
    }
    let tokens: Vec<_> = Lexer::new(first, Dialect::Unknown)
        .take(MOST_TOKENS)
        .collect();
    let Some(verb) = tokens.first().filter(|it| it.kind == Kind::Word) else {
        return Verdict::No;
    };
    let weight = Weight::of(verb, &tokens);
    if weight.is_prose {
        return Verdict::No;
    }
    let mut cursor = Cursor::new(&tokens, Dialect::Unknown);
    let judge = Judge { weight, is_table };
    cursor.bump();
    match &*verb.text.to_ascii_lowercase() {
        "explain" => {
            cursor.eat_any(&["query plan", "analyze verbose", "analyze", "verbose"]);
            if cursor.sees("explain") {
                return Verdict::No;
            }
            let inner = cursor
                .peek()
                .map_or("", |it| first.get(it.at..).unwrap_or(""));
            match is_sql_knowing(inner, is_table) {
                Verdict::No | Verdict::Fragment => Verdict::No,
                _ => Verdict::Statement,
            }
        }
        word => {
            let verdict = judge.verb(word, cursor);
            let begun = weight.is_loud && Judge::is_begun(word, cursor);
            match verdict {
                Verdict::No if begun || holds_query(&tokens) => Verdict::Fragment,
                _ => verdict,
            }
        }
    }
}

/// Whether a query in capitals stands inside: `id IN (SELECT a FROM b WHERE `.
fn holds_query(tokens: &[Token<'_>]) -> bool {
    let loud = |word: &str| {
        tokens
            .iter()
            .position(|it| it.kind == Kind::Word && it.text == word && it.at > 0)
    };
    let (Some(select), Some(from)) = (loud("SELECT"), loud("FROM")) else {
        return false;
    };
    let named = tokens
        .get(from + 1)
        .is_some_and(|it| can_name(it) || it.is_symbol("("));
    select + 1 < from && named && tokens[..select].iter().any(|it| it.kind == Kind::Symbol)
}

/// What speaks for SQL and what for a sentence.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "signs that are independent of each other"
)]
struct Weight {
    /// The verb is in capitals.
    is_loud: bool,
    /// The verb begins with a capital, as sentences do.
    is_title: bool,
    /// There are signs that sentences lack: `=`, `*`, `(`, holes, quotes.
    has_signs: bool,
    is_prose: bool,
}

impl Weight {
    fn of(verb: &Token<'_>, tokens: &[Token<'_>]) -> Self {
        let n_prose = tokens
            .iter()
            .filter(|it| it.kind == Kind::Word && PROSE.iter().any(|word| it.is(word)))
            .count();
        let sign = |it: &Token<'_>| match it.kind {
            Kind::Hole => true,
            Kind::Symbol => ["=", "*", "(", "<", ">", "<>", "!=", "<=", ">="].contains(&it.text),
            _ => false,
        };
        let is_loud = verb.text.chars().all(|it| it.is_ascii_uppercase());
        let n_signs = tokens.iter().filter(|it| sign(it)).count();
        let article = tokens
            .windows(2)
            .any(|it| it[0].is("a") && it[1].kind == Kind::Word && is_plain(&it[1]));
        Self {
            is_loud,
            is_title: !is_loud && verb.text.starts_with(|it: char| it.is_ascii_uppercase()),
            has_signs: n_signs > 0,
            is_prose: (n_prose > 0 || article && !is_loud) && !(is_loud && n_signs > n_prose),
        }
    }
}

/// Whether a word is no keyword that may follow an alias.
fn is_plain(token: &Token<'_>) -> bool {
    const AFTER: [&str; 22] = [
        "from", "where", "join", "left", "inner", "right", "full", "cross", "on", "set", "as",
        "order", "group", "limit", "is", "and", "or", "in", "union", "using", "values", "like",
    ];
    !AFTER.iter().any(|it| token.is(it))
}

struct Judge<'a> {
    weight: Weight,
    is_table: &'a dyn Fn(&str) -> bool,
}

impl Judge<'_> {
    fn verb(&self, verb: &str, mut cursor: Cursor<'_, '_>) -> Verdict {
        let yes = |it: bool| if it { Verdict::Statement } else { Verdict::No };
        let Weight {
            is_loud, has_signs, ..
        } = self.weight;
        match verb {
            "select" => yes(self.select(cursor)),
            "insert" | "replace" | "merge" => {
                cursor.eat_any(&[
                    "or replace",
                    "or ignore",
                    "or abort",
                    "or rollback",
                    "or fail",
                    "ignore",
                ]);
                yes(cursor.eat("into") && self.after_into(cursor))
            }
            "update" => yes(self.update(cursor)),
            "delete" => yes(self.delete(cursor)),
            "with" => yes(Self::with(cursor)),
            "create" | "alter" | "drop" => self.definition(verb, cursor),
            "comment" => definition(cursor.eat("on") && is_loud),
            "begin" | "commit" | "rollback" | "savepoint" | "release" | "start" | "end" => {
                self.transaction(verb, cursor)
            }
            "pragma" => yes(cursor.ident().is_some_and(|it| it != "once") && {
                cursor.is_done()
                    || cursor.sees_symbol("=")
                    || cursor.sees_symbol("(")
                    || cursor.sees_symbol(".")
                    || cursor.peek().is_some_and(|it| it.kind == Kind::End)
            }),
            "truncate" => yes((cursor.eat("table") || is_loud) && Self::ends_after_name(cursor)),
            "call" => {
                yes(cursor.name().is_some() && cursor.sees_symbol("(") && !self.weight.is_title)
            }
            "values" => fragment(cursor.sees_symbol("(") || is_loud && has_signs),
            "copy" => yes(cursor.name().is_some()
                && {
                    cursor.group();
                    cursor.eat_any(&["from", "to"])
                }
                && is_loud),
            "refresh" => yes(cursor.eat("materialized view")),
            "lock" => yes(cursor.eat_any(&["table", "tables"]) && is_loud),
            "grant" | "revoke" => definition(is_loud && cursor.skip_past("on")),
            "set" => match (
                is_loud,
                has_signs || cursor.rest().iter().any(|it| it.is("to")),
            ) {
                (true, true)
                    if cursor.sees_any(&[
                        "local",
                        "session",
                        "transaction",
                        "role",
                        "search_path",
                        "names",
                    ]) =>
                {
                    Verdict::Statement
                }
                (true, true) => Verdict::Fragment,
                _ => yes(is_loud && cursor.eat("transaction")),
            },
            "vacuum" | "analyze" | "reindex" | "listen" | "notify" | "unlisten" | "attach"
            | "detach" | "exec" | "execute" | "declare" | "show" | "describe" | "do" => {
                yes(is_loud
                    && cursor.rest().len() < 40
                    && (verb != "do" || cursor.peek().is_some_and(|it| it.kind == Kind::Text)))
            }
            _ => fragment(self.fragment(verb, cursor)),
        }
    }

    /// `SELECT`, after the verb.
    fn select(&self, mut cursor: Cursor<'_, '_>) -> bool {
        let Weight {
            is_loud,
            is_title,
            has_signs,
            ..
        } = self.weight;
        let begin = cursor;
        let list = cursor.until(&["from"]);
        if cursor.eat("from") {
            cursor.eat_any(&["only", "lateral"]);
            let source = cursor.sees_symbol("(") || cursor.name().is_some();
            let listed =
                |it: &Token<'_>| it.kind == Kind::Symbol || it.kind == Kind::Hole && !is_title;
            let lists = list.iter().any(listed);
            // Two bare words beside each other are a column and its new name, rarely three.
            let sentence = list.windows(3).any(|it| {
                it.iter()
                    .all(|it| it.kind == Kind::Word && is_plain(it) && !is_modifier(it))
            });
            return source
                && !list.is_empty()
                && (lists
                    || is_loud
                    || !is_title && !sentence && list.len() <= 2
                    || has_signs && !is_title);
        }
        let Some(next) = begin.peek() else {
            return false;
        };
        match next.kind {
            Kind::Hole => is_loud && begin.rest().len() < 3,
            Kind::Number | Kind::Text => begin.rest().len() < 3 || has_signs || is_loud,
            Kind::Word => {
                let called = begin
                    .peek_at(1)
                    .is_some_and(|it| it.is_symbol("(") || it.is_symbol("."));
                called
                    || is_loud
                        && (begin.rest().len() == 1 || has_signs || next.text.starts_with("@@"))
            }
            _ => is_loud || has_signs && !is_title,
        }
    }

    /// `INSERT INTO`, after `INTO`.
    fn after_into(&self, mut cursor: Cursor<'_, '_>) -> bool {
        if cursor.name().is_none() {
            return false;
        }
        if cursor.eat("as")
            || cursor.peek().is_some_and(|it| can_name(it) && is_plain(it))
                && !cursor.sees_any(&["select", "default", "with", "set"])
        {
            cursor.ident();
        }
        let goes_on = cursor.sees_symbol("(")
            || cursor.sees_any(&["values", "select", "default", "with", "set", "using"])
            || cursor.peek().is_some_and(|it| it.kind == Kind::Hole);
        goes_on || cursor.is_done() && self.weight.is_loud
    }

    /// `UPDATE`, after the verb: an assignment must come.
    fn update(&self, mut cursor: Cursor<'_, '_>) -> bool {
        cursor.eat_any(&["only", "or replace", "or ignore", "ignore"]);
        let mut named = cursor.name().is_some();
        named &= cursor.rest().iter().take(24).any(|it| it.is("set"))
            || cursor.is_done() && self.weight.is_loud;
        if !cursor.skip_past("set") {
            return named && self.weight.is_loud;
        }
        let filled = cursor.peek().is_none_or(|it| it.kind == Kind::Hole);
        let assigned =
            cursor.sees_symbol("(") || cursor.name().is_some() && cursor.sees_symbol("=");
        named && (assigned || filled && !self.weight.is_title)
    }

    /// `DELETE`, after the verb.
    fn delete(&self, mut cursor: Cursor<'_, '_>) -> bool {
        let Weight {
            is_loud, has_signs, ..
        } = self.weight;
        if !cursor.eat("from") {
            let several = cursor.name().is_some() && cursor.eat("from");
            return several && cursor.name().is_some() && (is_loud || has_signs);
        }
        cursor.eat("only");
        let Some(named) = cursor.name() else {
            return false;
        };
        if cursor.is_done() || cursor.peek().is_some_and(|it| it.kind == Kind::End) {
            // No word of a sentence is written with a low line.
            let told = named.is_hole || named.name.contains('_');
            return is_loud || told || (self.is_table)(&named.whole());
        }
        let known = (self.is_table)(&named.whole());
        let where_ = cursor
            .rest()
            .iter()
            .any(|it| it.is("where") || it.is("using") || it.is("returning"));
        is_loud
            || where_
                && (has_signs || known || cursor.rest().iter().any(|it| it.is("is") || it.is("in")))
    }

    /// `WITH`, after the word.
    fn with(mut cursor: Cursor<'_, '_>) -> bool {
        cursor.eat("recursive");
        if cursor.ident().is_none() {
            return false;
        }
        cursor.group();
        cursor.eat("as") && {
            cursor.eat("not");
            cursor.eat("materialized");
            cursor.sees_symbol("(")
        }
    }

    fn definition(&self, verb: &str, mut cursor: Cursor<'_, '_>) -> Verdict {
        cursor.eat("or replace");
        cursor.eat_any(&[
            "temporary",
            "temp",
            "unlogged",
            "unique",
            "virtual",
            "recursive",
            "materialized",
            "external",
            "global temporary",
        ]);
        cursor.eat("materialized");
        if cursor.eat("table") {
            let guarded = cursor.eat_any(&["if not exists", "if exists"]);
            cursor.eat("only");
            let named = cursor.name().is_some();
            let goes_on = cursor.sees_symbol("(")
                || cursor.sees_any(&AFTER_TABLE)
                || cursor.peek().is_some_and(|it| it.kind == Kind::Hole);
            let drops = verb == "drop" && Self::ends(cursor);
            return definition(named && (goes_on || drops || guarded || self.weight.is_loud));
        }
        if !cursor.eat_any(&OTHERS) {
            return Verdict::No;
        }
        cursor.eat("concurrently");
        let guarded = cursor.eat_any(&["if not exists", "if exists"]);
        let named = cursor.name().is_some();
        let signs = self.weight.has_signs && !self.weight.is_title;
        definition(named && (guarded || self.weight.is_loud || signs))
    }

    fn transaction(&self, verb: &str, mut cursor: Cursor<'_, '_>) -> Verdict {
        let named = cursor.eat_any(&[
            "transaction",
            "work",
            "tran",
            "immediate",
            "deferred",
            "exclusive",
            "concurrent",
            "to savepoint",
            "savepoint",
            "to",
        ]);
        let lone = cursor.is_done() && !named;
        let marks = matches!(verb, "savepoint" | "release") || named;
        let fits = match (lone, verb) {
            (true, "savepoint" | "release" | "start") => false,
            (true, _) => self.weight.is_loud,
            _ => {
                marks
                    && cursor.rest().len() <= 8
                    && (self.weight.is_loud || named && !self.weight.is_title)
            }
        };
        let several = self.weight.is_loud && cursor.peek().is_some_and(|it| it.kind == Kind::End);
        if fits || several {
            Verdict::Transaction
        } else {
            Verdict::No
        }
    }

    /// A condition: something must be compared.
    fn condition(&self, word: &str, mut cursor: Cursor<'_, '_>) -> bool {
        if word == "on" && cursor.eat_any(&["conflict", "duplicate key"]) {
            return true;
        }
        let rest = cursor.rest();
        let Weight {
            is_loud, is_title, ..
        } = self.weight;
        let compares = |it: &Token<'_>| {
            it.kind == Kind::Symbol && ["=", "<", ">", "<>", "!=", "<=", ">="].contains(&it.text)
        };
        let compares = rest.iter().any(compares);
        let tests = rest.iter().any(|it| TESTS.iter().any(|word| it.is(word)));
        let fills = rest.iter().any(|it| it.kind == Kind::Hole);
        if is_loud {
            return compares || tests || fills;
        }
        let told = |it: &Token<'_>| {
            matches!(it.kind, Kind::Hole | Kind::Text | Kind::Number) || it.is_symbol(".")
        };
        let told = word == "where" || rest.iter().any(told);
        told && !is_title && (compares || tests && fills)
    }

    /// A statement that code goes on with: `DELETE FROM `, `SELECT a, b`. Only capitals tell.
    fn is_begun(verb: &str, mut cursor: Cursor<'_, '_>) -> bool {
        match verb {
            "select" => {
                let lists = |it: &Token<'_>| it.is_symbol(",") || it.is_symbol("(");
                cursor.rest().iter().any(lists)
            }
            "delete" => cursor.eat("from") && cursor.is_done(),
            "insert" => cursor.eat("into") && cursor.is_done(),
            _ => false,
        }
    }

    /// A part of a statement that begins with this word.
    fn fragment(&self, word: &str, mut cursor: Cursor<'_, '_>) -> bool {
        let Weight {
            is_loud,
            is_title,
            has_signs,
            ..
        } = self.weight;
        let sure = is_loud || has_signs && !is_title;
        match word {
            "where" | "and" | "or" | "having" | "on" => self.condition(word, cursor),
            "order" | "group" | "partition" => {
                let by = cursor.eat("by") && !cursor.is_done();
                let sorted = cursor.rest().iter().any(|it| it.is("desc") || it.is("asc"));
                by && (is_loud || sorted || has_signs && !is_title)
            }
            "limit" | "offset" => {
                cursor
                    .peek()
                    .is_some_and(|it| matches!(it.kind, Kind::Number | Kind::Hole))
                    && (is_loud || cursor.rest().len() <= 3 && !is_title)
            }
            "left" | "right" | "inner" | "outer" | "full" | "cross" | "join" | "natural" => {
                cursor.eat("outer");
                let joins = word == "join" || cursor.eat("join");
                joins
                    && cursor.name().is_some()
                    && (sure || cursor.rest().iter().any(|it| it.is("on") || it.is("using")))
            }
            "from" => {
                is_loud
                    && cursor.name().is_some()
                    && (cursor.is_done()
                        || cursor
                            .rest()
                            .iter()
                            .any(|it| it.is("where") || it.is("join") || it.is("order"))
                        || has_signs)
            }
            "returning" => is_loud && !cursor.is_done(),
            "union" | "except" | "intersect" => {
                is_loud && (cursor.is_done() || cursor.eat_any(&["all", "select"]))
            }
            "for" => is_loud && cursor.eat_any(&["update", "share", "no key update"]),
            _ => false,
        }
    }

    fn ends(cursor: Cursor<'_, '_>) -> bool {
        let over = cursor
            .peek()
            .is_none_or(|it| it.kind == Kind::End || it.is_symbol(","));
        over || cursor.sees_any(&["cascade", "restrict"])
    }

    fn ends_after_name(mut cursor: Cursor<'_, '_>) -> bool {
        cursor.eat("only");
        cursor.name().is_some() && (Self::ends(cursor) || cursor.sees_any(&["restart", "continue"]))
    }
}

fn definition(it: bool) -> Verdict {
    if it { Verdict::Definition } else { Verdict::No }
}

fn fragment(it: bool) -> Verdict {
    if it { Verdict::Fragment } else { Verdict::No }
}

fn is_modifier(token: &Token<'_>) -> bool {
    [
        "distinct", "all", "as", "top", "case", "when", "then", "else", "end", "not", "null", "is",
        "true", "false",
    ]
    .iter()
    .any(|it| token.is(it))
}

/// Kinds of objects beside tables.
const OTHERS: [&str; 18] = [
    "index",
    "view",
    "trigger",
    "function",
    "procedure",
    "type",
    "sequence",
    "schema",
    "extension",
    "database",
    "domain",
    "role",
    "user",
    "policy",
    "event",
    "aggregate",
    "rule",
    "publication",
];

/// Words after the name in `ALTER TABLE` and `CREATE TABLE`.
const AFTER_TABLE: [&str; 16] = [
    "add",
    "drop",
    "rename",
    "alter",
    "modify",
    "change",
    "set",
    "owner",
    "enable",
    "disable",
    "attach",
    "detach",
    "as",
    "like",
    "partition",
    "using",
];

/// Words that test something.
const TESTS: [&str; 8] = [
    "is", "in", "like", "between", "exists", "not", "ilike", "any",
];

#[cfg(test)]
mod tests;
