//! Paths in tokens of which nothing is known.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::visit::Visit as _;

use super::collect::{Collector, at};
use super::macros::MAX_DEPTH;
use super::{At, Namespace, Role, Symbol};

impl Collector<'_, '_> {
    /// Looks for paths in tokens of which nothing is known.
    pub(super) fn scan(&mut self, tokens: &TokenStream) {
        self.scan_for(tokens, Role::Scanned);
    }

    pub(super) fn scan_for(&mut self, tokens: &TokenStream, role: Role) {
        let tokens: Vec<_> = tokens.clone().into_iter().collect();
        let mut next = 0;
        while next < tokens.len() {
            match &tokens[next] {
                TokenTree::Group(group) => {
                    self.scan_group(group, role);
                    next += 1;
                }
                // The name of a field or method.
                TokenTree::Punct(dot)
                    if dot.as_char() == '.'
                        && matches!(tokens.get(next + 1), Some(TokenTree::Ident(_))) =>
                {
                    next += 2;
                }
                // An attribute, as in `quote! { #[cfg(test)] }`: its words are rarely names.
                TokenTree::Punct(mark)
                    if mark.as_char() == '#'
                        && matches!(tokens.get(next + 1), Some(TokenTree::Group(it))
                            if it.delimiter() == Delimiter::Bracket) =>
                {
                    next += 2;
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {
                    next = self.scan_path(&tokens, next, role);
                }
                TokenTree::Literal(literal) => {
                    if role == Role::Scanned {
                        self.text_among_tokens(literal);
                    }
                    next += 1;
                }
            }
        }
    }

    /// A block among tokens of which nothing is known is likely code.
    fn scan_group(&mut self, group: &proc_macro2::Group, role: Role) {
        let may_be_code = role == Role::Scanned
            && group.delimiter() == Delimiter::Brace
            && self.macro_depth < MAX_DEPTH;
        if may_be_code
            && let Ok(stmts) = syn::Block::parse_within.parse2(group.stream())
            && !stmts.is_empty()
        {
            self.macro_depth += 1;
            self.visit_block(&syn::Block {
                brace_token: syn::token::Brace::default(),
                stmts,
            });
            self.macro_depth -= 1;
            return;
        }
        self.scan_for(&group.stream(), role);
    }

    /// Reads a path that may begin here; returns where to go on.
    fn scan_path(&mut self, tokens: &[TokenTree], start: usize, role: Role) -> usize {
        let mut next = start;
        let mut segments: Vec<Symbol> = Vec::new();
        let mut place: Option<At> = None;
        if is_punct(tokens.get(next), '$') {
            let is_crate =
                matches!(tokens.get(next + 1), Some(TokenTree::Ident(it)) if it == "crate");
            if !is_crate {
                return next + 2; // a metavariable
            }
            segments.push(self.symbol("$crate"));
            next += 2;
        }
        loop {
            match tokens.get(next) {
                Some(TokenTree::Ident(ident))
                    if segments.is_empty() || place.is_some() || next > start =>
                {
                    place = Some(at(ident.span()));
                    segments.push(self.ident(ident));
                    next += 1;
                }
                _ if segments.is_empty() => return next + 1,
                _ => break,
            }
            if !is_colons(tokens, next) {
                break;
            }
            next += 2;
        }
        // A path that came by way of `$crate` still has its `::` before it.
        if place.is_none() && is_colons(tokens, next) {
            return self.scan_rest(tokens, next + 2, segments, role);
        }
        let after = tokens.get(next);
        self.scanned(&segments, place, after, role);
        next.max(start + 1)
    }

    /// The segments after `$crate::`.
    fn scan_rest(
        &mut self,
        tokens: &[TokenTree],
        mut next: usize,
        mut segments: Vec<Symbol>,
        role: Role,
    ) -> usize {
        let mut place = None;
        while let Some(TokenTree::Ident(ident)) = tokens.get(next) {
            place = Some(at(ident.span()));
            segments.push(self.ident(ident));
            next += 1;
            if !is_colons(tokens, next) {
                break;
            }
            next += 2;
        }
        self.scanned(&segments, place, tokens.get(next), role);
        next
    }

    /// Keeps what looks like a path: several segments, a capital, or something that is called.
    fn scanned(
        &mut self,
        segments: &[Symbol],
        place: Option<At>,
        after: Option<&TokenTree>,
        role: Role,
    ) {
        let Some(place) = place else { return };
        let [first, rest @ ..] = segments else { return };
        let text = self.facts.text(*first);
        let is_macro = is_punct(after, '!');
        let is_called =
            matches!(after, Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis);
        let is_lone_word =
            rest.is_empty() && !text.starts_with(char::is_uppercase) && !is_macro && !is_called;
        if is_lone_word
            || self.generics.contains(first)
            || (rest.is_empty() && self.is_local(*first))
        {
            return;
        }
        let namespace = match (is_macro, is_called) {
            (true, _) => Namespace::Macro,
            (_, true) => Namespace::Value,
            _ => Namespace::Type,
        };
        let path = self.pool(segments);
        self.mention_path(path, namespace, role, place);
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == wanted)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}
