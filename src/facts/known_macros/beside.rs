//! What derives declare beside the type they stand on: modules and associated functions.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::template::Template;

/// Derives that give their type an associated function: its name, and what it gives.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    // derive-new, derive_more
    ("new", "new", "-> Self"),
    ("Constructor", "new", "-> Self"),
    // typed-builder: a type that nobody wrote
    ("TypedBuilder", "builder", ""),
];

/// What derives among these attributes declare beside the type, as far as they are known to.
pub(in crate::facts) fn declared_beside(
    attributes: &[syn::Attribute],
    name: &Ident,
    fields: impl Fn() -> Vec<String>,
) -> Option<Vec<syn::Item>> {
    let written = attributes.iter().map(|it| &it.meta);
    let lists: Vec<_> = written.filter_map(|it| it.require_list().ok()).collect();
    if lists.is_empty() {
        return None;
    }
    let mut derives = Vec::new();
    for list in &lists {
        let is_derive = list.path.is_ident("derive");
        derives_in(&list.tokens, is_derive, &mut derives);
    }
    let mut made = Template::new();
    for (derive, function, gives) in FUNCTIONS {
        if derives.iter().any(|it| it == derive) {
            made.push(&format!(
                "impl {name} {{ pub fn {function}() {gives} {{}} }}"
            ));
        }
    }
    if derives.iter().any(|it| it == "DbEnum") {
        let stored = lists
            .iter()
            .find_map(|it| text_of(&it.tokens, "ExistingTypePath"));
        made.push(&db_enum(name, stored.as_deref()));
    }
    if derives.iter().any(|it| it == "CursorKeysModule") {
        let module = lists
            .iter()
            .find_map(|it| key_of(&it.tokens, "cursor_keys_module"));
        if let Some(module) = module {
            let keys = fields();
            let keys = keys.iter().map(|it| format!("pub struct {it};"));
            let keys = keys.collect::<String>();
            made.push(&format!(
                "use self::{module} as _;
                #[seamline_detail] pub mod {module} {{ use super::{name}; {keys} }}"
            ));
        }
    }
    if derives.iter().any(|it| it == "MultiConnection") {
        made.push(&multi_connection(name));
    }
    if derives.iter().any(|it| it == "DeriveEntityModel") {
        made.push(&entity(&fields()));
    }
    let made = made.tokens(name.span()).filter(|it| !it.is_empty())?;
    Some(syn::parse2::<syn::File>(made).ok()?.items)
}

/// diesel hands a connection to one of several databases on: modules for each part of that.
fn multi_connection(name: &Ident) -> String {
    let part = |module: &str, uses: &[&str], types: &[&str]| {
        let uses = uses.iter().map(|it| format!("use super::{it} as _;"));
        let types = types.iter().map(|it| format!("pub enum {it} {{}}"));
        let inside: String = uses.chain(types).collect();
        format!("#[seamline_detail] mod {module} {{ use super::*; {inside} }}")
    };
    let parts = [
        part(
            "backend",
            &["query_builder", "bind_collector"],
            &["MultiBackend", "MultiRawValue"],
        ),
        part(
            "query_builder",
            &["backend", "bind_collector"],
            &["MultiQueryBuilder"],
        ),
        part("bind_collector", &["backend"], &["MultiBindCollector"]),
        part("row", &["backend"], &["MultiRow", "MultiField"]),
        part(
            "connection",
            &[
                name.to_string().as_str(),
                "backend",
                "query_builder",
                "bind_collector",
                "row",
            ],
            &[],
        ),
    ];
    format!(
        "#[seamline_detail] mod multi_connection_impl {{
            use super::*;
            {}
            pub use self::backend::{{MultiBackend, MultiRawValue}};
            pub use self::row::{{MultiRow, MultiField}};
        }}
        pub use self::multi_connection_impl::{{MultiBackend, MultiRow, MultiRawValue, MultiField}};",
        parts.concat()
    )
}

/// sea-orm makes the table, its columns and what is written to it of the struct that is read.
fn entity(fields: &[String]) -> String {
    let columns = fields.iter().map(|it| format!("{},", camel(it)));
    let columns = columns.collect::<String>();
    format!(
        "pub struct Entity; pub struct ActiveModel {{}}
        pub enum Column {{ {columns} }} pub enum PrimaryKey {{ {columns} }}"
    )
}

/// `unit_price` as `UnitPrice`.
fn camel(name: &str) -> String {
    let words = name.trim_start_matches("r#").split('_');
    let word = |it: &str| {
        let mut letters = it.chars();
        let first = letters.next().map(|it| it.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    };
    words.map(word).collect()
}

/// diesel-derive-enum keeps its impls in modules; a type that exists in the database already is
/// what PostgreSQL needs, whose impls have one of their own.
fn db_enum(name: &Ident, stored: Option<&str>) -> String {
    let inner = stored.map_or(String::new(), |it| {
        format!(
            "use {it} as _;
            #[seamline_detail] mod pg_impl {{ use super::*; use super::super::{name} as _; use {it} as _; }}"
        )
    });
    format!("#[seamline_detail] mod db_enum_impl_{name} {{ use super::{name}; {inner} }}")
}

/// The last segments of the derives in `derive(..)`, under `cfg_attr` as well.
fn derives_in(tokens: &TokenStream, is_derive: bool, found: &mut Vec<String>) {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    for (idx, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(name) if is_derive => {
                let is_last = !matches!(tokens.get(idx + 1), Some(TokenTree::Punct(it)) if it.as_char() == ':');
                found.extend(is_last.then(|| name.to_string()));
            }
            TokenTree::Group(group) if idx > 0 => {
                let is_derive = matches!(&tokens[idx - 1], TokenTree::Ident(it) if it == "derive");
                if is_derive {
                    derives_in(&group.stream(), true, found);
                }
            }
            _ => {}
        }
    }
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
