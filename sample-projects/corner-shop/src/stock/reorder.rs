//! What to order from the suppliers, and how much.

use rusqlite::Connection;
use serde::Serialize;

use crate::catalog::ProductId;
use crate::db::rows;
use crate::error::Result;
use crate::util::clock::{self, Timestamp};

const WINDOW_DAYS: i64 = 28;
const COVER_DAYS: i64 = 14;

#[derive(Debug, Serialize)]
pub struct Suggestion {
    pub product: ProductId,
    pub name: String,
    pub available: i64,
    /// Pieces sold in the last four weeks.
    pub sold: i64,
    pub order: i64,
}

/// Products at or below their reorder point, the emptiest first.
pub fn suggestions(conn: &Connection) -> Result<Vec<Suggestion>> {
    since(conn, clock::now().minus_days(WINDOW_DAYS))
}

fn since(conn: &Connection, start: Timestamp) -> Result<Vec<Suggestion>> {
    let sql = "SELECT p.id, p.name, l.reorder_point, l.on_hand - l.reserved AS available,
                      coalesce((SELECT sum(ol.quantity)
                                FROM order_lines ol JOIN orders o ON o.id = ol.order_id
                                WHERE ol.product_id = p.id AND o.placed_at >= ?1
                                  AND o.status <> 'canceled'), 0) AS sold
               FROM stock_levels l JOIN products p ON p.id = l.product_id
               WHERE p.active = 1 AND l.on_hand - l.reserved <= l.reorder_point
               ORDER BY available - l.reorder_point, p.name";
    rows::all(conn, sql, [start], |row| {
        let (available, sold) = (row.get("available")?, row.get("sold")?);
        Ok(Suggestion {
            product: row.get("id")?,
            name: row.get("name")?,
            available,
            sold,
            order: quantity(row.get("reorder_point")?, available, sold),
        })
    })
}

/// Enough to be twice above the reorder point, or for two weeks of trade, whichever is more.
fn quantity(reorder_point: i64, available: i64, sold: i64) -> i64 {
    let for_trade = (sold * COVER_DAYS).div_euclid(WINDOW_DAYS);
    (2 * reorder_point).max(for_trade) - available
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;

    #[test]
    fn suggests_what_ran_low() {
        let conn = db::in_memory().unwrap();
        let suggested = suggestions(&conn).unwrap();
        let names: Vec<&str> = suggested.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Rice puffs",
                "Cold-pressed sesame oil, 300 ml",
                "Onggi jar, 2 l"
            ]
        );
        assert_eq!(suggested[0].order, 15);
    }

    #[test]
    fn brisk_trade_orders_more() {
        assert_eq!(quantity(5, 5, 0), 5);
        assert_eq!(quantity(5, 5, 100), 45);
    }
}
