//! The schema, as a series of steps that are each applied once.

use rusqlite::Connection;

use crate::error::Result;

/// In order; add at the end, never change one that has been in production.
const STEPS: &[&str] = &[
    include_str!("../../migrations/0001_catalog_and_stock.sql"),
    include_str!("../../migrations/0002_customers_and_orders.sql"),
    include_str!("../../migrations/0003_payments_points_mail.sql"),
];

/// Applies the steps that this database has not seen yet, all or none of them.
pub fn migrate(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction()?;
    let n_applied: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().skip(n_applied as usize) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", STEPS.len() as i64)?;
    tx.commit()?;
    Ok(())
}
