//! The smallest changes of a plan, each with an exact inverse: what undo and redo are made of.

use std::sync::Arc;

use super::{
    Accepted, CodePath, Constraint, Decision, Entry, Plan, PlanError, RunSettings, Service,
};

/// A recorded list of changes: what takes an edit back, exactly.
///
/// Only [`Plan::apply`] makes one, and it fits the state that the plan was left in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes(pub(super) Vec<Change>);

impl Changes {
    /// Whether the edit it takes back changed nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One change of one part.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Change {
    /// What the plan says about a path.
    Entry(CodePath, Option<Entry>),
    /// A service comes to stand at a position.
    InsertService(usize, Box<Service>),
    /// The service at a position goes.
    RemoveService(usize),
    /// The service at a position is another, or is described otherwise.
    ReplaceService(usize, Box<Service>),
    /// What was decided about a path.
    Decision(CodePath, Option<Decision>),
    /// Whether a path is locked.
    Lock(CodePath, bool),
    /// A rule comes to stand at a position.
    InsertRule(Constraint, usize, Vec<CodePath>),
    /// The rule at a position goes.
    RemoveRule(Constraint, usize),
    /// An accepted dependency comes to stand at a position.
    InsertAccepted(usize, Accepted),
    /// The accepted dependency at a position goes.
    RemoveAccepted(usize),
    /// Where something stands on the canvas.
    Position(Arc<str>, Option<(f32, f32)>),
    /// How the monolith runs.
    Run(Box<RunSettings>),
    /// What the system is called.
    Name(Arc<str>),
}

impl Plan {
    /// Makes one change and returns the one that takes it back; refused, it changes nothing.
    pub(super) fn make(&mut self, change: Change) -> Result<Change, PlanError> {
        Ok(match change {
            Change::Entry(path, entry) => {
                let previous = self.set_entry(&path, entry)?;
                Change::Entry(path, previous)
            }
            Change::InsertService(at, service) => {
                fits(at <= self.services.len())?;
                self.next_service.0 = self.next_service.0.max(service.id.0.saturating_add(1));
                self.services.insert(at, *service);
                Change::RemoveService(at)
            }
            Change::RemoveService(at) => {
                fits(at < self.services.len())?;
                Change::InsertService(at, Box::new(self.services.remove(at)))
            }
            Change::ReplaceService(at, service) => {
                let place = self.services.get_mut(at).ok_or(PlanError::Outdated)?;
                Change::ReplaceService(at, Box::new(std::mem::replace(place, *service)))
            }
            Change::Decision(path, decision) => {
                let previous = match decision {
                    Some(decision) => self.shared.insert(path.clone(), decision),
                    None => self.shared.remove(&path),
                };
                Change::Decision(path, previous)
            }
            Change::Lock(path, locked) => {
                let changed = if locked {
                    self.locks.insert(path.clone())
                } else {
                    self.locks.remove(&path)
                };
                Change::Lock(path, locked != changed)
            }
            Change::InsertRule(constraint, at, paths) => {
                let rules = self.rules_mut(constraint);
                fits(at <= rules.len())?;
                rules.insert(at, paths);
                Change::RemoveRule(constraint, at)
            }
            Change::RemoveRule(constraint, at) => {
                let rules = self.rules_mut(constraint);
                fits(at < rules.len())?;
                Change::InsertRule(constraint, at, rules.remove(at))
            }
            Change::InsertAccepted(at, accepted) => {
                fits(at <= self.accepted.len())?;
                self.accepted.insert(at, accepted);
                Change::RemoveAccepted(at)
            }
            Change::RemoveAccepted(at) => {
                fits(at < self.accepted.len())?;
                Change::InsertAccepted(at, self.accepted.remove(at))
            }
            Change::Position(key, position) => {
                let previous = match position {
                    Some(position) => self.positions.insert(key.clone(), position),
                    None => self.positions.remove(&key),
                };
                Change::Position(key, previous)
            }
            Change::Run(run) => Change::Run(Box::new(std::mem::replace(&mut self.run, *run))),
            Change::Name(name) => Change::Name(std::mem::replace(&mut self.name, name)),
        })
    }

    fn set_entry(
        &mut self,
        path: &CodePath,
        entry: Option<Entry>,
    ) -> Result<Option<Entry>, PlanError> {
        let owner = entry.and_then(|it| it.owner);
        let owner_idx = match owner {
            Some(id) => Some(self.position_of(id).ok_or(PlanError::UnknownService(id))?),
            None => None,
        };
        let previous = self.entry(path);
        self.remaining.remove(path);
        for service in &mut self.services {
            service.owns.remove(path);
            service.items.remove(path);
        }
        match (entry, owner_idx.and_then(|at| self.services.get_mut(at))) {
            (Some(entry), Some(service)) if entry.single => service.items.insert(path.clone()),
            (Some(_), Some(service)) => service.owns.insert(path.clone()),
            (Some(_), None) => self.remaining.insert(path.clone()),
            (None, _) => false,
        };
        Ok(previous)
    }

    fn rules_mut(&mut self, constraint: Constraint) -> &mut Vec<Vec<CodePath>> {
        match constraint {
            Constraint::Together => &mut self.together,
            Constraint::Apart => &mut self.apart,
        }
    }
}

fn fits(fits: bool) -> Result<(), PlanError> {
    if fits {
        Ok(())
    } else {
        Err(PlanError::Outdated)
    }
}
