//! Goods coming in and going out. A trigger keeps `stock_levels` in step.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::level;
use crate::catalog::ProductId;
use crate::db::codes::{self, Code};
use crate::db::rows;
use crate::error::{Result, ShopError};
use crate::util::clock::{self, Timestamp};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Delivery,
    Sale,
    Return,
    /// The yearly count found more or less than the books.
    Count,
}

impl Code for Reason {
    const ALL: &'static [Reason] = &[
        Reason::Delivery,
        Reason::Sale,
        Reason::Return,
        Reason::Count,
    ];

    fn code(self) -> &'static str {
        match self {
            Reason::Delivery => "delivery",
            Reason::Sale => "sale",
            Reason::Return => "return",
            Reason::Count => "count",
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Movement {
    pub quantity: i64,
    pub reason: Reason,
    pub reference: String,
    pub moved_at: Timestamp,
}

/// Writes down that goods moved; negative quantities leave the shelf.
pub fn record(
    conn: &Connection,
    product: &ProductId,
    quantity: i64,
    reason: Reason,
    reference: &str,
) -> Result<()> {
    let level = level(conn, product)?;
    if level.on_hand + quantity < 0 {
        return Err(ShopError::OutOfStock {
            product: level.name,
            wanted: -quantity,
            available: level.on_hand,
        });
    }
    conn.execute(
        "INSERT INTO stock_movements (product_id, quantity, reason, reference, moved_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![product, quantity, reason.code(), reference, clock::now()],
    )?;
    Ok(())
}

/// Sets the books right after a count; returns how far they were off.
pub fn count(conn: &mut Connection, product: &ProductId, counted: i64) -> Result<i64> {
    if counted < 0 {
        return Err(ShopError::invalid("nobody can count less than nothing"));
    }
    let tx = conn.transaction()?;
    let off_by = counted - level(&tx, product)?.on_hand;
    if off_by != 0 {
        let reference = format!("count {}", clock::now().day());
        record(&tx, product, off_by, Reason::Count, &reference)?;
    }
    tx.commit()?;
    Ok(off_by)
}

pub fn recent(conn: &Connection, product: &ProductId) -> Result<Vec<Movement>> {
    let sql = "SELECT quantity, reason, reference, moved_at FROM stock_movements
               WHERE product_id = ?1 ORDER BY moved_at DESC, rowid DESC LIMIT 50";
    rows::all(conn, sql, [product], |row| {
        Ok(Movement {
            quantity: row.get("quantity")?,
            reason: codes::column(row, "reason")?,
            reference: row.get("reference")?,
            moved_at: row.get("moved_at")?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;

    #[test]
    fn the_shelf_follows_its_movements() {
        let mut conn = db::in_memory().unwrap();
        let tea = ProductId::parse("prd_barley-tea").unwrap();
        record(&conn, &tea, 12, Reason::Delivery, "DN-0400").unwrap();
        assert_eq!(level(&conn, &tea).unwrap().on_hand, 72);
        assert_eq!(count(&mut conn, &tea, 70).unwrap(), -2);
        assert_eq!(level(&conn, &tea).unwrap().on_hand, 70);
        let newest = &recent(&conn, &tea).unwrap()[0];
        assert_eq!((newest.quantity, newest.reason), (-2, Reason::Count));
    }

    #[test]
    fn nothing_leaves_an_empty_shelf() {
        let conn = db::in_memory().unwrap();
        let jar = ProductId::parse("prd_onggi-jar").unwrap();
        let sold = record(&conn, &jar, -3, Reason::Sale, "ord_x");
        assert!(matches!(
            sold,
            Err(ShopError::OutOfStock { available: 2, .. })
        ));
    }
}
