//! What a cut meets: what is used across it, impls that would belong to nobody, state in memory.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::in_words;
use crate::graph::Filter;
use crate::insight::obstacles::{Crossings, Homes, Memo, shared_states};
use crate::pipeline::fixture;

const SHOP: &str = "
//- /src/lib.rs
pub mod orders;
pub mod stock;
pub mod money;
//- /src/orders.rs
use std::fmt::Display;
use crate::stock::{Level, Port, Stock, Seat};
pub struct Order(pub u32);
impl Display for Level {}
impl Port for Order {}
impl Port for u32 {}
impl From<Order> for Level { fn from(_: Order) -> Self { todo!() } }
impl<T> From<Vec<T>> for Level { fn from(_: Vec<T>) -> Self { todo!() } }
impl Display for crate::money::Won {}
pub fn place(stock: &Stock) -> Seat { stock.take(1); crate::stock::hidden(); Seat { row: 1 } }
//- /src/stock.rs
use std::sync::{Arc, Mutex};
pub struct Level(u32);
pub struct Seat { pub(crate) row: u32 }
pub trait Port {}
pub struct Stock { pub jobs: Arc<Mutex<Vec<u32>>> }
impl Stock { pub fn take(&self, n: u32) -> bool { true } }
pub(crate) fn hidden() {}
pub fn hand(jobs: Arc<Mutex<u32>>) {}
//- /src/money.rs
pub struct Won(pub i64);
";

fn shop_plan(decision: crate::plan::Decision) -> crate::plan::Plan {
    use crate::plan::{Plan, Service, ServiceId};
    let service = |id: u32, name: &str| Service {
        id: ServiceId(id),
        name: name.into(),
        owns: [format!("fixture::{name}").into()].into(),
        ..Service::default()
    };
    Plan {
        services: vec![service(1, "orders"), service(2, "stock")],
        shared: [("fixture::money".into(), decision)].into(),
        ..Plan::default()
    }
}

/// What the cut between orders and stock meets.
fn check_cut(decision: crate::plan::Decision, expected: Expect) {
    check_plan(SHOP, &shop_plan(decision), expected);
}

/// What the cuts of a plan meet.
#[expect(
    clippy::needless_pass_by_value,
    reason = "reads better where it is called"
)]
fn check_plan(text: &str, plan: &crate::plan::Plan, expected: Expect) {
    let analysis = fixture(text);
    let (model, graph) = (&analysis.model, &analysis.graph);
    let assessment = crate::insight::Assessment::of(model, graph, plan);
    let (mut memo, mut out) = (Memo::default(), String::new());
    let homes = Homes::of(model, plan);
    for edge in &assessment.cut_edges {
        let (from, to) = (model.path_of(edge.from), model.path_of(edge.to));
        writeln!(out, "{from} -> {to}").unwrap();
        let crossings = Crossings::of_references(model, &mut memo, &edge.references, Some(&homes));
        out += &in_words(model, &crossings);
    }
    for it in homes.orphans() {
        writeln!(out, "orphan {}", model.item(it.item).path).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn a_cut_meets_what_is_used_across_it_and_the_orphan_rule() {
    check_cut(
        crate::plan::Decision::Library,
        expect![[r#"
            fixture::orders -> fixture::stock
            fixture::stock::Stock: blocks
              :5 .jobs lock Mutex<Vec<u32>>
            fixture::stock::Stock::take: reshape
              :6 self stays-behind Stock <- Stock.jobs: Arc<Mutex<Vec<u32>>> :5
            fixture::stock::Level: declare
              :2 itself not-serde Level
            fixture::stock::Seat: declare
              :3 itself not-serde Seat
              :3 .row private u32
            fixture::stock::hidden: declare
              :7 itself private 
            fixture::stock::Port: fine
            fixture::orders::<Level as Display>
              :4 itself orphan-rule Level
            fixture::orders::<u32 as Port>
              :6 itself orphan-rule u32
            fixture::orders::<Level as From>#impl
              :8 itself orphan-rule Level
            orphan fixture::orders::<Level as Display>
            orphan fixture::orders::<u32 as Port>
            orphan fixture::orders::<Level as From>#impl
            orphan fixture::orders::<Won as Display>
        "#]],
    );
}

#[test]
fn what_is_copied_is_local_everywhere() {
    check_cut(
        crate::plan::Decision::Copy,
        expect![[r#"
            fixture::orders -> fixture::stock
            fixture::stock::Stock: blocks
              :5 .jobs lock Mutex<Vec<u32>>
            fixture::stock::Stock::take: reshape
              :6 self stays-behind Stock <- Stock.jobs: Arc<Mutex<Vec<u32>>> :5
            fixture::stock::Level: declare
              :2 itself not-serde Level
            fixture::stock::Seat: declare
              :3 itself not-serde Seat
              :3 .row private u32
            fixture::stock::hidden: declare
              :7 itself private 
            fixture::stock::Port: fine
            fixture::orders::<Level as Display>
              :4 itself orphan-rule Level
            fixture::orders::<u32 as Port>
              :6 itself orphan-rule u32
            fixture::orders::<Level as From>#impl
              :8 itself orphan-rule Level
            orphan fixture::orders::<Level as Display>
            orphan fixture::orders::<u32 as Port>
            orphan fixture::orders::<Level as From>#impl
        "#]],
    );
}

/// The state of the fixture that several modules can reach.
#[expect(
    clippy::needless_pass_by_value,
    reason = "reads better where it is called"
)]
fn check_states(text: &str, expected: Expect) {
    let analysis = fixture(text);
    let model = &analysis.model;
    let mut out = String::new();
    for it in shared_states(model, &mut Memo::default(), Filter::default()) {
        let item = &model.item(it.item).path;
        let ty = model.shapes().words(model, it.ty);
        write!(out, "{item} {} {ty} :{}", it.name, it.span.unwrap().line).unwrap();
        for touch in &it.touched_by {
            let path = &model.module(touch.module).path;
            write!(out, " {path} x{}", touch.n_mentions).unwrap();
            if let Some(function) = touch.through {
                write!(out, " by {}", model.item(function).name).unwrap();
            }
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn state_is_told_with_those_who_reach_it() {
    check_states(
        SHOP,
        expect![[r#"
            fixture::stock::Stock jobs Arc<Mutex<Vec<u32>>> :5 fixture::stock x1 fixture::orders x2
        "#]],
    );
}

#[test]
fn state_is_reached_by_functions_of_its_module() {
    check_states(
        "
//- /src/lib.rs
pub mod prices;
pub mod orders;
pub mod quiet;
//- /src/prices.rs
use std::sync::Mutex;
static CACHE: Mutex<u32> = Mutex::new(0);
static UNUSED: Mutex<u32> = Mutex::new(0);
fn cached() -> u32 { *CACHE.lock().unwrap() }
pub fn of(_article: u32) -> u32 { cached() }
pub fn rate() -> u32 { 7 }
pub fn own() { UNUSED.lock(); of(1); }
//- /src/orders.rs
pub fn sell() -> u32 { crate::prices::of(1) + crate::prices::of(2) }
//- /src/quiet.rs
pub fn look() -> u32 { crate::prices::rate() }
",
        expect![[r#"
            fixture::prices::CACHE  Mutex<u32> :2 fixture::prices x1 fixture::orders x2 by of
        "#]],
    );
}

#[test]
fn state_is_seen_through_aliases_fields_and_cells_of_code() {
    check_states(
        "
//- /src/lib.rs
pub mod web;
pub mod db;
//- /src/web.rs
use crate::db::{Cells, HOOK, Holder, Plain, Shop, Turned};
pub fn of(a: Holder, b: Shop, c: Plain, d: Turned, e: Cells) { HOOK.get(); crate::db::give(todo!()); }
//- /src/db.rs
use std::{cell::Cell, rc::Rc, sync::{Arc, Mutex, OnceLock}};
pub type Shared<T> = Arc<Mutex<T>>;
pub type Loop = Loop2; pub type Loop2 = Loop;
pub struct Inner { m: Mutex<u32> }
pub struct Db { idle: Inner }
pub struct Holder { inner: Arc<Inner>, again: Loop }
pub struct Shop { db: Option<Arc<Db>>, alias: Shared<u8> }
pub struct Plain { inner: Inner, data: Arc<Vec<u8>> }
pub struct Turned { all: Mutex<Arc<u8>> }
pub struct Cells { all: Rc<Cell<u8>> }
pub static HOOK: OnceLock<
    for<'a> fn(&'a str) -> u8,
> = OnceLock::new();
pub fn give(db: &Shared<Db>) {}
",
        expect![[r#"
            fixture::db::Holder inner Arc<Inner> :6 fixture::db x0 fixture::web x2
            fixture::db::Shop db Option<Arc<Db>> :7 fixture::db x0 fixture::web x2
            fixture::db::Shop alias Shared<u8> :7 fixture::db x0 fixture::web x2
            fixture::db::HOOK  OnceLock<fn(&str) -> u8> :11 fixture::db x0 fixture::web x2
            fixture::db::give db &Shared<Db> :14 fixture::db x0 fixture::web x1
        "#]],
    );
}

#[test]
fn a_module_that_hides_what_others_use_is_told() {
    check_plan(
        "
//- /src/lib.rs
mod stock;
mod orders;
//- /src/stock.rs
mod inner { pub fn told() {} pub fn passed() {} pub mod deep { pub fn told_too() {} pub struct Held; impl Held { pub fn method(&self) {} } } }
mod facade { pub use super::inner::deep::*; }
pub(crate) use inner::told;
pub(crate) use facade::told_too;
pub use inner::passed;
pub use facade::Held as Shown;
pub mod open { pub fn plain() {} pub(crate) fn private() {} }
//- /src/orders.rs
use crate::stock::{open, passed, told, told_too, Shown};
pub fn f(it: Shown) { told(); told_too(); passed(); open::plain(); open::private(); it.method(); }
",
        &shop_plan(crate::plan::Decision::Keep),
        expect![[r#"
            fixture::orders -> fixture::stock::inner::deep
            fixture::stock::inner::deep::Held::method: reshape
              :1 self borrowed Held
              :1 self not-serde Held
            fixture::stock::inner::deep::Held: declare
              :1 itself not-serde Held
            fixture::stock::inner::deep::told_too: declare
              :1 itself hidden inner
            fixture::orders -> fixture::stock::inner
            fixture::stock::inner::told: declare
              :1 itself hidden inner
            fixture::stock::inner::passed: fine
            fixture::orders -> fixture::stock::open
            fixture::stock::open::private: declare
              :7 itself private 
            fixture::stock::open::plain: fine
        "#]],
    );
}
