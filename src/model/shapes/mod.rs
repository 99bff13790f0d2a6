//! What functions take and give and what types hold, with the names in it bound.
//!
//! Every distinct type once, lists flat, everything sorted by item: it is kept for whole systems and
//! written to disk as it is. Nothing is judged here.

mod builder;
mod packed;
mod words;

use std::sync::Arc;

pub use builder::ShapesBuilder;

use super::{FieldSerde, ItemId, Receiver, StaticForm, TextId, TypeId, Visibility};
use crate::source::Span;

/// Several types: where they stand in the list of [`Shapes`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct TypeList {
    start: u32,
    len: u32,
}

impl TypeList {
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A type as written, its names bound. Lifetimes are left out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Type {
    /// `_`, macros, and what is nested too deeply to be of use.
    #[default]
    Unknown,
    /// A type or trait of the tree.
    Item {
        /// Which.
        item: ItemId,
        /// What stands in angle brackets.
        arguments: TypeList,
    },
    /// A type or trait from outside the tree.
    Outside {
        /// `tokio::sync::Mutex`, whatever the code calls it; `Vec` for what everybody knows.
        path: TextId,
        /// What stands in angle brackets. Of `Item = T` the `T`; of `Fn(A) -> B` first `B`.
        arguments: TypeList,
    },
    /// A name that could not be bound to anything.
    Unbound(TextId),
    /// `Self`.
    This,
    /// A generic parameter of an item round it, or a constant that is one.
    Generic(TextId),
    /// `T::Name`.
    Associated {
        /// What it belongs to.
        of: TypeId,
        /// Its name.
        name: TextId,
    },
    /// `&T` or `&mut T`.
    Reference {
        /// What it refers to.
        to: TypeId,
        /// Whether it is `&mut`.
        mutable: bool,
    },
    /// A raw pointer.
    Pointer(TypeId),
    /// A tuple; empty for `()`.
    Tuple(TypeList),
    /// A slice or an array.
    Slice(TypeId),
    /// `dyn A + B` or `impl A + B`.
    Traits {
        /// Whether it is `dyn`.
        dynamic: bool,
        /// The traits.
        bounds: TypeList,
    },
    /// A function pointer: first what it returns, then what it takes.
    Function(TypeList),
    /// `!`: no value at all.
    Never,
}

/// What goes into a function and what comes out.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Function {
    /// The function.
    pub item: ItemId,
    /// How it takes `self`.
    pub receiver: Receiver,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// Its first parameter, and how many there are.
    parameters: (u32, u32),
    /// What it returns.
    pub output: TypeId,
    /// Where that is written, or else its name.
    pub output_span: Span,
}

/// A parameter other than `self`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parameter {
    /// Its name; `_` where a pattern takes it apart.
    pub name: TextId,
    /// Its type.
    pub ty: TypeId,
    /// Where it stands.
    pub span: Span,
}

/// A field of a struct or of a variant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Field {
    /// The struct or enum.
    pub item: ItemId,
    /// The variant, of an enum.
    pub variant: Option<TextId>,
    /// Its name; of tuples its number.
    pub name: TextId,
    /// Its type.
    pub ty: TypeId,
    /// Who may name it; of a variant's field everybody.
    pub visibility: Visibility,
    /// How serde treats it.
    pub serde: FieldSerde,
    /// Where it stands.
    pub span: Span,
}

/// A generic parameter that stands for a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Generic {
    /// The item that declares it.
    pub item: ItemId,
    /// Its name.
    pub name: TextId,
}

/// What a generic parameter must implement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bound {
    /// The item that says so.
    pub item: ItemId,
    /// The parameter, or `Self`.
    pub generic: TextId,
    /// The trait, as a type.
    pub ty: TypeId,
}

/// Which of serde's traits a type has, derived or written out.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct SerdeTraits {
    /// Whether it can be sent.
    pub serialize: bool,
    /// Whether it can be received.
    pub deserialize: bool,
}

impl SerdeTraits {
    /// Whether it can be sent and received.
    pub fn both(self) -> bool {
        self.serialize && self.deserialize
    }
}

/// The shapes of a whole model.
#[derive(Debug, Default)]
pub struct Shapes {
    types: Vec<Type>,
    lists: Vec<TypeId>,
    texts: Vec<Arc<str>>,
    functions: Vec<Function>,
    parameters: Vec<Parameter>,
    fields: Vec<Field>,
    generics: Vec<Generic>,
    bounds: Vec<Bound>,
    stands_for: Vec<(ItemId, TypeId)>,
    traits: Vec<(ItemId, TypeId)>,
    statics: Vec<(ItemId, StaticForm)>,
    serde: Vec<(ItemId, SerdeTraits)>,
    with_serde: Vec<Arc<str>>,
}

impl Shapes {
    /// The type with this id.
    pub fn ty(&self, id: TypeId) -> Type {
        self.types.get(id.index()).copied().unwrap_or_default()
    }

    /// The types of a list.
    pub fn list(&self, list: TypeList) -> &[TypeId] {
        &self.lists[list.start as usize..(list.start + list.len) as usize]
    }

    /// The text with this id.
    pub fn text(&self, id: TextId) -> &Arc<str> {
        &self.texts[id.index()]
    }

    /// What goes into a function and what comes out.
    pub fn function(&self, item: ItemId) -> Option<&Function> {
        let found = self.functions.binary_search_by_key(&item, |it| it.item);
        found.ok().map(|it| &self.functions[it])
    }

    /// All functions, in order of id.
    pub fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// The parameters of a function, without `self`.
    pub fn parameters(&self, function: &Function) -> &[Parameter] {
        let (start, len) = function.parameters;
        &self.parameters[start as usize..(start + len) as usize]
    }

    /// The fields of a struct, or of all variants of an enum.
    pub fn fields(&self, item: ItemId) -> &[Field] {
        run(&self.fields, item, |it| it.item)
    }

    /// All fields, in order of their items.
    pub fn all_fields(&self) -> &[Field] {
        &self.fields
    }

    /// The types an item is generic over, in order.
    pub fn generics(&self, item: ItemId) -> &[Generic] {
        run(&self.generics, item, |it| it.item)
    }

    /// What an item's generic parameters must implement.
    pub fn bounds(&self, item: ItemId) -> &[Bound] {
        run(&self.bounds, item, |it| it.item)
    }

    /// The type that an alias, constant, static, associated type or impl stands for or is of.
    pub fn stands_for(&self, item: ItemId) -> Option<TypeId> {
        run(&self.stands_for, item, |it| it.0)
            .first()
            .map(|it| it.1)
    }

    /// The trait of an impl, with its arguments.
    pub fn trait_of(&self, item: ItemId) -> Option<TypeId> {
        run(&self.traits, item, |it| it.0).first().map(|it| it.1)
    }

    /// All impls of traits, in order of id.
    pub fn impls(&self) -> &[(ItemId, TypeId)] {
        &self.traits
    }

    /// What a static is more than a value.
    pub fn static_form(&self, item: ItemId) -> StaticForm {
        let found = run(&self.statics, item, |it| it.0).first();
        found.map_or(StaticForm::Plain, |it| it.1)
    }

    /// Which of serde's traits a type of the tree has.
    pub fn serde(&self, item: ItemId) -> SerdeTraits {
        let found = run(&self.serde, item, |it| it.0).first();
        found.map(|it| it.1).unwrap_or_default()
    }

    /// Whether some manifest asks for the serde feature of this crate.
    pub fn has_serde_feature(&self, krate: &str) -> bool {
        self.with_serde
            .binary_search_by_key(&krate, |it| it)
            .is_ok()
    }
}

/// The entries of one item in a list that is sorted by item.
fn run<T>(all: &[T], item: ItemId, key: impl Fn(&T) -> ItemId) -> &[T] {
    let start = all.partition_point(|it| key(it) < item);
    let len = all[start..].partition_point(|it| key(it) == item);
    &all[start..start + len]
}
