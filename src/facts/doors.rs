//! What only doors need to know of values: texts without blanks, further arguments of calls, and
//! attributes that make a function a door.
//!
//! A term says what type a value has. How a router is put together stands in the same terms, if
//! the arguments that no type depends on are written down beside them.

use proc_macro2::{TokenStream, TokenTree};
use smallvec::SmallVec;
use syn::{Expr, Macro, Meta};

use super::collect::Collector;
use super::types::TypeList;
use super::{At, ConditionIdx, FileFacts, ItemIdx, PathRef, ScopeIdx, Term, TermIdx};

/// The terms of arguments.
pub(super) type Arguments = SmallVec<[TermIdx; 4]>;

/// Short texts without blanks in code: paths, addresses, names of settings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// All of them, one after the other.
    pub text: String,
    /// The term of each, and where it ends in the text; in the order of the terms.
    pub ends: Vec<(TermIdx, u32)>,
}

/// The arguments of a call, of a macro, or the elements of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operands {
    /// What they make.
    pub term: TermIdx,
    /// A list of terms.
    pub terms: TypeList,
    /// Whether a macro takes them, not a function.
    pub of_macro: bool,
    /// Where the name of a called function or macro stands; line 0 if that is not known.
    pub at: At,
}

/// `#[get("/carts/{id}")]` and the like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DoorAttribute {
    /// What it stands on.
    pub owner: ItemIdx,
    /// Its own path, as written.
    pub path: PathRef,
    /// Where that is looked up.
    pub scope: ScopeIdx,
    /// What stands in its brackets, by key; without a key if it has none.
    pub parts: Vec<(Box<str>, Box<str>)>,
    /// Where.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// Longer texts are no paths.
const MAX_BYTES: usize = 256;

/// Functions that make doors of one argument or none.
const MAKERS: &[&str] = &[
    "any",
    "connect",
    "delete",
    "get",
    "head",
    "listen",
    "method",
    "nest",
    "on",
    "options",
    "patch",
    "path",
    "post",
    "put",
    "register",
    "resource",
    "route",
    "scope",
    "service",
    "to",
    "trace",
    "var",
    "var_os",
    "bind",
    "file",
    "from_filename",
    "from_path",
    "interval",
    "open",
    "read",
    "read_to_string",
    "request",
    "File",
    "with_name",
    "custom",
];

/// Macros of which the arguments are kept.
const MACROS: &[&str] = &[
    "catchers",
    "env",
    "openapi_get_routes",
    "openapi_get_routes_spec",
    "option_env",
    "routes",
    "services",
    "vec",
];

/// Attributes that make doors, by their last segments.
const ATTRIBUTES: &[&str] = &[
    "ComplexObject",
    "MergedObject",
    "Object",
    "OpenApi",
    "Subscription",
    "arg",
    "clap",
    "connect",
    "delete",
    "endpoint",
    "get",
    "graphql_object",
    "graphql_subscription",
    "head",
    "oai",
    "options",
    "patch",
    "path",
    "post",
    "put",
    "route",
    "structopt",
    "trace",
];

impl Words {
    /// The text of a term, if it is one.
    pub fn get(&self, term: TermIdx) -> Option<&str> {
        let idx = self.ends.binary_search_by_key(&term, |it| it.0).ok()?;
        let start = idx.checked_sub(1).map_or(0, |it| self.ends[it].1);
        self.text.get(start as usize..self.ends[idx].1 as usize)
    }
}

impl FileFacts {
    /// The arguments that were written down for a term.
    pub fn operands_of(&self, term: TermIdx) -> Option<&Operands> {
        let idx = self.operands.binary_search_by_key(&term, |it| it.term);
        idx.ok().map(|it| &self.operands[it])
    }
}

impl Collector<'_, '_> {
    /// A text as a value; a short one is kept.
    pub(super) fn word(&mut self, text: &syn::LitStr) -> TermIdx {
        let value = text.value();
        let term = self.add_term(Term::Text);
        self.keep_word(term, &value);
        term
    }

    fn keep_word(&mut self, term: TermIdx, value: &str) {
        if value.len() <= MAX_BYTES && !value.contains(char::is_whitespace) {
            let words = &mut self.facts.words;
            words.text.push_str(value);
            words.ends.push((term, words.text.len() as u32));
        }
    }

    /// Writes down what a call is given, if the term does not say it all.
    pub(super) fn operands(&mut self, term: TermIdx, terms: &[TermIdx], at: Option<At>) {
        if term != 0 {
            let at = at.unwrap_or(At { line: 0, column: 0 });
            let terms = self.list(terms);
            self.facts.operands.push(Operands {
                term,
                terms,
                of_macro: false,
                at,
            });
        }
    }

    /// A list, with its elements.
    pub(super) fn array_of(&mut self, parts: &[TermIdx]) -> TermIdx {
        let array = self.array(parts.first().copied().unwrap_or(0));
        if parts.len() > 1 && parts.iter().any(|it| *it != 0) {
            self.operands(array, parts, None);
        }
        array
    }

    /// Whether the arguments of a call are worth writing down.
    pub(super) fn makes_door(function: &Expr, n_arguments: usize) -> bool {
        let Expr::Path(path) = function else {
            return n_arguments > 1;
        };
        let last = path.path.segments.last();
        n_arguments > 1 || last.is_some_and(|it| MAKERS.iter().any(|name| it.ident == name))
    }

    /// Whether what a macro is given is kept, and it gives something.
    pub(super) fn gives_value(call: &Macro) -> bool {
        Self::keeps_arguments(call) || call.path.is_ident("format")
    }

    /// Whether the arguments of a macro are kept.
    pub(super) fn keeps_arguments(call: &Macro) -> bool {
        let last = call.path.segments.last();
        last.is_some_and(|it| MACROS.iter().any(|name| it.ident == name))
    }

    /// A macro whose arguments are kept, as a call.
    pub(super) fn macro_value(&mut self, call: &Macro, arguments: &[TermIdx]) -> TermIdx {
        let segments = self.segments_of(&call.path);
        let callee = self.value(&call.path, &segments);
        let argument = arguments.first().copied().unwrap_or(0);
        let term = self.add_term(Term::Call { callee, argument });
        let last = call.path.segments.last();
        let at = last.map(|it| super::collect::at(it.ident.span()));
        self.operands(term, arguments, at);
        if let Some(last) = self.facts.operands.last_mut() {
            last.of_macro = true;
        }
        term
    }

    /// `path!("carts" / u32)` as a call with one text: `carts/{u32}`; 0 if it is something else.
    pub(super) fn path_macro(&mut self, call: &Macro) -> TermIdx {
        let last = call.path.segments.last();
        if last.is_none_or(|it| it.ident != "path") {
            return 0;
        }
        let Some(text) = slashed(&call.tokens) else {
            return 0;
        };
        let word = self.add_term(Term::Text);
        self.keep_word(word, &text);
        self.macro_value(call, &[word])
    }

    /// Keeps an attribute that may make a door of what it stands on.
    pub(super) fn door_attribute(&mut self, meta: &Meta) {
        let (Some(last), Some(owner)) = (meta.path().segments.last(), self.owner) else {
            return;
        };
        if !ATTRIBUTES.iter().any(|name| last.ident == name) {
            return;
        }
        let at = super::collect::at(last.ident.span());
        let parts = match meta {
            Meta::List(it) => parts_of(&it.tokens),
            _ => Vec::new(),
        };
        // Options of a command line: only those that may come from the environment.
        let is_option = ["arg", "clap", "structopt"]
            .iter()
            .any(|it| last.ident == it);
        if is_option && !parts.iter().any(|it| &*it.0 == "env") {
            return;
        }
        let path = self.path(meta.path());
        let (scope, condition) = (self.scope, self.condition);
        self.facts.door_attributes.push(DoorAttribute {
            owner,
            path,
            scope,
            parts,
            at,
            condition,
        });
    }
}

/// `"carts" / u32 / ..` as a path; `None` if it is none.
fn slashed(tokens: &TokenStream) -> Option<String> {
    let mut text = String::new();
    let mut segment = String::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Literal(it) => {
                let syn::Lit::Str(it) = syn::Lit::new(it) else {
                    return None;
                };
                segment.push_str(&it.value());
            }
            TokenTree::Punct(it) if it.as_char() == '/' => {
                text.push_str(&std::mem::take(&mut segment));
                text.push('/');
            }
            // `..` leaves the rest of the path open.
            TokenTree::Punct(it) if it.as_char() == '.' => {}
            TokenTree::Ident(it) if segment.is_empty() => segment = format!("{{{it}}}"),
            TokenTree::Ident(it) => {
                segment.truncate(segment.len().saturating_sub(1));
                segment.push_str(&format!("{it}}}"));
            }
            TokenTree::Punct(it) if matches!(it.as_char(), ':' | '<' | '>') => {
                if segment.ends_with('}') {
                    segment.insert(segment.len() - 1, it.as_char());
                }
            }
            _ => return None,
        }
    }
    text.push_str(&segment);
    Some(text)
}

/// What stands between the commas of an attribute.
fn parts_of(tokens: &TokenStream) -> Vec<(Box<str>, Box<str>)> {
    let mut parts = Vec::new();
    let (mut key, mut value) = (String::new(), String::new());
    let mut push = |key: &mut String, value: &mut String| {
        if !(key.is_empty() && value.is_empty()) {
            let part = (key.as_str().into(), value.as_str().into());
            parts.push(part);
        }
        key.clear();
        value.clear();
    };
    for token in tokens.clone() {
        match token {
            TokenTree::Punct(it) if it.as_char() == ',' => push(&mut key, &mut value),
            TokenTree::Punct(it) if it.as_char() == '=' => key = std::mem::take(&mut value),
            TokenTree::Literal(it) => match syn::Lit::new(it.clone()) {
                syn::Lit::Str(text) => value.push_str(&text.value()),
                _ => value.push_str(&it.to_string()),
            },
            // `method(get, post)`
            TokenTree::Group(it) if key.is_empty() && !value.is_empty() => {
                key = std::mem::take(&mut value);
                value = it.stream().to_string();
            }
            TokenTree::Group(it) if value.is_empty() => value = it.stream().to_string(),
            TokenTree::Group(_) => {}
            other => value.push_str(&other.to_string()),
        }
    }
    push(&mut key, &mut value);
    parts
}
