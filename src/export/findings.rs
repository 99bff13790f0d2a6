//! What is worth changing about a plan: as rows, and in words for people.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use super::escape::{markdown, markdown_code, visible};
use super::{Artifact, Report, ServiceIdx, decision_word};
use crate::insight::obstacles::SharedState;
use crate::insight::{Assessment, Finding, concerned, findings, involved, mends, places};
use crate::pipeline::Analysis;
use crate::plan::{Owner, Plan, PlanEdit};

/// A finding in the reader's words.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FindingRow {
    /// `circle`, `rule-broken`, `several-writers`, `unowned-table`, `shared-state`, `split-transaction`,
    /// `layer-only`, `undecided-hub`, `misplaced`, `needs-everything`, `wide-boundary` or
    /// `cut-from-tests`.
    pub kind: &'static str,
    /// Whether it contradicts what the plan means to do; the others are worth a look.
    pub grave: bool,
    /// What is so, in one sentence.
    pub sentence: String,
    /// Whom it concerns.
    pub services: Vec<ServiceIdx>,
    /// Modules and tables it is about, by path.
    pub paths: Vec<Arc<str>>,
    /// The first lines that say so: `src/cart.rs:12:5`.
    pub places: Vec<String>,
    /// What would mend it, as edits of the plan; empty where the code itself has to change.
    pub mends: Vec<MendRow>,
}

/// An edit of the plan.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MendRow {
    /// The path it changes.
    pub path: Arc<str>,
    /// `assign` or `decide`.
    pub edit: &'static str,
    /// The name of the service, or the word of the decision.
    pub to: Arc<str>,
}

/// All findings of a plan in their rank.
pub(super) fn rows(
    analysis: &Analysis,
    (plan, assessment): (&Plan, &Assessment),
    states: &[SharedState],
    idx_of: &dyn Fn(Owner) -> ServiceIdx,
    name_of: &dyn Fn(Owner) -> Arc<str>,
) -> Vec<FindingRow> {
    let (model, graph) = (&analysis.model, &analysis.graph);
    let row = |it: &Finding| {
        let paths = concerned(model, it);
        let (kind, grave) = kind_of(it);
        let spans = places(model, graph, assessment, it);
        FindingRow {
            kind,
            grave,
            sentence: sentence(it, paths.first().map_or("", |it| it), name_of),
            services: involved(plan, it).into_iter().map(idx_of).collect(),
            places: spans.into_iter().map(|it| model.place(it)).collect(),
            mends: mends(model, it)
                .iter()
                .flat_map(|it| mend_rows(it, name_of))
                .collect(),
            paths,
        }
    };
    let found = findings(model, graph, plan, assessment, states);
    found.iter().map(row).collect()
}

fn kind_of(finding: &Finding) -> (&'static str, bool) {
    match finding {
        Finding::Circle { .. } => ("circle", true),
        Finding::RuleBroken { .. } => ("rule-broken", true),
        Finding::WrittenBySeveral { .. } => ("several-writers", true),
        Finding::Unowned { .. } => ("unowned-table", false),
        Finding::SharedState { .. } => ("shared-state", true),
        Finding::Split(_) => ("split-transaction", true),
        Finding::LayerOnly(_) => ("layer-only", true),
        Finding::CutFromTests(_) => ("cut-from-tests", false),
        Finding::Undecided { .. } => ("undecided-hub", false),
        Finding::Misplaced { .. } => ("misplaced", false),
        Finding::NeedsEverything { .. } => ("needs-everything", false),
        Finding::Wide { .. } => ("wide-boundary", false),
    }
}

fn sentence(finding: &Finding, path: &str, name_of: &dyn Fn(Owner) -> Arc<str>) -> String {
    match finding {
        Finding::Circle {
            owners,
            breaks,
            exact,
        } => {
            let weight = breaks.iter().fold(0.0, |sum, it| sum + it.weight);
            let (n, n_breaks) = (owners.len(), breaks.len());
            let bound = if *exact { "" } else { ", perhaps fewer" };
            format!(
                "{n} services need each other in a circle; to break: {weight} references between \
                 {n_breaks} pairs of services{bound}"
            )
        }
        Finding::RuleBroken { together, paths } => {
            let paths = paths.join(", ");
            if *together {
                format!("{paths} must share a service and do not")
            } else {
                format!("{paths} must not share a service and do")
            }
        }
        Finding::WrittenBySeveral { writers, .. } => {
            let most = writers.first().map(|it| name_of(it.0)).unwrap_or_default();
            format!(
                "{path} is written by {} services, most by {most}",
                writers.len()
            )
        }
        Finding::Unowned { users, .. } => {
            let likeliest = users.first().map(|it| name_of(it.0)).unwrap_or_default();
            match users.len() {
                1 => format!("{path} belongs to no service and is used by {likeliest} alone"),
                n => {
                    format!("{path} belongs to no service and is used by {n}, most by {likeliest}")
                }
            }
        }
        Finding::SharedState { users, .. } => format!(
            "{path} lives in memory and is reached from {} services: cut apart, each has its own",
            users.len()
        ),
        Finding::Split(_) | Finding::LayerOnly(_) | Finding::CutFromTests(_) => {
            of_effects(finding, path, name_of)
        }
        Finding::Undecided { users, weight, .. } => format!(
            "{path} is used by {} services with {weight} references, and nothing is decided about it",
            users.len()
        ),
        Finding::Misplaced { here, there, .. } => format!(
            "{path} shares {} references with {}, {} with {}",
            there.1,
            name_of(there.0),
            here.1,
            name_of(here.0)
        ),
        Finding::NeedsEverything {
            service,
            needed,
            n_others,
            weight,
        } => format!(
            "{} needs {} of {n_others} other services, {weight} references",
            name_of(*service),
            needed.len()
        ),
        Finding::Wide {
            from,
            to,
            weight,
            share,
        } => format!(
            "{} reaches into {} with {weight} references, {:.0} % of all that is cut",
            name_of(*from),
            name_of(*to),
            share * 100.0
        ),
    }
}

/// What a plan does to transactions, tiers and tests, in one sentence.
fn of_effects(finding: &Finding, path: &str, name_of: &dyn Fn(Owner) -> Arc<str>) -> String {
    match finding {
        Finding::Split(it) => format!(
            "the transaction of {path} writes {} tables of {} services, and would have to become a saga",
            it.n_written,
            it.owners.len()
        ),
        Finding::LayerOnly(it) => format!(
            "all {} modules of {} are {}: it is a layer, not a function of the system",
            it.modules.len(),
            name_of(it.service),
            it.tier
        ),
        Finding::CutFromTests(it) => format!(
            "{path} is named by {} tests, and none of them could stay with {} alone",
            it.n_tests,
            name_of(it.owner)
        ),
        _ => String::new(),
    }
}

fn mend_rows(edit: &PlanEdit, name_of: &dyn Fn(Owner) -> Arc<str>) -> Vec<MendRow> {
    match edit {
        PlanEdit::Assign { paths, to } => {
            let row = |path: &Arc<str>| MendRow {
                path: path.clone(),
                edit: "assign",
                to: name_of(*to),
            };
            paths.iter().map(row).collect()
        }
        PlanEdit::Decide {
            path,
            decision: Some(decision),
        } => vec![MendRow {
            path: path.clone(),
            edit: "decide",
            to: decision_word(*decision).into(),
        }],
        _ => Vec::new(),
    }
}

impl MendRow {
    /// What the edit does, as the end of a sentence.
    fn in_words(&self) -> String {
        match self.edit {
            "decide" => format!("decide: {}", self.to),
            _ => format!("move it to {}", self.to),
        }
    }
}

/// The section of the boundary report.
pub(super) fn write_markdown(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## Findings\n")?;
    if report.findings.is_empty() {
        return writeln!(out, "Nothing that these rules look for.\n");
    }
    writeln!(out, "| Finding | What | Places | Would mend it |")?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    for it in &report.findings {
        let places: Vec<_> = it.places.iter().map(|it| markdown_code(it)).collect();
        let mends: Vec<_> = it.mends.iter().map(MendRow::in_words).collect();
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            it.kind,
            markdown(&it.sentence),
            places.join(", "),
            markdown(&mends.join(", ")),
        )?;
    }
    writeln!(out)
}

/// For a terminal: a line each.
pub fn findings_in_text(report: &Report) -> String {
    let mut out = String::new();
    if report.findings.is_empty() {
        return out;
    }
    out.push_str("\nfindings\n");
    for it in &report.findings {
        let place = it.places.first().map_or("", |it| it);
        let _infallible = writeln!(
            out,
            "  {:<16} {}  {}",
            it.kind,
            visible(&it.sentence),
            visible(place)
        );
    }
    out
}

/// `findings.csv`: a row each.
pub(super) fn csv(report: &Report) -> Artifact {
    let header = [
        "finding", "grave", "what", "services", "paths", "places", "mend",
    ];
    let rows = report.findings.iter().map(|it| {
        let services: Vec<_> = report.names(&it.services).collect();
        let mends: Vec<_> = it.mends.iter().map(MendRow::in_words).collect();
        [
            it.kind.to_owned(),
            it.grave.to_string(),
            super::escape::csv_cell(&it.sentence),
            super::escape::csv_cell(&services.join(", ")),
            super::escape::csv_cell(&it.paths.join(", ")),
            super::escape::csv_cell(&it.places.join(", ")),
            super::escape::csv_cell(&mends.join(", ")),
        ]
    });
    super::csv::artifact("findings.csv", &header, rows)
}
