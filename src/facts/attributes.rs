//! Attributes: conditions, derives, attribute macros, paths of modules.

use proc_macro2::TokenTree;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use super::collect::Collector;
use super::{Cfg, ConditionIdx, Namespace, Role};
use crate::kinds::FieldSerde;

/// Attributes of the language and of its tools: they name nothing.
const BUILT_IN: &[&str] = &[
    "allow",
    "automatically_derived",
    "bench",
    "cfg",
    "cfg_attr",
    "cold",
    "debugger_visualizer",
    "default",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "export_name",
    "feature",
    "forbid",
    "global_allocator",
    "ignore",
    "inline",
    "instruction_set",
    "link",
    "link_name",
    "link_section",
    "macro_export",
    "macro_use",
    "must_use",
    "no_implicit_prelude",
    "no_link",
    "no_main",
    "no_mangle",
    "no_std",
    "non_exhaustive",
    "panic_handler",
    "path",
    "proc_macro",
    "proc_macro_attribute",
    "proc_macro_derive",
    "recursion_limit",
    "repr",
    "rustc_args",
    "should_panic",
    "target_feature",
    "test",
    "track_caller",
    "type_length_limit",
    "unsafe",
    "used",
    "warn",
    "windows_subsystem",
    "serde",
    "clippy",
    "rustfmt",
    "diagnostic",
    "rust_analyzer",
];

/// Attributes that belong to derives, and may name modules, types and functions.
const HELPERS: &[&str] = &[
    "arg",
    "as_ref",
    "belongs_to",
    "builder",
    "clap",
    "command",
    "darling",
    "debug",
    "delegate",
    "deref",
    "derivative",
    "diesel",
    "display",
    "error",
    "from",
    "graphql",
    "into",
    "into_params",
    "model",
    "oai",
    "pin_project",
    "prost",
    "response",
    "schema",
    "schemars",
    "sea_orm",
    "serde",
    "serde_as",
    "serde_with",
    "snafu",
    "source",
    "sqlx",
    "strum",
    "try_from",
    "validate",
    "value",
];

/// Attribute macros whose arguments name things as those of derives do, by their last segments.
const SPEAKING: &[&str] = &[
    "connect",
    "delete",
    "enum_dispatch",
    "get",
    "head",
    "instrument",
    "main",
    "options",
    "patch",
    "path",
    "post",
    "put",
    "route",
    "routes",
    "test",
    "trace",
];

/// Keys of helpers whose texts are paths or types, even of one segment.
const KEYS: &[&str] = &[
    "as",
    "default",
    "deserialize_with",
    "from",
    "getter",
    "into",
    "remote",
    "schema_with",
    "serialize_with",
    "skip_serializing_if",
    "try_from",
    "with",
];

impl Collector<'_, '_> {
    /// The condition of something with these attributes, inside the present one.
    pub(super) fn condition_of(&mut self, attributes: &[Attribute]) -> ConditionIdx {
        if attributes.is_empty() {
            return self.condition;
        }
        let mut written = Vec::new();
        let conditions = attributes.iter().filter_map(|it| match &it.meta {
            Meta::List(list) if list.path.is_ident("cfg") => {
                let meta = list.parse_args::<Meta>();
                let own = meta.map_or(Cfg::Unknown, |it| Cfg::of(&it));
                written.push((own.to_string(), it.pound_token.span));
                Some(own)
            }
            // A test function is compiled for tests only.
            Meta::Path(path) | Meta::List(syn::MetaList { path, .. }) if is_test(path) => {
                Some(Cfg::Flag("test".into()))
            }
            _ => None,
        });
        let conditions: Vec<_> = conditions.collect();
        let condition = self.and_condition(conditions);
        for (own, place) in written {
            self.condition_gap(&own, place, condition);
        }
        condition
    }

    /// Writes down derives and attribute macros.
    pub(super) fn attributes(&mut self, attributes: &[Attribute]) {
        for attribute in attributes {
            // Most attributes are comments.
            if !matches!(&attribute.meta, Meta::NameValue(_)) {
                self.attribute(&attribute.meta);
            }
        }
    }

    fn attribute(&mut self, meta: &Meta) {
        self.door_attribute(meta);
        let path = meta.path();
        if path.is_ident("derive") {
            self.derives(meta);
        } else if path.is_ident("cfg_attr") {
            self.conditional_attributes(meta);
        } else if let Some(first) = path.segments.first() {
            let first = first.ident.to_string();
            let is_helper = HELPERS.contains(&first.as_str());
            if !BUILT_IN.contains(&first.as_str()) && !is_helper {
                self.mention_bare(path, Namespace::Macro, Role::Attribute);
                self.attribute_gap(path);
            }
            let last = path.segments.last().map(|it| it.ident.to_string());
            let speaks = is_helper || last.is_some_and(|it| SPEAKING.contains(&it.as_str()));
            if speaks && let Meta::List(list) = meta {
                self.helper(list.tokens.clone());
            }
        }
    }

    /// What an attribute for a derive names: paths as they are, and in texts.
    fn helper(&mut self, tokens: proc_macro2::TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (idx, token) in tokens.iter().enumerate() {
            let is_value =
                idx > 0 && matches!(&tokens[idx - 1], TokenTree::Punct(it) if it.as_char() == '=');
            match token {
                TokenTree::Group(group) => self.helper(group.stream()),
                TokenTree::Ident(ident)
                    if is_value
                        || (idx == 0 && begins_path(&tokens))
                        || begins_segments(&tokens, idx) =>
                {
                    let rest = tokens[idx..].iter().cloned().collect();
                    let parsed = (|input: syn::parse::ParseStream<'_>| {
                        let path = input.call(syn::Path::parse_mod_style)?;
                        input.parse::<proc_macro2::TokenStream>()?;
                        Ok(path)
                    })
                    .parse2(rest);
                    if let Ok(path) = parsed
                        && ident != "true"
                        && ident != "false"
                    {
                        self.mention_bare(&path, Namespace::Type, Role::Scanned);
                        let is_table = idx > 1
                            && matches!(&tokens[idx - 2], TokenTree::Ident(it) if it == "table_name");
                        if is_table {
                            self.columns_of(&path, ident);
                        }
                    }
                }
                TokenTree::Literal(text) if is_value => {
                    let key = idx.checked_sub(2).map(|it| tokens[it].to_string());
                    let is_type = key.is_some_and(|it| KEYS.contains(&it.as_str()));
                    if !(is_type && self.type_in_text(text)) {
                        self.path_in_text(text);
                    }
                }
                _ => {}
            }
        }
    }

    /// Derives of diesel name the columns of their table.
    fn columns_of(&mut self, table: &syn::Path, place: &proc_macro2::Ident) {
        let mut segments = self.segments_of(table);
        segments.push(self.symbol("columns"));
        let path = self.pool(&segments);
        let place = super::collect::at(place.span());
        self.mention_path(path, Namespace::Type, Role::Scanned, place);
    }

    /// `with = "crate::dates"`.
    fn path_in_text(&mut self, literal: &proc_macro2::Literal) {
        let written = literal.to_string();
        let text = written.trim_matches('"');
        let is_path = text.contains("::")
            && text
                .chars()
                .all(|it| it.is_alphanumeric() || matches!(it, '_' | ':'));
        if let Ok(path) = syn::parse_str::<syn::Path>(text)
            && is_path
        {
            let segments = self.segments_of(&path);
            let path = self.pool(&segments);
            let place = super::collect::at(literal.span());
            self.mention_path(path, Namespace::Type, Role::Scanned, place);
        }
    }

    /// `default = "usual_port"`, `try_from = "Vec<Raw>"`; whether it was a type or path.
    fn type_in_text(&mut self, literal: &proc_macro2::Literal) -> bool {
        // The tokens of a text that is parsed this way stand where the text does.
        let Ok(syn::Lit::Str(text)) = syn::parse_str(&literal.to_string()) else {
            return false;
        };
        let text = syn::LitStr::new(&text.value(), literal.span());
        let Ok(ty) = text.parse::<syn::Type>() else {
            return false;
        };
        self.type_in_helper(&ty);
        true
    }

    /// The paths of a type, any of which may as well be a function.
    fn type_in_helper(&mut self, ty: &syn::Type) {
        let syn::Type::Path(ty) = ty else { return };
        let segments = self.segments_of(&ty.path);
        if !self.is_generic(&segments) && ty.qself.is_none() {
            self.mention_segments(&ty.path, &segments, Namespace::Type, Role::Scanned);
        }
        for segment in &ty.path.segments {
            let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
                continue;
            };
            for argument in &arguments.args {
                if let syn::GenericArgument::Type(inner) = argument {
                    self.type_in_helper(inner);
                }
            }
        }
    }

    fn derives(&mut self, meta: &Meta) {
        let Meta::List(list) = meta else { return };
        let paths = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        for path in paths.iter().flatten() {
            self.mention_bare(path, Namespace::Macro, Role::Derive);
            self.derive_gap(path);
        }
    }

    fn conditional_attributes(&mut self, meta: &Meta) {
        let parts = parts(meta);
        let Some((condition, attributes)) = parts.split_first() else {
            return;
        };
        let inner = self.and_condition(vec![Cfg::of(condition)]);
        let before = std::mem::replace(&mut self.condition, inner);
        for attribute in attributes {
            self.attribute(attribute);
        }
        self.condition = before;
    }
}

/// Whether an argument is a path: a type alone, or several segments.
fn begins_path(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Ident(_), TokenTree::Punct(it), ..] if it.as_char() == ':' => true,
        [TokenTree::Ident(first), rest @ ..] => {
            let ends = match rest {
                [] => true,
                [TokenTree::Punct(it), ..] => it.as_char() == ',',
                _ => false,
            };
            ends && first.to_string().starts_with(char::is_uppercase)
        }
        _ => false,
    }
}

/// Whether a path of several segments begins here: `crate::text::shout(.0)`.
fn begins_segments(tokens: &[TokenTree], idx: usize) -> bool {
    let is_colon = |at: Option<usize>| {
        let token = at.and_then(|it| tokens.get(it));
        matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == ':')
    };
    is_colon(Some(idx + 1)) && is_colon(Some(idx + 2)) && !is_colon(idx.checked_sub(1))
}

/// Files named by `#[path = ".."]` and, under the conditions that come with them,
/// `#[cfg_attr(.., path = "..")]`.
pub(super) fn module_files(attributes: &[Attribute]) -> Vec<(Vec<Cfg>, Box<str>)> {
    attributes
        .iter()
        .flat_map(|it| files_in(&it.meta))
        .collect()
}

fn files_in(meta: &Meta) -> Vec<(Vec<Cfg>, Box<str>)> {
    match meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => vec![(Vec::new(), text.value().into())],
            _ => Vec::new(),
        },
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let parts = parts(meta);
            let Some((condition, attributes)) = parts.split_first() else {
                return Vec::new();
            };
            let mut files: Vec<_> = attributes.iter().flat_map(files_in).collect();
            for (conditions, _) in &mut files {
                conditions.push(Cfg::of(condition));
            }
            files
        }
        _ => Vec::new(),
    }
}

/// The text of `#[name = ".."]`.
pub(super) fn text_of(attributes: &[Attribute], name: &str) -> Option<Box<str>> {
    attributes.iter().find_map(|it| match &it.meta {
        Meta::NameValue(pair) if pair.path.is_ident(name) => match &pair.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => Some(text.value().into()),
            _ => None,
        },
        _ => None,
    })
}

/// Whether one of the attributes has this name.
pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|it| it.path().is_ident(name))
}

/// The name a `#[proc_macro_derive(Name, ..)]` declares.
pub(super) fn declared_derive(attributes: &[Attribute]) -> Option<syn::Ident> {
    let attribute = attributes
        .iter()
        .find(|it| it.path().is_ident("proc_macro_derive"))?;
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    match list.tokens.clone().into_iter().next()? {
        proc_macro2::TokenTree::Ident(ident) => Some(ident),
        _ => None,
    }
}

fn parts(meta: &Meta) -> Vec<Meta> {
    let Meta::List(list) = meta else {
        return Vec::new();
    };
    list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
        .map(|it| it.into_iter().collect())
        .unwrap_or_default()
}

/// `#[test]`, `#[tokio::test]`, `#[rstest]` and the like; benches too.
fn is_test(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|it| {
        it.ident == "test" || it.ident == "bench" || it.ident == "rstest" || it.ident == "test_case"
    })
}

/// How serde treats a field, as its attributes say.
pub(super) fn field_serde(attributes: &[Attribute]) -> FieldSerde {
    let mut found = FieldSerde::Plain;
    for attribute in attributes {
        let Meta::List(list) = &attribute.meta else {
            continue;
        };
        if list.path.is_ident("serde_as") {
            found = FieldSerde::Custom;
        }
        // `cfg_attr(feature = "serde", serde(skip))` says it as well.
        if !list.path.is_ident("serde") && !list.path.is_ident("cfg_attr") {
            continue;
        }
        match serde_word(&list.tokens, list.path.is_ident("serde")) {
            FieldSerde::Skipped => return FieldSerde::Skipped,
            FieldSerde::Custom => found = FieldSerde::Custom,
            FieldSerde::Plain => {}
        }
    }
    found
}

fn serde_word(tokens: &proc_macro2::TokenStream, inside: bool) -> FieldSerde {
    let mut found = FieldSerde::Plain;
    let mut serde = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(it) if inside && it == "skip" => return FieldSerde::Skipped,
            TokenTree::Ident(it) if inside && CUSTOM.iter().any(|word| it == word) => {
                found = FieldSerde::Custom;
            }
            TokenTree::Ident(it) => serde = it == "serde",
            TokenTree::Group(it) if serde && !inside => match serde_word(&it.stream(), true) {
                FieldSerde::Plain => {}
                known => return known,
            },
            _ => {}
        }
    }
    found
}

/// Words of `#[serde(..)]` that name functions for a field.
const CUSTOM: [&str; 3] = ["with", "serialize_with", "deserialize_with"];
