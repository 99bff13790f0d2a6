//! What every format is written from: plain data in the reader's words, in its final order.
//!
//! A report holds names, numbers and places; no ids of an analysis, no egui, no file system. What
//! a format needs and cannot find here belongs here.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::arrange::Arrangement;
use crate::deploy::Layout;
use crate::insight::obstacles::{Cause, Severity};
use crate::insight::{BlindSpots, ServiceFigures, Shape};
use crate::model::{Confidence, DependencyKind, DoorKind, RowAccess};
use crate::notice::Notice;
use crate::plan::{Decision, Owner};

use super::aggregates::AggregateRow;
use super::transactions::TransactionRow;
use super::{
    CircleReport, DoorsReport, FindingRow, GraphTable, MeasuredReport, PastReport, TableRow,
};

/// Position of a service in [`Report::services`].
pub type ServiceIdx = usize;

/// A system, its planned services, and what lies between them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// What the system is called.
    pub system: Arc<str>,
    /// The program that wrote this: `seamline 0.1.0`.
    pub program: String,
    /// In the order of the plan, the remaining monolith last. Never empty.
    pub services: Vec<ServiceReport>,
    /// Dependencies between modules of different services, heaviest first, ties by name.
    pub cuts: Vec<Cut>,
    /// State in memory that several modules can reach, in order of place.
    pub states: Vec<StateRow>,
    /// Impls that would belong to nobody once the plan is carried out, in order of place.
    pub orphans: Vec<ObstacleRow>,
    /// Everything one service needs of another, heaviest first, ties by position.
    pub links: Vec<ServiceLink>,
    /// Services that need each other in a circle.
    pub cycles: Vec<Vec<ServiceIdx>>,
    /// Circles of services and of modules, with the cheapest edges to break.
    pub circles: Vec<CircleReport>,
    /// Modules that several services need, with what was decided about them.
    pub shared: Vec<SharedModule>,
    /// Tables, views and routines with the services that use them, in the order of their ids.
    pub tables: Vec<TableRow>,
    /// What is worth changing, the worst first.
    pub findings: Vec<FindingRow>,
    /// Transactions, with the services that take part in them.
    pub transactions: Vec<TransactionRow>,
    /// Root tables with what is only ever written together with them.
    pub aggregates: Vec<AggregateRow>,
    /// Doors of the code with their walks, those with the most hops first, ties by id.
    pub doors: Vec<Door>,
    /// Calls to the outside and settings.
    pub world: DoorsReport,
    /// Sums over all services.
    pub totals: Totals,
    /// What the analysis could not see, or skipped; what the plan names and the code has not.
    pub not_analyzed: Vec<Notice>,
    /// Mentions that count nowhere, the most frequent first, ties by name.
    pub unresolved: Vec<Unresolved>,
    /// What the figures may lack, by kind.
    pub blind: BlindSpots,
    /// Every module and dependency, with the service that owns it.
    pub graph: GraphTable,
    /// People and time, where somebody asked for them.
    pub past: Option<PastReport>,
    /// Calls at run time, where somebody gave files of them.
    pub measured: Option<MeasuredReport>,
    /// Where everything sits on the canvas.
    pub canvas: Arrangement,
    /// What would run where.
    pub layout: Layout,
}

/// Sums over all services.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Totals {
    /// Modules that count: those of tests do not.
    pub n_modules: u32,
    /// Tables, views and routines.
    pub n_objects: u32,
    /// Their lines.
    pub n_lines: u32,
    /// Weight of all dependencies between modules.
    pub weight: f64,
    /// Weight of those that cross a boundary.
    pub cut_weight: f64,
    /// Mentions that could not be bound to anything.
    pub n_unresolved: u32,
}

/// Something written in the code that could not be bound to a definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unresolved {
    /// As written: `shop::Cart::new`.
    pub path: Arc<str>,
    /// Every place: `src/cart.rs:12:5`.
    pub places: Vec<String>,
}

/// One service of the plan, or the remaining monolith.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ServiceReport {
    /// Its identity in the plan; `None` for the remaining monolith.
    pub id: Owner,
    /// What people call it.
    pub name: Arc<str>,
    /// Whether it is what nobody has been assigned to.
    pub remaining: bool,
    /// What the architect wants remembered.
    pub note: Option<Arc<str>>,
    /// The package of its own that it has been extracted into, if it has.
    pub package: Option<Arc<str>>,
    /// Its figures.
    pub figures: ServiceFigures,
    /// The shape of its functions.
    pub shape: Shape,
    /// Its modules, by path.
    pub modules: Vec<ModuleRow>,
    /// Single items taken out of a module that somebody else owns, by path.
    pub items: Vec<Arc<str>>,
    /// What the others use of it: the most used first.
    pub surface: Vec<SurfaceItem>,
}

/// A module of a service.
#[derive(Clone, PartialEq, Debug)]
pub struct ModuleRow {
    /// Full id.
    pub path: Arc<str>,
    /// The file it is written in; empty for given graphs.
    pub file: Arc<str>,
    /// Lines it holds itself.
    pub n_lines: u32,
}

/// Something of a service that others name.
#[derive(Clone, PartialEq, Debug)]
pub struct SurfaceItem {
    /// Full id of the item, or of the module where nothing finer is known.
    pub path: Arc<str>,
    /// What it is: `fn`, `type`, ..., `module`.
    pub kind: Arc<str>,
    /// Where it is defined: `src/cart.rs:12:5`; empty for given graphs.
    pub place: String,
    /// Who names it, in order.
    pub used_by: Vec<ServiceIdx>,
    /// How often.
    pub weight: f64,
}

/// A dependency between modules of different services.
#[derive(Clone, PartialEq, Debug)]
pub struct Cut {
    /// Full id of what needs.
    pub from: Arc<str>,
    /// Full id of what is needed.
    pub to: Arc<str>,
    /// The service of `from`.
    pub from_service: ServiceIdx,
    /// The service of `to`.
    pub to_service: ServiceIdx,
    /// Sum of the weights of its references.
    pub weight: f64,
    /// Weight by kind, in the fixed order of kinds.
    pub kinds: Vec<(DependencyKind, f64)>,
    /// Why it is accepted, if the plan accepts it.
    pub accepted: Option<Arc<str>>,
    /// Every reference, in order of place.
    pub evidence: Vec<Evidence>,
    /// What the items used by them would meet on a network.
    pub remote: Remote,
}

/// What the items used across a boundary would meet on a network.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Remote {
    /// How many items come to what, the worst first.
    pub counts: [(Severity, u32); 5],
    /// Everything that is in the way, the worst items first, then impls of nobody.
    pub obstacles: Vec<ObstacleRow>,
}

impl Remote {
    /// How many items come to this.
    pub fn count(&self, severity: Severity) -> u32 {
        let of = self.counts.iter().filter(|it| it.0 == severity);
        of.map(|it| it.1).sum()
    }

    /// How many items are used.
    pub fn n_items(&self) -> u32 {
        self.counts.iter().map(|it| it.1).sum()
    }

    /// `2 of 5`: so many items can be called as they are.
    pub fn in_words(&self) -> String {
        format!("{} of {}", self.count(Severity::Fine), self.n_items())
    }
}

/// Something that stands in the way of a network call.
#[derive(Clone, PartialEq, Debug)]
pub struct ObstacleRow {
    /// Full id of the item that could not be called.
    pub item: Arc<str>,
    /// `parameter cart`, `what it returns`; empty for the item itself.
    pub part: Arc<str>,
    /// What stands in the way.
    pub cause: Cause,
    /// The same as a sentence.
    pub text: Arc<str>,
    /// Where: `src/cart.rs:12:5`.
    pub place: String,
    /// The fields that lead to it: `Order.lines: Vec<Line>`, each with its place.
    pub why: Vec<(Arc<str>, String)>,
}

/// State in memory that several modules can reach.
#[derive(Clone, PartialEq, Debug)]
pub struct StateRow {
    /// Full id of the static, or of the type or function that has a lock in its hands.
    pub item: Arc<str>,
    /// The field or parameter; empty for a static.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Arc<str>,
    /// Where it is written.
    pub place: String,
    /// Who can reach it: the module of the item first.
    pub touched_by: Vec<TouchRow>,
}

/// A module that can reach some state.
#[derive(Clone, PartialEq, Debug)]
pub struct TouchRow {
    /// Full id.
    pub module: Arc<str>,
    /// The service that owns it.
    pub service: ServiceIdx,
    /// How often it names the item.
    pub n_mentions: u32,
    /// Where first; empty where it does not.
    pub place: String,
    /// The function by which it reaches a static of another module; `None` where it names the item.
    pub through: Option<Arc<str>>,
}

impl Cut {
    /// `call 3, type 1`.
    pub fn kinds_in_words(&self) -> String {
        let words = self
            .kinds
            .iter()
            .map(|(kind, weight)| format!("{kind} {weight}"));
        words.collect::<Vec<_>>().join(", ")
    }

    /// The best confidence among its references, as for every edge.
    pub fn confidence(&self) -> Confidence {
        let all = self.evidence.iter().map(|it| it.confidence);
        all.min().unwrap_or(Confidence::Guessed)
    }

    /// `resolved 2, guessed 7`: how many references are how sure; the word alone where all are alike.
    pub fn confidence_in_words(&self) -> String {
        let n_of = |word: &Confidence| {
            let alike = self.evidence.iter().filter(|it| it.confidence == *word);
            alike.count()
        };
        let counts = Confidence::ALL.iter().map(|it| (it, n_of(it)));
        let counts: Vec<_> = counts.filter(|it| it.1 > 0).collect();
        if counts.len() < 2 {
            return self.confidence().word().to_owned();
        }
        let words = counts.into_iter().map(|(word, n)| format!("{word} {n}"));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// One reference across a boundary.
#[derive(Clone, PartialEq, Debug)]
pub struct Evidence {
    /// `src/orders/checkout.rs:88:13`; empty for given graphs.
    pub place: String,
    /// Full id of the item (or module) that mentions.
    pub from: Arc<str>,
    /// Full id of what is mentioned.
    pub to: Arc<str>,
    /// How.
    pub kind: DependencyKind,
    /// How sure.
    pub confidence: Confidence,
}

/// Everything one service needs of another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ServiceLink {
    /// The one that needs.
    pub from: ServiceIdx,
    /// The one needed.
    pub to: ServiceIdx,
    /// Sum of the weights of the cuts between them.
    pub weight: f64,
    /// How many cuts that are.
    pub n_cuts: u32,
}

/// A module that several services need.
#[derive(Clone, PartialEq, Debug)]
pub struct SharedModule {
    /// Full id.
    pub path: Arc<str>,
    /// Who owns it.
    pub owner: ServiceIdx,
    /// What becomes of it.
    pub decision: Decision,
    /// Who else needs it, in order.
    pub used_by: Vec<ServiceIdx>,
    /// How often they name it.
    pub weight: f64,
}

/// A door that the code opens, and where it leads.
#[derive(Clone, PartialEq, Debug)]
pub struct Door {
    /// `door:GET /orders/{id}`.
    pub id: Arc<str>,
    /// How it is knocked at.
    pub kind: DoorKind,
    /// `GET`; `None` for any.
    pub method: Option<Arc<str>>,
    /// As written in the code: `/orders/{id}`.
    pub path: Arc<str>,
    /// The crate that answers the knock.
    pub framework: Arc<str>,
    /// Id of who answers.
    pub handler: Arc<str>,
    /// The service that owns who answers.
    pub service: ServiceIdx,
    /// Where it is written: `src/web/mod.rs:40:9`.
    pub place: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Calls on the way that would go from one service to another: counted in the code.
    pub n_hops: u32,
    /// Functions that were reached and not followed.
    pub n_left_out: u32,
    /// What it leads to, who answers first, callers before what they call.
    pub steps: Vec<DoorStep>,
}

/// One thing that a walk comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct DoorStep {
    /// Position of the step that it comes from.
    pub from: Option<usize>,
    /// How many calls below who answers.
    pub depth: u32,
    /// `call`, `implements` (of a trait that is called), an access to rows, `transaction`, or the
    /// kind of a call to the outside.
    pub what: &'static str,
    /// Id of the function or object; the step of a transaction; library and address.
    pub id: Arc<str>,
    /// Whether it is a function.
    pub is_code: bool,
    /// Who owns it; of anything but functions, who does it.
    pub service: ServiceIdx,
    /// Whether it would be a call from one service to another.
    pub is_hop: bool,
    /// Whether the walk has been here before.
    pub is_again: bool,
    /// Where; empty for implementors.
    pub place: String,
    /// How sure it is.
    pub confidence: Confidence,
}

impl Door {
    /// What people call it: `GET /orders/{id}`.
    pub fn name(&self) -> &str {
        self.id.strip_prefix("door:").unwrap_or(&self.id)
    }

    /// How many services its walk comes to.
    pub fn n_services(&self) -> usize {
        let services = self.steps.iter().map(|it| it.service);
        services.collect::<BTreeSet<_>>().len()
    }

    /// How many tables, views and routines its walk touches.
    pub fn n_objects(&self) -> usize {
        let touched = self.steps.iter().filter(|it| it.touches_data());
        touched.map(|it| &it.id).collect::<BTreeSet<_>>().len()
    }
}

impl DoorStep {
    /// Whether it touches rows of a database.
    pub fn touches_data(&self) -> bool {
        RowAccess::from_word(self.what).is_some()
    }
}

impl Report {
    /// The service at this position.
    pub fn service(&self, idx: ServiceIdx) -> &ServiceReport {
        &self.services[idx]
    }

    /// What others need of this service.
    pub fn inbound(&self, idx: ServiceIdx) -> impl Iterator<Item = &Cut> {
        self.cuts.iter().filter(move |it| it.to_service == idx)
    }

    /// What this service needs of others.
    pub fn outbound(&self, idx: ServiceIdx) -> impl Iterator<Item = &Cut> {
        self.cuts.iter().filter(move |it| it.from_service == idx)
    }

    /// Names of these services, in the same order.
    pub fn names<'a>(&'a self, services: &'a [ServiceIdx]) -> impl Iterator<Item = &'a str> {
        services.iter().map(|idx| &*self.services[*idx].name)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::{Report, format_named};
    use crate::insight::Assessment;
    use crate::pipeline::fixture;
    use crate::plan::{Plan, Service, ServiceId};

    fn report(body: &str) -> Report {
        let code = format!(
            "//- /src/lib.rs
pub mod orders;
pub mod stock;
//- /src/stock.rs
pub struct Shelf;
impl Shelf {{ pub fn weigh_the_shelf(&self) {{}} }}
pub fn reserve() {{}}
//- /src/orders.rs
pub fn place() {{ {body} }}
"
        );
        let analysis = fixture(&code);
        let plan = Plan {
            services: vec![Service {
                id: ServiceId(1),
                name: "orders".into(),
                owns: ["fixture::orders".into()].into(),
                ..Service::default()
            }],
            ..Plan::default()
        };
        let assessment = Assessment::of(&analysis.model, &analysis.graph, &plan);
        Report::new(&analysis, &plan, &assessment)
    }

    /// The cuts as Markdown, CSV and JSON tell them.
    fn check(body: &str, expected: &Expect) {
        let report = report(body);
        let text = |format: &str, path: &str| {
            let artifacts = (format_named(format).unwrap().write)(&report).unwrap();
            let found = artifacts.into_iter().find(|it| it.path == path);
            String::from_utf8(found.unwrap().bytes).unwrap()
        };
        let markdown = text("markdown", "boundaries.md");
        let rows = markdown.lines().filter(|it| it.contains("Confidence |"));
        let cuts = markdown.lines().filter(|it| it.contains("| call "));
        let markdown: Vec<_> = rows.chain(cuts).collect();
        let csv = text("csv", "cuts.csv");
        let json: serde_json::Value = serde_json::from_str(&text("json", "report.json")).unwrap();
        let json = &json["cuts"][0]["confidence"];
        expected.assert_eq(&format!("{}\n\n{csv}\n{json}\n", markdown.join("\n")));
    }

    #[test]
    fn every_list_of_cuts_tells_how_sure_they_are() {
        check(
            "crate::stock::reserve(); for it in unknown!() { it.weigh_the_shelf(); }",
            &expect![[r#"
                | Weight | From | To | Needs | What | How | Confidence | Remote | Accepted |
                | 2 | orders | remaining monolith | `fixture::orders` | `fixture::stock` | call 2 | resolved 1, guessed 1 | 1 of 2 |  |

                from_service,to_service,from,to,weight,kinds,accepted,first_place,items,as_they_are,confidence
                orders,remaining monolith,fixture::orders,fixture::stock,2,call 2,,src/orders.rs:1:32,2,1,resolved

                "resolved"
            "#]],
        );
        check(
            "crate::stock::reserve();",
            &expect![[r#"
            | Weight | From | To | Needs | What | How | Confidence | Remote | Accepted |
            | 1 | orders | remaining monolith | `fixture::orders` | `fixture::stock` | call 1 | resolved | 1 of 1 |  |

            from_service,to_service,from,to,weight,kinds,accepted,first_place,items,as_they_are,confidence
            orders,remaining monolith,fixture::orders,fixture::stock,1,call 1,,src/orders.rs:1:32,1,1,resolved

            "resolved"
        "#]],
        );
    }
}
