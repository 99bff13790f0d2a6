//! Names of the language that every module knows.

use crate::facts::{Namespace, STANDARD_DERIVES, STANDARD_MACROS};

/// Whether a name means something of the language where nothing else has it.
pub(super) fn built_in(text: &str, namespace: Namespace) -> bool {
    match namespace {
        Namespace::Type => TYPES.contains(&text),
        // A type before `::` that a macro put together, or a macro's argument.
        Namespace::Value => VALUES.contains(&text) || TYPES.contains(&text),
        Namespace::Macro => [STANDARD_MACROS, STANDARD_DERIVES, MACROS]
            .iter()
            .any(|it| it.contains(&text)),
    }
}

const TYPES: &[&str] = &[
    "bool",
    "char",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];
const VALUES: &[&str] = &[
    "Some",
    "None",
    "Ok",
    "Err",
    "drop",
    "size_of",
    "size_of_val",
    "align_of",
    "align_of_val",
];
/// Attributes and macros beside those two lists.
const MACROS: &[&str] = &[
    "cfg_select",
    "is_x86_feature_detected",
    "derive",
    "try",
    "test",
    "macro_rules",
    "addr_of",
    "addr_of_mut",
];
