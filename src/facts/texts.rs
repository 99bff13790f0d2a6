//! Texts in code that may be SQL: whether they are is for [`crate::sql`] to say.

use proc_macro2::Literal;
use syn::{Expr, Lit};

use super::collect::{Collector, at};
use super::{At, ConditionIdx, ItemIdx};

/// A text that begins like SQL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextFact {
    /// The innermost item it stands in.
    pub owner: Option<ItemIdx>,
    /// The value of the literal; of texts that are joined, all of them. What stands in braces is
    /// filled in when the program runs.
    pub text: Box<str>,
    /// Where the first of them begins.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
    /// Whether its lines are those of the file, so that a line of it can be told.
    pub keeps_lines: bool,
}

/// How SQL begins: statements, and parts that name tables. Sorted.
const BEGINNINGS: &[&str] = &[
    "alter",
    "analyze",
    "attach",
    "begin",
    "call",
    "commit",
    "copy",
    "create",
    "cross",
    "declare",
    "delete",
    "do",
    "drop",
    "end",
    "exec",
    "execute",
    "explain",
    "from",
    "full",
    "grant",
    "inner",
    "insert",
    "into",
    "join",
    "left",
    "listen",
    "lock",
    "merge",
    "notify",
    "pragma",
    "prepare",
    "refresh",
    "reindex",
    "release",
    "rename",
    "replace",
    "right",
    "rollback",
    "savepoint",
    "select",
    "set",
    "show",
    "start",
    "table",
    "truncate",
    "union",
    "update",
    "upsert",
    "using",
    "vacuum",
    "values",
    "where",
    "with",
];

/// Texts of this many bytes and more are data, not statements.
const MAX_BYTES: usize = 1 << 20;

impl Collector<'_, '_> {
    /// Keeps a text that stands as an expression.
    pub(super) fn text(&mut self, text: &syn::LitStr) {
        let (value, span) = (text.value(), text.span());
        if begins_like_sql(&value) {
            let n_breaks = value.bytes().filter(|it| *it == b'\n').count();
            let keeps_lines = span.end().line - span.start().line == n_breaks;
            self.keep_text(&value, at(span), keeps_lines);
        }
    }

    /// Keeps a literal among tokens, if it is a text.
    pub(super) fn text_among_tokens(&mut self, literal: &Literal) {
        if let Lit::Str(text) = Lit::new(literal.clone()) {
            self.text(&text);
        }
    }

    /// `concat!` and `"..".to_owned() + ".."`: one text, if all of it is known or left open.
    pub(super) fn joined_texts<'e>(&mut self, parts: impl Iterator<Item = &'e Expr>) {
        let (mut joined, mut place) = (String::new(), None);
        for part in parts {
            match text_of(part) {
                Some(text) => {
                    place = place.or(Some(at(text.span())));
                    joined.push_str(&text.value());
                }
                // Something is filled in here.
                None => joined.push_str("{}"),
            }
        }
        if let Some(place) = place.filter(|_| begins_like_sql(&joined)) {
            self.keep_text(&joined, place, false);
        }
    }

    fn keep_text(&mut self, text: &str, at: At, keeps_lines: bool) {
        self.facts.texts.push(TextFact {
            owner: self.owner,
            text: text.into(),
            at,
            condition: self.condition,
            keeps_lines,
        });
    }
}

/// The literal that an expression is, whatever it is turned into.
fn text_of(expr: &Expr) -> Option<&syn::LitStr> {
    match expr {
        Expr::Lit(syn::ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text),
        Expr::Reference(it) => text_of(&it.expr),
        Expr::Paren(it) => text_of(&it.expr),
        Expr::Group(it) => text_of(&it.expr),
        Expr::MethodCall(it) => {
            let is_copied = ["to_owned", "to_string", "into"];
            let is_copied = is_copied.iter().any(|name| it.method == name);
            is_copied.then(|| text_of(&it.receiver)).flatten()
        }
        Expr::Call(it) => match &*it.func {
            // `String::from("..")`
            Expr::Path(path) if path.path.segments.last()?.ident == "from" => {
                text_of(it.args.first()?)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The operands of `a + b + c` in their order, if the first of them is a text.
pub(super) fn added_to_text(sum: &syn::ExprBinary) -> Option<Vec<&Expr>> {
    let mut parts = Vec::new();
    let mut rest = sum;
    loop {
        if !matches!(rest.op, syn::BinOp::Add(_)) {
            return None;
        }
        parts.push(&*rest.right);
        match &*rest.left {
            Expr::Binary(left) => rest = left,
            first => {
                text_of(first)?;
                parts.push(first);
                parts.reverse();
                return Some(parts);
            }
        }
    }
}

/// Whether the first word of a text is one that SQL begins with, and is not all there is.
fn begins_like_sql(text: &str) -> bool {
    let Some(rest) = after_comments(text) else {
        return false;
    };
    let n_letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, after) = rest.split_at(n_letters);
    let is_known = |word: &str| BEGINNINGS.binary_search(&word).is_ok();
    let is_word_end = !after.starts_with(|it: char| it.is_alphanumeric() || it == '_');
    let longest = BEGINNINGS.iter().map(|it| it.len()).max().unwrap_or(0);
    n_letters <= longest
        && is_word_end
        && text.len() < MAX_BYTES
        && is_known(&word.to_ascii_lowercase())
}

/// Where the first statement begins, opening brackets left out; `None` if there is none.
fn after_comments(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|it: char| it.is_whitespace() || it == '(' || it == ';');
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.split_once('\n')?.1;
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/")?.1;
        } else {
            return (!rest.is_empty()).then_some(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::facts_of;
    use crate::source::fixture;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
    fn check(code: &str, expected: Expect) {
        let facts = facts_of(&fixture(&format!("\n//- /src/lib.rs\n{code}")).files[0]);
        let show = |it: &TextFact| {
            let owner = it.owner.map(|it| facts.text(facts.items[it as usize].name));
            format!(
                "{} {}:{}{} {:?}\n",
                owner.unwrap_or("-"),
                it.at.line,
                it.at.column,
                if it.keeps_lines { "" } else { "~" },
                it.text
            )
        };
        expected.assert_eq(&facts.texts.iter().map(show).collect::<String>());
    }

    #[test]
    fn beginnings_are_sorted_for_the_search_among_them() {
        assert!(BEGINNINGS.is_sorted());
    }

    #[test]
    fn texts_are_kept_with_who_has_them() {
        check(
            r##"
const ALL: &str = "SELECT * FROM carts";
fn find(db: Db) {
    db.query(r#"
        -- the newest first
        select id from carts"#);
    db.run("Selected carts"); db.run("selection"); db.run("x"); db.run("");
    sqlx::query!("INSERT INTO carts VALUES ($1)", 1);
    db.run("(WITH a AS (SELECT 1) SELECT * FROM a)");
    db.run("SELECT a \
            FROM b"); db.run("SELECT a\n FROM b");
}
"##,
            expect![[r#"
                ALL 2:19 "SELECT * FROM carts"
                find 4:14 "\n        -- the newest first\n        select id from carts"
                find 8:18 "INSERT INTO carts VALUES ($1)"
                find 9:12 "(WITH a AS (SELECT 1) SELECT * FROM a)"
                find 10:12~ "SELECT a FROM b"
                find 11:30~ "SELECT a\n FROM b"
            "#]],
        );
    }

    #[test]
    fn joined_texts_are_one() {
        check(
            r#"
fn find(db: Db, filter: &str) {
    db.run(concat!("SELECT id ", "FROM carts"));
    db.run(&("SELECT id FROM ".to_owned() + table() + " WHERE " + filter));
    db.run(&format!("DELETE FROM {} WHERE id = {id}", name));
    let n = 1 + 2 + "SELECT 1".len();
}
"#,
            expect![[r#"
                find 3:20~ "SELECT id FROM carts"
                find 4:14~ "SELECT id FROM {} WHERE {}"
                find 5:21 "DELETE FROM {} WHERE id = {id}"
                find 6:21 "SELECT 1"
            "#]],
        );
    }

    #[test]
    fn texts_in_macros_are_kept_too() {
        check(
            r#"
fn find() {
    sql!("DELETE FROM carts");
    strange! { => "UPDATE carts SET a = 1" => };
    log!("{}", "SELECT a FROM carts");
}
"#,
            expect![[r#"
                find 3:10 "DELETE FROM carts"
                find 4:19 "UPDATE carts SET a = 1"
                find 5:16 "SELECT a FROM carts"
            "#]],
        );
    }
}
