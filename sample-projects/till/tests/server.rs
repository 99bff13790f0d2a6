//! One day on PostgreSQL, with the real procedures. `TILL_TEST_PG` names a database that is empty.
//!
//! TILL_TEST_PG=postgres://kasse@localhost/leer cargo test --test server -- --ignored

mod desk;

use std::process::Command;

use desk::Desk;

#[test]
#[ignore = "wants an empty PostgreSQL database in TILL_TEST_PG"]
fn a_day_on_the_server() {
    let place = std::env::var("TILL_TEST_PG").expect("TILL_TEST_PG");
    for file in ["schema/production.sql", "seed/shop.sql"] {
        let loaded = Command::new("psql")
            .args([
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                &place,
                "-f",
                file,
            ])
            .output()
            .unwrap();
        assert!(loaded.status.success(), "{file}: {loaded:?}");
    }
    let desk = Desk::open_at(&place);
    desk.begin();
    desk.ok("1 QTY 3");
    assert_eq!(desk.ok("1 PLU 1101"), "Ramyeon scharf 1,49 = 2,98");
    desk.ok("1 CARD K1002");
    assert_eq!(desk.ok("1 PAY CASH 5"), "RÜCKGELD 2,02");
    assert_eq!(
        desk.num("SELECT points FROM customers WHERE card_no = 'K1002'"),
        312
    );
    desk.ok("1 QTY 2");
    desk.ok("1 PLU 1202");
    desk.ok("1 PAY CARD");
    assert_eq!(desk.num("SELECT count(*) FROM reorder_wishes"), 1);
    desk.ok("1 RETURN LINE 41201 1 1 CASH");
    desk.ok("1 RETURN ALL 41201 VOUCHER");
    desk.ok("1 RETURN FREE 1001 1 CASH");
    desk.no("1 RETURN ALL 41201 CASH", "E67");
    desk.ok("1 LEERGUT 2");
    desk.ok("1 CANCEL");
    desk.ok("1 GIFT 20");
    desk.ok("1 PAY CARD");
    desk.ok("1 WEIGH 2813010001992");
    desk.ok("1 PAY VOUCHER G-2026-0009");
    desk.ok("1 FIND 고추");
    desk.ok("1 PLU 1601");
    desk.ok("1 ALLOFF 10");
    let parked = desk.ok("1 HOLD");
    desk.ok(&format!("1 RECALL {parked}"));
    desk.ok("1 CARD K1001");
    desk.ok("1 PAY POINTS 100");
    desk.ok("1 PAY CASH 50");
    desk.ok("1 LAST");
    desk.ok("1 STOCK LOSS 1001 1 kaputt");
    desk.ok("1 STOCK VALUE");
    desk.ok("1 STOCK SLOW");
    desk.ok("1 STOCK SHOW 1001");
    desk.ok("1 STAFF LIST");
    desk.ok("1 CARDS MERGE K1004 K1003");
    desk.no("1 CARDS MERGE K1004 K1003", "E92");
    desk.ok("1 PRICES SET 1001 6,99");
    desk.ok("1 PRICES RAISE TEE 5");
    desk.ok("1 PRICES APPLY 2");
    assert!(desk.ok("1 PRICES HISTORY 1001").contains("6,49 > 6,99"));
    desk.ok("1 PROMO XFORY Zwei 1003 2 1 2026-12-24");
    desk.ok("1 PROMO LIST");
    desk.ok("1 DRAWER OUT 5 Brezeln");
    let csv = include_str!("fixtures/articles.csv");
    assert_eq!(
        till::import::articles("articles.csv", csv),
        Ok("2 good, 6 bad".to_string())
    );
    desk.ok("1 IMPORT LAST");
    desk.ok("1 DAYEND X");
    let answer = desk.ok("1 DAYEND Z 100");
    assert!(answer.starts_with("Z 1 DIFFERENZ "), "{answer}");
    let paper = desk.ok("1 PAPER");
    assert!(!paper.contains("ungleich"), "{paper}");
    assert!(till::db::run("UPDATE z_reports SET gross_cents = 0", &[]).is_err());
    desk.ok("1 BOOKS BALANCE");
    assert!(
        till::books::export("2026-11-02", "x.csv")
            .unwrap()
            .lines()
            .count()
            > 4
    );
    let night = till::nightly::run_all("2027-01-01").unwrap();
    assert!(!night.contains(": E"), "{night}");
    desk.ok("1 ORDERS SEND 1");
    desk.ok("1 ORDERS RECEIVE 1");
    desk.no("1 ORDERS RECEIVE 1", "E92");
    till::db::run(
        "UPDATE receipts SET business_day = '2012-05-05' WHERE z_id IS NOT NULL",
        &[],
    )
    .unwrap();
    desk.ok("1 BOOKS ARCHIVE 2012");
    assert!(desk.num("SELECT count(*) FROM receipts_archive_2012") >= 5);
    let injected = desk.ok("1 CARDS NEW \"O'Hara; \\\\ DROP\" \\q");
    assert!(
        desk.ok(&format!("1 CARDS SHOW {injected}"))
            .starts_with("O'Hara; \\\\ DROP plain")
    );
}
