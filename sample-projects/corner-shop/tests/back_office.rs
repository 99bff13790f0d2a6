//! What the shopkeeper can do, over the wire.

mod client;

use client::Shop;
use serde_json::json;

#[test]
fn a_new_product_goes_on_sale() {
    let shop = Shop::open();
    let vinegar = json!({
        "sku": "PAN-009", "name": "Persimmon vinegar", "name_ko": "감식초",
        "category": "pantry", "price": 11_000, "reorder_point": 3,
    });
    let product = shop.post("/catalog/products", &vinegar).expect(201);
    shop.post("/catalog/products", &vinegar).expect(409);
    let id = product["id"].as_str().unwrap();

    let delivery = json!({ "quantity": 24, "note": "DN-0500" });
    let level = shop
        .post(&format!("/stock/{id}/deliveries"), &delivery)
        .expect(200);
    assert_eq!(level["on_hand"], 24);
    let picture = json!({ "url": "/media/vinegar.jpg", "alt": "A bottle of vinegar" });
    shop.post(&format!("/catalog/products/{id}/media"), &picture)
        .expect(201);

    let cheaper = json!({ "price": 9_900, "reason": "too many persimmons" });
    shop.put(&format!("/catalog/products/{id}/price"), &cheaper)
        .expect(200);
    let page = shop.get(&format!("/catalog/products/{id}")).expect(200);
    assert_eq!(page["price_now"], 9_900);
    assert_eq!(page["pictures"][0]["position"], 1);
}

#[test]
fn canceling_and_returning_balance_the_books() {
    let shop = Shop::open();
    let reason = json!({ "reason": "마음이 바뀜" });
    let canceled = shop.post("/orders/ord_third/cancel", &reason).expect(200);
    assert_eq!(canceled["status"], "canceled");
    shop.post("/orders/ord_second/returns", &reason).expect(409);
    let returned = shop.post("/orders/ord_first/returns", &reason).expect(200);
    assert_eq!(returned["status"], "refunded");

    let minji = shop.get("/customers/cus_minji").expect(200);
    assert_eq!(minji["customer"]["points"], 0);
    for shelf in shop
        .get("/admin/reports/stock-value")
        .expect(200)
        .as_array()
        .unwrap()
    {
        assert_eq!(shelf["on_hand"], shelf["moved"], "{shelf}");
    }
    assert_eq!(shop.get("/admin/reports").expect(200)["revenue"], 39_000);
}

#[test]
fn refunds_stop_at_what_was_paid() {
    let shop = Shop::open();
    let refund = |amount: i64| json!({ "amount": amount, "reason": "scratched" });
    let part = shop
        .post("/payments/pay_second/refunds", &refund(9_000))
        .expect(200);
    assert_eq!(part["refunded"], 9_000);
    shop.post("/payments/pay_second/refunds", &refund(30_001))
        .expect(409);
    shop.post("/payments/pay_third/refunds", &refund(1))
        .expect(409);
}

#[test]
fn a_blocked_customer_is_asked_to_call() {
    let shop = Shop::open();
    let blocked = json!({ "blocked": true });
    shop.put("/customers/cus_minji/blocked", &blocked)
        .expect(200);
    let checkout = json!({ "cart": "crt_minji", "method": "bank_transfer" });
    let refused = shop.post("/orders/checkout", &checkout).expect(409);
    assert_eq!(refused["error"], "please call the shop");
}

#[test]
fn reports_come_as_tables_too() {
    let shop = Shop::open();
    let sales = shop.get("/admin/reports/sales?format=csv");
    assert_eq!(sales.status, 200);
    assert_eq!(sales.content_type, "text/csv; charset=utf-8");
    let lines: Vec<&str> = sales.text.lines().collect();
    assert_eq!(lines[0], "day,orders,revenue,refunded");
    assert_eq!(lines.len(), 3);
    assert_eq!(shop.get("/admin/reports/sales?format=pdf").status, 400);
}

#[test]
fn the_jobs_can_be_run_by_hand() {
    let shop = Shop::open();
    let nothing = json!({});
    assert_eq!(
        shop.post("/admin/jobs/restock-letter", &nothing)
            .expect(200)["done"],
        1
    );
    assert_eq!(
        shop.post("/admin/jobs/send-mail", &nothing).expect(200)["done"],
        1
    );
    assert_eq!(shop.get("/mail/outbox").expect(200)[0]["status"], "sent");
    let last_runs = shop.get("/admin/jobs").expect(200);
    assert_eq!(last_runs["send-mail"]["outcome"], "1 done");
    shop.post("/admin/jobs/sweep-the-floor", &nothing)
        .expect(404);
}

#[test]
fn a_setting_counts_from_the_next_request() {
    let shop = Shop::open();
    let cheaper = json!({ "value": 2_500 });
    shop.put("/admin/settings/shipping_fee", &cheaper)
        .expect(200);
    let cart = shop.get("/cart/crt_minji").expect(200);
    assert_eq!(cart["totals"]["shipping"], 2_500);
    shop.put("/admin/settings/opening_hours", &cheaper)
        .expect(404);
}
