//! A type and a name -> a method.

use crate::facts::MethodCall;
use crate::model::{Confidence, ItemId, ItemKind, ModuleId, Visibility};

use super::super::names::{Name, Reach, ScopeId};
use super::{Kind, Ty, Typer};

/// How many layers of `Arc<Mutex<..>>` are seen through.
const MAX_DEREF: usize = 8;
/// Supertraits of supertraits.
const MAX_SUPERTRAITS: u32 = 8;

impl Typer<'_> {
    /// Finds the method of a call, notes it, and tells what it gives.
    pub(super) fn method(&mut self, call: u32) -> Ty {
        let fact = self.facts.method_calls[call as usize];
        let name = self.world.name(self.mount_idx, fact.name);
        let receiver = self.grown(fact.receiver, fact.argument, name);
        let argument = self.terms[fact.argument as usize];
        let mut next = Some(receiver);
        for _ in 0..MAX_DEREF {
            let Some(ty) = next else { break };
            if let Some(method) = self.method_on(ty, name, 0) {
                self.found[call as usize] = Some((method, Confidence::Inferred));
                return self.output(method, ty, argument);
            }
            if let Some(gives) = self.mapper_method(ty, name) {
                return gives;
            }
            let turbofish = self.written_here(fact.turbofish);
            if let Some(gives) = self.standard_method(ty, name, argument, &turbofish) {
                return gives;
            }
            next = self.deref(ty);
        }
        let found = self.in_scope(&fact, name);
        let found = found.or_else(|| self.only_one(&fact, name, receiver));
        self.found[call as usize] = found;
        if found.is_none() && !receiver.is_known() {
            self.untyped.push(call);
        }
        match found {
            Some((method, _)) => self.output(method, Ty::UNKNOWN, argument),
            None if self.is_outside(receiver) => self.arena.add(Kind::Outside),
            None => Ty::UNKNOWN,
        }
    }

    /// Whether a type holds nothing of the tree, so that its methods give nothing of it either.
    fn is_outside(&self, ty: Ty) -> bool {
        match self.arena.kind(ty) {
            Kind::Outside => true,
            Kind::Foreign(_, arguments) => arguments.is_empty(),
            _ => false,
        }
    }

    /// The receiver, after what is pushed onto an empty list has told what the list holds.
    fn grown(&mut self, receiver: u32, argument: u32, name: Name) -> Ty {
        let (ty, pushed) = (self.terms[receiver as usize], self.terms[argument as usize]);
        let grows = matches!(
            self.text(name),
            "push" | "push_back" | "push_front" | "insert"
        );
        if !grows || !pushed.is_known() {
            return ty;
        }
        let empty = match self.kind(ty) {
            Kind::Slice(one) => !one.is_known(),
            Kind::Foreign(name, arguments) => {
                super::family::is_list(self.text(name)) && arguments.iter().all(|it| !it.is_known())
            }
            _ => false,
        };
        if !empty {
            return ty;
        }
        let filled = self.foreign(self.world.known.vec, &[pushed]);
        self.terms[receiver as usize] = filled;
        filled
    }

    /// A method of this very type, or of a trait that it is known to implement.
    pub(super) fn method_on(&mut self, ty: Ty, name: Name, depth: u32) -> Option<ItemId> {
        if depth > MAX_SUPERTRAITS {
            return None;
        }
        match self.kind(ty) {
            Kind::Item(item, _) => {
                if let Some(&member) = self.world.members.get(&(item, name)) {
                    let takes_self = self.index.signatures.get(&member);
                    return takes_self.filter(|it| it.1.takes_self()).map(|_| member);
                }
                if self.world.items[item.index()].kind == ItemKind::Trait {
                    return self.method_of_supertraits(item, name, depth);
                }
                let traits = self.index.traits_of.get(&item);
                let traits: Vec<_> = traits.into_iter().flatten().copied().collect();
                traits
                    .into_iter()
                    .find_map(|it| self.method_of_trait(it, name, depth))
            }
            Kind::Param(item, generic) => {
                let is_trait = self.world.items[item.index()].kind == ItemKind::Trait;
                if is_trait && generic == self.world.known.self_type {
                    return self.method_of_trait(item, name, depth);
                }
                let bounds = self.bounds(item, generic);
                bounds
                    .into_iter()
                    .find_map(|it| self.method_on(it, name, depth + 1))
            }
            Kind::Traits(bounds) => bounds
                .iter()
                .find_map(|it| self.method_on(*it, name, depth + 1)),
            _ => None,
        }
    }

    fn method_of_trait(&mut self, of_trait: ItemId, name: Name, depth: u32) -> Option<ItemId> {
        let member = self.world.members.get(&(of_trait, name)).copied();
        member
            .filter(|it| self.index.signatures.contains_key(it))
            .or_else(|| self.method_of_supertraits(of_trait, name, depth))
    }

    fn method_of_supertraits(
        &mut self,
        of_trait: ItemId,
        name: Name,
        depth: u32,
    ) -> Option<ItemId> {
        let this = self.world.known.self_type;
        let above = self.bounds(of_trait, this);
        above
            .into_iter()
            .find_map(|it| self.method_on(it, name, depth + 1))
    }

    /// What a type can be seen as: what it points to or guards.
    pub(super) fn deref(&mut self, ty: Ty) -> Option<Ty> {
        match self.kind(ty) {
            Kind::Foreign(name, arguments) => {
                let derefs = super::family::derefs(self.text(name));
                arguments.first().copied().filter(|_| derefs)
            }
            Kind::Item(..) => {
                let target = self.associated(ty, self.world.known.target);
                Some(target).filter(|it| it.is_known() && *it != ty)
            }
            _ => None,
        }
    }

    /// A method of a trait that is in scope and implemented for more than types of the tree.
    fn in_scope(&self, call: &MethodCall, name: Name) -> Option<(ItemId, Confidence)> {
        let candidates = self.index.extensions.get(&name)?;
        let scope = self.world.scope_id(self.mount_idx, call.scope);
        let mut fitting = candidates
            .iter()
            .filter(|it| self.sees(scope, it.0) && self.takes(it.1, call));
        let (_, method) = fitting.next()?;
        let only = fitting.next().is_none();
        only.then_some((*method, Confidence::Inferred))
    }

    /// Whether a trait is in scope.
    fn sees(&self, scope: ScopeId, of_trait: ItemId) -> bool {
        let mut next = Some(scope);
        while let Some(id) = next {
            if self.index.in_scope.contains(&(id, of_trait)) {
                return true;
            }
            let scope = &self.world.scopes[id.index()];
            next = scope.parent.filter(|_| !scope.is_module);
        }
        false
    }

    /// The only method of that name that could be meant, where the receiver tells nothing.
    fn only_one(
        &self,
        call: &MethodCall,
        name: Name,
        receiver: Ty,
    ) -> Option<(ItemId, Confidence)> {
        if receiver.is_known() || super::common::is_common(self.text(name)) {
            return None;
        }
        let scope = self.world.scope_id(self.mount_idx, call.scope);
        let module = self.world.scopes[scope.index()].module;
        let candidates = self.index.methods.get(&name)?;
        let mut fitting = candidates
            .iter()
            .filter(|it| self.takes(**it, call) && self.may_mean(module, **it));
        let method = *fitting.next()?;
        let only = fitting.next().is_none();
        only.then_some((method, Confidence::Guessed))
    }

    /// Whether a method takes as many arguments as a call gives.
    fn takes(&self, method: ItemId, call: &MethodCall) -> bool {
        self.index
            .signatures
            .get(&method)
            .is_some_and(|(mount, signature)| {
                let file = self.world.mounts[*mount as usize].file.index();
                let inputs = self.world.facts[file].list(signature.inputs);
                inputs.len() == call.n_arguments as usize
            })
    }

    /// Whether code of a module can call a method: its crate is known there, and it is visible.
    fn may_mean(&self, module: ModuleId, method: ItemId) -> bool {
        let world = self.world;
        let home = world.items[method.index()].module;
        let same_crate = world.crate_of[home.index()] == world.crate_of[module.index()];
        let visible = match self.index.visibility.get(&method) {
            Some(Visibility::Public) | None => true,
            Some(Visibility::Restricted) => same_crate,
            Some(Visibility::Private) => world.may_use(module, Reach::Within(home)),
        };
        visible && (same_crate || super::index::knows(world, module, home))
    }
}
