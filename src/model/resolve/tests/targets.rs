//! What manifests and editions decide: which targets are built, from which files, in which words.

use expect_test::expect;

use super::{check, check_items};

#[test]
fn a_target_that_needs_a_feature_has_its_condition() {
    check(
        "
//- /Cargo.toml
[package]
name = 'fixture'
edition = '2024'
[features]
default = ['fast']
fast = []
slow = []
odd = []
[[bin]]
name = 'quick'
required-features = ['fast']
[[bin]]
name = 'rare'
required-features = ['slow', 'fast', 'odd']
//- /src/lib.rs
pub mod a;
//- /src/a.rs
pub fn x() {}
//- /src/bin/quick.rs
fn main() { fixture::a::x(); }
//- /src/bin/rare.rs
mod more;
fn main() { fixture::a::x(); }
//- /src/bin/more.rs
pub fn f() { fixture::a::x(); }
",
        &expect![[r#"
            bin:quick -> fixture::a call x1
            bin:rare -> fixture::a call x1 [all(feature = "slow", feature = "odd")]
            bin:rare::more -> fixture::a call x1 [all(feature = "slow", feature = "odd")]
            bin:more -> fixture::a call x1
        "#]],
    );
}

#[test]
fn a_file_that_a_condition_names_is_a_module_of_its_own() {
    check(
        "
//- /src/lib.rs
mod a; mod b; mod c;
#[cfg_attr(windows, path = \"elsewhere.rs\")]
#[cfg_attr(not(windows), path = \"here.rs\")]
mod place;
#[cfg_attr(windows, path = \"elsewhere.rs\")]
mod usual;
pub fn f() { place::go(); usual::go(); }
//- /src/a.rs
pub fn x() {}
//- /src/b.rs
pub fn x() {}
//- /src/c.rs
pub fn x() {}
//- /src/elsewhere.rs
pub fn go() { crate::a::x(); }
//- /src/here.rs
pub fn go() { crate::b::x(); }
//- /src/usual.rs
pub fn go() { crate::c::x(); }
",
        &expect![[r#"
            fixture -> fixture::place call x1
            fixture -> fixture::usual call x1
            fixture::place#2 -> fixture::a call x1 [windows]
            fixture::place -> fixture::b call x1
            fixture::usual#2 -> fixture::a call x1 [windows]
            fixture::usual -> fixture::c call x1
        "#]],
    );
}

#[test]
fn names_that_arguments_of_a_macro_give_are_no_captures() {
    check_items(
        "
//- /src/lib.rs
mod a;
use a::{LIMIT, count};
fn f() {
    println!(\"{count} {LIMIT}\", count = 1);
    println!(\"{count:?}\", count = count());
}
//- /src/a.rs
pub fn count() -> u32 { 1 }
pub const LIMIT: u32 = 1;
",
        &expect![[r#"
            fixture -> fixture::a::count use x1
            fixture -> fixture::a::LIMIT use x1
            fixture::f -> fixture::a::count call x1
            fixture::f -> fixture::a::LIMIT static x1
        "#]],
    );
}

#[test]
fn the_first_edition_is_understood() {
    check_items(
        "
//- /Cargo.toml
[package]
name = 'fixture'
//- /src/lib.rs
mod async; mod a;
//- /src/a.rs
pub struct Thing;
pub trait Speak { fn speak(&self, Thing, &Speak) -> Box<Fn(Thing) -> u32>; }
pub type Action = Fn(&Thing) + Send;
//- /src/async.rs
use a::{Action, Speak};
pub fn async(await: &Speak) { ::async::async(await); let dyn = ::a::Thing; await.speak(dyn, await); }
pub fn try(x: Box<Fn(::a::Thing) -> u32>) -> Result<(), ()> { try!(Ok(())); Ok(()) }
",
        &expect![[r#"
            fixture::async -> fixture::a::Speak use x1
            fixture::async -> fixture::a::Action use x1
            fixture::async::async -> fixture::a::Thing construct x1
            fixture::async::async -> fixture::a::Speak type x1
            fixture::async::async -> fixture::a::Speak::speak call x1
            fixture::async::try -> fixture::a::Thing type x1
            fixture::a::Speak::speak -> fixture::a::Thing type x2
            fixture::a::Action -> fixture::a::Thing type x1
        "#]],
    );
}

#[test]
fn what_a_file_includes_is_a_part_of_it() {
    check_items(
        "
//- /src/lib.rs
pub mod shop; mod money;
mod other { pub use crate::shop::Cart; pub fn f(_: Cart) { crate::shop::inner::deep(); } }
//- /src/shop.rs
use std::fmt::Debug;
include!(\"shop/parts/made.rs\");
pub fn total(sum: u32) -> u32 { beside(); include!(\"shop/value.rs\") }
pub mod inner { include!(\"shop/parts/more.rs\"); fn f() -> u32 { super::total(1) } }
//- /src/shop/parts/made.rs
use crate::money::Cents;
mod near;
pub struct Cart(Cents);
impl Cart { pub fn sum(&self) -> Cents { near::go(); total(1); Cents } }
pub fn beside() {}
//- /src/shop/parts/near.rs
pub fn go() { super::beside(); }
//- /src/shop/parts/more.rs
pub fn deep() { f(); super::beside(); }
//- /src/shop/value.rs
{ let cents = crate::money::one(); sum + cents }
//- /src/money.rs
pub struct Cents;
pub fn one() -> u32 { 1 }
",
        &expect![[r#"
            fixture::shop -> fixture::money::Cents use x1
            fixture::shop -> fixture::money::one call x1
            fixture::other -> fixture::shop::Cart reexport x1
            fixture::other::f -> fixture::shop::Cart type x1
            fixture::other::f -> fixture::shop::inner::deep call x1
            fixture::shop::total -> fixture::shop::beside call x1
            fixture::shop::inner::f -> fixture::shop::total call x1
            fixture::shop::Cart -> fixture::money::Cents type x1
            fixture::shop::Cart#impl -> fixture::shop::Cart type x1
            fixture::shop::Cart::sum -> fixture::shop::total call x1
            fixture::shop::Cart::sum -> fixture::shop::near::go call x1
            fixture::shop::Cart::sum -> fixture::money::Cents construct x1
            fixture::shop::Cart::sum -> fixture::money::Cents type x1
            fixture::shop::near::go -> fixture::shop::beside call x1
            fixture::shop::inner::deep -> fixture::shop::inner::f call x1
            fixture::shop::inner::deep -> fixture::shop::beside call x1
        "#]],
    );
}

#[test]
fn files_that_are_named_twice_again_and_again_are_given_up() {
    let mut project = String::from("\n//- /src/lib.rs\n");
    for at in 0..40 {
        let name = format!("f{at}.rs");
        let twice = format!("#[path = \"{name}\"] mod x; #[path = \"{name}\"] mod y; ");
        let thrice = format!("mod z {{ include!(\"{name}\"); }}\n");
        project += &format!("{twice}{thrice}//- /src/{name}\n");
    }
    let analysis = crate::pipeline::fixture(&project);
    let told = analysis.notices.iter().map(ToString::to_string);
    let told: Vec<_> = told.filter(|it| it.contains("too many places")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(analysis.model.modules().len() < 20_000);
}
