//! Plain values as bytes and back, for what is kept between two runs.
//!
//! Numbers take as many bytes as they need (LEB128), lists and texts begin with their length. There
//! is no schema: [`sealed`] bytes name the program that wrote them, and no other reads them. Reading
//! never panics and never reserves more than the bytes at hand could fill; `None` means that they
//! are not what was asked for. Indices are noted while they are read, so that whoever knows the
//! lists they point into can tell whether all of them exist: see [`Reader::reaches`].

#[macro_use]
mod shapes;
mod seal;

use std::ops::Range;
use std::sync::Arc;

pub use seal::{Digest, HEAD_BYTES, digest, is_meant, sealed, unsealed};

/// A list that indices point into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the list of that name")]
pub enum List {
    Symbols,
    Scopes,
    FactItems,
    Types,
    Lists,
    Terms,
    MethodCalls,
    Conditions,
    PathPool,
    Files,
    Crates,
    Modules,
    Items,
    Externs,
    Cfgs,
    References,
    Objects,
    ShapeTypes,
    ShapeTexts,
    ShapeLists,
    /// The references of a folded level.
    Folded,
}

const N_LISTS: usize = List::Folded as usize + 1;

/// Bytes that are read from the front.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    /// Of each list, how long it must be for every index read so far.
    needed: [u64; N_LISTS],
}

impl<'a> Reader<'a> {
    /// Reads these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        let needed = [0; N_LISTS];
        Self { bytes, needed }
    }

    /// The next `n` bytes as they are.
    pub fn raw(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(taken)
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether everything has been read.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether every index into a list that was read points at one of its `len` entries.
    pub fn reaches(&self, list: List, len: usize) -> bool {
        self.needed[list as usize] <= len as u64
    }

    /// Notes indices of a list.
    pub fn note(&mut self, list: List, value: &impl Indices) {
        let needed = &mut self.needed[list as usize];
        *needed = (*needed).max(value.needed());
    }

    /// Notes what another reader of the same whole has noted.
    pub fn note_all(&mut self, other: &Self) {
        for (mine, theirs) in self.needed.iter_mut().zip(other.needed) {
            *mine = (*mine).max(theirs);
        }
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for (position, byte) in self.bytes.iter().enumerate().take(10) {
            value |= u64::from(byte & 0x7f) << (7 * position);
            if *byte < 0x80 {
                self.bytes = &self.bytes[position + 1..];
                return Some(value);
            }
        }
        None
    }

    /// The length of a list of which every entry takes at least one byte.
    fn length(&mut self) -> Option<usize> {
        let len = usize::try_from(self.number()?).ok()?;
        (len <= self.bytes.len()).then_some(len)
    }
}

fn put_number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// What can be written as bytes and read back.
pub trait Packed: Sized {
    /// Appends it.
    fn put(&self, out: &mut Vec<u8>);

    /// Reads it; `None` if the bytes are something else.
    fn take(from: &mut Reader<'_>) -> Option<Self>;
}

/// One index or several.
pub trait Indices {
    /// How long a list must be that holds all of them.
    fn needed(&self) -> u64;
}

impl Indices for u32 {
    fn needed(&self) -> u64 {
        u64::from(*self) + 1
    }
}

impl<T: Indices> Indices for Option<T> {
    fn needed(&self) -> u64 {
        self.as_ref().map_or(0, Indices::needed)
    }
}

impl<T: Indices> Indices for Vec<T> {
    fn needed(&self) -> u64 {
        self.iter().map(Indices::needed).max().unwrap_or(0)
    }
}

impl Indices for Range<u32> {
    fn needed(&self) -> u64 {
        // A range that ends before it begins is no range of any list.
        let sound = self.start <= self.end;
        if sound { u64::from(self.end) } else { u64::MAX }
    }
}

macro_rules! packed_numbers {
    ($($number:ident)*) => {$(
        impl Packed for $number {
            fn put(&self, out: &mut Vec<u8>) {
                put_number(u64::from(*self), out);
            }

            #[inline]
            fn take(from: &mut Reader<'_>) -> Option<Self> {
                if let [byte @ ..0x80, rest @ ..] = from.bytes {
                    from.bytes = rest;
                    return Some(Self::from(*byte));
                }
                Self::try_from(from.number()?).ok()
            }
        }
    )*};
}

packed_numbers! { u16 u32 u64 }

impl Packed for u8 {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    #[inline]
    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let (first, rest) = from.bytes.split_first()?;
        from.bytes = rest;
        Some(*first)
    }
}

impl Packed for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        match u8::take(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Packed for f32 {
    fn put(&self, out: &mut Vec<u8>) {
        // Nearly every weight is 1, which so takes one byte.
        put_number(u64::from(self.to_bits() ^ 1f32.to_bits()), out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self::from_bits(u32::take(from)? ^ 1f32.to_bits()))
    }
}

impl Packed for f64 {
    fn put(&self, out: &mut Vec<u8>) {
        // Small whole numbers have their bits at the top.
        put_number(self.to_bits().swap_bytes(), out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self::from_bits(u64::take(from)?.swap_bytes()))
    }
}

impl Packed for u128 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(from.raw(16)?.try_into().ok()?))
    }
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    put_number(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

fn take_text<'a>(from: &mut Reader<'a>) -> Option<&'a str> {
    let len = from.length()?;
    std::str::from_utf8(from.raw(len)?).ok()
}

macro_rules! packed_texts {
    ($($text:ty)*) => {$(
        impl Packed for $text {
            fn put(&self, out: &mut Vec<u8>) {
                put_text(self, out);
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                take_text(from).map(Self::from)
            }
        }
    )*};
}

packed_texts! { String Box<str> Arc<str> }

impl<T: Packed> Packed for Box<T> {
    fn put(&self, out: &mut Vec<u8>) {
        T::put(self, out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        T::take(from).map(Self::new)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        match u8::take(from)? {
            0 => Some(None),
            1 => Some(Some(T::take(from)?)),
            _ => None,
        }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(self.len() as u64, out);
        self.iter().for_each(|it| it.put(out));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let len = from.length()?;
        let mut list = Self::with_capacity(len);
        for _ in 0..len {
            list.push(T::take(from)?);
        }
        Some(list)
    }
}

impl<T: Packed> Packed for Range<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.start.put(out);
        self.end.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(T::take(from)?..T::take(from)?)
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round_trip<T: Packed + PartialEq + std::fmt::Debug>(value: &T) {
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        let mut reader = Reader::new(&bytes);
        assert_eq!(T::take(&mut reader).as_ref(), Some(value));
        assert!(reader.is_empty());
        for len in 0..bytes.len() {
            let mut reader = Reader::new(&bytes[..len]);
            assert_eq!(T::take(&mut reader), None, "cut after {len} bytes");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            a in any::<u32>(), b in any::<Option<u64>>(), c in ".*", d in any::<Vec<(u16, bool)>>(),
            e in any::<u128>(), f in 0u32..100
        ) {
            round_trip(&((a, b), (c, (d, (e, f as f32)))));
            round_trip(&(f64::from(f), Box::new(a..a)));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>()) {
            let mut reader = Reader::new(&bytes);
            Vec::<(Option<String>, f64)>::take(&mut reader);
        }
    }

    #[test]
    fn a_length_that_cannot_be_is_refused() {
        let mut bytes = Vec::new();
        u64::MAX.put(&mut bytes);
        assert_eq!(Vec::<u32>::take(&mut Reader::new(&bytes)), None);
        assert_eq!(u32::take(&mut Reader::new(&[0x80; 11])), None);
    }

    #[test]
    fn indices_beyond_their_list_are_told() {
        let mut reader = Reader::new(&[]);
        reader.note(List::Items, &vec![Some(4u32), None]);
        assert!(reader.reaches(List::Items, 5) && !reader.reaches(List::Items, 4));
        reader.note(
            List::Types,
            &Range {
                start: 2u32,
                end: 1,
            },
        );
        assert!(!reader.reaches(List::Types, 9));
    }
}
