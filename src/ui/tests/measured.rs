//! Calls measured at run time, shown beside places in the code.

use egui::accesskit::Role;

use super::*;

const WITH_TABLE: &str = r#"
//- /Cargo.toml
[package]
name = "shop"
[dependencies]
rusqlite = "0.31"
//- /migrations/1.sql
CREATE TABLE orders (id INTEGER);
CREATE TABLE quiet (id INTEGER);
//- /src/lib.rs
pub mod sales;
//- /src/sales.rs
pub fn sell(db: &Db) { db.execute("INSERT INTO orders (id) VALUES (1)"); }
//- /measured/one.csv
what,name,calls,total_ms,errors,access
function,sales::sell,1234,56.78,2,
table,orders,40,8,,write
table,gone,1,1,,
function,x,-1,1,,
"#;

#[test]
fn a_file_of_measurements_is_chosen_and_shown_apart() {
    let mut desk = Desk::on(WITH_TABLE);
    desk.click_role(Role::ListItem, "shop::sales");
    assert!(!desk.shows_part("Measured at run time"), "nobody asked");
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.type_text("Show measurements");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert!(desk.shows("Show calls measured at run time"));
    desk.type_text("measured/one.csv");
    desk.keys(Modifiers::NONE, Key::Enter);
    desk.wait_until("it was never read", |it| it.session().measured().is_some());
    assert!(
        desk.shows(
            "Calls measured in one.csv; every other number is a count of places in the code"
        )
    );
    assert!(desk.shows("Calls of its functions measured: 1,234 in 56.8 ms · 2 failed"));
    desk.keys(Modifiers::ALT, Key::Num7);
    assert!(desk.shows_part("Measured at run time"));
    assert!(desk.shows_part("40 writes in 8.000 ms"));
    let said = desk.session().posted().iter();
    let said = said.filter(|it| it.notice.text.contains("calls are a whole number"));
    assert_eq!(said.count(), 1);
}
