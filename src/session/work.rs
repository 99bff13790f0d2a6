//! Long work under way, and things said to the user.

use crate::notice::Notice;
use crate::progress::Step;

/// Long work under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Work {
    /// What it is busy with.
    pub step: Step,
    /// How many are done.
    pub done: usize,
    /// Of how many; 0 if that is not known.
    pub total: usize,
}

/// Something said to the user.
#[derive(Clone, PartialEq, Debug)]
pub struct Posted {
    /// Names it.
    pub id: u64,
    /// What was said.
    pub notice: Notice,
}
