//! Follows `use` declarations until nothing new is found.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::facts::{Form, Import, ImportForm, Namespace, TypeFact};
use crate::model::{ItemId, ItemKind};

use super::names::{Binding, Def, Name, Path, Rank, Reach, ScopeId, World};
use super::paths::Site;

const NAMESPACES: [Namespace; 3] = [Namespace::Type, Namespace::Value, Namespace::Macro];

/// Chains of re-exports are followed to this length; longer ones are circles.
const MAX_ROUNDS: usize = 64;

/// One leaf of a `use`, where it hangs.
struct Pending {
    scope: ScopeId,
    path: Path,
    form: ImportForm,
    name: Option<Name>,
    reach: Reach,
    active: bool,
    done: [bool; 3],
    /// For globs: how much of the source has been copied.
    n_copied: usize,
    /// What the last answer depends on, if that was that there is nothing new.
    seen: Option<Seen>,
}

/// Scopes, and how often they had changed when they were looked at.
struct Seen {
    scopes: SmallVec<[ScopeId; 6]>,
    n_changes: u64,
}

impl Seen {
    fn of(world: &World<'_>, scopes: SmallVec<[ScopeId; 6]>) -> Self {
        let n_changes = n_changes(world, &scopes);
        Self { scopes, n_changes }
    }

    /// Whether all of it is as it was.
    fn holds(&self, world: &World<'_>) -> bool {
        n_changes(world, &self.scopes) == self.n_changes
    }
}

fn n_changes(world: &World<'_>, scopes: &[ScopeId]) -> u64 {
    let n_changes = scopes.iter().map(|it| world.scopes[it.index()].n_changes);
    n_changes.map(u64::from).sum()
}

/// Binds every import, then the types and members of impls.
pub(super) fn bind_imports(world: &mut World<'_>) {
    let mut imports = pending(world);
    for _ in 0..MAX_ROUNDS {
        let mut changed = false;
        for (idx, import) in (0u32..).zip(&mut imports) {
            changed |= match import.form {
                ImportForm::Glob => glob(world, import, idx),
                // As long as nothing changes where it leads, it leads there.
                _ if import.seen.as_ref().is_some_and(|it| it.holds(world)) => false,
                _ => single(world, import, idx),
            };
        }
        if !changed {
            break;
        }
    }
    bind_aliases(world);
    bind_impls(world);
}

fn pending(world: &World<'_>) -> Vec<Pending> {
    let mut imports = Vec::new();
    for (mount_idx, mount) in world.mounts.iter().enumerate() {
        for import in &world.facts[mount.file.index()].imports {
            imports.push(one(world, mount_idx, import));
        }
    }
    imports
}

fn one(world: &World<'_>, mount_idx: usize, import: &Import) -> Pending {
    let name = match import.form {
        ImportForm::Name(name) | ImportForm::Module(name) | ImportForm::Crate(name) => {
            Some(world.name(mount_idx, name))
        }
        ImportForm::Glob => None,
    };
    Pending {
        scope: world.scope_id(mount_idx, import.scope),
        path: world.path(mount_idx, import.path).into(),
        form: import.form,
        name,
        reach: world.reach(mount_idx, import.scope, import.visibility),
        active: world.mounts[mount_idx].when[import.condition as usize]
            .cfg
            .is_none(),
        done: [false; 3],
        n_copied: 0,
        seen: None,
    }
}

fn site(scope: ScopeId, import: u32) -> Site {
    Site {
        import: Some(import),
        ..Site::of(scope)
    }
}

fn single(world: &mut World<'_>, import: &mut Pending, idx: u32) -> bool {
    let Some(name) = import.name else {
        return false;
    };
    let (mut changed, mut scopes) = (false, SmallVec::new());
    for (slot, namespace) in NAMESPACES.into_iter().enumerate() {
        if import.done[slot]
            || (namespace != Namespace::Type && !matches!(import.form, ImportForm::Name(_)))
        {
            continue;
        }
        let see = &mut |scope| {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        };
        let Some(def) = import_target(world, import, (namespace, idx), see) else {
            continue;
        };
        import.done[slot] = true;
        let rank = match def {
            _ if !import.active => Rank::Inactive,
            Def::Extern(_) | Def::BuiltIn => Rank::Foreign,
            _ => Rank::Explicit,
        };
        let binding = Binding {
            def,
            reach: import.reach,
            rank,
            import: Some(idx),
        };
        changed |= world.scopes[import.scope.index()].bind(name, namespace, binding);
    }
    import.seen = (!changed).then(|| Seen::of(world, scopes));
    changed
}

/// What the leaf of an import means in one namespace.
fn import_target(
    world: &World<'_>,
    import: &Pending,
    (namespace, idx): (Namespace, u32),
    see: &mut impl FnMut(ScopeId),
) -> Option<Def> {
    if let ImportForm::Crate(_) = import.form {
        let module = world.scopes[import.scope.index()].module;
        let &name = import.path.first()?;
        if name == world.known.this {
            return Some(Def::Module(world.root_of[module.index()]));
        }
        return world.crate_named(name, module);
    }
    let found = import_path(world, import, (namespace, idx), see)?;
    found.whole.then_some(found.def)
}

/// In the 2015 edition paths of imports begin at the crate's root.
fn import_path(
    world: &World<'_>,
    import: &Pending,
    (namespace, idx): (Namespace, u32),
    see: &mut impl FnMut(ScopeId),
) -> Option<super::paths::Found> {
    let here = site(import.scope, idx);
    let module = world.scopes[import.scope.index()].module;
    if world.package(module).1.edition == 2015 {
        let root = world.scope_of[world.root_of[module.index()].index()];
        let first = *import.path.first()?;
        let is_relative = [world.known.this, world.known.above, world.known.krate].contains(&first);
        let at_root = site(root, idx);
        if !is_relative
            && let Some(found) = world.resolve_seeing(&import.path, namespace, at_root, see)
        {
            return Some(found);
        }
    }
    world.resolve_seeing(&import.path, namespace, here, see)
}

fn glob(world: &mut World<'_>, import: &mut Pending, idx: u32) -> bool {
    let source = if import.path.is_empty() {
        let module = world.scopes[import.scope.index()].module;
        Some(Def::Module(module))
    } else {
        let found = import_path(world, import, (Namespace::Type, idx), &mut |_| {});
        found.map(|it| it.def)
    };
    match source {
        Some(Def::Module(module)) => {
            copy_module(world, import, idx, world.scope_of[module.index()])
        }
        Some(Def::Item(item)) => copy_variants(world, import, idx, item),
        Some(Def::Extern(id)) => {
            let scope = &mut world.scopes[import.scope.index()];
            scope.n_changes += 1;
            scope.foreign_glob.replace(id).is_none()
        }
        _ => false,
    }
}

fn glob_rank(import: &Pending) -> Rank {
    if import.active {
        Rank::Glob
    } else {
        Rank::InactiveGlob
    }
}

fn copy_module(world: &mut World<'_>, import: &mut Pending, idx: u32, source: ScopeId) -> bool {
    if source == import.scope {
        return false;
    }
    let module = world.scopes[import.scope.index()].module;
    let from = &world.scopes[source.index()];
    let fresh: Vec<_> = from.entries[import.n_copied..]
        .iter()
        .filter(|it| it.1.rank.has_path() && world.may_use(module, it.1.reach))
        .map(|it| (it.0, it.1.def))
        .collect();
    let foreign = from.foreign_glob;
    import.n_copied = from.entries.len();
    let rank = glob_rank(import);
    let target = &mut world.scopes[import.scope.index()];
    let mut changed = false;
    for ((name, namespace), def) in fresh {
        let binding = Binding {
            def,
            reach: import.reach,
            rank,
            import: Some(idx),
        };
        changed |= target.bind(name, namespace, binding);
    }
    if target.foreign_glob.is_none() && foreign.is_some() {
        target.foreign_glob = foreign;
        target.n_changes += 1;
        changed = true;
    }
    changed
}

fn copy_variants(world: &mut World<'_>, import: &mut Pending, idx: u32, item: ItemId) -> bool {
    if import.done[0] {
        return false;
    }
    import.done[0] = true;
    let rank = glob_rank(import);
    let target = &mut world.scopes[import.scope.index()];
    for &name in world.variants_of.get(&item).into_iter().flatten() {
        let binding = Binding {
            def: Def::Variant(item),
            reach: import.reach,
            rank,
            import: Some(idx),
        };
        target.bind(name, Namespace::Type, binding);
        target.bind(name, Namespace::Value, binding);
    }
    true
}

/// Finds the type of every alias.
fn bind_aliases(world: &mut World<'_>) {
    for mount_idx in 0..world.mounts.len() {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        let base = world.bases[mount_idx].1;
        for &(item, ty) in &facts.typed {
            let fact = &facts.items[item as usize];
            let TypeFact::Path { path, scope, .. } = facts.types[ty as usize] else {
                continue;
            };
            if fact.kind != ItemKind::Type || fact.form == Form::Associated {
                continue;
            }
            let (alias, path) = (ItemId(base + item), world.path(mount_idx, path));
            let site = Site::of(world.scope_id(mount_idx, scope));
            let found = world.resolve(path, Namespace::Type, site);
            if let Some(Def::Item(of)) = found.filter(|it| it.whole).map(|it| it.def)
                && of != alias
            {
                world.alias_of.insert(alias, of);
            }
        }
    }
}

/// Finds the type of every impl and files its members under it; members of traits likewise.
fn bind_impls(world: &mut World<'_>) {
    for mount_idx in 0..world.mounts.len() {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        let base = world.bases[mount_idx].1;
        for (idx, fact) in (0u32..).zip(&facts.items) {
            if fact.kind != ItemKind::Impl {
                continue;
            }
            let Some(path) = fact.self_type else { continue };
            let path = world.path(mount_idx, path);
            let site = Site::of(world.scope_id(mount_idx, fact.scope));
            let found = world.resolve(path, Namespace::Type, site);
            if let Some(Def::Item(item)) = found.filter(|it| it.whole).map(|it| it.def) {
                world.items[(base + idx) as usize].self_type = Some(world.behind_alias(item));
            }
        }
    }
    file_members(world);
}

fn file_members(world: &mut World<'_>) {
    let mut from_traits = FxHashSet::default();
    // Inherent members win over those of traits: they are filed first.
    for of_trait in [false, true] {
        for mount_idx in 0..world.mounts.len() {
            let facts = &world.facts[world.mounts[mount_idx].file.index()];
            let base = world.bases[mount_idx].1;
            for (idx, fact) in (0u32..).zip(&facts.items) {
                let Some(parent) = fact.parent.filter(|_| fact.form == Form::Associated) else {
                    continue;
                };
                let parent_fact = &facts.items[parent as usize];
                if parent_fact.of_trait.is_some() != of_trait {
                    continue;
                }
                let owner = match parent_fact.kind {
                    ItemKind::Impl => world.items[(base + parent) as usize].self_type,
                    _ => Some(ItemId(base + parent)),
                };
                let Some(owner) = owner else { continue };
                let key = (owner, world.name(mount_idx, fact.name));
                let member = ItemId(base + idx);
                let known = *world.members.entry(key).or_insert(member);
                if of_trait {
                    let inherent = !from_traits.contains(&known);
                    from_traits.insert(member);
                    if known != member && !inherent && rival(world, known, member) {
                        world.ambiguous.insert(key);
                    }
                }
            }
        }
    }
}

/// Whether two members of one name come from different impls that are both compiled.
fn rival(world: &World<'_>, one: ItemId, other: ItemId) -> bool {
    let [one, other] = [one, other].map(|it| world.items[it.index()]);
    one.parent != other.parent && one.compiled && other.compiled
}
