//! What every scope declares, before any import is followed.

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::facts::{FileFacts, Form, Namespace, PathRef, ScopeIdx, VisibilityFact};
use crate::model::{CrateId, ExternId, ItemId, ItemKind, ModelBuilder, ModuleId};
use crate::source::SourceTree;

use super::conditions::When;
use super::crates::Crates;
use super::interner::Interner;
use super::items::add_items;
use super::mount::{Mount, Mounted};
use super::packages::Package;

/// A name, the same number wherever it occurs.
pub(super) type Name = u32;
/// The segments of a path; nearly all are short.
pub(super) type Path = SmallVec<[Name; 6]>;
/// A scope of one mount.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct ScopeId(pub(super) u32);

impl ScopeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Def {
    Module(ModuleId),
    Item(ItemId),
    /// A variant of this enum.
    Variant(ItemId),
    /// Something in a crate outside the tree.
    Extern(ExternId),
    /// Something of the language: `u32`, `Vec`, `println`.
    BuiltIn,
}

/// Who may use a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    Everybody,
    /// This module and everything inside it.
    Within(ModuleId),
}

/// A name in a scope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binding {
    pub(super) def: Def,
    pub(super) reach: Reach,
    pub(super) rank: Rank,
    /// The import it came by, so that an import does not find itself.
    pub(super) import: Option<u32>,
}

/// Which of two bindings of one name wins: the lower.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Rank {
    Explicit,
    /// `macro_rules!`: not found by paths, only by name further down the text.
    Textual,
    /// Explicit, but not compiled by default here.
    Inactive,
    /// `macro_rules!` that are not compiled by default here.
    InactiveTextual,
    /// An import from outside the tree: which namespaces it fills is not known.
    Foreign,
    Glob,
    InactiveGlob,
}

impl Rank {
    /// Whether paths and imports find it; `macro_rules!` are found further down the text only.
    pub(super) fn has_path(self) -> bool {
        !matches!(self, Self::Textual | Self::InactiveTextual)
    }
}

/// One scope.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) parent: Option<ScopeId>,
    pub(super) module: ModuleId,
    pub(super) is_module: bool,
    positions: FxHashMap<(Name, Namespace), u32>,
    /// In order of arrival.
    pub(super) entries: Vec<((Name, Namespace), Binding)>,
    /// Whether it has a glob import from outside the tree: any name may come from there.
    pub(super) foreign_glob: Option<ExternId>,
    /// How often any of this has changed.
    pub(super) n_changes: u32,
}

impl Scope {
    pub(super) fn get(&self, name: Name, namespace: Namespace) -> Option<&Binding> {
        self.positions
            .get(&(name, namespace))
            .map(|it| &self.entries[*it as usize].1)
    }

    /// Binds a name unless something better is bound. Whether that changed anything.
    pub(super) fn bind(&mut self, name: Name, namespace: Namespace, binding: Binding) -> bool {
        let key = (name, namespace);
        if let Some(&position) = self.positions.get(&key) {
            let known = &mut self.entries[position as usize].1;
            let better = binding.rank < known.rank;
            if better {
                *known = binding;
                self.n_changes += 1;
            }
            return better;
        }
        self.positions.insert(key, self.entries.len() as u32);
        self.entries.push((key, binding));
        self.n_changes += 1;
        true
    }
}

/// Everything names are looked up in.
pub(super) struct World<'a> {
    pub(super) tree: &'a SourceTree,
    pub(super) facts: &'a [FileFacts],
    pub(super) packages: &'a [Package],
    pub(super) mounts: Vec<Mount>,
    /// Number of the first scope and of the first item of each mount.
    pub(super) bases: Vec<(u32, u32)>,
    pub(super) scopes: Vec<Scope>,
    /// The scope of each module.
    pub(super) scope_of: Vec<ScopeId>,
    pub(super) crate_of: Vec<CrateId>,
    pub(super) parent_of: Vec<Option<ModuleId>>,
    /// Root of the crate of each module.
    pub(super) root_of: Vec<ModuleId>,
    /// Root of each crate, and the name code knows it by.
    pub(super) crate_roots: Vec<ModuleId>,
    pub(super) root_names: FxHashMap<ModuleId, Name>,
    /// When each module is compiled.
    pub(super) module_when: Vec<When>,
    pub(super) package_of: Vec<usize>,
    pub(super) library_of: Vec<Option<CrateId>>,
    /// Number of each symbol of each file.
    pub(super) names: Vec<Vec<Name>>,
    /// The segments of all paths of each file.
    segments: Vec<Vec<Name>>,
    pub(super) texts: Vec<&'a str>,
    /// What every item is.
    pub(super) items: Vec<ItemState>,
    pub(super) variants: FxHashSet<(ItemId, Name)>,
    pub(super) variants_of: FxHashMap<ItemId, Vec<Name>>,
    /// The type or trait that an alias is another name of.
    pub(super) alias_of: FxHashMap<ItemId, ItemId>,
    /// Members that several impls of one trait give a type: which is meant, a path does not tell.
    pub(super) ambiguous: FxHashSet<(ItemId, Name)>,
    /// Members of types and traits.
    pub(super) members: FxHashMap<(ItemId, Name), ItemId>,
    /// `macro_rules!` that a module shares with the text after it: by the module round it.
    pub(super) macros: FxHashMap<(ModuleId, Name), ItemId>,
    /// Crates with `#[macro_use] extern crate`.
    pub(super) foreign_macros: FxHashSet<CrateId>,
    /// Modules with `#[macro_use]`.
    sharing: FxHashSet<ModuleId>,
    pub(super) crates: Crates,
    pub(super) known: Known,
}

/// What resolution needs to know of an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemState {
    pub(super) kind: ItemKind,
    pub(super) form: Form,
    pub(super) module: ModuleId,
    pub(super) parent: Option<ItemId>,
    /// Of an impl: the type or trait of the tree it is for.
    pub(super) self_type: Option<ItemId>,
    /// Whether it is compiled by default here.
    pub(super) compiled: bool,
}

/// Names with a meaning of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) root: Name,
    pub(super) krate: Name,
    pub(super) dollar_crate: Name,
    pub(super) this: Name,
    pub(super) above: Name,
    pub(super) self_type: Name,
    pub(super) item: Name,
    pub(super) target: Name,
    pub(super) option: Name,
    pub(super) result: Name,
    pub(super) iterator: Name,
    pub(super) vec: Name,
    pub(super) guard: Name,
    pub(super) entry: Name,
    pub(super) output: Name,
    pub(super) text: Name,
    pub(super) model: Name,
    pub(super) active_model: Name,
    pub(super) select: Name,
}

impl Known {
    fn new(interner: &mut Interner<'_>) -> Self {
        Self {
            root: interner.name("::"),
            krate: interner.name("crate"),
            dollar_crate: interner.name("$crate"),
            this: interner.name("self"),
            above: interner.name("super"),
            self_type: interner.name("Self"),
            item: interner.name("Item"),
            target: interner.name("Target"),
            option: interner.name("Option"),
            result: interner.name("Result"),
            iterator: interner.name("Iterator"),
            vec: interner.name("Vec"),
            guard: interner.name("MutexGuard"),
            entry: interner.name("Entry"),
            output: interner.name("Output"),
            text: interner.name("str"),
            model: interner.name("Model"),
            active_model: interner.name("ActiveModel"),
            select: interner.name("Select"),
        }
    }
}

/// The number of every name of every file, and the segments of its paths as such numbers.
fn numbered(facts: &[FileFacts]) -> (Interner<'_>, Vec<Vec<Name>>, Vec<Vec<Name>>) {
    let mut interner = Interner::default();
    let names = interner.names_of(facts);
    let segments = facts.par_iter().zip(&names).map(|(facts, names)| {
        let segments = facts.path_pool.iter();
        segments.map(|it| names[*it as usize]).collect()
    });
    let segments = segments.collect();
    (interner, names, segments)
}

impl<'a> World<'a> {
    pub(super) fn new(
        tree: &'a SourceTree,
        facts: &'a [FileFacts],
        packages: &'a [Package],
        mounted: Mounted,
        builder: &mut ModelBuilder,
    ) -> Self {
        // Names need no items and items no names: they are made side by side.
        let ((mut interner, names, segments), (bases, items)) = rayon::join(
            || numbered(facts),
            || add_items(&mounted.mounts, facts, builder),
        );
        let known = Known::new(&mut interner);
        let library_of = mounted.library_of;
        let roots = builder.so_far().crates().iter().map(|it| it.root);
        let crate_roots: Vec<_> = roots.collect();
        let library_root = |package: usize| library_of[package].map(|it| crate_roots[it.index()]);
        let crates = Crates::new(packages, library_root, &mut interner, builder);
        let modules = builder.so_far().modules();
        let crate_of: Vec<_> = modules.iter().map(|it| it.krate).collect();
        let parent_of = modules.iter().map(|it| it.parent).collect();
        let root_of = crate_of
            .iter()
            .map(|it| builder.so_far().krate(*it).root)
            .collect();
        let name = |root: ModuleId| interner.known(&modules[root.index()].name);
        let root_names = crate_roots
            .iter()
            .filter_map(|it| Some((*it, name(*it)?)))
            .collect();
        let module_when = modules
            .iter()
            .map(|it| When {
                test: it.test,
                cfg: it.cfg,
            })
            .collect();
        let mut world = Self {
            tree,
            facts,
            packages,
            bases,
            scopes: Vec::new(),
            scope_of: vec![ScopeId(0); modules.len()],
            crate_of,
            parent_of,
            root_of,
            crate_roots,
            root_names,
            module_when,
            package_of: mounted.package_of,
            library_of,
            mounts: mounted.mounts,
            names,
            segments,
            texts: interner.texts,
            items,
            variants: FxHashSet::default(),
            variants_of: FxHashMap::default(),
            alias_of: FxHashMap::default(),
            ambiguous: FxHashSet::default(),
            members: FxHashMap::default(),
            macros: FxHashMap::default(),
            foreign_macros: FxHashSet::default(),
            sharing: FxHashSet::default(),
            crates,
            known,
        };
        world.add_scopes();
        world.declare();
        world
    }

    fn add_scopes(&mut self) {
        for mount_idx in 0..self.mounts.len() {
            let top = self.scope_id(mount_idx, 0);
            let (mount, base) = (&self.mounts[mount_idx], self.bases[mount_idx].0);
            let facts = &self.facts[mount.file.index()];
            let room = n_names(facts);
            for ((scope, &module), room) in facts.scopes.iter().zip(&mount.modules).zip(room) {
                let id = ScopeId(self.scopes.len() as u32);
                let is_included = mount.within.is_some() && id.0 == base;
                if scope.is_module && !is_included {
                    self.scope_of[module.index()] = id;
                }
                let inside = |it| if it == 0 { top } else { ScopeId(base + it) };
                self.scopes.push(Scope {
                    parent: scope.parent.map(inside),
                    module,
                    is_module: scope.is_module,
                    positions: FxHashMap::with_capacity_and_hasher(room, FxBuildHasher),
                    entries: Vec::with_capacity(room),
                    foreign_glob: None,
                    n_changes: 0,
                });
            }
        }
    }

    /// Binds what is declared: modules, items, variants.
    fn declare(&mut self) {
        for mount in &self.mounts {
            let modules = &self.facts[mount.file.index()].modules;
            let sharing = modules
                .iter()
                .zip(&mount.declared)
                .filter(|it| it.0.shares_macros);
            self.sharing.extend(sharing.filter_map(|it| *it.1));
            if self.facts[mount.file.index()].takes_foreign_macros {
                let module = mount.modules.first();
                let krate = module.map(|it| self.crate_of[it.index()]);
                self.foreign_macros.extend(krate);
            }
        }
        for mount_idx in 0..self.mounts.len() {
            self.declare_modules(mount_idx);
            let facts = &self.facts[self.mounts[mount_idx].file.index()];
            for idx in 0..facts.items.len() as u32 {
                self.declare_item(mount_idx, idx);
            }
            let (_, base) = self.bases[mount_idx];
            for &(item, name) in &facts.variants {
                let (item, name) = (ItemId(base + item), self.name(mount_idx, name));
                if self.variants.insert((item, name)) {
                    self.variants_of.entry(item).or_default().push(name);
                }
            }
        }
    }

    fn declare_modules(&mut self, mount_idx: usize) {
        let facts = &self.facts[self.mounts[mount_idx].file.index()];
        for (idx, module) in facts.modules.iter().enumerate() {
            let Some(id) = self.mounts[mount_idx].declared[idx] else {
                continue;
            };
            let name = self.name(mount_idx, module.name);
            let when = self.mounts[mount_idx].when[module.condition as usize];
            let reach = self.reach(mount_idx, module.scope, module.visibility);
            let binding = Binding {
                def: Def::Module(id),
                reach,
                rank: explicit(when),
                import: None,
            };
            let scope = self.scope_id(mount_idx, module.scope);
            self.scopes[scope.index()].bind(name, Namespace::Type, binding);
        }
    }

    fn declare_item(&mut self, mount_idx: usize, idx: u32) {
        let facts = &self.facts[self.mounts[mount_idx].file.index()];
        let fact = &facts.items[idx as usize];
        let id = ItemId(self.bases[mount_idx].1 + idx);
        let name = self.name(mount_idx, fact.name);
        let when = self.mounts[mount_idx].when[fact.condition as usize];
        let scope = self.scope_id(mount_idx, fact.scope);
        let reach = self.reach(mount_idx, fact.scope, fact.visibility);
        let module = self.scopes[scope.index()].module;
        let mut bind = |scope: ScopeId, namespace: Namespace, reach: Reach, rank: Rank| {
            let binding = Binding {
                def: Def::Item(id),
                reach,
                rank,
                import: None,
            };
            self.scopes[scope.index()].bind(name, namespace, binding);
        };
        let rank = explicit(when);
        match (fact.form, fact.kind) {
            (Form::MacroRules { exported }, _) => {
                let textual = match rank {
                    Rank::Explicit => Rank::Textual,
                    _ => Rank::InactiveTextual,
                };
                bind(scope, Namespace::Macro, Reach::Everybody, textual);
                if exported {
                    let root = self.root_of[self.scopes[scope.index()].module.index()];
                    let root = self.scope_of[root.index()];
                    let binding = Binding {
                        def: Def::Item(id),
                        reach: Reach::Everybody,
                        rank,
                        import: None,
                    };
                    self.scopes[root.index()].bind(name, Namespace::Macro, binding);
                }
                self.share_macro(module, name, id);
            }
            (Form::ProcMacro, _) => bind(scope, Namespace::Macro, Reach::Everybody, rank),
            (Form::Associated, _) | (_, ItemKind::Impl | ItemKind::Macro) => {}
            (Form::Constructor, _) => {
                bind(scope, Namespace::Type, reach, rank);
                bind(scope, Namespace::Value, reach, rank);
            }
            (_, ItemKind::Type | ItemKind::Trait) => bind(scope, Namespace::Type, reach, rank),
            (_, ItemKind::Fn | ItemKind::Const | ItemKind::Static) => {
                bind(scope, Namespace::Value, reach, rank);
            }
        }
    }

    /// A macro of a module with `#[macro_use]` is known in the module round it as well.
    fn share_macro(&mut self, module: ModuleId, name: Name, id: ItemId) {
        let mut inner = module;
        while self.sharing.contains(&inner)
            && let Some(outer) = self.parent_of[inner.index()]
        {
            let known = self.macros.entry((outer, name)).or_insert(id);
            if !self.items[known.index()].compiled && self.items[id.index()].compiled {
                *known = id;
            }
            inner = outer;
        }
    }

    /// The scope of a mount's file.
    pub(super) fn scope_id(&self, mount_idx: usize, scope: ScopeIdx) -> ScopeId {
        match self.mounts[mount_idx].within {
            // What is included stands in the scope that includes it.
            Some((outer, at)) if scope == 0 => self.scope_id(outer, at),
            _ => ScopeId(self.bases[mount_idx].0 + scope),
        }
    }

    /// The items of a mount's file.
    pub(super) fn own_items(&self, mount_idx: usize) -> std::ops::Range<u32> {
        let end = self.bases.get(mount_idx + 1).map(|it| it.1);
        self.bases[mount_idx].1..end.unwrap_or(self.items.len() as u32)
    }

    /// A symbol of a mount's file.
    pub(super) fn name(&self, mount_idx: usize, symbol: u32) -> Name {
        self.names[self.mounts[mount_idx].file.index()][symbol as usize]
    }

    /// The segments of a path of a mount's file.
    pub(super) fn path(&self, mount_idx: usize, path: PathRef) -> &[Name] {
        &self.segments[self.mounts[mount_idx].file.index()][path.range()]
    }

    /// What takes long to give back and borrows nothing.
    pub(super) fn remains(self) -> impl Send + 'static {
        let found = (self.members, self.variants, self.variants_of);
        (self.scopes, self.names, self.segments, self.items, found)
    }

    /// Who may use something declared in a scope.
    pub(super) fn reach(
        &self,
        mount_idx: usize,
        scope: ScopeIdx,
        visibility: VisibilityFact,
    ) -> Reach {
        let module = self.scopes[self.scope_id(mount_idx, scope).index()].module;
        match visibility {
            VisibilityFact::Public => Reach::Everybody,
            VisibilityFact::Crate => Reach::Within(self.root_of[module.index()]),
            VisibilityFact::Private => Reach::Within(module),
            VisibilityFact::Super => {
                Reach::Within(self.parent_of[module.index()].unwrap_or(module))
            }
            VisibilityFact::In(path) => {
                let target = self.path(mount_idx, path);
                let target = self.module_at(module, target);
                Reach::Within(target.unwrap_or(self.root_of[module.index()]))
            }
        }
    }

    /// The ancestor that `crate::a::b` or `super::super` names.
    fn module_at(&self, from: ModuleId, path: &[Name]) -> Option<ModuleId> {
        let mut module = from;
        for &name in path {
            module = if name == self.known.krate {
                self.root_of[module.index()]
            } else if name == self.known.above {
                self.parent_of[module.index()]?
            } else if name == self.known.this {
                module
            } else {
                let scope = &self.scopes[self.scope_of[module.index()].index()];
                match scope.get(name, Namespace::Type)?.def {
                    Def::Module(module) => module,
                    _ => return None,
                }
            };
        }
        Some(module)
    }

    /// Whether a module is another one or lies inside it.
    pub(super) fn is_within(&self, module: ModuleId, outer: ModuleId) -> bool {
        std::iter::successors(Some(module), |it| self.parent_of[it.index()]).any(|it| it == outer)
    }

    /// Whether code in a module may use a binding.
    pub(super) fn may_use(&self, module: ModuleId, reach: Reach) -> bool {
        match reach {
            Reach::Everybody => true,
            Reach::Within(outer) => self.is_within(module, outer),
        }
    }

    /// The package a module is compiled in.
    pub(super) fn package(&self, module: ModuleId) -> (usize, &Package) {
        let idx = self.package_of[self.crate_of[module.index()].index()];
        (idx, &self.packages[idx])
    }
}

/// About how many names each scope of a file gets, globs left out.
fn n_names(facts: &FileFacts) -> Vec<usize> {
    let mut n_names = vec![0; facts.scopes.len()];
    let named = facts.items.iter().filter(|it| it.form != Form::Associated);
    let named = named.filter(|it| it.kind != ItemKind::Impl);
    let scopes = named.map(|it| it.scope);
    let scopes = scopes.chain(facts.modules.iter().map(|it| it.scope));
    let scopes = scopes.chain(facts.imports.iter().map(|it| it.scope));
    scopes.for_each(|it| n_names[it as usize] += 1);
    n_names
}

fn explicit(when: When) -> Rank {
    if when.cfg.is_some() {
        Rank::Inactive
    } else {
        Rank::Explicit
    }
}
