//! Which service owns what: the one thing the architect edits.
//!
//! A plan speaks of modules and items by path, never by an index of one analysis: it outlives it.
//! It changes only by [`Plan::apply`], which returns the inverse.

mod accepted;
mod change;
mod edit;
mod error;
mod owners;
mod path;
mod perform;
mod repath;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use accepted::{Baseline, End, SUBTREE, without_subtree};
pub use change::Changes;
pub use edit::{Constraint, PlanEdit, Position};
pub use error::PlanError;
pub use owners::{Entry, Ownership};
pub use path::{enclosing, is_within, outside_of};

/// Full id of a module or item: `my_crate::shop::cart`.
pub type CodePath = Arc<str>;

/// A service of one plan. Not used again after the service is gone, so that undo finds it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ServiceId(pub u32);

/// Who owns a module: a service, or (`None`) the remaining monolith.
pub type Owner = Option<ServiceId>;

/// What the remaining monolith is called where services are called by name.
pub const REMAINING: &str = "remaining monolith";

/// A planned deployable that owns modules.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Service {
    /// Identity inside the plan.
    pub id: ServiceId,
    /// What people call it. Unique in the plan, never empty.
    pub name: Arc<str>,
    /// Modules, each with its subtree unless a longer path says otherwise.
    pub owns: BTreeSet<CodePath>,
    /// Single items taken out of their module.
    pub items: BTreeSet<CodePath>,
    /// URL path prefixes that the gateway sends to it; `/name` where empty.
    pub prefixes: Vec<Arc<str>>,
    /// The package of its own that it has been extracted into, if it has.
    pub package: Option<Arc<str>>,
    /// What the architect wants remembered.
    pub note: Option<Arc<str>>,
}

/// What becomes of a module that several services need.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Decision {
    /// Not decided yet.
    Undecided,
    /// A library that each of them links: dependencies on it are not cut.
    Library,
    /// Each gets a copy: dependencies on it are not cut.
    Copy,
    /// A service of its own.
    Service,
    /// Stays where it is; the others call it.
    Keep,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Undecided,
        Self::Library,
        Self::Copy,
        Self::Service,
        Self::Keep,
    ];

    /// The word that files use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Library => "library",
            Self::Copy => "copy",
            Self::Service => "service",
            Self::Keep => "keep",
        }
    }

    /// The decision that files call this.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether code that needs the module carries it along instead of calling over a boundary.
    pub fn travels(self) -> bool {
        matches!(self, Self::Library | Self::Copy)
    }
}

/// A dependency across a boundary that is known, owned and explained.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Accepted {
    /// The module or single item that needs; with everything below it if it ends in `::*`.
    pub from: CodePath,
    /// The module or single item needed, written in the same way.
    pub to: CodePath,
    /// Why, and until when.
    pub reason: Arc<str>,
}

/// How the monolith of today is run; what a layout starts before any code is cut.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RunSettings {
    /// The package whose binary runs; found from the code where absent.
    pub package: Option<Arc<str>>,
    /// The binary; found from the code where absent.
    pub bin: Option<Arc<str>>,
    /// The port it listens on inside its container.
    pub port: Option<u16>,
    /// The environment variable that tells it the port.
    pub port_env: Option<Arc<str>>,
    /// The environment variable that tells it which role it plays.
    pub role_env: Option<Arc<str>>,
    /// The path that answers 200 while it is healthy.
    pub health: Option<Arc<str>>,
    /// Arguments with which the binary checks itself (`["healthcheck"]`): it exits with 0 while it
    /// is healthy. Images without a shell need it.
    pub healthcheck: Vec<Arc<str>>,
    /// The folder it keeps data in.
    pub data: Option<Arc<str>>,
    /// The port of the host that the gateway answers at.
    pub publish: Option<u16>,
    /// Further environment.
    pub env: BTreeMap<Arc<str>, Arc<str>>,
}

/// Which service owns which module, and every decision round it.
///
/// Invariant: a path has at most one owner; every owner is in `services`; names are unique.
/// Positions on the canvas live here too, so that undo also undoes a move.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// What the system is called.
    pub name: Arc<str>,
    /// The code, relative to the plan file.
    pub root: Arc<str>,
    /// In the order the author gave them.
    pub services: Vec<Service>,
    /// Paths pinned to the remaining monolith although a shorter path gives them to a service.
    pub remaining: BTreeSet<CodePath>,
    /// What becomes of shared modules.
    pub shared: BTreeMap<CodePath, Decision>,
    /// Modules (with subtree) whose owner must not change.
    pub locks: BTreeSet<CodePath>,
    /// Groups that must stay in one service.
    pub together: Vec<Vec<CodePath>>,
    /// Groups of which no two may share a service.
    pub apart: Vec<Vec<CodePath>>,
    /// Baseline of `check`.
    pub accepted: Vec<Accepted>,
    /// How it runs today.
    pub run: RunSettings,
    /// Where things were put by hand: service name or module path to scene coordinates.
    pub positions: BTreeMap<Arc<str>, (f32, f32)>,
    /// The id of the next service.
    pub next_service: NextService,
}

/// Hands out the ids of one plan's services, none of them twice.
///
/// Any two are equal: how many ids were handed out is not part of what a plan says.
#[derive(Clone, Copy, Debug, Default)]
pub struct NextService(u32);

impl PartialEq for NextService {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Plan {
    /// The id to give to the next [`PlanEdit::AddService`]; further ones count up from it.
    pub fn fresh_service_id(&self) -> ServiceId {
        let beyond = self
            .services
            .iter()
            .map(|it| it.id.0.saturating_add(1))
            .max();
        ServiceId(beyond.unwrap_or(0).max(self.next_service.0))
    }

    /// The service with this id.
    pub fn service(&self, id: ServiceId) -> Option<&Service> {
        self.services.iter().find(|it| it.id == id)
    }

    /// The service with exactly this name.
    pub fn service_named(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|it| &*it.name == name)
    }

    /// The service's name, or [`REMAINING`].
    pub fn owner_name(&self, owner: Owner) -> &str {
        owner
            .and_then(|it| self.service(it))
            .map_or(REMAINING, |it| &it.name)
    }

    /// What was decided about a path: the longest prefix says it.
    pub fn decision_of(&self, path: &str) -> Option<Decision> {
        enclosing(path).find_map(|it| self.shared.get(it)).copied()
    }

    /// The lock that keeps the owner of this path from changing, if there is one.
    pub fn lock_on(&self, path: &str) -> Option<&CodePath> {
        enclosing(path).find_map(|it| self.locks.get(it))
    }

    /// Whether the owner of this path must not change.
    pub fn is_locked(&self, path: &str) -> bool {
        self.lock_on(path).is_some()
    }
}
