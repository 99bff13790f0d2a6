//! Fills a [`Report`] from an analysis, a plan and its assessment: ids become names and places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::doors::DoorsReport;
use super::findings::FindingRow;
use super::layout_of::layout_of;
use super::past::PastReport;
use super::remote::Remotes;
use super::report::{
    Cut, Evidence, ModuleRow, Report, ServiceIdx, ServiceLink, ServiceReport, SharedModule,
    SurfaceItem, Totals,
};
use super::table::GraphTable;
use crate::arrange::{Request, arrange};
use crate::graph::Level;
use crate::insight::obstacles::SharedState;
use crate::insight::{Assessment, CutEdge, Shape};
use crate::model::{CodeModel, DependencyKind, Node, Reference};
use crate::notice::Notice;
use crate::pipeline::Analysis;
use crate::plan::{Baseline, Decision, End, Owner, Plan, REMAINING, Service, is_within};

impl Report {
    /// Everything there is to hand over about a plan.
    pub fn new(analysis: &Analysis, plan: &Plan, assessment: &Assessment) -> Self {
        let gather = Gather {
            analysis,
            plan,
            assessment,
            baseline: Baseline::of(plan),
        };
        let system = if plan.name.is_empty() {
            analysis.tree.name.as_str().into()
        } else {
            plan.name.clone()
        };
        let mut remotes = Remotes::new(&analysis.model, plan);
        let states = remotes.states();
        let cuts = gather.cuts(&mut remotes);
        let mut services = gather.services();
        add_surfaces(&mut services, gather.surfaces());
        let mut report = Self {
            system,
            program: concat!("seamline ", env!("CARGO_PKG_VERSION")).to_owned(),
            states: remotes.state_rows(&states, |it| gather.idx_of(assessment.owner_of(it))),
            orphans: remotes.orphans(),
            links: gather.links(),
            cycles: gather.cycles(),
            circles: super::circles::circles_of(analysis, assessment, &|owner| {
                gather.name_of(owner)
            }),
            shared: gather.shared(),
            tables: super::table_users::rows(analysis, assessment, &|it| gather.idx_of(it)),
            findings: gather.findings(&states),
            transactions: super::transactions::of_plan(&analysis.model, assessment, &|it| {
                gather.idx_of(it)
            }),
            aggregates: super::aggregates::rows(&analysis.model),
            doors: super::walks::doors_of(&analysis.model, plan, &|it| gather.idx_of(it)),
            world: DoorsReport::new(&analysis.model, false),
            totals: gather.totals(),
            not_analyzed: gather.notices(),
            unresolved: super::unresolved(&analysis.model),
            blind: super::blind_spots(&analysis.model),
            past: gather.past(&cuts),
            measured: None,
            graph: gather.graph(),
            canvas: gather.canvas(),
            layout: crate::deploy::Layout::default(),
            cuts,
            services,
        };
        report.layout = layout_of(&report, analysis, plan);
        report
    }
}

struct Gather<'a> {
    analysis: &'a Analysis,
    plan: &'a Plan,
    assessment: &'a Assessment,
    baseline: Baseline<'a>,
}

impl Gather<'_> {
    fn model(&self) -> &CodeModel {
        &self.analysis.model
    }

    /// Position of an owner in the report; the remaining monolith is the last.
    fn idx_of(&self, owner: Owner) -> ServiceIdx {
        let services = &self.plan.services;
        let position = owner.and_then(|id| services.iter().position(|it| it.id == id));
        position.unwrap_or(services.len())
    }

    fn name_of(&self, owner: Owner) -> Arc<str> {
        let service = self.plan.services.iter().find(|it| Some(it.id) == owner);
        service.map_or_else(|| self.name_of_remaining(), |it| it.name.clone())
    }

    fn services(&self) -> Vec<ServiceReport> {
        let planned = self.plan.services.iter().map(|it| self.service(Some(it)));
        planned.chain([self.service(None)]).collect()
    }

    fn service(&self, service: Option<&Service>) -> ServiceReport {
        let owner = service.map(|it| it.id);
        let model = self.model();
        let its_own = model
            .module_ids()
            .filter(|it| self.assessment.owner_of(*it) == owner);
        let modules = its_own
            .map(|it| model.module(it))
            .filter(|it| !it.test)
            .map(|it| ModuleRow {
                path: it.path.clone(),
                file: it
                    .span
                    .map(|it| model.file_path(it.file).clone())
                    .unwrap_or_default(),
                n_lines: it.n_lines,
            });
        let mut modules: Vec<_> = modules.collect();
        modules.sort_by(|a, b| a.path.cmp(&b.path));
        let items = service.into_iter().flat_map(|it| &it.items);
        ServiceReport {
            id: owner,
            name: service.map_or_else(|| self.name_of_remaining(), |it| it.name.clone()),
            remaining: service.is_none(),
            note: service.and_then(|it| it.note.clone()),
            package: service.and_then(|it| it.package.clone()),
            figures: self.assessment.figures(owner).cloned().unwrap_or_default(),
            shape: self.shape_of(owner),
            modules,
            items: items
                .filter(|it| model.node_at(it).is_some())
                .cloned()
                .collect(),
            surface: Vec::new(),
        }
    }

    fn shape_of(&self, owner: Owner) -> Shape {
        let model = self.model();
        let own = model.module_ids();
        let own = own.filter(|it| self.assessment.owner_of(*it) == owner);
        Shape::of(model, own, false)
    }

    /// Names in a report are unique, even where a service is called like what remains.
    fn name_of_remaining(&self) -> Arc<str> {
        let taken = |name: &str| self.plan.services.iter().any(|it| &*it.name == name);
        let mut name = REMAINING.to_owned();
        while taken(&name) {
            name.push_str(" (unassigned)");
        }
        name.into()
    }

    fn cuts(&self, remotes: &mut Remotes<'_>) -> Vec<Cut> {
        let mut cuts: Vec<_> = self
            .assessment
            .cut_edges
            .iter()
            .map(|it| self.cut(it, remotes))
            .collect();
        cuts.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
        });
        cuts
    }

    fn cut(&self, edge: &CutEdge, remotes: &mut Remotes<'_>) -> Cut {
        let model = self.model();
        let mut kinds: BTreeMap<DependencyKind, f64> = BTreeMap::new();
        for id in &edge.references {
            let reference = model.reference(*id);
            *kinds.entry(reference.kind).or_default() += f64::from(reference.weight);
        }
        let mut references = edge.references.clone();
        references.sort_by_key(|it| (model.reference(*it).span, *it));
        Cut {
            from: model.path_of(edge.from).clone(),
            to: model.path_of(edge.to).clone(),
            from_service: self.idx_of(edge.from_owner),
            to_service: self.idx_of(edge.to_owner),
            weight: edge.weight,
            kinds: kinds.into_iter().collect(),
            accepted: self.accepted(edge),
            remote: remotes.of_cut(edge),
            evidence: references
                .iter()
                .map(|it| self.evidence(model.reference(*it)))
                .collect(),
        }
    }

    fn evidence(&self, reference: &Reference) -> Evidence {
        let model = self.model();
        Evidence {
            place: reference.span.map(|it| model.place(it)).unwrap_or_default(),
            from: model.path_of(reference.from).clone(),
            to: model.path_of(reference.to).clone(),
            kind: reference.kind,
            confidence: reference.confidence,
        }
    }

    /// Why the plan accepts a cut: only if it accepts every reference of it.
    fn accepted(&self, edge: &CutEdge) -> Option<Arc<str>> {
        let model = self.model();
        let end = |unit, node| End {
            unit: model.path_of(unit),
            path: model.path_of(node),
        };
        let mut reasons = BTreeSet::new();
        for id in &edge.references {
            let reference = model.reference(*id);
            let (from, to) = (end(edge.from, reference.from), end(edge.to, reference.to));
            let entry = self.baseline.entry_for(from, to)?;
            reasons.insert(&*self.plan.accepted[entry].reason);
        }
        let reasons: Vec<_> = reasons.into_iter().collect();
        (!edge.references.is_empty()).then(|| reasons.join("; ").into())
    }

    /// What others name of each owner: node -> (who, how often).
    fn surfaces(&self) -> BTreeMap<(ServiceIdx, Arc<str>), SurfaceItem> {
        let model = self.model();
        let mut surfaces = BTreeMap::new();
        for edge in &self.assessment.cut_edges {
            let (owner, user) = (self.idx_of(edge.to_owner), self.idx_of(edge.from_owner));
            for id in &edge.references {
                let reference = model.reference(*id);
                let path = model.path_of(reference.to);
                let new = || surface_item(model, reference.to);
                let item = surfaces.entry((owner, path.clone())).or_insert_with(new);
                item.weight += f64::from(reference.weight);
                if let Err(position) = item.used_by.binary_search(&user) {
                    item.used_by.insert(position, user);
                }
            }
        }
        surfaces
    }

    fn links(&self) -> Vec<ServiceLink> {
        let link = |it: &crate::insight::ServiceLink| ServiceLink {
            from: self.idx_of(it.from),
            to: self.idx_of(it.to),
            weight: it.weight,
            n_cuts: it.n_edges,
        };
        self.assessment.links.iter().map(link).collect()
    }

    fn cycles(&self) -> Vec<Vec<ServiceIdx>> {
        let cycles = self.assessment.cycles.iter();
        cycles
            .map(|cycle| cycle.iter().map(|it| self.idx_of(*it)).collect())
            .collect()
    }

    /// What could not be read, the history included.
    fn notices(&self) -> Vec<Notice> {
        let past = self.analysis.past.get().map(|it| &*it.notices);
        let all = self.analysis.notices.iter();
        all.chain(past.unwrap_or_default()).cloned().collect()
    }

    fn findings(&self, states: &[SharedState]) -> Vec<FindingRow> {
        let (idx_of, name_of) = (|it| self.idx_of(it), |it| self.name_of(it));
        let of = (self.plan, self.assessment);
        super::findings::rows(self.analysis, of, states, &idx_of, &name_of)
    }

    fn totals(&self) -> Totals {
        let figures = || self.assessment.services.iter().map(|it| &it.1);
        Totals {
            n_modules: figures().map(|it| it.n_modules).sum(),
            n_objects: figures().map(|it| it.n_objects).sum(),
            n_lines: figures().map(|it| it.n_lines).sum(),
            weight: self.assessment.total_weight,
            cut_weight: self.assessment.cut_weight,
            n_unresolved: self.model().unresolved().len() as u32,
        }
    }

    fn graph(&self) -> GraphTable {
        let mut table = GraphTable::new(self.model(), &self.analysis.graph, Level::Module);
        for node in &mut table.nodes {
            let module = self.model().module_at(&node.id);
            node.owner = module.map(|it| self.idx_of(self.assessment.owner_of(it)));
        }
        table
    }

    /// People and time, where they have been read.
    fn past(&self, cuts: &[Cut]) -> Option<PastReport> {
        let past = self.analysis.past.get()?;
        let idx_of = |it| self.idx_of(it);
        let model = self.model();
        Some(PastReport::of_plan(
            model,
            past,
            self.assessment,
            cuts,
            idx_of,
        ))
    }

    fn canvas(&self) -> crate::arrange::Arrangement {
        let request = Request {
            model: self.model(),
            links: self.analysis.graph.links(),
            unfiltered: self.analysis.graph.links(),
            plan: self.plan,
            owners: &self.assessment.owners,
            tests: false,
        };
        arrange(&request, None)
    }

    /// What the plan decides on, and what several services need without a decision.
    fn shared(&self) -> Vec<SharedModule> {
        let model = self.model();
        let mut shared = Vec::new();
        let mut decided = BTreeSet::new();
        for (path, decision) in &self.plan.shared {
            let inside = |it: &&crate::graph::Link| is_within(&model.module(it.to).path, path);
            let links = self.analysis.graph.links().iter().filter(inside);
            let owner = match model.node_at(path) {
                Some(node) => self.plan.owner_of_node(model, node),
                None => continue,
            };
            decided.insert(&**path);
            shared.push(self.shared_module(path.clone(), owner, *decision, links));
        }
        for id in model.module_ids() {
            let module = model.module(id);
            let covered = crate::plan::enclosing(&module.path).any(|it| decided.contains(it));
            if covered || module.test {
                continue;
            }
            let links = self.analysis.graph.links_to(id);
            let owner = self.assessment.owner_of(id);
            let it = self.shared_module(module.path.clone(), owner, Decision::Undecided, links);
            if it.used_by.len() > 1 {
                shared.push(it);
            }
        }
        shared.sort_by(|a, b| {
            b.used_by
                .len()
                .cmp(&a.used_by.len())
                .then(b.weight.total_cmp(&a.weight))
                .then_with(|| a.path.cmp(&b.path))
        });
        shared
    }

    fn shared_module<'l>(
        &self,
        path: Arc<str>,
        owner: Owner,
        decision: Decision,
        links: impl Iterator<Item = &'l crate::graph::Link>,
    ) -> SharedModule {
        let mut used_by = BTreeSet::new();
        let mut weight = 0.0;
        for link in links {
            let user = self.assessment.owner_of(link.from);
            if user != owner {
                used_by.insert(self.idx_of(user));
                weight += link.weight;
            }
        }
        let used_by = used_by.into_iter().collect();
        SharedModule {
            path,
            owner: self.idx_of(owner),
            decision,
            used_by,
            weight,
        }
    }
}

fn surface_item(model: &CodeModel, node: Node) -> SurfaceItem {
    let (kind, span) = match node {
        Node::Module(id) => (model.module(id).kind.clone(), model.module(id).span),
        Node::Item(id) => (model.item(id).kind.word().into(), model.item(id).span),
        Node::Extern(_) => ("extern".into(), None),
    };
    SurfaceItem {
        path: model.path_of(node).clone(),
        kind,
        place: span.map(|it| model.place(it)).unwrap_or_default(),
        used_by: Vec::new(),
        weight: 0.0,
    }
}

/// Hands every service what others name of it, the most used first.
fn add_surfaces(
    services: &mut [ServiceReport],
    surfaces: BTreeMap<(ServiceIdx, Arc<str>), SurfaceItem>,
) {
    for ((owner, _), item) in surfaces {
        services[owner].surface.push(item);
    }
    for service in services {
        service.surface.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then_with(|| a.path.cmp(&b.path))
        });
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::pipeline::fixture;
    use crate::plan::{Accepted, ServiceId};

    const SHOP: &str = "
//- /src/lib.rs
pub mod orders;
pub mod stock;
pub mod money;
//- /src/orders.rs
use crate::money::Won;
use crate::stock;
pub fn place(total: Won) -> bool { stock::reserve(1) && total.0 > 0 }
//- /src/stock.rs
use crate::money::Won;
pub fn reserve(n: u32) -> bool { n > 0 }
pub fn worth() -> Won { Won(1) }
#[cfg(test)]
mod tests { use crate::orders::place; }
//- /src/money.rs
pub struct Won(pub i64);
";

    fn plan() -> Plan {
        let service = |id: u32, name: &str| Service {
            id: ServiceId(id),
            name: name.into(),
            owns: [format!("fixture::{name}").into()].into(),
            ..Service::default()
        };
        Plan {
            name: "shop".into(),
            services: vec![service(7, "orders"), service(3, "stock")],
            shared: [("fixture::money".into(), Decision::Library)].into(),
            ..Plan::default()
        }
    }

    fn in_words(report: &Report) -> String {
        let mut out = String::new();
        for it in &report.services {
            let modules: Vec<_> = it.modules.iter().map(|it| &*it.path).collect();
            writeln!(out, "{} owns {modules:?}", it.name).unwrap();
            for item in &it.surface {
                let users: Vec<_> = report.names(&item.used_by).collect();
                writeln!(
                    out,
                    "  {} {} x{} by {users:?} at {}",
                    item.kind, item.path, item.weight, item.place
                )
                .unwrap();
            }
        }
        for it in &report.cuts {
            writeln!(
                out,
                "{} -> {}: {} {:?}",
                it.from,
                it.to,
                it.kinds_in_words(),
                it.accepted
            )
            .unwrap();
            for evidence in &it.evidence {
                writeln!(out, "  {} {}", evidence.place, evidence.to).unwrap();
            }
        }
        for it in &report.shared {
            let users: Vec<_> = report.names(&it.used_by).collect();
            writeln!(
                out,
                "shared {} {:?} by {users:?} x{}",
                it.path, it.decision, it.weight
            )
            .unwrap();
        }
        out
    }

    fn check(plan: &Plan, expected: &Expect) {
        let analysis = fixture(SHOP);
        let assessment = Assessment::of(&analysis.model, &analysis.graph, plan);
        expected.assert_eq(&in_words(&Report::new(&analysis, plan, &assessment)));
    }

    #[test]
    fn ids_become_names_and_places() {
        check(
            &plan(),
            &expect![[r#"
            orders owns ["fixture::orders"]
            stock owns ["fixture::stock"]
              module fixture::stock x1 by ["orders"] at src/stock.rs:1:1
              fn fixture::stock::reserve x1 by ["orders"] at src/stock.rs:2:8
            remaining monolith owns ["fixture", "fixture::money"]
            fixture::orders -> fixture::stock: use 1, call 1 None
              src/orders.rs:2:12 fixture::stock
              src/orders.rs:3:43 fixture::stock::reserve
            shared fixture::money Library by ["orders", "stock"] x5
        "#]],
        );
    }

    #[test]
    fn a_cut_is_accepted_with_all_its_references() {
        let mut plan = plan();
        plan.accepted = vec![Accepted {
            from: "fixture::orders".into(),
            to: "fixture::stock".into(),
            reason: "wave 2".into(),
        }];
        check(
            &plan,
            &expect![[r#"
            orders owns ["fixture::orders"]
            stock owns ["fixture::stock"]
              module fixture::stock x1 by ["orders"] at src/stock.rs:1:1
              fn fixture::stock::reserve x1 by ["orders"] at src/stock.rs:2:8
            remaining monolith owns ["fixture", "fixture::money"]
            fixture::orders -> fixture::stock: use 1, call 1 Some("wave 2")
              src/orders.rs:2:12 fixture::stock
              src/orders.rs:3:43 fixture::stock::reserve
            shared fixture::money Library by ["orders", "stock"] x5
        "#]],
        );
    }

    #[test]
    fn two_services_may_not_share_a_name_with_what_remains() {
        let mut plan = plan();
        plan.services[0].name = REMAINING.into();
        let analysis = fixture(SHOP);
        let assessment = Assessment::of(&analysis.model, &analysis.graph, &plan);
        let report = Report::new(&analysis, &plan, &assessment);
        assert_eq!(&*report.services[2].name, "remaining monolith (unassigned)");
    }
}
