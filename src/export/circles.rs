//! Circles with the edges that would break them: filled, and in words.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use super::escape::{markdown, markdown_code, visible};
use super::text::counted;
use crate::insight::{Assessment, Break, Circle, module_circles, service_circles};
use crate::model::{DependencyKind, RefId};
use crate::pipeline::Analysis;
use crate::plan::Owner;

/// So many circles of modules are told, the largest ones.
const MAX_CIRCLES: usize = 20;
/// So many members are told of one. The edges to break are all told: half a cure is none.
const MAX_TOLD: usize = 50;
/// So many places of one edge are told.
const MAX_PLACES: usize = 3;
/// So many edges of one circle are told to people.
const MAX_SHOWN: usize = 10;

/// Services or modules that need each other in a circle.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CircleReport {
    /// Whether its members are services; else they are modules.
    pub of_services: bool,
    /// How many are in it.
    pub n_members: usize,
    /// The first of them, by name or path.
    pub members: Vec<Arc<str>>,
    /// Whether no lighter set of edges would break it.
    pub exact: bool,
    /// What all edges to break weigh together.
    pub weight: f64,
    /// How many edges that is.
    pub n_breaks: usize,
    /// All of them, the lightest first.
    pub breaks: Vec<BreakReport>,
}

/// An edge to break.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BreakReport {
    /// The one that needs.
    pub from: Arc<str>,
    /// The one needed.
    pub to: Arc<str>,
    /// References.
    pub weight: f64,
    /// Weight by kind.
    pub kinds: Vec<(DependencyKind, f64)>,
    /// The first places: `src/cart.rs:12:5`.
    pub places: Vec<String>,
}

/// The circles between services, then those between modules.
pub(super) fn circles_of(
    analysis: &Analysis,
    assessment: &Assessment,
    name_of: &dyn Fn(Owner) -> Arc<str>,
) -> Vec<CircleReport> {
    let services = service_circles(assessment);
    let services = services.iter().map(|circle| {
        let references = |it: &Break<Owner>| {
            let edges = assessment.cut_edges_between(it.from, it.to);
            edges.flat_map(|it| it.references.clone()).collect()
        };
        CircleReport {
            of_services: true,
            ..report(analysis, circle, &|it| name_of(*it), &references)
        }
    });
    let graph = &analysis.graph;
    let modules = module_circles(&analysis.model, graph);
    let modules = modules.iter().take(MAX_CIRCLES).map(|circle| {
        let path = |it: &crate::model::ModuleId| analysis.model.module(*it).path.clone();
        let references = |it: &Break<crate::model::ModuleId>| {
            let link = graph.link(it.from, it.to);
            link.map_or_else(Vec::new, |it| graph.references_of_link(it))
        };
        report(analysis, circle, &path, &references)
    });
    services.chain(modules).collect()
}

fn report<T>(
    analysis: &Analysis,
    circle: &Circle<T>,
    name: &dyn Fn(&T) -> Arc<str>,
    references: &dyn Fn(&Break<T>) -> Vec<RefId>,
) -> CircleReport {
    let one = |it: &Break<T>| {
        broken(
            analysis,
            (name(&it.from), name(&it.to)),
            it.weight,
            references(it),
        )
    };
    CircleReport {
        of_services: false,
        n_members: circle.members.len(),
        members: circle.members.iter().take(MAX_TOLD).map(name).collect(),
        exact: circle.exact,
        weight: circle.weight(),
        n_breaks: circle.breaks.len(),
        breaks: circle.breaks.iter().map(one).collect(),
    }
}

fn broken(
    analysis: &Analysis,
    (from, to): (Arc<str>, Arc<str>),
    weight: f64,
    references: Vec<RefId>,
) -> BreakReport {
    let model = &analysis.model;
    let mut kinds: BTreeMap<DependencyKind, f64> = BTreeMap::new();
    let mut spans = Vec::new();
    for id in references {
        let reference = model.reference(id);
        *kinds.entry(reference.kind).or_default() += f64::from(reference.weight);
        spans.extend(reference.span);
    }
    spans.sort_unstable();
    BreakReport {
        from,
        to,
        weight,
        kinds: kinds.into_iter().collect(),
        places: spans
            .iter()
            .take(MAX_PLACES)
            .map(|it| model.place(*it))
            .collect(),
    }
}

impl CircleReport {
    /// The first members, each written in its way.
    fn members_in_words(&self, write: impl Fn(&str) -> String) -> String {
        let shown = self.members.iter().take(MAX_SHOWN);
        let shown: Vec<_> = shown.map(|it| write(it)).collect();
        let more = self.n_members > shown.len();
        shown.join(", ") + if more { ", ..." } else { "" }
    }

    /// `services` or `modules`.
    pub(super) fn level(&self) -> &'static str {
        if self.of_services {
            "service"
        } else {
            "module"
        }
    }

    /// `exact`, or `heuristic` for an upper bound.
    pub(super) fn method(&self) -> &'static str {
        if self.exact { "exact" } else { "heuristic" }
    }
}

impl BreakReport {
    fn kinds_in_words(&self) -> String {
        let words = self
            .kinds
            .iter()
            .map(|(kind, weight)| format!("{kind} {weight}"));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// The circles as lines of `assess`.
pub fn circles_in_text(circles: &[CircleReport]) -> String {
    let mut out = String::new();
    let _infallible = write_text(&mut out, circles);
    out
}

fn write_text(out: &mut String, circles: &[CircleReport]) -> fmt::Result {
    for it in circles {
        let members = it.members_in_words(visible);
        writeln!(
            out,
            "\ncircle of {} {}s: {members}\n  cheapest to break ({}): {}, weight {}",
            it.n_members,
            it.level(),
            it.method(),
            counted(it.n_breaks, "edge", "edges"),
            it.weight,
        )?;
        for edge in it.breaks.iter().take(MAX_SHOWN) {
            let (from, to) = (visible(&edge.from), visible(&edge.to));
            writeln!(out, "  {from} -> {to}  {}", edge.kinds_in_words())?;
            for place in &edge.places {
                writeln!(out, "    {}", visible(place))?;
            }
        }
        if it.n_breaks > MAX_SHOWN {
            let n = it.n_breaks - MAX_SHOWN;
            let more = counted(n, "more edge", "more edges");
            writeln!(out, "  and {more}; --format json lists them all")?;
        }
    }
    Ok(())
}

/// The circles as a section of the report.
pub(super) fn write_markdown(out: &mut String, circles: &[CircleReport]) -> fmt::Result {
    if circles.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "### What would break the circles\n\nThe lightest edges without which no circle is left: \
         `exact` where nothing lighter does it, `heuristic` where something may.\n"
    )?;
    for it in circles {
        let members = it.members_in_words(markdown_code);
        writeln!(
            out,
            "- {} {}s: {members}; {} of weight {} ({})",
            it.n_members,
            it.level(),
            counted(it.n_breaks, "edge", "edges"),
            it.weight,
            it.method(),
        )?;
        for edge in it.breaks.iter().take(MAX_SHOWN) {
            let (from, to) = (markdown_code(&edge.from), markdown_code(&edge.to));
            let places: Vec<_> = edge.places.iter().map(|it| markdown_code(it)).collect();
            let kinds = markdown(&edge.kinds_in_words());
            writeln!(out, "  - {from} needs {to}: {kinds}; {}", places.join(", "))?;
        }
        if it.n_breaks > MAX_SHOWN {
            let n = it.n_breaks - MAX_SHOWN;
            let more = counted(n, "more edge", "more edges");
            writeln!(out, "  - and {more}; the JSON report lists them all")?;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    /// A hub that needs 60 modules, each of which needs it twice: 60 edges to break.
    fn star() -> Vec<CircleReport> {
        let mut code = String::from("//- /src/lib.rs\npub mod hub { pub fn f() {}\n");
        (0..60).for_each(|it| code += &format!("pub fn f{it}() {{ crate::m{it}::f(); }}\n"));
        code += "}\n";
        for it in 0..60 {
            code += &format!(
                "pub mod m{it} {{ pub fn f() {{ crate::hub::f(); crate::hub::f(); }} }}\n"
            );
        }
        let analysis = crate::pipeline::fixture(&code);
        let plan = Plan::default();
        let assessment = Assessment::of(&analysis.model, &analysis.graph, &plan);
        circles_of(&analysis, &assessment, &|_| "rest".into())
    }

    #[test]
    fn all_edges_to_break_are_handed_over_and_people_are_led_to_them() {
        let circles = star();
        assert_eq!(circles.len(), 1);
        assert_eq!((circles[0].n_breaks, circles[0].breaks.len()), (60, 60));
        let text = circles_in_text(&circles);
        assert!(text.ends_with("  and 50 more edges; --format json lists them all\n"));
        let mut report = String::new();
        write_markdown(&mut report, &circles).unwrap();
        assert!(report.ends_with("  - and 50 more edges; the JSON report lists them all\n\n"));
    }
}
