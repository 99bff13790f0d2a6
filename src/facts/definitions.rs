//! Where `macro_rules!` are defined in a tree, so that calls that declare items can be expanded.

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
        let found: Vec<_> = files.par_iter().map(definitions_in).collect();
        let mut definitions = Self::default();
        for (name, definition) in found.into_iter().flatten() {
            let known = definitions.by_name.entry(name).or_default();
            known.push(definition);
        }
        definitions
    }

    /// The rules of the macro that a name means in a file: the file's own, else the only one of
    /// its package.
    pub(super) fn rules(&self, name: &str, file: &str) -> Option<Vec<Rule>> {
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
        rules::read(TokenStream::from_str(found.body).ok()?)
    }
}

/// The macros that a file defines.
fn definitions_in(file: &SourceFile) -> Vec<(&str, Definition<'_>)> {
    let mut found = Vec::new();
    for (start, _) in file.text.match_indices("macro_rules!") {
        let after = file.text[start + "macro_rules!".len()..].trim_start();
        let end = after
            .find(|it: char| !(it.is_alphanumeric() || it == '_'))
            .unwrap_or(after.len());
        let (name, rest) = after.split_at(end);
        let body = guard::group(rest.trim_start()).filter(|it| it.len() <= MAX_BYTES);
        if let Some(body) = body.filter(|_| !name.is_empty()) {
            let file = &file.path;
            found.push((name, Definition { file, body }));
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
