//! What calls of macros of the package become.

use super::*;

#[test]
fn members_that_a_macro_declares_are_members() {
    check_items(
        "
//- /src/lib.rs
mod named;
macro_rules! getters {
    ($($name:ident),*) => { $(fn $name(&self) -> named::Name { named::Name })* };
}
pub struct Cart;
impl Cart { getters! { first, last } }
trait Shown { getters! { title } }
impl Shown for Cart {}
fn f(cart: &Cart) { cart.last(); cart.title(); }
//- /src/named.rs
pub struct Name;
",
        &expect![[r#"
            fixture::Cart#impl -> fixture::getters macro x1
            fixture::Cart#impl -> fixture::Cart type x1
            fixture::Cart::first -> fixture::named::Name construct x1
            fixture::Cart::first -> fixture::named::Name type x1
            fixture::Cart::last -> fixture::named::Name construct x1
            fixture::Cart::last -> fixture::named::Name type x1
            fixture::Shown -> fixture::getters macro x1
            fixture::Shown::title -> fixture::named::Name construct x1
            fixture::Shown::title -> fixture::named::Name type x1
            fixture::<Cart as Shown> -> fixture::Cart type x1
            fixture::<Cart as Shown> -> fixture::Shown implement x1
            fixture::f -> fixture::Cart type x1
            fixture::f -> fixture::Cart::last call x1
            fixture::f -> fixture::Shown::title call x1
        "#]],
    );
}

#[test]
fn a_macro_that_takes_one_token_after_the_other_is_followed_to_its_end() {
    check(
        "
//- /src/lib.rs
mod a;
mod b;
macro_rules! without_marks {
    ([$($kept:tt)*]) => { $($kept)* };
    ([$($kept:tt)*] @mark $($rest:tt)*) => { without_marks!([$($kept)*] $($rest)*); };
    ([$($kept:tt)*] $next:tt $($rest:tt)*) => { without_marks!([$($kept)* $next] $($rest)*); };
}
without_marks! { []
    @mark pub fn f01() {} pub fn f02() {} pub fn f03() {} pub fn f04() {} pub fn f05() {}
    @mark pub fn f06() {} pub fn f07() {} pub fn f08() {} pub fn f09() {} pub fn f10() {}
    @mark pub fn f11() {} pub fn f12() {} pub fn f13() {} pub fn f14() {} pub fn f15() {}
    @mark pub fn f16() {} pub fn f17() {} pub fn f18() {} pub fn f19() {} pub fn f20() {}
    @mark pub fn f21() {} pub fn f22() {} pub fn f23() {} pub fn f24() {} pub fn f25() {}
    @mark pub fn f26() {} pub fn f27() {} pub fn f28() {} pub fn f29() {} pub fn f30() {}
    @mark pub fn last() { b::g() }
}
//- /src/a.rs
fn f() { crate::last(); }
//- /src/b.rs
pub fn g() {}
",
        &expect![[r#"
            fixture -> fixture::b call x1
            fixture::a -> fixture call x1
        "#]],
    );
}

#[test]
fn a_macro_that_a_macro_defines_is_known_after_it() {
    check_items(
        "
//- /src/lib.rs
macro_rules! template {
    ($name:ident) => {
        pub struct $name;
        macro_rules! $name { ($by:ident $what:tt) => { $by! { $what $name } }; }
    };
}
macro_rules! delegate { ([$other:ty] $name:ident) => { impl From<$other> for $name {} }; }
struct Other;
template! { Wanted }
Wanted! { delegate [Other] }
",
        &expect![[r#"
            fixture::<Wanted as From> -> fixture::Other type x1
            fixture::<Wanted as From> -> fixture::Wanted type x1
        "#]],
    );
}

#[test]
fn of_two_of_a_name_the_one_that_is_compiled_is_meant() {
    check(
        "
//- /src/lib.rs
mod a;
mod b;
#[cfg(feature = \"debug\")]
macro_rules! debug { () => { crate::a::f() }; }
#[cfg(not(feature = \"debug\"))]
macro_rules! debug { () => { crate::b::f() }; }
#[cfg(feature = \"big\")]
mod inner { pub struct Name; fn f() { crate::a::f() } }
#[cfg(not(feature = \"big\"))]
mod inner { pub struct Name; fn f() { crate::b::f() } }
mod user { use super::inner::Name; fn f() { debug!() } }
//- /src/a.rs
pub fn f() {}
//- /src/b.rs
pub fn f() {}
",
        &expect![[r#"
            fixture::inner#2 -> fixture::a call x1 [feature = "big"]
            fixture::inner -> fixture::b call x1
            fixture::user -> fixture macro x1
            fixture::user -> fixture::b call x1
            fixture::user -> fixture::inner use x1
        "#]],
    );
}
