//! What lives in memory and changes there: statics, and locks that are handed round.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::judge::{Env, Judge, Memo};
use crate::graph::Filter;
use crate::model::{CodeModel, ItemId, ItemKind, ModuleId, Node, Reference, TypeId, Visibility};
use crate::source::Span;

/// State in memory, and who can reach it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedState {
    /// The static, or the type or function that has a lock in its hands.
    pub item: ItemId,
    /// The name of the field or parameter; empty for a static.
    pub name: String,
    /// Its type.
    pub ty: TypeId,
    /// Where it stands.
    pub span: Option<Span>,
    /// The modules that reach the item, its own first, then by id.
    pub touched_by: Vec<Touch>,
}

impl SharedState {
    /// Whether more than one module can reach it.
    pub fn is_shared(&self) -> bool {
        self.touched_by.len() > 1
    }
}

/// A module that can reach some state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Touch {
    /// The module.
    pub module: ModuleId,
    /// How often it names the item, or functions that lead to it.
    pub n_mentions: u32,
    /// Where first; `None` for the module of the item itself, if it does not name it again.
    pub first: Option<Span>,
    /// The function of the static's module by which it does so; `None` where it names the item.
    pub through: Option<ItemId>,
}

/// All state in memory that several modules can reach by the references that a filter admits, in
/// order of place. State of test code is left out.
///
/// Who calls a function of the module of a static that names it, be it over other functions of that
/// module, reaches it too: a cut leaves a copy of the static on either side.
pub fn shared_states(model: &CodeModel, memo: &mut Memo, filter: Filter) -> Vec<SharedState> {
    let mut states = held(model, memo);
    let ways = Ways::to(model, &states, filter);
    let mut touches: BTreeMap<ItemId, BTreeMap<ModuleId, Touch>> = BTreeMap::new();
    for reference in model.references().iter().filter(|it| filter.admits(it)) {
        let (Node::Item(item), Some(module)) = (reference.to, model.module_of(reference.from))
        else {
            continue;
        };
        for state in ways.through(item) {
            let through = (item != *state).then_some(item);
            if through.is_some() && module == model.item(*state).module {
                continue;
            }
            let of_state = touches.entry(*state).or_default();
            let touch = of_state.entry(module).or_insert(Touch {
                module,
                n_mentions: 0,
                first: reference.span,
                through,
            });
            touch.add(reference, through);
        }
    }
    for state in &mut states {
        let own = model.item(state.item).module;
        let mut of_item = touches.get(&state.item).cloned().unwrap_or_default();
        let at_home = of_item.remove(&own).unwrap_or(Touch {
            module: own,
            n_mentions: 0,
            first: None,
            through: None,
        });
        state.touched_by = std::iter::once(at_home)
            .chain(of_item.into_values())
            .collect();
    }
    states.retain(SharedState::is_shared);
    states.sort_by(|a, b| (a.span, a.item, &a.name).cmp(&(b.span, b.item, &b.name)));
    states
}

impl Touch {
    /// Takes in one more reference; one that names the state itself goes before all others.
    fn add(&mut self, reference: &Reference, through: Option<ItemId>) {
        let place = (through.is_some(), reference.span);
        if place <= (self.through.is_some(), self.first) {
            (self.through, self.first) = (through, reference.span);
        }
        self.n_mentions += 1;
    }
}

/// For each item the states that are reached by naming it: itself, and the statics that it names if
/// it is a function of their module.
struct Ways {
    states: FxHashMap<ItemId, Vec<ItemId>>,
}

impl Ways {
    fn to(model: &CodeModel, states: &[SharedState], filter: Filter) -> Self {
        let mut ways = Self {
            states: FxHashMap::default(),
        };
        let mut statics: BTreeMap<ModuleId, Vec<ItemId>> = BTreeMap::new();
        for state in states {
            let of_item = ways.states.entry(state.item).or_default();
            if of_item.is_empty() {
                of_item.push(state.item);
                let item = model.item(state.item);
                if item.kind == ItemKind::Static {
                    statics.entry(item.module).or_default().push(state.item);
                }
            }
        }
        let mut users: FxHashMap<ItemId, Vec<ItemId>> = FxHashMap::default();
        for reference in model.references().iter().filter(|it| filter.admits(it)) {
            let (Node::Item(from), Node::Item(to)) = (reference.from, reference.to) else {
                continue;
            };
            let module = model.item(from).module;
            let inside = module == model.item(to).module && statics.contains_key(&module);
            if inside && model.item(from).kind == ItemKind::Fn {
                users.entry(to).or_default().push(from);
            }
        }
        for state in statics.into_values().flatten() {
            ways.follow(state, &users);
        }
        ways
    }

    /// Notes every function that leads to a static.
    fn follow(&mut self, state: ItemId, users: &FxHashMap<ItemId, Vec<ItemId>>) {
        let mut open = vec![state];
        let mut seen = FxHashSet::from_iter([state]);
        while let Some(item) = open.pop() {
            for user in users.get(&item).into_iter().flatten() {
                if seen.insert(*user) {
                    self.states.entry(*user).or_default().push(state);
                    open.push(*user);
                }
            }
        }
    }

    fn through(&self, item: ItemId) -> &[ItemId] {
        self.states.get(&item).map_or(&[], |it| it)
    }
}

/// Every static that changes, every field and parameter that is a shared pointer to a lock, be it
/// behind an alias or in a field of what it points to.
fn held(model: &CodeModel, memo: &mut Memo) -> Vec<SharedState> {
    let shapes = model.shapes();
    let mut judge = Judge::new(model, memo);
    let mut states = Vec::new();
    let mut add = |item: ItemId, name: String, ty: TypeId, span: Option<Span>| {
        if !model.item(item).test {
            states.push(SharedState {
                item,
                name,
                ty,
                span,
                touched_by: Vec::new(),
            });
        }
    };
    for (id, item) in (0u32..).map(ItemId).zip(model.items()) {
        if item.kind == ItemKind::Static
            && judge.state_of(id).is_some()
            && let Some(ty) = shapes.stands_for(id)
        {
            add(id, String::new(), ty, item.span);
        }
    }
    for field in shapes.all_fields() {
        if judge.is_shared_lock(field.ty, &Env::of(field.item), 0) {
            let name = shapes.text(field.name).to_string();
            add(field.item, name, field.ty, Some(field.span));
        }
    }
    for function in shapes.functions() {
        if model.item(function.item).visibility == Visibility::Private {
            continue;
        }
        for parameter in shapes.parameters(function) {
            if judge.is_shared_lock(parameter.ty, &Env::of(function.item), 0) {
                let name = shapes.text(parameter.name).to_string();
                add(function.item, name, parameter.ty, Some(parameter.span));
            }
        }
    }
    states
}
