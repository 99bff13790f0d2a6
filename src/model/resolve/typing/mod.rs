//! What type a method is called on, and so which method it is.
//!
//! No solver: types follow what is written - parameters, fields, results of calls - and the shapes
//! of the standard library that nearly all code is made of. Where the type stays unknown, a trait
//! in scope or a name that only one method has may still tell.
//!
//! 1. `index`: what is declared about types, by item.
//! 2. `written`: a type as written -> a type.
//! 3. `values`: a term -> the type it gives, in the order in which they were written.
//! 4. `methods`: a type and a name -> a method.
//! 5. `family`: what types from outside are for; `standard`: what their methods give; `inside`:
//!    what they hold; `mapper`: what rows of object mappers
//!    give; `closures`: what they hand to closures; `common`: names that tell nothing.

mod closures;
mod common;
mod family;
mod index;
mod inside;
mod mapper;
mod methods;
mod standard;
#[cfg(test)]
mod tests;
mod ty;
mod values;
mod written;

use rustc_hash::FxHashMap;

use crate::facts::{FileFacts, TypeIdx};
use crate::model::{Confidence, ItemId};

use super::names::{Name, World};

pub(super) use index::Index;
use ty::{Arena, Kind, Ty};

/// What the types of a mount tell.
pub(super) struct Methods {
    /// Which method each call is, by its position among the facts' method calls.
    pub(super) found: Vec<Option<(ItemId, Confidence)>>,
    /// The calls on something whose type is not known.
    pub(super) untyped: Vec<u32>,
    /// The types of values whose rows may be written, with the position of the fact.
    pub(super) rows: Vec<(u32, ItemId)>,
}

/// Which methods are called in a mount.
pub(super) fn methods_of(world: &World<'_>, index: &Index, mount_idx: usize) -> Methods {
    let mut typer = Typer::new(world, index, mount_idx);
    typer.evaluate();
    Methods {
        rows: typer.rows(),
        found: typer.found,
        untyped: typer.untyped,
    }
}

/// The evaluation of one mount.
struct Typer<'a> {
    world: &'a World<'a>,
    index: &'a Index,
    mount_idx: usize,
    facts: &'a FileFacts,
    arena: Arena,
    /// The type of each term, as far as they have been evaluated.
    terms: Vec<Ty>,
    /// The item that the present term belongs to.
    owner: Option<ItemId>,
    found: Vec<Option<(ItemId, Confidence)>>,
    /// Calls on something whose type is not known, where the name does not tell either.
    untyped: Vec<u32>,
    /// Types as written in items, by item, mount and type.
    written_once: FxHashMap<(ItemId, u32, TypeIdx), Ty>,
    /// How deep the present type is nested.
    depth: u32,
}

/// What generic parameters stand for.
type Substitution = FxHashMap<(ItemId, Name), Ty>;

impl<'a> Typer<'a> {
    fn new(world: &'a World<'a>, index: &'a Index, mount_idx: usize) -> Self {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        Self {
            world,
            index,
            mount_idx,
            facts,
            arena: Arena::new(),
            terms: vec![Ty::UNKNOWN; facts.terms.len()],
            owner: None,
            found: vec![None; facts.method_calls.len()],
            untyped: Vec::new(),
            written_once: FxHashMap::default(),
            depth: 0,
        }
    }

    /// The types of values whose rows may be written, unless a method of the tree does it.
    fn rows(&mut self) -> Vec<(u32, ItemId)> {
        let mut rows = Vec::new();
        for (idx, fact) in (0u32..).zip(&self.facts.rows) {
            let is_own = fact
                .call
                .is_some_and(|it| self.found[it as usize].is_some());
            let mut next = Some(self.terms[fact.value as usize]).filter(|_| !is_own);
            for _ in 0..4 {
                let Some(ty) = next else { break };
                if let Kind::Item(item, _) = self.arena.kind(ty) {
                    rows.push((idx, *item));
                    break;
                }
                next = self.deref(ty);
            }
        }
        rows
    }

    fn kind(&self, ty: Ty) -> Kind {
        self.arena.kind(ty).clone()
    }

    fn text(&self, name: Name) -> &'a str {
        self.world.texts[name as usize]
    }

    /// A type of the standard library.
    fn foreign(&mut self, name: Name, arguments: &[Ty]) -> Ty {
        let arguments = self.arena.list(arguments);
        self.arena.add(Kind::Foreign(name, arguments))
    }

    fn option(&mut self, of: Ty) -> Ty {
        self.foreign(self.world.known.option, &[of])
    }

    fn iterator(&mut self, of: Ty) -> Ty {
        self.foreign(self.world.known.iterator, &[of])
    }

    fn tuple(&mut self, parts: &[Ty]) -> Ty {
        self.arena.add(Kind::Tuple(parts.into()))
    }
}
