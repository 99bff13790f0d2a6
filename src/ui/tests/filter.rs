//! What is hidden says so, comes back with one click, and moves nothing.

use egui::accesskit::Role;
use egui::{Key, Modifiers};

use super::*;

/// The shop, with a call by a value's type, one by a name alone, and code for another platform.
fn unsure() -> String {
    SHOP.replace(
        "pub fn value() -> Cents { Cents(1) }",
        "pub fn value() -> Cents { Cents(1) }
#[cfg(windows)] pub fn other() { crate::mail::send(crate::mail::Letter); }
pub fn guess() { for it in unknown!() { it.weigh_in_cents(); } }",
    )
    .replace(
        "pub struct Cents(pub u64);",
        "pub struct Cents(pub u64);
impl Cents { pub fn weigh_in_cents(&self) {} }",
    )
}

impl Desk {
    fn corners_of_all(&self) -> Vec<(f32, f32)> {
        let containers = &self.session().arrangement().unwrap().containers;
        let corner = |it: &crate::arrange::Container| (it.rect.min.x, it.rect.min.y);
        containers.iter().map(corner).collect()
    }

    fn palette(&mut self, words: &str) {
        self.keys(Modifiers::COMMAND, Key::K);
        self.type_text(words);
        self.keys(Modifiers::NONE, Key::Enter);
    }

    fn tick(&mut self, name: &str) {
        self.click_role(Role::CheckBox, name);
    }
}

#[test]
fn a_kind_is_hidden_everywhere_and_comes_back() {
    let mut desk = Desk::on_shop();
    let (before, corners) = (desk.cut_weight(), desk.corners_of_all());
    assert!(!desk.shows_part("Hidden:"));
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("call");
    assert!(desk.cut_weight() < before, "figures follow");
    assert_eq!(desk.corners_of_all(), corners, "nothing moves");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(desk.shows_part("Hidden: 1 kind ("));
    desk.click_role(Role::Link, "Show again");
    assert!(!desk.shows_part("Hidden:"));
    assert!(!desk.session().view().filter.tests, "they never were shown");
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("call");
    desk.keys(Modifiers::NONE, Key::Escape);
    desk.keys(Modifiers::ALT, Key::Num2);
    desk.click_role(Role::ListItem, "shop::orders");
    assert!(
        desk.shows_part("The filter hides"),
        "no dependency is passed over"
    );
    desk.palette("show all");
    assert!(!desk.shows_part("Hidden:"));
    assert!((desk.cut_weight() - before).abs() < 1e-9);
    assert_eq!(desk.corners_of_all(), corners);
}

#[test]
fn an_edge_that_is_hidden_whole_is_not_told_to_be_missing() {
    let mut desk = Desk::on_shop();
    let model = desk.session().model().unwrap();
    let module = |path: &str| model.module_at(path).unwrap();
    let edge = crate::session::Selection::Edge {
        from: module("shop::orders"),
        to: module("shop::stock"),
    };
    let ctx = desk.harness.ctx.clone();
    desk.harness
        .state_mut()
        .app
        .as_mut()
        .unwrap()
        .ask(&ctx, edge);
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("call");
    desk.tick("use");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(desk.shows_part("The filter hides 2 references here"));
    assert!(!desk.shows("There is no dependency between these two"));
}

#[test]
fn how_sure_and_under_which_condition_is_said_with_each_line() {
    let mut desk = Desk::on(&unsure());
    desk.click_role(Role::ListItem, "shop::stock");
    let model = desk.session().model().unwrap();
    let module = |path: &str| model.module_at(path).unwrap();
    let ends = [
        (module("shop::stock"), module("shop::money")),
        (module("shop::stock"), module("shop::mail")),
    ];
    let said = ends.map(|(from, to)| {
        let ctx = desk.harness.ctx.clone();
        let edge = crate::session::Selection::Edge { from, to };
        desk.harness
            .state_mut()
            .app
            .as_mut()
            .unwrap()
            .ask(&ctx, edge);
        desk.settle();
        (desk.shows_part("(guessed)"), desk.shows_part("(cfg)"))
    });
    assert_eq!(said, [(true, false), (false, true)]);
    let graph = desk.session().graph().unwrap();
    assert!(graph.link(ends[1].0, ends[1].1).is_some());
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("other cfg");
    desk.tick("guessed");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(desk.shows_part("Hidden: guesses, other cfg ("));
    let graph = desk.session().graph().unwrap();
    assert!(graph.link(ends[1].0, ends[1].1).is_none());
}

#[test]
fn show_all_shows_test_code_even_if_nothing_else_is_hidden() {
    let mut desk = Desk::on_shop();
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("tests");
    desk.tick("tests");
    assert!(!desk.session().view().filter.tests);
    desk.click_role(Role::Button, "Show all");
    assert!(desk.session().view().filter.tests);
    desk.tick("tests");
    desk.keys(Modifiers::NONE, Key::Escape);
    desk.palette("show all");
    assert!(
        desk.session().view().filter.tests,
        "the same words, the same deed"
    );
}

#[test]
fn what_is_in_the_way_of_a_call_follows_the_filter() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::mail");
    assert!(
        desk.shows_part("2 items need a word in a declaration"),
        "Letter and send"
    );
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("call");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(
        desk.shows_part("1 item needs a word in a declaration"),
        "Letter alone"
    );
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("call");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(desk.shows_part("2 items need a word in a declaration"));
}

#[test]
fn state_in_memory_follows_the_filter() {
    let counted = SHOP
        .replace(
            "pub fn reserve() {}",
            "pub fn reserve() {}
pub static COUNT: std::sync::Mutex<u32> = std::sync::Mutex::new(0);",
        )
        .replace(
            "    reserve();",
            "    reserve(); *crate::stock::COUNT.lock().unwrap() += 1;",
        );
    let mut desk = Desk::on(&counted);
    desk.click_role(Role::ListItem, "shop::stock");
    assert!(desk.shows("State in memory"));
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    desk.tick("static");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(
        !desk.shows("State in memory"),
        "nobody else is seen to reach it"
    );
}

#[test]
fn the_cut_list_says_how_sure_it_is() {
    let mut desk = Desk::on(&unsure());
    desk.keys(Modifiers::ALT, Key::Num2);
    assert!(desk.shows_part("· resolved · 0 of"), "orders and stock");
    desk.click_role(Role::ColumnHeader, "How sure");
    assert!(desk.shows_part("resolved, 1 guessed · "));
}
