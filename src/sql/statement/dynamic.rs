//! Texts that are put together and run: `EXECUTE`, `PREPARE`, `sp_executesql`.
//!
//! What such a text touches is only known at run time: a blind spot. Its literals are followed all
//! the same, since they mostly say what it is about.

use super::super::cursor::{Cursor, Named, literal, shown};
use super::super::dialect::Dialect;
use super::super::lex::{Kind, Token};
use super::super::touch::{Certainty, Touches};
use super::{touches, touches_of};

/// A statement that runs a text or a routine: `EXECUTE`, `EXEC`, `PREPARE`. True if it was one.
pub(super) fn runtime_text(mut cursor: Cursor<'_, '_>, text: &str, found: &mut Touches) -> bool {
    if cursor.eat("prepare") {
        prepare(cursor, text, found);
        return true;
    }
    if !cursor.eat_any(&["execute", "exec"]) {
        return false;
    }
    cursor.eat_any(&["procedure", "function"]);
    let line = cursor.line();
    let immediate = cursor.eat("immediate");
    let mut ahead = cursor;
    let named = ahead.name().filter(|it| !it.is_hole);
    let is_server_text = |it: &Named| it.name.eq_ignore_ascii_case("sp_executesql");
    let built = cursor.rest().iter().any(|it| it.is_symbol("||"));
    let formats = cursor.sees_any(&["format", "concat"]);
    let routine = named.filter(|it| !(immediate || built || formats || is_server_text(it)));
    match routine {
        Some(it) if cursor.dialect() == Dialect::SqlServer || !ahead.is_done() => {
            found.call(it.whole(), it.line);
        }
        // `EXECUTE stmt` of `MySQL`: its `PREPARE` was noted.
        Some(_) if cursor.dialect() == Dialect::MySql => {}
        _ => built_text(cursor.rest(), text, line, cursor.dialect(), found),
    }
    true
}

/// `PREPARE x AS statement`, or `FROM` a text. One that prepares another is not followed: nobody
/// writes it, and it could go on for ever.
fn prepare(mut cursor: Cursor<'_, '_>, text: &str, found: &mut Touches) {
    let dialect = cursor.dialect();
    let line = cursor.line();
    if cursor.rest().iter().take(40).any(|it| it.is("as")) && cursor.skip_past("as") {
        if !cursor.sees_any(&["prepare", "execute", "exec"]) {
            found.absorb(touches_of(cursor.rest(), rest_of(text, cursor), dialect));
        }
    } else if cursor.skip_past("from") {
        built_text(cursor.rest(), text, line, dialect, found);
    }
}

fn rest_of<'s>(text: &'s str, cursor: Cursor<'_, '_>) -> &'s str {
    let rest = cursor.rest();
    let length = match (rest.first(), rest.last()) {
        (Some(first), Some(last)) => last.end() - first.at,
        _ => 0,
    };
    text.get(text.len().saturating_sub(length)..).unwrap_or("")
}

/// Verbs of texts that are worth following.
const VERBS: [&str; 8] = [
    "select", "insert", "update", "delete", "truncate", "with", "merge", "replace",
];

/// A text put together at run time: a blind spot. What its literals say is followed all the same,
/// with a hole for everything between them.
pub(in super::super) fn built_text(
    tokens: &[Token<'_>],
    text: &str,
    line: u32,
    dialect: Dialect,
    found: &mut Touches,
) {
    let mut built = String::new();
    for token in tokens {
        if token.is("using") || token.is_symbol(",") {
            break;
        }
        let value = matches!(token.kind, Kind::Word | Kind::Quoted | Kind::Hole);
        match literal(token) {
            Some(it) => built.push_str(&it.replace("''", "'")),
            None if value && !built.is_empty() && !built.ends_with("{}") => built.push_str("{}"),
            None => {}
        }
    }
    let shown = shown(tokens);
    found.blind(if shown.is_empty() { text } else { &shown }, line);
    let first = built.split_whitespace().next().unwrap_or("");
    if VERBS.iter().any(|it| first.eq_ignore_ascii_case(it)) {
        let mut seen = touches(&built, dialect, line);
        seen.certainty = Certainty::Guessed;
        seen.dynamic.clear();
        found.absorb(seen);
    }
}
