//! What derives, attributes and macros of well-known crates declare and mention.

use expect_test::expect;

use super::{check, check_items};

#[test]
fn texts_of_serde_name_functions_and_types() {
    check_items(
        r#"
//- /src/lib.rs
mod raw;
mod dates { pub mod short { pub fn serialize() {} } }
mod shop {
    use crate::raw::{Raw, usual_port, is_zero};
    #[derive(Deserialize)]
    #[serde(try_from = "Vec<Raw>", rename_all = "lowercase")]
    struct Cart {
        #[serde(default = "usual_port", skip_serializing_if = "is_zero")]
        port: u16,
        #[serde(with = "crate::dates::short")]
        day: u8,
        #[serde(default, rename = "Raw")]
        other: u8,
    }
}
//- /src/raw.rs
pub struct Raw;
pub fn usual_port() -> u16 { 0 }
pub fn is_zero() {}
"#,
        &expect![[r#"
            fixture::shop -> fixture::raw::Raw use x1
            fixture::shop -> fixture::raw::usual_port use x1
            fixture::shop -> fixture::raw::is_zero use x1
            fixture::shop::Cart -> fixture::dates::short type x1
            fixture::shop::Cart -> fixture::raw::Raw type x1
            fixture::shop::Cart -> fixture::raw::usual_port call x1
            fixture::shop::Cart -> fixture::raw::is_zero call x1
        "#]],
    );
}

#[test]
fn attributes_name_what_their_expansion_does() {
    check_items(
        r#"
//- /src/lib.rs
mod text { pub fn shout() {} pub const LEVEL: u8 = 1; }
mod body { pub struct Order; pub struct Refused; }
mod api {
    use crate::body::Order;
    #[derive(thiserror::Error)]
    enum Failure {
        #[error("too much: {}", crate::text::shout(.0))]
        Much(u8),
        #[display("{}", crate::text::LEVEL)]
        Little,
    }
    #[utoipa::path(get, path = "/order", responses((status = 200, body = Order), (status = 400, body = crate::body::Refused)))]
    fn order() {}
    #[tracing::instrument(skip_all, fields(level = crate::text::LEVEL, who = %user.id))]
    fn traced() {}
    #[derive(clap::Parser)]
    struct Arguments {
        #[arg(long, value_parser = crate::text::shout, default_value_t = crate::text::LEVEL)]
        level: u8,
        #[arg(value_parser = clap::value_parser!(Order))]
        order: u8,
    }
}
"#,
        &expect![[r#"
            fixture::api -> fixture::body::Order use x1
            fixture::api::Failure -> fixture::text::shout call x1
            fixture::api::Failure -> fixture::text::LEVEL static x1
            fixture::api::order -> fixture::body::Order type x1
            fixture::api::order -> fixture::body::Refused type x1
            fixture::api::traced -> fixture::text::LEVEL static x1
            fixture::api::Arguments -> fixture::text::shout call x1
            fixture::api::Arguments -> fixture::text::LEVEL static x1
            fixture::api::Arguments -> fixture::body::Order type x1
        "#]],
    );
}

#[test]
fn handlers_are_named_by_lists_of_routes() {
    check(
        r#"
//- /src/lib.rs
mod cart { #[get("/cart")] pub fn show() {} #[catch(404)] pub fn lost() {} }
mod rocket { fn routes() { routes![crate::cart::show]; catchers![crate::cart::lost]; } }
mod actix { use crate::cart::show; fn routes(app: App) { app.service(show); } }
"#,
        &expect![[r#"
            fixture::rocket -> fixture::cart call x2
            fixture::actix -> fixture::cart use x1
            fixture::actix -> fixture::cart call x1
        "#]],
    );
}

#[test]
fn sea_orm_makes_entities_of_models() {
    check_items(
        r#"
//- /src/lib.rs
mod cake {
    #[derive(Clone, DeriveEntityModel)]
    #[sea_orm(table_name = "cake")]
    pub struct Model { #[sea_orm(primary_key)] pub id: i32, pub unit_price: i32 }
    #[derive(DeriveRelation)]
    pub enum Relation { #[sea_orm(has_many = "super::fruit::Entity")] Fruit }
}
mod fruit {
    #[derive(DeriveEntityModel)]
    pub struct Model { pub id: i32, pub cake_id: i32 }
    #[derive(DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id")]
        Cake,
    }
}
mod shop {
    use crate::cake::{self, Entity as Cake};
    fn all() { Cake::find().filter(cake::Column::UnitPrice.gt(1)); cake::ActiveModel {}; }
}
"#,
        &expect![[r#"
            fixture::shop -> fixture::cake use x1
            fixture::shop -> fixture::cake::Entity use x1
            fixture::cake::Relation -> fixture::fruit::Entity type x1
            fixture::fruit::Relation -> fixture::cake::Entity type x1
            fixture::fruit::Relation -> fixture::cake::Column construct x1
            fixture::fruit::Relation -> fixture::fruit::Column construct x1
            fixture::shop::all -> table:cake reads x1
            fixture::shop::all -> fixture::cake::Entity construct x1
            fixture::shop::all -> fixture::cake::ActiveModel construct x1
            fixture::shop::all -> fixture::cake::Column construct x1
        "#]],
    );
}

#[test]
fn diesel_declares_tables_columns_and_other_names_of_tables() {
    check_items(
        r#"
//- /src/lib.rs
pub mod schema {
    pub mod sql_types { pub struct Mood; }
    diesel::table! {
        use diesel::sql_types::*;
        use super::sql_types::Mood;
        person (id) { id -> Int4, mood -> Nullable<Mood>, }
    }
}
pub mod aliases {
    use crate::schema::person;
    diesel::alias!(person as person1: Person1, person as person2: Person2);
}
mod shop {
    use crate::{aliases::{self, person1}, schema::person};
    type Field = AliasedField<aliases::Person1, person::id>;
    fn f() { person1.field(person::mood); }
}
//- /Cargo.toml
[package]
name = "shop"
[dependencies]
diesel = "2"
"#,
        &expect![[r#"
            shop::schema::person -> shop::schema::person::columns reexport x1
            shop::schema::person -> shop::schema::sql_types::Mood use x1
            shop::schema::person::dsl -> shop::schema::person::table reexport x1
            shop::schema::person::dsl -> shop::schema::person::columns::id reexport x1
            shop::schema::person::dsl -> shop::schema::person::columns::mood reexport x1
            shop::schema::person::columns -> shop::schema::sql_types::Mood use x1
            shop::schema::person::columns -> shop::schema::person::table use x1
            shop::aliases -> shop::schema::person use x1
            shop::shop -> shop::schema::person use x1
            shop::shop -> shop::aliases use x1
            shop::shop -> shop::aliases::person1 use x1
            shop::schema::person::table#impl -> shop::schema::person::table type x1
            shop::schema::person::table::PrimaryKey -> shop::schema::person::columns::id type x1
            shop::schema::person::columns::mood -> shop::schema::sql_types::Mood type x1
            shop::aliases::person1 -> table:person reads x1
            shop::aliases::person1 -> shop::schema::person::table construct x1
            shop::aliases::person1 -> shop::aliases::Person1 type x1
            shop::aliases::person2 -> table:person reads x1
            shop::aliases::person2 -> shop::schema::person::table construct x1
            shop::aliases::person2 -> shop::aliases::Person2 type x1
            shop::shop::Field -> shop::schema::person::columns::id type x1
            shop::shop::Field -> shop::aliases::Person1 type x1
            shop::shop::f -> table:person reads x1
            shop::shop::f -> shop::schema::person::columns::mood construct x1
            shop::shop::f -> shop::aliases::person1 static x1
        "#]],
    );
}

#[test]
fn derives_give_types_functions() {
    check_items(
        r#"
//- /src/lib.rs
mod form {
    #[cfg_attr(all(), derive(Clone, derive_new::new))]
    pub struct Form { pub a: u8 }
    impl Form { pub fn send(&self) {} }
    #[derive(TypedBuilder)]
    pub struct Order { pub a: u8 }
}
mod shop {
    use crate::form::{Form, Order};
    fn f() { Form::new(1).send(); Order::builder().a(1).build(); }
}
"#,
        &expect![[r#"
            fixture::shop -> fixture::form::Form use x1
            fixture::shop -> fixture::form::Order use x1
            fixture::form::Form#impl -> fixture::form::Form type x1
            fixture::form::Form::new -> fixture::form::Form type x1
            fixture::form::Form#impl#impl -> fixture::form::Form type x1
            fixture::form::Order#impl -> fixture::form::Order type x1
            fixture::shop::f -> fixture::form::Form::new call x1
            fixture::shop::f -> fixture::form::Form::send call x1
            fixture::shop::f -> fixture::form::Order::builder call x1
        "#]],
    );
}

#[test]
fn bitflags_are_types_with_constants() {
    check_items(
        r#"
//- /src/lib.rs
mod rights {
    bitflags::bitflags! {
        /// What one may do.
        #[derive(Clone)]
        pub struct Rights: u32 { const READ = 1; const ALL = Self::READ.bits() | crate::MORE; const _ = !0; }
    }
}
const MORE: u32 = 2;
mod shop { use crate::rights::Rights; fn f() -> Rights { Rights::READ | Rights::ALL } }
"#,
        &expect![[r#"
            fixture::shop -> fixture::rights::Rights use x1
            fixture::rights::Rights#impl -> fixture::rights::Rights type x1
            fixture::rights::Rights::READ -> fixture::rights::Rights type x1
            fixture::rights::Rights::ALL -> fixture::rights::Rights type x1
            fixture::rights::Rights::ALL -> fixture::rights::Rights::READ static x1
            fixture::rights::Rights::ALL -> fixture::MORE static x1
            fixture::shop::f -> fixture::rights::Rights type x1
            fixture::shop::f -> fixture::rights::Rights::READ static x1
            fixture::shop::f -> fixture::rights::Rights::ALL static x1
        "#]],
    );
}

#[test]
fn values_of_json_and_maps_are_expressions() {
    check_items(
        r#"
//- /src/lib.rs
mod config { pub struct Config; impl Config { pub fn domain(&self) {} } pub static CONFIG: Config = Config; pub const VERSION: u8 = 1; }
mod api {
    use crate::config::{CONFIG, VERSION};
    use rocket::*;
    fn f() { json!({ "a": VERSION, "b": [1, { "c": CONFIG.domain() }, null], "d": { e: if true { VERSION } else { 2 } } }); }
    fn g() { hashmap! { "a" => CONFIG.domain(), crate::key() => VERSION }; }
    fn h() { other!(some words VERSION and => more); }
}
fn key() {}
//- /Cargo.toml
[package]
name = "shop"
[dependencies]
rocket = "1"
"#,
        &expect![[r#"
            shop::api -> shop::config::CONFIG use x1
            shop::api -> shop::config::VERSION use x1
            shop::config::Config#impl -> shop::config::Config type x1
            shop::config::CONFIG -> shop::config::Config construct x1
            shop::config::CONFIG -> shop::config::Config type x1
            shop::api::f -> shop::config::Config::domain call x1
            shop::api::f -> shop::config::CONFIG static x1
            shop::api::f -> shop::config::VERSION static x2
            shop::api::g -> shop::config::Config::domain call x1
            shop::api::g -> shop::config::CONFIG static x1
            shop::api::g -> shop::config::VERSION static x1
            shop::api::g -> shop::key call x1
            shop::api::h -> shop::config::VERSION static x1
        "#]],
    );
}

#[test]
fn types_are_arguments_of_queries() {
    check(
        r#"
//- /src/lib.rs
mod user { #[derive(sqlx::FromRow)] pub struct User { id: i64 } }
mod shop { use crate::user::User; async fn f() { sqlx::query_as!(User, "select * from users").await; } }
"#,
        &expect![[r#"
            fixture::shop -> fixture::user use x1
            fixture::shop -> fixture::user construct x1
        "#]],
    );
}

#[test]
fn build_scripts_set_conditions() {
    check(
        r#"
//- /src/lib.rs
mod low;
#[cfg(fast)] mod a { use crate::low::f; }
#[cfg(slow)] mod b { use crate::low::f; }
#[cfg(probed)] mod c { use crate::low::f; }
#[cfg(has = "wings")] mod d { use crate::low::f; }
//- /src/low.rs
pub fn f() {}
//- /build.rs
fn main() {
    #[cfg(feature = "speed")] println!("cargo:rustc-cfg=fast");
    #[cfg(not(feature = "speed"))] println!("cargo:rustc-cfg=slow");
    println!("cargo::rustc-cfg=has=\"wings\"");
    if probe() { println!("cargo:rustc-cfg=probed"); }
    println!("cargo:rustc-check-cfg=cfg(probed)");
}
//- /Cargo.toml
[package]
name = "shop"
[features]
default = ["speed"]
speed = []
"#,
        &expect![[r#"
            shop::a -> shop::low use x1
            shop::b -> shop::low use x1 [slow]
            shop::c -> shop::low use x1 [probed]
            shop::d -> shop::low use x1
        "#]],
    );
}

#[test]
fn macros_that_other_packages_export_are_expanded() {
    check_items(
        r#"
//- /Cargo.toml
[workspace]
members = ["base", "shop"]
//- /base/Cargo.toml
[package]
name = "my-base"
//- /base/src/lib.rs
pub trait Key {}
#[macro_export]
macro_rules! keys {
    ($($id:ident of $($module:ident)::+),+) => { $(pub struct $id; impl $crate::Key for $id {} fn $id() -> $($module)::+ {})+ };
}
macro_rules! hidden { () => { pub struct Hidden; } }
//- /shop/Cargo.toml
[package]
name = "shop"
[dependencies]
my_base = { path = "../base", package = "my-base" }
other = "1"
//- /shop/src/lib.rs
mod ids { my_base::keys! { OrderId of crate::ids::inner::Order, ItemId of u8 } pub mod inner { pub struct Order; } }
mod more { use my_base::keys; keys! { UserId of u8 } }
mod none { other::keys! { OtherId of u8 } my_base::hidden! {} }
fn f(_: ids::OrderId, _: more::UserId) {}
"#,
        &expect![[r#"
            shop::ids -> my_base::keys macro x1
            shop::more -> my_base::keys use x1
            shop::more -> my_base::keys macro x1
            shop::none -> my_base macro x1
            shop::ids::<OrderId as Key> -> my_base::Key implement x1
            shop::ids::<OrderId as Key> -> shop::ids::OrderId type x1
            shop::ids::OrderId#fn -> shop::ids::inner::Order type x1
            shop::ids::<ItemId as Key> -> my_base::Key implement x1
            shop::ids::<ItemId as Key> -> shop::ids::ItemId type x1
            shop::more::<UserId as Key> -> my_base::Key implement x1
            shop::more::<UserId as Key> -> shop::more::UserId type x1
            shop::f -> shop::ids::OrderId type x1
            shop::f -> shop::more::UserId type x1
        "#]],
    );
}

#[test]
fn words_of_the_language_in_macros_name_nothing() {
    check(
        r#"
//- /src/lib.rs
mod cfg {}
mod a { fn f() { T![crate]; T![super]; quote! { #[cfg(test)] fn #name() {} crate::b::g() }; } }
mod b { pub fn g() {} }
"#,
        &expect![[r#"
            fixture::a -> fixture::b call x1
        "#]],
    );
}

#[test]
fn a_derive_may_be_declared_by_a_macro() {
    check_items(
        r#"
//- /macros/Cargo.toml
[package]
name = "macros"
[lib]
proc-macro = true
//- /macros/src/lib.rs
synstructure::decl_derive!([Visit, attributes(visit)] => visit_derive);
fn visit_derive() {}
//- /shop/Cargo.toml
[package]
name = "shop"
[dependencies]
macros = { path = "../macros" }
//- /shop/src/lib.rs
use macros::Visit;
#[derive(Visit)] struct Cart;
"#,
        &expect![[r#"
            shop -> macros::Visit use x1
            shop::Cart -> macros::Visit derive x1
        "#]],
    );
}

#[test]
fn one_connection_of_several_is_a_module_of_its_own() {
    check(
        r#"
//- /src/lib.rs
mod db {
    #[derive(diesel::MultiConnection)]
    pub enum Any { Pg(u8), Sqlite(u8) }
}
mod shop { use crate::db::MultiBackend; }
"#,
        &expect![[r#"
            fixture::db -> fixture::db::multi_connection_impl::backend reexport x2
            fixture::db -> fixture::db::multi_connection_impl::row reexport x2
            fixture::db::multi_connection_impl -> fixture::db use x1
            fixture::db::multi_connection_impl -> fixture::db::multi_connection_impl::backend reexport x2
            fixture::db::multi_connection_impl -> fixture::db::multi_connection_impl::row reexport x2
            fixture::db::multi_connection_impl::backend -> fixture::db::multi_connection_impl use x1
            fixture::db::multi_connection_impl::backend -> fixture::db::multi_connection_impl::query_builder use x1
            fixture::db::multi_connection_impl::backend -> fixture::db::multi_connection_impl::bind_collector use x1
            fixture::db::multi_connection_impl::query_builder -> fixture::db::multi_connection_impl use x1
            fixture::db::multi_connection_impl::query_builder -> fixture::db::multi_connection_impl::backend use x1
            fixture::db::multi_connection_impl::query_builder -> fixture::db::multi_connection_impl::bind_collector use x1
            fixture::db::multi_connection_impl::bind_collector -> fixture::db::multi_connection_impl use x1
            fixture::db::multi_connection_impl::bind_collector -> fixture::db::multi_connection_impl::backend use x1
            fixture::db::multi_connection_impl::row -> fixture::db::multi_connection_impl use x1
            fixture::db::multi_connection_impl::row -> fixture::db::multi_connection_impl::backend use x1
            fixture::db::multi_connection_impl::connection -> fixture::db use x1
            fixture::db::multi_connection_impl::connection -> fixture::db::multi_connection_impl use x1
            fixture::db::multi_connection_impl::connection -> fixture::db::multi_connection_impl::backend use x1
            fixture::db::multi_connection_impl::connection -> fixture::db::multi_connection_impl::query_builder use x1
            fixture::db::multi_connection_impl::connection -> fixture::db::multi_connection_impl::bind_collector use x1
            fixture::db::multi_connection_impl::connection -> fixture::db::multi_connection_impl::row use x1
            fixture::shop -> fixture::db::multi_connection_impl::backend use x1
        "#]],
    );
}
