//! Types as far as methods and fields depend on them, each distinct one once.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::model::ItemId;

use super::super::names::Name;

/// A type of an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Ty(u32);

impl Ty {
    /// The type of which nothing is known.
    pub(super) const UNKNOWN: Self = Self(0);

    pub(super) fn is_known(self) -> bool {
        self != Self::UNKNOWN
    }
}

/// What a type is. References, pointers and lifetimes are seen through.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Kind {
    /// Nothing is known.
    Unknown,
    /// Nothing of the tree.
    Outside,
    /// A type or trait of the tree, with its arguments.
    Item(ItemId, Rc<[Ty]>),
    /// A type or trait from outside the tree, by the last segment of its path.
    Foreign(Name, Rc<[Ty]>),
    /// A generic parameter (or `Self`) of an item.
    Param(ItemId, Name),
    /// `dyn` or `impl`.
    Traits(Rc<[Ty]>),
    /// A tuple.
    Tuple(Rc<[Ty]>),
    /// A slice or array.
    Slice(Ty),
    /// Something that can be called, and gives this.
    Callable(Ty),
    /// A function of the tree, called on this type if it belongs to one.
    Function(ItemId, Ty),
    /// A function from outside: the segment before the last, the last, the written arguments.
    ForeignFunction(Option<Name>, Name, Rc<[Ty]>),
}

/// All types of one file's evaluation.
pub(super) struct Arena {
    kinds: Vec<Kind>,
    ids: FxHashMap<Kind, Ty>,
    /// No types: most types have no arguments.
    none: Rc<[Ty]>,
}

impl Arena {
    pub(super) fn new() -> Self {
        Self {
            kinds: vec![Kind::Unknown],
            ids: FxHashMap::from_iter([(Kind::Unknown, Ty::UNKNOWN)]),
            none: Rc::new([]),
        }
    }

    pub(super) fn kind(&self, ty: Ty) -> &Kind {
        &self.kinds[ty.0 as usize]
    }

    /// A list of types, to be shared.
    pub(super) fn list(&self, types: &[Ty]) -> Rc<[Ty]> {
        match types {
            [] => self.none.clone(),
            _ => types.into(),
        }
    }

    pub(super) fn add(&mut self, kind: Kind) -> Ty {
        if let Some(known) = self.ids.get(&kind) {
            return *known;
        }
        let ty = Ty(self.kinds.len() as u32);
        self.kinds.push(kind.clone());
        self.ids.insert(kind, ty);
        ty
    }
}
