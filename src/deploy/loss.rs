//! What a layout does not know, had to assume, or gives up.

use super::ContainerIdx;

/// Where a layout says so: the comment stands there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LossAt {
    /// What is built.
    Image,
    /// What all roles have in common.
    Roles,
    /// One container.
    Container(ContainerIdx),
    /// What they keep.
    Data,
    /// Who can reach whom.
    Networks,
    /// The gateway and its routes.
    Gateway,
}

/// Something missing, assumed or given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// Where.
    pub at: LossAt,
    /// One sentence without a final period.
    pub text: String,
    /// What can be done about it, one sentence without a final period.
    pub remedy: String,
}

impl Loss {
    /// A loss at a place.
    pub(super) fn new(at: LossAt, text: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            at,
            text: text.into(),
            remedy: remedy.into(),
        }
    }
}
