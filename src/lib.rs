//! Seamline takes a Rust monolith apart, with the evidence in hand.
//!
//! The modules below stand in the order of the data; ARCHITECTURE.md draws the same line.
//! A folder is read into a [`source::SourceTree`], its facts are resolved into a
//! [`model::CodeModel`], folded into a [`graph::Graph`]; the architect edits one value, the
//! [`plan::Plan`]; everything else is derived from those two and may be thrown away.

#![cfg_attr(
    test,
    expect(
        clippy::needless_pass_by_value,
        clippy::float_cmp,
        clippy::too_many_lines,
        reason = "checks own what they compare with, numbers in tests are exact, pictures are long"
    )
)]

#[macro_use]
pub mod packed;
pub mod notice;
pub mod progress;
pub mod kinds;
pub mod source;
pub mod history;
pub mod facts;
pub mod sql;
pub mod measured;
pub mod model;
pub mod graph;
pub mod pipeline;
pub mod plan;
pub mod insight;
pub mod suggest;
pub mod arrange;
pub mod deploy;
pub mod export;
pub mod guard;
pub mod project_file;
pub mod session;
pub mod shell;
#[cfg(feature = "gui")]
pub mod ui;
pub mod cli;
