//! Where `macro_rules!` are defined in a tree, so that calls that declare items can be expanded.

use std::ops::Range;
use std::str::FromStr as _;

use proc_macro2::TokenStream;
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

/// One of them.
#[derive(Clone, Copy, Debug)]
struct Definition<'a> {
    /// The file it stands in.
    file: &'a str,
    /// What stands between its braces.
    body: &'a str,
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
            for (name, body) in defined.iter().filter_map(|it| it.within(&file.text)) {
                let known = definitions.by_name.entry(name).or_default();
                let file = &file.path;
                known.push(Definition { file, body });
            }
        }
        definitions
    }

    /// The rules of the macro that a name means in a file.
    pub(super) fn rules(&self, name: &str, file: &str) -> Option<Vec<Rule>> {
        rules::read(TokenStream::from_str(self.body(name, file)?).ok()?)
    }

    /// The text of the macro that a name means in a file: the file's own, else the only one of its
    /// package.
    pub(super) fn body(&self, name: &str, file: &str) -> Option<&'a str> {
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
}

/// Where a file defines a macro: bytes of its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Defined {
    name: Range<u32>,
    body: Range<u32>,
}

packed! { Defined { name, body } }

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
            found.push(Defined { name, body });
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
