//! Groups into edits that can be applied one by one, in any order.

use std::collections::BTreeMap;
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
        let because = because(graph, &group.modules, &group_of, at, n_named, &name);
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
    n_named: usize,
    name: &str,
) -> String {
    let (mut inside, mut across) = (0.0, 0.0);
    let mut others: BTreeMap<Option<usize>, f64> = BTreeMap::new();
    for link in modules.iter().flat_map(|it| graph.links_from(*it)) {
        match group_of[link.to.index()] {
            there if there == Some(at) => inside += link.weight,
            there => {
                across += link.weight;
                *others.entry(there).or_default() += link.weight;
            }
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
        n_named => format!("; {n_named} of {n} have `{name}` in their path"),
    };
    format!("{share:.0} % of the references of its {n} modules stay inside{named}")
}
