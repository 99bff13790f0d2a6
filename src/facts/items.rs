//! Items: what is declared, with its own scope of generics and names.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit as _};
use syn::{Attribute, Generics, ImplItem, Item, Signature, TraitItem, Type};

use super::attributes::{declared_derive, has, module_files};
use super::collect::{Collector, NewItem, at, n_lines};
use super::{
    FieldFact, Form, ItemIdx, ModuleFact, Namespace, Role, SignatureFact, Symbol, Term,
    VisibilityFact,
};
use crate::kinds::ItemKind;

/// The head of an item: what all kinds have.
struct Head<'a> {
    attributes: &'a [Attribute],
    visibility: Option<&'a syn::Visibility>,
    ident: &'a Ident,
    kind: ItemKind,
    form: Form,
    whole: (Span, Span),
}

impl Collector<'_> {
    pub(super) fn item(&mut self, item: &Item) {
        match item {
            Item::Use(it) => self.use_item(it),
            Item::ExternCrate(it) => self.extern_crate(it),
            Item::Mod(it) => self.module(it),
            Item::Impl(it) => self.impl_item(it),
            Item::Trait(it) => self.trait_item(it),
            Item::Fn(it) => self.function(it),
            Item::Macro(it) => self.item_macro(it),
            Item::ForeignMod(it) => self.foreign(it),
            Item::Struct(it) => self.structure(it),
            Item::Enum(it) => self.enumeration(it),
            _ => self.simple(item),
        }
    }

    /// Adds an item and walks what belongs to it.
    fn declare(&mut self, head: &Head<'_>, walk: impl FnOnce(&mut Self, ItemIdx)) {
        let condition = self.condition_of(head.attributes);
        let visibility = match head.visibility {
            Some(visibility) => self.visibility(visibility),
            None => VisibilityFact::Private,
        };
        let new = NewItem {
            name: self.ident(head.ident),
            kind: head.kind,
            form: head.form,
            visibility,
            name_span: head.ident.span(),
            whole: head.whole,
            condition,
        };
        let idx = self.add_item(&new);
        self.inside(idx, condition, |it| {
            it.attributes(head.attributes);
            walk(it, idx);
        });
    }

    fn function(&mut self, item: &syn::ItemFn) {
        let is_macro = has(&item.attrs, "proc_macro") || has(&item.attrs, "proc_macro_attribute");
        let derive = declared_derive(&item.attrs);
        let head = Head {
            attributes: &item.attrs,
            visibility: Some(&item.vis),
            ident: derive.as_ref().unwrap_or(&item.sig.ident),
            kind: ItemKind::Fn,
            form: if is_macro || derive.is_some() {
                Form::ProcMacro
            } else {
                Form::Plain
            },
            whole: (item.sig.fn_token.span, item.block.brace_token.span.close()),
        };
        self.declare(&head, |it, _| {
            it.signature_and_body(&item.sig, Some(&item.block));
        });
    }

    fn signature_and_body(&mut self, signature: &Signature, body: Option<&syn::Block>) {
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
            self.visit_block(body);
        }
    }

    fn structure(&mut self, item: &syn::ItemStruct) {
        let is_plain = matches!(item.fields, syn::Fields::Named(_));
        let head = Head {
            attributes: &item.attrs,
            visibility: Some(&item.vis),
            ident: &item.ident,
            kind: ItemKind::Type,
            form: if is_plain {
                Form::Plain
            } else {
                Form::Constructor
            },
            whole: (item.struct_token.span, item.span()),
        };
        self.declare(&head, |it, _| {
            it.generics(&item.generics);
            it.fields(&item.fields, None);
        });
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let head = Head {
            attributes: &item.attrs,
            visibility: Some(&item.vis),
            ident: &item.ident,
            kind: ItemKind::Type,
            form: Form::Enum,
            whole: (item.enum_token.span, item.brace_token.span.close()),
        };
        self.declare(&head, |it, idx| {
            it.generics(&item.generics);
            for variant in &item.variants {
                let name = it.ident(&variant.ident);
                it.facts.variants.push((idx, name));
                it.under(&variant.attrs, |it| {
                    it.attributes(&variant.attrs);
                    it.fields(&variant.fields, Some(name));
                    if let Some((_, value)) = &variant.discriminant {
                        it.visit_expr(value);
                    }
                });
            }
        });
    }

    fn fields(&mut self, fields: &syn::Fields, variant: Option<Symbol>) {
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
    fn generics(&mut self, generics: &Generics) {
        self.push_generics(generics);
        self.visit_generics(generics);
        if let Some(item) = self.owner {
            self.generics_of(item, generics);
        }
    }

    /// Notes the type that an item stands for.
    fn stands_for(&mut self, ty: &Type) {
        let ty = self.ty(ty);
        if let Some(item) = self.owner {
            self.facts.typed.push((item, ty));
        }
    }

    fn simple(&mut self, item: &Item) {
        let (attributes, visibility, ident, kind) = match item {
            Item::Union(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Type),
            Item::Type(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Type),
            Item::TraitAlias(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Trait),
            Item::Const(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Const),
            Item::Static(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Static),
            _ => return,
        };
        let whole = (ident.span(), item.span());
        let visibility = Some(visibility);
        let head = Head {
            attributes,
            visibility,
            ident,
            kind,
            form: Form::Plain,
            whole,
        };
        self.declare(&head, |it, _| match item {
            Item::Union(item) => {
                it.push_generics(&item.generics);
                it.fields(&syn::Fields::Named(item.fields.clone()), None);
            }
            Item::Type(item) => {
                it.generics(&item.generics);
                it.visit_type(&item.ty);
                it.stands_for(&item.ty);
            }
            Item::TraitAlias(item) => {
                it.push_generics(&item.generics);
                item.bounds
                    .iter()
                    .for_each(|bound| it.visit_type_param_bound(bound));
            }
            Item::Const(item) => {
                it.visit_type(&item.ty);
                it.stands_for(&item.ty);
                it.visit_expr(&item.expr);
            }
            Item::Static(item) => {
                it.visit_type(&item.ty);
                it.stands_for(&item.ty);
                it.visit_expr(&item.expr);
            }
            _ => {}
        });
    }

    fn foreign(&mut self, item: &syn::ItemForeignMod) {
        for item in &item.items {
            let (attributes, visibility, ident, kind) = match item {
                syn::ForeignItem::Fn(it) => (&it.attrs, &it.vis, &it.sig.ident, ItemKind::Fn),
                syn::ForeignItem::Static(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Static),
                syn::ForeignItem::Type(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Type),
                _ => continue,
            };
            let whole = (ident.span(), ident.span());
            let visibility = Some(visibility);
            let head = Head {
                attributes,
                visibility,
                ident,
                kind,
                form: Form::Plain,
                whole,
            };
            self.declare(&head, |it, _| match item {
                syn::ForeignItem::Fn(item) => it.signature_and_body(&item.sig, None),
                syn::ForeignItem::Static(item) => {
                    it.visit_type(&item.ty);
                    it.stands_for(&item.ty);
                }
                _ => {}
            });
        }
    }

    fn module(&mut self, item: &syn::ItemMod) {
        let condition = self.condition_of(&item.attrs);
        let name = self.ident(&item.ident);
        let visibility = self.visibility(&item.vis);
        let inner = item.content.as_ref().map(|_| {
            let owner = self.owner.take();
            let scope = self.add_scope(true);
            self.owner = owner;
            scope
        });
        let lines = item
            .content
            .as_ref()
            .map(|it| n_lines((item.mod_token.span, it.0.span.close())));
        self.facts.modules.push(ModuleFact {
            name,
            scope: self.scope,
            inner,
            file: module_files(&item.attrs),
            shares_macros: has(&item.attrs, "macro_use"),
            visibility,
            at: at(item.ident.span()),
            n_lines: lines.unwrap_or(0),
            condition,
        });
        let (Some(scope), Some((_, items))) = (inner, &item.content) else {
            return;
        };
        let outside = (self.scope, self.owner.take(), self.condition);
        let (locals, generics) = (
            std::mem::take(&mut self.locals),
            std::mem::take(&mut self.generics),
        );
        (self.scope, self.condition) = (scope, condition);
        for item in items {
            self.item(item);
        }
        (self.scope, self.owner, self.condition) = outside;
        (self.locals, self.generics) = (locals, generics);
    }

    fn impl_item(&mut self, item: &syn::ItemImpl) {
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
            }
            for member in &item.items {
                it.impl_member(member, of_trait.is_some());
            }
        });
    }

    fn impl_member(&mut self, member: &ImplItem, of_trait: bool) {
        let public = syn::Visibility::Public(syn::token::Pub::default());
        let (attributes, visibility, ident, kind) = match member {
            ImplItem::Fn(it) => (&it.attrs, &it.vis, &it.sig.ident, ItemKind::Fn),
            ImplItem::Const(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Const),
            ImplItem::Type(it) => (&it.attrs, &it.vis, &it.ident, ItemKind::Type),
            ImplItem::Macro(it) => return self.macro_call(&it.mac),
            _ => return,
        };
        let visibility = Some(if of_trait { &public } else { visibility });
        let whole = (ident.span(), member.span());
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

    fn trait_item(&mut self, item: &syn::ItemTrait) {
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

    fn trait_member(&mut self, member: &TraitItem) {
        let public = syn::Visibility::Public(syn::token::Pub::default());
        let (attributes, ident, kind) = match member {
            TraitItem::Fn(it) => (&it.attrs, &it.sig.ident, ItemKind::Fn),
            TraitItem::Const(it) => (&it.attrs, &it.ident, ItemKind::Const),
            TraitItem::Type(it) => (&it.attrs, &it.ident, ItemKind::Type),
            TraitItem::Macro(it) => return self.macro_call(&it.mac),
            _ => return,
        };
        let whole = (ident.span(), member.span());
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

    fn item_macro(&mut self, item: &syn::ItemMacro) {
        let Some(ident) = item
            .ident
            .as_ref()
            .filter(|_| item.mac.path.is_ident("macro_rules"))
        else {
            let condition = self.condition_of(&item.attrs);
            let before = std::mem::replace(&mut self.condition, condition);
            self.item_call(&item.mac);
            self.condition = before;
            return;
        };
        let head = Head {
            attributes: &item.attrs,
            visibility: None,
            ident,
            kind: ItemKind::Macro,
            form: Form::MacroRules {
                exported: has(&item.attrs, "macro_export"),
            },
            whole: (ident.span(), item.span()),
        };
        self.declare(&head, |it, _| it.macro_rules(&item.mac));
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

    /// The path of a type, seen through references, where it has one that is not generic.
    fn type_path(&mut self, ty: &Type) -> Option<super::PathRef> {
        match ty {
            Type::Path(it) if it.qself.is_none() && !self.is_generic(&it.path) => {
                Some(self.path(&it.path))
            }
            Type::Reference(it) => self.type_path(&it.elem),
            Type::Paren(it) => self.type_path(&it.elem),
            Type::Group(it) => self.type_path(&it.elem),
            _ => None,
        }
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
