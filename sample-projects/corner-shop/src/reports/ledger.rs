//! Every order with everything that hangs on it, for the tax adviser.

use rusqlite::Connection;
use serde::Serialize;

use crate::db::{codes, rows};
use crate::error::Result;
use crate::orders::{self, OrderId};
use crate::payment::Method;
use crate::util::Money;
use crate::util::clock::Timestamp;
use crate::util::page::Page;

#[derive(Debug, Serialize)]
pub struct Entry {
    pub order: OrderId,
    pub number: String,
    pub placed_at: Timestamp,
    pub status: orders::Status,
    pub customer: String,
    pub city: String,
    pub n_pieces: i64,
    pub skus: String,
    pub total: Money,
    pub method: Method,
    pub refunded: Money,
    pub points: i64,
    pub n_held: i64,
}

pub fn entries(conn: &Connection, page: Page) -> Result<Vec<Entry>> {
    let page = page.bounded();
    let sql = "SELECT o.id, o.number, o.placed_at, o.status, o.total,
                      c.name AS customer, a.city,
                      sum(ol.quantity) AS n_pieces,
                      group_concat(p.sku, ' ') AS skus,
                      pay.method, pay.refunded,
                      (SELECT coalesce(sum(points), 0) FROM points_entries pe
                       WHERE pe.order_id = o.id) AS points,
                      (SELECT coalesce(sum(r.quantity), 0) FROM reservations r
                       WHERE r.order_id = o.id) AS n_held
               FROM orders o
               JOIN customers c ON c.id = o.customer_id
               JOIN addresses a ON a.id = o.address_id
               JOIN order_lines ol ON ol.order_id = o.id
               JOIN products p ON p.id = ol.product_id
               JOIN payments pay ON pay.order_id = o.id
               GROUP BY o.id ORDER BY o.number DESC LIMIT ?1 OFFSET ?2";
    rows::all(conn, sql, [page.limit, page.offset], |row| {
        Ok(Entry {
            order: row.get("id")?,
            number: row.get("number")?,
            placed_at: row.get("placed_at")?,
            status: codes::column(row, "status")?,
            customer: row.get("customer")?,
            city: row.get("city")?,
            n_pieces: row.get("n_pieces")?,
            skus: row.get("skus")?,
            total: row.get("total")?,
            method: codes::column(row, "method")?,
            refunded: row.get("refunded")?,
            points: row.get("points")?,
            n_held: row.get("n_held")?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;

    #[test]
    fn an_entry_tells_all_about_an_order() {
        let conn = db::in_memory().unwrap();
        let entries = entries(&conn, Page::default()).unwrap();
        let first = entries.last().unwrap();
        assert_eq!(first.customer, "김민지");
        assert_eq!((first.n_pieces, first.points, first.n_held), (3, 390, 0));
        assert_eq!(entries[0].n_held, 1);
    }
}
