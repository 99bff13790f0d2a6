//! Each case is a small project and the dependencies it must have.

mod known;
mod macros;
mod targets;

use expect_test::{Expect, expect};

use crate::graph::{Filter, Graph, Level};
use crate::model::DependencyKind;
use crate::pipeline::{self, Analysis};

/// The module dependencies of a project, one a line; `?` marks test code, `[..]` a condition.
fn check(project: &str, expected: &Expect) {
    expected.assert_eq(&dependencies(&pipeline::fixture(project), Level::Module));
}

fn check_items(project: &str, expected: &Expect) {
    expected.assert_eq(&dependencies(&pipeline::fixture(project), Level::Item));
}

fn dependencies(analysis: &Analysis, level: Level) -> String {
    let model = &analysis.model;
    let graph = Graph::fold(
        model,
        Filter {
            tests: true,
            ..Filter::default()
        },
    );
    let line = |it: &crate::graph::Dependency| {
        let test = if it.test { " ?" } else { "" };
        let cfg = it
            .cfg
            .map_or(String::new(), |it| format!(" [{}]", model.cfg(it)));
        format!(
            "{} -> {} {} x{}{test}{cfg}\n",
            model.path_of(it.from),
            model.path_of(it.to),
            it.kind,
            it.weight
        )
    };
    graph
        .dependencies_at(model, level)
        .iter()
        .map(line)
        .collect()
}

#[test]
fn a_use_declaration_and_what_it_brings() {
    check(
        "
//- /src/lib.rs
mod cart; mod price;
//- /src/cart.rs
use crate::price::Total;
fn sum() -> Total { Total::default() }
//- /src/price.rs
#[derive(Default)] pub struct Total;
",
        &expect![[r"
            fixture::cart -> fixture::price use x1
            fixture::cart -> fixture::price construct x1
            fixture::cart -> fixture::price type x1
        "]],
    );
}

#[test]
fn a_reexport_counts_for_the_module_that_defines() {
    check(
        "
//- /src/lib.rs
mod a; mod b; mod c;
//- /src/a.rs
pub use crate::b::deep::*;
pub use crate::b::deep::Thing as Renamed;
//- /src/b.rs
pub mod deep { pub struct Thing; pub fn make() -> Thing { Thing } fn hidden() {} }
//- /src/c.rs
fn f() { let _: crate::a::Renamed = crate::a::make(); crate::a::hidden(); }
",
        &expect![[r#"
            fixture::a -> fixture::b::deep reexport x2
            fixture::c -> fixture::a call x1
            fixture::c -> fixture::b::deep call x1
            fixture::c -> fixture::b::deep type x1
        "#]],
    );
}

#[test]
fn reexports_in_a_circle_end() {
    check(
        "
//- /src/lib.rs
mod a; mod b;
//- /src/a.rs
pub use crate::b::*; pub struct A;
//- /src/b.rs
pub use crate::a::*; pub fn f(_: A) {}
",
        &expect![[r"
            fixture::a -> fixture::b reexport x1
            fixture::b -> fixture::a type x1
            fixture::b -> fixture::a reexport x1
        "]],
    );
}

#[test]
fn local_names_hide_what_is_outside() {
    check(
        "
//- /src/lib.rs
mod util;
mod a {
    use crate::util::total;
    fn one(total: u32) -> u32 { total }
    fn two() { let total = 1; let f = |total: u32| total; match total { total => drop(f(total)) } }
    fn three<T>(value: T) -> T { if let Some(total) = Some(1) { total; } value }
}
//- /src/util.rs
pub fn total() {}
pub struct T;
",
        &expect![[r"
            fixture::a -> fixture::util use x1
        "]],
    );
}

#[test]
fn items_and_uses_inside_functions_have_their_own_scope() {
    check(
        "
//- /src/lib.rs
mod a; mod b;
fn f() { use crate::a::X; { use crate::b::X; X::here(); } X::there(); }
//- /src/a.rs
pub struct X; impl X { pub fn there() {} }
//- /src/b.rs
pub struct X; impl X { pub fn here() {} }
",
        &expect![[r"
            fixture -> fixture::a use x1
            fixture -> fixture::a call x1
            fixture -> fixture::b use x1
            fixture -> fixture::b call x1
        "]],
    );
}

#[test]
fn members_lead_to_their_impl_wherever_it_stands() {
    check_items(
        "
//- /src/lib.rs
mod cart; mod extra;
fn f() { cart::Cart::add(); cart::Cart::clear(); cart::Kind::Empty; <cart::Cart as cart::Sell>::sell(); }
//- /src/cart.rs
pub struct Cart; impl Cart { pub fn add() {} }
pub enum Kind { Empty }
pub trait Sell { fn sell(); }
impl Sell for Cart { fn sell() { Self::add() } }
//- /src/extra.rs
use super::cart::Cart;
impl Cart { pub fn clear() {} }
",
        &expect![[r"
            fixture::extra -> fixture::cart::Cart use x1
            fixture::f -> fixture::cart::Cart type x2
            fixture::f -> fixture::cart::Cart::add call x1
            fixture::f -> fixture::cart::Kind construct x1
            fixture::f -> fixture::cart::Sell::sell call x1
            fixture::f -> fixture::extra::Cart::clear call x1
            fixture::cart::Cart#impl -> fixture::cart::Cart type x1
            fixture::cart::<Cart as Sell> -> fixture::cart::Cart type x1
            fixture::cart::<Cart as Sell> -> fixture::cart::Sell implement x1
            fixture::cart::<Cart as Sell>::sell -> fixture::cart::Cart::add call x1
            fixture::extra::Cart#impl -> fixture::cart::Cart type x1
        "]],
    );
}

#[test]
fn conditions_and_tests_are_told() {
    check(
        "
//- /Cargo.toml
[package]
name = 'fixture'
edition = '2024'
[features]
default = ['sqlite']
sqlite = []
mysql = []
//- /src/lib.rs
mod a; mod b;
#[cfg(feature = \"mysql\")] fn f() { a::x(); }
#[cfg(feature = \"sqlite\")] fn f() { b::x(); }
#[cfg(test)] mod tests { use super::a::x; #[test] fn t() { x(); crate::b::x(); } }
//- /src/a.rs
pub fn x() {}
//- /src/b.rs
pub fn x() {}
",
        &expect![[r#"
            fixture -> fixture::a call x1 [feature = "mysql"]
            fixture -> fixture::b call x1
            fixture::tests -> fixture::a use x1 ?
            fixture::tests -> fixture::a call x1 ?
            fixture::tests -> fixture::b call x1 ?
        "#]],
    );
}

#[test]
fn macros_pass_on_what_they_mention() {
    check(
        "
//- /src/lib.rs
#[macro_use] mod log; mod store; mod api;
//- /src/log.rs
macro_rules! note { ($($it:tt)*) => { $crate::store::keep(format!($($it)*)) } }
//- /src/store.rs
pub fn keep(_: String) {}
pub const LIMIT: u32 = 1;
//- /src/api.rs
fn f() { note!(\"{}\", crate::store::LIMIT); assert!(matches!(1, crate::store::LIMIT)); }
",
        &expect![[r"
            fixture::api -> fixture::log macro x1
            fixture::api -> fixture::store call x1
            fixture::api -> fixture::store static x2
        "]],
    );
}

#[test]
fn packages_of_a_workspace_know_each_other_by_their_names() {
    check(
        "
//- /Cargo.toml
[workspace]
members = ['crates/*']
[workspace.dependencies]
shop-core = { path = 'crates/core' }
//- /crates/core/Cargo.toml
[package]
name = 'shop-core'
edition = '2021'
//- /crates/core/src/lib.rs
pub mod order; pub use order::Order;
//- /crates/core/src/order.rs
pub struct Order;
//- /crates/web/Cargo.toml
[package]
name = 'web'
edition = '2021'
[dependencies]
domain = { package = 'shop-core', path = '../core' }
shop-core = { workspace = true }
//- /crates/web/src/main.rs
use domain::Order;
use shop_core::order::Order as Same;
fn main() { serve(web::start()); }
fn serve(_: Order) {}
//- /crates/web/src/lib.rs
pub fn start() -> domain::Order { domain::Order }
",
        &expect![[r"
            shop_core -> shop_core::order reexport x1
            web -> shop_core::order construct x1
            web -> shop_core::order type x1
            bin:web -> shop_core::order use x2
            bin:web -> shop_core::order type x1
            bin:web -> web call x1
        "]],
    );
}

#[test]
fn modules_are_found_where_the_language_looks() {
    check(
        "
//- /src/lib.rs
mod a; mod inline { mod inner; } #[path = \"odd/place.rs\"] mod placed;
//- /src/a.rs
mod b; fn f() { b::x(); }
//- /src/a/b/mod.rs
mod c; pub fn x() { c::y(); }
//- /src/a/b/c.rs
pub fn y() { super::super::super::placed::z(); }
//- /src/inline/inner.rs
fn f() { crate::placed::z(); }
//- /src/odd/place.rs
pub fn z() {}
",
        &expect![[r"
            fixture::a -> fixture::a::b call x1
            fixture::inline::inner -> fixture::placed call x1
            fixture::a::b -> fixture::a::b::c call x1
            fixture::a::b::c -> fixture::placed call x1
        "]],
    );
}

#[test]
fn what_is_not_known_is_told() {
    let analysis = pipeline::fixture(
        "
//- /src/lib.rs
mod gone;
use crate::nowhere::Thing;
fn f() { missing::call(); std::mem::drop(1); Vec::<u8>::new(); }
",
    );
    let unresolved: Vec<_> = analysis
        .model
        .unresolved()
        .iter()
        .map(|it| it.path.to_string())
        .collect();
    let notices: Vec<_> = analysis.notices.iter().map(ToString::to_string).collect();
    expect![[r#"
        [
            "crate::nowhere::Thing",
            "missing::call",
        ]
        [
            "src/lib.rs:1: module \"gone\" has no file (none is there, and no build script that may write it)",
        ]
    "#]]
    .assert_eq(&format!("{unresolved:#?}\n{notices:#?}\n"));
}

#[test]
fn a_build_script_may_write_a_module() {
    let analysis = pipeline::fixture(
        "
//- /Cargo.toml
[package]
name = \"fixture\"
edition = \"2024\"
//- /build.rs
fn main() {}
//- /src/lib.rs
mod made;
",
    );
    let notices: Vec<_> = analysis.notices.iter().map(ToString::to_string).collect();
    expect![[r#"src/lib.rs:1: module "made" has no file (the build script may write it; what it holds is not seen)"#]]
        .assert_eq(&notices.join("\n"));
}

#[test]
fn words_of_macros_are_no_unknown_names() {
    let analysis = pipeline::fixture(
        r#"
//- /src/lib.rs
const KNOWN: u32 = 1;
fn f() {
    other::json!({ "a": null, "b": [null, { "c": KNOWN }], "d": gone::path });
    other::make!(word, KNOWN, [word]);
    if cfg!(debug_assertions) && cfg!(all(unix, feature = "x")) {}
    stringify!(any words);
    stringify!(_enable);
    let _ = cfg_select! { unix => 1, _ => 2 };
    assert!(lost);
}
"#,
    );
    let unresolved = analysis.model.unresolved().iter();
    let unresolved: Vec<_> = unresolved.map(|it| it.path.to_string()).collect();
    let outgoing = analysis.model.references();
    let n_known = outgoing
        .iter()
        .filter(|it| it.kind == DependencyKind::Static);
    expect!["other::json gone::path other::make lost; 2 references to KNOWN"].assert_eq(&format!(
        "{}; {} references to KNOWN",
        unresolved.join(" "),
        n_known.count()
    ));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let project = "
//- /src/lib.rs
mod a; mod b; pub use a::*;
//- /src/a.rs
pub use crate::b::f; pub struct A;
//- /src/b.rs
use crate::A; pub fn f(_: A) {}
";
    let on = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        pool.build().unwrap().install(|| pipeline::fixture(project))
    };
    let (one, four) = (on(1), on(4));
    assert!(!one.model.references().is_empty());
    assert_eq!(one.model.references(), four.model.references());
}

#[test]
fn what_macros_of_the_package_declare_is_declared() {
    check_items(
        "
//- /src/lib.rs
#[macro_use] mod make;
mod ids;
fn f(id: ids::OrderId) -> ids::Kind { id.number(); ids::Kind::Small }
//- /src/make.rs
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])* pub struct $name(u32);
        impl $name { pub fn number(&self) -> u32 { self.0 } }
    )* };
}
//- /src/ids.rs
ids!(OrderId, CustomerId,);
macro_rules! worded {
    ($name:ident { $($variant:ident = $word:literal,)+ }) => {
        pub enum $name { $($variant,)+ }
        impl $name { pub fn word(&self) -> &'static str { match self { $(Self::$variant => $word),+ } } }
    };
}
worded! { Kind { Small = \"small\", Large = \"large\", } }
",
        &expect![[r#"
            fixture::ids -> fixture::make::ids macro x1
            fixture::f -> fixture::ids::OrderId type x1
            fixture::f -> fixture::ids::OrderId::number call x1
            fixture::f -> fixture::ids::Kind construct x1
            fixture::f -> fixture::ids::Kind type x1
            fixture::ids::OrderId#impl -> fixture::ids::OrderId type x1
            fixture::ids::CustomerId#impl -> fixture::ids::CustomerId type x1
            fixture::ids::Kind#impl -> fixture::ids::Kind type x1
            fixture::ids::Kind::word -> fixture::ids::Kind construct x2
        "#]],
    );
}

#[test]
fn branches_of_cfg_if_and_cfg_select_have_their_conditions() {
    check(
        "
//- /src/lib.rs
mod a;
cfg_if::cfg_if! {
    if #[cfg(feature = \"x\")] { mod b; use a::A as Wanted; } else { mod c; use a::A as Plain; }
}
std::cfg_select! {
    test => { mod d; }
    _ => { pub mod e; }
}
//- /src/a.rs
pub struct A;
//- /src/b.rs
fn f() { crate::a::A; }
//- /src/c.rs
fn f() { crate::a::A; }
//- /src/d.rs
fn f() { crate::a::A; }
//- /src/e.rs
fn f() { crate::a::A; }
",
        &expect![[r#"
            fixture -> fixture::a use x2
            fixture::b -> fixture::a construct x1 [feature = "x"]
            fixture::c -> fixture::a construct x1
            fixture::d -> fixture::a construct x1 ?
            fixture::e -> fixture::a construct x1
        "#]],
    );
}

#[test]
fn tables_of_diesel_are_modules() {
    check(
        "
//- /src/lib.rs
mod schema; mod models;
//- /src/schema.rs
diesel::table! { users (id) { id -> Integer, name -> Text, } }
diesel::table! { posts (id) { id -> Integer, author -> Integer, } }
diesel::joinable!(posts -> users (author));
//- /src/models.rs
use crate::schema::users;
#[derive(Queryable)] #[diesel(table_name = users)] pub struct User { id: i32 }
fn f() { users::table.filter(users::name.eq(1)); }
",
        &expect![[r#"
            fixture::schema -> fixture::schema::users type x1
            fixture::schema -> fixture::schema::posts type x1
            fixture::schema -> fixture::schema::posts::columns type x1
            fixture::models -> fixture::schema::users use x1
            fixture::models -> fixture::schema::users construct x1
            fixture::models -> fixture::schema::users type x1
            fixture::models -> fixture::schema::users::columns construct x1
            fixture::models -> fixture::schema::users::columns type x1
            fixture::models -> table:users reads x1
            fixture::schema::users -> fixture::schema::users::columns type x1
            fixture::schema::users -> fixture::schema::users::columns reexport x1
            fixture::schema::users::dsl -> fixture::schema::users reexport x1
            fixture::schema::users::dsl -> fixture::schema::users::columns reexport x2
            fixture::schema::users::columns -> fixture::schema::users use x1
            fixture::schema::posts -> fixture::schema::posts::columns type x1
            fixture::schema::posts -> fixture::schema::posts::columns reexport x1
            fixture::schema::posts::dsl -> fixture::schema::posts reexport x1
            fixture::schema::posts::dsl -> fixture::schema::posts::columns reexport x2
            fixture::schema::posts::columns -> fixture::schema::posts use x1
        "#]],
    );
}

#[test]
fn an_alias_leads_to_what_it_stands_for_and_rivals_to_the_type_alone() {
    check_items(
        "
//- /src/lib.rs
type Short = Long;
struct Long; struct A; struct B;
impl Long { fn make() {} }
impl From<A> for Long { fn from(_: A) -> Self { Long } }
impl From<B> for Long { fn from(_: B) -> Self { Long } }
const LIMIT: u32 = 1;
fn f() { Short::make(); Long::from(A); println!(\"{LIMIT}\"); }
",
        &expect![[r#"
            fixture::Short -> fixture::Long type x1
            fixture::Long#impl -> fixture::Long type x1
            fixture::<Long as From> -> fixture::Long type x1
            fixture::<Long as From> -> fixture::A type x1
            fixture::<Long as From>::from -> fixture::Long construct x1
            fixture::<Long as From>::from -> fixture::Long type x1
            fixture::<Long as From>::from -> fixture::A type x1
            fixture::<Long as From>#impl -> fixture::Long type x1
            fixture::<Long as From>#impl -> fixture::B type x1
            fixture::<Long as From>::from#fn -> fixture::Long construct x1
            fixture::<Long as From>::from#fn -> fixture::Long type x1
            fixture::<Long as From>::from#fn -> fixture::B type x1
            fixture::f -> fixture::Long construct x1
            fixture::f -> fixture::A construct x1
            fixture::f -> fixture::Long::make call x1
            fixture::f -> fixture::LIMIT static x1
        "#]],
    );
}

#[test]
fn macros_of_foreign_crates_and_of_the_language_are_no_riddle() {
    let analysis = pipeline::fixture(
        r##"
//- /src/lib.rs
#[macro_use] extern crate std;
mod texts;
fn f() { error!("{}", 1); println!("{}", Self::A); }
//- /src/texts.rs
const STORED: &str = "macro_rules! println { ($($t:tt)*) => { crate::nowhere::at_all() }; }";
"##,
    );
    assert_eq!(analysis.model.unresolved(), []);
}

#[test]
fn a_member_may_be_named_through_its_type_in_brackets() {
    check_items(
        "
//- /src/lib.rs
mod cart;
fn f() { <cart::Cart>::add(1); <Vec<cart::Cart>>::new(); }
fn g<T: Clone>(it: T) { <T>::clone(&it); }
//- /src/cart.rs
pub struct Cart;
impl Cart { pub fn add(n: u8) {} }
",
        &expect![[r#"
            fixture::f -> fixture::cart::Cart type x2
            fixture::f -> fixture::cart::Cart::add call x1
            fixture::cart::Cart#impl -> fixture::cart::Cart type x1
        "#]],
    );
}
