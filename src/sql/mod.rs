//! SQL text.
pub mod dialect;
pub mod lex;
mod cursor;
pub mod split;
pub mod touch;
pub mod statement;
pub mod verdict;
pub mod body;
pub mod schema;
