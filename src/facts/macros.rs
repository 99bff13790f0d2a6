//! Macro calls and `macro_rules!`: what can be known without expanding them.
//!
//! Calls of macros of the same package are expanded. Arguments of others are tried as expressions,
//! then as items, then as statements; what is none of these is scanned for paths token by token.

use std::rc::Rc;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::visit::Visit as _;
use syn::{Expr, Macro, Token};

use super::captures::is_formatting;
use super::collect::{Collector, at};
use super::definitions::Rule;
use super::expand::expand;
use super::known_macros::written_out;
use super::{At, Namespace, Role, Symbol};

/// What a call became.
enum Made {
    Expr(Box<Expr>),
    Statements(syn::Block),
}

/// Calls inside arguments of calls are parsed anew at every level.
const MAX_DEPTH: u32 = 24;

impl Collector<'_> {
    /// A call that gives a value, or nothing; what it gives is not known.
    pub(super) fn macro_call(&mut self, call: &Macro) {
        let made = self.expansion(call);
        let role = if made.is_some() {
            Role::Expanded
        } else {
            Role::Macro
        };
        self.mention_bare(&call.path, Namespace::Macro, role);
        self.term = 0;
        if call.tokens.is_empty() && made.is_none() {
            return;
        }
        if self.macro_depth >= MAX_DEPTH {
            return self.scan(&call.tokens);
        }
        self.macro_depth += 1;
        match made {
            Some(Made::Expr(expr)) => self.visit_expr(&expr),
            Some(Made::Statements(block)) => self.visit_block(&block),
            None => self.arguments(call),
        }
        self.macro_depth -= 1;
    }

    /// A call where items may stand: expanded, if it is known how.
    pub(super) fn item_call(&mut self, call: &Macro) {
        if self.connects_tables(call) {
            return self.mention_bare(&call.path, Namespace::Macro, Role::Macro);
        }
        let items = (self.macro_depth < MAX_DEPTH)
            .then(|| self.declared_items(call))
            .flatten();
        let Some(items) = items else {
            return self.macro_call(call);
        };
        self.mention_bare(&call.path, Namespace::Macro, Role::Expanded);
        self.macro_depth += 1;
        items.iter().for_each(|it| self.visit_item(it));
        self.macro_depth -= 1;
    }

    /// What a call of a macro of the tree becomes.
    fn expanded(&mut self, call: &Macro) -> Option<TokenStream> {
        if self.macro_depth >= MAX_DEPTH {
            return None;
        }
        let name = call.path.segments.last()?.ident.to_string();
        let rules = self.rules(&name)?;
        expand(
            &rules,
            &call.tokens,
            call.path.span(),
            &mut self.n_expandable,
        )
    }

    /// The rules of a macro, read once for a file.
    fn rules(&mut self, name: &str) -> Option<Rc<[Rule]>> {
        if let Some(known) = self.rules.get(name) {
            return known.clone();
        }
        let rules = self.definitions.rules(name, self.path).map(Rc::from);
        self.rules.insert(name.to_owned(), rules.clone());
        rules
    }

    /// The items that a call declares.
    fn declared_items(&mut self, call: &Macro) -> Option<Vec<syn::Item>> {
        let made = written_out(call).or_else(|| self.expanded(call))?;
        let file = syn::parse2::<syn::File>(made).ok()?;
        (!file.items.is_empty()).then_some(file.items)
    }

    /// The expression or statements that a call becomes.
    fn expansion(&mut self, call: &Macro) -> Option<Made> {
        let made = self.expanded(call)?;
        if let Ok(expr) = syn::parse2::<Expr>(made.clone()) {
            return Some(Made::Expr(Box::new(expr)));
        }
        let stmts = syn::Block::parse_within.parse2(made).ok()?;
        Some(Made::Statements(syn::Block {
            brace_token: syn::token::Brace::default(),
            stmts,
        }))
    }

    fn arguments(&mut self, call: &Macro) {
        let name = call.path.segments.last().map(|it| it.ident.to_string());
        let name = name.unwrap_or_default();
        let form = (|input: ParseStream<'_>| Ok(Form::read(&name, input)))
            .parse2(call.tokens.clone())
            .unwrap_or(Form::Tokens);
        match form {
            Form::Arguments(arguments) => {
                if is_formatting(&name) {
                    let exprs = arguments.iter().filter_map(Argument::expr);
                    exprs.for_each(|it| self.captures(it));
                }
                self.block_of_names(|it| arguments.iter().for_each(|arg| it.argument(arg)));
            }
            Form::Arms(arms) => arms.iter().for_each(|it| self.arm(it)),
            Form::Items(items) => items.iter().for_each(|it| self.visit_item(it)),
            Form::Statements(block) => self.visit_block(&block),
            Form::Tokens => {
                self.facts.n_scanned_macros += 1;
                self.scan(&call.tokens);
            }
        }
    }

    fn arm(&mut self, arm: &Arm) {
        let n_locals = self.locals.len();
        if let Some((pat, value)) = &arm.binding {
            let term = self.term_of(value);
            let given = self.awaited(term);
            self.bind(pat, given);
        }
        if let Some(guard) = &arm.guard {
            self.visit_expr(guard);
        }
        self.visit_expr(&arm.body);
        self.locals.truncate(n_locals);
    }

    fn argument(&mut self, argument: &Argument) {
        match argument {
            Argument::Expr(expr) => self.visit_expr(expr),
            Argument::Pat(pat) => self.bind(pat, 0),
            Argument::Type(ty) => self.visit_type(ty),
        }
    }

    /// The body of `macro_rules!`: only what its transcribers mention, for whoever calls it.
    pub(super) fn macro_rules(&mut self, definition: &Macro) {
        let mut tokens = definition.tokens.clone().into_iter();
        while let Some(token) = tokens.next() {
            let is_arrow = matches!(&token, TokenTree::Punct(it) if it.as_char() == '>');
            if is_arrow && let Some(TokenTree::Group(body)) = tokens.next() {
                self.scan_for(&body.stream(), Role::MacroBody);
            }
        }
    }

    /// Looks for paths in tokens of which nothing is known.
    pub(super) fn scan(&mut self, tokens: &TokenStream) {
        self.scan_for(tokens, Role::Scanned);
    }

    fn scan_for(&mut self, tokens: &TokenStream, role: Role) {
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
                TokenTree::Ident(_) | TokenTree::Punct(_) => {
                    next = self.scan_path(&tokens, next, role);
                }
                TokenTree::Literal(_) => next += 1,
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

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == wanted)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

/// What the tokens of a call are.
enum Form {
    Arguments(Vec<Argument>),
    Arms(Vec<Arm>),
    Items(Vec<syn::Item>),
    Statements(syn::Block),
    /// Nothing that is known.
    Tokens,
}

impl Form {
    /// Tries one form after the other on the same tokens, and takes them all.
    fn read(name: &str, input: ParseStream<'_>) -> Self {
        let form = Self::try_all(name, input);
        // Whoever parses must take everything; what is left is of no interest.
        input.parse::<TokenStream>().ok();
        form
    }

    fn try_all(name: &str, input: ParseStream<'_>) -> Self {
        if let Ok(arguments) = input.fork().parse::<Arguments>() {
            return Self::Arguments(arguments.0);
        }
        if name.contains("select")
            && let Ok(arms) = input.fork().parse::<Arms>()
        {
            return Self::Arms(arms.0);
        }
        if name == "lazy_static"
            && let Ok(statics) = input.fork().parse::<LazyStatics>()
        {
            return Self::Items(statics.0);
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
struct Arguments(Vec<Argument>);

enum Argument {
    Expr(Box<Expr>),
    Pat(Box<syn::Pat>),
    Type(Box<syn::Type>),
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Vec::new();
        while !input.is_empty() {
            arguments.push(Argument::parse(input, arguments.is_empty())?);
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
        Ok(Self(arguments))
    }
}

impl Argument {
    fn expr(&self) -> Option<&Expr> {
        match self {
            Self::Expr(expr) => Some(expr),
            _ => None,
        }
    }

    fn parse(input: ParseStream<'_>, first: bool) -> syn::Result<Self> {
        // `name = value`, as in format and tracing macros: the name is no path.
        if input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
            input.parse::<syn::Ident>()?;
            input.parse::<Token![=]>()?;
        }
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

struct Arm {
    /// `None` for `else`.
    binding: Option<(syn::Pat, Expr)>,
    guard: Option<Expr>,
    body: Expr,
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

/// `lazy_static! { static ref NAME: Type = value; .. }` as plain statics.
struct LazyStatics(Vec<syn::Item>);

impl Parse for LazyStatics {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            let attrs = input.call(syn::Attribute::parse_outer)?;
            let vis = input.parse()?;
            let static_token = input.parse()?;
            input.parse::<Token![ref]>()?;
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
                semi_token: input.parse()?,
            }));
        }
        Ok(Self(items))
    }
}
