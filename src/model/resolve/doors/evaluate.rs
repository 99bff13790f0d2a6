//! What the terms of a function stand for, as far as doors depend on it.
//!
//! Every function is looked at once. What routes it puts together are its own, unless another
//! function calls it: then they are that one's, under whatever prefix it puts them.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::super::names::{Def, Name, World};
use super::super::origins::Origins;
use super::super::paths::Site;
use super::super::references::Bound;
use super::attributes::Attributes;
use super::frameworks::Framework;
use super::routes::{Handler, RouteId, Routes, Text};
use super::value::{Shape, Value, filled};
use crate::facts::{At, FileFacts, MethodCall, Namespace, PathRef, Term, TermIdx, TypeFact};
use crate::model::{Confidence, Item, ItemId, ItemKind, Node};
use crate::source::Span;

/// Functions that call functions are followed this deep.
const MAX_DEPTH: u32 = 96;

/// A path that leads out of the tree.
pub(super) struct Outside<'a> {
    pub(super) framework: Framework,
    /// From its crate on, as far as that is known.
    pub(super) names: SmallVec<[&'a str; 6]>,
}

impl<'a> Outside<'a> {
    /// The name so many before the last.
    pub(super) fn back(&self, n: usize) -> &'a str {
        let idx = self.names.len().checked_sub(n + 1);
        idx.map_or("", |it| self.names[it])
    }
}

/// A mount, and runs of terms in it.
type Ranges = (usize, SmallVec<[(u32, u32); 1]>);

/// What is called, and with what.
pub(super) struct Call<'v, 'a> {
    pub(super) arguments: &'v [Value<'a>],
    /// Where the called name stands.
    pub(super) site: Span,
    /// Who answers if nothing else is known to.
    pub(super) owner: Node,
}

pub(super) struct Evaluator<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) items: &'a [Item],
    bound: &'a [Bound],
    origins: Origins<'a>,
    pub(super) routes: Routes,
    pub(super) attributes: Attributes,
    /// Which terms of which mount belong to an item.
    ranges: FxHashMap<ItemId, Ranges>,
    /// By mount, once it is looked at.
    values: Vec<Vec<Value<'a>>>,
    taken: Vec<Vec<bool>>,
    done: FxHashMap<ItemId, Value<'a>>,
    /// Functions of which the routes are somebody else's.
    pub(super) used: FxHashSet<ItemId>,
    depth: u32,
}

/// The function that is looked at.
#[derive(Clone, Copy)]
struct Here {
    mount: usize,
    item: ItemId,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(world: &'a World<'a>, items: &'a [Item], bound: &'a [Bound]) -> Self {
        Self {
            world,
            items,
            bound,
            origins: Origins::new(world),
            routes: Routes::default(),
            attributes: Attributes::default(),
            ranges: FxHashMap::default(),
            values: vec![Vec::new(); world.mounts.len()],
            taken: vec![Vec::new(); world.mounts.len()],
            done: FxHashMap::default(),
            used: FxHashSet::default(),
            depth: 0,
        }
    }

    pub(super) fn facts(&self, mount: usize) -> &'a FileFacts {
        &self.world.facts[self.world.mounts[mount].file.index()]
    }

    /// Prepares for the items of a mount; their ids, in order.
    pub(super) fn open(&mut self, mount: usize) -> Vec<ItemId> {
        let facts = self.facts(mount);
        let base = self.world.bases[mount].1;
        self.values[mount] = vec![Value::default(); facts.terms.len()];
        self.taken[mount] = vec![false; facts.terms.len()];
        let ends = facts.term_owners.iter().skip(1).map(|it| it.0);
        let ends = ends.chain([facts.terms.len() as u32]);
        let mut items = Vec::new();
        for (&(start, owner), end) in facts.term_owners.iter().zip(ends) {
            let Some(owner) = owner.map(|it| ItemId(base + it)) else {
                continue;
            };
            let known = self.ranges.entry(owner).or_default();
            known.0 = mount;
            known.1.push((start, end));
            items.push(owner);
        }
        items.sort_unstable();
        items.dedup();
        items.retain(|it| !self.items[it.index()].test);
        items
    }

    pub(super) fn span(&self, mount: usize, at: At) -> Span {
        Span {
            file: self.world.mounts[mount].file,
            line: at.line,
            column: at.column,
        }
    }

    /// What a function puts together, or what a constant is.
    pub(super) fn item(&mut self, item: ItemId) -> Value<'a> {
        if let Some(known) = self.done.get(&item) {
            return known.clone();
        }
        let Some((mount, ranges)) = self.ranges.get(&item).cloned() else {
            return Value::default();
        };
        if self.depth >= MAX_DEPTH {
            return Value::default();
        }
        self.done.insert(item, Value::default());
        self.depth += 1;
        let here = Here { mount, item };
        for &(start, end) in &ranges {
            for term in start..end {
                self.values[mount][term as usize] = self.term(here, term);
            }
        }
        self.depth -= 1;
        let own = || ranges.iter().flat_map(|it| it.0..it.1);
        let (values, taken) = (&self.values[mount], &self.taken[mount]);
        // Who only names something opens nothing with it.
        let terms = &self.facts(mount).terms;
        let is_named = |it: u32| matches!(terms[it as usize], Term::Typed(_) | Term::Value { .. });
        let left = own().filter(|it| !taken[*it as usize] && !is_named(*it));
        let parts: Vec<_> = left.filter_map(|it| values[it as usize].routes).collect();
        let last = own().rev().map(|it| &values[it as usize]);
        let last = last
            .clone()
            .find(|it| it.framework.is_some() || it.text.is_some());
        let mut value = last.cloned().unwrap_or_default();
        value.handler = None;
        value.name = None;
        value.routes = self.routes.join(parts);
        self.done.insert(item, value.clone());
        value
    }

    /// The value of a term that is part of another one.
    fn take(&mut self, here: Here, term: TermIdx) -> Value<'a> {
        self.taken[here.mount][term as usize] = true;
        self.values[here.mount][term as usize].clone()
    }

    fn take_all(&mut self, here: Here, terms: &[TermIdx]) -> Vec<Value<'a>> {
        terms.iter().map(|it| self.take(here, *it)).collect()
    }

    /// What a call, a macro or a list is made of.
    fn operands(&mut self, here: Here, term: TermIdx, first: TermIdx) -> Vec<Value<'a>> {
        let facts = self.facts(here.mount);
        match facts.operands_of(term) {
            Some(known) => self.take_all(here, facts.list(known.terms)),
            None if first != 0 => vec![self.take(here, first)],
            None => Vec::new(),
        }
    }

    fn term(&mut self, here: Here, idx: TermIdx) -> Value<'a> {
        let facts = self.facts(here.mount);
        match facts.terms[idx as usize] {
            Term::Text => match facts.words.get(idx) {
                Some(text) => Value::of_text(text, false),
                None => Value::default(),
            },
            Term::Value { path, scope, .. } => self.path(here, path, scope),
            Term::Typed(ty) => self.typed(here, ty),
            Term::Call { callee, argument } => self.call(here, idx, (callee, argument)),
            Term::Method(call) => self.method(here, idx, call),
            Term::Array(of) => {
                let parts = self.operands(here, idx, of);
                self.list(parts)
            }
            Term::Tuple(parts) => {
                let parts = self.take_all(here, facts.list(parts));
                let mut all = self.united(parts);
                all.text = None;
                all
            }
            Term::Either(one, other) => {
                let (one, other) = (self.take(here, one), self.take(here, other));
                // What is made later of the same routes stands for them.
                match (one.routes, other.routes) {
                    (Some(old), Some(new)) if self.routes.holds(new, old) => other,
                    _ => self.united([one, other].into()),
                }
            }
            Term::Indexed(of)
            | Term::Each(of)
            | Term::Try(of)
            | Term::Awaited(of)
            | Term::Closure(of)
            | Term::Field { of, .. }
            | Term::Part { of, .. } => {
                let mut value = self.take(here, of);
                value.text = None;
                value
            }
            Term::Ascribed { of, .. } => self.take(here, of),
            Term::Unknown | Term::Parameter { .. } => Value::default(),
        }
    }

    /// Several values as one: their routes together, the rest from the first that has any.
    fn united(&mut self, parts: Vec<Value<'a>>) -> Value<'a> {
        let routes: Vec<_> = parts.iter().filter_map(|it| it.routes).collect();
        let routes = self.routes.join(routes);
        let first = parts.into_iter().find(|it| !it.is_nothing());
        Value {
            routes,
            ..first.unwrap_or_default()
        }
    }

    /// A list: of texts, what they are one after the other.
    fn list(&mut self, parts: Vec<Value<'a>>) -> Value<'a> {
        let mut whole = String::new();
        let (mut open, mut has_text) = (false, false);
        for part in &parts {
            match &part.text {
                Some(text) => {
                    whole.push_str(&text.text);
                    open |= text.open;
                    has_text = true;
                }
                None => open = true,
            }
        }
        let mut value = self.united(parts);
        value.text = has_text.then(|| Text {
            text: whole.into(),
            open,
        });
        value
    }

    fn site(&self, here: Here, scope: u32) -> Site {
        Site {
            owner: Some(here.item),
            ..Site::of(self.world.scope_id(here.mount, scope))
        }
    }

    /// What a path means: the value of that name, or the macro.
    fn resolved(&self, here: Here, path: PathRef, (scope, of_macro): (u32, bool)) -> Option<Def> {
        let (path, site) = (self.world.path(here.mount, path), self.site(here, scope));
        let found = |namespace| self.world.resolve(path, namespace, site);
        let outer = |it: &super::super::paths::Found| it.def != Def::BuiltIn;
        let found = if of_macro {
            found(Namespace::Macro)?
        } else {
            let value = found(Namespace::Value).filter(outer);
            value.or_else(|| found(Namespace::Type))?
        };
        match found.def {
            Def::Item(item) if !found.whole && self.items[item.index()].kind != ItemKind::Type => {
                None
            }
            def => Some(def),
        }
    }

    fn texts(&self, path: &[Name]) -> SmallVec<[&'a str; 6]> {
        path.iter()
            .map(|it| self.world.texts[*it as usize])
            .collect()
    }

    /// A path that leads to a framework.
    pub(super) fn outside(
        &self,
        mount: usize,
        path: PathRef,
        (scope, namespace, def): (u32, Namespace, Option<Def>),
    ) -> Option<Outside<'a>> {
        let world = self.world;
        let written = world.path(mount, path);
        let scope = world.scope_id(mount, scope);
        match def {
            Some(Def::Extern(krate)) => {
                let name = world.crates.outside.get(&krate)?;
                let framework = Framework::of_crate(world.texts[*name as usize])?;
                let whole = self.origins.path(written, Some(krate), namespace, scope);
                let names = self.texts(&whole);
                Some(Outside { framework, names })
            }
            // The framework is part of the tree.
            Some(Def::Item(item)) => {
                let package = world.package(world.items[item.index()].module).1;
                let framework = Framework::of_crate(&package.name.replace('-', "_"))?;
                let names = self.texts(written);
                Some(Outside { framework, names })
            }
            _ => None,
        }
    }

    fn path(&mut self, here: Here, path: PathRef, scope: u32) -> Value<'a> {
        let def = self.resolved(here, path, (scope, false));
        let outside = self.outside(here.mount, path, (scope, Namespace::Value, def));
        if let Some(outside) = outside {
            return Value {
                framework: Some(outside.framework),
                name: outside.names.last().copied(),
                ..Value::default()
            };
        }
        let Some(Def::Item(item)) = def else {
            return Value::default();
        };
        match self.items[item.index()].kind {
            ItemKind::Const | ItemKind::Static if item != here.item => {
                let value = self.item(item);
                Value {
                    text: value.text,
                    ..Value::default()
                }
            }
            ItemKind::Fn => Value {
                handler: Some(Handler {
                    node: Node::Item(item),
                    sure: Confidence::Resolved,
                }),
                ..self.attributes.value_of(item)
            },
            ItemKind::Type => self.attributes.value_of(item),
            _ => Value::default(),
        }
    }

    /// A parameter or a literal of a type: `cfg: &mut ServiceConfig`.
    fn typed(&mut self, here: Here, ty: u32) -> Value<'a> {
        let facts = self.facts(here.mount);
        let mut ty = facts.types[ty as usize];
        while let TypeFact::Reference { to, .. } = ty {
            ty = facts.types[to as usize];
        }
        let TypeFact::Path { path, scope, .. } = ty else {
            return Value::default();
        };
        let written = self.world.path(here.mount, path);
        let found = self
            .world
            .resolve(written, Namespace::Type, self.site(here, scope));
        let def = found.map(|it| it.def);
        if let Some(Def::Item(item)) = def {
            return self.attributes.value_of(item);
        }
        match self.outside(here.mount, path, (scope, Namespace::Type, def)) {
            Some(outside) => Value {
                framework: Some(outside.framework),
                shape: Shape::Router,
                name: outside.names.last().copied(),
                ..Value::default()
            },
            None => Value::default(),
        }
    }

    /// The function that is looked at, for what has no name of its own.
    fn call_of<'v>(here: Here, site: Span, arguments: &'v [Value<'a>]) -> Call<'v, 'a> {
        Call {
            arguments,
            site,
            owner: Node::Item(here.item),
        }
    }

    fn call(&mut self, here: Here, idx: TermIdx, of: (TermIdx, TermIdx)) -> Value<'a> {
        let facts = self.facts(here.mount);
        let (callee, argument) = of;
        let arguments = self.operands(here, idx, argument);
        let Term::Value { path, scope, .. } = facts.terms[callee as usize] else {
            // A closure that is called.
            let mut parts = vec![self.take(here, callee)];
            parts.extend(arguments);
            return self.united(parts);
        };
        self.taken[here.mount][callee as usize] = true;
        let known = facts.operands_of(idx);
        let of_macro = known.is_some_and(|it| it.of_macro);
        let at = known.map(|it| it.at);
        let at = at.filter(|it| it.line > 0);
        let at = at.unwrap_or_else(|| self.first_call(here, path));
        let site = self.span(here.mount, at);
        let def = self.resolved(here, path, (scope, of_macro));
        let namespace = if of_macro {
            Namespace::Macro
        } else {
            Namespace::Value
        };
        if let Some(outside) = self.outside(here.mount, path, (scope, namespace, def)) {
            let call = Self::call_of(here, site, &arguments);
            if let Some(value) = self.framework_call(&outside, &call) {
                return value;
            }
            let mut value = self.united(arguments);
            value.framework = value.framework.or(Some(outside.framework));
            value.handler = None;
            return value;
        }
        let written = self.texts(self.world.path(here.mount, path));
        match (def, &*written) {
            (Some(Def::Item(item)), _) if self.items[item.index()].kind == ItemKind::Fn => {
                self.local_call(here, item, &arguments)
            }
            // A value of a type whose functions are doors: `Api::default()`.
            (Some(Def::Item(item)), _) if self.items[item.index()].kind == ItemKind::Type => {
                let value = self.attributes.value_of(item);
                if value.routes.is_some() {
                    value
                } else {
                    self.united(arguments)
                }
            }
            // Macros of a framework that the whole crate has by `#[macro_use]`.
            (_, [.., "routes" | "openapi_get_routes" | "services"]) if of_macro => {
                let mut value = self.united(arguments);
                value.handler = None;
                value
            }
            (_, ["format"]) if of_macro => {
                let text = arguments.first().and_then(|it| it.text.as_ref());
                text.map_or_else(Value::default, |it| Value {
                    text: Some(filled(&it.text)),
                    ..Value::default()
                })
            }
            _ => self.united(arguments),
        }
    }

    /// Where a path is first called in a function, if nothing better is known.
    fn first_call(&self, here: Here, path: PathRef) -> At {
        let facts = self.facts(here.mount);
        let owner = here.item.0 - self.world.bases[here.mount].1;
        let written = facts.segments(path);
        let mut own = facts.mentions.iter();
        let found = own.find(|it| it.owner == Some(owner) && facts.segments(it.path) == written);
        found.map_or(At::FIRST, |it| it.at)
    }

    /// A function of the tree: what it puts together, and what it is given.
    fn local_call(&mut self, here: Here, item: ItemId, arguments: &[Value<'a>]) -> Value<'a> {
        let own = self.item(item);
        if item != here.item && own.routes.is_some() {
            self.used.insert(item);
        }
        let given: Vec<_> = arguments.iter().filter_map(|it| it.routes).collect();
        let routes = self.routes.join(own.routes.into_iter().chain(given));
        Value {
            routes,
            handler: Some(Handler {
                node: Node::Item(item),
                sure: Confidence::Inferred,
            }),
            ..own
        }
    }

    fn method(&mut self, here: Here, idx: TermIdx, call: u32) -> Value<'a> {
        let facts = self.facts(here.mount);
        let fact = &facts.method_calls[call as usize];
        let arguments = self.operands(here, idx, fact.argument);
        if let Some(value) = self.collected(here, fact, &arguments) {
            return value;
        }
        let receiver = self.take(here, fact.receiver);
        let site = self.span(here.mount, fact.at);
        let name = facts.text(fact.name);
        let call = Self::call_of(here, site, &arguments);
        if let Some(value) = self.framework_method(name, &receiver, &call) {
            return value;
        }
        let found = fact.owner.and_then(|owner| {
            let owner = ItemId(self.world.bases[here.mount].1 + owner);
            self.bound[here.mount].method_at(owner, site)
        });
        let is_own = |it: &ItemId| {
            let package = self.world.package(self.world.items[it.index()].module).1;
            let name = package.name.replace('-', "_");
            self.items[it.index()].kind == ItemKind::Fn && Framework::of_crate(&name).is_none()
        };
        if let Some(item) = found.filter(is_own) {
            let mut parts = vec![receiver];
            parts.extend(arguments);
            return self.local_call(here, item, &parts);
        }
        self.passed_on(name, receiver, &arguments)
    }

    /// `routes.append(&mut more)`: what is added belongs to the list from now on.
    fn collected(
        &mut self,
        here: Here,
        call: &MethodCall,
        arguments: &[Value<'a>],
    ) -> Option<Value<'a>> {
        const ADDING: [&str; 4] = ["append", "extend", "extend_from_slice", "push"];
        let name = self.facts(here.mount).text(call.name);
        let added = arguments.first().and_then(|it| it.routes)?;
        let known = &self.values[here.mount][call.receiver as usize];
        let is_list = known.shape == Shape::Plain && call.receiver != 0;
        if !is_list || !ADDING.contains(&name) {
            return None;
        }
        let all = known.routes.into_iter().chain([added]);
        let all: Vec<RouteId> = all.collect();
        self.values[here.mount][call.receiver as usize].routes = self.routes.join(all);
        Some(Value::default())
    }

    /// What a method that nobody knows gives: what it is called on, with what it is given.
    fn passed_on(&mut self, name: &str, receiver: Value<'a>, arguments: &[Value<'a>]) -> Value<'a> {
        const SAME_TEXT: [&str; 9] = [
            "as_ref",
            "as_str",
            "clone",
            "concat",
            "into",
            "to_owned",
            "to_string",
            "trim",
            "unwrap",
        ];
        const WRAPPING: [&str; 10] = [
            "app_data",
            "attach",
            "data",
            "hoop",
            "layer",
            "manage",
            "route_layer",
            "with",
            "with_state",
            "wrap",
        ];
        // What a router is wrapped in opens nothing.
        let is_router = receiver.routes.is_some() || receiver.shape != Shape::Plain;
        let is_apart = receiver.shape == Shape::Verbs || is_router && WRAPPING.contains(&name);
        let given = arguments.iter().filter(|_| !is_apart);
        let given = given.filter_map(|it| it.routes);
        let parts: Vec<_> = receiver.routes.into_iter().chain(given).collect();
        let text = receiver.text.clone().filter(|_| SAME_TEXT.contains(&name));
        Value {
            routes: self.routes.join(parts),
            text,
            name: None,
            ..receiver
        }
    }
}
