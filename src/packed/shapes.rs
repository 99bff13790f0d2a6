//! How structs and enums are written: their fields named once, in any order.
//!
//! The macros take a value apart without `..`, so that whoever adds a field or a variant and forgets
//! it here is told by the compiler. `field in Things` says that it is an index of that [`List`].
//!
//! [`List`]: super::List

/// Lets structs be packed: `packed! { At { line, column } }`.
macro_rules! packed {
    ($($name:ident { $($field:ident $(in $list:ident)?),* $(,)? })*) => {$(
        impl $crate::packed::Packed for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($crate::packed::Packed::put($field, out);)*
            }

            fn take(from: &mut $crate::packed::Reader<'_>) -> Option<Self> {
                $(
                    let $field = $crate::packed::Packed::take(from)?;
                    $(from.note($crate::packed::List::$list, &$field);)?
                )*
                Some(Self { $($field),* })
            }
        }
    )*};
}

/// Lets enums be packed, each variant with its number:
/// `packed_enum! { Node { 0 = Module(id), 1 = Item(id) } }`.
macro_rules! packed_enum {
    ($($name:ident { $(
        $tag:literal = $variant:ident
        $(($($place:ident $(in $place_list:ident)?),*))?
        $({ $($field:ident $(in $list:ident)?),* $(,)? })?
    ),* $(,)? })*) => {$(
        impl $crate::packed::Packed for $name {
            fn put(&self, out: &mut Vec<u8>) {
                match self {$(
                    Self::$variant $(($($place),*))? $({ $($field),* })? => {
                        out.push($tag);
                        $($($crate::packed::Packed::put($place, out);)*)?
                        $($($crate::packed::Packed::put($field, out);)*)?
                    }
                )*}
            }

            fn take(from: &mut $crate::packed::Reader<'_>) -> Option<Self> {
                Some(match <u8 as $crate::packed::Packed>::take(from)? {
                    $($tag => {
                        $($(
                            let $place = $crate::packed::Packed::take(from)?;
                            $(from.note($crate::packed::List::$place_list, &$place);)?
                        )*)?
                        $($(
                            let $field = $crate::packed::Packed::take(from)?;
                            $(from.note($crate::packed::List::$list, &$field);)?
                        )*)?
                        Self::$variant $(($($place),*))? $({ $($field),* })?
                    })*
                    _ => return None,
                })
            }
        }
    )*};
}

/// Lets numbers in a type of their own be packed, each an index of a list.
macro_rules! packed_ids {
    ($($name:ident in $list:ident),* $(,)?) => {$(
        impl $crate::packed::Packed for $name {
            fn put(&self, out: &mut Vec<u8>) {
                self.0.put(out);
            }

            fn take(from: &mut $crate::packed::Reader<'_>) -> Option<Self> {
                let index = <u32 as $crate::packed::Packed>::take(from)?;
                from.note($crate::packed::List::$list, &index);
                Some(Self(index))
            }
        }
    )*};
}
