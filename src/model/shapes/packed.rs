//! Shapes as bytes and back.

use super::{Bound, Field, Function, Generic, Parameter, SerdeTraits, Shapes, Type, TypeList};
use crate::packed::{List, Packed, Reader};

packed! {
    Shapes {
        types, lists, texts, functions, parameters, fields, generics, bounds, stands_for, traits,
        statics, serde, with_serde,
    }
    Function { item, receiver, is_async, parameters, output, output_span }
    Parameter { name, ty, span }
    Field { item, variant, name, ty, visibility, serde, span }
    Generic { item, name }
    Bound { item, generic, ty }
    SerdeTraits { serialize, deserialize }
}

packed_enum! {
    Type {
        0 = Unknown, 1 = Item { item, arguments }, 2 = Outside { path, arguments },
        3 = Unbound(text), 4 = This, 5 = Generic(text), 6 = Associated { of, name },
        7 = Reference { to, mutable }, 8 = Pointer(to), 9 = Tuple(parts), 10 = Slice(of),
        11 = Traits { dynamic, bounds }, 12 = Function(parts), 13 = Never,
    }
}

impl Packed for TypeList {
    fn put(&self, out: &mut Vec<u8>) {
        let Self { start, len } = self;
        (*start, *len).put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let (start, len) = Packed::take(from)?;
        from.note(List::ShapeLists, &(start..u32::checked_add(start, len)?));
        Some(Self { start, len })
    }
}

impl Shapes {
    /// Whether every id that was read means something.
    pub(in crate::model) fn is_sound(&self, read: &Reader<'_>) -> bool {
        let n_parameters = self.parameters.len() as u64;
        let parameters = |it: &Function| u64::from(it.parameters.0) + u64::from(it.parameters.1);
        read.reaches(List::ShapeTypes, self.types.len())
            && read.reaches(List::ShapeTexts, self.texts.len())
            && read.reaches(List::ShapeLists, self.lists.len())
            && self
                .functions
                .iter()
                .all(|it| parameters(it) <= n_parameters)
    }
}
