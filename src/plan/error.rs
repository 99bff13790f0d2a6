//! Why an edit was refused, and what to do instead.

use std::sync::Arc;

use super::{CodePath, ServiceId};
use crate::notice::Notice;

/// A refused edit; the plan is as it was before.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlanError {
    /// The edit speaks of a service that the plan does not have.
    #[error("the plan has no service with number {}", .0.0)]
    UnknownService(ServiceId),
    /// Two services would share an id.
    #[error("the plan already has a service with number {}", .0.0)]
    IdTaken(ServiceId),
    /// Two services would share a name.
    #[error("there already is a service called {name:?}")]
    NameTaken {
        /// The name asked for.
        name: Arc<str>,
    },
    /// A service would have no name.
    #[error("a service needs a name")]
    NameEmpty,
    /// A path would be empty.
    #[error("a path must not be empty")]
    PathEmpty,
    /// The owner of a locked module would change.
    #[error("{path:?} is locked")]
    Locked {
        /// What would change its owner.
        path: CodePath,
        /// The lock it stands under.
        lock: CodePath,
    },
    /// A rule between fewer than two paths says nothing.
    #[error("a rule needs at least two different paths")]
    GroupTooSmall,
    /// The rule to take away is not there.
    #[error("the plan has no rule number {}", .at + 1)]
    UnknownRule {
        /// Position in its list.
        at: usize,
    },
    /// The accepted dependency to take away is not there.
    #[error("{from:?} -> {to:?} is not among the accepted dependencies")]
    NotAccepted {
        /// The module that needs.
        from: CodePath,
        /// The module needed.
        to: CodePath,
    },
    /// A position is infinite or not a number.
    #[error("the position of {key:?} is not a number")]
    NoPosition {
        /// What was to be placed.
        key: Arc<str>,
    },
    /// A list of changes made for another state of the plan.
    #[error("the change does not fit this state of the plan")]
    Outdated,
}

impl PlanError {
    /// What the reader can do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownService(_) => "it may have been removed; pick another service".into(),
            Self::IdTaken(_) => "ask the plan for a fresh id".into(),
            Self::NameTaken { .. } => "pick another name".into(),
            Self::NameEmpty => "type at least one letter".into(),
            Self::PathEmpty => "name a module, like my_crate::orders".into(),
            Self::Locked { path, lock } if path == lock => "unlock it first".into(),
            Self::Locked { lock, .. } => format!("unlock {lock:?} first"),
            Self::GroupTooSmall => "select two modules or more".into(),
            Self::UnknownRule { .. } | Self::NotAccepted { .. } => {
                "it may have been removed already".into()
            }
            Self::NoPosition { .. } => "place it again".into(),
            Self::Outdated => "undo in the order in which it was done".into(),
        }
    }
}

impl From<&PlanError> for Notice {
    fn from(error: &PlanError) -> Self {
        Notice::error(error.to_string()).hint(error.hint())
    }
}
