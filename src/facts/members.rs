//! Impls and traits, and what they hold.

use syn::visit::{self, Visit as _};
use syn::{ImplItem, TraitItem, Type};

use super::collect::{Collector, NewItem};
use super::items::Head;
use super::{Form, Namespace, Role, VisibilityFact};
use crate::kinds::ItemKind;

impl Collector<'_, '_> {
    pub(super) fn impl_item(&mut self, item: &syn::ItemImpl) {
        let condition = self.condition_of(&item.attrs);
        let of_trait = item.trait_.as_ref().map(|it| &it.0);
        let name = impl_name(&item.self_ty, of_trait);
        let new = NewItem {
            name: self.symbol(&name),
            kind: ItemKind::Impl,
            form: Form::Plain,
            visibility: VisibilityFact::Public,
            name_span: item.impl_token.span,
            whole: (item.impl_token.span, item.brace_token.span.close()),
            condition,
        };
        let idx = self.add_item(&new);
        self.inside(idx, condition, |it| {
            it.attributes(&item.attrs);
            it.generics(&item.generics);
            it.facts.items[idx as usize].self_type = it.type_path(&item.self_ty);
            it.visit_type(&item.self_ty);
            it.stands_for(&item.self_ty);
            if let Some(path) = of_trait {
                it.facts.items[idx as usize].of_trait = Some(it.path(path));
                it.mention(path, Namespace::Type, Role::Implement);
                let ty = it.path_type(None, path, 0);
                it.facts.traits.push((idx, ty));
                it.maps_by_impl(idx, item);
            }
            for member in &item.items {
                it.impl_member(member, of_trait.is_some());
            }
        });
    }

    pub(super) fn impl_member(&mut self, member: &ImplItem, of_trait: bool) {
        let public = syn::Visibility::Public(syn::token::Pub::default());
        let (attributes, visibility, ident, kind) = match member {
            ImplItem::Fn(it) => (&it.attrs, &it.vis, &it.sig.ident, ItemKind::Fn),
            ImplItem::Const(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Const),
            ImplItem::Type(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Type),
            ImplItem::Macro(it) => return self.impl_call(&it.mac, of_trait),
            _ => return,
        };
        let end = match member {
            ImplItem::Fn(it) => it.block.brace_token.span.close(),
            ImplItem::Const(it) => it.semi_token.span,
            ImplItem::Type(it) => it.semi_token.span,
            _ => ident.span(),
        };
        let visibility = Some(if of_trait { &public } else { visibility });
        let whole = (ident.span(), end);
        let head = Head {
            attributes,
            visibility,
            ident,
            kind,
            form: Form::Associated,
            whole,
        };
        self.declare(&head, |it, _| match member {
            ImplItem::Fn(item) => it.signature_and_body(&item.sig, Some(&item.block)),
            ImplItem::Const(item) => {
                it.visit_type(&item.ty);
                it.stands_for(&item.ty);
                it.visit_expr(&item.expr);
            }
            ImplItem::Type(item) => {
                it.push_generics(&item.generics);
                it.visit_type(&item.ty);
                it.stands_for(&item.ty);
            }
            _ => {}
        });
    }

    pub(super) fn trait_item(&mut self, item: &syn::ItemTrait) {
        let head = Head {
            attributes: &item.attrs,
            visibility: Some(&item.vis),
            ident: &item.ident,
            kind: ItemKind::Trait,
            form: Form::Plain,
            whole: (item.trait_token.span, item.brace_token.span.close()),
        };
        self.declare(&head, |it, idx| {
            it.generics(&item.generics);
            let this = it.symbol("Self");
            it.bounds_of(idx, this, &item.supertraits);
            item.supertraits
                .iter()
                .for_each(|bound| it.visit_type_param_bound(bound));
            item.items.iter().for_each(|member| it.trait_member(member));
        });
    }

    pub(super) fn trait_member(&mut self, member: &TraitItem) {
        let public = syn::Visibility::Public(syn::token::Pub::default());
        let (attributes, ident, kind) = match member {
            TraitItem::Fn(it) => (&it.attrs, &it.sig.ident, ItemKind::Fn),
            TraitItem::Const(it) => (&it.attrs, &it.ident, ItemKind::Const),
            TraitItem::Type(it) => (&it.attrs, &it.ident, ItemKind::Type),
            TraitItem::Macro(it) => return self.trait_call(&it.mac),
            _ => return,
        };
        let whole = (ident.span(), end_of(member).unwrap_or(ident.span()));
        let visibility = Some(&public);
        let head = Head {
            attributes,
            visibility,
            ident,
            kind,
            form: Form::Associated,
            whole,
        };
        self.declare(&head, |it, idx| match member {
            TraitItem::Fn(item) => it.signature_and_body(&item.sig, item.default.as_ref()),
            TraitItem::Const(item) => {
                it.stands_for(&item.ty);
                visit::visit_trait_item_const(it, item);
            }
            TraitItem::Type(item) => {
                it.push_generics(&item.generics);
                let this = it.symbol("Self");
                it.bounds_of(idx, this, &item.bounds);
                item.bounds
                    .iter()
                    .for_each(|bound| it.visit_type_param_bound(bound));
            }
            _ => {}
        });
    }

    /// The path of a type, seen through references, where it has one that is not generic.
    fn type_path(&mut self, ty: &Type) -> Option<super::PathRef> {
        match ty {
            Type::Path(it) if it.qself.is_none() => {
                let segments = self.segments_of(&it.path);
                (!self.is_generic(&segments)).then(|| self.pool(&segments))
            }
            Type::Reference(it) => self.type_path(&it.elem),
            Type::Paren(it) => self.type_path(&it.elem),
            Type::Group(it) => self.type_path(&it.elem),
            _ => None,
        }
    }
}

/// The last token of a member of a trait.
fn end_of(member: &TraitItem) -> Option<proc_macro2::Span> {
    match member {
        TraitItem::Fn(it) => match &it.default {
            Some(body) => Some(body.brace_token.span.close()),
            None => it.semi_token.map(|it| it.span),
        },
        TraitItem::Const(it) => Some(it.semi_token.span),
        TraitItem::Type(it) => Some(it.semi_token.span),
        _ => None,
    }
}

/// `<Cart>` or `<Cart as Display>`.
fn impl_name(ty: &Type, of_trait: Option<&syn::Path>) -> String {
    let last = |path: &syn::Path| {
        path.segments
            .last()
            .map_or("_".into(), |it| it.ident.to_string())
    };
    match of_trait {
        Some(path) => format!("<{} as {}>", type_name(ty), last(path)),
        None => format!("<{}>", type_name(ty)),
    }
}

/// A short name of a type: its last segment.
fn type_name(ty: &Type) -> String {
    match ty {
        Type::Path(it) => it
            .path
            .segments
            .last()
            .map_or("_".into(), |it| it.ident.to_string()),
        Type::Reference(it) => format!("&{}", type_name(&it.elem)),
        Type::Paren(it) => type_name(&it.elem),
        Type::Group(it) => type_name(&it.elem),
        Type::Slice(it) => format!("[{}]", type_name(&it.elem)),
        Type::Array(it) => format!("[{}; _]", type_name(&it.elem)),
        Type::Ptr(it) => format!("*{}", type_name(&it.elem)),
        Type::Tuple(it) => format!(
            "({})",
            it.elems
                .iter()
                .map(type_name)
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Type::TraitObject(it) => format!("dyn {}", bound_names(&it.bounds)),
        Type::ImplTrait(it) => format!("impl {}", bound_names(&it.bounds)),
        Type::FnPtr(_) => "fn".into(),
        _ => "_".into(),
    }
}

fn bound_names<P>(bounds: &syn::punctuated::Punctuated<syn::TypeParamBound, P>) -> String {
    let names = bounds.iter().filter_map(|it| match it {
        syn::TypeParamBound::Trait(it) => it.path.segments.last().map(|it| it.ident.to_string()),
        _ => None,
    });
    names.collect::<Vec<_>>().join(" + ")
}
