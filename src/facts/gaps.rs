//! What a file does not tell: macros from outside, included files, conditions.
//!
//! Whether a gap is one in the end is for the model to say: it knows which macros belong to the
//! tree, and which conditions hold.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::Macro;

use super::collect::{Collector, at};
use super::definitions::STANDARD_MACROS;
use super::{At, ConditionIdx, FileFacts, IncludeFact, Symbol};
use crate::kinds::BlindSpot;

/// Something of a file that was not looked into, or only under a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GapFact {
    /// What it is. Conditions are [`BlindSpot::CfgOff`] until they have been judged.
    pub kind: BlindSpot,
    /// What it is about: the name of a macro, a file, a condition.
    pub what: Symbol,
    /// Where.
    pub at: At,
    /// When it is compiled; of a condition, itself.
    pub condition: ConditionIdx,
}

/// Macros of well-known crates that mention no more than their arguments do.
const TRANSPARENT: &[&str] = &[
    "anyhow",
    "async_stream",
    "bail",
    "bail_unless",
    "bitflags",
    "bytes",
    "cfg_if",
    "cfg_select",
    "debug",
    "debug_span",
    "ensure",
    "error",
    "error_span",
    "event",
    "expect",
    "hashmap",
    "info",
    "info_span",
    "join",
    "json",
    "lazy_static",
    "log",
    "log_enabled",
    "offset_of",
    "once",
    "pin",
    "pin_mut",
    "ready",
    "select",
    "smallvec",
    "span",
    "toml",
    "trace",
    "trace_span",
    "try_join",
    "value",
    "warn",
    "warn_span",
    "arrayvec",
    "addr_of",
    "addr_of_mut",
    "unimplemented",
    "is_x86_feature_detected",
    "assert_matches",
    "r#try",
    "try",
    "concat_idents",
    "context",
    "eyre",
    "miette",
    "static_assertions",
    "const_assert",
    "const_format",
    "formatcp",
    "concatcp",
    "indoc",
    "format_ident",
    "quote",
    "quote_spanned",
    "parse_quote",
    "debug_unreachable",
];

/// Derives of the language.
pub const STANDARD_DERIVES: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

/// Derives of well-known crates: like those of the language, they mention what they stand on.
const KNOWN_DERIVES: &[&str] = &[
    "Serialize",
    "Deserialize",
    "Error",
    "Parser",
    "Args",
    "Subcommand",
    "ValueEnum",
    "Queryable",
    "QueryableByName",
    "Selectable",
    "Insertable",
    "Identifiable",
    "Associations",
    "AsChangeset",
    "DbEnum",
    "CursorKeysModule",
    "FromRow",
    "FromSqlRow",
    "AsExpression",
    "SqlType",
    "DeriveEntityModel",
    "DeriveRelation",
    "DeriveActiveEnum",
    "EnumIter",
    "EnumString",
    "Display",
    "AsRefStr",
    "IntoStaticStr",
    "VariantNames",
    "EnumCount",
    "EnumDiscriminants",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "FromStr",
    "Deref",
    "DerefMut",
    "AsRef",
    "AsMut",
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Not",
    "Constructor",
    "IsVariant",
    "Unwrap",
    "Index",
    "IndexMut",
    "IntoIterator",
    "Zeroize",
    "ZeroizeOnDrop",
    "Pod",
    "Zeroable",
    "Message",
    "Validate",
    "ToSchema",
    "IntoParams",
    "JsonSchema",
    "Derivative",
    "Builder",
    "TypedBuilder",
    "Snafu",
    "Diagnostic",
    "FromPrimitive",
    "ToPrimitive",
    "Arbitrary",
    "MultipartForm",
    "FromForm",
    "FromRequest",
    "Responder",
    "SmartDefault",
    "Educe",
];

/// Attribute macros of well-known crates that leave the names of their item as they are.
const KNOWN_ATTRIBUTES: &[&str] = &[
    "async_trait",
    "instrument",
    "main",
    "test",
    "bench",
    "rstest",
    "test_case",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "route",
    "routes",
    "launch",
    "catch",
    "pin_project",
    "serde_as",
    "skip_serializing_none",
    "ctor",
    "dtor",
    "tracing",
    "automock",
    "debug_handler",
    "typetag",
    "async_recursion",
    "fixture",
    "case",
    "values",
    "serial",
    "once",
    "cached",
    "proc_macro",
    "skip",
    "pin",
    "wasm_bindgen",
    "apply",
    "recursive",
    "track_caller",
];

impl FileFacts {
    /// Writes down a gap that is not in anything.
    pub(super) fn add_gap(&mut self, kind: BlindSpot, what: &str, at: At) {
        let symbol = self.symbols.push(what);
        self.gaps.push(GapFact {
            kind,
            what: symbol,
            at,
            condition: 0,
        });
    }
}

impl Collector<'_, '_> {
    fn gap(&mut self, kind: BlindSpot, what: &str, span: Span) {
        let what = self.symbol(what);
        self.gap_of(kind, what, span);
    }

    /// Writes down a gap at a place.
    pub(super) fn gap_of(&mut self, kind: BlindSpot, what: Symbol, span: Span) {
        let gap = GapFact {
            kind,
            what,
            at: at(span),
            condition: self.condition,
        };
        // A call is parsed more than once where it stands in arguments of others.
        if self.facts.gaps.last() != Some(&gap) {
            self.facts.gaps.push(gap);
        }
    }

    /// A macro whose expansion is not known, unless it adds nothing to its arguments.
    pub(super) fn macro_gap(&mut self, call: &Macro, kind: BlindSpot) {
        let Some(last) = call.path.segments.last() else {
            return;
        };
        let name = last.ident.to_string();
        let says_all = kind == BlindSpot::Macro && TRANSPARENT.contains(&name.as_str());
        if !says_all && !STANDARD_MACROS.contains(&name.as_str()) {
            self.gap(kind, &name, last.ident.span());
        }
    }

    /// Writes down a file that a call includes; whether it was such a call.
    pub(super) fn included(&mut self, call: &Macro) -> bool {
        let Some(last) = call.path.segments.last() else {
            return false;
        };
        let kind = match last.ident.to_string().as_str() {
            "include" => BlindSpot::Include,
            "include_str" | "include_bytes" => BlindSpot::IncludeData,
            _ => return false,
        };
        let mut texts = Vec::new();
        texts_in(&call.tokens, &mut texts);
        if kind == BlindSpot::Include
            && let Ok(file) = call.parse_body::<syn::LitStr>()
        {
            let path = self.symbol(&file.value());
            self.facts.includes.push(IncludeFact {
                path,
                scope: self.scope,
                at: at(last.ident.span()),
                condition: self.condition,
            });
        }
        self.gap(kind, &texts.concat(), last.ident.span());
        true
    }

    /// A derive whose code is not known.
    pub(super) fn derive_gap(&mut self, path: &syn::Path) {
        self.known_or_gap(path, &[STANDARD_DERIVES, KNOWN_DERIVES], BlindSpot::Derive);
    }

    /// An attribute macro whose code is not known.
    pub(super) fn attribute_gap(&mut self, path: &syn::Path) {
        self.known_or_gap(path, &[KNOWN_ATTRIBUTES], BlindSpot::Attribute);
    }

    fn known_or_gap(&mut self, path: &syn::Path, known: &[&[&str]], kind: BlindSpot) {
        if let Some(last) = path.segments.last() {
            let name = last.ident.to_string();
            if !known.iter().any(|it| it.contains(&name.as_str())) {
                self.gap(kind, &name, last.ident.span());
            }
        }
    }

    /// A condition, to be judged later.
    pub(super) fn condition_gap(&mut self, words: &str, span: Span, condition: ConditionIdx) {
        let what = self.symbol(words);
        self.facts.gaps.push(GapFact {
            kind: BlindSpot::CfgOff,
            what,
            at: at(span),
            condition,
        });
    }
}

/// The texts among tokens: `concat!(env!("OUT_DIR"), "/schema.rs")` gives two.
fn texts_in(tokens: &TokenStream, found: &mut Vec<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => texts_in(&group.stream(), found),
            TokenTree::Literal(text) => {
                let text = text.to_string();
                let inner = text.trim_start_matches(['r', '#']).trim_matches(['"', '#']);
                found.push(inner.to_owned());
            }
            _ => {}
        }
    }
}
