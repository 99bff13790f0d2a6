//! What the arguments of a macro call are, as far as they have a form that is known.

use proc_macro2::{Literal, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Expr, Token};

/// What the tokens of a call are.
pub(super) enum Form {
    Arguments(Vec<Argument>, Vec<syn::Ident>),
    Arms(Vec<Arm>),
    Items(Vec<syn::Item>),
    Statements(syn::Block),
    /// Keys and values of `json!`, `hashmap!` and the like, in order.
    Values(Vec<Expr>),
    /// One literal.
    Text(Literal),
    /// Nothing that is known.
    Tokens,
}

impl Form {
    /// Tries one form after the other on the same tokens.
    pub(super) fn read(name: &str, tokens: &TokenStream) -> Self {
        let mut form = Self::Tokens;
        let look = |input: ParseStream<'_>| {
            form = Self::try_all(name, input);
            Ok(())
        };
        // All forms are looked for ahead: that nothing has been taken is no error.
        look.parse2(tokens.clone()).ok();
        form
    }

    fn try_all(name: &str, input: ParseStream<'_>) -> Self {
        // Most macros that are called with a literal alone need not be parsed. What `vec!` gives
        // depends on it, and what build scripts print tells something.
        if let Some((text, rest)) = input.cursor().literal()
            && rest.eof()
            && !matches!(name, "vec" | "println")
        {
            return Self::Text(text);
        }
        if let Ok(Arguments { values, names }) = input.fork().parse() {
            return Self::Arguments(values, names);
        }
        if name.contains("select")
            && let Ok(arms) = input.fork().parse::<Arms>()
        {
            return Self::Arms(arms.0);
        }
        if matches!(name, "lazy_static" | "thread_local")
            && let Ok(statics) = input.fork().parse::<Statics>()
        {
            return Self::Items(statics.0);
        }
        if let Ok(values) = input.fork().parse::<Values>() {
            return Self::Values(values.0);
        }
        if begins_item(input)
            && let Ok(file) = input.fork().parse::<syn::File>()
            && !file.items.is_empty()
        {
            return Self::Items(file.items);
        }
        match input.fork().call(syn::Block::parse_within) {
            Ok(stmts) => Self::Statements(syn::Block {
                brace_token: syn::token::Brace::default(),
                stmts,
            }),
            Err(_) => Self::Tokens,
        }
    }
}

/// Arguments as most macros take them.
struct Arguments {
    values: Vec<Argument>,
    /// `name` of `name = value`: no path, but a text may have it in braces.
    names: Vec<syn::Ident>,
}

pub(super) enum Argument {
    Expr(Box<Expr>),
    Pat(Box<syn::Pat>),
    Type(Box<syn::Type>),
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut values, mut names) = (Vec::new(), Vec::new());
        while !input.is_empty() {
            // As in format and tracing macros.
            if input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
                names.push(input.parse()?);
                input.parse::<Token![=]>()?;
            }
            values.push(Argument::parse(input, values.is_empty())?);
            if input.is_empty() {
                break;
            }
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
            } else if input.peek(Token![;]) {
                input.parse::<Token![;]>()?;
            } else {
                return Err(input.error("not a list of arguments"));
            }
        }
        Ok(Self { values, names })
    }
}

impl Argument {
    pub(super) fn expr(&self) -> Option<&Expr> {
        match self {
            Self::Expr(expr) => Some(expr),
            _ => None,
        }
    }

    fn parse(input: ParseStream<'_>, first: bool) -> syn::Result<Self> {
        // `%value` and `?value` of tracing.
        if input.peek(Token![%]) {
            input.parse::<Token![%]>()?;
        } else if input.peek(Token![?]) {
            input.parse::<Token![?]>()?;
        }
        let ahead = input.fork();
        let fits = |ahead: ParseStream<'_>| {
            ahead.is_empty() || ahead.peek(Token![,]) || ahead.peek(Token![;])
        };
        if let Ok(expr) = ahead.parse::<Expr>()
            && fits(&ahead)
        {
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
            return Ok(Self::Expr(Box::new(expr)));
        }
        if first {
            return Err(input.error("no expression"));
        }
        let ahead = input.fork();
        if let Ok(pat) = ahead.call(pattern_with_guard)
            && fits(&ahead)
        {
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
            return Ok(Self::Pat(Box::new(pat)));
        }
        Ok(Self::Type(input.parse()?))
    }
}

/// The arms of `select!`: `pattern = future, if guard => body`.
struct Arms(Vec<Arm>);

pub(super) struct Arm {
    /// `None` for `else`.
    pub(super) binding: Option<(syn::Pat, Expr)>,
    pub(super) guard: Option<Expr>,
    pub(super) body: Expr,
}

impl Parse for Arms {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(syn::Ident) && input.peek2(Token![;]) {
            input.parse::<syn::Ident>()?;
            input.parse::<Token![;]>()?;
        }
        let mut arms = Vec::new();
        while !input.is_empty() {
            arms.push(input.parse()?);
        }
        Ok(Self(arms))
    }
}

impl Parse for Arm {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut guard = None;
        let binding = if input.peek(Token![else]) {
            input.parse::<Token![else]>()?;
            None
        } else {
            let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
            input.parse::<Token![=]>()?;
            let value = input.parse()?;
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                input.parse::<Token![if]>()?;
                guard = Some(input.parse()?);
            }
            Some((pat, value))
        };
        input.parse::<Token![=>]>()?;
        let body = if input.peek(syn::token::Brace) {
            let block = input.parse::<syn::Block>()?;
            Expr::Block(syn::ExprBlock {
                attrs: Vec::new(),
                label: None,
                block,
            })
        } else {
            input.parse()?
        };
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        Ok(Self {
            binding,
            guard,
            body,
        })
    }
}

/// As in the last argument of `matches!`.
fn pattern_with_guard(input: ParseStream<'_>) -> syn::Result<syn::Pat> {
    let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
    if input.peek(Token![if]) {
        let if_token = input.parse()?;
        let guard = input.parse()?;
        return Ok(syn::Pat::Guard(syn::PatGuard {
            attrs: Vec::new(),
            pat: Box::new(pat),
            if_token,
            guard,
        }));
    }
    Ok(pat)
}

/// `lazy_static! { static ref NAME: Type = value; .. }` and `thread_local! { static NAME: .. }` as
/// plain statics.
struct Statics(Vec<syn::Item>);

impl Parse for Statics {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            let attrs = input.call(syn::Attribute::parse_outer)?;
            let vis = input.parse()?;
            let static_token = input.parse()?;
            input.parse::<Option<Token![ref]>>()?;
            items.push(syn::Item::Static(syn::ItemStatic {
                attrs,
                vis,
                static_token,
                mutability: syn::StaticMutability::None,
                ident: input.parse()?,
                colon_token: input.parse()?,
                ty: input.parse()?,
                eq_token: input.parse()?,
                expr: input.parse()?,
                semi_token: input.parse::<Option<_>>()?.unwrap_or_default(),
            }));
        }
        Ok(Self(items))
    }
}

/// Objects and lists of values, as in `json!({ "key": value, "list": [1, { "a": b }] })`, and pairs
/// as in `hashmap! { key => value }`. Names alone before a colon are keys.
struct Values(Vec<Expr>);

impl Parse for Values {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut values = Vec::new();
        if input.peek(syn::token::Brace) || input.peek(syn::token::Bracket) {
            json_value(input, &mut values, 0)?;
        } else {
            pairs(input, &mut values, 0)?;
        }
        if input.is_empty() && !values.is_empty() {
            Ok(Self(values))
        } else {
            Err(input.error("no values"))
        }
    }
}

/// Objects in objects.
const MAX_VALUE_DEPTH: u32 = 64;

fn json_value(input: ParseStream<'_>, values: &mut Vec<Expr>, depth: u32) -> syn::Result<()> {
    if depth > MAX_VALUE_DEPTH {
        return Err(input.error("too deep"));
    }
    let ends = |it: ParseStream<'_>| it.is_empty() || it.peek(Token![,]) || it.peek(Token![=>]);
    let ahead = input.fork();
    if let Ok(expr) = ahead.parse::<Expr>()
        && ends(&ahead)
    {
        syn::parse::discouraged::Speculative::advance_to(input, &ahead);
        values.push(expr);
        return Ok(());
    }
    let content;
    if input.peek(syn::token::Brace) {
        syn::braced!(content in input);
        return pairs(&content, values, depth + 1);
    }
    syn::bracketed!(content in input);
    while !content.is_empty() {
        json_value(&content, values, depth + 1)?;
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

fn pairs(input: ParseStream<'_>, values: &mut Vec<Expr>, depth: u32) -> syn::Result<()> {
    while !input.is_empty() {
        let is_name = input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]);
        if is_name {
            input.parse::<proc_macro2::Ident>()?;
        } else {
            values.push(input.parse()?);
        }
        if input.peek(Token![=>]) {
            input.parse::<Token![=>]>()?;
        } else {
            input.parse::<Token![:]>()?;
        }
        json_value(input, values, depth)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// Whether tokens may be items.
fn begins_item(input: ParseStream<'_>) -> bool {
    if input.peek(Token![#]) {
        return true;
    }
    let word = input.fork().call(proc_macro2::Ident::parse_any);
    word.is_ok_and(|it| ITEM_WORDS.iter().any(|word| it == word))
}

/// What items begin with, and calls of macros: their names come first.
const ITEM_WORDS: &[&str] = &[
    "async", "const", "enum", "extern", "fn", "impl", "mod", "pub", "static", "struct", "trait",
    "type", "union", "unsafe", "use",
];
