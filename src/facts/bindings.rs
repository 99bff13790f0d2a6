//! Patterns: the names they bind and the paths they mention.

use syn::Pat;
use syn::visit::Visit as _;

use super::collect::Collector;
use super::{Namespace, Role};

impl Collector {
    /// Binds the names of a pattern from here on, and writes down the paths in it.
    pub(super) fn bind(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(it) => self.bind_ident(it),
            Pat::Guard(it) => {
                self.bind(&it.pat);
                self.visit_expr(&it.guard);
            }
            Pat::Type(it) => {
                self.visit_type(&it.ty);
                self.bind(&it.pat);
            }
            Pat::Reference(it) => self.bind(&it.pat),
            Pat::Paren(it) => self.bind(&it.pat),
            Pat::Or(it) => it.cases.iter().for_each(|it| self.bind(it)),
            Pat::Slice(it) => it.elems.iter().for_each(|it| self.bind(it)),
            Pat::Tuple(it) => it.elems.iter().for_each(|it| self.bind(it)),
            Pat::TupleStruct(it) => {
                self.mention(&it.path, Namespace::Value, Role::Construct);
                it.elems.iter().for_each(|it| self.bind(it));
            }
            Pat::Struct(it) => {
                self.mention(&it.path, Namespace::Type, Role::Construct);
                it.fields.iter().for_each(|it| self.bind(&it.pat));
            }
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

    fn bind_ident(&mut self, pat: &syn::PatIdent) {
        let text = pat.ident.to_string();
        let may_be_path = pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none();
        if may_be_path && text.starts_with(char::is_uppercase) {
            let path = syn::Path::from(pat.ident.clone());
            self.mention_bare(&path, Namespace::Value, Role::MaybeBinding);
        } else {
            let name = self.symbol(&text);
            self.locals.push(name);
        }
        if let Some((_, inner)) = &pat.subpat {
            self.bind(inner);
        }
    }
}
