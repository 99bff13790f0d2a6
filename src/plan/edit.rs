//! What the architect can do to a plan; each edit hands back the one that takes it back.

use std::sync::Arc;

use super::change::Changes;
use super::perform::Run;
use super::{Accepted, CodePath, Decision, Owner, Plan, PlanError, RunSettings, ServiceId};
use crate::model::{CodeModel, ModuleId};

/// A rule about who may live with whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Constraint {
    /// All of the group in one service.
    Together,
    /// No two of the group in one service.
    Apart,
}

/// Scene coordinates of something put by hand; `None` leaves its place to the program.
pub type Position = Option<(f32, f32)>;

/// A change of the plan, as the architect means it.
#[derive(Clone, PartialEq, Debug)]
pub enum PlanEdit {
    /// A service comes to stand behind the others; take the id from [`Plan::fresh_service_id`].
    AddService {
        /// Identity inside the plan.
        id: ServiceId,
        /// What people will call it.
        name: Arc<str>,
    },
    /// A service goes; what it owned returns to the remaining monolith.
    RemoveService(ServiceId),
    /// A service is called otherwise; its position goes along.
    RenameService {
        /// Which.
        service: ServiceId,
        /// The new name.
        name: Arc<str>,
    },
    /// All that one service owns goes to another, and the first is gone.
    MergeServices {
        /// The one that goes.
        from: ServiceId,
        /// The one that stays.
        into: ServiceId,
    },
    /// A service comes to stand elsewhere in the order.
    MoveService {
        /// Which.
        service: ServiceId,
        /// Its new position.
        at: usize,
    },
    /// Modules change their owner, each with its whole subtree.
    ///
    /// Single items that were taken out of a module stay where they are, with all inside them.
    Assign {
        /// The modules.
        paths: Vec<CodePath>,
        /// Their new owner.
        to: Owner,
    },
    /// A module changes its owner and its children stay where they are; see [`PlanEdit::alone`].
    AssignAlone {
        /// The module.
        path: CodePath,
        /// The modules directly inside it.
        children: Vec<CodePath>,
        /// Its new owner.
        to: Owner,
    },
    /// Single items are taken out of their module, or put back into it.
    AssignItems {
        /// The items.
        paths: Vec<CodePath>,
        /// Their new owner.
        to: Owner,
    },
    /// What becomes of a shared module; `None` forgets the decision.
    Decide {
        /// The module.
        path: CodePath,
        /// What becomes of it.
        decision: Option<Decision>,
    },
    /// The owner of a module and all inside it must not change any more.
    Lock(CodePath),
    /// It may change again.
    Unlock(CodePath),
    /// These must stay in one service.
    Together(Vec<CodePath>),
    /// No two of these may share a service.
    Apart(Vec<CodePath>),
    /// A rule goes.
    Release {
        /// Which list it stands in.
        constraint: Constraint,
        /// Position in [`Plan::together`] or [`Plan::apart`].
        at: usize,
    },
    /// A dependency across a boundary is known and explained; a second time changes the reason.
    Accept(Accepted),
    /// It is not accepted any more.
    Unaccept {
        /// The module that needs.
        from: CodePath,
        /// The module or item needed.
        to: CodePath,
    },
    /// Code moved or vanished: what the plan says of a path is said of another one, or no more.
    Repath {
        /// The path that the plan names.
        from: CodePath,
        /// The path it has now; `None` drops what was said.
        to: Option<CodePath>,
    },
    /// Things are put somewhere on the canvas, by service name or module path.
    Place(Vec<(Arc<str>, Position)>),
    /// What to remember about a service.
    SetNote {
        /// Which.
        service: ServiceId,
        /// The note.
        note: Option<Arc<str>>,
    },
    /// URL path prefixes that the gateway sends to a service.
    SetPrefixes {
        /// Which.
        service: ServiceId,
        /// The prefixes.
        prefixes: Vec<Arc<str>>,
    },
    /// The package that a service has been extracted into.
    SetPackage {
        /// Which.
        service: ServiceId,
        /// The package's name.
        package: Option<Arc<str>>,
    },
    /// How the monolith runs today.
    SetRun(Box<RunSettings>),
    /// What the system is called.
    SetName(Arc<str>),
    /// Several edits as one: all of them or none.
    Batch(Vec<PlanEdit>),
    /// What [`Plan::apply`] returned for the edit that is to be undone or redone.
    Exactly(Changes),
}

impl PlanEdit {
    /// The edit that gives a module another owner and leaves all modules inside it where they are.
    pub fn alone(model: &CodeModel, module: ModuleId, to: Owner) -> Self {
        let module = model.module(module);
        let children = module
            .children
            .iter()
            .map(|it| model.module(*it).path.clone())
            .collect();
        Self::AssignAlone {
            path: module.path.clone(),
            children,
            to,
        }
    }
}

impl Plan {
    /// Applies one edit and returns the edit that takes it back; a refused edit changes nothing.
    pub fn apply(&mut self, edit: PlanEdit) -> Result<PlanEdit, PlanError> {
        let mut run = Run {
            plan: self,
            undo: Vec::new(),
        };
        let outcome = run.perform(edit);
        let mut undo = run.undo;
        undo.reverse();
        match outcome {
            Ok(()) => Ok(PlanEdit::Exactly(Changes(undo))),
            Err(error) => {
                for change in undo {
                    // An inverse fits the state it was made in: it cannot be refused.
                    drop(self.make(change));
                }
                Err(error)
            }
        }
    }
}
