//! What a customer can do, over the wire.

mod client;

use client::Shop;
use serde_json::json;

#[test]
fn every_area_has_something_to_show_at_once() {
    let shop = Shop::open();
    let index = shop.get("/").expect(200);
    for area in index["areas"].as_array().unwrap() {
        let answer = shop.get(area.as_str().unwrap()).expect(200);
        let n_shown = match &answer {
            serde_json::Value::Array(list) => list.len(),
            other => other.as_object().unwrap().len(),
        };
        assert!(n_shown > 0, "{area} is empty");
    }
}

#[test]
fn from_the_shelf_to_the_doorstep() {
    let shop = Shop::open();
    let found = shop.get("/catalog/search?q=yuja").expect(200);
    assert_eq!(found[0]["product"]["id"], "prd_yuja-tea");
    let available = found[0]["available"].as_i64().unwrap();

    let opened = shop
        .post("/cart", &json!({ "customer": "cus_anna" }))
        .expect(201);
    let cart = opened["cart"]["id"].as_str().unwrap().to_owned();
    let line = format!("/cart/{cart}/lines/prd_yuja-tea");
    let filled = shop.put(&line, &json!({ "quantity": 5 })).expect(200);
    assert_eq!(
        filled["totals"]["total"], 60_000,
        "free shipping from 50,000"
    );

    let checkout = json!({ "cart": cart, "method": "card", "card_token": "tok_visa" });
    let receipt = shop.post("/orders/checkout", &checkout).expect(201);
    assert_eq!(receipt["order"]["status"], "paid");
    shop.get(&format!("/cart/{cart}")).expect(404);

    let order = format!("/orders/{}", receipt["order"]["id"].as_str().unwrap());
    let parcel = json!({ "carrier": "우체국 택배" });
    shop.post(&format!("{order}/ship"), &parcel).expect(200);
    let handed_over = json!({ "reason": "경비실에 맡김" });
    shop.post(&format!("{order}/deliver"), &handed_over)
        .expect(200);

    let history = shop.get(&format!("{order}/history")).expect(200);
    assert_eq!(history["events"].as_array().unwrap().len(), 4);
    assert_eq!(history["points"], 600);
    let shelf = shop.get("/stock/prd_yuja-tea").expect(200);
    assert_eq!(shelf["available"], available - 5);
}

#[test]
fn a_transfer_is_awaited_and_arrives() {
    let shop = Shop::open();
    let checkout = json!({ "cart": "crt_haneul", "method": "bank_transfer" });
    let receipt = shop.post("/orders/checkout", &checkout).expect(201);
    assert_eq!(receipt["order"]["status"], "placed");

    let payment = &receipt["payment"];
    let arrival = json!({ "reference": payment["reference"], "amount": payment["amount"] });
    shop.post("/payments/transfers", &arrival).expect(200);
    let order = format!("/orders/{}", receipt["order"]["id"].as_str().unwrap());
    assert_eq!(shop.get(&order).expect(200)["order"]["status"], "paid");
    shop.post("/payments/transfers", &arrival).expect(409);
}

#[test]
fn a_declined_card_leaves_the_cart_as_it_was() {
    let shop = Shop::open();
    let checkout = json!({ "cart": "crt_minji", "method": "card", "card_token": "tok_declined" });
    let refused = shop.post("/orders/checkout", &checkout).expect(402);
    assert_eq!(refused["error"], "the payment was declined: 한도 초과");
    let cart = shop.get("/cart/crt_minji").expect(200);
    assert_eq!(cart["cart"]["lines"].as_array().unwrap().len(), 2);
    assert_eq!(shop.get("/orders").expect(200).as_array().unwrap().len(), 3);
}

#[test]
fn the_last_jars_are_sold_once() {
    let shop = Shop::open();
    let jar = json!({ "quantity": 2 });
    shop.put("/cart/crt_minji/lines/prd_onggi-jar", &jar)
        .expect(200);
    shop.put("/cart/crt_haneul/lines/prd_onggi-jar", &jar)
        .expect(200);
    let by_card = |cart: &str| json!({ "cart": cart, "method": "card", "card_token": "tok_visa" });
    shop.post("/orders/checkout", &by_card("crt_minji"))
        .expect(201);
    let late = shop
        .post("/orders/checkout", &by_card("crt_haneul"))
        .expect(409);
    assert_eq!(late["error"], "only 0 of \"Onggi jar, 2 l\" left, 2 wanted");
}

#[test]
fn nonsense_is_refused_politely() {
    let shop = Shop::open();
    shop.get("/catalog/products/prd_flying-carpet").expect(404);
    shop.get("/tea").expect(404);
    assert_eq!(shop.get("/catalog/products/carpet").status, 400);
    assert_eq!(shop.post("/cart", &json!({})).status, 422);
    assert_eq!(shop.delete("/catalog").status, 405);
}
