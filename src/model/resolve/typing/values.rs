//! A term -> the type it gives.

use crate::facts::{Namespace, Term, TypeList};
use crate::model::{ItemId, ItemKind};

use super::super::names::{Def, Name};
use super::super::paths::{Found, Site};
use super::written::Context;
use super::{Kind, Substitution, Ty, Typer};

impl Typer<'_> {
    /// Evaluates every term. A term is made of earlier ones, so that once is enough.
    pub(super) fn evaluate(&mut self) {
        let base = self.world.bases[self.mount_idx].1;
        let mut owners = self.facts.term_owners.iter().peekable();
        for (idx, term) in self.facts.terms.iter().enumerate() {
            while let Some(entry) = owners.next_if(|it| it.0 as usize <= idx) {
                self.owner = entry.1.map(|it| ItemId(base + it));
            }
            self.terms[idx] = self.term(*term);
        }
    }

    fn at(&self, term: u32) -> Ty {
        self.terms[term as usize]
    }

    fn term(&mut self, term: Term) -> Ty {
        match term {
            Term::Unknown => Ty::UNKNOWN,
            Term::Typed(ty) => self.here(|it, context| it.written(context, ty)),
            Term::Value {
                path,
                scope,
                arguments,
            } => self.value(path, scope, arguments),
            Term::Call { callee, argument } => self.call(self.at(callee), self.at(argument)),
            Term::Method(call) => self.method(call),
            Term::Field { of, name } => {
                let name = self.world.name(self.mount_idx, name);
                self.field(self.at(of), name)
            }
            Term::Part {
                of,
                path,
                scope,
                name,
            } => self.part(self.at(of), path, scope, name),
            Term::Indexed(of) => self.indexed(self.at(of)),
            Term::Each(of) => self.each(self.at(of)),
            Term::Try(of) => self.tried(self.at(of)),
            Term::Awaited(of) => self.awaited(self.at(of)),
            Term::Tuple(parts) => {
                let parts = self.facts.list(parts).iter().map(|it| self.at(*it));
                let parts: Vec<_> = parts.collect();
                self.tuple(&parts)
            }
            Term::Array(of) => self.arena.add(Kind::Slice(self.at(of))),
            Term::Closure(gives) => self.arena.add(Kind::Callable(self.at(gives))),
            Term::Parameter {
                call,
                argument,
                position,
            } => self.parameter(call, argument.into(), position.into()),
            Term::Ascribed { ty, of } => self.ascribed(self.at(ty), self.at(of)),
            Term::Either(one, other) => {
                let one = self.at(one);
                if one.is_known() { one } else { self.at(other) }
            }
            Term::Text => self.foreign(self.world.known.text, &[]),
        }
    }

    /// `let all: Vec<_> = ..`: what is written, with `_` as the value tells.
    fn ascribed(&mut self, written: Ty, value: Ty) -> Ty {
        match (self.kind(written), self.kind(value)) {
            (Kind::Unknown, _) => value,
            (Kind::Foreign(name, arguments), Kind::Foreign(_, given))
                if !arguments.is_empty() && arguments.iter().all(|it| !it.is_known()) =>
            {
                self.foreign(name, &given)
            }
            (Kind::Item(item, arguments), Kind::Item(other, given))
                if item == other && arguments.iter().all(|it| !it.is_known()) =>
            {
                self.item(item, &given)
            }
            _ => written,
        }
    }

    /// Something written where the present term stands.
    fn here<T>(&mut self, read: impl FnOnce(&mut Self, Context<'_>) -> T) -> T {
        let nothing = Substitution::default();
        let context = Context {
            mount: self.mount_idx,
            owner: self.owner,
            this: None,
            substitution: &nothing,
        };
        read(self, context)
    }

    fn site(&self, scope: u32) -> Site {
        Site {
            owner: self.owner,
            ..Site::of(self.world.scope_id(self.mount_idx, scope))
        }
    }

    pub(super) fn written_here(&mut self, list: TypeList) -> Vec<Ty> {
        self.here(|it, context| it.all_written(context, list))
    }

    fn value(&mut self, path: crate::facts::PathRef, scope: u32, arguments: TypeList) -> Ty {
        let path = self.world.path(self.mount_idx, path);
        let arguments = self.written_here(arguments);
        if *path == [self.world.known.self_type] {
            return self.self_type(self.owner);
        }
        let found = self.world.resolve(path, Namespace::Value, self.site(scope));
        let Some(found) = found else {
            return Ty::UNKNOWN;
        };
        match found.def {
            Def::Item(item) if found.whole => self.item_value(item, found, path, &arguments),
            Def::Item(item) => self.generated(item, path, &arguments),
            Def::Variant(item) => self.item(item, &arguments),
            Def::BuiltIn | Def::Extern(_) => {
                let Some((last, before)) = path.split_last() else {
                    return Ty::UNKNOWN;
                };
                let of = before.last().copied();
                let kind = Kind::ForeignFunction(of, *last, self.arena.list(&arguments));
                self.arena.add(kind)
            }
            Def::Module(_) => Ty::UNKNOWN,
        }
    }

    fn item_value(&mut self, item: ItemId, found: Found, path: &[Name], arguments: &[Ty]) -> Ty {
        match self.world.items[item.index()].kind {
            ItemKind::Fn => {
                let through_self = path.first() == Some(&self.world.known.self_type);
                let this = match found.through {
                    _ if through_self => self.self_type(self.owner),
                    Some(through) if self.world.items[through.index()].kind == ItemKind::Type => {
                        self.item(through, arguments)
                    }
                    _ => Ty::UNKNOWN,
                };
                self.arena.add(Kind::Function(item, this))
            }
            ItemKind::Const | ItemKind::Static => match self.index.typed.get(&item) {
                Some(&written) => self.written_in(item, written),
                None => Ty::UNKNOWN,
            },
            ItemKind::Type => self.item(item, arguments),
            _ => Ty::UNKNOWN,
        }
    }

    /// A function that a derive made: those that make a value of the type.
    fn generated(&mut self, item: ItemId, path: &[Name], arguments: &[Ty]) -> Ty {
        let this = match path.first() {
            Some(first) if *first == self.world.known.self_type => self.self_type(self.owner),
            _ => self.item(item, arguments),
        };
        let Some(last) = path.last() else {
            return Ty::UNKNOWN;
        };
        let gives = match self.text(*last) {
            "default" | "from" | "parse" => this,
            "try_from" | "from_str" | "try_parse" => {
                self.foreign(self.world.known.result, &[this, Ty::UNKNOWN])
            }
            _ => return self.found_by(item, *last).unwrap_or(Ty::UNKNOWN),
        };
        self.arena.add(Kind::Callable(gives))
    }

    fn call(&mut self, callee: Ty, argument: Ty) -> Ty {
        match self.kind(callee) {
            Kind::Function(item, this) => self.output(item, this, argument),
            Kind::Item(..) => callee,
            Kind::Callable(gives) => gives,
            Kind::ForeignFunction(of, name, arguments) => {
                self.foreign_call(of, name, &arguments, argument)
            }
            Kind::Traits(bounds) => self.called_bounds(&bounds),
            Kind::Param(item, name) => {
                let bounds = self.bounds(item, name);
                self.called_bounds(&bounds)
            }
            _ => Ty::UNKNOWN,
        }
    }

    /// `Fn(A) -> B` gives `B`, its first argument.
    fn called_bounds(&mut self, bounds: &[Ty]) -> Ty {
        bounds
            .iter()
            .find_map(|it| match self.kind(*it) {
                Kind::Foreign(name, arguments) if is_fn(self.text(name)) => {
                    arguments.first().copied()
                }
                _ => None,
            })
            .unwrap_or(Ty::UNKNOWN)
    }

    /// What a function of the tree gives when called on a type.
    pub(super) fn output(&mut self, function: ItemId, this: Ty, argument: Ty) -> Ty {
        let Some(&(mount, signature)) = self.index.signatures.get(&function) else {
            return Ty::UNKNOWN;
        };
        let mut substitution = self.of_receiver(function, this);
        self.infer(
            function,
            (mount, signature.inputs),
            argument,
            &mut substitution,
        );
        let context = Context {
            mount: mount as usize,
            owner: Some(function),
            this: Some(this).filter(|it| it.is_known()),
            substitution: &substitution,
        };
        self.written(context, signature.output)
    }

    /// `fn new(store: S) -> Self` tells what `S` is.
    fn infer(
        &mut self,
        function: ItemId,
        (mount, inputs): (u32, TypeList),
        argument: Ty,
        substitution: &mut Substitution,
    ) {
        let world = self.world;
        let facts = &world.facts[world.mounts[mount as usize].file.index()];
        let Some(&first) = facts.list(inputs).first().filter(|_| argument.is_known()) else {
            return;
        };
        if let Kind::Param(item, name) = {
            let ty = self.written_in(function, (mount, first));
            self.kind(ty)
        } {
            substitution.entry((item, name)).or_insert(argument);
        }
    }

    /// What the generic parameters of a function's impl or trait stand for, given its `Self`.
    pub(super) fn of_receiver(&mut self, function: ItemId, this: Ty) -> Substitution {
        let mut substitution = Substitution::default();
        let Some(parent) = self.world.items[function.index()].parent else {
            return substitution;
        };
        let Some(&(mount, ty)) = self.index.typed.get(&parent) else {
            return substitution;
        };
        let (Kind::Item(_, given), declared) =
            (self.kind(this), self.written_in(parent, (mount, ty)))
        else {
            return substitution;
        };
        let Kind::Item(_, declared) = self.kind(declared) else {
            return substitution;
        };
        for (declared, given) in declared.iter().zip(given.iter()) {
            if let Kind::Param(item, name) = self.kind(*declared)
                && given.is_known()
                && given != declared
            {
                substitution.insert((item, name), *given);
            }
        }
        substitution
    }

    pub(super) fn field(&mut self, of: Ty, name: Name) -> Ty {
        let mut next = Some(of);
        for _ in 0..8 {
            let Some(ty) = next else { break };
            match self.kind(ty) {
                Kind::Item(item, arguments) => {
                    let known = self.field_of(item, None, name, &arguments);
                    if known.is_known() {
                        return known;
                    }
                }
                Kind::Tuple(parts) => {
                    let position = self.text(name).parse::<usize>().ok();
                    return position
                        .and_then(|it| parts.get(it).copied())
                        .unwrap_or(Ty::UNKNOWN);
                }
                Kind::Foreign(_, arguments) if self.text(name) == "0" => {
                    return arguments.first().copied().unwrap_or(Ty::UNKNOWN);
                }
                _ => {}
            }
            next = self.deref(ty);
        }
        Ty::UNKNOWN
    }

    fn field_of(
        &mut self,
        item: ItemId,
        variant: Option<Name>,
        name: Name,
        arguments: &[Ty],
    ) -> Ty {
        match self.index.fields.get(&(item, variant, name)) {
            Some(&field) => self.written_with(item, field, arguments),
            None => Ty::UNKNOWN,
        }
    }

    /// What a pattern takes out of a value.
    fn part(&mut self, of: Ty, path: crate::facts::PathRef, scope: u32, name: u32) -> Ty {
        let path = self.world.path(self.mount_idx, path);
        let name = self.world.name(self.mount_idx, name);
        let arguments = match self.kind(of) {
            Kind::Item(_, arguments) | Kind::Foreign(_, arguments) => arguments,
            _ => self.arena.list(&[]),
        };
        if *path == [self.world.known.self_type] {
            return self.field(of, name);
        }
        let site = self.site(scope);
        let found = self
            .world
            .resolve(path, Namespace::Value, site)
            .or_else(|| self.world.resolve(path, Namespace::Type, site));
        match found.map(|it| it.def) {
            Some(Def::Variant(item)) => {
                let variant = path.last().copied();
                self.field_of(item, variant, name, &arguments)
            }
            Some(Def::Item(item)) => self.field_of(item, None, name, &arguments),
            Some(Def::BuiltIn | Def::Extern(_)) => {
                let last = path.last().map_or("", |it| self.text(*it));
                let position = usize::from(last == "Err");
                arguments.get(position).copied().unwrap_or(Ty::UNKNOWN)
            }
            _ => Ty::UNKNOWN,
        }
    }
}

fn is_fn(name: &str) -> bool {
    matches!(
        name,
        "Fn" | "FnMut" | "FnOnce" | "AsyncFn" | "AsyncFnMut" | "AsyncFnOnce"
    )
}
