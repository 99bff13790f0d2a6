//! A type seen from a network: through references, arguments, aliases and fields.

use rustc_hash::FxHashMap;

use super::known::{Class, class, crate_of};
use super::{Cause, Severity, Subject};
use crate::model::{
    Bound, CodeModel, Field, FieldSerde, ItemId, ItemKind, SerdeTraits, Shapes, TextId, Type,
    TypeId, TypeList,
};

/// Types inside types are followed this deep.
const MAX_DEPTH: u32 = 32;
/// So many types are looked at for one part of an item; generic types can nest without end.
const MAX_STEPS: u32 = 4_000;

/// What was found out about types, so that it is found out once. Of one model only.
#[derive(Debug, Default)]
pub struct Memo {
    types: FxHashMap<ItemId, Option<Found>>,
    pub(super) items: FxHashMap<(ItemId, bool), Option<Severity>>,
    classes: FxHashMap<TextId, Option<Class>>,
}

/// A cause, the type that is it, and the fields that lead there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub(super) cause: Cause,
    pub(super) subject: Subject,
    pub(super) chain: Vec<u32>,
    /// Whether it stands in the error of a result.
    pub(super) in_error: bool,
}

/// Where a type is written, and what the generic parameters there stand for.
#[derive(Clone, Copy)]
pub(super) struct Env<'e> {
    pub(super) item: ItemId,
    arguments: Option<(&'e [TypeId], &'e Env<'e>)>,
}

impl Env<'_> {
    /// An item whose parameters stand for themselves.
    pub(super) fn of(item: ItemId) -> Self {
        Self {
            item,
            arguments: None,
        }
    }
}

/// Judges types and items of one model.
#[derive(Debug)]
pub struct Judge<'m> {
    pub(super) model: &'m CodeModel,
    pub(super) shapes: &'m Shapes,
    pub(super) memo: &'m mut Memo,
    /// Types whose fields are being looked at, outermost first.
    open: Vec<ItemId>,
    /// Outermost of them that was met again: what is inside is not known whole.
    met_again: usize,
    depth: u32,
    n_steps: u32,
}

impl<'m> Judge<'m> {
    /// A judge of a model, with what is known already.
    pub fn new(model: &'m CodeModel, memo: &'m mut Memo) -> Self {
        Self {
            model,
            shapes: model.shapes(),
            memo,
            open: Vec::new(),
            met_again: usize::MAX,
            depth: 0,
            n_steps: 0,
        }
    }

    /// Everything about a type that is in the way, the worst first.
    pub(super) fn all_of(&mut self, ty: TypeId, env: &Env<'_>) -> Vec<Found> {
        (self.n_steps, self.depth) = (0, 0);
        let mut found = Vec::new();
        self.look(ty, env, &mut found);
        found.sort_by_key(|it| (std::cmp::Reverse(it.cause.severity()), it.cause));
        found
    }

    /// What is in the way of a type, the worst first; if something blocks, that alone.
    pub(super) fn ty(&mut self, ty: TypeId, env: &Env<'_>) -> Vec<Found> {
        let mut found = self.all_of(ty, env);
        let blocks = |it: &Found| it.cause.severity() == Severity::Blocks;
        if found.first().is_some_and(blocks) {
            found.truncate(1);
        }
        found
    }

    fn look(&mut self, ty: TypeId, env: &Env<'_>, out: &mut Vec<Found>) {
        self.n_steps += 1;
        if self.depth >= MAX_DEPTH || self.n_steps > MAX_STEPS {
            return add(out, Cause::Unknown, ty);
        }
        self.depth += 1;
        self.look_at(ty, env, out);
        self.depth -= 1;
    }

    fn look_at(&mut self, ty: TypeId, env: &Env<'_>, out: &mut Vec<Found>) {
        match self.shapes.ty(ty) {
            Type::Unknown | Type::Unbound(_) => add(out, Cause::Unknown, ty),
            // Nothing would have to be sent.
            Type::Never => {}
            Type::This => self.this(ty, env, out),
            Type::Generic(_) => self.generic(ty, env, out),
            Type::Associated { of, name } => match self.associated(of, name, env) {
                Some((item, ty)) => self.look(ty, &Env::of(item), out),
                None => add(out, Cause::Generic, ty),
            },
            Type::Reference { to, mutable } => {
                let cause = if mutable {
                    Cause::BorrowedMutably
                } else {
                    Cause::Borrowed
                };
                add(out, cause, ty);
                self.look(to, env, out);
            }
            Type::Pointer(_) => add(out, Cause::Pointer, ty),
            Type::Function(_) => add(out, Cause::Closure, ty),
            Type::Tuple(parts) => self.each(parts, env, out),
            Type::Slice(of) => self.look(of, env, out),
            Type::Traits { dynamic, bounds } => {
                let cause = if dynamic {
                    Cause::DynTrait
                } else {
                    Cause::ImplTrait
                };
                let bounds = self.shapes.list(bounds);
                self.bounds(bounds, (cause, ty), env, out);
            }
            Type::Item { item, arguments } => self.item_type(item, ty, arguments, env, out),
            Type::Outside { path, arguments } => self.outside(path, ty, arguments, env, out),
        }
    }

    /// Whether a type is a pointer to a lock that several may hold: `Arc<Mutex<..>>`, or `Arc` of
    /// something with a lock in it, behind whatever alias.
    pub(super) fn is_shared_lock(&mut self, ty: TypeId, env: &Env<'_>, depth: u32) -> bool {
        if depth >= MAX_DEPTH {
            return false;
        }
        match self.shapes.ty(ty) {
            Type::Reference { to, .. } => self.is_shared_lock(to, env, depth + 1),
            Type::Item { item, arguments } => {
                let Some(alias) = self.shapes.stands_for(item) else {
                    return false;
                };
                let arguments = Some((self.shapes.list(arguments), env));
                self.is_shared_lock(alias, &Env { item, arguments }, depth + 1)
            }
            Type::Outside { arguments, .. } => {
                let held = self.shapes.list(arguments).first().copied();
                match (self.class_of(ty), held) {
                    (Some(Class::Shared), Some(held)) => {
                        let found = self.all_of(held, env);
                        found.iter().any(|it| it.cause == Cause::Lock)
                    }
                    (Some(Class::Holds(1)), Some(held)) => {
                        self.is_shared_lock(held, env, depth + 1)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn each(&mut self, parts: TypeList, env: &Env<'_>, out: &mut Vec<Found>) {
        for part in self.shapes.list(parts) {
            self.look(*part, env, out);
        }
    }

    /// The impl, trait or type round an item, and the type that `Self` is there.
    pub(super) fn self_of(&self, item: ItemId) -> Option<(ItemId, Option<TypeId>)> {
        let parent = |it: &ItemId| self.model.item(*it).parent;
        std::iter::successors(Some(item), parent).find_map(|it| match self.model.item(it).kind {
            ItemKind::Impl => Some((it, self.shapes.stands_for(it))),
            ItemKind::Trait => Some((it, None)),
            ItemKind::Type if self.shapes.stands_for(it).is_none() => Some((it, None)),
            _ => None,
        })
    }

    fn this(&mut self, ty: TypeId, env: &Env<'_>, out: &mut Vec<Found>) {
        match self.self_of(env.item) {
            Some((item, Some(of))) => self.look(of, &Env::of(item), out),
            Some((item, None)) if self.model.item(item).kind == ItemKind::Type => {
                let found = self.fields_of(item, env);
                take(out, found, false);
            }
            Some(_) => add(out, Cause::Generic, ty),
            None => add(out, Cause::Unknown, ty),
        }
    }

    /// A generic parameter: what it stands for, or what it must implement.
    fn generic(&mut self, ty: TypeId, env: &Env<'_>, out: &mut Vec<Found>) {
        let Type::Generic(name) = self.shapes.ty(ty) else {
            return;
        };
        if let Some((arguments, outer)) = env.arguments {
            let mut generics = self.shapes.generics(env.item).iter();
            let position = generics.position(|it| it.name == name);
            match position.map(|it| arguments.get(it)) {
                Some(Some(argument)) => return self.look(*argument, outer, out),
                // Left to its default.
                Some(None) => return,
                None => {}
            }
        }
        let parent = |it: &ItemId| self.model.item(*it).parent;
        let around: Vec<_> = std::iter::successors(Some(env.item), parent).collect();
        let declares = |it: &ItemId| self.shapes.generics(*it).iter().any(|it| it.name == name);
        // Constants are generic parameters too, and hold nothing.
        if !around.iter().any(declares) {
            return;
        }
        let bounds = around.iter().flat_map(|it| self.shapes.bounds(*it));
        let own = bounds.filter(|it: &&Bound| it.generic == name);
        let bounds: Vec<_> = own.map(|it| it.ty).collect();
        self.bounds(&bounds, (Cause::Generic, ty), env, out);
    }

    /// What must be implemented; `otherwise` is said if none of it says more.
    fn bounds(
        &mut self,
        bounds: &[TypeId],
        (cause, ty): (Cause, TypeId),
        env: &Env<'_>,
        out: &mut Vec<Found>,
    ) {
        let classes = bounds.iter().map(|it| (*it, self.class_of(*it)));
        let classes: Vec<_> = classes.collect();
        let has = |wanted: Class| classes.iter().find(|it| it.1 == Some(wanted));
        let arguments = |it: TypeId| match self.shapes.ty(it) {
            Type::Outside { arguments, .. } => arguments,
            _ => TypeList::default(),
        };
        if has(Class::Closure).is_some() {
            add(out, Cause::Closure, ty);
        } else if has(Class::Handle).is_some() {
            add(out, Cause::Handle, ty);
        } else if let Some((bound, _)) = has(Class::Stream) {
            add(out, Cause::Stream, ty);
            self.each(arguments(*bound), env, out);
        } else if let Some((bound, _)) = classes
            .iter()
            .find(|it| matches!(it.1, Some(Class::Holds(_))))
        {
            self.each(arguments(*bound), env, out);
        } else if cause == Cause::DynTrait && has(Class::Error).is_some() {
            add(out, Cause::Foreign, ty);
        } else {
            add(out, cause, ty);
        }
    }

    pub(super) fn class_of(&mut self, ty: TypeId) -> Option<Class> {
        match self.shapes.ty(ty) {
            Type::Outside { path, .. } => self.class(path),
            _ => None,
        }
    }

    fn class(&mut self, path: TextId) -> Option<Class> {
        let known = self.memo.classes.entry(path);
        *known.or_insert_with(|| class(self.shapes.text(path)))
    }

    fn item_type(
        &mut self,
        item: ItemId,
        ty: TypeId,
        arguments: TypeList,
        env: &Env<'_>,
        out: &mut Vec<Found>,
    ) {
        let arguments_of = self.shapes.list(arguments);
        let inner = Env {
            item,
            arguments: Some((arguments_of, env)),
        };
        if self.model.item(item).kind != ItemKind::Type {
            return add(out, Cause::DynTrait, ty);
        }
        if self.is_of_schema(item) {
            return add(out, Cause::Schema, ty);
        }
        if let Some(alias) = self.shapes.stands_for(item) {
            return self.look(alias, &inner, out);
        }
        if self.shapes.serde(item).both() {
            return self.each(arguments, env, out);
        }
        let found = if arguments.is_empty() {
            self.remembered(item)
        } else {
            self.fields_of(item, &inner)
        };
        take(out, found, false);
    }

    /// What is in the way of a type without arguments.
    fn remembered(&mut self, item: ItemId) -> Option<Found> {
        if let Some(known) = self.memo.types.get(&item) {
            return known.clone();
        }
        let outer = std::mem::replace(&mut self.met_again, usize::MAX);
        let found = self.fields_of(item, &Env::of(item));
        // What leads back to a type that is still open is known only once that is closed.
        let whole = self.met_again >= self.open.len() && self.n_steps <= MAX_STEPS;
        if whole && self.depth < MAX_DEPTH {
            self.memo.types.insert(item, found.clone());
        }
        self.met_again = outer.min(self.met_again);
        found
    }

    /// The worst of a type's fields; without any, what the type itself lacks.
    fn fields_of(&mut self, item: ItemId, env: &Env<'_>) -> Option<Found> {
        let serde = self.shapes.serde(item);
        if serde.both() {
            return None;
        }
        if let Some(position) = self.open.iter().position(|it| *it == item) {
            self.met_again = self.met_again.min(position);
            return None;
        }
        self.open.push(item);
        let mut worst: Option<Found> = None;
        for (position, field) in self.positions(item) {
            let mut found = Vec::new();
            if !Self::is_skipped(field, serde) {
                self.look(field.ty, env, &mut found);
            }
            for mut it in found {
                if worst.as_ref().is_none_or(|than| is_worse(&it, than)) {
                    it.chain.insert(0, position);
                    it.in_error = false;
                    worst = Some(it);
                }
            }
        }
        self.open.pop();
        match worst {
            Some(it) if it.cause.severity() > Severity::Declare => Some(it),
            _ => Some(Found {
                cause: Cause::NotSerde,
                subject: Subject::Item(item),
                chain: Vec::new(),
                in_error: false,
            }),
        }
    }

    /// Whether serde leaves a field out. What others do in one direction says nothing of the other.
    pub(super) fn is_skipped(field: &Field, serde: SerdeTraits) -> bool {
        field.serde == FieldSerde::Skipped && (serde.serialize || serde.deserialize)
    }

    /// The fields of a type with their positions among all fields.
    pub(super) fn positions(
        &self,
        item: ItemId,
    ) -> impl Iterator<Item = (u32, &'m Field)> + use<'m> {
        let all = self.shapes.all_fields();
        let start = all.partition_point(|it| it.item < item) as u32;
        (start..).zip(self.shapes.fields(item))
    }

    fn outside(
        &mut self,
        path: TextId,
        ty: TypeId,
        arguments: TypeList,
        env: &Env<'_>,
        out: &mut Vec<Found>,
    ) {
        let class = self.class(path);
        let path = self.shapes.text(path);
        let Some(class) = class else {
            return add(out, Cause::Unknown, ty);
        };
        let arguments = self.shapes.list(arguments);
        let mut held = 0;
        match class {
            Class::Plain | Class::Marker => {}
            Class::Feature(n) => {
                held = n;
                if !self.shapes.has_serde_feature(crate_of(path)) {
                    add(out, Cause::Feature, ty);
                }
            }
            Class::Holds(n) => held = n,
            Class::Result => return self.result(path, ty, arguments, env, out),
            Class::Shared => {
                held = 1;
                add(out, Cause::Shared, ty);
            }
            Class::Cell => {
                held = 1;
                add(out, Cause::Cell, ty);
            }
            Class::Lock => add(out, Cause::Lock, ty),
            Class::Channel => add(out, Cause::Channel, ty),
            Class::Stream => {
                held = arguments.len();
                add(out, Cause::Stream, ty);
            }
            Class::Handle => add(out, Cause::Handle, ty),
            Class::Clock => add(out, Cause::Clock, ty),
            Class::Closure => add(out, Cause::Closure, ty),
            Class::Error | Class::Opaque => add(out, Cause::Foreign, ty),
        }
        for argument in arguments.iter().take(held) {
            self.look(*argument, env, out);
        }
    }

    /// A value or an error; `io::Result` and its like have an error that is not written.
    fn result(
        &mut self,
        path: &str,
        ty: TypeId,
        arguments: &[TypeId],
        env: &Env<'_>,
        out: &mut Vec<Found>,
    ) {
        if let Some(value) = arguments.first() {
            self.look(*value, env, out);
        }
        let mut errors = Vec::new();
        match arguments.get(1) {
            Some(error) => self.look(*error, env, &mut errors),
            None if path != "Result" && !path.ends_with("result::Result") => {
                add(&mut errors, Cause::Foreign, ty);
            }
            None => {}
        }
        for found in errors {
            take(out, Some(found), true);
        }
    }

    /// `Self::Name` in an impl: the type that stands there, and where.
    fn associated(&self, of: TypeId, name: TextId, env: &Env<'_>) -> Option<(ItemId, TypeId)> {
        let Type::This = self.shapes.ty(of) else {
            return None;
        };
        let (around, _) = self.self_of(env.item)?;
        let name = self.shapes.text(name);
        let members = self
            .model
            .module(self.model.item(around).module)
            .items
            .iter();
        let found = members.copied().find(|it| {
            let member = self.model.item(*it);
            member.parent == Some(around) && member.name == *name && member.kind == ItemKind::Type
        })?;
        Some((found, self.shapes.stands_for(found)?))
    }
}

/// Whether one is worse than another, ties by the shorter way.
fn is_worse(it: &Found, than: &Found) -> bool {
    let key = |it: &Found| (it.cause.severity(), std::cmp::Reverse(it.cause));
    key(it) > key(than)
}

fn add(out: &mut Vec<Found>, cause: Cause, ty: TypeId) {
    let found = Found {
        cause,
        subject: ty.into(),
        chain: Vec::new(),
        in_error: false,
    };
    take(out, Some(found), false);
}

/// Adds what was found unless it has been said.
fn take(out: &mut Vec<Found>, found: Option<Found>, in_error: bool) {
    let Some(mut found) = found else { return };
    found.in_error |= in_error;
    let said = |it: &Found| it.cause == found.cause && it.in_error == found.in_error;
    if !out.iter().any(said) {
        out.push(found);
    }
}
