//! Conditions of `#[cfg(..)]` as a small tree.

use syn::Expr;
use syn::Meta;
use syn::punctuated::Punctuated;

use super::collect::Collector;

/// A condition. Whether it holds is for the model to say: that takes a package and a platform.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Cfg {
    /// `test`, `unix`
    Flag(Box<str>),
    /// `feature = "sqlite"`
    Value(Box<str>, Box<str>),
    /// `all(..)`
    All(Vec<Self>),
    /// `any(..)`
    Any(Vec<Self>),
    /// `not(..)`
    Not(Box<Self>),
    /// Anything else; taken to hold.
    Unknown,
}

impl Cfg {
    /// The condition in `cfg(..)`.
    pub(super) fn of(meta: &Meta) -> Self {
        match meta {
            Meta::Path(path) => path
                .get_ident()
                .map_or(Self::Unknown, |it| Self::Flag(it.to_string().into())),
            Meta::NameValue(pair) => match (pair.path.get_ident(), &pair.value) {
                (
                    Some(key),
                    syn::Expr::Lit(syn::ExprLit {
                        lit: syn::Lit::Str(value),
                        ..
                    }),
                ) => Self::Value(key.to_string().into(), value.value().into()),
                _ => Self::Unknown,
            },
            Meta::List(list) => {
                let Ok(parts) =
                    list.parse_args_with(Punctuated::<Meta, syn::Token![,]>::parse_terminated)
                else {
                    return Self::Unknown;
                };
                let mut parts: Vec<_> = parts.iter().map(Self::of).collect();
                match list.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("all") => Self::All(parts),
                    Some("any") => Self::Any(parts),
                    Some("not") if parts.len() == 1 => Self::Not(Box::new(parts.remove(0))),
                    _ => Self::Unknown,
                }
            }
        }
    }

    /// Every flag and key in it, with its value.
    pub fn leaves(&self) -> Vec<(&str, Option<&str>)> {
        match self {
            Self::Flag(name) => vec![(name, None)],
            Self::Value(key, value) => vec![(key, Some(value))],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Self::Not(part) => part.leaves(),
            Self::Unknown => vec![("?", None)],
        }
    }

    /// Whether it holds, where `leaf` says so for flags and values (the latter with a value).
    pub fn holds(&self, leaf: &dyn Fn(&str, Option<&str>) -> bool) -> bool {
        match self {
            Self::Flag(name) => leaf(name, None),
            Self::Value(key, value) => leaf(key, Some(value)),
            Self::All(parts) => parts.iter().all(|it| it.holds(leaf)),
            Self::Any(parts) => parts.iter().any(|it| it.holds(leaf)),
            Self::Not(part) => !part.holds(leaf),
            Self::Unknown => true,
        }
    }
}

impl std::fmt::Display for Cfg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |f: &mut std::fmt::Formatter<'_>, word: &str, parts: &[Self]| {
            write!(f, "{word}(")?;
            for (idx, part) in parts.iter().enumerate() {
                write!(f, "{}{part}", if idx > 0 { ", " } else { "" })?;
            }
            f.write_str(")")
        };
        match self {
            Self::Flag(name) => f.write_str(name),
            Self::Value(key, value) => write!(f, "{key} = {value:?}"),
            Self::All(parts) => list(f, "all", parts),
            Self::Any(parts) => list(f, "any", parts),
            Self::Not(part) => write!(f, "not({part})"),
            Self::Unknown => f.write_str("?"),
        }
    }
}

impl Collector<'_, '_> {
    /// `println!("cargo:rustc-cfg=sqlite")` outside of any branch: what a build script finds out
    /// before it tells Cargo is not known.
    pub(super) fn build_flag(&mut self, text: &Expr) {
        let Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = text
        else {
            return;
        };
        let text = text.value();
        let told = text
            .strip_prefix("cargo:")
            .map(|it| it.trim_start_matches(':'));
        let flag = told.and_then(|it| it.strip_prefix("rustc-cfg="));
        if let Some(flag) = flag.filter(|it| self.branch_depth == 0 && !it.contains('{')) {
            let flag = flag.trim().into();
            self.facts.build_flags.push((flag, self.condition));
        }
    }
}
