//! Macro calls and `macro_rules!`: what they declare and mention.
//!
//! Calls of macros of the same package are expanded. Arguments of others are tried as expressions,
//! then as items, then as statements; what is none of these is scanned for paths token by token.

use std::rc::Rc;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::visit::Visit as _;
use syn::{Expr, Macro};

use super::captures::is_formatting;
use super::collect::Collector;
use super::definitions::Rule;
use super::expand::expand;
use super::forms::{Argument, Arm, Form};
use super::known_macros::written_out;
use super::{Namespace, Role};

/// What a call became.
enum Made {
    Expr(Box<Expr>),
    Statements(syn::Block),
}

/// Calls inside arguments of calls are parsed anew at every level.
pub(super) const MAX_DEPTH: u32 = 128;

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

    /// What a call of a macro of the tree becomes.
    fn expanded(&mut self, call: &Macro) -> Option<TokenStream> {
        let name = call.path.segments.last()?.ident.to_string();
        let rules = self.rules(&name)?;
        if self.macro_depth >= MAX_DEPTH {
            self.facts.n_cut_macros += 1;
            return None;
        }
        let place = call.path.span();
        let made = expand(&rules, &call.tokens, place, &mut self.n_expandable);
        if made.is_none() && self.n_expandable == 0 {
            self.facts.n_cut_macros += 1;
        }
        made
    }

    /// The rules of a macro, read once for a file.
    fn rules(&mut self, name: &str) -> Option<Rc<[Rule]>> {
        if let Some(known) = self.rules.get(name) {
            return known.clone();
        }
        let rules = self.definitions.rules(name, self.file).map(Rc::from);
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
}
