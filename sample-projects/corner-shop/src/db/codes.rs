//! Enums that are kept in the database as words.

use rusqlite::types::Type;
use rusqlite::{Error, Row};

/// A closed set of words, such as the states of an order.
pub trait Code: Copy + 'static {
    const ALL: &'static [Self];

    fn code(self) -> &'static str;

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.code() == code)
    }
}

/// Reads a column that holds one of those words.
pub fn column<T: Code>(row: &Row<'_>, name: &str) -> rusqlite::Result<T> {
    let idx = row.as_ref().column_index(name)?;
    let word: String = row.get(idx)?;
    T::from_code(&word).ok_or_else(|| {
        let message = format!("{word:?} is not a known {name}");
        Error::FromSqlConversionFailure(idx, Type::Text, message.into())
    })
}
