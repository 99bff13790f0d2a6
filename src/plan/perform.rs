//! An edit under way: what each does to the plan, change by change.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::change::Change;
use super::path::is_within;
use super::{
    Accepted, CodePath, Constraint, Entry, Owner, Ownership, Plan, PlanEdit, PlanError, Position,
    REMAINING, Service, ServiceId,
};
/// An edit under way: every change made so far, ready to be taken back.
pub(super) struct Run<'a> {
    pub(super) plan: &'a mut Plan,
    pub(super) undo: Vec<Change>,
}

impl Run<'_> {
    pub(super) fn perform(&mut self, edit: PlanEdit) -> Result<(), PlanError> {
        match edit {
            PlanEdit::AddService { id, name } => self.add_service(id, name),
            PlanEdit::RemoveService(id) => self.guarding_locks(|it| it.remove_service(id)),
            PlanEdit::RenameService { service, name } => self.rename_service(service, name),
            PlanEdit::MergeServices { from, into } => {
                self.guarding_locks(|it| it.merge(from, into))
            }
            PlanEdit::MoveService { service, at } => self.move_service(service, at),
            PlanEdit::Assign { mut paths, to } => {
                paths.sort();
                self.guarding_locks(|it| paths.iter().try_for_each(|path| it.assign(path, to)))
            }
            PlanEdit::AssignAlone { path, children, to } => {
                self.guarding_locks(|it| it.assign_alone(&path, &children, to))
            }
            PlanEdit::AssignItems { mut paths, to } => {
                paths.sort();
                self.guarding_locks(|it| paths.iter().try_for_each(|path| it.assign_item(path, to)))
            }
            PlanEdit::Decide { path, decision } => {
                self.make(Change::Decision(named(path)?, decision))
            }
            PlanEdit::Lock(path) => self.make(Change::Lock(named(path)?, true)),
            PlanEdit::Unlock(path) => self.make(Change::Lock(named(path)?, false)),
            PlanEdit::Together(paths) => self.constrain(Constraint::Together, paths),
            PlanEdit::Apart(paths) => self.constrain(Constraint::Apart, paths),
            PlanEdit::Release { constraint, at } => self.release(constraint, at),
            PlanEdit::Accept(accepted) => self.accept(accepted),
            PlanEdit::Unaccept { from, to } => self.unaccept(from, to),
            PlanEdit::Repath { from, to } => {
                let to = to.map(named).transpose()?;
                self.repath(&from, to.as_ref())
            }
            PlanEdit::Place(places) => places.into_iter().try_for_each(|it| self.place(it.0, it.1)),
            PlanEdit::SetNote { service, note } => self.describe(service, |it| it.note = note),
            PlanEdit::SetPrefixes { service, prefixes } => {
                self.describe(service, |it| it.prefixes = prefixes)
            }
            PlanEdit::SetPackage { service, package } => {
                self.describe(service, |it| it.package = package)
            }
            PlanEdit::SetRun(run) => self.make(Change::Run(run)),
            PlanEdit::SetName(name) => self.make(Change::Name(name)),
            PlanEdit::Batch(edits) => edits.into_iter().try_for_each(|it| self.perform(it)),
            PlanEdit::Exactly(changes) => changes.0.into_iter().try_for_each(|it| self.make(it)),
        }
    }

    pub(super) fn make(&mut self, change: Change) -> Result<(), PlanError> {
        let inverse = self.plan.make(change)?;
        self.undo.push(inverse);
        Ok(())
    }

    // Services.

    fn add_service(&mut self, id: ServiceId, name: Arc<str>) -> Result<(), PlanError> {
        self.plan.free_name(&name, None)?;
        if self.plan.service(id).is_some() {
            return Err(PlanError::IdTaken(id));
        }
        let service = Service {
            id,
            name,
            ..Service::default()
        };
        self.make(Change::InsertService(
            self.plan.services.len(),
            Box::new(service),
        ))
    }

    fn remove_service(&mut self, id: ServiceId) -> Result<(), PlanError> {
        let at = self.plan.known(id)?;
        let service = self.plan.services[at].clone();
        self.make(Change::RemoveService(at))?;
        for path in service.owns.iter().chain(&service.items) {
            // What it owned must not fall to a service that owns more round it.
            if self.plan.inherited(path).is_some() {
                self.set(
                    path,
                    Some(Entry {
                        owner: None,
                        single: false,
                    }),
                )?;
            }
        }
        for path in &service.owns {
            self.drop_needless_pins(path)?;
        }
        self.place(service.name.clone(), None)
    }

    fn rename_service(&mut self, id: ServiceId, name: Arc<str>) -> Result<(), PlanError> {
        self.plan.free_name(&name, Some(id))?;
        let at = self.plan.known(id)?;
        let old = self.plan.services[at].name.clone();
        if old == name {
            return Ok(());
        }
        if let Some(position) = self.plan.positions.get(&old).copied() {
            self.make(Change::Position(old, None))?;
            self.make(Change::Position(name.clone(), Some(position)))?;
        }
        self.describe(id, |it| it.name = name)
    }

    fn merge(&mut self, from: ServiceId, into: ServiceId) -> Result<(), PlanError> {
        let at = self.plan.known(from)?;
        self.plan.known(into)?;
        if from == into {
            return Ok(());
        }
        let gone = self.plan.services[at].clone();
        let owned = gone.owns.iter().map(|it| (it, false));
        for (path, single) in owned.chain(gone.items.iter().map(|it| (it, true))) {
            self.set(
                path,
                Some(Entry {
                    owner: Some(into),
                    single,
                }),
            )?;
        }
        self.drop_needless_entries(into)?;
        let at = self.plan.known(from)?;
        self.make(Change::RemoveService(at))?;
        self.place(gone.name.clone(), None)
    }

    fn move_service(&mut self, id: ServiceId, to: usize) -> Result<(), PlanError> {
        let at = self.plan.known(id)?;
        let service = self.plan.services[at].clone();
        let last = self.plan.services.len() - 1;
        self.make(Change::RemoveService(at))?;
        self.make(Change::InsertService(to.min(last), Box::new(service)))
    }

    fn describe(
        &mut self,
        id: ServiceId,
        with: impl FnOnce(&mut Service),
    ) -> Result<(), PlanError> {
        let at = self.plan.known(id)?;
        let mut service = Box::new(self.plan.services[at].clone());
        with(&mut service);
        self.make(Change::ReplaceService(at, service))
    }

    // Owners.

    fn assign(&mut self, path: &CodePath, to: Owner) -> Result<(), PlanError> {
        self.set_at_top(path, to, false)?;
        let mut single: Vec<CodePath> = Vec::new();
        // What encloses comes before what it encloses.
        for (path, entry) in self.plan.entries_inside(path) {
            if single.iter().any(|it| is_within(&path, it)) {
                continue;
            }
            if !entry.single || self.plan.inherited_is(&path, entry.owner) {
                self.set(&path, None)?;
            }
            if entry.single {
                single.push(path);
            }
        }
        Ok(())
    }

    fn assign_alone(
        &mut self,
        path: &CodePath,
        children: &[CodePath],
        to: Owner,
    ) -> Result<(), PlanError> {
        let before: Vec<Owner> = children.iter().map(|it| self.plan.owner_of(it)).collect();
        self.set_at_top(path, to, false)?;
        for (child, owner) in children.iter().zip(before) {
            let inherited = self.plan.inherited(child);
            let needed = (inherited != owner).then_some(Entry {
                owner,
                single: false,
            });
            self.set(child, needed)?;
        }
        Ok(())
    }

    fn assign_item(&mut self, path: &CodePath, to: Owner) -> Result<(), PlanError> {
        self.set_at_top(path, to, true)?;
        for (path, _) in self.plan.entries_inside(path) {
            self.set(&path, None)?;
        }
        Ok(())
    }

    /// Gives a path an owner, by an entry of its own only where it needs one.
    fn set_at_top(&mut self, path: &CodePath, to: Owner, single: bool) -> Result<(), PlanError> {
        named(path.clone())?;
        if let Some(service) = to {
            self.plan.known(service)?;
        }
        let single = single && to.is_some();
        let needed = (self.plan.inherited(path) != to).then_some(Entry { owner: to, single });
        self.set(path, needed)
    }

    fn set(&mut self, path: &CodePath, entry: Option<Entry>) -> Result<(), PlanError> {
        if self.plan.entry(path) == entry {
            return Ok(());
        }
        self.make(Change::Entry(path.clone(), entry))
    }

    fn drop_needless_pins(&mut self, round: &CodePath) -> Result<(), PlanError> {
        for (path, entry) in self.plan.entries_inside(round) {
            if entry.owner.is_none() && self.plan.inherited_is(&path, None) {
                self.set(&path, None)?;
            }
        }
        Ok(())
    }

    fn drop_needless_entries(&mut self, of: ServiceId) -> Result<(), PlanError> {
        let ownership = self.plan.ownership();
        for (path, entry) in ownership.entries().filter(|(_, it)| it.owner == Some(of)) {
            if self.plan.inherited_is(path, entry.owner) {
                self.set(path, None)?;
            }
        }
        Ok(())
    }

    /// Runs an edit of owners, and refuses it if anything locked has another owner afterwards.
    fn guarding_locks(
        &mut self,
        edit: impl FnOnce(&mut Self) -> Result<(), PlanError>,
    ) -> Result<(), PlanError> {
        if self.plan.locks.is_empty() {
            return edit(self);
        }
        let before = self.plan.ownership();
        edit(self)?;
        let after = self.plan.ownership();
        match self
            .plan
            .locks
            .iter()
            .find_map(|it| moved_inside(it, &before, &after))
        {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    // Everything else.

    fn constrain(&mut self, constraint: Constraint, paths: Vec<CodePath>) -> Result<(), PlanError> {
        let mut distinct: Vec<CodePath> = Vec::new();
        for path in paths {
            let path = named(path)?;
            if !distinct.contains(&path) {
                distinct.push(path);
            }
        }
        if distinct.len() < 2 {
            return Err(PlanError::GroupTooSmall);
        }
        let at = match constraint {
            Constraint::Together => self.plan.together.len(),
            Constraint::Apart => self.plan.apart.len(),
        };
        self.make(Change::InsertRule(constraint, at, distinct))
    }

    fn release(&mut self, constraint: Constraint, at: usize) -> Result<(), PlanError> {
        let n_rules = match constraint {
            Constraint::Together => self.plan.together.len(),
            Constraint::Apart => self.plan.apart.len(),
        };
        if at >= n_rules {
            return Err(PlanError::UnknownRule { at });
        }
        self.make(Change::RemoveRule(constraint, at))
    }

    fn accept(&mut self, accepted: Accepted) -> Result<(), PlanError> {
        named(accepted.from.clone())?;
        named(accepted.to.clone())?;
        let same = |it: &Accepted| it.from == accepted.from && it.to == accepted.to;
        let at = match self.plan.accepted.iter().position(same) {
            Some(at) => {
                self.make(Change::RemoveAccepted(at))?;
                at
            }
            None => self.plan.accepted.len(),
        };
        self.make(Change::InsertAccepted(at, accepted))
    }

    fn unaccept(&mut self, from: CodePath, to: CodePath) -> Result<(), PlanError> {
        let at = self
            .plan
            .accepted
            .iter()
            .position(|it| it.from == from && it.to == to);
        match at {
            Some(at) => self.make(Change::RemoveAccepted(at)),
            None => Err(PlanError::NotAccepted { from, to }),
        }
    }

    fn place(&mut self, key: Arc<str>, position: Position) -> Result<(), PlanError> {
        if position.is_some_and(|(x, y)| !x.is_finite() || !y.is_finite()) {
            return Err(PlanError::NoPosition { key });
        }
        if self.plan.positions.get(&key).copied() == position {
            return Ok(());
        }
        self.make(Change::Position(key, position))
    }
}

impl Plan {
    pub(super) fn position_of(&self, id: ServiceId) -> Option<usize> {
        self.services.iter().position(|it| it.id == id)
    }

    fn known(&self, id: ServiceId) -> Result<usize, PlanError> {
        self.position_of(id).ok_or(PlanError::UnknownService(id))
    }

    fn free_name(&self, name: &Arc<str>, except: Option<ServiceId>) -> Result<(), PlanError> {
        if name.trim().is_empty() {
            return Err(PlanError::NameEmpty);
        }
        let taken = self
            .services
            .iter()
            .any(|it| it.name == *name && Some(it.id) != except);
        if taken || **name == *REMAINING {
            return Err(PlanError::NameTaken { name: name.clone() });
        }
        Ok(())
    }

    /// Entries strictly inside a path, in order.
    fn entries_inside(&self, path: &str) -> Vec<(CodePath, Entry)> {
        let first: CodePath = format!("{path}::").into();
        let of = |paths: &BTreeSet<CodePath>, entry: Entry| -> Vec<(CodePath, Entry)> {
            let inside = paths
                .range(first.clone()..)
                .take_while(|it| it.starts_with(&*first));
            inside.map(|it| (it.clone(), entry)).collect()
        };
        let mut entries = of(
            &self.remaining,
            Entry {
                owner: None,
                single: false,
            },
        );
        for service in &self.services {
            let owner = Some(service.id);
            entries.extend(of(
                &service.owns,
                Entry {
                    owner,
                    single: false,
                },
            ));
            entries.extend(of(
                &service.items,
                Entry {
                    owner,
                    single: true,
                },
            ));
        }
        entries.sort_unstable();
        entries
    }

    fn inherited_is(&self, path: &str, owner: Owner) -> bool {
        self.inherited(path) == owner
    }
}

fn named(path: CodePath) -> Result<CodePath, PlanError> {
    if path.trim().is_empty() {
        Err(PlanError::PathEmpty)
    } else {
        Ok(path)
    }
}

/// The first path under a lock whose owner is another than before.
fn moved_inside(lock: &CodePath, before: &Ownership, after: &Ownership) -> Option<PlanError> {
    let points = std::iter::once(lock)
        .chain(before.inside(lock).map(|it| it.0))
        .chain(after.inside(lock).map(|it| it.0));
    let mut moved = points.filter(|it| before.owner_of(it) != after.owner_of(it));
    moved.next().map(|path| PlanError::Locked {
        path: path.clone(),
        lock: lock.clone(),
    })
}
