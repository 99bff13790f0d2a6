//! What crate a name means to the code of a package.

use rustc_hash::FxHashMap;

use crate::model::{CrateId, ExternId, ModelBuilder, ModuleId};

use super::interner::Interner;
use super::names::{Def, Name, World};
use super::packages::Package;

/// Crates that every package can name.
const STANDARD: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];

/// Crates by the names that code uses for them.
pub(super) struct Crates {
    /// For each package what it depends on; `None` for a package without a library.
    of_package: Vec<FxHashMap<Name, Option<Def>>>,
    standard: FxHashMap<Name, ExternId>,
    /// The name of each crate outside the tree.
    pub(super) outside: FxHashMap<ExternId, Name>,
}

impl Crates {
    /// `root_of` tells the root of the library of a package.
    pub(super) fn new<'a>(
        packages: &'a [Package],
        root_of: impl Fn(usize) -> Option<ModuleId>,
        interner: &mut Interner<'a>,
        builder: &mut ModelBuilder,
    ) -> Self {
        let outside = outside(packages, interner, builder);
        let mut of_package = Vec::with_capacity(packages.len());
        for package in packages {
            let mut crates = FxHashMap::default();
            for (text, dependency) in &package.dependencies {
                let name = interner.name(text);
                let inside = dependency.and_then(&root_of).map(Def::Module);
                let outside = || outside.get(&name).copied().map(Def::Extern);
                crates.insert(name, inside.or_else(outside));
            }
            of_package.push(crates);
        }
        let standard = STANDARD.iter().map(|it| interner.name(it));
        let standard = standard.filter_map(|it| Some((it, *outside.get(&it)?)));
        let standard = standard.collect();
        let outside = outside.into_iter().map(|(name, id)| (id, name));
        Self {
            of_package,
            standard,
            outside: outside.collect(),
        }
    }
}

/// Crates outside the tree, in the order of their names.
fn outside<'a>(
    packages: &'a [Package],
    interner: &mut Interner<'a>,
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
        .into_iter()
        .map(|it| (interner.name(it), builder.foreign(it)))
        .collect()
}

impl World<'_> {
    /// A crate by the name code of this module uses for it.
    pub(super) fn crate_named(&self, name: Name, module: ModuleId) -> Option<Def> {
        let krate = self.crate_of[module.index()];
        let package = self.package_of[krate.index()];
        if let Some(dependency) = self.crates.of_package[package].get(&name) {
            return *dependency;
        }
        // Programs, tests and examples name their own library.
        if let Some(own) = self.library_of[package].filter(|it| *it != krate) {
            let root = self.root_module(own);
            if self.root_names.get(&root) == Some(&name) {
                return Some(Def::Module(root));
            }
        }
        self.crates.standard.get(&name).map(|it| Def::Extern(*it))
    }

    fn root_module(&self, krate: CrateId) -> ModuleId {
        self.crate_roots[krate.index()]
    }
}
