//! Macros of well-known crates that declare modules and items, written out.
//!
//! Only names matter here: what a macro makes in full is of no use to a graph of dependencies.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::Token;
use syn::parse::{Parse, ParseStream};

use super::collect::{Collector, at};
use super::{Namespace, Role};

/// Marks modules that a macro declares for its own use.
pub(super) const DETAIL: &str = "seamline_detail";

/// What a call declares, if the macro is known and the arguments are of its form.
pub(super) fn written_out(call: &syn::Macro) -> Option<TokenStream> {
    let name = &call.path.segments.last()?.ident;
    let text = match name.to_string().as_str() {
        "table" => call.parse_body::<Table>().ok()?.text(),
        "define_sql_function" | "sql_function" => sql_functions(&call.tokens),
        _ => return None,
    };
    let made = TokenStream::from_str(&text).ok()?;
    Some(placed(made, name.span()))
}

/// diesel's `fn name(argument: Type) -> Type;`: a function, and the type of what it gives.
fn sql_functions(tokens: &TokenStream) -> String {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let names = tokens.windows(2).filter_map(|it| match it {
        [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "fn" => Some(name),
        _ => None,
    });
    names
        .map(|it| {
            format!(
                "pub fn {it}() {{}}
                pub type {it} = self::{it}_utils::{it};
                #[seamline_detail] pub mod {it}_utils {{ use super::{it} as _; pub struct {it}; }}"
            )
        })
        .collect()
}

/// diesel's `table! { name (keys) { column -> Type, } }`.
struct Table {
    /// What its `use` declarations bring in beside globs.
    uses: Vec<String>,
    name: Ident,
    columns: Vec<Ident>,
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut uses = Vec::new();
        // `use super::sql_types::Mood;`
        while input.peek(Token![use]) || input.peek(Token![#]) {
            if input.peek(Token![#]) {
                input.call(syn::Attribute::parse_outer)?;
            } else {
                let item = input.parse::<syn::ItemUse>()?;
                uses.extend(path_of(&item.tree));
            }
        }
        let first: Ident = input.parse()?;
        let name = if input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            input.parse()?
        } else {
            first
        };
        if input.peek(syn::token::Paren) {
            let keys;
            syn::parenthesized!(keys in input);
            keys.parse::<TokenStream>()?;
        }
        let content;
        syn::braced!(content in input);
        let mut columns = Vec::new();
        while !content.is_empty() {
            content.call(syn::Attribute::parse_outer)?;
            columns.push(content.parse()?);
            content.parse::<Token![->]>()?;
            content.parse::<syn::Type>()?;
            if content.peek(Token![,]) {
                content.parse::<Token![,]>()?;
            }
        }
        Ok(Self {
            uses,
            name,
            columns,
        })
    }
}

impl Table {
    fn text(&self) -> String {
        let name = &self.name;
        let uses = self.uses.iter().map(|it| format!("use {it};"));
        let uses = uses.collect::<String>();
        let again = self.uses.iter().filter_map(|it| it.rsplit("::").next());
        let again = again
            .map(|it| format!("use super::{it};"))
            .collect::<String>();
        let columns = self.columns.iter().map(ToString::to_string);
        let columns = columns.collect::<Vec<_>>().join(", ");
        let structs = self.columns.iter().map(|it| format!("pub struct {it};"));
        let structs = structs.collect::<String>();
        format!(
            "pub mod {name} {{
                {uses}
                pub use self::columns::*;
                pub struct table;
                pub const all_columns: () = ();
                #[seamline_detail] pub mod dsl {{
                    pub use super::columns::{{{columns}}};
                    pub use super::table as {name};
                }}
                #[seamline_detail] pub mod columns {{
                    use super::table;
                    {again}
                    pub struct star;
                    {structs}
                }}
            }}"
        )
    }
}

/// The module that a derive declares beside its type, if it is known to.
///
/// diesel-derive-enum keeps its impls in one; i-love-jesus makes keys for a cursor.
pub(super) fn declared_beside(
    attributes: &[syn::Attribute],
    name: &Ident,
    fields: &[String],
) -> Option<Vec<syn::Item>> {
    let written = attributes.iter().map(|it| &it.meta);
    let lists: Vec<_> = written.filter_map(|it| it.require_list().ok()).collect();
    let says = |word: &str| lists.iter().any(|it| has_word(&it.tokens, word));
    let text = if says("DbEnum") {
        let stored = lists
            .iter()
            .find_map(|it| text_of(&it.tokens, "ExistingTypePath"));
        let stored = stored.map_or(String::new(), |it| format!("use {it} as _;"));
        format!("#[seamline_detail] mod db_enum_impl_{name} {{ use super::{name}; {stored} }}")
    } else if says("CursorKeysModule") {
        let module = lists
            .iter()
            .find_map(|it| key_of(&it.tokens, "cursor_keys_module"))?;
        let keys = fields.iter().map(|it| format!("pub struct {it};"));
        let keys = keys.collect::<String>();
        format!("#[seamline_detail] pub mod {module} {{ use super::{name}; {keys} }}")
    } else {
        return None;
    };
    let made = placed(TokenStream::from_str(&text).ok()?, name.span());
    Some(syn::parse2::<syn::File>(made).ok()?.items)
}

/// Whether a word stands among tokens, at any depth.
fn has_word(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|it| match it {
        TokenTree::Ident(it) => it == word,
        TokenTree::Group(it) => has_word(&it.stream(), word),
        _ => false,
    })
}

/// The name in `attribute(name = this)`, under `cfg_attr` as well.
fn key_of(tokens: &TokenStream, attribute: &str) -> Option<Ident> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    tokens.windows(2).find_map(|it| match it {
        [TokenTree::Ident(word), TokenTree::Group(group)] if word == attribute => {
            match group.stream().into_iter().nth(2) {
                Some(TokenTree::Ident(name)) => Some(name),
                _ => None,
            }
        }
        _ => None,
    })
}

/// The path in `key = "path"`.
fn text_of(tokens: &TokenStream, key: &str) -> Option<String> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let found = tokens.windows(3).find_map(|it| match it {
        [
            TokenTree::Ident(word),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] if word == key => Some(text.to_string()),
        _ => None,
    })?;
    let path = found.trim_matches('"');
    syn::parse_str::<syn::Path>(path).ok()?;
    Some(path.to_owned())
}

/// The path of a declaration that names one thing.
fn path_of(tree: &syn::UseTree) -> Option<String> {
    match tree {
        syn::UseTree::Path(it) => Some(format!("{}::{}", it.ident, path_of(&it.tree)?)),
        syn::UseTree::Name(it) => Some(it.ident.to_string()),
        _ => None,
    }
}

/// Tokens at another place.
fn placed(tokens: TokenStream, place: Span) -> TokenStream {
    let put = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            let inner = placed(group.stream(), place);
            token = TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner));
        }
        token.set_span(place);
        token
    };
    tokens.into_iter().map(put).collect()
}

impl Collector<'_> {
    /// What macros of diesel that connect tables mention; whether it was such a macro.
    pub(super) fn connects_tables(&mut self, call: &syn::Macro) -> bool {
        let Some(name) = call.path.segments.last().map(|it| it.ident.to_string()) else {
            return false;
        };
        if !matches!(
            name.as_str(),
            "joinable"
                | "allow_tables_to_appear_in_same_query"
                | "allow_columns_to_appear_in_same_group_by_clause"
        ) {
            return false;
        }
        let mut tables: Vec<Ident> = Vec::new();
        for token in call.tokens.clone() {
            match token {
                TokenTree::Ident(table) => tables.push(table),
                TokenTree::Group(columns) if columns.delimiter() == Delimiter::Parenthesis => {
                    self.joined(tables.first(), &columns.stream());
                }
                _ => {}
            }
        }
        for table in &tables {
            self.names_table(table, &["table"]);
        }
        true
    }

    /// The column of `joinable!(table -> other (column))`.
    fn joined(&mut self, table: Option<&Ident>, columns: &TokenStream) {
        for token in columns.clone() {
            if let (Some(table), TokenTree::Ident(column)) = (table, token) {
                self.names_table(table, &["columns", &column.to_string()]);
            }
        }
    }

    fn names_table(&mut self, table: &Ident, rest: &[&str]) {
        let mut segments = vec![self.ident(table)];
        for name in rest {
            segments.push(self.symbol(name));
        }
        let path = self.pool(&segments);
        self.mention_path(path, Namespace::Type, Role::Scanned, at(table.span()));
    }
}
