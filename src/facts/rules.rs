//! The rules of `macro_rules!`, read once: calls match and write them again and again.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use rustc_hash::FxHashMap;

/// Tokens of the longest sign.
const MAX_SEPARATOR: usize = 3;

/// A metavariable of one rule: position among those that its pattern and body name.
pub(super) type Variable = u32;

/// One arm: what it takes and what it makes of it.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) pattern: Vec<Piece>,
    pub(super) body: Vec<Piece>,
}

/// A piece of a pattern or of a body.
#[derive(Debug)]
pub(super) enum Piece {
    /// `$name:kind` in a pattern.
    Fragment(Variable, Box<str>),
    /// `$name` in a body, with the two tokens as they are written.
    Variable(Variable, [TokenTree; 2]),
    /// `$crate` in a body.
    Crate,
    /// `$( .. )`, a separator, and how often.
    Repetition(Repetition),
    /// What stands in brackets.
    Group(Delimiter, Vec<Piece>),
    /// Anything else, for what it is.
    Token(TokenTree),
    /// A `$` that leads nowhere: whoever comes this far does not get on.
    Broken,
}

/// What stands in `$( .. )`, and how often it is repeated.
#[derive(Debug)]
pub(super) struct Repetition {
    pub(super) inner: Vec<Piece>,
    /// Every metavariable inside, at any depth, in the order in which they are written.
    pub(super) variables: Vec<Variable>,
    pub(super) separator: Vec<TokenTree>,
    pub(super) operator: char,
}

/// `(pattern) => { body };` again and again.
pub(super) fn read(tokens: TokenStream) -> Option<Vec<Rule>> {
    let mut rules = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Group(pattern) = token else {
            return None;
        };
        for wanted in ['=', '>'] {
            let is_wanted =
                matches!(tokens.next(), Some(TokenTree::Punct(it)) if it.as_char() == wanted);
            if !is_wanted {
                return None;
            }
        }
        let Some(TokenTree::Group(body)) = tokens.next() else {
            return None;
        };
        if body.delimiter() == Delimiter::None {
            return None;
        }
        let mut reader = Reader::default();
        rules.push(Rule {
            pattern: reader.pieces(pattern.stream(), Part::Pattern),
            body: reader.pieces(body.stream(), Part::Body),
        });
        tokens.next_if(|it| matches!(it, TokenTree::Punct(it) if it.as_char() == ';'));
    }
    Some(rules)
}

/// A side of a rule.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Pattern,
    Body,
}

/// Reads one rule: the same name is the same variable on both sides.
#[derive(Default)]
struct Reader {
    variables: FxHashMap<String, Variable>,
}

impl Reader {
    fn variable(&mut self, name: &Ident) -> Variable {
        let next = self.variables.len() as Variable;
        *self.variables.entry(name.to_string()).or_insert(next)
    }

    fn pieces(&mut self, tokens: TokenStream, part: Part) -> Vec<Piece> {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut pieces = Vec::new();
        let mut next = 0;
        while let Some(token) = tokens.get(next) {
            let read = is_punct(Some(token), '$').then(|| match part {
                Part::Pattern => self.in_pattern(&tokens, next),
                Part::Body => Some(self.in_body(&tokens, next)),
            });
            let (piece, end) = read
                .flatten()
                .unwrap_or_else(|| (self.plain(token, part), next + 1));
            pieces.push(piece);
            next = end;
        }
        pieces
    }

    fn plain(&mut self, token: &TokenTree, part: Part) -> Piece {
        match token {
            TokenTree::Group(it) => Piece::Group(it.delimiter(), self.pieces(it.stream(), part)),
            other => Piece::Token(other.clone()),
        }
    }

    /// What a `$` in a pattern begins, with its end; `None` if it stands for itself.
    fn in_pattern(&mut self, tokens: &[TokenTree], at: usize) -> Option<(Piece, usize)> {
        match (tokens.get(at + 1), tokens.get(at + 3)) {
            (Some(TokenTree::Ident(name)), Some(TokenTree::Ident(kind)))
                if is_punct(tokens.get(at + 2), ':') =>
            {
                let piece = Piece::Fragment(self.variable(name), kind.to_string().into());
                Some((piece, at + 4))
            }
            (Some(TokenTree::Group(group)), _) => {
                Some(self.repetition(group.stream(), tokens, at + 2, Part::Pattern))
            }
            _ => None,
        }
    }

    /// What a `$` in a body begins, with its end.
    fn in_body(&mut self, tokens: &[TokenTree], at: usize) -> (Piece, usize) {
        match tokens.get(at + 1) {
            Some(TokenTree::Ident(name)) if name == "crate" => (Piece::Crate, at + 2),
            Some(name @ TokenTree::Ident(ident)) => {
                let written = [tokens[at].clone(), name.clone()];
                (Piece::Variable(self.variable(ident), written), at + 2)
            }
            Some(TokenTree::Group(group)) => {
                self.repetition(group.stream(), tokens, at + 2, Part::Body)
            }
            _ => (Piece::Broken, at + 1),
        }
    }

    /// Reads what follows the group: a separator of one word or sign at most, and how
    /// often.
    fn repetition(
        &mut self,
        inner: TokenStream,
        tokens: &[TokenTree],
        at: usize,
        part: Part,
    ) -> (Piece, usize) {
        let operator = |at: usize| match tokens.get(at) {
            Some(TokenTree::Punct(it)) if matches!(it.as_char(), '*' | '+' | '?') => {
                Some(it.as_char())
            }
            _ => None,
        };
        // `::` and `=>` are two tokens.
        let found = (0..=MAX_SEPARATOR).find_map(|n_tokens| {
            let end = at + n_tokens;
            Some((tokens.get(at..end)?.to_vec(), operator(end)?, end + 1))
        });
        let Some((separator, operator, end)) = found else {
            return (Piece::Broken, at);
        };
        let mut variables = Vec::new();
        self.variables_in(inner.clone(), &mut variables);
        let piece = Piece::Repetition(Repetition {
            inner: self.pieces(inner, part),
            variables,
            separator,
            operator,
        });
        (piece, end)
    }

    fn variables_in(&mut self, tokens: TokenStream, found: &mut Vec<Variable>) {
        let mut after_dollar = false;
        for token in tokens {
            match &token {
                TokenTree::Group(group) => self.variables_in(group.stream(), found),
                TokenTree::Ident(name) if after_dollar => found.push(self.variable(name)),
                _ => {}
            }
            after_dollar = is_punct(Some(&token), '$');
        }
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == wanted)
}
