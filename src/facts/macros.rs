//! Macro calls and `macro_rules!`: what they declare and mention.
//!
//! Calls of macros of the same package are expanded. Arguments of others are tried as expressions,
//! then as items, then as statements; what is none of these is scanned for paths token by token.

use std::rc::Rc;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::visit::Visit as _;
use syn::{Expr, ImplItem, Macro, TraitItem};

use super::captures::is_formatting;
use super::collect::Collector;
use super::expand::expand;
use super::forms::{Argument, Arm, Form};
use super::known_macros::written_out;
use super::rules::{self, Rule};
use super::{ImportForm, Namespace, Role, STANDARD_MACROS, Symbol};
use crate::kinds::{BlindSpot, StaticForm};

/// What a call became.
enum Made {
    Expr(Box<Expr>),
    Statements(syn::Block),
}

/// A call that becomes a call that becomes a call: more than any compiler allows by default.
const MAX_CALLS_IN_A_ROW: usize = 1024;

/// Calls inside arguments of calls are parsed anew at every level.
pub(super) const MAX_DEPTH: u32 = 128;

impl Collector<'_, '_> {
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
            return self.macro_gap(call, BlindSpot::Macro);
        }
        if self.macro_depth >= MAX_DEPTH {
            self.macro_gap(call, BlindSpot::MacroScanned);
            return self.scan(&call.tokens);
        }
        self.macro_depth += 1;
        match made {
            Some(Made::Expr(expr)) => self.visit_expr(&expr),
            Some(Made::Statements(block)) => self.visit_block(&block),
            None => self.read_arguments(call),
        }
        self.macro_depth -= 1;
    }

    /// A call where items may stand: expanded, if it is known how.
    pub(super) fn item_call(&mut self, call: &Macro) {
        if self.chooses_items(call) || self.connects_tables(call) {
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

    /// A call where members of an impl may stand.
    pub(super) fn impl_call(&mut self, call: &Macro, of_trait: bool) {
        self.member_call(call, |it, member: &ImplItem| {
            it.impl_member(member, of_trait);
        });
    }

    /// A call where members of a trait may stand.
    pub(super) fn trait_call(&mut self, call: &Macro) {
        self.member_call(call, |it, member: &TraitItem| it.trait_member(member));
    }

    fn member_call<T: Parse>(&mut self, call: &Macro, walk: impl Fn(&mut Self, &T)) {
        let made = (self.macro_depth < MAX_DEPTH)
            .then(|| self.expanded(call))
            .flatten();
        let members = made.and_then(|it| all_of::<T>.parse2(it).ok());
        let Some(members) = members else {
            return self.macro_call(call);
        };
        self.mention_bare(&call.path, Namespace::Macro, Role::Expanded);
        self.macro_depth += 1;
        members.iter().for_each(|it| walk(self, it));
        self.macro_depth -= 1;
    }

    /// What a call of a macro of the tree becomes. While that is nothing but another call, it is
    /// followed: macros that take one token at a time call themselves a hundred times.
    fn expanded(&mut self, call: &Macro) -> Option<TokenStream> {
        let mut name = self.ident(&call.path.segments.last()?.ident);
        let rules = match self.rules(name) {
            Some(rules) => rules,
            None => self.exported(&call.path, name)?,
        };
        // Asking the parser for the span of more than a token prints it.
        let only = call.path.get_ident();
        let place = only.map_or_else(|| call.path.span(), Ident::span);
        let mut made = self.expanded_once(&rules, &call.tokens, (name, place))?;
        for _ in 0..MAX_CALLS_IN_A_ROW {
            let Some((inner, arguments)) = only_call(&made) else {
                break;
            };
            let inner_name = self.ident(&inner);
            let next = self
                .rules(inner_name)
                .and_then(|it| self.expanded_once(&it, &arguments, (inner_name, place)));
            let Some(next) = next else {
                break;
            };
            if inner_name != name {
                self.mention_bare(&inner.into(), Namespace::Macro, Role::Expanded);
                name = inner_name;
            }
            made = next;
        }
        Some(made.into_iter().collect())
    }

    fn expanded_once(
        &mut self,
        rules: &[Rule],
        arguments: &TokenStream,
        (name, place): (Symbol, Span),
    ) -> Option<Vec<TokenTree>> {
        if self.macro_depth >= MAX_DEPTH {
            self.facts.n_cut_macros += 1;
            self.gap_of(BlindSpot::MacroCut, name, place);
            return None;
        }
        let made = expand(rules, arguments, place, &mut self.n_expandable);
        if made.is_none() && self.n_expandable == 0 {
            self.facts.n_cut_macros += 1;
            self.gap_of(BlindSpot::MacroCut, name, place);
        }
        made
    }

    /// Macros that a macro defines are known to the rest of the file only.
    pub(super) fn learn_macro(&mut self, name: &Ident, definition: &Macro) {
        if let Some(rules) = rules::read(definition.tokens.clone()) {
            let name = self.ident(name);
            self.rules.insert(name, Some(rules.into()));
        }
    }

    /// The rules of a macro that another package of the tree exports: known by the crate that the
    /// call or an import names before it.
    fn exported(&mut self, path: &syn::Path, name: Symbol) -> Option<Rc<[Rule]>> {
        if STANDARD_MACROS.contains(&self.facts.text(name)) {
            return None;
        }
        let first = path.segments.first().filter(|_| path.segments.len() > 1);
        let krate = match first {
            Some(first) => self.ident(&first.ident),
            None => self.imported_from(name)?,
        };
        let key = format!("{}::{}", self.facts.text(krate), self.facts.text(name));
        let key = self.symbol(&key);
        self.rules(key)
    }

    /// What the path of an import that brings a name begins with.
    fn imported_from(&self, name: Symbol) -> Option<Symbol> {
        let facts = &self.facts;
        let mut imports = facts.imports.iter().rev();
        let import = imports.find(|it| it.form == ImportForm::Name(name))?;
        let segments = facts.segments(import.path).iter().copied();
        let mut segments = segments.filter(|it| facts.text(*it) != "::");
        let first = segments.next()?;
        segments.next().map(|_| first)
    }

    /// The rules of a macro, read once for a file.
    fn rules(&mut self, name: Symbol) -> Option<Rc<[Rule]>> {
        if let Some(known) = self.rules.get(&name) {
            return known.clone();
        }
        let text = self.facts.text(name);
        let rules = self.definitions.rules(text, self.file, self.known_rules);
        self.rules.insert(name, rules.clone());
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
        let expr_or_statements = |input: ParseStream<'_>| {
            let ahead = input.fork();
            if let Ok(expr) = ahead.parse::<Expr>()
                && ahead.is_empty()
            {
                syn::parse::discouraged::Speculative::advance_to(input, &ahead);
                return Ok(Made::Expr(Box::new(expr)));
            }
            Ok(Made::Statements(syn::Block {
                brace_token: syn::token::Brace::default(),
                stmts: input.call(syn::Block::parse_within)?,
            }))
        };
        expr_or_statements.parse2(made).ok()
    }

    /// The arguments, and what can be known of the call beside them.
    fn read_arguments(&mut self, call: &Macro) {
        if !self.included(call) {
            self.arguments(call);
        }
    }

    fn arguments(&mut self, call: &Macro) {
        let Some(name) = call.path.segments.last() else {
            return;
        };
        let name = self.ident(&name.ident);
        let name = self.facts.text(name);
        // Their arguments become text and conditions, never code.
        if matches!(name, "cfg" | "stringify") {
            return;
        }
        let may_be_words = !is_formatting(name) && !STANDARD_MACROS.contains(&name);
        let (is_formatting, is_println) = (is_formatting(name), name == "println");
        let is_concat = name == "concat";
        let static_form = match name {
            "lazy_static" => StaticForm::Lazy,
            "thread_local" => StaticForm::ThreadLocal,
            _ => self.static_form,
        };
        let form = Form::read(name, &call.tokens);
        if !matches!(form, Form::Tokens) {
            self.macro_gap(call, BlindSpot::Macro);
        }
        match form {
            Form::Text(text) => {
                self.text_among_tokens(&text);
                if is_formatting {
                    self.captures_of(&text);
                }
                if (Self::keeps_arguments(call) || call.path.is_ident("format"))
                    && let syn::Lit::Str(text) = syn::Lit::new(text)
                {
                    let word = self.word(&text);
                    self.term = self.macro_value(call, &[word]);
                }
            }
            Form::Arguments(arguments, _) if is_concat => {
                self.joined_texts(arguments.iter().filter_map(Argument::expr));
            }
            Form::Arguments(arguments, names) => {
                if is_println && let Some(first) = arguments.first().and_then(Argument::expr) {
                    self.build_flag(first);
                }
                if is_formatting {
                    let exprs = arguments.iter().filter_map(Argument::expr);
                    self.captures_beside(&names, exprs);
                }
                let keeps = Self::keeps_arguments(call);
                let mut terms = super::doors::Arguments::new();
                self.block_of_names(|it| {
                    for argument in &arguments {
                        it.term = 0;
                        it.argument(argument, may_be_words);
                        terms.push(it.term);
                    }
                });
                if let Some(text) = path_format(call, &arguments) {
                    let word = self.word(text);
                    self.term = self.macro_value(call, &[word]);
                } else if keeps && !call.path.is_ident("vec") {
                    self.term = self.macro_value(call, &terms);
                }
            }
            Form::Arms(arms) => arms.iter().for_each(|it| self.arm(it)),
            Form::Items(items) => {
                let before = std::mem::replace(&mut self.static_form, static_form);
                items.iter().for_each(|it| self.visit_item(it));
                self.static_form = before;
            }
            Form::Statements(block) => self.visit_block(&block),
            Form::Values(values) => values.iter().for_each(|it| self.value_or_word(it)),
            Form::Tokens => {
                self.macro_gap(call, BlindSpot::MacroScanned);
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

    fn argument(&mut self, argument: &Argument, may_be_word: bool) {
        match argument {
            Argument::Expr(expr) if may_be_word => self.value_or_word(expr),
            Argument::Expr(expr) => self.visit_expr(expr),
            Argument::Pat(pat) => self.bind(pat, 0),
            Argument::Type(ty) => self.visit_type(ty),
        }
    }

    /// A value that a macro takes, or a word that only the macro knows: `null` in `json!`.
    fn value_or_word(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(it) if it.qself.is_none() && it.path.get_ident().is_some() => {
                self.term = self.value_path(it, Role::Word);
            }
            Expr::Array(list) => list.elems.iter().for_each(|it| self.value_or_word(it)),
            _ => self.visit_expr(expr),
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
}

/// The text of `format!("{base}/carts")`, if it may be a path or an address.
fn path_format<'a>(call: &Macro, arguments: &'a [Argument]) -> Option<&'a syn::LitStr> {
    let is_format = call.path.is_ident("format");
    match arguments.first()?.expr()? {
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => (is_format && text.token().to_string().contains('/')).then_some(text),
        _ => None,
    }
}

/// One after the other, to the end.
fn all_of<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(input.parse()?);
    }
    Ok(all)
}

/// The name and arguments of a macro call that is all there is; where its macro lies is not asked.
fn only_call(tokens: &[TokenTree]) -> Option<(Ident, TokenStream)> {
    let is = |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(it) if it.as_char() == wanted);
    let mut tokens = tokens.iter();
    let mut name = None;
    loop {
        match tokens.next()? {
            TokenTree::Ident(it) => name = Some(it),
            it if is(it, ':') => {}
            it if is(it, '!') => break,
            _ => return None,
        }
    }
    let Some(TokenTree::Group(arguments)) = tokens.next() else {
        return None;
    };
    let ends = tokens.all(|it| is(it, ';'));
    ends.then_some((name?.clone(), arguments.stream()))
}
