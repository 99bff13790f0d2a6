//! Everything that touches the machine: files, threads, the clock, the user's folders.
//!
//! The rest of the program is pure functions over plain data; this is where the data comes from
//! and where it goes. Nothing here knows what a service or a dependency is.

pub mod read;
pub mod write;
pub mod cache;
mod analyze;
pub mod history;
pub mod measured;
pub mod plans;
pub mod samples;
pub mod preferences;
pub mod folders;
pub mod jobs;
mod keep;
pub mod watch;

pub use analyze::{Caching, analyze, analyze_again, analyze_in};
pub use keep::settle;
pub use read::{ReadError, read_tree};
pub use write::{WriteError, write_artifacts, write_file, write_output};
