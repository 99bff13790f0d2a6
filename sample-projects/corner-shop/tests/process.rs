//! How the program behaves among other programs.

mod client;

use std::process::Command;
use std::{env, fs, process};

use client::{PROGRAM, Shop};
use serde_json::json;

fn healthcheck(port: u16) -> bool {
    let mut command = Command::new(PROGRAM);
    command.arg("healthcheck").env("PORT", port.to_string());
    command.status().expect("the check runs").success()
}

#[test]
fn health_tells_role_and_version() {
    let shop = Shop::open_with(&[("DATABASE_PATH", ":memory:"), ("SHOP_ROLE", "inventory")]);
    let health = shop.get("/health").expect(200);
    assert_eq!(health["status"], "ok");
    assert_eq!(health["role"], "inventory");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(health["products"], 12);
}

#[test]
fn the_health_check_passes_until_the_shop_closes() {
    let shop = Shop::open();
    let port = shop.port();
    assert!(healthcheck(port));
    let (status, last_words) = shop.terminate();
    assert!(status.success(), "{status}");
    assert_eq!(last_words, "corner-shop closed\n");
    assert!(!healthcheck(port));
}

#[test]
fn two_copies_share_one_file() {
    let folder = env::temp_dir().join(format!("corner-shop-{}", process::id()));
    let path = folder.join("new").join("shop.db");
    let vars = [("DATABASE_PATH", path.to_str().unwrap())];
    let (orders, stock) = (Shop::open_with(&vars), Shop::open_with(&vars));

    let checkout = json!({ "cart": "crt_minji", "method": "card", "card_token": "tok_visa" });
    orders.post("/orders/checkout", &checkout).expect(201);
    let shelf = stock.get("/stock/prd_barley-tea").expect(200);
    assert_eq!(shelf["level"]["reserved"], 2);

    drop((orders, stock));
    let reopened = Shop::open_with(&vars);
    assert_eq!(
        reopened
            .get("/orders")
            .expect(200)
            .as_array()
            .unwrap()
            .len(),
        4
    );
    drop(reopened);
    fs::remove_dir_all(folder).expect("the folder can go");
}

#[test]
fn a_wrong_environment_is_named() {
    let output = Command::new(PROGRAM)
        .env("PORT", "eighty")
        .output()
        .expect("the program runs");
    assert!(!output.status.success());
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message, "corner-shop: PORT cannot be \"eighty\"\n");
}
