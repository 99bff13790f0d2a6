//! What people come for, from the click to the file.

use egui::accesskit::Role;
use egui::{Key, Modifiers};

use super::*;
use crate::session::{Dialog, FileCommand};

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = CTRL.plus(Modifiers::SHIFT);

#[test]
fn a_module_moves_by_menu_and_undo_takes_it_back() {
    let mut desk = Desk::on_shop();
    let before = (desk.text("seamline.toml"), desk.cut_weight());
    desk.click_role(Role::ListItem, "shop::mail");
    assert_eq!(desk.selected(), ["shop::mail"]);
    desk.click_role(Role::Button, "Move to");
    desk.click("Move to orders");
    assert_eq!(desk.owner("shop::mail"), "orders");
    assert!(
        desk.cut_weight() < before.1,
        "mail is needed by orders alone"
    );
    assert!(desk.shows("Unsaved changes"));
    desk.keys(CTRL, Key::Z);
    assert_eq!(desk.owner("shop::mail"), "remaining monolith");
    assert!((desk.cut_weight() - before.1).abs() < 1e-9);
    assert!(!desk.shows("Unsaved changes"));
    desk.keys(CTRL_SHIFT, Key::Z);
    desk.keys(CTRL, Key::S);
    assert!(!desk.shows("Unsaved changes"));
    let saved = desk.text("seamline.toml");
    assert!(
        saved.contains("shop::mail") && saved.contains("# kept"),
        "{saved}"
    );
    let plan = desk.session().plan().unwrap().clone();
    let desk = desk.reopened();
    assert_eq!(*desk.session().plan().unwrap(), plan);
}

#[test]
fn pointing_at_a_target_says_what_the_move_would_do() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::mail");
    desk.click_role(Role::Button, "Move to");
    desk.harness.get_by_label("Move to orders").hover();
    desk.harness.run_steps(4);
    assert!(desk.shows("If moved to orders"));
    let (before, after) = desk.session().what_if().unwrap().preview.cut_weight;
    assert!((before - after - 3.0).abs() < 1e-9);
    assert!(desk.shows(&format!("Cut weight: {before} → {after} (−3)")));
    assert_eq!(desk.owner("shop::mail"), "remaining monolith");
    desk.harness.remove_cursor();
    desk.harness.run_steps(4);
    assert!(desk.session().what_if().is_none());
}

#[test]
fn a_service_is_renamed() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "stock");
    desk.keys(Modifiers::NONE, Key::F2);
    assert!(desk.shows("Rename service"));
    desk.type_text("창고");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.owner("shop::stock"), "창고");
    assert!(!desk.shows("Rename service"));
}

#[test]
fn a_refused_name_is_said_and_changes_nothing() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "stock");
    desk.keys(Modifiers::NONE, Key::F2);
    desk.type_text("orders");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.owner("shop::stock"), "stock");
    assert!(desk.shows_part("there already is a service called \"orders\""));
}

#[test]
fn a_scenario_is_a_plan_of_its_own() {
    let mut desk = Desk::on_shop();
    desk.keys(CTRL, Key::D);
    assert!(desk.shows("scenario 2"));
    desk.click_role(Role::ListItem, "shop::mail");
    desk.keys(CTRL, Key::G);
    assert_eq!(desk.owner("shop::mail"), "mail");
    desk.click_role(Role::Tab, "Chosen plan");
    assert_eq!(desk.owner("shop::mail"), "remaining monolith");
    desk.keys(CTRL, Key::S);
    assert!(desk.text("seamline.scenario 2.toml").contains("shop::mail"));
    assert!(!desk.text("seamline.toml").contains("shop::mail"));
    let desk = desk.reopened();
    assert_eq!(desk.session().project().unwrap().scenarios.len(), 2);
}

#[test]
fn the_palette_finds_a_module() {
    let mut desk = Desk::on_shop();
    desk.keys(CTRL, Key::K);
    desk.type_text("money");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.selected(), ["shop::money"]);
    assert_eq!(desk.session().view().dialog, None);
}

#[test]
fn the_palette_does_what_a_command_says() {
    let mut desk = Desk::on_shop();
    desk.keys(CTRL, Key::K);
    desk.type_text("show history");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert!(desk.shows("As opened"));
}

#[test]
fn nothing_unsaved_is_lost_without_a_question() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::mail");
    desk.keys(CTRL, Key::G);
    desk.keys(CTRL, Key::W);
    assert_eq!(desk.session().view().dialog, Some(Dialog::Guard));
    desk.click("Cancel");
    assert_eq!(desk.owner("shop::mail"), "mail");
    desk.keys(CTRL, Key::W);
    desk.click("Don't save");
    assert!(desk.session().project().is_none());
    assert!(desk.shows("Samples"));
    assert!(!desk.text("seamline.toml").contains("shop::mail"));
}

#[test]
fn saving_in_the_guard_goes_on_afterwards() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::mail");
    desk.keys(CTRL, Key::G);
    desk.keys(CTRL, Key::W);
    desk.click_role(Role::Button, "Save");
    assert!(desk.session().project().is_none());
    assert!(desk.text("seamline.toml").contains("shop::mail"));
}

#[test]
fn an_export_is_written_and_does_not_replace_what_it_did_not_write() {
    let mut desk = Desk::on_shop();
    desk.keys(CTRL_SHIFT, Key::E);
    assert!(desk.shows("compose.yaml"), "{:?}", desk.session().posted());
    desk.click("Write files");
    let compose = desk.text("seamline-export/compose.yaml");
    assert!(compose.contains("orders"), "{compose}");
    assert!(desk.shows_part("Wrote"));
    fs::write(desk.path("seamline-export/compose.yaml"), "mine").unwrap();
    desk.click("Write files");
    assert!(desk.session().refusal().is_some());
    assert!(desk.shows_part("changed since it was exported"));
    assert_eq!(desk.text("seamline-export/compose.yaml"), "mine");
}

#[test]
fn a_notice_leads_to_its_module() {
    let broken = SHOP.replace("pub struct Letter;", "pub struct Letter; fn broken( {");
    let mut desk = Desk::on(&broken);
    desk.keys(Modifiers::ALT, Key::Num4);
    let notices = &desk.session().analysis().unwrap().notices;
    let notice = notices
        .iter()
        .find(|it| it.place.is_some())
        .expect("a syntax error")
        .to_string();
    desk.click_role(Role::ListItem, &notice);
    assert_eq!(desk.selected(), ["shop::mail"]);
}

#[test]
fn no_notice_does_not_hide_the_blind_spots() {
    let mut desk = Desk::on(&SHOP.replace("reserve() {}", "reserve() { lost(); }"));
    desk.keys(Modifiers::ALT, Key::Num4);
    assert!(desk.shows("No file was left out"));
    desk.click_role(Role::Link, "1 blind spot");
    assert_eq!(
        desk.session().view().panel,
        crate::session::Panel::BlindSpots
    );
}

#[test]
fn what_moved_in_the_code_is_followed_with_one_click() {
    let moved = SHOP
        .replace("pub mod stock;", "pub mod store;")
        .replace(
            "//- /src/stock.rs",
            "//- /src/store.rs\npub mod stock;\n//- /src/store/stock.rs",
        )
        .replace("crate::stock", "crate::store::stock");
    let mut desk = Desk::on(&moved);
    assert_eq!(desk.owner("shop::store::stock"), "remaining monolith");
    assert!(desk.shows("Not in the code: stock may be store::stock now"));
    desk.click_role(Role::Button, "Take store::stock");
    assert_eq!(desk.owner("shop::store::stock"), "stock");
    assert!(!desk.shows_part("Not in the code"));
    desk.keys(CTRL, Key::Z);
    assert!(desk.shows_part("Not in the code"));
}

#[test]
fn the_question_why_is_answered_with_lines() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::orders");
    assert!(desk.shows_part("references stay inside orders"));
    assert!(!desk.shows("6 crate::mail::send(Letter);"));
    desk.keys(CTRL, Key::K);
    desk.type_text("why is it");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert!(desk.shows_part("remaining monolith shares more"));
    assert!(desk.shows("6 crate::mail::send(Letter);"));
    desk.click("Hide the lines");
    assert!(!desk.shows("6 crate::mail::send(Letter);"));
}

#[test]
fn unsaved_work_is_found_again_after_a_crash() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::mail");
    desk.keys(CTRL, Key::G);
    // The copy is made a second after the edit.
    desk.harness.run_steps(90);
    desk.settle();
    let mut desk = desk.reopened();
    assert!(desk.shows("Take up unsaved work?"));
    assert_eq!(desk.owner("shop::mail"), "remaining monolith");
    desk.click("Take it up");
    assert_eq!(desk.owner("shop::mail"), "mail");
    assert!(desk.shows("Unsaved changes"));
    desk.keys(CTRL, Key::S);
    assert!(!desk.reopened().shows("Take up unsaved work?"));
}

#[test]
fn what_cannot_be_opened_is_said() {
    let mut desk = Desk::on_shop();
    let path = desk.path("no such folder");
    let ctx = desk.harness.ctx.clone();
    let app = desk.harness.state_mut().app.as_mut().unwrap();
    app.ask(&ctx, FileCommand::Open(path));
    desk.settle();
    assert!(
        desk.shows_part("there is no"),
        "{:?}",
        desk.session().posted()
    );
    assert!(desk.session().project().is_some());
}

#[test]
fn the_check_lists_violations_and_accepts_them() {
    let mut desk = Desk::on_shop();
    desk.click("Check");
    assert!(desk.shows_part("violation"));
    desk.click("Accept all");
    assert!(desk.shows("The code keeps to the boundaries of this plan"));
    assert!(!desk.session().plan().unwrap().accepted.is_empty());
    desk.click("Close");
    desk.keys(CTRL, Key::Z);
    assert!(desk.session().plan().unwrap().accepted.is_empty());
}

#[test]
fn the_light_look_is_a_switch_away() {
    let mut desk = Desk::on_shop();
    desk.keys(CTRL_SHIFT, Key::L);
    assert_eq!(desk.harness.ctx.theme(), egui::Theme::Light);
    desk.keys(CTRL_SHIFT, Key::L);
    assert_eq!(desk.harness.ctx.theme(), egui::Theme::Dark);
}

#[test]
fn what_stands_in_the_way_is_told_with_its_line() {
    let mut desk = Desk::on_shop();
    desk.click_role(Role::ListItem, "shop::money");
    assert!(desk.shows("1 item needs a word in a declaration"));
    assert!(desk.shows("Cents lacks Serialize and Deserialize, and could have it"));
    let n_shown = |desk: &Desk| {
        let lines = desk
            .harness
            .query_all_by_label("1 pub struct Cents(pub u64);");
        lines.count()
    };
    let before = n_shown(&desk);
    desk.click("declared at src/money.rs:1");
    assert_eq!(n_shown(&desk), before + 1);
    desk.keys(Modifiers::ALT, Key::Num2);
    assert!(desk.shows_part("orders · stock · 2 · resolved · 1 of 1"));
}

#[test]
fn the_inspector_begins_at_the_top_of_each_selection() {
    let mut desk = Desk::on_shop();
    desk.harness.set_size(egui::vec2(1600.0, 400.0));
    let top = |desk: &Desk| {
        let labels = desk.harness.query_all_by_role(Role::Label);
        let inside = labels.map(|it| it.rect()).filter(|it| it.min.x > 1230.0);
        inside.fold(f32::INFINITY, |top, it| top.min(it.min.y))
    };
    desk.click_role(Role::ListItem, "shop::orders");
    let before = top(&desk);
    desk.harness.hover_at(egui::pos2(1450.0, 200.0));
    desk.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -120.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    desk.harness.run_steps(30);
    assert!(top(&desk) < before - 50.0, "it was scrolled down");
    desk.click_role(Role::ListItem, "shop::stock");
    assert!((top(&desk) - before).abs() < 1.0);
}

#[test]
fn a_module_tells_the_shape_of_all_inside_it_beside_its_own() {
    let inside = "pub fn send(_: Letter) {}
pub mod post {
    pub fn weigh(a: u8, b: u8, c: u8) -> u8 { if a > b { b } else { c } }
    #[cfg(test)] mod tests { #[test] fn t() { if true {} } }
}";
    let mut desk = Desk::on(&SHOP.replace("pub fn send(_: Letter) {}", inside));
    desk.click_role(Role::ListItem, "shop::mail");
    assert!(desk.shows("Functions: 1 · 2"));
    assert!(desk.shows("Ways through (cyclomatic): 1 · 3"));
    assert!(desk.shows("Deepest nesting: 0 · 1"));
    assert!(desk.shows("Most parameters: 1 · 3"));
    desk.click_role(Role::ListItem, "shop::stock");
    assert!(desk.shows("Functions: 2"), "nothing is inside it");
}

/// The shop with a database, its tables in nobody's hands.
const SHOP_WITH_TABLES: &str = r#"
//- /migrations/1.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);
CREATE TABLE stock (id INTEGER PRIMARY KEY, n INTEGER);
//- /Cargo.toml
[package]
name = "shop"
edition = "2024"
//- /src/lib.rs
pub mod orders {
    pub fn sell(db: &Db) {
        db.execute("INSERT INTO orders (total) VALUES (1)");
        db.execute("UPDATE stock SET n = n - 1");
    }
}
pub mod stock {
    pub fn fill(db: &Db) {
        db.execute("INSERT INTO stock (n) VALUES (1)");
        db.execute("DELETE FROM stock");
    }
}
//- /seamline.toml
seamline = 1
[[service]]
name = "orders"
owns = ["shop::orders"]
[[service]]
name = "stock"
owns = ["shop::stock"]
"#;

#[test]
fn tables_are_seen_owned_and_given_away() {
    let mut desk = Desk::on(SHOP_WITH_TABLES);
    assert!(desk.shows("Several writers: table:stock is written by 2 services, most by stock"));
    desk.keys(Modifiers::ALT, Key::Num7);
    assert!(desk.shows_part("orders · table · remaining monolith · 1 write"));
    desk.click("Give each to its main writer");
    assert!(desk.shows_part("orders · table · orders · 1 write"));
    assert!(desk.shows_part("stock · table · stock · 1 write · 2 writes"));
    assert!(
        !desk.shows("Give each to its main writer"),
        "nothing is left to give"
    );
    desk.keys(CTRL, Key::Z);
    assert!(desk.shows_part("stock · table · remaining monolith"));
    desk.click_role(Role::ListItem, "table:stock");
    assert!(desk.shows_part("table in remaining monolith · 2 columns · made by files of SQL"));
    assert!(
        desk.shows("stock 2"),
        "the module that writes, and how often"
    );
}
