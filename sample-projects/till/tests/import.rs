//! Articles from outside.

mod desk;

use desk::Desk;
use rusqlite::Connection;

const CSV: &str = include_str!("fixtures/articles.csv");
const KASSE_91: &str = include_str!("fixtures/kasse91.sql");

#[test]
fn good_lines_come_in_and_bad_ones_are_told() {
    let desk = Desk::open();
    desk.begin();
    assert_eq!(
        till::import::articles("articles.csv", CSV),
        Ok("2 good, 6 bad".to_string())
    );
    let report = desk.ok("1 IMPORT LAST");
    assert!(report.contains("\n4: E124 no group \"FISCH\""), "{report}");
    assert!(report.contains("\n10: E120 2 cells"), "{report}");
    assert!(
        desk.ok("1 SCAN 8801234500017")
            .starts_with("Reis \"Shindong\" 10 kg 39,90")
    );
    assert!(desk.ok("1 PRICES HISTORY 1001").contains("6,49 > 6,79"));
    assert_eq!(
        desk.num("SELECT count(*) FROM stock_levels WHERE sku = '2001'"),
        3
    );
}

#[test]
fn articles_of_the_old_program_come_over() {
    let desk = Desk::open();
    let old = Connection::open_in_memory().unwrap();
    old.execute_batch(KASSE_91).unwrap();
    let mut read = old
        .prepare("SELECT NR, BEZ, WG, PREIS * 100, EK * 100 FROM ARTIKEL ORDER BY NR")
        .unwrap();
    let mut csv = String::new();
    let mut rows = read.query([]).unwrap();
    while let Some(r) = rows.next().unwrap() {
        let (nr, name, group): (String, String, String) =
            (r.get(0).unwrap(), r.get(1).unwrap(), r.get(2).unwrap());
        let (price, cost): (f64, f64) = (r.get(3).unwrap(), r.get(4).unwrap());
        let (price, cost) = (price.round() as i64, cost.round() as i64);
        csv += &format!(
            "{nr};{name};;{group};B;{};{};;;\n",
            till::util::euro(price),
            till::util::euro(cost)
        );
    }
    assert_eq!(
        till::import::articles("kasse91", &csv),
        Ok("2 good, 0 bad".to_string())
    );
    assert_eq!(
        desk.num("SELECT price_cents FROM articles WHERE sku = '0417'"),
        395
    );
}

#[test]
fn both_schemas_have_the_same_tables() {
    let names = |text: &str, lead: &str| {
        let mut names: Vec<String> = text
            .lines()
            .filter_map(|l| l.strip_prefix(lead))
            .filter_map(|l| l.split([' ', '(']).next())
            .map(str::to_string)
            .collect();
        names.sort();
        names
    };
    let (server, lite) = (
        include_str!("../schema/production.sql"),
        include_str!("../schema/lite.sql"),
    );
    assert_eq!(
        names(server, "CREATE TABLE public."),
        names(lite, "CREATE TABLE ")
    );
    assert_eq!(
        names(server, "CREATE VIEW public."),
        names(lite, "CREATE VIEW ")
    );
}
