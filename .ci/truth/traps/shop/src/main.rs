//! A program over a renamed library: uses of all forms, generics, closures, expansions.

pub extern crate base as again;

mod cart;
mod names;

use base::{
    kinds::{self, Alias as Other, Kind::*},
    rank::Rank as _,
    search::{self as find},
};
use std::fmt::Display;
use trap_derive::Named;

#[derive(Named)]
struct Local;

const TEXT: &str = "shown";

fn generic<R: base::rank::Rank>(it: &R) -> usize {
    let twice = |it: &R| it.twice();
    twice(it) + R::zero()
}

fn shown(it: &dyn Display) -> String {
    it.to_string()
}

fn main() {
    let query = find::Query::new(1);
    let _ = base::query!(query.run()) + query.again() + base::search();
    let kind = Other::default();
    match kind.clone() {
        Unit | Record { .. } => {}
        kinds::Kind::Tuple(inner) => drop(generic(&*inner)),
    }
    let _ = [kind].iter().map(base::rank::Rank::rank).map(cart::double).count();
    println!("{TEXT} {}", shown(&find::Query::<u8>::LIMIT));
    let _ = async { cart::Cart::default().r#await() };
    let _ = (0..cart::double(1)).len() + (0..).take(1).count();
    let _ = (base::made::given(), base::made::MADE, Local);
    let _ = (cart::Cart::from("text"), Into::<cart::Cart>::into(2));
    let _ = <kinds::Kind as base::rank::Rank>::zero() + kinds::ALL.len();
}
