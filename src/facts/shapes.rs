//! What functions take and give, what types hold, what they are generic over.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit as _};
use syn::{Generics, Signature, Type};

use super::attributes::field_serde;
use super::collect::{Collector, at};
use super::{FieldFact, ParameterFact, SignatureFact, Symbol, Term, TypeIdx};
use crate::kinds::{Receiver, Visibility};

impl Collector<'_, '_> {
    pub(super) fn signature_and_body(&mut self, signature: &Signature, body: Option<&syn::Block>) {
        self.generics(&signature.generics);
        let (mut inputs, mut receiver) = (Vec::new(), Receiver::None);
        for input in &signature.inputs {
            match input {
                syn::FnArg::Receiver(it) => {
                    visit::visit_receiver(self, it);
                    receiver = receiver_of(it);
                    let (name, this) = (self.symbol("self"), self.symbol("Self"));
                    let this = self.named_type(&[this], &[]);
                    let this = self.add_term(Term::Typed(this));
                    self.locals.push((name, this));
                }
                syn::FnArg::Typed(typed) => {
                    self.visit_type(&typed.ty);
                    let ty = self.ty(&typed.ty);
                    inputs.push(ty);
                    self.parameter(typed, ty);
                    let term = self.add_term(Term::Typed(ty));
                    let first = self.locals.len();
                    self.bind(&typed.pat, term);
                    self.takes(typed, first);
                }
            }
        }
        self.visit_return_type(&signature.output);
        let output = self.output(&signature.output);
        let inputs = self.list(&inputs);
        if let Some(item) = self.owner {
            let place = match &signature.output {
                syn::ReturnType::Type(_, ty) => span_of(ty),
                syn::ReturnType::Default => signature.ident.span(),
            };
            self.facts.signatures.push(SignatureFact {
                item,
                receiver,
                is_async: signature.asyncness.is_some(),
                inputs,
                output,
                output_at: at(place),
            });
        }
        if let Some(body) = body {
            let complexity = self.measured(signature, |it| it.visit_block(body));
            let measured = self.owner.map(|it| (it, complexity));
            self.facts.complexities.extend(measured);
        }
    }

    fn parameter(&mut self, typed: &syn::PatType, ty: TypeIdx) {
        let name = match &*typed.pat {
            syn::Pat::Ident(it) => self.ident(&it.ident),
            _ => self.symbol("_"),
        };
        if let Some(item) = self.owner {
            let at = at(span_of_pat(&typed.pat));
            let parameter = ParameterFact { item, name, ty, at };
            self.facts.parameters.push(parameter);
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
            let ident = field.ident.as_ref();
            let place = ident.map_or_else(|| span_of(&field.ty), Ident::span);
            let ty = self.ty(&field.ty);
            let visibility = match variant {
                Some(_) => Visibility::Public,
                None => self.visibility(&field.vis).coarse(),
            };
            self.facts.fields.push(FieldFact {
                item,
                variant,
                name,
                ty,
                visibility,
                serde: field_serde(&field.attrs),
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

/// Where a type stands. Asking the parser for it prints the type, which a single name need not.
fn span_of(ty: &Type) -> Span {
    let name = match ty {
        Type::Path(it) if it.qself.is_none() => it.path.get_ident(),
        _ => None,
    };
    name.map_or_else(|| ty.span(), Ident::span)
}

/// Where a pattern stands; likewise.
fn span_of_pat(pat: &syn::Pat) -> Span {
    match pat {
        syn::Pat::Ident(it)
            if it.attrs.is_empty()
                && it.by_ref.is_none()
                && it.mutability.is_none()
                && it.subpat.is_none() =>
        {
            it.ident.span()
        }
        _ => pat.span(),
    }
}

/// How a function takes `self`.
fn receiver_of(receiver: &syn::Receiver) -> Receiver {
    match &receiver.kind {
        syn::ReceiverKind::Value => Receiver::Owned,
        syn::ReceiverKind::Reference(_, _, Some(_)) => Receiver::Mutable,
        syn::ReceiverKind::Reference(..) => Receiver::Shared,
        syn::ReceiverKind::Typed(_, ty) => match &**ty {
            Type::Reference(it) if it.mutability.is_some() => Receiver::Mutable,
            Type::Reference(_) => Receiver::Shared,
            Type::Path(it) if it.path.is_ident("Self") => Receiver::Owned,
            _ => Receiver::Wrapped,
        },
        _ => Receiver::Wrapped,
    }
}
