//! Where `macro_rules!` are defined in a tree, so that calls that declare items can be expanded.

use std::ops::Range;
use std::rc::Rc;
use std::str::FromStr as _;

use proc_macro2::{Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rustc_hash::FxHashMap;

use super::guard;
use super::rules::{self, Rule};
use crate::source::SourceFile;

/// Definitions larger than this are left alone.
const MAX_BYTES: usize = 64 << 10;

/// Macros of the language: who calls them hardly means another of that name, which may as well
/// stand in a text.
pub const STANDARD_MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "cfg",
    "column",
    "compile_error",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "include",
    "include_bytes",
    "include_str",
    "line",
    "matches",
    "module_path",
    "option_env",
    "panic",
    "print",
    "println",
    "stringify",
    "thread_local",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Every `macro_rules!` of a tree, as text: tokens cannot be shared between threads.
#[derive(Debug, Default)]
pub(super) struct Definitions<'a> {
    by_name: FxHashMap<&'a str, Vec<Definition<'a>>>,
}

/// Rules that have been read, by the text of their macro: a macro is called in many files. Those of
/// another package also by the name of its crate, which is what `$crate` becomes.
///
/// Their tokens come from texts that were read before, so where they stand means nothing; whatever
/// is made of them gets the place of the call.
pub(super) type KnownRules<'a> = FxHashMap<(&'a str, Box<str>), Option<Rc<[Rule]>>>;

/// One of them.
#[derive(Clone, Copy, Debug)]
struct Definition<'a> {
    /// The file it stands in.
    file: &'a str,
    /// What stands between its braces.
    body: &'a str,
    /// Whether it has `#[macro_export]`.
    exported: bool,
}

impl<'a> Definitions<'a> {
    pub(super) fn new(files: &'a [SourceFile]) -> Self {
        let found: Vec<_> = files
            .par_iter()
            .map(|it| (it, definitions_in(&it.text)))
            .collect();
        Self::of(found.iter().map(|it| (it.0, &*it.1)))
    }

    /// The macros of files for which it is known where they define some.
    pub(super) fn of<'f>(files: impl Iterator<Item = (&'a SourceFile, &'f [Defined])>) -> Self {
        let mut definitions = Self::default();
        for (file, defined) in files {
            for it in defined {
                let Some((name, body)) = it.within(&file.text) else {
                    continue;
                };
                definitions
                    .by_name
                    .entry(name)
                    .or_default()
                    .push(Definition {
                        file: &file.path,
                        body,
                        exported: it.exported,
                    });
            }
        }
        definitions
    }

    /// The rules of the macro that a name means in a file.
    pub(super) fn rules(
        &self,
        name: &str,
        file: &str,
        known: &mut KnownRules<'a>,
    ) -> Option<Rc<[Rule]>> {
        let body = self.body(name, file)?;
        let tokens = || TokenStream::from_str(body).ok();
        let krate = name.split_once("::").map_or("", |it| it.0);
        let read = || match krate {
            "" => rules::read(tokens()?).map(Rc::from),
            _ => rules::read(with_crate(tokens()?, krate)).map(Rc::from),
        };
        let key = (body, krate.into());
        known.entry(key).or_insert_with(read).clone()
    }

    /// The text of the macro that a name means in a file: the file's own, else the only one of its
    /// package. `krate::name` is what the package of that name exports.
    pub(super) fn body(&self, name: &str, file: &str) -> Option<&'a str> {
        if let Some((krate, name)) = name.split_once("::") {
            return self.exported(name, file, krate);
        }
        if STANDARD_MACROS.contains(&name) {
            return None;
        }
        let all = self.by_name.get(name)?;
        let own: Vec<_> = all.iter().filter(|it| it.file == file).collect();
        let near = || all.iter().filter(|it| package(it.file) == package(file));
        let found = match own.as_slice() {
            [] if near().count() == 1 => near().next()?,
            [only] => only,
            _ => return None,
        };
        Some(found.body)
    }

    /// The only macro of this name that another package exports which may be `krate`.
    fn exported(&self, name: &str, file: &str, krate: &str) -> Option<&'a str> {
        if STANDARD_MACROS.contains(&name) || syn::parse_str::<Ident>(krate).is_err() {
            return None;
        }
        let own = package(file);
        let mut fitting = self.by_name.get(name)?.iter().filter(|it| {
            let home = package(it.file);
            it.exported && home != own && may_be_named(home, krate)
        });
        let found = fitting.next()?;
        fitting.next().is_none().then_some(found.body)
    }
}

/// Whether what stands before a definition exports it.
fn is_exported(before: &str) -> bool {
    let after_the_last = before.rsplit(['{', '}', ';']).next();
    after_the_last.is_some_and(|it| it.contains("#[macro_export"))
}

/// Whether a package in this folder is likely the crate of that name: `crates/db_schema` is
/// `shop_db_schema`. The package at the root may have any.
fn may_be_named(folder: &str, krate: &str) -> bool {
    let folder = folder.rsplit('/').next().unwrap_or(folder);
    let folder = folder.replace('-', "_");
    krate
        .strip_suffix(&*folder)
        .is_some_and(|it| folder.is_empty() || it.is_empty() || it.ends_with('_'))
}

/// `$crate` as the name by which another crate knows this one.
fn with_crate(tokens: TokenStream, krate: &str) -> TokenStream {
    let mut made = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(mut token) = tokens.next() {
        if let TokenTree::Group(group) = &token {
            let inner = with_crate(group.stream(), krate);
            token = TokenTree::Group(Group::new(group.delimiter(), inner));
        }
        let is_dollar = matches!(&token, TokenTree::Punct(it) if it.as_char() == '$');
        let is_crate = |it: &TokenTree| matches!(it, TokenTree::Ident(it) if it == "crate");
        if is_dollar && let Some(word) = tokens.next_if(is_crate) {
            let colon = |spacing| TokenTree::Punct(Punct::new(':', spacing));
            made.extend([colon(Spacing::Joint), colon(Spacing::Alone)]);
            token = TokenTree::Ident(Ident::new(krate, word.span()));
        }
        made.extend([token]);
    }
    made
}

/// Where a file defines a macro: bytes of its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Defined {
    name: Range<u32>,
    body: Range<u32>,
    exported: bool,
}

packed! { Defined { name, body, exported } }

impl Defined {
    /// Name and body, if both lie in this text.
    fn within<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str)> {
        let part = |it: &Range<u32>| text.get(it.start as usize..it.end as usize);
        Some((part(&self.name)?, part(&self.body)?))
    }
}

/// The macros that a text defines.
pub(super) fn definitions_in(text: &str) -> Vec<Defined> {
    let place = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start as u32..(start + part.len()) as u32
    };
    let mut found = Vec::new();
    for (start, _) in text.match_indices("macro_rules!") {
        let after = text[start + "macro_rules!".len()..].trim_start();
        let end = after
            .find(|it: char| !(it.is_alphanumeric() || it == '_'))
            .unwrap_or(after.len());
        let (name, rest) = after.split_at(end);
        let body = guard::group(rest.trim_start()).filter(|it| it.len() <= MAX_BYTES);
        if let Some(body) = body.filter(|_| !name.is_empty()) {
            let (name, body) = (place(name), place(body));
            found.push(Defined {
                name,
                body,
                exported: is_exported(&text[..start]),
            });
        }
    }
    found
}

/// The folder of a file's package, by the convention that sources lie in `src`.
fn package(file: &str) -> &str {
    match file.rfind("/src/") {
        Some(end) => &file[..end],
        None if file.starts_with("src/") => "",
        None => file.rsplit_once('/').map_or("", |it| it.0),
    }
}
