//! Expands `macro_rules!` where a call declares items.
//!
//! Only as far as it takes to know what is declared: no hygiene, and tokens that stand in the
//! definition get the place of the call.

use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use rustc_hash::FxHashMap;
use syn::ext::IdentExt as _;
use syn::parse::{ParseBuffer, ParseStream, Parser as _};

use super::definitions::Rule;

/// More tokens than this are not made of the macro calls of one file.
pub(super) const MAX_TOKENS: usize = 400_000;
/// Groups in groups.
const MAX_DEPTH: u32 = 256;

/// What a metavariable stands for.
#[derive(Clone, Debug)]
enum Binding {
    One(Rc<[TokenTree]>),
    Many(Rc<[Bindings]>),
}

type Bindings = FxHashMap<String, Binding>;

/// What a call becomes by the first rule that fits; `None` if none does. Takes what it makes from
/// `n_left`, and nothing more is made once that is used up: macros can grow without end.
pub(super) fn expand(
    rules: &[Rule],
    arguments: &TokenStream,
    call: Span,
    n_left: &mut usize,
) -> Option<TokenStream> {
    rules.iter().find_map(|rule| {
        let left = n_left.checked_sub(n_tokens(arguments) + 1);
        *n_left = left.unwrap_or(0);
        left?;
        let pattern: Vec<_> = rule.pattern.clone().into_iter().collect();
        let mut bindings = Bindings::default();
        let fits = |input: ParseStream<'_>| fit(&pattern, input, &mut bindings, 0);
        fits.parse2(arguments.clone()).ok()?;
        let mut maker = Maker {
            call,
            n_left: *n_left,
        };
        let body: Vec<_> = rule.body.clone().into_iter().collect();
        let made = maker.make(&body, &bindings, 0);
        *n_left = maker.n_left;
        made
    })
}

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

/// Matches tokens against a pattern to its end.
fn fit(
    pattern: &[TokenTree],
    input: ParseStream<'_>,
    bindings: &mut Bindings,
    depth: u32,
) -> syn::Result<()> {
    fit_beginning(pattern, input, bindings, depth)?;
    if input.is_empty() {
        Ok(())
    } else {
        Err(input.error("more than the pattern takes"))
    }
}

fn fit_beginning(
    pattern: &[TokenTree],
    input: ParseStream<'_>,
    bindings: &mut Bindings,
    depth: u32,
) -> syn::Result<()> {
    if depth > MAX_DEPTH {
        return Err(input.error("too deep"));
    }
    let mut next = 0;
    while let Some(token) = pattern.get(next) {
        if is_punct(Some(token), '$') {
            match (pattern.get(next + 1), pattern.get(next + 3)) {
                (Some(TokenTree::Ident(name)), Some(TokenTree::Ident(kind)))
                    if is_punct(pattern.get(next + 2), ':') =>
                {
                    let tokens = fragment(&kind.to_string(), input)?;
                    bindings.insert(name.to_string(), Binding::One(tokens.into()));
                    next += 4;
                    continue;
                }
                (Some(TokenTree::Group(group)), _) => {
                    let repetition = Repetition::read(pattern, next + 2)
                        .ok_or_else(|| input.error("no repetition"))?;
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    repeat(&inner, &repetition, input, bindings, depth)?;
                    next = repetition.end;
                    continue;
                }
                _ => {}
            }
        }
        fit_token(token, input, bindings, depth)?;
        next += 1;
    }
    Ok(())
}

fn fit_token(
    token: &TokenTree,
    input: ParseStream<'_>,
    bindings: &mut Bindings,
    depth: u32,
) -> syn::Result<()> {
    if let TokenTree::Group(group) = token {
        let inner: Vec<_> = group.stream().into_iter().collect();
        let content = content(group.delimiter(), input)?;
        return fit(&inner, &content, bindings, depth + 1);
    }
    let found: TokenTree = input.parse()?;
    if found.to_string() == token.to_string() {
        Ok(())
    } else {
        Err(input.error("another token"))
    }
}

fn content(delimiter: Delimiter, input: ParseStream<'_>) -> syn::Result<ParseBuffer<'_>> {
    let content;
    match delimiter {
        Delimiter::Parenthesis => drop(syn::parenthesized!(content in input)),
        Delimiter::Brace => drop(syn::braced!(content in input)),
        Delimiter::Bracket => drop(syn::bracketed!(content in input)),
        Delimiter::None => return Err(input.error("an invisible group")),
    }
    Ok(content)
}

/// How often what stands in `$( .. )` is repeated.
struct Repetition {
    separator: Option<TokenTree>,
    operator: char,
    /// The position after it.
    end: usize,
}

impl Repetition {
    /// Reads what follows the group: a separator of one token at most, and how often.
    fn read(tokens: &[TokenTree], at: usize) -> Option<Self> {
        let operator = |at: usize| match tokens.get(at) {
            Some(TokenTree::Punct(it)) if matches!(it.as_char(), '*' | '+' | '?') => {
                Some(it.as_char())
            }
            _ => None,
        };
        if let Some(operator) = operator(at) {
            return Some(Self {
                separator: None,
                operator,
                end: at + 1,
            });
        }
        Some(Self {
            separator: tokens.get(at).cloned(),
            operator: operator(at + 1)?,
            end: at + 2,
        })
    }
}

fn repeat(
    inner: &[TokenTree],
    repetition: &Repetition,
    input: ParseStream<'_>,
    bindings: &mut Bindings,
    depth: u32,
) -> syn::Result<()> {
    let mut rounds: Vec<Bindings> = Vec::new();
    while !input.is_empty() && (repetition.operator != '?' || rounds.is_empty()) {
        let ahead = input.fork();
        let mut round = Bindings::default();
        let separated = rounds.is_empty() || after_separator(repetition, &ahead);
        if !separated || fit_beginning(inner, &ahead, &mut round, depth + 1).is_err() {
            break;
        }
        if ahead.cursor() == input.cursor() {
            break;
        }
        syn::parse::discouraged::Speculative::advance_to(input, &ahead);
        rounds.push(round);
    }
    if repetition.operator == '+' && rounds.is_empty() {
        return Err(input.error("at least one"));
    }
    let rounds: Rc<[Bindings]> = rounds.into();
    for name in names(inner) {
        bindings.insert(name, Binding::Many(rounds.clone()));
    }
    Ok(())
}

fn after_separator(repetition: &Repetition, input: ParseStream<'_>) -> bool {
    match &repetition.separator {
        None => true,
        Some(wanted) => input
            .parse::<TokenTree>()
            .is_ok_and(|it| it.to_string() == wanted.to_string()),
    }
}

/// The metavariables that a pattern binds.
fn names(pattern: &[TokenTree]) -> Vec<String> {
    let mut found = Vec::new();
    for (idx, token) in pattern.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                found.extend(names(&inner));
            }
            TokenTree::Ident(name) if idx > 0 && is_punct(pattern.get(idx - 1), '$') => {
                found.push(name.to_string());
            }
            _ => {}
        }
    }
    found
}

/// The tokens of one fragment.
fn fragment(kind: &str, input: ParseStream<'_>) -> syn::Result<Vec<TokenTree>> {
    let start = input.cursor();
    match kind {
        "ident" => drop(input.call(Ident::parse_any)?),
        "ty" => drop(input.parse::<syn::Type>()?),
        "expr" | "expr_2021" => drop(input.parse::<syn::Expr>()?),
        "path" => drop(input.parse::<syn::Path>()?),
        "pat" => drop(input.call(syn::Pat::parse_multi_with_leading_vert)?),
        "pat_param" => drop(input.call(syn::Pat::parse_single)?),
        "literal" => drop(input.parse::<syn::Lit>()?),
        "lifetime" => drop(input.parse::<syn::Lifetime>()?),
        "vis" => drop(input.parse::<syn::Visibility>()?),
        "block" => drop(input.parse::<syn::Block>()?),
        "item" => drop(input.parse::<syn::Item>()?),
        "meta" => drop(input.parse::<syn::Meta>()?),
        "stmt" => drop(input.parse::<syn::Stmt>()?),
        "tt" => drop(input.parse::<TokenTree>()?),
        _ => return Err(input.error("another kind of fragment")),
    }
    let (mut cursor, end) = (start, input.cursor());
    let mut tokens = Vec::new();
    while cursor != end
        && let Some((token, next)) = cursor.token_tree()
    {
        tokens.push(token);
        cursor = next;
    }
    // Operators inside must not mix with those outside.
    if matches!(kind, "ty" | "expr" | "expr_2021") && tokens.len() > 1 {
        let group = Group::new(Delimiter::None, tokens.into_iter().collect());
        return Ok(vec![TokenTree::Group(group)]);
    }
    Ok(tokens)
}

/// Writes the body of a rule.
struct Maker {
    call: Span,
    n_left: usize,
}

impl Maker {
    fn make(&mut self, body: &[TokenTree], bindings: &Bindings, depth: u32) -> Option<TokenStream> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut made: Vec<TokenTree> = Vec::new();
        let mut next = 0;
        while let Some(token) = body.get(next) {
            let left = self.n_left.checked_sub(1);
            self.n_left = left.unwrap_or(0);
            left?;
            if is_punct(Some(token), '$') {
                match body.get(next + 1) {
                    Some(TokenTree::Ident(name)) if Self::is_bound(name, bindings) => {
                        made.extend(self.variable(name, bindings)?.iter().cloned());
                        next += 2;
                        continue;
                    }
                    // Of a macro that this one defines.
                    Some(TokenTree::Ident(_)) => {}
                    Some(TokenTree::Group(group)) => {
                        let repetition = Repetition::read(body, next + 2)?;
                        made.extend(self.repeated(group, &repetition, bindings, depth)?);
                        next = repetition.end;
                        continue;
                    }
                    _ => return None,
                }
            }
            made.push(self.token(token, bindings, depth)?);
            next += 1;
        }
        Some(made.into_iter().collect())
    }

    fn token(&mut self, token: &TokenTree, bindings: &Bindings, depth: u32) -> Option<TokenTree> {
        let mut token = match token {
            TokenTree::Group(group) => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                let inner = self.make(&inner, bindings, depth + 1)?;
                TokenTree::Group(Group::new(group.delimiter(), inner))
            }
            other => other.clone(),
        };
        token.set_span(self.call);
        Some(token)
    }

    fn is_bound(name: &Ident, bindings: &Bindings) -> bool {
        name == "crate" || bindings.contains_key(&name.to_string())
    }

    fn variable(&mut self, name: &Ident, bindings: &Bindings) -> Option<Rc<[TokenTree]>> {
        if name == "crate" {
            return Some([TokenTree::Ident(Ident::new("crate", self.call))].into());
        }
        match bindings.get(&name.to_string())? {
            Binding::One(tokens) => {
                let n_tokens: usize = tokens.iter().map(size).sum();
                let left = self.n_left.checked_sub(n_tokens);
                self.n_left = left.unwrap_or(0);
                left.map(|_| tokens.clone())
            }
            Binding::Many(_) => None,
        }
    }

    fn repeated(
        &mut self,
        group: &Group,
        repetition: &Repetition,
        bindings: &Bindings,
        depth: u32,
    ) -> Option<Vec<TokenTree>> {
        let inner: Vec<_> = group.stream().into_iter().collect();
        let used = names(&inner);
        let rounds = used.iter().find_map(|it| match bindings.get(it) {
            Some(Binding::Many(rounds)) => Some(rounds.len()),
            _ => None,
        })?;
        let mut made = Vec::new();
        for round in 0..rounds {
            let mut within = bindings.clone();
            for name in &used {
                if let Some(Binding::Many(all)) = bindings.get(name) {
                    let bound = all.get(round).and_then(|it| it.get(name)).cloned();
                    within.extend(bound.map(|it| (name.clone(), it)));
                }
            }
            if round > 0 {
                made.extend(repetition.separator.clone());
            }
            made.extend(self.make(&inner, &within, depth + 1)?);
        }
        Some(made)
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == wanted)
}
