//! Groups into edits that can be applied one by one, in any order.

use std::sync::Arc;

use super::Suggestion;
use super::group::Group;
use crate::graph::Graph;
use crate::model::{CodeModel, ModuleId};
use crate::notice::Notice;
use crate::plan::{CodePath, Plan, PlanEdit, ServiceId};

/// The edits for every group; what the plan refuses becomes a notice.
pub(super) fn suggestions(
    model: &CodeModel,
    graph: &Graph,
    plan: &Plan,
    groups: Vec<Group>,
    names: Vec<(Arc<str>, usize)>,
    notices: &mut Vec<Notice>,
) -> Vec<Suggestion> {
    let mut group_of: Vec<Option<usize>> = vec![None; model.modules().len()];
    for (at, group) in groups.iter().enumerate() {
        group
            .modules
            .iter()
            .for_each(|it| group_of[it.index()] = Some(at));
    }
    let whole = whole_subtrees(model, &group_of);
    let mut fresh = plan.fresh_service_id();
    let mut trial = plan.clone();
    let mut suggestions = Vec::with_capacity(groups.len());
    for (at, (group, (name, n_named))) in groups.into_iter().zip(names).enumerate() {
        let mut edits = Vec::new();
        let service = group.service.unwrap_or_else(|| {
            let id = fresh;
            fresh = ServiceId(fresh.0.saturating_add(1));
            edits.push(PlanEdit::AddService {
                id,
                name: name.clone(),
            });
            id
        });
        edits.extend(assignments(model, &group, &group_of, &whole, at, service));
        edits.retain(|edit| match trial.apply(edit.clone()) {
            Ok(_) => true,
            Err(error) => {
                notices.push(Notice::from(&error));
                false
            }
        });
        let because = because(graph, &group.modules, &group_of, at, (&name, n_named));
        suggestions.push(Suggestion {
            service,
            name,
            modules: group.modules,
            edits,
            because,
        });
    }
    suggestions
}

/// Services of the plan that nothing is proposed for and no lock holds: beside as many services as
/// were asked for they would be too many.
pub(super) fn dissolved(
    model: &CodeModel,
    plan: &Plan,
    suggestions: &[Suggestion],
    notices: &mut Vec<Notice>,
) -> Vec<ServiceId> {
    let locked = |service: ServiceId| {
        let mut modules = model.modules().iter();
        let holds = |path: &str| plan.is_locked(path) && plan.owner_of(path) == Some(service);
        modules.any(|it| holds(&it.path)) || plan.locks.iter().any(|it| holds(it))
    };
    let proposed = |service: ServiceId| suggestions.iter().any(|it| it.service == service);
    let gone = plan.services.iter();
    let gone: Vec<_> = gone
        .filter(|it| !proposed(it.id) && !locked(it.id))
        .collect();
    if !gone.is_empty() {
        let names: Vec<_> = gone.iter().map(|it| &*it.name).collect();
        notices.push(
            Notice::warning(format!("dissolved: {}", names.join(", ")))
                .hint("lock what a service has to keep, or ask for more services"),
        );
    }
    gone.iter().map(|it| it.id).collect()
}

/// For every module: whether all modules inside it that are no tests are in its group.
fn whole_subtrees(model: &CodeModel, group_of: &[Option<usize>]) -> Vec<bool> {
    let mut whole = vec![true; group_of.len()];
    // Children come after their parents.
    for id in (0..group_of.len() as u32).rev().map(ModuleId) {
        let module = model.module(id);
        if let Some(parent) = module.parent {
            let same = group_of[id.index()] == group_of[parent.index()];
            whole[parent.index()] &= module.test || (same && whole[id.index()]);
        }
    }
    whole
}

fn assignments(
    model: &CodeModel,
    group: &Group,
    group_of: &[Option<usize>],
    whole: &[bool],
    at: usize,
    service: ServiceId,
) -> Vec<PlanEdit> {
    let to = Some(service);
    let carried = |it: &ModuleId| {
        let round = model.ancestors(*it).skip(1);
        let mut same = round.take_while(|it| group_of[it.index()] == Some(at));
        same.any(|it| whole[it.index()])
    };
    let mut paths: Vec<CodePath> = Vec::new();
    let mut edits = Vec::new();
    for module in group.modules.iter().filter(|it| !carried(it)) {
        if whole[module.index()] {
            paths.push(model.module(*module).path.clone());
        } else {
            edits.push(PlanEdit::alone(model, *module, to));
        }
    }
    if !paths.is_empty() {
        edits.push(PlanEdit::Assign { paths, to });
    }
    edits
}

/// Why these modules: what stays inside, and what they are called.
fn because(
    graph: &Graph,
    modules: &[ModuleId],
    group_of: &[Option<usize>],
    at: usize,
    (name, n_named): (&str, usize),
) -> String {
    let (mut inside, mut across) = (0.0, 0.0);
    for link in modules.iter().flat_map(|it| graph.links_from(*it)) {
        if group_of[link.to.index()] == Some(at) {
            inside += link.weight;
        } else {
            across += link.weight;
        }
    }
    for link in modules.iter().flat_map(|it| graph.links_to(*it)) {
        if group_of[link.from.index()] != Some(at) {
            across += link.weight;
        }
    }
    let share = if inside + across > 0.0 {
        inside / (inside + across) * 100.0
    } else {
        0.0
    };
    let n = modules.len();
    let named = match n_named {
        0 => String::new(),
        _ if n_named == n => format!("; all have `{name}` in their path"),
        n_named => format!("; {n_named} of {n} have `{name}` in their path"),
    };
    format!("{share:.0} % of the references from or to its modules stay inside it{named}")
}
