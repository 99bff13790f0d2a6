//! Matches the arguments of a macro call against the pattern of a rule.

use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Ident, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseBuffer, ParseStream};

use super::rules::{Piece, Repetition, Variable};

/// Groups in groups.
pub(super) const MAX_DEPTH: u32 = 256;

/// What a metavariable stands for.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    One(Rc<[TokenTree]>),
    Many(Rc<[Bindings]>),
}

/// What the metavariables of a rule stand for, sorted: they are numbered in the order in which they
/// are met, so that hardly one comes before another.
#[derive(Clone, Debug, Default)]
pub(super) struct Bindings(Vec<(Variable, Binding)>);

impl Bindings {
    fn insert(&mut self, variable: Variable, binding: Binding) {
        match self.0.binary_search_by_key(&variable, |it| it.0) {
            Ok(known) => self.0[known].1 = binding,
            Err(place) => self.0.insert(place, (variable, binding)),
        }
    }

    pub(super) fn get(&self, variable: Variable) -> Option<&Binding> {
        let known = self.0.binary_search_by_key(&variable, |it| it.0);
        known.ok().map(|it| &self.0[it].1)
    }
}

/// Whether tokens that begin with this one may fit: of many rules most are told apart by that.
pub(super) fn may_fit(pattern: &[Piece], first: Option<&TokenTree>) -> bool {
    match (pattern.first(), first) {
        (Some(Piece::Token(wanted)), Some(first)) => same(first, wanted),
        (Some(Piece::Token(_)), None) => false,
        (None, first) => first.is_none(),
        _ => true,
    }
}

/// Matches tokens against a pattern to its end; `None` if they do not fit.
pub(super) fn fit(
    pattern: &[Piece],
    input: ParseStream<'_>,
    bindings: &mut Bindings,
    depth: u32,
) -> Option<()> {
    fit_beginning(pattern, input, bindings, depth)?;
    input.is_empty().then_some(())
}

fn fit_beginning(
    pattern: &[Piece],
    input: ParseStream<'_>,
    bindings: &mut Bindings,
    depth: u32,
) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    for piece in pattern {
        match piece {
            Piece::Fragment(variable, kind) => {
                let tokens = fragment(kind, input)?;
                bindings.insert(*variable, Binding::One(tokens.into()));
            }
            Piece::Repetition(it) => repeat(it, input, bindings, depth)?,
            Piece::Group(delimiter, inner) => {
                let content = content(*delimiter, input).ok()?;
                fit(inner, &content, bindings, depth + 1)?;
            }
            Piece::Token(token) => {
                let found: TokenTree = input.parse().ok()?;
                same(&found, token).then_some(())?;
            }
            Piece::Variable(..) | Piece::Crate | Piece::Broken => return None,
        }
    }
    Some(())
}

/// Whether two tokens read the same.
fn same(found: &TokenTree, wanted: &TokenTree) -> bool {
    match (found, wanted) {
        (TokenTree::Ident(it), TokenTree::Ident(wanted)) => it == wanted,
        (TokenTree::Punct(it), TokenTree::Punct(wanted)) => it.as_char() == wanted.as_char(),
        (TokenTree::Literal(_), TokenTree::Literal(_)) | (TokenTree::Group(_), _) => {
            found.to_string() == wanted.to_string()
        }
        _ => false,
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

fn repeat(
    repetition: &Repetition,
    input: ParseStream<'_>,
    bindings: &mut Bindings,
    depth: u32,
) -> Option<()> {
    let mut rounds: Vec<Bindings> = Vec::new();
    while !input.is_empty() && (repetition.operator != '?' || rounds.is_empty()) {
        let ahead = input.fork();
        let mut round = Bindings::default();
        let separated = rounds.is_empty() || after_separator(repetition, &ahead);
        if !separated || fit_beginning(&repetition.inner, &ahead, &mut round, depth + 1).is_none() {
            break;
        }
        if ahead.cursor() == input.cursor() {
            break;
        }
        syn::parse::discouraged::Speculative::advance_to(input, &ahead);
        rounds.push(round);
    }
    if repetition.operator == '+' && rounds.is_empty() {
        return None;
    }
    let rounds: Rc<[Bindings]> = rounds.into();
    for variable in &repetition.variables {
        bindings.insert(*variable, Binding::Many(rounds.clone()));
    }
    Some(())
}

fn after_separator(repetition: &Repetition, input: ParseStream<'_>) -> bool {
    let mut wanted = repetition.separator.iter();
    wanted.all(|wanted| input.parse::<TokenTree>().is_ok_and(|it| same(&it, wanted)))
}

/// The tokens of one fragment.
fn fragment(kind: &str, input: ParseStream<'_>) -> Option<Vec<TokenTree>> {
    let start = input.cursor();
    // An invisible group is one token, and not the name that may stand in it.
    let is_bare = start.group(Delimiter::None).is_none();
    match kind {
        "tt" => return Some(vec![input.parse().ok()?]),
        "ident" if is_bare => {
            let ident = input.call(Ident::parse_any).ok()?;
            return Some(vec![TokenTree::Ident(ident)]);
        }
        _ => pass(kind, input)?,
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
        return Some(vec![TokenTree::Group(group)]);
    }
    Some(tokens)
}

/// Goes past one fragment.
fn pass(kind: &str, input: ParseStream<'_>) -> Option<()> {
    match kind {
        "ident" => drop(input.call(Ident::parse_any).ok()?),
        "ty" => drop(input.parse::<syn::Type>().ok()?),
        "expr" | "expr_2021" => drop(input.parse::<syn::Expr>().ok()?),
        "path" => drop(input.parse::<syn::Path>().ok()?),
        "pat" => drop(input.call(syn::Pat::parse_multi_with_leading_vert).ok()?),
        "pat_param" => drop(input.call(syn::Pat::parse_single).ok()?),
        "literal" => drop(input.parse::<syn::Lit>().ok()?),
        "lifetime" => drop(input.parse::<syn::Lifetime>().ok()?),
        "vis" => drop(input.parse::<syn::Visibility>().ok()?),
        "block" => drop(input.parse::<syn::Block>().ok()?),
        "item" => drop(input.parse::<syn::Item>().ok()?),
        "meta" => drop(input.parse::<syn::Meta>().ok()?),
        "stmt" => drop(input.parse::<syn::Stmt>().ok()?),
        "tt" => drop(input.parse::<TokenTree>().ok()?),
        _ => return None,
    }
    Some(())
}
