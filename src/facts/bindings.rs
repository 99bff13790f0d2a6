//! Patterns: the names they bind and the paths they mention.

use syn::Pat;
use syn::visit::Visit as _;

use super::collect::{Collector, at};
use super::{Namespace, Role, TermIdx};

impl Collector<'_, '_> {
    /// Binds the names of a pattern from here on to parts of a value, and writes down the paths in
    /// it.
    pub(super) fn bind(&mut self, pat: &Pat, of: TermIdx) {
        match pat {
            Pat::Ident(it) => self.bind_ident(it, of),
            Pat::Guard(it) => {
                self.bind(&it.pat, of);
                self.visit_expr(&it.guard);
            }
            Pat::Type(it) => {
                self.visit_type(&it.ty);
                let typed = self.typed(&it.ty);
                let ascribed = self.ascribed(typed, of);
                self.bind(&it.pat, ascribed);
            }
            Pat::Reference(it) => self.bind(&it.pat, of),
            Pat::Paren(it) => self.bind(&it.pat, of),
            Pat::Or(it) => it.cases.iter().for_each(|it| self.bind(it, of)),
            Pat::Slice(it) => {
                let one = self.indexed(of);
                it.elems.iter().for_each(|it| self.bind(it, one));
            }
            Pat::Tuple(it) => {
                for (position, pat) in it.elems.iter().enumerate() {
                    let number = self.number(position);
                    let inner = self.field(of, number);
                    self.bind(pat, inner);
                }
            }
            Pat::TupleStruct(_) | Pat::Struct(_) => self.bind_parts(pat, of),
            Pat::Path(it) => {
                if let Some(qself) = &it.qself {
                    self.visit_type(&qself.ty);
                }
                self.mention(&it.path, Namespace::Value, Role::Construct);
            }
            Pat::Lit(it) => self.visit_expr_lit(it),
            Pat::Range(it) => self.visit_expr_range(it),
            Pat::Const(it) => self.visit_expr_const(it),
            Pat::Macro(it) => self.macro_call(&it.mac),
            _ => {}
        }
    }

    /// What a struct or variant holds.
    fn bind_parts(&mut self, pat: &Pat, of: TermIdx) {
        if let Pat::TupleStruct(it) = pat {
            self.mention(&it.path, Namespace::Value, Role::Construct);
            for (position, pat) in it.elems.iter().enumerate() {
                let number = self.number(position);
                let inner = self.part(of, &it.path, number);
                self.bind(pat, inner);
            }
        }
        if let Pat::Struct(it) = pat {
            self.mention(&it.path, Namespace::Type, Role::Construct);
            for field in &it.fields {
                let name = match &field.member {
                    syn::Member::Named(ident) => self.ident(ident),
                    syn::Member::Unnamed(number) => self.number(number.index as usize),
                };
                let inner = self.part(of, &it.path, name);
                self.bind(&field.pat, inner);
            }
        }
    }

    fn bind_ident(&mut self, pat: &syn::PatIdent, of: TermIdx) {
        let name = self.ident(&pat.ident);
        let may_be_path = pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none();
        if may_be_path && self.facts.text(name).starts_with(char::is_uppercase) {
            let path = self.pool(&[name]);
            let place = at(pat.ident.span());
            self.mention_path(path, Namespace::Value, Role::MaybeBinding, place);
        } else {
            self.locals.push((name, of));
        }
        if let Some((_, inner)) = &pat.subpat {
            self.bind(inner, of);
        }
    }
}
