//! Names that a format string captures: `format!("{TOTAL}")`.

use proc_macro2::Literal;
use syn::{Expr, Lit};

use super::collect::{Collector, at};
use super::{At, Namespace, Role};

/// Macros whose texts capture names; sorted.
const FORMATTING: &[&str] = &[
    "anyhow",
    "assert",
    "assert_eq",
    "assert_ne",
    "bail",
    "debug",
    "debug_assert",
    "ensure",
    "eprint",
    "eprintln",
    "error",
    "format",
    "format_args",
    "info",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "warn",
    "write",
    "writeln",
];

/// Whether the texts of a macro capture names.
pub(super) fn is_formatting(name: &str) -> bool {
    FORMATTING.binary_search(&name).is_ok()
}

impl Collector<'_, '_> {
    /// Writes down what texts capture, other than the names that arguments give: `a = 1`.
    pub(super) fn captures_beside<'e>(
        &mut self,
        names: &[syn::Ident],
        exprs: impl Iterator<Item = &'e Expr>,
    ) {
        self.block_of_names(|it| {
            for name in names {
                let name = it.ident(name);
                it.locals.push((name, 0));
            }
            exprs.for_each(|expr| it.captures(expr));
        });
    }

    /// Writes down what a text captures, other than local names.
    fn captures(&mut self, expr: &Expr) {
        let Expr::Lit(syn::ExprLit {
            lit: Lit::Str(text),
            ..
        }) = expr
        else {
            return;
        };
        self.captures_of(&text.token());
    }

    /// Writes down what a literal captures, if it is a text.
    pub(super) fn captures_of(&mut self, literal: &Literal) {
        let text = literal.to_string();
        if !text.starts_with(['"', 'r']) || !text.contains('{') {
            return;
        }
        let start = at(literal.span());
        for (name, place) in captured(&text, start) {
            let name = self.symbol(&name);
            if !self.is_local(name) {
                let path = self.pool(&[name]);
                self.mention_path(path, Namespace::Value, Role::Value, place);
            }
        }
    }
}

/// The names in braces of a literal as written, with their places.
fn captured(literal: &str, start: At) -> Vec<(String, At)> {
    let mut found = Vec::new();
    let mut place = start;
    let mut letters = literal.chars().peekable();
    while let Some(letter) = letters.next() {
        place = after(place, letter);
        if letter != '{' {
            continue;
        }
        if letters.next_if_eq(&'{').is_some() {
            place = after(place, '{');
            continue;
        }
        let (mut name, begin) = (String::new(), place);
        while let Some(letter) = letters.next_if(|it| it.is_alphanumeric() || *it == '_') {
            place = after(place, letter);
            name.push(letter);
        }
        let is_name = name.starts_with(|it: char| it.is_alphabetic() || it == '_');
        if is_name && matches!(letters.peek(), Some('}' | ':')) {
            found.push((name, begin));
        }
    }
    found
}

fn after(place: At, letter: char) -> At {
    if letter == '\n' {
        return At {
            line: place.line + 1,
            column: 1,
        };
    }
    At {
        column: place.column + 1,
        ..place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_for_the_search_in_it() {
        assert!(FORMATTING.is_sorted());
    }

    #[test]
    fn names_in_braces_are_found_where_they_stand() {
        let start = At { line: 3, column: 5 };
        let found = captured("\"{{no}} {A} {0} {} {b:>5}\n {가:?} {c.d}\"", start);
        let text = |it: &(String, At)| format!("{} {}:{}", it.0, it.1.line, it.1.column);
        let found: Vec<_> = found.iter().map(text).collect();
        assert_eq!(found, ["A 3:14", "b 3:25", "가 4:3"]);
    }
}
