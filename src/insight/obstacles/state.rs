//! What lives in memory and changes there: statics, and locks that are handed round.

use std::collections::BTreeMap;

use super::judge::{Env, Judge, Memo};
use crate::graph::Filter;
use crate::model::{CodeModel, ItemId, ItemKind, ModuleId, Node, TypeId, Visibility};
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
    /// The modules that name the item, its own first, then by id.
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
    /// How often it names the item.
    pub n_mentions: u32,
    /// Where first; `None` for the module of the item itself, if it does not name it again.
    pub first: Option<Span>,
}

/// All state in memory that several modules can reach by the references that a filter admits, in
/// order of place. State of test code is left out.
pub fn shared_states(model: &CodeModel, memo: &mut Memo, filter: Filter) -> Vec<SharedState> {
    let mut states = held(model, memo);
    let mut touches: BTreeMap<ItemId, BTreeMap<ModuleId, Touch>> = BTreeMap::new();
    for state in &states {
        touches.entry(state.item).or_default();
    }
    for reference in model.references().iter().filter(|it| filter.admits(it)) {
        let (Node::Item(item), Some(module)) = (reference.to, model.module_of(reference.from))
        else {
            continue;
        };
        let Some(of_item) = touches.get_mut(&item) else {
            continue;
        };
        let touch = of_item.entry(module).or_insert(Touch {
            module,
            n_mentions: 0,
            first: reference.span,
        });
        touch.n_mentions += 1;
        touch.first = touch.first.min(reference.span).or(touch.first);
    }
    for state in &mut states {
        let own = model.item(state.item).module;
        let mut of_item = touches.get(&state.item).cloned().unwrap_or_default();
        let at_home = of_item.remove(&own).unwrap_or(Touch {
            module: own,
            n_mentions: 0,
            first: None,
        });
        state.touched_by = std::iter::once(at_home)
            .chain(of_item.into_values())
            .collect();
    }
    states.retain(SharedState::is_shared);
    states.sort_by(|a, b| (a.span, a.item, &a.name).cmp(&(b.span, b.item, &b.name)));
    states
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
