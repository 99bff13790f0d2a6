//! The plan as a file: `seamline.toml`, for people to read, review and merge.
//!
//! Version 1 is frozen: what [`parse_plan`] reads it will always read. Writing goes into the text
//! that was there before, so that comments, order and keys that are not known here survive.
//! Positions on the canvas are nobody's business in a review; they have a file of their own.

mod error;
mod places;
mod positions;
mod read;
mod rebind;
mod scenario;
mod write;
mod write_list;

#[cfg(test)]
mod tests;

pub use error::PlanFileError;
pub use positions::{parse_positions, write_positions};
pub use read::{parse_plan, schema_files};
pub use rebind::{Vanished, likeliest_path, rebind, vanished};
pub use scenario::{PLAN_FILE, POSITIONS_FOLDER, Scenario};
pub use write::write_plan;

/// The format that is written, and the newest that is read.
pub const FORMAT: i64 = 1;
