//! What the macros of diesel declare: tables, other names of tables, functions of SQL.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use syn::Token;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};

use super::TABLE;
use super::template::{Template, tokens_of};
use crate::facts::attributes::text_of;

/// diesel's `fn name(argument: Type) -> Type;`: a function, and the type of what it gives.
pub(super) fn sql_functions(tokens: &TokenStream) -> Template {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let names = tokens.windows(2).filter_map(|it| match it {
        [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "fn" => Some(name),
        _ => None,
    });
    let mut template = Template::new();
    for it in names {
        template.push(&format!(
            "pub fn {it}() {{}}
            pub type {it} = self::{it}_utils::{it};
            #[seamline_detail] pub mod {it}_utils {{ use super::{it} as _; pub struct {it}; }}"
        ));
    }
    template
}

/// diesel's `table! { name (keys) { column -> Type, } }`.
pub(super) struct Table {
    /// Its `use` declarations, each with the last names of what it brings in beside globs.
    uses: Vec<(TokenStream, Vec<String>)>,
    name: Ident,
    /// What it is called in the database, with its schema if that is told.
    sql_name: String,
    keys: Vec<Ident>,
    /// Names and types.
    columns: Vec<(Ident, TokenStream)>,
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut uses, mut sql_name) = (Vec::new(), None);
        // `use super::sql_types::Mood;`
        while input.peek(Token![use]) || input.peek(Token![#]) {
            if input.peek(Token![#]) {
                let attributes = input.call(syn::Attribute::parse_outer)?;
                sql_name = sql_name.or(text_of(&attributes, "sql_name"));
            } else {
                let tokens = tokens_of::<syn::ItemUse>(input)?;
                let item = syn::parse2::<syn::ItemUse>(tokens.clone())?;
                uses.push((tokens, names_of(&item.tree)));
            }
        }
        let first: Ident = input.parse()?;
        let (schema, name) = if input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            (Some(first), input.parse()?)
        } else {
            (None, first)
        };
        let bare = sql_name.unwrap_or_else(|| name.unraw().to_string().into());
        let sql_name = match schema {
            Some(schema) => format!("{}.{bare}", schema.unraw()),
            None => bare.into(),
        };
        let mut keys = Vec::new();
        if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            let all = content.parse_terminated(Ident::parse, Token![,])?;
            keys.extend(all);
        }
        let content;
        syn::braced!(content in input);
        let mut columns = Vec::new();
        while !content.is_empty() {
            content.call(syn::Attribute::parse_outer)?;
            let column = content.parse()?;
            content.parse::<Token![->]>()?;
            columns.push((column, tokens_of::<syn::Type>(&content)?));
            if content.peek(Token![,]) {
                content.parse::<Token![,]>()?;
            }
        }
        Ok(Self {
            uses,
            name,
            sql_name,
            keys,
            columns,
        })
    }
}

impl Table {
    /// A module with the table as a type and a value, and its columns in a module of their own,
    /// which are known in the table's as well.
    pub(super) fn written_out(&self) -> Template {
        let name = &self.name;
        let mut it = Template::new();
        let slots = |it: &mut Template, idents: &mut dyn Iterator<Item = &Ident>| {
            let slots = idents.map(|ident| it.slot(TokenTree::from(ident.clone())));
            slots.collect::<Vec<_>>()
        };
        let columns = slots(&mut it, &mut self.columns.iter().map(|it| &it.0));
        let keys = slots(&mut it, &mut self.keys.iter());
        let keys = keys.iter().map(|it| format!("self::columns::{it},"));
        let sql_name = it.slot(TokenTree::from(Literal::string(&self.sql_name)));
        it.push(&format!("#[{TABLE} = {sql_name}] pub mod {name} {{"));
        for (tokens, _) in &self.uses {
            let slot = it.slot(tokens.clone());
            it.push(&slot);
            it.push(" ");
        }
        it.push(&format!(
            "pub use self::columns::*;
            pub struct table;
            impl table {{ type PrimaryKey = ({}); }}
            pub const all_columns: () = ();
            #[seamline_detail] pub mod dsl {{
                pub use super::columns::{{{}}};
                pub use super::table as {name};
            }}
            #[seamline_detail] pub mod columns {{
                use super::table;",
            keys.collect::<String>(),
            columns.join(", ")
        ));
        for again in self.uses.iter().flat_map(|it| &it.1) {
            it.push(&format!("use super::{again};"));
        }
        it.push("use diesel::sql_types::*; pub struct star;");
        for (column, (_, ty)) in columns.iter().zip(&self.columns) {
            let ty = it.slot(ty.clone());
            it.push(&format!("pub struct {column}({ty});"));
        }
        it.push("}}");
        it
    }
}

/// What a declaration brings in by name.
fn names_of(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(it) => names_of(&it.tree),
        syn::UseTree::Name(it) => vec![it.ident.to_string()],
        syn::UseTree::Rename(it) if it.rename != "_" => vec![it.rename.to_string()],
        syn::UseTree::Group(it) => it.items.iter().flat_map(names_of).collect(),
        _ => Vec::new(),
    }
}

/// `alias!(table as name: Type, ..)` and `alias!(pub const NAME: Alias<Type> = table as name;)`:
/// a type, and a value of it.
pub(super) struct Aliases(Vec<AliasOfTable>);

struct AliasOfTable {
    name: Ident,
    ty: Ident,
    table: TokenStream,
}

impl Parse for Aliases {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut all = Vec::new();
        while !input.is_empty() {
            all.push(input.parse()?);
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
            } else if input.peek(Token![;]) {
                input.parse::<Token![;]>()?;
            }
        }
        Ok(Self(all))
    }
}

impl Parse for AliasOfTable {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<syn::Visibility>()?;
        if input.peek(Token![const]) {
            input.parse::<Token![const]>()?;
            let name = input.parse()?;
            input.parse::<Token![:]>()?;
            input.parse::<Ident>()?;
            input.parse::<Token![<]>()?;
            let ty = input.parse()?;
            input.parse::<Token![>]>()?;
            input.parse::<Token![=]>()?;
            let table = tokens_of::<syn::Path>(input)?;
            input.parse::<Token![as]>()?;
            input.parse::<TokenTree>()?;
            return Ok(Self { name, ty, table });
        }
        let table = tokens_of::<syn::Path>(input)?;
        input.parse::<Token![as]>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        Ok(Self { name, ty, table })
    }
}

impl Aliases {
    pub(super) fn written_out(&self) -> Template {
        let mut it = Template::new();
        for alias in &self.0 {
            let table = it.slot(alias.table.clone());
            let name = it.slot(TokenTree::from(alias.name.clone()));
            let ty = it.slot(TokenTree::from(alias.ty.clone()));
            it.push(&format!(
                "pub struct {ty}; pub const {name}: {ty} = {table}::table;"
            ));
        }
        it
    }
}
