//! What an edit was about, for the list of edits; the words are made by whoever shows it.

use std::sync::Arc;

use crate::model::{CodeModel, ModuleId};
use crate::plan::Decision;

/// Some modules: how many, and the path of the first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SomeModules {
    /// How many.
    pub n: usize,
    /// The path of the first.
    pub first: Arc<str>,
}

impl SomeModules {
    /// These modules.
    pub fn of(model: &CodeModel, modules: &[ModuleId]) -> Self {
        let first = modules
            .first()
            .map_or_else(|| "".into(), |it| model.module(*it).path.clone());
        Self {
            n: modules.len(),
            first,
        }
    }
}

/// What an edit was about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Modules went to a service; `None` is the remaining monolith.
    Moved {
        /// Which.
        modules: SomeModules,
        /// Where to.
        to: Option<Arc<str>>,
    },
    /// A service came to be.
    Added(Arc<str>),
    /// A service went.
    Removed(Arc<str>),
    /// A service got another name.
    Renamed {
        /// The old one.
        from: Arc<str>,
        /// The new one.
        to: Arc<str>,
    },
    /// A service went into another.
    Merged {
        /// The one that went.
        from: Arc<str>,
        /// The one that stayed.
        into: Arc<str>,
    },
    /// Shared modules were decided on.
    Decided {
        /// Which.
        modules: SomeModules,
        /// `None`: the decision was forgotten.
        decision: Option<Decision>,
    },
    /// Modules were locked or unlocked.
    Locked {
        /// Which.
        modules: SomeModules,
        /// Whether locked.
        locked: bool,
    },
    /// Dependencies across a boundary were accepted, or no longer.
    Accepted {
        /// How many.
        n: usize,
        /// Whether accepted.
        accepted: bool,
    },
    /// What the plan said of a path is said of another; `None`: of nothing.
    Repathed {
        /// The path that the code does not have.
        from: Arc<str>,
        /// The one it has.
        to: Option<Arc<str>>,
    },
    /// Things were put somewhere on the canvas.
    Placed,
    /// A suggestion was taken, with so many services.
    Suggested(usize),
    /// Anything else.
    Edited,
}
