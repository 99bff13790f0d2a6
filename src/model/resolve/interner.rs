//! Numbers for names, and the crates outside the tree by theirs.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::{ExternId, ModelBuilder};

use super::names::Name;
use super::packages::Package;

/// Crates outside the tree, by the name code uses for them.
pub(super) fn foreign_crates(
    packages: &[Package],
    interner: &mut Interner,
    builder: &mut ModelBuilder,
) -> FxHashMap<Name, ExternId> {
    let outside = packages
        .iter()
        .flat_map(|it| it.dependencies.iter().filter(|it| it.1.is_none()));
    let mut names: Vec<&str> = outside.map(|it| it.0.as_str()).collect();
    names.extend(STANDARD);
    names.sort_unstable();
    names.dedup();
    names
        .iter()
        .map(|it| (interner.name(it), builder.foreign(it)))
        .collect()
}

/// Crates that every package can name.
pub(super) const STANDARD: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];

/// Numbers for names.
#[derive(Default)]
pub(super) struct Interner {
    ids: FxHashMap<Arc<str>, Name>,
    /// The text of each number.
    pub(super) texts: Vec<Arc<str>>,
}

impl Interner {
    pub(super) fn name(&mut self, text: &str) -> Name {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = self.texts.len() as Name;
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        id
    }
}
