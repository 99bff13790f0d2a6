//! Holes of a statement made into names, so that a parser can read it.
//!
//! A name stands where a value may stand and where a table may stand, and most dialects take it in
//! a list or after `LIMIT` as well. What comes of such a name is told apart by its beginning.

use super::super::lex::{Kind, Token};

/// How the name of a hole begins; nobody calls a column so.
pub(super) const MARK: &str = "hole__";

/// Whether a name came from a hole.
pub(super) fn is_hole(name: &str) -> bool {
    name.contains(MARK) || name.contains(['{', '}'])
}

/// The text of these tokens with a name in each hole. Lines stay the same.
pub(super) fn filled(text: &str, base: usize, tokens: &[Token<'_>]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Hole || token.text == "?" && is_operator(tokens, at) {
            continue;
        }
        let Some(before) = text.get(done..token.at.saturating_sub(base)) else {
            break;
        };
        out.push_str(before);
        // Two holes may touch: `{}{}`.
        if out.ends_with(|it: char| it.is_alphanumeric() || it == '_') {
            out.push(' ');
        }
        let before = at.checked_sub(1).map(|it| &tokens[it]);
        let after = |word: &str| before.is_some_and(|it| it.is(word));
        let name = format!("{MARK}{at}");
        if after("set") {
            out.push_str(&format!("{name} = {name}"));
        } else if after("values") {
            out.push_str(&format!("({name})"));
        } else if !before.is_some_and(ends_value) {
            out.push_str(&name);
        }
        done = token.end().saturating_sub(base);
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// Words after which a value or a table comes.
const BEFORE_VALUE: &[&str] = &[
    "select",
    "from",
    "where",
    "and",
    "or",
    "not",
    "by",
    "limit",
    "offset",
    "in",
    "like",
    "ilike",
    "set",
    "values",
    "join",
    "on",
    "having",
    "returning",
    "into",
    "update",
    "table",
    "then",
    "else",
    "when",
    "case",
    "between",
    "is",
    "distinct",
    "all",
    "any",
    "as",
    "interval",
    "using",
    "only",
    "exists",
    "index",
    "view",
    "column",
    "to",
    "call",
    "truncate",
    "delete",
    "pragma",
    "lateral",
    "some",
    "escape",
    "collate",
    "union",
    "except",
    "intersect",
    "with",
    "over",
    "end",
    "add",
    "drop",
    "rename",
    "database",
    "schema",
    "role",
    "user",
    "type",
    "default",
    "references",
    "key",
];

/// Whether nothing but a further clause can follow this token: a hole here stands for one, or for
/// nothing.
fn ends_value(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Word => !BEFORE_VALUE.iter().any(|it| token.is(it)),
        Kind::Symbol => token.is_symbol(")"),
        Kind::Quoted | Kind::Text | Kind::Number | Kind::Hole => true,
        Kind::End => false,
    }
}

/// Whether a lone `?` stands between two values, as an operator of `PostgreSQL`.
fn is_operator(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|it| &tokens[it]);
    let ends_value = |it: &Token<'_>| it.kind == Kind::Quoted || it.is_symbol(")");
    tokens.get(at + 1).is_some_and(|it| it.kind == Kind::Text)
        && before.is_some_and(|it| ends_value(it) || it.kind == Kind::Word)
}

#[cfg(test)]
mod tests {
    use super::super::super::dialect::Dialect;
    use super::super::super::lex::Lexer;
    use super::*;

    #[test]
    fn every_kind_of_hole_becomes_a_name() {
        let fill = |text: &str| {
            let tokens: Vec<_> = Lexer::new(text, Dialect::Unknown).collect();
            filled(text, 0, &tokens)
        };
        assert_eq!(
            fill("select {} from {p}_x where a = ?1 and b in (%s) and c ? 'd'"),
            "select hole__1 from hole__3 where a = hole__7 and b in (hole__12) and c ? 'd'"
        );
        assert_eq!(
            fill("a = :b::int and d = @e"),
            "a = hole__2::int and d = hole__8"
        );
        assert_eq!(
            fill("update a set {} where b in ({}) {more} order by c {}"),
            "update a set hole__3 = hole__3 where b in (hole__8)  order by c "
        );
    }
}
