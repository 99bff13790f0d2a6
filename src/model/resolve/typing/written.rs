//! A type as written -> a type.

use crate::facts::{Namespace, TypeFact, TypeIdx, TypeList};
use crate::model::{ItemId, ItemKind};

use super::super::names::{Def, Name};
use super::super::paths::Site;
use super::index::Written;
use super::{Kind, Substitution, Ty, Typer};

/// Types inside types, and aliases of aliases, are followed this deep.
const MAX_DEPTH: u32 = 24;

/// Where a type is written, and what it means there.
#[derive(Clone, Copy)]
pub(super) struct Context<'s> {
    pub(super) mount: usize,
    /// The item it is written in: `Self` and generic parameters depend on it.
    pub(super) owner: Option<ItemId>,
    /// What `Self` is, where that is known better than the item tells.
    pub(super) this: Option<Ty>,
    pub(super) substitution: &'s Substitution,
}

impl Typer<'_> {
    /// A type as written in an item, with nothing substituted.
    ///
    /// It is the same each time, so it is remembered unless the nesting may have cut it.
    pub(super) fn written_in(&mut self, item: ItemId, (mount, ty): Written) -> Ty {
        let key = (item, mount, ty);
        if let Some(known) = self.written_once.get(&key) {
            return *known;
        }
        let nothing = Substitution::default();
        let context = Context {
            mount: mount as usize,
            owner: Some(item),
            this: None,
            substitution: &nothing,
        };
        let found = self.written(context, ty);
        if self.depth == 0 {
            self.written_once.insert(key, found);
        }
        found
    }

    /// A type as written.
    pub(super) fn written(&mut self, context: Context<'_>, ty: TypeIdx) -> Ty {
        if ty == 0 || self.depth > MAX_DEPTH {
            return Ty::UNKNOWN;
        }
        self.depth += 1;
        let found = self.written_fact(context, ty);
        self.depth -= 1;
        found
    }

    fn written_fact(&mut self, context: Context<'_>, ty: TypeIdx) -> Ty {
        let world = self.world;
        let facts = &world.facts[world.mounts[context.mount].file.index()];
        let kind = match facts.types[ty as usize] {
            TypeFact::Unknown | TypeFact::Never => return Ty::UNKNOWN,
            TypeFact::Path {
                path,
                scope,
                arguments,
            } => {
                let path = world.path(context.mount, path);
                let arguments = self.all_written(context, arguments);
                return self.named(context, path, scope, &arguments);
            }
            TypeFact::Generic(symbol) => {
                return self.generic(context, world.name(context.mount, symbol));
            }
            TypeFact::Associated { of, name } => {
                let of = self.written(context, of);
                return self.associated(of, world.name(context.mount, name));
            }
            TypeFact::Reference { to, .. } | TypeFact::Pointer(to) => {
                return self.written(context, to);
            }
            TypeFact::Tuple(parts) => Kind::Tuple(self.all_written(context, parts).into()),
            TypeFact::Slice(of) => Kind::Slice(self.written(context, of)),
            TypeFact::Traits { bounds, .. } => {
                Kind::Traits(self.all_written(context, bounds).into())
            }
            TypeFact::Function(parts) => {
                let parts = self.all_written(context, parts);
                Kind::Callable(parts.first().copied().unwrap_or(Ty::UNKNOWN))
            }
        };
        self.arena.add(kind)
    }

    pub(super) fn all_written(&mut self, context: Context<'_>, list: TypeList) -> Vec<Ty> {
        let world = self.world;
        let facts = &world.facts[world.mounts[context.mount].file.index()];
        facts
            .list(list)
            .iter()
            .map(|it| self.written(context, *it))
            .collect()
    }

    fn named(&mut self, context: Context<'_>, path: &[Name], scope: u32, arguments: &[Ty]) -> Ty {
        let world = self.world;
        if *path == [world.known.self_type] {
            return context
                .this
                .unwrap_or_else(|| self.self_type(context.owner));
        }
        let site = Site {
            owner: context.owner,
            ..Site::of(world.scope_id(context.mount, scope))
        };
        let found = world.resolve(path, Namespace::Type, site);
        match found.filter(|it| it.whole).map(|it| it.def) {
            Some(Def::Item(item)) => self.item(item, arguments),
            Some(Def::Extern(_) | Def::BuiltIn) => match path.last() {
                Some(last) => self.foreign(*last, arguments),
                None => Ty::UNKNOWN,
            },
            _ => Ty::UNKNOWN,
        }
    }

    /// A type of the tree with arguments; an alias as what it stands for.
    pub(super) fn item(&mut self, item: ItemId, arguments: &[Ty]) -> Ty {
        let world = self.world;
        let is_type = world.items[item.index()].kind == ItemKind::Type;
        match self.index.typed.get(&item).filter(|_| is_type) {
            Some(&alias) => self.written_with(item, alias, arguments),
            None => {
                let arguments = self.arena.list(arguments);
                self.arena.add(Kind::Item(item, arguments))
            }
        }
    }

    /// A type as written in an item, with arguments for what the item is generic over.
    pub(super) fn written_with(
        &mut self,
        item: ItemId,
        (mount, ty): Written,
        arguments: &[Ty],
    ) -> Ty {
        let substitution = self.substitution(item, arguments);
        let context = Context {
            mount: mount as usize,
            owner: Some(item),
            this: None,
            substitution: &substitution,
        };
        self.written(context, ty)
    }

    /// The generic parameters of an item as these arguments.
    pub(super) fn substitution(&self, item: ItemId, arguments: &[Ty]) -> Substitution {
        let names = self.index.generics.get(&item).into_iter().flatten();
        let pairs = names
            .zip(arguments)
            .map(|(name, ty)| ((item, *name), *ty))
            .filter(|it| it.1.is_known());
        pairs.collect()
    }

    fn generic(&mut self, context: Context<'_>, name: Name) -> Ty {
        let world = self.world;
        let mut next = context.owner;
        while let Some(item) = next {
            let declared = self
                .index
                .generics
                .get(&item)
                .is_some_and(|it| it.contains(&name));
            if declared {
                return match context.substitution.get(&(item, name)) {
                    Some(known) => *known,
                    None => self.arena.add(Kind::Param(item, name)),
                };
            }
            next = world.items[item.index()].parent;
        }
        Ty::UNKNOWN
    }

    /// What `Self` is in an item.
    pub(super) fn self_type(&mut self, owner: Option<ItemId>) -> Ty {
        let mut next = owner;
        while let Some(item) = next {
            let state = self.world.items[item.index()];
            match state.kind {
                ItemKind::Impl => {
                    return match self.index.typed.get(&item) {
                        Some(&written) => self.written_in(item, written),
                        None => Ty::UNKNOWN,
                    };
                }
                ItemKind::Trait => {
                    let this = self.world.known.self_type;
                    return self.arena.add(Kind::Param(item, this));
                }
                ItemKind::Type if state.form != crate::facts::Form::Associated => {
                    let none = self.arena.list(&[]);
                    return self.arena.add(Kind::Item(item, none));
                }
                _ => next = state.parent,
            }
        }
        Ty::UNKNOWN
    }

    /// `T::Name`.
    pub(super) fn associated(&mut self, of: Ty, name: Name) -> Ty {
        if self.depth > MAX_DEPTH {
            return Ty::UNKNOWN;
        }
        let this = self.world.known.self_type;
        match self.kind(of) {
            Kind::Item(item, _) => {
                let Some(&member) = self.world.members.get(&(item, name)) else {
                    return Ty::UNKNOWN;
                };
                match self.index.typed.get(&member) {
                    Some(&written) => {
                        self.depth += 1;
                        let found = self.written_in(member, written);
                        self.depth -= 1;
                        // `impl<T> Deref for Outcome<T> { type Target = T; }`
                        if let Kind::Param(owner, generic) = self.kind(found) {
                            let given = self.of_receiver(member, of);
                            return given.get(&(owner, generic)).copied().unwrap_or(found);
                        }
                        found
                    }
                    None => self.arena.add(Kind::Param(member, this)),
                }
            }
            Kind::Param(item, generic) => {
                let is_trait = self.world.items[item.index()].kind == ItemKind::Trait;
                if generic == this && is_trait {
                    let none = self.arena.list(&[]);
                    let trait_type = self.arena.add(Kind::Item(item, none));
                    return self.associated(trait_type, name);
                }
                let bounds = self.bounds(item, generic);
                self.first_associated(&bounds, name)
            }
            Kind::Traits(bounds) => self.first_associated(&bounds, name),
            _ if name == self.world.known.item => self.each(of),
            _ => Ty::UNKNOWN,
        }
    }

    fn first_associated(&mut self, bounds: &[Ty], name: Name) -> Ty {
        let found = bounds.iter().map(|it| self.associated(*it, name));
        found
            .into_iter()
            .find(|it| it.is_known())
            .unwrap_or(Ty::UNKNOWN)
    }

    /// What a generic parameter must implement.
    pub(super) fn bounds(&mut self, item: ItemId, generic: Name) -> Vec<Ty> {
        let bounds = self.index.bounds.get(&(item, generic));
        let bounds: Vec<_> = bounds.into_iter().flatten().copied().collect();
        bounds
            .into_iter()
            .map(|it| self.written_in(item, it))
            .collect()
    }
}
