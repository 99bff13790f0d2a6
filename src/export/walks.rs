//! Doors with their walks, as rows of a report.

use std::sync::Arc;

use super::report::{Door, DoorStep, ServiceIdx};
use crate::insight::{Stop, Walk, WalkStep, walks};
use crate::model::{CodeModel, RowAccess};
use crate::plan::{Owner, Plan};

/// Every door with its walk, those with the most hops first, ties by id.
pub(super) fn doors_of(
    model: &CodeModel,
    plan: &Plan,
    idx_of: &dyn Fn(Owner) -> ServiceIdx,
) -> Vec<Door> {
    let mut doors: Vec<_> = walks(model, plan)
        .iter()
        .map(|it| door(model, it, idx_of))
        .collect();
    doors.sort_by(|a, b| b.n_hops.cmp(&a.n_hops).then_with(|| a.id.cmp(&b.id)));
    doors
}

fn door(model: &CodeModel, walk: &Walk, idx_of: &dyn Fn(Owner) -> ServiceIdx) -> Door {
    let known = &model.doors().inbound[walk.door];
    let steps = walk.steps.iter().map(|it| step(model, it, idx_of));
    Door {
        id: known.id.clone(),
        kind: known.kind,
        method: Some(known.method.clone()).filter(|it| &**it != "ANY"),
        path: known.path.clone(),
        framework: known.framework.clone(),
        handler: model.path_of(known.handler).clone(),
        service: idx_of(walk.owner),
        place: model.place(known.span),
        confidence: known.confidence,
        n_hops: walk.n_hops,
        n_left_out: walk.n_left_out,
        steps: steps.collect(),
    }
}

fn step(model: &CodeModel, step: &WalkStep, idx_of: &dyn Fn(Owner) -> ServiceIdx) -> DoorStep {
    let (what, id): (&'static str, Arc<str>) = match step.to {
        Stop::Code(node) if step.span.is_none() => ("implements", model.path_of(node).clone()),
        Stop::Code(node) => ("call", model.path_of(node).clone()),
        Stop::Object(object, access) => {
            (access_word(access), model.data().object(object).id.clone())
        }
        Stop::Transaction(it) => ("transaction", (&*model.data().steps[it].step).into()),
        Stop::Outside(it) => {
            let outbound = &model.doors().outbound[it];
            let target = outbound.target.as_deref().unwrap_or_default();
            let id = format!("{} {target}", outbound.library);
            (outbound.kind.word(), id.trim_end().into())
        }
    };
    DoorStep {
        from: step.from,
        depth: step.depth,
        what,
        id,
        is_code: matches!(step.to, Stop::Code(_)),
        service: idx_of(step.owner),
        is_hop: step.is_hop,
        is_again: step.is_again,
        place: step.span.map(|it| model.place(it)).unwrap_or_default(),
        confidence: step.confidence,
    }
}

fn access_word(access: RowAccess) -> &'static str {
    access.word()
}
