//! The plan held against the code in CI: dependencies across boundaries that nobody agreed to.
//!
//! A dependency is a violation if it leaves its service and no [`Accepted`] entry covers it. What is
//! accepted but not in the code any more is stale: the baseline can only get smaller by being told.
//! An entry that only repeats what more particular ones say is stale as well.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::graph::Graph;
use crate::insight::{Assessment, CutEdge};
use crate::model::{CodeModel, RefId};
use crate::plan::{Accepted, Baseline, CodePath, End, Plan, PlanEdit};

/// The reason that a baseline gives where nobody has given another.
pub const BASELINE_REASON: &str = "there when the boundary was drawn";

/// A dependency across a boundary.
#[derive(Clone, PartialEq, Debug)]
pub struct Crossing {
    /// The module (or single item) that needs.
    pub from: CodePath,
    /// The module (or single item) needed.
    pub to: CodePath,
    /// The service of `from`.
    pub from_service: Arc<str>,
    /// The service of `to`.
    pub to_service: Arc<str>,
    /// Sum of the weights of its references.
    pub weight: f64,
    /// Every place, as `file:line:column`; none in graphs that were made elsewhere.
    pub places: Vec<String>,
    /// The references, in the same order.
    pub references: Vec<RefId>,
}

/// What a check found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Verdict {
    /// Crossings that no entry covers, by path.
    pub violations: Vec<Crossing>,
    /// Crossings that are accepted, each with the position of its entry in [`Plan::accepted`].
    pub accepted: Vec<(Crossing, usize)>,
    /// Positions of entries that cover nothing any more.
    pub stale: Vec<usize>,
}

impl Verdict {
    /// Whether the boundary holds.
    pub fn holds(&self) -> bool {
        self.violations.is_empty()
    }
}

/// Holds a plan against the code.
pub fn check(model: &CodeModel, graph: &Graph, plan: &Plan) -> Verdict {
    judge(model, plan, &Assessment::of(model, graph, plan))
}

/// The same, for a plan that was assessed already.
pub fn judge(model: &CodeModel, plan: &Plan, assessment: &Assessment) -> Verdict {
    let baseline = Baseline::of(plan);
    let mut used = vec![false; plan.accepted.len()];
    let mut verdict = Verdict::default();
    for edge in &assessment.cut_edges {
        let entries = entries_for(model, &baseline, edge);
        entries.iter().flatten().for_each(|it| used[*it] = true);
        for (entry, references) in by_entry(edge, &entries) {
            let crossing = crossing(model, plan, edge, references);
            match entry {
                Some(entry) => verdict.accepted.push((crossing, entry)),
                None => verdict.violations.push(crossing),
            }
        }
    }
    verdict
        .violations
        .sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    verdict
        .accepted
        .sort_by(|(a, _), (b, _)| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    verdict.stale = (0..used.len()).filter(|it| !used[*it]).collect();
    verdict
}

/// The edits that make today's violations the baseline and drop what is stale.
pub fn accept(model: &CodeModel, graph: &Graph, plan: &Plan, reason: &str) -> Vec<PlanEdit> {
    let verdict = check(model, graph, plan);
    let drop = verdict.stale.iter().map(|at| {
        let Accepted { from, to, .. } = plan.accepted[*at].clone();
        PlanEdit::Unaccept { from, to }
    });
    let mut edits: Vec<_> = drop.collect();
    edits.extend(
        verdict
            .violations
            .into_iter()
            .map(|Crossing { from, to, .. }| {
                PlanEdit::Accept(Accepted {
                    from,
                    to,
                    reason: reason.into(),
                })
            }),
    );
    edits
}

/// The entry for every reference of an edge; entries may name single items.
fn entries_for(model: &CodeModel, baseline: &Baseline<'_>, edge: &CutEdge) -> Vec<Option<usize>> {
    let (from_unit, to_unit) = (model.path_of(edge.from), model.path_of(edge.to));
    let entry = |from, to| {
        let (from, to) = (model.path_of(from), model.path_of(to));
        baseline.entry_for(
            End {
                unit: from_unit,
                path: from,
            },
            End {
                unit: to_unit,
                path: to,
            },
        )
    };
    if edge.references.is_empty() {
        return vec![entry(edge.from, edge.to)];
    }
    let references = edge.references.iter().map(|it| model.reference(*it));
    references.map(|it| entry(it.from, it.to)).collect()
}

/// The references of an edge by the entry that covers them.
fn by_entry(edge: &CutEdge, entries: &[Option<usize>]) -> Vec<(Option<usize>, Vec<RefId>)> {
    let mut distinct: Vec<Option<usize>> = entries.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let covered = |entry: Option<usize>| {
        let pairs = edge.references.iter().zip(entries);
        pairs.filter(|it| *it.1 == entry).map(|it| *it.0).collect()
    };
    distinct.into_iter().map(|it| (it, covered(it))).collect()
}

fn crossing(model: &CodeModel, plan: &Plan, edge: &CutEdge, references: Vec<RefId>) -> Crossing {
    let spans = references.iter().filter_map(|it| model.reference(*it).span);
    let weight = if references.len() == edge.references.len() {
        edge.weight
    } else {
        references
            .iter()
            .map(|it| f64::from(model.reference(*it).weight))
            .sum()
    };
    Crossing {
        from: model.path_of(edge.from).clone(),
        to: model.path_of(edge.to).clone(),
        from_service: plan.owner_name(edge.from_owner).into(),
        to_service: plan.owner_name(edge.to_owner).into(),
        weight,
        places: spans.map(|it| model.place(it)).collect(),
        references,
    }
}
