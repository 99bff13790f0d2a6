//! What a plan does to transactions, tests and tiers.

use std::collections::{BTreeMap, BTreeSet};

use super::Assessment;
use super::ties::Ties;
use crate::graph::Graph;
use crate::model::{CodeModel, Confidence, ModuleId, Node, RowAccess, TestUse, Tier, Transaction};
use crate::plan::{Owner, Plan};
use crate::source::Span;

/// A service of fewer modules is no layer.
const FEWEST_OF_A_LAYER: usize = 2;

/// A transaction that writes what belongs to several services.
#[derive(Clone, PartialEq, Debug)]
pub struct SplitTransaction {
    /// Who begins it.
    pub from: Node,
    /// Where.
    pub begins: Span,
    /// The service that begins it.
    pub home: Owner,
    /// The services that take part: the one that begins it, those whose modules write in it, and those
    /// that own what is written. The one that begins it first.
    pub owners: Vec<Owner>,
    /// Tables that are written and modules that write, each with its owner and the first line.
    pub parts: Vec<(ModuleId, Owner, Span)>,
    /// How many tables it writes.
    pub n_written: usize,
}

/// A service all of whose modules are of one technical tier.
#[derive(Clone, PartialEq, Debug)]
pub struct LayerOnly {
    /// The service.
    pub service: Owner,
    /// The tier.
    pub tier: Tier,
    /// Its modules.
    pub modules: Vec<ModuleId>,
    /// The services it needs, or that need it.
    pub others: Vec<Owner>,
    /// For each module the service it shares most with, if there is one.
    pub better: Vec<(ModuleId, Owner)>,
}

/// A module whose tests all stand in, or need, another service.
#[derive(Clone, PartialEq, Debug)]
pub struct CutFromTests {
    /// The module.
    pub module: ModuleId,
    /// Who owns it.
    pub owner: Owner,
    /// The other services that its tests belong to or need, by how many tests.
    pub others: Vec<(Owner, usize)>,
    /// How many tests name it.
    pub n_tests: usize,
    /// The first line of each, at most a few.
    pub lines: Vec<Span>,
}

/// Transactions that a plan splits: those of most services first, then those that write most.
pub fn split_transactions(model: &CodeModel, assessment: &Assessment) -> Vec<SplitTransaction> {
    let all = model.data().transactions.iter().filter(|it| !it.test);
    let split = all.filter_map(|it| split(model, assessment, it));
    let mut split: Vec<_> = split.filter(|it| it.owners.len() > 1).collect();
    split.sort_by(|a, b| {
        let key = |it: &SplitTransaction| (it.owners.len(), it.n_written);
        key(b).cmp(&key(a)).then_with(|| a.begins.cmp(&b.begins))
    });
    split
}

/// The services that take part in a transaction, as [`SplitTransaction::owners`] tells them.
pub fn owners_of(model: &CodeModel, assessment: &Assessment, of: &Transaction) -> Vec<Owner> {
    split(model, assessment, of).map_or(Vec::new(), |it| it.owners)
}

fn split(model: &CodeModel, assessment: &Assessment, of: &Transaction) -> Option<SplitTransaction> {
    let home = assessment.owner_of(model.module_of(of.from)?);
    let mut parts: BTreeMap<ModuleId, (Owner, Span)> = BTreeMap::new();
    let mut tables = BTreeSet::new();
    for it in of.likely().filter(|it| it.access != RowAccess::Read) {
        let table = model.module_of_object(it.to);
        tables.insert(table);
        let owner = assessment.owner_of(table);
        // What nobody owns yet is judged by who writes it.
        if owner.is_some() {
            parts.entry(table).or_insert((owner, it.span));
        }
        if let Some(module) = model.module_of(it.from) {
            let owner = assessment.owner_of(module);
            parts.entry(module).or_insert((owner, it.span));
        }
    }
    let others: BTreeSet<Owner> = parts.values().map(|it| it.0).collect();
    let others = others.into_iter().filter(|it| *it != home);
    Some(SplitTransaction {
        from: of.from,
        begins: of.begins,
        home,
        owners: std::iter::once(home).chain(others).collect(),
        parts: parts.into_iter().map(|(it, (o, s))| (it, o, s)).collect(),
        n_written: tables.len(),
    })
}

impl SplitTransaction {
    /// What would have to move for the transaction to stay whole, and where to: what others own goes to
    /// the service that begins it; if nobody owns that yet, it goes to the only other one.
    pub fn moves(&self, model: &CodeModel) -> Vec<(ModuleId, Owner)> {
        if self.home.is_some() {
            let foreign = self.parts.iter().filter(|it| it.1 != self.home);
            return foreign.map(|it| (it.0, self.home)).collect();
        }
        match (&self.owners[..], model.module_of(self.from)) {
            ([_, other], Some(module)) => {
                let own = self.parts.iter().filter(|it| it.1.is_none());
                let own: BTreeSet<_> = own.map(|it| it.0).chain([module]).collect();
                own.into_iter().map(|it| (it, *other)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Services that are only a layer, in the order of the plan.
pub fn layers_only(
    model: &CodeModel,
    graph: &Graph,
    plan: &Plan,
    assessment: &Assessment,
) -> Vec<LayerOnly> {
    let mut found = Vec::new();
    for service in &plan.services {
        let owner = Some(service.id);
        let own = model.module_ids();
        let own = own.filter(|it| assessment.owner_of(*it) == owner);
        let judged = own.filter_map(|it| Some((it, model.tier_of(it)?)));
        let judged: Vec<_> = judged.collect();
        let Some((_, first)) = judged.first() else {
            continue;
        };
        let is_technical = !matches!(first.tier, Tier::Domain | Tier::Application);
        let alike = |it: &(ModuleId, &crate::model::TierOf)| {
            it.1.tier == first.tier && it.1.confidence != Confidence::Guessed
        };
        if judged.len() < FEWEST_OF_A_LAYER || !is_technical || !judged.iter().all(alike) {
            continue;
        }
        let links = assessment.links.iter();
        let others = links.filter_map(|it| match owner {
            _ if it.from == owner => Some(it.to),
            _ if it.to == owner => Some(it.from),
            _ => None,
        });
        let others: BTreeSet<Owner> = others.flatten().map(Some).collect();
        if others.is_empty() {
            continue;
        }
        let modules: Vec<_> = judged.iter().map(|it| it.0).collect();
        let better = modules.iter().filter_map(|it| {
            let ties = Ties::of(model, graph, plan, assessment, *it);
            let there = ties.best_service_beside(owner)?;
            Some((*it, there.owner))
        });
        found.push(LayerOnly {
            service: owner,
            tier: first.tier,
            better: better.collect(),
            modules,
            others: others.into_iter().collect(),
        });
    }
    found
}

/// Modules of services that have tests today, none of which could stay with them.
pub fn cut_from_tests(model: &CodeModel, assessment: &Assessment) -> Vec<CutFromTests> {
    let tests = model.tests();
    let needs = needs_of(assessment, &tests.uses);
    let mut found = Vec::new();
    for uses in tests.uses.chunk_by(|a, b| a.module == b.module) {
        let module = uses[0].module;
        let owner = assessment.owner_of(module);
        if owner.is_none() {
            continue;
        }
        let mut others: BTreeMap<Owner, usize> = BTreeMap::new();
        let (mut stays, mut n_tests, mut lines) = (false, 0, Vec::new());
        for of_test in uses.chunk_by(|a, b| a.test == b.test) {
            n_tests += 1;
            lines.push(of_test[0].span);
            let needed = &needs[&of_test[0].test];
            stays |= needed.iter().all(|it| *it == owner);
            for it in needed.iter().filter(|it| **it != owner) {
                *others.entry(*it).or_default() += 1;
            }
        }
        if stays {
            continue;
        }
        let mut others: Vec<_> = others.into_iter().collect();
        others.sort_by_key(|it| (std::cmp::Reverse(it.1), it.0));
        lines.sort_unstable();
        found.push(CutFromTests {
            module,
            owner,
            others,
            n_tests,
            lines,
        });
    }
    found.sort_by_key(|it| (std::cmp::Reverse(it.n_tests), it.module));
    found
}

/// The owners of all that a test names, and of the module it stands in.
fn needs_of(assessment: &Assessment, uses: &[TestUse]) -> BTreeMap<Node, BTreeSet<Owner>> {
    let mut needs: BTreeMap<Node, BTreeSet<Owner>> = BTreeMap::new();
    for it in uses {
        let of_test = needs.entry(it.test).or_default();
        of_test.insert(assessment.owner_of(it.module));
        of_test.extend(it.home.map(|it| assessment.owner_of(it)));
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::{Finding, findings, mends, places};
    use crate::pipeline;
    use crate::plan::{PlanEdit, Service, ServiceId};
    use expect_test::{Expect, expect};

    const SHOP: &str = "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
sqlx = \"0.8\"
axum = \"0.8\"
//- /migrations/1.sql
CREATE TABLE orders (id int); CREATE TABLE stock (id int); CREATE TABLE bills (id int);
//- /src/lib.rs
pub mod orders; pub mod stock; pub mod bills; pub mod web; pub mod admin;
//- /src/orders.rs
pub async fn place(pool: &PgPool) {
    let mut tx = pool.begin().await?;
    sqlx::query(\"INSERT INTO orders VALUES (1)\").execute(&mut *tx).await?;
    crate::stock::reserve(&mut tx).await?;
    tx.commit().await;
}
pub async fn close(pool: &PgPool) {
    let mut tx = pool.begin().await?;
    sqlx::query(\"DELETE FROM orders\").execute(&mut *tx).await?;
    tx.commit().await;
}
#[cfg(test)] mod tests {
    #[test] fn both() { super::close(); crate::stock::count(); }
}
//- /src/stock.rs
pub async fn reserve(conn: &mut Conn) { sqlx::query(\"UPDATE stock SET id = 1\").execute(conn).await; }
pub fn count() {}
//- /src/bills.rs
pub fn bill() {}
#[cfg(test)] mod tests { #[test] fn own() { super::bill(); } }
//- /src/web.rs
use axum::Json;
fn order(it: Json<i32>) -> Json<i32> { crate::orders::place() }
//- /src/admin.rs
use axum::Json;
fn bill(it: Json<i32>) -> Json<i32> { crate::bills::bill() }
//- /tests/all.rs
#[test] fn bills() { shop::bills::bill(); }
#[test] fn all() { shop::bills::bill(); shop::stock::count(); }
";

    fn plan() -> Plan {
        let service = |id: u32, name: &str, owns: &[&str]| Service {
            id: ServiceId(id),
            name: name.into(),
            owns: owns.iter().map(|it| (*it).into()).collect(),
            ..Service::default()
        };
        Plan {
            services: vec![
                service(1, "orders", &["shop::orders", "table:orders"]),
                service(2, "stock", &["shop::stock", "table:stock"]),
                service(3, "bills", &["shop::bills"]),
                service(4, "front", &["shop::web", "shop::admin"]),
            ],
            ..Plan::default()
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
    fn check(plan: &Plan, expected: Expect) {
        let analysis = pipeline::fixture(SHOP);
        let (model, graph) = (&analysis.model, &analysis.graph);
        let assessment = Assessment::of(model, graph, plan);
        let name = |it: Owner| match plan.services.iter().find(|s| Some(s.id) == it) {
            Some(it) => it.name.to_string(),
            None => "-".to_owned(),
        };
        let mut out = String::new();
        for it in findings(model, graph, plan, &assessment, &[]) {
            let (owners, what) = match &it {
                Finding::Split(it) => (it.owners.clone(), format!("split {} tables", it.n_written)),
                Finding::LayerOnly(it) => (it.others.clone(), format!("layer {}", it.tier)),
                Finding::CutFromTests(it) => {
                    let others = it.others.iter().map(|it| it.0).collect();
                    (others, format!("cut {} tests", it.n_tests))
                }
                _ => continue,
            };
            let owners: Vec<_> = owners.into_iter().map(name).collect();
            let spans = places(model, graph, &assessment, &it).into_iter();
            let spans: Vec<_> = spans.map(|it| model.place(it)).collect();
            out += &format!("{what} {owners:?} {}\n", spans.join(" "));
            for edit in mends(model, &it) {
                if let PlanEdit::Assign { paths, to } = edit {
                    out += &format!("  {} -> {}\n", paths.join(", "), name(to));
                }
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn a_plan_splits_transactions_and_cuts_modules_from_their_tests() {
        check(
            &plan(),
            expect![[r#"
            split 2 tables ["orders", "stock"] src/orders.rs:2:23 src/orders.rs:3:17 src/stock.rs:1:53
              shop::stock, table:stock -> orders
            layer interface ["orders", "bills"] src/web.rs:1:11 src/admin.rs:1:11
              shop::web -> orders
              shop::admin -> bills
            cut 2 tests ["orders", "bills"] src/orders.rs:13:55 tests/all.rs:2:54
            cut 1 tests ["stock"] src/orders.rs:13:32
              shop::orders -> stock
        "#]],
        );
    }

    #[test]
    fn tables_without_an_owner_are_judged_by_who_writes_them() {
        let mut plan = plan();
        plan.services[0].owns = ["shop::orders".into()].into();
        plan.services[1].owns = ["shop::stock".into()].into();
        plan.services.truncate(2);
        check(
            &plan,
            expect![[r#"
            split 2 tables ["orders", "stock"] src/orders.rs:2:23 src/orders.rs:3:17 src/stock.rs:1:53
              shop::stock -> orders
            cut 2 tests ["-", "orders"] src/orders.rs:13:55 tests/all.rs:2:54
            cut 1 tests ["stock"] src/orders.rs:13:32
              shop::orders -> stock
        "#]],
        );
        plan.services.remove(0);
        check(
            &plan,
            expect![[r#"
            split 2 tables ["-", "stock"] src/orders.rs:2:23 src/orders.rs:3:17 src/stock.rs:1:53
              shop::orders -> stock
            cut 2 tests ["-"] src/orders.rs:13:55 tests/all.rs:2:54
        "#]],
        );
    }

    #[test]
    fn one_service_splits_nothing() {
        let mut plan = plan();
        plan.services[0].owns = ["shop".into(), "table:orders".into(), "table:stock".into()].into();
        plan.services.truncate(1);
        check(&plan, expect![[""]]);
    }
}
