//! Code that moved or vanished: what the plan says about a path is said about another, or no more.

use super::change::Change;
use super::perform::Run;
use super::{Accepted, CodePath, Constraint, PlanError, without_subtree};

impl Run<'_> {
    /// Says of `to` whatever the plan says of `from`; without `to`, says it of nothing.
    ///
    /// What the plan says of paths inside `from` stays: each may have gone elsewhere.
    pub(super) fn repath(
        &mut self,
        from: &CodePath,
        to: Option<&CodePath>,
    ) -> Result<(), PlanError> {
        if to == Some(from) {
            return Ok(());
        }
        self.repath_owner(from, to)?;
        if let Some(decision) = self.plan.shared.get(from).copied() {
            self.make(Change::Decision(from.clone(), None))?;
            if let Some(to) = to {
                self.make(Change::Decision(to.clone(), Some(decision)))?;
            }
        }
        if self.plan.locks.contains(from) {
            self.make(Change::Lock(from.clone(), false))?;
            if let Some(to) = to {
                self.make(Change::Lock(to.clone(), true))?;
            }
        }
        for constraint in [Constraint::Together, Constraint::Apart] {
            self.repath_rules(constraint, from, to)?;
        }
        self.repath_accepted(from, to)?;
        if let Some(position) = self.plan.positions.get(from).copied() {
            self.make(Change::Position(from.clone(), None))?;
            if let Some(to) = to {
                self.make(Change::Position(to.clone(), Some(position)))?;
            }
        }
        Ok(())
    }

    fn repath_owner(&mut self, from: &CodePath, to: Option<&CodePath>) -> Result<(), PlanError> {
        let Some(entry) = self.plan.entry(from) else {
            return Ok(());
        };
        self.make(Change::Entry(from.clone(), None))?;
        let Some(to) = to else { return Ok(()) };
        if let Some(lock) = self.plan.lock_on(to).cloned()
            && self.plan.owner_of(to) != entry.owner
        {
            let path = to.clone();
            return Err(PlanError::Locked { path, lock });
        }
        self.make(Change::Entry(to.clone(), Some(entry)))
    }

    fn repath_rules(
        &mut self,
        constraint: Constraint,
        from: &CodePath,
        to: Option<&CodePath>,
    ) -> Result<(), PlanError> {
        let rules = match constraint {
            Constraint::Together => self.plan.together.clone(),
            Constraint::Apart => self.plan.apart.clone(),
        };
        // From behind, so that positions stay right while rules go.
        for (at, rule) in rules.into_iter().enumerate().rev() {
            if !rule.contains(from) {
                continue;
            }
            let mut paths: Vec<CodePath> = Vec::new();
            for path in &rule {
                let path = if path == from { to } else { Some(path) };
                paths.extend(path.filter(|it| !paths.contains(it)).cloned());
            }
            self.make(Change::RemoveRule(constraint, at))?;
            // One alone is neither together nor apart.
            if paths.len() > 1 {
                self.make(Change::InsertRule(constraint, at, paths))?;
            }
        }
        Ok(())
    }

    fn repath_accepted(&mut self, from: &CodePath, to: Option<&CodePath>) -> Result<(), PlanError> {
        for at in (0..self.plan.accepted.len()).rev() {
            let old = self.plan.accepted[at].clone();
            let names = |it: &str| without_subtree(it) == &**from;
            if !names(&old.from) && !names(&old.to) {
                continue;
            }
            self.make(Change::RemoveAccepted(at))?;
            let Some(to) = to else { continue };
            let moved = |it: CodePath| match it.strip_prefix(&**from) {
                Some(end) if names(&it) => format!("{to}{end}").into(),
                _ => it,
            };
            let (from, to) = (moved(old.from), moved(old.to));
            let mut others = self.plan.accepted.iter();
            if !others.any(|it| it.from == from && it.to == to) {
                let reason = old.reason;
                self.make(Change::InsertAccepted(at, Accepted { from, to, reason }))?;
            }
        }
        Ok(())
    }
}
