//! Files of measurements held against small systems.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::pipeline::fixture;
use crate::plan::{Plan, Service, ServiceId};

const SHOP: &str = r#"
//- /Cargo.toml
[package]
name = "shop"
[dependencies]
rusqlite = "0.31"
//- /migrations/1.sql
CREATE TABLE orders (id INTEGER, total INTEGER);
CREATE TABLE lines (order_id INTEGER);
CREATE TABLE billing.invoices (id INTEGER);
//- /src/main.rs
fn main() { shop::orders::sell(); }
//- /src/lib.rs
pub mod orders {
    pub fn sell() {}
    pub fn all() {}
    pub struct Cart;
    impl Cart { pub fn add(&self) {} }
}
pub mod mail {
    pub fn send() {}
    pub fn all() {}
}
#[cfg(test)]
mod tests { fn only_a_test() {} }
"#;

fn sums(it: &TableSums) -> String {
    let words = [("r", it.reads), ("w", it.writes), ("?", it.other)];
    let told = words.iter().filter(|it| !it.1.is_empty());
    let told = told.map(|(word, it)| format!(" {word} {}", sum(*it)));
    told.collect()
}

fn sum(it: Sum) -> String {
    let errors = it
        .errors
        .map_or(String::new(), |it| format!(" {it} failed"));
    format!("{}x {} ms{errors}", it.calls, it.total_ms)
}

fn check(text: &str, expected: &Expect) {
    let analysis = fixture(SHOP);
    let model = &analysis.model;
    let service = |id: u32, name: &str, owns: &[&str]| Service {
        id: ServiceId(id),
        name: name.into(),
        owns: owns.iter().map(|it| (*it).into()).collect(),
        ..Service::default()
    };
    let plan = Plan {
        services: vec![
            service(
                1,
                "orders",
                &["shop::orders", "table:orders", "table:lines"],
            ),
            service(2, "mail", &["shop::mail"]),
        ],
        ..Plan::default()
    };
    let assessment = Assessment::of(model, &analysis.graph, &plan);
    let mut measured = Measurements::default();
    measured.read("m", text.as_bytes());
    let usage = MeasuredUse::of(model, &measured);
    let mut out = String::new();
    for (table, it) in &usage.tables {
        writeln!(out, "{}{}", model.module(*table).path, sums(it)).unwrap();
    }
    for (item, it) in &usage.functions {
        writeln!(out, "{} {}", model.item(*item).path, sum(*it)).unwrap();
    }
    for (module, it) in &usage.modules {
        writeln!(out, "all of {} {}", model.module(*module).path, sum(*it)).unwrap();
    }
    for (door, it) in &usage.doors {
        let module = it.module.map(|it| &*model.module(it).path);
        writeln!(
            out,
            "{door} of {} {}",
            module.unwrap_or("nobody"),
            sum(it.sum)
        )
        .unwrap();
    }
    for (owner, it) in usage.services(model, &assessment) {
        let (functions, tables) = (sum(it.functions), sums(&it.tables));
        writeln!(out, "[{}] {functions};{tables}", plan.owner_name(owner)).unwrap();
    }
    for it in usage.cuts(&assessment) {
        let path = |it: ModuleId| &model.module(it).path;
        writeln!(
            out,
            "{} -> {}{}",
            path(it.from),
            path(it.to),
            sums(&it.sums)
        )
        .unwrap();
    }
    for it in &usage.unbound {
        let name = measured.entries[it.entry].what.name();
        writeln!(out, "not bound: {name}: {}", it.reason).unwrap();
    }
    for it in &measured.notices {
        writeln!(out, "{it}").unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn names_lead_to_functions_and_tables() {
    check(
        "what,name,calls,total_ms,caller,access
function,shop::orders::sell,3,1.5,,
function,orders::sell,2,1,,
function,Cart::add,7,7,,
function,orders.all,1,1,,
function,main,1,1,,
function,shop::mail::send::{{closure}},1,1,,
function,all,1,1,,
function,only_a_test,1,1,,
function,ell,1,1,,
table,ORDERS,10,2,,
table,public.\"lines\",4,2,mail::send,write
table,app.orders,5,1,shop::orders::sell,read
table,invoices,1,1,,
table,other.invoices,1,1,,
table,nothing,1,1,,
door,get /orders,9,90,,
",
        &expect![[r#"
            table:billing.invoices ? 1x 1 ms
            table:lines w 4x 2 ms
            table:orders r 5x 1 ms ? 10x 2 ms
            shop::orders::sell 5x 2.5 ms
            shop::orders::all 1x 1 ms
            shop::orders::Cart::add 7x 7 ms
            shop::mail::send 1x 1 ms
            bin:shop::main 1x 1 ms
            all of shop::orders 13x 10.5 ms
            all of shop::mail 1x 1 ms
            all of bin:shop 1x 1 ms
            GET /orders of nobody 9x 90 ms
            [orders] 13x 10.5 ms; r 5x 1 ms w 4x 2 ms ? 10x 2 ms
            [mail] 1x 1 ms;
            [remaining monolith] 1x 1 ms; ? 1x 1 ms
            shop::mail -> table:lines w 4x 2 ms
            not bound: all: several functions are called so: shop::mail::all, shop::orders::all
            not bound: only_a_test: no function of the code is called so
            not bound: ell: no function of the code is called so
            not bound: other.invoices: no table "other.invoices" is known
            not bound: nothing: no table "nothing" is known
        "#]],
    );
}

#[test]
fn a_statement_counts_once_for_a_service() {
    check(
        "queryid,query,rows,total_exec_time,calls
1,SELECT o.total FROM orders o JOIN lines l ON l.order_id = o.id WHERE o.id = $1,5,8.25,4
2,PREPARE a(text) AS INSERT INTO lines SELECT id FROM orders WHERE id = $1,5,1,2
3,SELECT * FROM billing.invoices JOIN gone USING (id),5,1,3
4,BEGIN,0,0.1,9
5,SELECT 1 FROM pg_class,0,0.1,9
6,SELECT * FROM gone,0,0.1,9
7,SELECT * FROM orders,0,0.1,0
",
        &expect![[r#"
            table:billing.invoices r 3x 1 ms
            table:lines r 4x 8.25 ms w 2x 1 ms
            table:orders r 6x 9.25 ms
            [orders] 0x 0 ms; r 6x 9.25 ms w 2x 1 ms
            [mail] 0x 0 ms;
            [remaining monolith] 0x 0 ms; r 3x 1 ms
            not bound: BEGIN: it touches no table
            not bound: SELECT 1 FROM pg_class: it touches only tables of the database itself
            not bound: SELECT * FROM gone: no table "gone" is known
        "#]],
    );
}

#[test]
fn requests_come_in_by_the_door_that_fits_best() {
    let analysis = fixture(
        r#"
//- /Cargo.toml
[package]
name = "shop"
edition = "2024"
[dependencies]
axum = "0.8"
//- /src/lib.rs
pub mod orders;
use axum::{Router, routing::{get, post}};
pub fn routes() -> Router {
    Router::new()
        .route("/orders/{id}", get(orders::one))
        .route("/orders/new", get(orders::new).post(orders::add))
        .route("/orders/{id}/pay", post(orders::pay))
}
//- /src/orders.rs
pub async fn one() {}
pub async fn new() {}
pub async fn add() {}
pub async fn pay() {}
"#,
    );
    let model = &analysis.model;
    let text = "what,name,calls,total_ms
door,GET /orders/7,1,1
door,GET /orders/8?full=1,1,1
door,GET /orders/:id,1,1
door,GET /orders/new,1,1
door,/orders/7/pay,1,1
door,/orders/new,1,1
door,DELETE /orders/7,1,1
";
    let mut measured = Measurements::default();
    measured.read("m", text.as_bytes());
    let usage = MeasuredUse::of(model, &measured);
    let mut out = String::new();
    for (door, it) in &usage.doors {
        let module = it.module.map(|it| &*model.module(it).path);
        writeln!(
            out,
            "{door} of {} {}",
            module.unwrap_or("nobody"),
            sum(it.sum)
        )
        .unwrap();
    }
    expect![[r#"
        /orders/new of nobody 1x 1 ms
        DELETE /orders/7 of nobody 1x 1 ms
        GET /orders/new of shop::orders 1x 1 ms
        GET /orders/{id} of shop::orders 3x 3 ms
        POST /orders/{id}/pay of shop::orders 1x 1 ms
    "#]]
    .assert_eq(&out);
}
