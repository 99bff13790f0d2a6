//! What the shopkeeper reads on Monday morning. Reads every table there is, writes none.

pub mod best_customers;
pub mod ledger;
pub mod sales;
pub mod stock_value;

use rusqlite::Connection;
use serde::Serialize;

use crate::error::Result;
use crate::util::Money;

/// The whole shop in eight numbers.
#[derive(Debug, Serialize)]
pub struct Overview {
    pub n_products: i64,
    pub n_customers: i64,
    pub n_open_carts: i64,
    pub n_unpaid_orders: i64,
    pub n_parcels_to_send: i64,
    pub n_running_low: i64,
    pub n_letters_waiting: i64,
    pub revenue: Money,
}

pub fn overview(conn: &Connection) -> Result<Overview> {
    let sql = "SELECT
        (SELECT count(*) FROM products WHERE active = 1) AS n_products,
        (SELECT count(*) FROM customers) AS n_customers,
        (SELECT count(*) FROM carts WHERE status = 'open') AS n_open_carts,
        (SELECT count(*) FROM orders WHERE status = 'placed') AS n_unpaid_orders,
        (SELECT count(*) FROM orders WHERE status = 'paid') AS n_parcels_to_send,
        (SELECT count(*) FROM stock_levels WHERE on_hand - reserved <= reorder_point)
            AS n_running_low,
        (SELECT count(*) FROM outbox WHERE status <> 'sent') AS n_letters_waiting,
        (SELECT coalesce(sum(amount - refunded), 0) FROM payments WHERE status = 'captured')
            AS revenue";
    let overview = conn.query_row(sql, [], |row| {
        Ok(Overview {
            n_products: row.get("n_products")?,
            n_customers: row.get("n_customers")?,
            n_open_carts: row.get("n_open_carts")?,
            n_unpaid_orders: row.get("n_unpaid_orders")?,
            n_parcels_to_send: row.get("n_parcels_to_send")?,
            n_running_low: row.get("n_running_low")?,
            n_letters_waiting: row.get("n_letters_waiting")?,
            revenue: row.get("revenue")?,
        })
    })?;
    Ok(overview)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;

    #[test]
    fn the_first_morning() {
        let overview = overview(&db::in_memory().unwrap()).unwrap();
        assert_eq!(overview.n_products, 12);
        assert_eq!(overview.n_unpaid_orders, 1);
        assert_eq!(overview.n_running_low, 3);
        assert_eq!(overview.revenue, Money::won(81_000));
    }
}
