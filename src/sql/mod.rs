//! SQL text and migrations: tables, routines, and what reads and writes them.
//!
//! Nothing here knows Rust code; text goes in, plain data comes out. Nothing is executed, nothing is
//! read from a disk, and no text is too odd: time is linear, depth costs no stack.
//!
//! - [`dialect`]: which database a text is for, and what that does to names.
//! - [`lex`]: tokens of every dialect at once, with holes (`{}`, `?1`, `:name`) among them.
//! - [`split`]: a text as its statements with their lines; bodies, dumps and clients understood.
//! - [`statement`]: what one statement touches, as [`touch::Touches`]: tables read and written, joins,
//!   calls, transactions, blind spots. A parser (sqlparser, named in this folder only) reads it in the
//!   first dialect that takes it; what none takes is followed word by word and counts as guessed.
//! - [`system`]: tables that a database keeps for itself.
//! - [`verdict`]: whether a text from code is SQL at all.
//! - [`body`]: bodies of routines and triggers, their statements and complexity.
//! - [`schema`]: the state after definitions were applied in order. Definitions are read by a reader
//!   of our own: they are the bulk of a migration, simple in form, and a tree for each would cost ten
//!   times the time. What it passes over makes the object guessed, what it cannot apply is kept as
//!   lost, with its place.
//! - [`migrations`]: which files make the databases of a system, in which order, each told once.

mod cursor;
#[cfg(test)]
mod hostile;
pub mod body;
pub mod dialect;
pub mod lex;
pub mod migrations;
pub mod schema;
pub mod split;
pub mod statement;
pub mod system;
pub mod touch;
pub mod verdict;
