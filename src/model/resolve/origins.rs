//! What a name from outside the tree is called where it comes from: `Lock` as `tokio::sync::Mutex`.

use crate::facts::{Import, ImportForm, Namespace};
use crate::model::{ExternId, ModuleId};

use super::names::{Binding, Def, Name, Path, ScopeId, World};
use super::paths::Site;

/// Imports of imports are followed this far.
const MAX_DEPTH: u32 = 8;

/// Finds imports again by the number that bindings know them by.
pub(super) struct Origins<'a> {
    world: &'a World<'a>,
    /// The number of the first import of each mount.
    firsts: Vec<u32>,
}

impl<'a> Origins<'a> {
    pub(super) fn new(world: &'a World<'a>) -> Self {
        let mut next = 0;
        let firsts = world.mounts.iter().map(|mount| {
            let first = next;
            next += world.facts[mount.file.index()].imports.len() as u32;
            first
        });
        Self {
            firsts: firsts.collect(),
            world,
        }
    }

    /// The path of something outside, beginning with its crate where that is known.
    pub(super) fn path(
        &self,
        path: &[Name],
        krate: Option<ExternId>,
        namespace: Namespace,
        scope: ScopeId,
    ) -> Path {
        let mut found = self.follow(path, namespace, scope, 0);
        if found.first() == Some(&self.world.known.root) {
            found.remove(0);
        }
        let Some(krate) = krate.and_then(|it| self.world.crates.outside.get(&it)) else {
            return found;
        };
        if found.first() != Some(krate) {
            found.insert(0, *krate);
        }
        found
    }

    fn follow(&self, path: &[Name], namespace: Namespace, scope: ScopeId, depth: u32) -> Path {
        let world = self.world;
        let (Some(&first), false) = (path.first(), depth > MAX_DEPTH) else {
            return path.into();
        };
        let at = |n: usize| if n == 1 { namespace } else { Namespace::Type };
        match self.binding(first, at(path.len()), scope) {
            Some(binding) if matches!(binding.def, Def::Extern(_) | Def::BuiltIn) => {
                self.through(binding, path, namespace, depth)
            }
            _ => {
                // The longest beginning that is a module of the tree.
                let inside = (1..path.len()).rev().find_map(|n| {
                    let found = world.resolve(&path[..n], Namespace::Type, Site::of(scope))?;
                    match found.def {
                        Def::Module(module) if found.whole => Some((module, &path[n..])),
                        _ => None,
                    }
                });
                match inside {
                    Some((module, rest)) => self.inside(module, rest, namespace, depth),
                    None => path.into(),
                }
            }
        }
    }

    /// A path that begins in a module of the tree.
    fn inside(&self, module: ModuleId, path: &[Name], namespace: Namespace, depth: u32) -> Path {
        let world = self.world;
        let scope = &world.scopes[world.scope_of[module.index()].index()];
        let wanted = if path.len() == 1 {
            namespace
        } else {
            Namespace::Type
        };
        match path.first().and_then(|it| scope.get(*it, wanted)) {
            Some(binding) => self.through(*binding, path, namespace, depth),
            None => path.into(),
        }
    }

    /// A path whose beginning came by an import.
    fn through(&self, binding: Binding, path: &[Name], namespace: Namespace, depth: u32) -> Path {
        let world = self.world;
        let Some((mount, import)) = binding.import.and_then(|it| self.import(it)) else {
            return path.into();
        };
        let scope = world.scope_id(mount, import.scope);
        let mut whole = Path::from(world.path(mount, import.path));
        if import.form == ImportForm::Glob {
            let found = world.resolve(&whole, Namespace::Type, Site::of(scope));
            if let Some(Def::Module(module)) = found.filter(|it| it.whole).map(|it| it.def) {
                return self.inside(module, path, namespace, depth + 1);
            }
            whole.extend_from_slice(path);
            return whole;
        }
        whole.extend_from_slice(path.get(1..).unwrap_or_default());
        // `use log::log` does not lead to itself.
        let first = whole.first().copied();
        let again = first.and_then(|it| self.binding(it, Namespace::Type, scope));
        if again.is_some_and(|it| it.import == binding.import) {
            return whole;
        }
        self.follow(&whole, namespace, scope, depth + 1)
    }

    fn import(&self, number: u32) -> Option<(usize, &'a Import)> {
        let mount = self
            .firsts
            .partition_point(|it| *it <= number)
            .checked_sub(1)?;
        let imports = &self.world.facts[self.world.mounts[mount].file.index()].imports;
        let import = imports.get((number - self.firsts[mount]) as usize)?;
        Some((mount, import))
    }

    /// What a name is bound to in a scope or one round it, as far as the module reaches.
    fn binding(&self, name: Name, namespace: Namespace, scope: ScopeId) -> Option<Binding> {
        let mut next = Some(scope);
        while let Some(id) = next {
            let scope = &self.world.scopes[id.index()];
            if let Some(binding) = scope.get(name, namespace) {
                return Some(*binding);
            }
            next = scope.parent.filter(|_| !scope.is_module);
        }
        None
    }
}
