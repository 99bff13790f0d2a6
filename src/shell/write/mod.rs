//! Texts in memory become files: whole or not at all.
//!
//! A single file is written beside its target, flushed, and renamed over it: whoever is
//! interrupted at any point leaves the old file or the new one. An export of several files is
//! staged as a whole first, and taken back if any of them cannot be put in place.

mod atomic;
mod error;
mod export;
mod folder;
mod manifest;
mod special;

pub use atomic::{check_output, write_file, write_output};
pub use error::WriteError;
pub use export::write_artifacts;
pub use folder::write_new_folder;
