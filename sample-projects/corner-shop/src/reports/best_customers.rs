//! Who keeps the shop alive.

use rusqlite::Connection;
use serde::Serialize;

use crate::customers::{CustomerId, Tier, loyalty};
use crate::db::rows;
use crate::error::Result;
use crate::util::Money;

#[derive(Debug, Serialize)]
pub struct BestCustomer {
    pub customer: CustomerId,
    pub name: String,
    pub n_orders: i64,
    pub spent: Money,
    pub points: i64,
    pub tier: Tier,
}

pub fn best_customers(conn: &Connection) -> Result<Vec<BestCustomer>> {
    let sql = "SELECT c.id, c.name, c.points,
                      count(DISTINCT o.id) AS n_orders,
                      coalesce(sum(p.amount - p.refunded), 0) AS spent
               FROM customers c
               JOIN orders o ON o.customer_id = c.id
               JOIN payments p ON p.order_id = o.id AND p.status = 'captured'
               GROUP BY c.id ORDER BY spent DESC, c.id LIMIT 20";
    let mut customers = rows::all(conn, sql, [], |row| {
        Ok(BestCustomer {
            customer: row.get("id")?,
            name: row.get("name")?,
            n_orders: row.get("n_orders")?,
            spent: row.get("spent")?,
            points: row.get("points")?,
            tier: Tier::Neighbor,
        })
    })?;
    for it in &mut customers {
        it.tier = loyalty::tier_of(conn, &it.customer)?;
    }
    Ok(customers)
}
