//! Each case is a body of code and the methods that its calls must be bound to.

use expect_test::{Expect, expect};

use crate::model::{DependencyKind, Node};
use crate::pipeline;

/// The calls of `fixture::f` (or of whatever is inside it), one a line, with their places.
fn check(project: &str, expected: &Expect) {
    let analysis = pipeline::fixture(project);
    let model = &analysis.model;
    let mut lines: Vec<_> = model
        .references()
        .iter()
        .filter(|it| it.kind == DependencyKind::Call && matches!(it.from, Node::Item(_)))
        .filter_map(|it| {
            let from = model.path_of(it.from);
            let span = it.span.filter(|_| from.starts_with("fixture::f"))?;
            let (to, confidence) = (model.path_of(it.to), it.confidence);
            Some((
                span,
                format!("{}:{} {to} {confidence}\n", span.line, span.column),
            ))
        })
        .collect();
    lines.sort();
    let text: String = lines.into_iter().map(|it| it.1).collect();
    expected.assert_eq(&text);
}

const SHOP: &str = "
//- /src/shop.rs
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
pub struct Cart { pub lines: Vec<Line>, pub by_name: HashMap<String, Line>, pub owner: Option<Owner> }
#[derive(Clone, Default)] pub struct Line { pub price: Price }
#[derive(Clone, Default)] pub struct Price;
pub struct Owner { pub shared: Arc<Mutex<Price>> }
pub enum Event { Placed(Cart), Paid { by: Owner } }
impl Cart {
    pub fn new() -> Self { todo!() }
    pub fn first(&self) -> Option<&Line> { self.lines.first() }
    pub fn load(_: u32) -> Result<Self, Price> { todo!() }
    pub async fn fetch() -> Result<Cart, Price> { todo!() }
    pub fn each(&self, _: impl Fn(&Line) -> bool) {}
}
impl Line { pub fn total(&self) -> Price { Price } }
impl Price { pub fn round(&self) -> u32 { 1 } }
impl Owner { pub fn greet(&self) {} }
pub trait Store { type Key: Show; fn key(&self) -> Self::Key; fn put(&self, _: Line) {} }
pub trait Show { fn show(&self) {} }
pub struct Disk;
impl Store for Disk { type Key = Price; fn key(&self) -> Price { Price } }
impl Show for Price {}
pub trait Shout { fn shout(&self) -> Line; }
impl Shout for str { fn shout(&self) -> Line { todo!() } }
pub struct Page<T> { pub items: Vec<T> }
impl<T> Page<T> { pub fn only(self) -> T { todo!() } }
";

fn in_shop(body: &str) -> String {
    format!("//- /src/lib.rs\nmod shop;\nuse shop::*;\n{body}{SHOP}")
}

#[test]
fn parameters_fields_and_results_tell_the_type() {
    check(
        &in_shop(
            "fn f(cart: &Cart) { cart.first().unwrap().total().round(); cart.lines[0].price.round(); }",
        ),
        &expect![[r#"
            3:26 fixture::shop::Cart::first inferred
            3:43 fixture::shop::Line::total inferred
            3:51 fixture::shop::Price::round inferred
            3:80 fixture::shop::Price::round inferred
        "#]],
    );
}

#[test]
fn patterns_loops_and_closures_hand_types_on() {
    check(
        &in_shop(
            "fn f(e: Event) {
    match e { Event::Placed(c) => { c.first(); } Event::Paid { by } => by.greet() }
    let cart = Cart::new();
    for line in &cart.lines { line.total(); }
    for (_, line) in cart.by_name.iter() { line.total(); }
    if let Some(owner) = &cart.owner { owner.shared.lock().unwrap().round(); }
    let all: Vec<_> = cart.lines.iter().filter(|it| it.total().round() > 1).map(|it| it.total()).collect();
    all[0].round();
    cart.each(|it| it.total().round() > 1);
}",
        ),
        &expect![[r#"
            4:39 fixture::shop::Cart::first inferred
            4:75 fixture::shop::Owner::greet inferred
            5:22 fixture::shop::Cart::new resolved
            6:36 fixture::shop::Line::total inferred
            7:49 fixture::shop::Line::total inferred
            8:69 fixture::shop::Price::round inferred
            9:56 fixture::shop::Line::total inferred
            9:64 fixture::shop::Price::round inferred
            9:89 fixture::shop::Line::total inferred
            10:12 fixture::shop::Price::round inferred
            11:10 fixture::shop::Cart::each inferred
            11:23 fixture::shop::Line::total inferred
            11:31 fixture::shop::Price::round inferred
        "#]],
    );
}

#[test]
fn errors_and_futures_are_unwrapped() {
    check(
        &in_shop(
            "async fn f() -> Result<(), Price> {
    Cart::load(1)?.first();
    Cart::fetch().await?.first();
    if let Err(e) = Cart::load(2) { e.round(); }
    Cart::load(3).map_err(|e| e.round()).ok();
    Ok(())
}",
        ),
        &expect![[r"
            4:11 fixture::shop::Cart::load resolved
            4:20 fixture::shop::Cart::first inferred
            5:11 fixture::shop::Cart::fetch resolved
            5:26 fixture::shop::Cart::first inferred
            6:27 fixture::shop::Cart::load resolved
            6:39 fixture::shop::Price::round inferred
            7:11 fixture::shop::Cart::load resolved
            7:33 fixture::shop::Price::round inferred
        "]],
    );
}

#[test]
fn bounds_lead_to_the_trait_and_types_to_their_impl() {
    check(
        &in_shop(
            "fn f<S: Store>(s: S, d: Disk, b: Box<dyn Store<Key = Price>>, i: impl Show) {
    s.key().show();
    d.key().round();
    d.put(Line::default());
    b.put(Line::default());
    i.show();
    Price.show();
    \"a\".shout().total();
}",
        ),
        &expect![[r"
            4:7 fixture::shop::Store::key inferred
            4:13 fixture::shop::Show::show inferred
            5:7 fixture::shop::<Disk as Store>::key inferred
            5:13 fixture::shop::Price::round inferred
            6:7 fixture::shop::Store::put inferred
            7:7 fixture::shop::Store::put inferred
            8:7 fixture::shop::Show::show inferred
            9:11 fixture::shop::Show::show inferred
            10:9 fixture::shop::Shout::shout inferred
            10:17 fixture::shop::Line::total inferred
        "]],
    );
}

#[test]
fn generic_parameters_stand_for_their_arguments() {
    check(
        &in_shop(
            "type Lines = Page<Line>;
fn f(a: Page<Price>, b: Lines) {
    a.only().round();
    b.only().total();
    let mut found = Vec::new();
    found.push(Price);
    found[0].round();
}",
        ),
        &expect![[r"
            5:7 fixture::shop::Page::only inferred
            5:14 fixture::shop::Price::round inferred
            6:7 fixture::shop::Page::only inferred
            6:14 fixture::shop::Line::total inferred
            9:14 fixture::shop::Price::round inferred
        "]],
    );
}

#[test]
fn a_name_alone_is_a_guess_and_makes_no_new_dependency() {
    check(
        "
//- /src/lib.rs
mod a; mod b;
fn f() { unknown().first_of_all(); unknown().len(); unknown().second_of_all(); a::make(); }
//- /src/a.rs
pub struct A; pub fn make() {}
impl A { pub fn first_of_all(&self) {} pub fn len(&self) {} }
//- /src/b.rs
pub struct B;
impl B { pub fn second_of_all(&self) {} }
",
        &expect![[r"
            2:20 fixture::a::A::first_of_all guessed
            2:83 fixture::a::make resolved
        "]],
    );
}

#[test]
fn what_points_to_its_own_parameter_is_seen_through() {
    check(
        &format!(
            "
//- /src/lib.rs
mod shop;
use shop::*;
enum Outcome<T> {{ Old(T), New(T) }}
impl<T> std::ops::Deref for Outcome<T> {{ type Target = T; fn deref(&self) -> &T {{ todo!() }} }}
fn made() -> Result<Outcome<Cart>, u8> {{ todo!() }}
fn f() {{ let cart = made()?; cart.first().unwrap().total().round(); }}
{SHOP}"
        ),
        &expect![[r#"
            6:21 fixture::made resolved
            6:35 fixture::shop::Cart::first inferred
            6:52 fixture::shop::Line::total inferred
            6:60 fixture::shop::Price::round inferred
        "#]],
    );
}
