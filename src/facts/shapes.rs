//! What functions take and give, what types hold, what they are generic over.

use proc_macro2::Ident;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit as _};
use syn::{Generics, Signature, Type};

use super::collect::{Collector, at};
use super::complexity::complexity;
use super::{FieldFact, SignatureFact, Symbol, Term};

impl Collector<'_> {
    pub(super) fn signature_and_body(&mut self, signature: &Signature, body: Option<&syn::Block>) {
        self.generics(&signature.generics);
        let mut inputs = Vec::new();
        for input in &signature.inputs {
            match input {
                syn::FnArg::Receiver(receiver) => {
                    visit::visit_receiver(self, receiver);
                    let (name, this) = (self.symbol("self"), self.symbol("Self"));
                    let this = self.named_type(&[this], &[]);
                    let this = self.add_term(Term::Typed(this));
                    self.locals.push((name, this));
                }
                syn::FnArg::Typed(typed) => {
                    self.visit_type(&typed.ty);
                    let ty = self.ty(&typed.ty);
                    inputs.push(ty);
                    let term = self.add_term(Term::Typed(ty));
                    self.bind(&typed.pat, term);
                }
            }
        }
        self.visit_return_type(&signature.output);
        let output = self.output(&signature.output);
        let inputs = self.list(&inputs);
        if let Some(item) = self.owner {
            let takes_self = signature.receiver().is_some();
            self.facts.signatures.push(SignatureFact {
                item,
                takes_self,
                inputs,
                output,
            });
        }
        if let Some(body) = body {
            let measured = self.owner.map(|it| (it, complexity(body)));
            self.facts.complexities.extend(measured);
            self.visit_block(body);
        }
    }

    pub(super) fn fields(&mut self, fields: &syn::Fields, variant: Option<Symbol>) {
        for (position, field) in fields.iter().enumerate() {
            self.under(&field.attrs, |it| {
                it.attributes(&field.attrs);
                it.visit_type(&field.ty);
            });
            let Some(item) = self.owner else { continue };
            let name = match &field.ident {
                Some(ident) => self.ident(ident),
                None => self.number(position),
            };
            let place = field.ident.as_ref().map_or(field.ty.span(), Ident::span);
            let ty = self.ty(&field.ty);
            self.facts.fields.push(FieldFact {
                item,
                variant,
                name,
                ty,
                at: at(place),
            });
        }
    }

    /// Brings generic parameters into reach and writes down what they name and must implement.
    pub(super) fn generics(&mut self, generics: &Generics) {
        self.push_generics(generics);
        self.visit_generics(generics);
        if let Some(item) = self.owner {
            self.generics_of(item, generics);
        }
    }

    /// Notes the type that an item stands for.
    pub(super) fn stands_for(&mut self, ty: &Type) {
        let ty = self.ty(ty);
        if let Some(item) = self.owner {
            self.facts.typed.push((item, ty));
        }
    }

    pub(super) fn push_generics(&mut self, generics: &Generics) {
        for parameter in &generics.params {
            match parameter {
                syn::GenericParam::Type(it) => {
                    let name = self.ident(&it.ident);
                    self.generics.push(name);
                }
                syn::GenericParam::Const(it) => {
                    let name = self.ident(&it.ident);
                    self.generics.push(name);
                }
                syn::GenericParam::Lifetime(_) => {}
            }
        }
    }
}
