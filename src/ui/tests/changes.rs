//! Files that change on disk while somebody works: the window follows, and nobody loses anything.

use egui::accesskit::Role;
use egui::{Key, Modifiers};

use super::*;
use crate::session::ViewCommand;

impl Desk {
    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn has_module(&self, path: &str) -> bool {
        self.session().model().unwrap().module_at(path).is_some()
    }

    fn needs(&self, from: &str, to: &str) -> bool {
        let analysis = self.session().analysis().unwrap();
        let module = |path: &str| analysis.model.module_at(path);
        let ends = module(from).zip(module(to));
        ends.is_some_and(|(from, to)| analysis.graph.link(from, to).is_some())
    }

    fn corners(&self) -> Vec<(String, f32, f32)> {
        let containers = &self.session().arrangement().unwrap().containers;
        let corner =
            |it: &crate::arrange::Container| (it.name.to_string(), it.rect.min.x, it.rect.min.y);
        containers.iter().map(corner).collect()
    }
}

#[test]
fn a_file_that_changes_is_read_again_and_nothing_else_changes() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::mail");
    desk.keys(Modifiers::COMMAND, Key::G);
    let (corners, owner) = (desk.corners(), desk.owner("shop::mail"));
    assert!(!desk.needs("shop::mail", "shop::money"));
    desk.put(
        "src/mail.rs",
        "pub mod address;\npub struct Letter;\npub fn send(_: Letter) { crate::money::Cents(2); }\n",
    );
    desk.put("src/mail/address.rs", "pub fn street() {}\n");
    desk.wait_until("the change was never seen", |it| {
        it.needs("shop::mail", "shop::money") && it.has_module("shop::mail::address")
    });
    assert_eq!(desk.selected(), ["shop::mail"]);
    assert_eq!(desk.corners(), corners);
    assert_eq!(desk.owner("shop::mail"), owner);
    assert_eq!(
        desk.owner("shop::mail::address"),
        owner,
        "it goes with its parent"
    );
    assert!(desk.shows("Unsaved changes"));
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.owner("shop::mail"), "remaining monolith");
}

#[test]
fn a_half_typed_file_keeps_its_place_and_says_so() {
    let mut desk = Desk::on_shop();
    desk.put("src/lib.rs", "pub mod orders;\npub mod stock {\n");
    desk.wait_until("the error was never seen", |it| {
        let notices = &it.session().analysis().unwrap().notices;
        notices
            .iter()
            .any(|it| it.to_string().contains("src/lib.rs"))
    });
    assert!(desk.has_module("shop::mail") && desk.needs("shop::orders", "shop::stock"));
    desk.put(
        "src/lib.rs",
        "pub mod orders;\npub mod stock;\npub mod money;\n",
    );
    desk.wait_until("the end was never seen", |it| !it.has_module("shop::mail"));
    let notices = &desk.session().analysis().unwrap().notices;
    let broken = |it: &crate::notice::Notice| it.to_string().contains("could last be read");
    assert!(!notices.iter().any(broken), "{notices:?}");
}

#[test]
fn a_plan_that_somebody_else_wrote_is_taken_over() {
    let mut desk = Desk::on_shop();
    let theirs = desk
        .text("seamline.toml")
        .replace("\"shop::stock\"", "\"shop::stock\", \"shop::mail\"");
    desk.put("seamline.toml", &theirs);
    desk.wait_until("the plan was never read", |it| {
        it.owner("shop::mail") == "stock"
    });
    assert!(!desk.shows("Unsaved changes"));
}

#[test]
fn who_does_not_want_to_follow_presses_f5() {
    let mut desk = Desk::on_shop();
    let ctx = desk.harness.ctx.clone();
    let app = desk.harness.state_mut().app.as_mut().unwrap();
    app.ask(&ctx, ViewCommand::Follow(false));
    desk.put(
        "src/mail.rs",
        "pub struct Letter;\npub fn send(_: Letter) { crate::money::Cents(2); }\n",
    );
    desk.settle();
    desk.keys(Modifiers::NONE, Key::F5);
    assert!(desk.needs("shop::mail", "shop::money"));
}

#[test]
fn from_scratch_nothing_stands_as_it_could_last_be_read() {
    let mut desk = Desk::on_shop();
    desk.put("src/lib.rs", "pub mod orders;\npub mod stock {\n");
    desk.keys(Modifiers::NONE, Key::F5);
    assert!(desk.has_module("shop::mail"), "a half-typed file");
    desk.keys(Modifiers::COMMAND, Key::F5);
    assert!(!desk.has_module("shop::mail"), "there is no such module");
    desk.put("src/lib.rs", "pub mod orders;\npub mod mail;\n");
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.type_text("from scratch");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert!(desk.has_module("shop::mail"));
    assert_eq!(desk.owner("shop::orders"), "orders", "plans stay");
}
