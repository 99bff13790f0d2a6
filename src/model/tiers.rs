//! The tier of each module: interface, application, domain, persistence or infrastructure.
//!
//! What a module names tells: frameworks that answer requests, tables and what speaks to databases,
//! clients of other systems. A module without any of these that calls modules with some coordinates them; one
//! that calls none is of the domain. A name decides only where nothing else tells anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CodeModel, Confidence, DependencyKind, ItemKind, ModuleId, Node, Tier, TierSign};
use crate::source::Span;

/// The tier of a module, and what says so.
#[derive(Clone, PartialEq, Debug)]
pub struct TierOf {
    /// Which.
    pub tier: Tier,
    /// How sure it is.
    pub confidence: Confidence,
    /// What says so, the weightiest first.
    pub reasons: Vec<TierReason>,
}

/// Something that speaks for a tier.
#[derive(Clone, PartialEq, Debug)]
pub struct TierReason {
    /// What it is.
    pub sign: TierSign,
    /// The crate, or the word in the name; empty for the rest.
    pub what: Arc<str>,
    /// How often.
    pub n: u32,
    /// Where first.
    pub first: Option<Span>,
}

/// Crates that answer requests, commands or people.
const INTERFACE: &[&str] = &[
    "actix_web",
    "async_graphql",
    "async_graphql_axum",
    "axum",
    "axum_extra",
    "clap",
    "crossterm",
    "dropshot",
    "eframe",
    "egui",
    "gotham",
    "iced",
    "jsonrpsee",
    "juniper",
    "leptos",
    "poem",
    "poem_openapi",
    "ratatui",
    "rocket",
    "salvo",
    "structopt",
    "tide",
    "tonic",
    "tower_http",
    "utoipa",
    "utoipa_actix_web",
    "utoipa_axum",
    "warp",
    "yew",
];

/// Crates that speak to databases.
const PERSISTENCE: &[&str] = &[
    "bb8",
    "bb8_postgres",
    "deadpool",
    "deadpool_postgres",
    "diesel",
    "diesel_async",
    "diesel_migrations",
    "duckdb",
    "libsql",
    "mongodb",
    "mysql",
    "mysql_async",
    "postgres",
    "r2d2",
    "redb",
    "rocksdb",
    "rusqlite",
    "sea_orm",
    "sea_orm_migration",
    "sea_query",
    "sled",
    "sqlx",
    "surrealdb",
    "tiberius",
    "tokio_postgres",
    "tokio_rusqlite",
];

/// Crates that speak to other systems, or to the machine.
const INFRASTRUCTURE: &[&str] = &[
    "apalis",
    "async_nats",
    "config",
    "dotenvy",
    "figment",
    "fred",
    "hickory_resolver",
    "hyper",
    "hyper_util",
    "lapin",
    "lettre",
    "metrics",
    "notify",
    "object_store",
    "opendal",
    "opentelemetry",
    "prometheus",
    "rdkafka",
    "redis",
    "reqwest",
    "rumqttc",
    "s3",
    "sentry",
    "tokio_cron_scheduler",
    "tracing_subscriber",
    "ureq",
    "webpush",
    "yubico",
];

/// Words in paths, weakest of all reasons.
const NAMES: &[(&str, Tier)] = &[
    ("adapters", Tier::Infrastructure),
    ("api", Tier::Interface),
    ("application", Tier::Application),
    ("cli", Tier::Interface),
    ("client", Tier::Infrastructure),
    ("clients", Tier::Infrastructure),
    ("config", Tier::Infrastructure),
    ("controllers", Tier::Interface),
    ("dao", Tier::Persistence),
    ("db", Tier::Persistence),
    ("domain", Tier::Domain),
    ("entities", Tier::Domain),
    ("handlers", Tier::Interface),
    ("http", Tier::Interface),
    ("jobs", Tier::Application),
    ("mailer", Tier::Infrastructure),
    ("migrations", Tier::Persistence),
    ("repo", Tier::Persistence),
    ("repositories", Tier::Persistence),
    ("repository", Tier::Persistence),
    ("routes", Tier::Interface),
    ("schema", Tier::Persistence),
    ("services", Tier::Application),
    ("storage", Tier::Infrastructure),
    ("telemetry", Tier::Infrastructure),
    ("usecases", Tier::Application),
    ("web", Tier::Interface),
    ("workers", Tier::Application),
];

/// With this share of all signs a tier is sure.
const CLEAR: f64 = 0.7;
/// ... if there are so many of them.
const ENOUGH: u32 = 3;
/// So many modules with signs of their own are coordinated, not just used.
const COORDINATED: u32 = 2;

/// What speaks for a tier: the crate or word belongs to it.
type Sign = (Tier, TierSign, Arc<str>);

/// What was seen of a module.
#[derive(Default)]
struct Seen {
    signs: BTreeMap<Sign, (u32, Option<Span>)>,
    /// Modules that it calls.
    calls: BTreeMap<ModuleId, Option<Span>>,
    n_transactions: u32,
    has_items: bool,
}

impl Seen {
    fn add(&mut self, tier: Tier, sign: TierSign, what: &Arc<str>, span: Option<Span>) {
        let known = self
            .signs
            .entry((tier, sign, what.clone()))
            .or_insert((0, span));
        known.0 += 1;
        known.1 = known.1.or(span);
    }

    fn weight(&self, tier: Tier) -> u32 {
        let own = self.signs.iter().filter(|it| it.0.0 == tier);
        own.map(|it| it.1.0).sum()
    }

    /// The tier with most signs, if there are any.
    fn most(&self) -> Option<(Tier, u32)> {
        let technical = [Tier::Interface, Tier::Persistence, Tier::Infrastructure];
        let weights = technical.map(|it| (it, self.weight(it)));
        let most = weights.into_iter().rev().max_by_key(|it| it.1)?;
        (most.1 > 0).then_some(most)
    }
}

/// The tier of every module, in order of id; `None` for tables, tests, and what declares nothing.
pub(super) fn tiers(model: &CodeModel) -> Vec<Option<TierOf>> {
    let seen = look(model);
    let technical: Vec<_> = seen.iter().map(|it| it.most().map(|it| it.0)).collect();
    model
        .module_ids()
        .map(|id| {
            let module = model.module(id);
            let counts = !module.test && module.object_kind().is_none();
            let seen = &seen[id.index()];
            (counts && seen.has_items).then(|| judge(&module.path, seen, &technical))
        })
        .collect()
}

fn look(model: &CodeModel) -> Vec<Seen> {
    let mut seen: Vec<Seen> = model.modules().iter().map(|_| Seen::default()).collect();
    for item in model.items() {
        seen[item.module.index()].has_items |= !item.test;
    }
    let empty: Arc<str> = "".into();
    for it in model.references().iter().filter(|it| !it.test) {
        let Some(from) = model.module_of(it.from) else {
            continue;
        };
        let seen = &mut seen[from.index()];
        match it.to {
            Node::Extern(_) => {
                let name = model.path_of(it.to);
                let name: Arc<str> = name.strip_prefix("extern:").unwrap_or(name).into();
                if let Some((tier, sign)) = of_crate(&name) {
                    seen.add(tier, sign, &name, it.span);
                }
            }
            Node::Item(to) => {
                let calls = it.kind == DependencyKind::Call && model.item(to).kind == ItemKind::Fn;
                let to = model.item(to).module;
                if calls && to != from {
                    seen.calls.entry(to).or_insert(it.span);
                }
            }
            Node::Module(to) => {
                let is_table = model.object_of(to).is_some();
                if is_table && matches!(it.kind, DependencyKind::Reads | DependencyKind::Writes) {
                    seen.add(Tier::Persistence, TierSign::Table, &empty, it.span);
                }
            }
        }
    }
    for it in &model.data().mapped {
        let item = model.item(it.item);
        let seen = &mut seen[item.module.index()];
        seen.add(Tier::Persistence, TierSign::RowType, &empty, item.span);
    }
    for it in model.data().transactions.iter().filter(|it| !it.test) {
        if let Some(module) = model.module_of(it.from) {
            seen[module.index()].n_transactions += 1;
        }
    }
    seen
}

fn of_crate(name: &str) -> Option<(Tier, TierSign)> {
    let is_in = |list: &[&str]| list.binary_search(&name).is_ok();
    if is_in(INTERFACE) {
        Some((Tier::Interface, TierSign::Framework))
    } else if is_in(PERSISTENCE) {
        Some((Tier::Persistence, TierSign::Database))
    } else if is_in(INFRASTRUCTURE) || name.starts_with("aws_") {
        Some((Tier::Infrastructure, TierSign::Outside))
    } else {
        None
    }
}

fn judge(path: &str, seen: &Seen, technical: &[Option<Tier>]) -> TierOf {
    let served = seen.calls.iter().filter(|it| {
        let tier = technical[it.0.index()];
        matches!(tier, Some(Tier::Persistence | Tier::Infrastructure))
    });
    let served: Vec<_> = served.collect();
    let coordinates = TierReason {
        sign: TierSign::Calls,
        what: "".into(),
        n: served.len() as u32,
        first: served.first().and_then(|it| *it.1),
    };
    let named = named(path);
    let Some((tier, weight)) = seen.most() else {
        let (tier, confidence, reason) = match named {
            _ if coordinates.n > 0 => (Tier::Application, Confidence::Inferred, coordinates),
            Some((tier, reason)) => (tier, Confidence::Guessed, reason),
            None => (Tier::Domain, Confidence::Inferred, pure()),
        };
        return TierOf {
            tier,
            confidence,
            reasons: vec![reason],
        };
    };
    let is_interface = seen.weight(Tier::Interface) > 0;
    if seen.n_transactions > 0 && coordinates.n >= COORDINATED && !is_interface {
        let mut reasons = vec![coordinates];
        reasons.extend(reasons_for(seen, tier));
        return TierOf {
            tier: Tier::Application,
            confidence: Confidence::Inferred,
            reasons,
        };
    }
    let all: u32 = seen.signs.values().map(|it| it.0).sum();
    let is_clear = weight >= ENOUGH && f64::from(weight) >= CLEAR * f64::from(all);
    let mut reasons = reasons_for(seen, tier);
    reasons.extend(named.filter(|it| it.0 == tier).map(|it| it.1));
    TierOf {
        tier,
        confidence: if is_clear {
            Confidence::Resolved
        } else {
            Confidence::Inferred
        },
        reasons,
    }
}

/// The signs of a tier, the most frequent first.
fn reasons_for(seen: &Seen, tier: Tier) -> Vec<TierReason> {
    let own = seen.signs.iter().filter(|it| it.0.0 == tier);
    let mut reasons: Vec<_> = own
        .map(|((_, sign, what), (n, first))| TierReason {
            sign: *sign,
            what: what.clone(),
            n: *n,
            first: *first,
        })
        .collect();
    reasons.sort_by_key(|it| std::cmp::Reverse(it.n));
    reasons
}

fn pure() -> TierReason {
    TierReason {
        sign: TierSign::Nothing,
        what: "".into(),
        n: 0,
        first: None,
    }
}

/// What the last word that tells something in a path says.
fn named(path: &str) -> Option<(Tier, TierReason)> {
    let mut words = path.rsplit("::");
    let (word, tier) = words.find_map(|it| {
        let found = NAMES.binary_search_by_key(&it, |it| it.0).ok()?;
        Some(NAMES[found])
    })?;
    let reason = TierReason {
        sign: TierSign::Name,
        what: word.into(),
        n: 1,
        first: None,
    };
    Some((tier, reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline;
    use expect_test::{Expect, expect};

    #[test]
    fn lists_are_sorted_for_the_search_among_them() {
        for list in [INTERFACE, PERSISTENCE, INFRASTRUCTURE] {
            assert!(list.is_sorted());
        }
        assert!(NAMES.is_sorted_by_key(|it| it.0));
    }

    #[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
    fn check(fixture: &str, expected: Expect) {
        let model = pipeline::fixture(fixture).model;
        let lines = model.module_ids().filter_map(|id| {
            let of = model.tier_of(id)?;
            let reasons = of.reasons.iter().map(|it| {
                let place = it.first.map_or(String::new(), |it| model.place(it));
                format!(" [{} {} x{} {place}]", it.sign, it.what, it.n)
            });
            let reasons: String = reasons.collect();
            let path = &model.module(id).path;
            Some(format!("{path} {} {}{reasons}\n", of.tier, of.confidence))
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn what_a_module_names_tells_its_tier() {
        check(
            "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
axum = \"0.8\"
sqlx = \"0.8\"
lettre = \"1\"
//- /migrations/1.sql
CREATE TABLE orders (id int);
//- /src/lib.rs
mod http; mod orders; mod store; mod mail; mod money; mod mixed; mod handlers; mod place;
//- /src/http.rs
use axum::{Json, Router, extract::State};
fn order(it: State<i32>) -> Json<i32> { crate::orders::order() }
//- /src/orders.rs
pub fn order() { crate::store::save(); crate::mail::send(); crate::money::add(); }
//- /src/place.rs
pub async fn place(pool: &sqlx::PgPool) {
    let mut tx = pool.begin().await?;
    crate::store::save(&mut tx); crate::mail::send(&mut tx);
    tx.commit().await;
}
//- /src/store.rs
pub fn save() { sqlx::query(\"INSERT INTO orders VALUES (1)\"); sqlx::query(\"DELETE FROM orders\"); }
//- /src/mail.rs
use lettre::Message;
pub fn send() {}
//- /src/money.rs
pub fn add() {}
//- /src/mixed.rs
fn order(it: axum::Json<i32>) { sqlx::query(\"DELETE FROM orders\"); }
//- /src/handlers.rs
fn nothing() {}
",
            expect![[r#"
                shop::http interface resolved [framework axum x5 src/http.rs:1:12] [name http x1 ]
                shop::orders application inferred [calls  x2 src/orders.rs:1:32]
                shop::store persistence resolved [table  x2 src/store.rs:1:29] [database sqlx x2 src/store.rs:1:23]
                shop::mail infrastructure inferred [outside lettre x1 src/mail.rs:1:13]
                shop::money domain inferred [nothing  x0 ]
                shop::mixed persistence inferred [table  x1 src/mixed.rs:1:45] [database sqlx x1 src/mixed.rs:1:39]
                shop::handlers interface guessed [name handlers x1 ]
                shop::place application inferred [calls  x2 src/place.rs:3:19] [database sqlx x1 src/place.rs:1:33]
            "#]],
        );
    }
}
