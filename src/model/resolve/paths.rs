//! One path in one scope -> what it means.

use crate::facts::{Form, Namespace};
use crate::model::{ItemId, ItemKind, ModuleId};

use super::built_in::built_in;
use super::names::{Def, Name, ScopeId, World};

/// Aliases of aliases are followed this far; longer chains are circles.
const MAX_ALIASES: usize = 16;

/// Where a path is looked up.
#[derive(Clone, Copy)]
pub(super) struct Site {
    /// The innermost scope.
    pub(super) scope: ScopeId,
    /// The item round it: what `Self` means depends on it.
    pub(super) owner: Option<ItemId>,
    /// The import that asks: it does not find itself.
    pub(super) import: Option<u32>,
    /// What `$crate` means here, inside a macro.
    pub(super) dollar_crate: Option<ModuleId>,
}

impl Site {
    /// A scope, outside of any item.
    pub(super) fn of(scope: ScopeId) -> Self {
        Self {
            scope,
            owner: None,
            import: None,
            dollar_crate: None,
        }
    }
}

/// What a path means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub(super) def: Def,
    /// The type or trait before a member, if the path ends in one.
    pub(super) through: Option<ItemId>,
    /// Whether every segment was bound; if not, `def` is the type the rest belongs to.
    pub(super) whole: bool,
}

impl Found {
    fn whole(def: Def) -> Self {
        Self {
            def,
            through: None,
            whole: true,
        }
    }
}

impl World<'_> {
    /// What the path of an import means: a lone first segment that only leads back to the import
    /// means the crate of that name.
    pub(super) fn resolve_beside_imports(
        &self,
        path: &[Name],
        namespace: Namespace,
        site: Site,
    ) -> Option<Found> {
        let found = self.resolve(path, namespace, site);
        if found.is_some_and(|it| it.whole) {
            return found;
        }
        let (&first, rest) = path.split_first()?;
        let module = self.scopes[site.scope.index()].module;
        let krate = self.crate_named(first, module);
        krate
            .and_then(|it| self.descend(it, rest, (namespace, module), &mut |_| {}))
            .or(found)
    }

    /// What a path means; `None` if its beginning is not known.
    pub(super) fn resolve(&self, path: &[Name], namespace: Namespace, site: Site) -> Option<Found> {
        self.resolve_seeing(path, namespace, site, &mut |_| {})
    }

    /// The same; `see` is told of every scope that the answer depends on.
    pub(super) fn resolve_seeing(
        &self,
        path: &[Name],
        namespace: Namespace,
        site: Site,
        see: &mut impl FnMut(ScopeId),
    ) -> Option<Found> {
        let (&first, rest) = path.split_first()?;
        let at = |n_rest: usize| {
            if n_rest == 0 {
                namespace
            } else {
                Namespace::Type
            }
        };
        let module = self.scopes[site.scope.index()].module;
        if first == self.known.root {
            let (&krate, rest) = rest.split_first()?;
            let def = self.crate_named(krate, module).or_else(|| {
                let root = self.root_of[module.index()];
                see(self.scope_of[root.index()]);
                self.in_module(root, krate, at(rest.len()), module)
            })?;
            return self.descend(def, rest, (namespace, module), see);
        }
        if first == self.known.krate || first == self.known.dollar_crate {
            let root = match site
                .dollar_crate
                .filter(|_| first == self.known.dollar_crate)
            {
                Some(root) => root,
                None => self.root_of[module.index()],
            };
            return self.descend(Def::Module(root), rest, (namespace, module), see);
        }
        if first == self.known.this && (!rest.is_empty() || namespace == Namespace::Type) {
            return self.descend(Def::Module(module), rest, (namespace, module), see);
        }
        if first == self.known.above {
            let mut above = self.parent_of[module.index()]?;
            let mut rest = rest;
            while let Some((_, further)) = rest.split_first().filter(|it| *it.0 == self.known.above)
            {
                above = self.parent_of[above.index()]?;
                rest = further;
            }
            return self.descend(Def::Module(above), rest, (namespace, module), see);
        }
        if first == self.known.self_type {
            let this = self.self_type(site.owner)?;
            return self.descend(Def::Item(this), rest, (namespace, module), see);
        }
        let def = self.lookup(first, at(rest.len()), site, see)?;
        self.descend(def, rest, (namespace, module), see)
    }

    /// Follows the segments after the first.
    fn descend(
        &self,
        start: Def,
        rest: &[Name],
        (namespace, from): (Namespace, ModuleId),
        see: &mut impl FnMut(ScopeId),
    ) -> Option<Found> {
        let mut def = start;
        for (idx, &name) in rest.iter().enumerate() {
            let last = idx + 1 == rest.len();
            let wanted = if last { namespace } else { Namespace::Type };
            match def {
                Def::Module(module) => {
                    let scope = self.scope_of[module.index()];
                    see(scope);
                    let next = self.in_module(module, name, wanted, from);
                    def = match next {
                        Some(next) => next,
                        None => Def::Extern(self.scopes[scope.index()].foreign_glob?),
                    };
                }
                Def::Item(item) => return Some(self.member(item, &rest[idx..])),
                Def::Variant(_) | Def::Extern(_) | Def::BuiltIn => return Some(Found::whole(def)),
            }
        }
        Some(Found::whole(def))
    }

    /// `Type::member`, `Enum::Variant`, `Trait::method`.
    fn member(&self, named: ItemId, rest: &[Name]) -> Found {
        let name = rest[0];
        let item = self.behind_alias(named);
        if self.items[item.index()].form == Form::Enum && self.variants.contains(&(item, name)) {
            return Found {
                def: Def::Variant(item),
                through: (named != item).then_some(named),
                whole: true,
            };
        }
        let member = self.members.get(&(item, name));
        match member.filter(|_| !self.ambiguous.contains(&(item, name))) {
            Some(&member) => Found {
                def: Def::Item(member),
                through: Some(named),
                whole: rest.len() == 1,
            },
            None => Found {
                def: Def::Item(item),
                through: (named != item).then_some(named),
                whole: false,
            },
        }
    }

    /// The type that an alias of an alias stands for in the end.
    pub(super) fn behind_alias(&self, named: ItemId) -> ItemId {
        let next = |it: &ItemId| self.alias_of.get(it).copied();
        std::iter::successors(Some(named), next)
            .take(MAX_ALIASES)
            .last()
            .unwrap_or(named)
    }

    /// A name in a module, as a path from outside sees it.
    pub(super) fn in_module(
        &self,
        module: ModuleId,
        name: Name,
        namespace: Namespace,
        from: ModuleId,
    ) -> Option<Def> {
        let scope = &self.scopes[self.scope_of[module.index()].index()];
        let binding = scope.get(name, namespace)?;
        let usable = binding.rank.has_path() && self.may_use(from, binding.reach);
        usable.then_some(binding.def)
    }

    /// A name without anything before it: scopes from the inside out, then crates, then the language.
    fn lookup(
        &self,
        name: Name,
        namespace: Namespace,
        site: Site,
        see: &mut impl FnMut(ScopeId),
    ) -> Option<Def> {
        let mut foreign = None;
        let mut next = Some(site.scope);
        while let Some(id) = next {
            see(id);
            let scope = &self.scopes[id.index()];
            let binding = scope.get(name, namespace);
            if let Some(binding) =
                binding.filter(|it| it.import.is_none() || it.import != site.import)
            {
                return Some(binding.def);
            }
            foreign = foreign.or(scope.foreign_glob);
            // Names of a module do not reach into the modules inside it.
            next = scope.parent.filter(|_| !scope.is_module);
        }
        let module = self.scopes[site.scope.index()].module;
        if namespace == Namespace::Macro
            && let Some(found) = self.macro_named(name, module, see)
        {
            return Some(Def::Item(found));
        }
        if namespace == Namespace::Type
            && let Some(found) = self.crate_named(name, module)
        {
            return Some(found);
        }
        if built_in(self.texts[name as usize], namespace) {
            return Some(Def::BuiltIn);
        }
        let krate = self.crate_of[module.index()];
        if namespace == Namespace::Macro && self.foreign_macros.contains(&krate) {
            return Some(Def::BuiltIn);
        }
        foreign.map(Def::Extern)
    }

    /// `macro_rules!` reach down into inner modules and, with `#[macro_use]`, further down the text.
    fn macro_named(
        &self,
        name: Name,
        module: ModuleId,
        see: &mut impl FnMut(ScopeId),
    ) -> Option<ItemId> {
        let above = std::iter::successors(Some(module), |it| self.parent_of[it.index()]);
        for module in above {
            see(self.scope_of[module.index()]);
            let scope = &self.scopes[self.scope_of[module.index()].index()];
            if let Some(Def::Item(item)) = scope.get(name, Namespace::Macro).map(|it| it.def) {
                return Some(item);
            }
            if let Some(item) = self.macros.get(&(module, name)) {
                return Some(*item);
            }
        }
        None
    }

    /// What `Self` means in an item: the type of the impl, the trait, or the type itself.
    pub(super) fn self_type(&self, owner: Option<ItemId>) -> Option<ItemId> {
        let mut next = owner;
        while let Some(item) = next {
            let state = &self.items[item.index()];
            match state.kind {
                ItemKind::Impl => return state.self_type,
                ItemKind::Trait => return Some(item),
                ItemKind::Type if state.form != Form::Associated => return Some(item),
                _ => next = state.parent,
            }
        }
        None
    }
}
