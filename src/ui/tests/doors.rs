//! Doors and their walks in the panel at the bottom.

use super::*;

const DOORS: &str = r#"
//- /Cargo.toml
[package]
name = "shop"
edition = "2024"
[dependencies]
axum = "0.8"
//- /src/lib.rs
pub mod orders;
pub mod stock;
pub fn app() -> axum::Router {
    axum::Router::new()
        .route("/orders", axum::routing::post(orders::place))
        .route("/stock", axum::routing::get(stock::list))
}
//- /src/orders.rs
pub async fn place() { crate::stock::reserve(); crate::stock::reserve(); }
//- /src/stock.rs
pub fn reserve() {}
pub async fn list() {}
//- /seamline.toml
seamline = 1
name = "shop"

[[service]]
name = "orders"
owns = ["shop::orders"]

[[service]]
name = "stock"
owns = ["shop::stock"]
"#;

#[test]
fn a_door_is_chosen_and_walked_through() {
    let mut desk = Desk::on(DOORS);
    desk.keys(Modifiers::ALT, Key::Num8);
    assert_eq!(desk.session().view().panel, crate::session::Panel::Doors);
    assert!(desk.shows("Choose a door to see where it leads"));
    assert!(desk.shows_part("POST /orders · orders · 2 · shop::orders::place"));
    assert!(desk.shows_part("GET /stock · stock · 0 · shop::stock::list"));
    desk.click("POST /orders · orders · 2 · shop::orders::place");
    assert_eq!(desk.selected(), ["shop::orders"]);
    assert!(desk.shows("POST /orders · 2 hops"));
    assert!(desk.shows("over to stock"));
    assert!(desk.shows("as above"), "it is called twice");
}

#[test]
fn without_doors_the_page_says_so() {
    let mut desk = Desk::on_shop();
    desk.keys(Modifiers::ALT, Key::Num8);
    assert!(desk.shows_part("No doors: no route"));
}
