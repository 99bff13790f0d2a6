//! Tests through the real program, all in one binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on stops, and says aloud what it left out"
)]

#[path = "../common/mod.rs"]
mod common;

mod any_text;
mod bad_input;
mod cache;
mod cli;
mod exports;
mod history;
mod layers;
mod layout;
mod measured;
mod samples;
mod traps;
#[cfg(feature = "gui")]
mod window;
