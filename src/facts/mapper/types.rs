//! Types that object mappers take for the rows of a table.

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Meta, MetaList, Token};

use crate::facts::collect::{Collector, at};
use crate::facts::{At, ItemIdx, Symbol};

/// A type whose values are rows of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MappedFact {
    /// The type, or the impl that says so.
    pub item: ItemIdx,
    /// Which table.
    pub table: MappedTable,
    /// Its columns, if the type tells all of them.
    pub columns: Vec<Box<str>>,
}

/// The name of a table or column that a type or one of its variants stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdenFact {
    /// The type.
    pub item: ItemIdx,
    /// The variant; empty for the type itself.
    pub variant: Symbol,
    /// The name in the database.
    pub text: Box<str>,
}

/// How a mapper is told the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MappedTable {
    /// `table_name = "orders"`, with its schema if that is told.
    Named(Box<str>),
    /// `table_name = crate::schema::orders`: the path ends here.
    At(At),
}

impl Collector<'_, '_> {
    /// Notes the table that attributes give a type.
    pub(in crate::facts) fn maps_table(
        &mut self,
        item: ItemIdx,
        attributes: &[Attribute],
        fields: &syn::Fields,
    ) {
        for list in attributes.iter().flat_map(|it| lists_of(&it.meta)) {
            if list.path.is_ident("sea_orm") {
                if let Some(name) = text_after(&list.tokens, "table_name") {
                    let schema = text_after(&list.tokens, "schema_name");
                    self.maps_named(item, &name, schema, columns_of(fields));
                }
            } else if list.path.is_ident("diesel") {
                self.maps_path(item, &list.tokens);
            }
        }
    }

    /// `impl EntityName for Entity`: what its `table_name` gives.
    pub(in crate::facts) fn maps_by_impl(&mut self, item: ItemIdx, of: &syn::ItemImpl) {
        let last = of.trait_.as_ref().and_then(|it| it.0.segments.last());
        if last.is_none_or(|it| it.ident != "EntityName") {
            return;
        }
        let functions = of.items.iter().filter_map(|it| match it {
            syn::ImplItem::Fn(it) => Some(it),
            _ => None,
        });
        let gives = |name: &str| {
            let function = functions.clone().find(|it| it.sig.ident == name)?;
            match function.block.stmts.last()? {
                syn::Stmt::Expr(expr, None) => literal_in(expr),
                _ => None,
            }
        };
        if let Some(name) = gives("table_name") {
            self.maps_named(item, &name, gives("schema_name"), Vec::new());
        }
    }

    fn maps_named(
        &mut self,
        item: ItemIdx,
        name: &str,
        schema: Option<String>,
        columns: Vec<Box<str>>,
    ) {
        let name = match schema {
            Some(schema) if schema != "public" => format!("{schema}.{name}"),
            _ => name.to_owned(),
        };
        self.facts.mapped.push(MappedFact {
            item,
            table: MappedTable::Named(name.into()),
            columns,
        });
    }

    fn maps_path(&mut self, item: ItemIdx, tokens: &TokenStream) {
        let tokens: Vec<_> = tokens.clone().into_iter().collect();
        let key = tokens
            .iter()
            .position(|it| matches!(it, TokenTree::Ident(it) if it == "table_name"));
        let Some(key) = key else { return };
        let path = tokens.iter().skip(key + 2);
        let path = path.take_while(|it| !matches!(it, TokenTree::Punct(it) if it.as_char() == ','));
        let last = path.filter(|it| matches!(it, TokenTree::Ident(_))).last();
        if let Some(last) = last {
            self.facts.mapped.push(MappedFact {
                item,
                table: MappedTable::At(at(last.span())),
                columns: Vec::new(),
            });
        }
    }

    /// The name of a table or column that `#[sea_orm(iden = "..")]` or `#[iden = ".."]` gives a type or
    /// variant.
    pub(in crate::facts) fn names_iden(
        &mut self,
        item: ItemIdx,
        variant: &str,
        attributes: &[Attribute],
    ) {
        let text = attributes.iter().find_map(|it| match &it.meta {
            Meta::List(list) if list.path.is_ident("sea_orm") || list.path.is_ident("iden") => {
                text_after(&list.tokens, "iden").or_else(|| text_after(&list.tokens, "rename"))
            }
            Meta::NameValue(pair) if pair.path.is_ident("iden") => literal_in(&pair.value),
            _ => None,
        });
        if let Some(text) = text {
            let variant = self.symbol(variant);
            self.facts.idens.push(IdenFact {
                item,
                variant,
                text: text.into(),
            });
        }
    }
}

/// The list that an attribute is, or those that it stands for under a condition.
fn lists_of(meta: &Meta) -> Vec<MetaList> {
    match meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let lists = parts.into_iter().flatten().skip(1);
            lists
                .filter_map(|it| match it {
                    Meta::List(list) => Some(list),
                    _ => None,
                })
                .collect()
        }
        Meta::List(list) if list.path.is_ident("sea_orm") || list.path.is_ident("diesel") => {
            vec![list.clone()]
        }
        _ => Vec::new(),
    }
}

/// The columns that the fields of a row are.
fn columns_of(fields: &syn::Fields) -> Vec<Box<str>> {
    let columns = fields.iter().filter_map(|field| {
        let lists = field.attrs.iter().filter_map(|it| match &it.meta {
            Meta::List(list) if list.path.is_ident("sea_orm") => Some(&list.tokens),
            _ => None,
        });
        let is_apart = |word: &str| {
            matches!(
                word,
                "ignore" | "has_one" | "has_many" | "belongs_to" | "self_ref" | "relation"
            )
        };
        let mut named = None;
        for tokens in lists {
            let words = tokens.clone().into_iter();
            if words.filter_map(ident_in).any(|it| is_apart(&it)) {
                return None;
            }
            named = named.or_else(|| text_after(tokens, "column_name"));
        }
        let is_related = match &field.ty {
            syn::Type::Path(it) => it.path.segments.last().is_some_and(|it| {
                matches!(&*it.ident.to_string(), "HasMany" | "HasOne" | "BelongsTo")
            }),
            _ => false,
        };
        let name = field.ident.as_ref()?.to_string();
        let name = named.unwrap_or_else(|| name.trim_start_matches("r#").to_owned());
        (!is_related).then(|| name.into())
    });
    columns.collect()
}

fn ident_in(token: TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(it) => Some(it.to_string()),
        _ => None,
    }
}

/// The text of `key = "text"` among tokens.
pub(super) fn text_after(tokens: &TokenStream, key: &str) -> Option<String> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    tokens.windows(3).find_map(|it| match it {
        [
            TokenTree::Ident(word),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] if word == key => match syn::Lit::new(text.clone()) {
            syn::Lit::Str(it) => Some(it.value()),
            _ => None,
        },
        _ => None,
    })
}

/// The text that an expression is, perhaps in `Some(..)`.
pub(super) fn literal_in(expr: &syn::Expr) -> Option<String> {
    match expr {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.value()),
        syn::Expr::Call(it) => literal_in(it.args.first()?),
        syn::Expr::Reference(it) => literal_in(&it.expr),
        syn::Expr::MethodCall(it) => literal_in(&it.receiver),
        _ => None,
    }
}

/// Where the last segment of a path stands, as its mention does.
pub(super) fn end_of(path: &syn::Path) -> Option<At> {
    Some(at(path.segments.last()?.ident.span()))
}

/// Where something begins.
pub(super) fn begin_of(expr: &syn::Expr) -> At {
    at(expr.span())
}
