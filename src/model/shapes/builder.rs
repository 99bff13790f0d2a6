//! Shapes under construction: every type, list and text once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Bound, Field, Function, Generic, Parameter, SerdeTraits, Shapes, Type, TypeList};
use crate::model::{ItemId, Receiver, StaticForm, TextId, TypeId};
use crate::source::Span;

/// Shapes under construction.
#[derive(Debug)]
pub struct ShapesBuilder {
    shapes: Shapes,
    type_ids: FxHashMap<Type, TypeId>,
    list_ids: FxHashMap<Box<[TypeId]>, TypeList>,
    text_ids: FxHashMap<Arc<str>, TextId>,
}

impl Default for ShapesBuilder {
    fn default() -> Self {
        let mut builder = Self {
            shapes: Shapes::default(),
            type_ids: FxHashMap::default(),
            list_ids: FxHashMap::default(),
            text_ids: FxHashMap::default(),
        };
        builder.add_type(Type::Unknown);
        builder
    }
}

impl ShapesBuilder {
    /// The id of a type.
    pub fn add_type(&mut self, ty: Type) -> TypeId {
        let next = TypeId(self.shapes.types.len() as u32);
        let id = *self.type_ids.entry(ty).or_insert(next);
        if id == next {
            self.shapes.types.push(ty);
        }
        id
    }

    /// A list that is kept once.
    pub fn add_list(&mut self, parts: &[TypeId]) -> TypeList {
        if parts.is_empty() {
            return TypeList::default();
        }
        if let Some(known) = self.list_ids.get(parts) {
            return *known;
        }
        let list = TypeList {
            start: self.shapes.lists.len() as u32,
            len: parts.len() as u32,
        };
        self.shapes.lists.extend_from_slice(parts);
        self.list_ids.insert(parts.into(), list);
        list
    }

    /// The id of a text.
    pub fn add_text(&mut self, text: &str) -> TextId {
        if let Some(known) = self.text_ids.get(text) {
            return *known;
        }
        let id = TextId(self.shapes.texts.len() as u32);
        let text: Arc<str> = text.into();
        self.shapes.texts.push(text.clone());
        self.text_ids.insert(text, id);
        id
    }

    /// Adds a function with its parameters; `function.parameters` is set here.
    pub fn add_function(
        &mut self,
        (item, receiver, is_async): (ItemId, Receiver, bool),
        parameters: impl IntoIterator<Item = Parameter>,
        (output, output_span): (TypeId, Span),
    ) {
        let start = self.shapes.parameters.len() as u32;
        self.shapes.parameters.extend(parameters);
        let len = self.shapes.parameters.len() as u32 - start;
        self.shapes.functions.push(Function {
            item,
            receiver,
            is_async,
            parameters: (start, len),
            output,
            output_span,
        });
    }

    /// Adds a field.
    pub fn add_field(&mut self, field: Field) {
        self.shapes.fields.push(field);
    }

    /// Adds a generic parameter.
    pub fn add_generic(&mut self, generic: Generic) {
        self.shapes.generics.push(generic);
    }

    /// Adds what a generic parameter must implement.
    pub fn add_bound(&mut self, bound: Bound) {
        self.shapes.bounds.push(bound);
    }

    /// Tells what an alias, constant, static, associated type or impl stands for.
    pub fn add_stands_for(&mut self, item: ItemId, ty: TypeId) {
        self.shapes.stands_for.push((item, ty));
    }

    /// Tells the trait of an impl.
    pub fn add_trait_of(&mut self, item: ItemId, ty: TypeId) {
        self.shapes.traits.push((item, ty));
    }

    /// Tells what a static is more than a value.
    pub fn add_static(&mut self, item: ItemId, form: StaticForm) {
        self.shapes.statics.push((item, form));
    }

    /// Tells that a type has one of serde's traits or both.
    pub fn add_serde(&mut self, item: ItemId, traits: SerdeTraits) {
        self.shapes.serde.push((item, traits));
    }

    /// Tells that some manifest asks for the serde feature of a crate.
    pub fn add_serde_feature(&mut self, krate: &str) {
        self.shapes.with_serde.push(krate.into());
    }

    /// The finished shapes, sorted by item.
    pub fn finish(self) -> Shapes {
        let mut shapes = self.shapes;
        shapes.functions.sort_by_key(|it| it.item);
        shapes.fields.sort_by_key(|it| it.item);
        shapes.generics.sort_by_key(|it| it.item);
        shapes.bounds.sort_by_key(|it| it.item);
        shapes.stands_for.sort_by_key(|it| it.0);
        shapes.traits.sort_by_key(|it| it.0);
        shapes.statics.sort_by_key(|it| it.0);
        shapes.serde.sort_by_key(|it| it.0);
        shapes.serde.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1.serialize |= later.1.serialize;
                first.1.deserialize |= later.1.deserialize;
            }
            same
        });
        shapes.with_serde.sort_unstable();
        shapes.with_serde.dedup();
        shapes
    }
}
