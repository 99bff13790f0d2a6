//! Identifiers: short, sortable by age, and distinct in type.

use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::marker::PhantomData;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::clock;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

static SEQUENCE: AtomicU64 = AtomicU64::new(0);
static NOISE: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Something that has ids of its own, recognizable by their first letters.
pub trait Named {
    const PREFIX: &'static str;
}

/// The id of a `T`, such as `ord_1q7x3v0a5k2m`.
pub struct Id<T> {
    text: String,
    of: PhantomData<fn() -> T>,
}

impl<T: Named> Id<T> {
    /// A new id; ids made later sort later, give or take a second.
    pub fn fresh() -> Id<T> {
        let sequence = SEQUENCE.fetch_add(1, Ordering::Relaxed);
        let moment = clock::now().as_secs().unsigned_abs();
        let age = encode(moment, 7);
        let noise = encode(NOISE.hash_one((sequence, moment)), 6);
        Id::from_text(format!("{}_{age}{noise}", T::PREFIX))
    }

    /// Reads an id from the outside; it must be one of this kind.
    pub fn parse(text: &str) -> Option<Id<T>> {
        let rest = text.strip_prefix(T::PREFIX)?.strip_prefix('_')?;
        let plain = |it: char| it.is_ascii_alphanumeric() || it == '-';
        (!rest.is_empty() && rest.chars().all(plain)).then(|| Id::from_text(text.to_owned()))
    }
}

impl<T> Id<T> {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn from_text(text: String) -> Id<T> {
        Id {
            text,
            of: PhantomData,
        }
    }
}

fn encode(mut number: u64, n_digits: usize) -> String {
    let mut digits = vec![ALPHABET[0]; n_digits];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(number % 32) as usize];
        number /= 32;
    }
    digits.into_iter().map(char::from).collect()
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        Id::from_text(self.text.clone())
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Id<T>) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T: Named> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id<T>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Id::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("{text:?} is not a {}_ id", T::PREFIX)))
    }
}

impl<T> ToSql for Id<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.text.to_sql()
    }
}

impl<T: Named> FromSql for Id<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Id<T>> {
        Id::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Product;

    #[test]
    fn fresh_ids_differ_and_can_be_read_back() {
        let (one, other) = (Id::<Product>::fresh(), Id::<Product>::fresh());
        assert_ne!(one, other);
        assert_eq!(Id::parse(one.as_str()), Some(one));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        assert_eq!(Id::<Product>::parse("ord_1234"), None);
        assert_eq!(Id::<Product>::parse("prd_"), None);
        assert_eq!(Id::<Product>::parse("prd_x' or 1"), None);
    }
}
