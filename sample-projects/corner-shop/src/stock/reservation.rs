//! Goods promised to an order and not yet out of the door.

use rusqlite::{Connection, params};

use super::level;
use super::movement::{self, Reason};
use crate::catalog::ProductId;
use crate::db::rows;
use crate::error::{Result, ShopError};
use crate::orders::OrderId;
use crate::util::clock::Timestamp;

/// Promises goods to an order until a moment passes or somebody pays.
pub fn hold(
    conn: &Connection,
    order: &OrderId,
    product: &ProductId,
    quantity: u32,
    until: Timestamp,
) -> Result<()> {
    let level = level(conn, product)?;
    if level.available() < i64::from(quantity) {
        return Err(ShopError::OutOfStock {
            available: level.available(),
            product: level.name,
            wanted: i64::from(quantity),
        });
    }
    conn.execute(
        "INSERT INTO reservations (order_id, product_id, quantity, expires_at)
         VALUES (?1, ?2, ?3, ?4)",
        params![order, product, quantity, until],
    )?;
    conn.execute(
        "UPDATE stock_levels SET reserved = reserved + ?2 WHERE product_id = ?1",
        params![product, quantity],
    )?;
    Ok(())
}

/// Keeps the promise for good: the order is paid.
pub fn confirm(conn: &Connection, order: &OrderId) -> Result<()> {
    let sql = "UPDATE reservations SET expires_at = NULL WHERE order_id = ?1";
    conn.execute(sql, [order])?;
    Ok(())
}

/// Takes the promise back.
pub fn release(conn: &Connection, order: &OrderId) -> Result<()> {
    for (product, quantity) in held(conn, order)? {
        unreserve(conn, &product, quantity)?;
    }
    conn.execute("DELETE FROM reservations WHERE order_id = ?1", [order])?;
    Ok(())
}

/// Fulfills the promise: the goods leave the shelf.
pub fn ship(conn: &Connection, order: &OrderId) -> Result<()> {
    for (product, quantity) in held(conn, order)? {
        unreserve(conn, &product, quantity)?;
        movement::record(conn, &product, -quantity, Reason::Sale, order.as_str())?;
    }
    conn.execute("DELETE FROM reservations WHERE order_id = ?1", [order])?;
    Ok(())
}

/// Orders whose time to pay is over.
pub fn expired(conn: &Connection, now: Timestamp) -> Result<Vec<OrderId>> {
    let sql = "SELECT DISTINCT r.order_id FROM reservations r JOIN orders o ON o.id = r.order_id
               WHERE r.expires_at <= ?1 AND o.status = 'placed' ORDER BY r.order_id";
    rows::all(conn, sql, [now], |row| row.get(0))
}

fn held(conn: &Connection, order: &OrderId) -> Result<Vec<(ProductId, i64)>> {
    let sql = "SELECT product_id, quantity FROM reservations WHERE order_id = ?1";
    rows::all(conn, sql, [order], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn unreserve(conn: &Connection, product: &ProductId, quantity: i64) -> Result<()> {
    conn.execute(
        "UPDATE stock_levels SET reserved = reserved - ?2 WHERE product_id = ?1",
        params![product, quantity],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;
    use crate::util::clock;

    #[test]
    fn what_is_held_cannot_be_held_again() {
        let conn = db::in_memory().unwrap();
        let order = OrderId::parse("ord_second").unwrap();
        let jar = ProductId::parse("prd_onggi-jar").unwrap();
        let until = clock::now().plus_minutes(5);
        hold(&conn, &order, &jar, 2, until).unwrap();
        let other = OrderId::parse("ord_third").unwrap();
        assert!(hold(&conn, &other, &jar, 1, until).is_err());
        release(&conn, &order).unwrap();
        assert_eq!(level(&conn, &jar).unwrap().available(), 2);
        hold(&conn, &other, &jar, 1, until).unwrap();
    }

    #[test]
    fn only_unpaid_orders_expire() {
        let conn = db::in_memory().unwrap();
        let next_week = clock::now().plus_minutes(7 * 24 * 60);
        let third = OrderId::parse("ord_third").unwrap();
        assert_eq!(expired(&conn, next_week).unwrap().len(), 1);
        confirm(&conn, &third).unwrap();
        assert!(expired(&conn, next_week).unwrap().is_empty());
    }
}
