//! What a finding rests on, and the edits that would mend it.

use std::collections::BTreeMap;

use super::{Assessment, Finding};
use crate::graph::{Graph, Link};
use crate::model::{CodeModel, DependencyKind, ModuleId, Node};
use crate::plan::{CodePath, Decision, Owner, Plan, PlanEdit};
use crate::source::Span;

/// So many lines are told of one finding.
const MAX_PLACES: usize = 6;

/// The edits of the plan that would mend a finding; none where the code itself has to change.
pub fn mends(model: &CodeModel, finding: &Finding) -> Vec<PlanEdit> {
    let path = |it: ModuleId| model.module(it).path.clone();
    let assign = |module, to| {
        vec![PlanEdit::Assign {
            paths: vec![path(module)],
            to,
        }]
    };
    match finding {
        Finding::WrittenBySeveral {
            table,
            owner,
            writers,
        } => match writers.first() {
            Some((most, _)) if most != owner => assign(*table, *most),
            _ => Vec::new(),
        },
        Finding::Unowned { table, users } => match users.first() {
            Some((likeliest, _)) => assign(*table, *likeliest),
            None => Vec::new(),
        },
        Finding::Split(it) => moved(it.moves(model), &path),
        Finding::LayerOnly(it) => moved(it.better.clone(), &path),
        // With its tests it stays testable.
        Finding::CutFromTests(it) => match it.others[..] {
            [(other, _)] if other.is_some() => assign(it.module, other),
            _ => Vec::new(),
        },
        Finding::Misplaced { module, there, .. } => assign(*module, there.0),
        Finding::Undecided { module, .. } => vec![PlanEdit::Decide {
            path: path(*module),
            decision: Some(Decision::Library),
        }],
        Finding::Circle { .. }
        | Finding::RuleBroken { .. }
        | Finding::SharedState { .. }
        | Finding::NeedsEverything { .. }
        | Finding::Wide { .. } => Vec::new(),
    }
}

/// One edit for each service that modules go to.
fn moved(moves: Vec<(ModuleId, Owner)>, path: &dyn Fn(ModuleId) -> CodePath) -> Vec<PlanEdit> {
    let mut by_owner: BTreeMap<Owner, Vec<CodePath>> = BTreeMap::new();
    for (module, to) in moves {
        by_owner.entry(to).or_default().push(path(module));
    }
    let edits = by_owner.into_iter();
    edits
        .map(|(to, paths)| PlanEdit::Assign { paths, to })
        .collect()
}

/// The paths that a finding is about, in its own order.
pub fn concerned(model: &CodeModel, finding: &Finding) -> Vec<CodePath> {
    match finding {
        Finding::WrittenBySeveral { table: module, .. }
        | Finding::Unowned { table: module, .. }
        | Finding::Misplaced { module, .. }
        | Finding::Undecided { module, .. } => vec![model.module(*module).path.clone()],
        Finding::RuleBroken { paths, .. } => paths.clone(),
        Finding::SharedState { item, .. } => vec![model.item(*item).path.clone()],
        Finding::Split(it) => {
            let parts = it.parts.iter().map(|it| model.module(it.0).path.clone());
            std::iter::once(model.path_of(it.from).clone())
                .chain(parts)
                .collect()
        }
        Finding::LayerOnly(it) => {
            let modules = it.modules.iter();
            modules.map(|it| model.module(*it).path.clone()).collect()
        }
        Finding::CutFromTests(it) => vec![model.module(it.module).path.clone()],
        Finding::Circle { .. } | Finding::NeedsEverything { .. } | Finding::Wide { .. } => {
            Vec::new()
        }
    }
}

/// The services that a finding is about, in its own order.
pub fn involved(plan: &Plan, finding: &Finding) -> Vec<Owner> {
    let first = |list: &[(Owner, f64)]| list.iter().map(|it| it.0).collect();
    match finding {
        Finding::WrittenBySeveral { writers: list, .. } | Finding::Unowned { users: list, .. } => {
            first(list)
        }
        Finding::Misplaced { here, there, .. } => vec![here.0, there.0],
        Finding::Split(it) => it.owners.clone(),
        Finding::LayerOnly(it) => {
            let others = it.others.iter().copied();
            std::iter::once(it.service).chain(others).collect()
        }
        Finding::CutFromTests(it) => {
            let others = it.others.iter().map(|it| it.0);
            std::iter::once(it.owner).chain(others).collect()
        }
        Finding::Undecided { users, .. } => users.clone(),
        Finding::SharedState { users, .. } => users.iter().map(|it| it.0).collect(),
        Finding::Circle { owners, .. } => owners.clone(),
        Finding::NeedsEverything {
            service, needed, ..
        } => std::iter::once(*service)
            .chain(needed.iter().copied())
            .collect(),
        Finding::Wide { from, to, .. } => vec![*from, *to],
        Finding::RuleBroken { paths, .. } => {
            let mut owners: Vec<_> = paths.iter().map(|it| plan.owner_of(it)).collect();
            owners.sort();
            owners.dedup();
            owners
        }
    }
}

/// The first lines that a finding rests on: for each service that is involved its heaviest few.
pub fn places(
    model: &CodeModel,
    graph: &Graph,
    assessment: &Assessment,
    finding: &Finding,
) -> Vec<Span> {
    let mut spans = match finding {
        Finding::WrittenBySeveral { table, .. } => {
            let links = graph.links_to(*table);
            links.filter_map(|it| first_of(graph, it, true)).collect()
        }
        Finding::Unowned { table: module, .. } | Finding::Undecided { module, .. } => {
            let links = graph.links_to(*module);
            let owned = links.filter(|it| assessment.owner_of(it.from).is_some());
            owned.filter_map(|it| first_of(graph, it, false)).collect()
        }
        Finding::Misplaced { module, there, .. } => {
            let other = |it: ModuleId| assessment.owner_of(it) == there.0;
            let out = graph.links_from(*module).iter().filter(|it| other(it.to));
            let into = graph.links_to(*module).filter(|it| other(it.from));
            let both = out.chain(into);
            both.filter_map(|it| first_of(graph, it, false)).collect()
        }
        Finding::SharedState { places, .. } => places.clone(),
        Finding::Split(it) => {
            let parts = it.parts.iter().map(|it| it.2);
            std::iter::once(it.begins).chain(parts).collect()
        }
        Finding::LayerOnly(it) => {
            let tiers = it.modules.iter().filter_map(|it| model.tier_of(*it));
            let reasons = tiers.filter_map(|it| it.reasons.first());
            reasons.filter_map(|it| it.first).collect()
        }
        Finding::CutFromTests(it) => it.lines.clone(),
        Finding::Circle { breaks, .. } => {
            let pairs = breaks.iter().map(|it| (it.from, it.to));
            of_pairs(model, assessment, pairs)
        }
        Finding::NeedsEverything {
            service, needed, ..
        } => of_pairs(model, assessment, needed.iter().map(|it| (*service, *it))),
        Finding::Wide { from, to, .. } => of_pairs(model, assessment, [(*from, *to)]),
        Finding::RuleBroken { paths, .. } => {
            let nodes = paths.iter().filter_map(|it| model.node_at(it));
            nodes.filter_map(|it| span_of(model, it)).collect()
        }
    };
    let mut seen = std::collections::BTreeSet::new();
    spans.retain(|it| seen.insert(*it));
    spans.truncate(MAX_PLACES);
    spans
}

/// The first place of a link; of what it writes only if asked for.
fn first_of(graph: &Graph, link: &Link, writes: bool) -> Option<Span> {
    let dependencies = graph.dependencies_of(link).iter();
    let mut kept = dependencies.filter(|it| !writes || it.kind == DependencyKind::Writes);
    kept.find_map(|it| it.first)
}

/// The first place of the heaviest edge between each two services.
fn of_pairs(
    model: &CodeModel,
    assessment: &Assessment,
    pairs: impl IntoIterator<Item = (Owner, Owner)>,
) -> Vec<Span> {
    let first = |(from, to)| {
        let edge = assessment.cut_edges_between(from, to).next()?;
        let mut references = edge.references.iter();
        references.find_map(|it| model.reference(*it).span)
    };
    pairs.into_iter().filter_map(first).collect()
}

fn span_of(model: &CodeModel, node: Node) -> Option<Span> {
    match node {
        Node::Module(it) => model.module(it).span,
        Node::Item(it) => model.item(it).span,
        Node::Extern(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::graph::Filter;
    use crate::insight::findings;
    use crate::insight::obstacles::{Memo, shared_states};
    use crate::pipeline::fixture;
    use crate::plan::ServiceId;

    #[test]
    fn state_that_two_services_reach_is_told_with_its_lines() {
        let analysis = fixture(
            "
//- /src/lib.rs
pub mod prices {
    static CACHE: std::sync::Mutex<u32> = std::sync::Mutex::new(0);
    pub fn of() -> u32 { *CACHE.lock().unwrap() }
}
pub mod orders { pub fn sell() -> u32 { crate::prices::of() } }
pub mod stock { pub fn value() -> u32 { crate::prices::of() } }
",
        );
        let (model, graph) = (&analysis.model, &analysis.graph);
        let states = shared_states(model, &mut Memo::default(), Filter::default());
        let mut plan = Plan::default();
        for (id, name) in [(ServiceId(0), "orders"), (ServiceId(1), "stock")] {
            let paths = vec![format!("fixture::{name}").into()];
            let name = name.into();
            plan.apply(PlanEdit::AddService { id, name }).unwrap();
            let to = Some(id);
            plan.apply(PlanEdit::Assign { paths, to }).unwrap();
        }
        let assessment = Assessment::of(model, graph, &plan);
        let found = findings(model, graph, &plan, &assessment, &states);
        let of_state = |it: &&Finding| matches!(it, Finding::SharedState { .. });
        let it = found.iter().find(of_state).unwrap();
        let spans = places(model, graph, &assessment, it);
        let lines: Vec<_> = spans.iter().map(|it| model.place(*it)).collect();
        let involved = involved(&plan, it);
        let names: Vec<_> = involved.iter().map(|it| plan.owner_name(*it)).collect();
        expect![[r#"["fixture::prices::CACHE"] ["remaining monolith", "orders", "stock"] ["src/lib.rs:2:12", "src/lib.rs:3:27", "src/lib.rs:5:56", "src/lib.rs:6:56"]"#]]
        .assert_eq(&format!("{:?} {names:?} {lines:?}", concerned(model, it)));
        assert_eq!(mends(model, it), Vec::new());
    }
}
