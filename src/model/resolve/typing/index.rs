//! What is declared about types, by item, so that it need not be searched for.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{ImportForm, Namespace, Role, SignatureFact, TypeFact, TypeIdx};
use crate::model::{ItemId, ItemKind, ModuleId, Visibility};

use super::super::names::{Def, Name, Path, ScopeId, World};
use super::super::paths::Site;

/// A type as written, and the mount it is written in.
pub(super) type Written = (u32, TypeIdx);

/// Everything declared about types.
#[derive(Default)]
pub(in crate::model::resolve) struct Index {
    pub(super) signatures: FxHashMap<ItemId, (u32, SignatureFact)>,
    /// What an alias, constant, static, associated type or impl stands for.
    pub(super) typed: FxHashMap<ItemId, Written>,
    pub(super) fields: FxHashMap<(ItemId, Option<Name>, Name), Written>,
    pub(super) bounds: FxHashMap<(ItemId, Name), Vec<Written>>,
    pub(super) generics: FxHashMap<ItemId, Path>,
    /// The methods that a trait declares.
    members: FxHashMap<ItemId, Vec<(Name, ItemId)>>,
    /// Traits of the tree that a type of the tree implements.
    pub(super) traits_of: FxHashMap<ItemId, Vec<ItemId>>,
    /// Types that a derive or a trait from outside may give members.
    lent: FxHashSet<ItemId>,
    /// Methods of traits that something outside the tree, or everything, implements.
    pub(super) extensions: FxHashMap<Name, Vec<(ItemId, ItemId)>>,
    /// Methods of types and traits; those that implement a trait of the tree count as the trait's.
    pub(super) methods: FxHashMap<Name, Vec<ItemId>>,
    /// Who may name a method.
    pub(super) visibility: FxHashMap<ItemId, Visibility>,
    /// Where traits of the tree are in scope.
    pub(super) in_scope: FxHashSet<(ScopeId, ItemId)>,
}

impl Index {
    pub(in crate::model::resolve) fn new(world: &World<'_>) -> Self {
        let each = |add: fn(&mut Self, &World<'_>, usize)| {
            let mut index = Self::default();
            for mount_idx in 0..world.mounts.len() {
                add(&mut index, world, mount_idx);
            }
            index
        };
        let ((types, shapes), (methods, scopes)) = rayon::join(
            || (each(Self::add_types), each(Self::add_shapes)),
            || {
                let mut scopes = Self::default();
                scopes.add_scopes(world);
                (each(Self::add_methods), scopes)
            },
        );
        let mut index = Self {
            fields: shapes.fields,
            bounds: shapes.bounds,
            generics: shapes.generics,
            methods: methods.methods,
            visibility: methods.visibility,
            in_scope: scopes.in_scope,
            ..types
        };
        for mount_idx in 0..world.mounts.len() {
            index.add_impls(world, mount_idx);
        }
        index
    }

    fn add_types(&mut self, world: &World<'_>, mount_idx: usize) {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        let (base, mount) = (world.bases[mount_idx].1, mount_idx as u32);
        let item = |it: u32| ItemId(base + it);
        for signature in &facts.signatures {
            let entry = (mount, *signature);
            self.signatures.insert(item(signature.item), entry);
            let fact = &facts.items[signature.item as usize];
            let of_trait = fact
                .parent
                .filter(|it| facts.items[*it as usize].kind == ItemKind::Trait);
            if let Some(of_trait) = of_trait {
                let name = world.name(mount_idx, fact.name);
                let members = self.members.entry(item(of_trait)).or_default();
                members.push((name, item(signature.item)));
            }
        }
        for &(owner, ty) in &facts.typed {
            self.typed.insert(item(owner), (mount, ty));
        }
    }

    fn add_shapes(&mut self, world: &World<'_>, mount_idx: usize) {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        let (base, mount) = (world.bases[mount_idx].1, mount_idx as u32);
        let item = |it: u32| ItemId(base + it);
        for field in &facts.fields {
            let variant = field.variant.map(|it| world.name(mount_idx, it));
            let name = world.name(mount_idx, field.name);
            let key = (item(field.item), variant, name);
            self.fields.entry(key).or_insert((mount, field.ty));
        }
        for bound in &facts.bounds {
            let key = (item(bound.item), world.name(mount_idx, bound.generic));
            self.bounds.entry(key).or_default().push((mount, bound.ty));
        }
        for generics in &facts.generics {
            let names = world.path(mount_idx, generics.names);
            self.generics.insert(item(generics.item), names.into());
        }
    }

    fn add_impls(&mut self, world: &World<'_>, mount_idx: usize) {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        let base = world.bases[mount_idx].1;
        let derives = facts.mentions.iter().filter(|it| it.role == Role::Derive);
        let lent = derives.filter_map(|it| it.owner);
        self.lent.extend(lent.map(|it| ItemId(base + it)));
        for (idx, fact) in (0u32..).zip(&facts.items) {
            let (ItemKind::Impl, Some(of_trait)) = (fact.kind, fact.of_trait) else {
                continue;
            };
            let site = Site::of(world.scope_id(mount_idx, fact.scope));
            let path = world.path(mount_idx, of_trait);
            let found = world.resolve(path, Namespace::Type, site);
            let Some(Def::Item(of_trait)) = found.filter(|it| it.whole).map(|it| it.def) else {
                let this = world.items[(base + idx) as usize].self_type;
                self.lent.extend(this);
                continue;
            };
            match world.items[(base + idx) as usize].self_type {
                Some(this) => self.traits_of.entry(this).or_default().push(of_trait),
                None if self.requires(world, (base + idx, mount_idx), of_trait) => {}
                None => self.extend_others(of_trait),
            }
        }
    }

    /// Whether an impl is for what has the trait already: `impl<T: Trait> Trait for &T`.
    fn requires(&self, world: &World<'_>, (item, mount): (u32, usize), of_trait: ItemId) -> bool {
        let item = ItemId(item);
        let generics = self.generics.get(&item).into_iter().flatten();
        let bounds = generics.filter_map(|it| self.bounds.get(&(item, *it)));
        let facts = &world.facts[world.mounts[mount].file.index()];
        bounds.flatten().any(|(_, ty)| {
            let TypeFact::Path { path, scope, .. } = facts.types[*ty as usize] else {
                return false;
            };
            let site = Site::of(world.scope_id(mount, scope));
            let found = world.resolve(world.path(mount, path), Namespace::Type, site);
            found.is_some_and(|it| it.def == Def::Item(of_trait))
        })
    }

    /// A trait with an impl for something that is no type of the tree.
    fn extend_others(&mut self, of_trait: ItemId) {
        for &(name, method) in self.members.get(&of_trait).into_iter().flatten() {
            let known = self.extensions.entry(name).or_default();
            if !known.contains(&(of_trait, method)) {
                known.push((of_trait, method));
            }
        }
    }

    fn add_methods(&mut self, world: &World<'_>, mount_idx: usize) {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        let base = world.bases[mount_idx].1;
        for signature in facts.signatures.iter().filter(|it| it.takes_self()) {
            let fact = &facts.items[signature.item as usize];
            let implements = fact
                .parent
                .is_some_and(|it| facts.items[it as usize].of_trait.is_some());
            let name = world.name(mount_idx, fact.name);
            if !implements {
                let method = ItemId(base + signature.item);
                self.methods.entry(name).or_default().push(method);
                self.visibility.insert(method, fact.visibility.coarse());
            }
        }
    }

    /// The method of a trait of the tree that a type has without writing it itself.
    pub(in crate::model::resolve) fn provided(
        &self,
        world: &World<'_>,
        item: ItemId,
        name: Name,
    ) -> Option<ItemId> {
        if world.ambiguous.contains(&(item, name)) {
            return None;
        }
        let traits = self.traits_of.get(&item).into_iter().flatten();
        let mut methods = traits.filter_map(|it| world.members.get(&(*it, name)));
        let method = *methods.next()?;
        methods.all(|it| *it == method).then_some(method)
    }

    /// Whether a type may have members that nothing in the tree declares: those of a derive, of a
    /// trait from outside, or of the type outside that an alias stands for.
    pub(in crate::model::resolve) fn may_have_more(&self, world: &World<'_>, item: ItemId) -> bool {
        let is_type = world.items[item.index()].kind == ItemKind::Type;
        self.lent.contains(&item) || (is_type && self.typed.contains_key(&item))
    }

    fn add_scopes(&mut self, world: &World<'_>) {
        for (idx, scope) in (0u32..).zip(&world.scopes) {
            for (_, binding) in &scope.entries {
                if let Def::Item(item) = binding.def
                    && world.items[item.index()].kind == ItemKind::Trait
                {
                    self.in_scope.insert((ScopeId(idx), item));
                }
            }
        }
        // `use Trait as _` binds no name.
        for (mount_idx, mount) in world.mounts.iter().enumerate() {
            let facts = &world.facts[mount.file.index()];
            for import in &facts.imports {
                let ImportForm::Name(name) = import.form else {
                    continue;
                };
                if facts.text(name) != "_" {
                    continue;
                }
                let scope = world.scope_id(mount_idx, import.scope);
                let path = world.path(mount_idx, import.path);
                let found = world.resolve(path, Namespace::Type, Site::of(scope));
                if let Some(Def::Item(item)) = found.map(|it| it.def) {
                    self.in_scope.insert((scope, item));
                }
            }
        }
    }
}

/// Whether the package of one module can name the crate of another.
pub(super) fn knows(world: &World<'_>, module: ModuleId, other: ModuleId) -> bool {
    let (_, package) = world.package(module);
    let (idx, _) = world.package(other);
    let own = world.package(module).0 == idx;
    own || package.dependencies.values().any(|it| *it == Some(idx))
}
