//! Numbers for names.

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSlice as _;
use rustc_hash::FxHashMap;

use crate::facts::FileFacts;

use super::names::Name;

/// So many files number their names together, before all names are numbered.
const FILES_AT_ONCE: usize = 64;

/// Numbers for names.
#[derive(Default)]
pub(super) struct Interner<'a> {
    ids: FxHashMap<&'a str, Name>,
    /// The text of each number.
    pub(super) texts: Vec<&'a str>,
}

impl<'a> Interner<'a> {
    pub(super) fn name(&mut self, text: &'a str) -> Name {
        let next = self.texts.len() as Name;
        let id = *self.ids.entry(text).or_insert(next);
        if id == next {
            self.texts.push(text);
        }
        id
    }

    /// The number of a name that occurs somewhere.
    pub(super) fn known(&self, text: &str) -> Option<Name> {
        self.ids.get(text).copied()
    }

    /// The number of every symbol of every file, in the order in which they are first met.
    pub(super) fn names_of(&mut self, facts: &'a [FileFacts]) -> Vec<Vec<Name>> {
        let parts: Vec<_> = facts.par_chunks(FILES_AT_ONCE).map(names_in).collect();
        let mut numbered = Vec::with_capacity(parts.len());
        for (part, files) in parts {
            let names: Vec<_> = part.texts.iter().map(|it| self.name(it)).collect();
            numbered.push((names, files));
        }
        let files = numbered.into_par_iter().flat_map_iter(|(names, files)| {
            let all = move |file: Vec<Name>| -> Vec<Name> {
                file.iter().map(|it| names[*it as usize]).collect()
            };
            files.into_iter().map(all)
        });
        files.collect()
    }
}

/// Names of some files, numbered among themselves.
fn names_in(facts: &[FileFacts]) -> (Interner<'_>, Vec<Vec<Name>>) {
    let mut interner = Interner::default();
    let files = facts.iter().map(|it| {
        let names = it.symbols.iter().map(|it| interner.name(it));
        names.collect()
    });
    let files = files.collect();
    (interner, files)
}
