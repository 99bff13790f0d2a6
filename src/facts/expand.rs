//! Expands `macro_rules!` where a call declares items.
//!
//! Only as far as it takes to know what is declared: no hygiene, and tokens that stand in the
//! definition get the place of the call.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::parse::{ParseStream, Parser as _};

use super::fit::{Binding, Bindings, MAX_DEPTH, fit, may_fit};
use super::rules::{Piece, Repetition, Rule, Variable};

/// More tokens than this are not made of the macro calls of one file.
pub(super) const MAX_TOKENS: usize = 400_000;

/// What a call becomes by the first rule that fits; `None` if none does. Takes what it makes from
/// `n_left`, and nothing more is made once that is used up: macros can grow without end.
pub(super) fn expand(
    rules: &[Rule],
    arguments: &TokenStream,
    call: Span,
    n_left: &mut usize,
) -> Option<Vec<TokenTree>> {
    let mut made = None;
    let by_first_that_fits = |input: ParseStream<'_>| {
        let n_arguments = n_tokens_from(input.cursor());
        let first = input.cursor().token_tree().map(|it| it.0);
        made = rules.iter().find_map(|rule| {
            let left = n_left.checked_sub(n_arguments + 1);
            *n_left = left.unwrap_or(0);
            left?;
            if !may_fit(&rule.pattern, first.as_ref()) {
                return None;
            }
            let mut bindings = Bindings::default();
            fit(&rule.pattern, &input.fork(), &mut bindings, 0)?;
            let mut maker = Maker {
                call,
                n_left: *n_left,
            };
            let scope = Scope {
                bindings: &bindings,
                round: None,
            };
            let mut made = Vec::new();
            let whole = maker.make_into(&mut made, &rule.body, &scope, 0);
            *n_left = maker.n_left;
            whole.map(|()| made)
        });
        Ok(())
    };
    // The rules looked ahead: that nothing has been taken is no error.
    by_first_that_fits.parse2(arguments.clone()).ok();
    made
}

/// How many tokens there are up to the end, with all inside them. Asking the tokens themselves would
/// copy them.
fn n_tokens_from(mut cursor: Cursor<'_>) -> usize {
    let mut n_tokens = 0;
    while !cursor.eof() {
        n_tokens += 1;
        let group = DELIMITERS.iter().find_map(|it| cursor.group(*it));
        if let Some((inside, _, after)) = group {
            n_tokens += n_tokens_from(inside);
            cursor = after;
        } else if let Some((_, after)) = cursor.punct() {
            cursor = after;
        } else if let Some((_, after)) = cursor.token_tree() {
            cursor = after;
        } else {
            break;
        }
    }
    n_tokens
}

/// What brackets are; the invisible come first, since the others look through them.
const DELIMITERS: [Delimiter; 4] = [
    Delimiter::None,
    Delimiter::Parenthesis,
    Delimiter::Brace,
    Delimiter::Bracket,
];

fn n_tokens(tokens: &TokenStream) -> usize {
    tokens.clone().into_iter().map(|it| size(&it)).sum()
}

/// How many tokens one is, with all inside it.
fn size(token: &TokenTree) -> usize {
    match token {
        TokenTree::Group(group) => n_tokens(&group.stream()) + 1,
        _ => 1,
    }
}

/// What metavariables stand for at one place of a body.
struct Scope<'a> {
    /// What the whole call bound.
    bindings: &'a Bindings,
    /// In a repetition: the scope round it, the variables of the repetition, and which round it is.
    round: Option<(&'a Scope<'a>, &'a [Variable], usize)>,
}

impl<'a> Scope<'a> {
    fn get(&self, variable: Variable) -> Option<&'a Binding> {
        let Some((outer, variables, round)) = self.round else {
            return self.bindings.get(variable);
        };
        let bound = outer.get(variable)?;
        match bound {
            Binding::Many(rounds) if variables.contains(&variable) => {
                let inner = rounds.get(round).and_then(|it| it.get(variable));
                Some(inner.unwrap_or(bound))
            }
            _ => Some(bound),
        }
    }
}

/// Writes the body of a rule.
struct Maker {
    call: Span,
    n_left: usize,
}

impl Maker {
    fn make(&mut self, body: &[Piece], scope: &Scope<'_>, depth: u32) -> Option<TokenStream> {
        let mut made = Vec::new();
        self.make_into(&mut made, body, scope, depth)?;
        Some(made.into_iter().collect())
    }

    fn make_into(
        &mut self,
        made: &mut Vec<TokenTree>,
        body: &[Piece],
        scope: &Scope<'_>,
        depth: u32,
    ) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        for piece in body {
            self.take(1)?;
            match piece {
                Piece::Token(token) => made.push(self.placed(token)),
                Piece::Group(delimiter, inner) => {
                    let inner = self.make(inner, scope, depth + 1)?;
                    let mut group = Group::new(*delimiter, inner);
                    group.set_span(self.call);
                    made.push(TokenTree::Group(group));
                }
                Piece::Variable(variable, written) => match scope.get(*variable) {
                    Some(Binding::One(tokens)) => {
                        self.take(tokens.iter().map(size).sum())?;
                        made.extend(tokens.iter().cloned());
                    }
                    Some(Binding::Many(_)) => return None,
                    // Of a macro that this one defines.
                    None => {
                        self.take(1)?;
                        made.extend(written.iter().map(|it| self.placed(it)));
                    }
                },
                Piece::Crate => {
                    made.push(TokenTree::Ident(Ident::new("crate", self.call)));
                }
                Piece::Repetition(it) => self.repeated(made, it, scope, depth)?,
                Piece::Fragment(..) | Piece::Broken => return None,
            }
        }
        Some(())
    }

    /// Takes so many tokens of what is left.
    fn take(&mut self, n_tokens: usize) -> Option<()> {
        let left = self.n_left.checked_sub(n_tokens);
        self.n_left = left.unwrap_or(0);
        left.map(|_| ())
    }

    /// A token of the definition, at the place of the call.
    fn placed(&self, token: &TokenTree) -> TokenTree {
        let mut token = token.clone();
        token.set_span(self.call);
        token
    }

    fn repeated(
        &mut self,
        made: &mut Vec<TokenTree>,
        repetition: &Repetition,
        scope: &Scope<'_>,
        depth: u32,
    ) -> Option<()> {
        let variables = &repetition.variables;
        let rounds = variables.iter().find_map(|it| match scope.get(*it) {
            Some(Binding::Many(rounds)) => Some(rounds.len()),
            _ => None,
        })?;
        for round in 0..rounds {
            if round > 0 {
                let separator = repetition.separator.iter();
                made.extend(separator.map(|it| self.placed(it)));
            }
            let within = Scope {
                bindings: scope.bindings,
                round: Some((scope, variables, round)),
            };
            self.make_into(made, &repetition.inner, &within, depth + 1)?;
        }
        Some(())
    }
}
