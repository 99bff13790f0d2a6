//! Items: what is declared, with its own scope of generics and names.

use proc_macro2::{Ident, Span};
use syn::visit::Visit as _;
use syn::{Attribute, Item};

use super::attributes::{declared_derive, has, module_files, text_of};
use super::collect::{Collector, NewItem, at, n_lines};
use super::known_macros::{DETAIL, TABLE, declared_beside};
use super::{Cfg, ConditionIdx, Form, ItemIdx, ModuleFact, VisibilityFact};
use crate::kinds::{ItemKind, StaticForm};

/// The head of an item: what all kinds have.
pub(super) struct Head<'a> {
    pub(super) attributes: &'a [Attribute],
    pub(super) visibility: Option<&'a syn::Visibility>,
    pub(super) ident: &'a Ident,
    pub(super) kind: ItemKind,
    pub(super) form: Form,
    pub(super) whole: (Span, Span),
}

impl Collector<'_, '_> {
    pub(super) fn item(&mut self, item: &Item) {
        self.apart(|it| it.item_apart(item));
    }

    fn item_apart(&mut self, item: &Item) {
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
    pub(super) fn declare(&mut self, head: &Head<'_>, walk: impl FnOnce(&mut Self, ItemIdx)) {
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
            whole: (item.struct_token.span, end_of_struct(item)),
        };
        self.declare(&head, |it, idx| {
            it.maps_table(idx, &item.attrs, &item.fields);
            it.names_iden(idx, "", &item.attrs);
            it.generics(&item.generics);
            it.fields(&item.fields, None);
        });
        self.beside(&item.attrs, &item.ident, || {
            let names = item.fields.iter().filter_map(|it| it.ident.as_ref());
            names.map(ToString::to_string).collect()
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
            it.names_iden(idx, "", &item.attrs);
            it.generics(&item.generics);
            for variant in &item.variants {
                let name = it.ident(&variant.ident);
                if !variant.attrs.is_empty() {
                    it.names_iden(idx, &variant.ident.to_string(), &variant.attrs);
                }
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
        self.beside(&item.attrs, &item.ident, Vec::new);
    }

    /// What derives declare beside the type they stand on.
    fn beside(&mut self, attributes: &[Attribute], name: &Ident, fields: impl Fn() -> Vec<String>) {
        let made = declared_beside(attributes, name, fields);
        made.iter().flatten().for_each(|it| self.item(it));
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
        let end = match item {
            Item::Union(it) => it.fields.brace_token.span.close(),
            Item::Type(it) => it.semi_token.span,
            Item::TraitAlias(it) => it.semi_token.span,
            Item::Const(it) => it.semi_token.span,
            Item::Static(it) => it.semi_token.span,
            _ => ident.span(),
        };
        let whole = (ident.span(), end);
        let visibility = Some(visibility);
        let head = Head {
            attributes,
            visibility,
            ident,
            kind,
            form: Form::Plain,
            whole,
        };
        self.declare(&head, |it, idx| match item {
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
                it.static_form(idx, item);
                it.visit_type(&item.ty);
                it.stands_for(&item.ty);
                it.visit_expr(&item.expr);
            }
            _ => {}
        });
    }

    fn static_form(&mut self, idx: ItemIdx, item: &syn::ItemStatic) {
        let is_mutable = matches!(item.mutability, syn::StaticMutability::Mut(_));
        let form = match self.static_form {
            StaticForm::Plain if is_mutable => StaticForm::Mutable,
            known => known,
        };
        if form != StaticForm::Plain {
            self.facts.statics.push((idx, form));
        }
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

    /// The files that a module may be in: `cfg_attr(unix, path = "unix.rs")` names one of several,
    /// each a module of its own, beside the one in the usual place.
    fn files_of(
        &mut self,
        item: &syn::ItemMod,
        condition: ConditionIdx,
    ) -> Vec<(Option<Box<str>>, ConditionIdx)> {
        let files = module_files(&item.attrs);
        if item.content.is_some() || files.iter().all(|it| it.0.is_empty()) {
            return vec![(files.into_iter().next().map(|it| it.1), condition)];
        }
        let outside = std::mem::replace(&mut self.condition, condition);
        let (mut found, mut otherwise, mut plain) = (Vec::new(), Vec::new(), None);
        for (mut conditions, file) in files {
            if conditions.is_empty() {
                plain.get_or_insert(file);
                continue;
            }
            found.push((Some(file), self.and_condition(conditions.clone())));
            let all = match conditions.len() {
                1 => conditions.remove(0),
                _ => Cfg::All(conditions),
            };
            otherwise.push(Cfg::Not(Box::new(all)));
        }
        found.push((plain, self.and_condition(otherwise)));
        self.condition = outside;
        found
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
        let scope = self.scope;
        let fact = |file: Option<Box<str>>, condition| ModuleFact {
            name,
            scope,
            inner,
            file,
            detail: has(&item.attrs, DETAIL),
            table: text_of(&item.attrs, TABLE),
            shares_macros: has(&item.attrs, "macro_use"),
            visibility,
            at: at(item.ident.span()),
            n_lines: lines.unwrap_or(0),
            condition,
        };
        for (file, condition) in self.files_of(item, condition) {
            self.facts.modules.push(fact(file, condition));
        }
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
            whole: (ident.span(), end_of_macro(item)),
        };
        if self.macro_depth > 0 {
            self.learn_macro(ident, &item.mac);
        }
        self.declare(&head, |it, _| it.macro_rules(&item.mac));
    }
}

/// The last token of a struct. Asking the parser for the span of a whole item prints the item.
fn end_of_struct(item: &syn::ItemStruct) -> Span {
    match (&item.fields, &item.semi_token) {
        (syn::Fields::Named(fields), _) => fields.brace_token.span.close(),
        (_, Some(semi)) => semi.span,
        (syn::Fields::Unnamed(fields), None) => fields.paren_token.span.close(),
        (syn::Fields::Unit, None) => item.ident.span(),
    }
}

fn end_of_macro(item: &syn::ItemMacro) -> Span {
    let end = item.mac.delimiter.span().close();
    item.semi_token.map_or(end, |it| it.span)
}
