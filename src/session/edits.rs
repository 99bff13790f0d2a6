//! From what the architect asks for to an edit of the plan, which speaks of paths alone.

use std::sync::Arc;

use super::command::{Destination, PlanCommand};
use super::deed::{Deed, SomeModules};
use crate::model::{CodeModel, ModuleId};
use crate::plan::{Accepted, CodePath, Plan, PlanEdit, ServiceId};

/// What a service is called before anybody gave it a name.
const NEW_SERVICE: &str = "service";

/// The edit that a command means, and what to call it afterwards; `None` if it edits nothing.
pub(super) fn edit_of(
    command: PlanCommand,
    plan: &Plan,
    model: &CodeModel,
) -> Option<(PlanEdit, Deed)> {
    let some = |modules: &[ModuleId]| SomeModules::of(model, modules);
    let found = match command {
        PlanCommand::Assign { modules, to } => return assign(&modules, to, plan, model),
        PlanCommand::AddService { name } => add_service(name, plan),
        PlanCommand::RemoveService(id) => (
            PlanEdit::RemoveService(id),
            Deed::Removed(name_of(plan, id)),
        ),
        PlanCommand::RenameService(service, name) => {
            let name: Arc<str> = name.trim().into();
            let deed = Deed::Renamed {
                from: name_of(plan, service),
                to: name.clone(),
            };
            (PlanEdit::RenameService { service, name }, deed)
        }
        PlanCommand::MergeServices { from, into } => {
            let deed = Deed::Merged {
                from: name_of(plan, from),
                into: name_of(plan, into),
            };
            (PlanEdit::MergeServices { from, into }, deed)
        }
        PlanCommand::Decide { modules, decision } => {
            let paths = paths_of(model, &modules).into_iter();
            let edits = paths
                .map(|path| PlanEdit::Decide { path, decision })
                .collect();
            (
                PlanEdit::Batch(edits),
                Deed::Decided {
                    modules: some(&modules),
                    decision,
                },
            )
        }
        PlanCommand::Lock { modules, locked } => {
            let turn = if locked {
                PlanEdit::Lock
            } else {
                PlanEdit::Unlock
            };
            let edits = paths_of(model, &modules).into_iter().map(turn).collect();
            (
                PlanEdit::Batch(edits),
                Deed::Locked {
                    modules: some(&modules),
                    locked,
                },
            )
        }
        PlanCommand::Accept { from, to, reason } => accept(from, to, reason),
        PlanCommand::Place(places) => (PlanEdit::Place(places), Deed::Placed),
        PlanCommand::Edit(edit) => {
            let deed = match &edit {
                PlanEdit::Repath { from, to } => Deed::Repathed {
                    from: from.clone(),
                    to: to.clone(),
                },
                _ => Deed::Edited,
            };
            (edit, deed)
        }
        PlanCommand::Suggest | PlanCommand::Undo | PlanCommand::Redo | PlanCommand::GoTo(_) => {
            return None;
        }
    };
    Some(found)
}

/// The edit that moves modules, and with it the service they go to if that must be made first.
pub(super) fn assign(
    modules: &[ModuleId],
    to: Destination,
    plan: &Plan,
    model: &CodeModel,
) -> Option<(PlanEdit, Deed)> {
    let paths = outermost(model, modules);
    if paths.is_empty() {
        return None;
    }
    let some = SomeModules::of(model, modules);
    match to {
        Destination::Owner(owner) => {
            let to = owner.map(|it| name_of(plan, it));
            Some((
                PlanEdit::Assign { paths, to: owner },
                Deed::Moved { modules: some, to },
            ))
        }
        Destination::NewService(place) => {
            let id = plan.fresh_service_id();
            let name = free_name(plan, &name_for(model, modules));
            let mut edits = vec![
                PlanEdit::AddService {
                    id,
                    name: name.clone(),
                },
                PlanEdit::Assign {
                    paths,
                    to: Some(id),
                },
            ];
            if place.is_some() {
                edits.push(PlanEdit::Place(vec![(name.clone(), place)]));
            }
            Some((
                PlanEdit::Batch(edits),
                Deed::Moved {
                    modules: some,
                    to: Some(name),
                },
            ))
        }
    }
}

fn add_service(name: Option<Arc<str>>, plan: &Plan) -> (PlanEdit, Deed) {
    let name = name.unwrap_or_else(|| free_name(plan, NEW_SERVICE));
    let edit = PlanEdit::AddService {
        id: plan.fresh_service_id(),
        name: name.clone(),
    };
    (edit, Deed::Added(name))
}

fn accept(from: CodePath, to: CodePath, reason: Option<Arc<str>>) -> (PlanEdit, Deed) {
    let deed = Deed::Accepted {
        n: 1,
        accepted: reason.is_some(),
    };
    let edit = match reason {
        Some(reason) => PlanEdit::Accept(Accepted { from, to, reason }),
        None => PlanEdit::Unaccept { from, to },
    };
    (edit, deed)
}

/// What the service is called; its number if it is gone.
pub(super) fn name_of(plan: &Plan, id: ServiceId) -> Arc<str> {
    plan.service(id)
        .map_or_else(|| id.0.to_string().into(), |it| it.name.clone())
}

fn paths_of(model: &CodeModel, modules: &[ModuleId]) -> Vec<CodePath> {
    modules
        .iter()
        .map(|it| model.module(*it).path.clone())
        .collect()
}

/// The paths of these modules without those that lie inside another of them.
fn outermost(model: &CodeModel, modules: &[ModuleId]) -> Vec<CodePath> {
    let inside = |it: &ModuleId| model.ancestors(*it).skip(1).any(|it| modules.contains(&it));
    let outer: Vec<_> = modules.iter().copied().filter(|it| !inside(it)).collect();
    paths_of(model, &outer)
}

/// A name for a service made of these modules: what they have in common.
fn name_for(model: &CodeModel, modules: &[ModuleId]) -> String {
    let Some((first, others)) = modules.split_first() else {
        return NEW_SERVICE.to_owned();
    };
    let common = model.ancestors(*first).find(|it| {
        others
            .iter()
            .all(|other| model.ancestors(*other).any(|up| up == *it))
    });
    let named = common.filter(|it| modules.len() == 1 || model.module(*it).parent.is_some());
    let module = model.module(named.unwrap_or(*first));
    module
        .name
        .rsplit(':')
        .next()
        .unwrap_or(NEW_SERVICE)
        .replace('_', "-")
}

/// The name, with a number behind it if it is taken.
fn free_name(plan: &Plan, name: &str) -> Arc<str> {
    let taken = |name: &str| plan.services.iter().any(|it| &*it.name == name);
    let numbered = (2u32..).map(|n| format!("{name} {n}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|it| !taken(it)).unwrap_or_default().into()
}
