//! What is on the shelf, and what of it is promised to somebody.

pub mod movement;
pub mod reorder;
pub mod reservation;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::catalog::ProductId;
use crate::db::rows;
use crate::error::{Result, ShopError};

pub use movement::{Reason, record};

#[derive(Debug, Serialize)]
pub struct Level {
    pub product: ProductId,
    pub name: String,
    pub on_hand: i64,
    pub reserved: i64,
    pub reorder_point: i64,
}

impl Level {
    /// What may still be sold.
    pub fn available(&self) -> i64 {
        self.on_hand - self.reserved
    }
}

pub fn level(conn: &Connection, product: &ProductId) -> Result<Level> {
    let sql = "SELECT l.*, p.name FROM stock_levels l JOIN products p ON p.id = l.product_id
               WHERE l.product_id = ?1";
    let found = conn.query_row(sql, [product], level_from).optional()?;
    found.ok_or_else(|| ShopError::not_found("product", product))
}

pub fn levels(conn: &Connection) -> Result<Vec<Level>> {
    let sql = "SELECT l.*, p.name FROM stock_levels l JOIN products p ON p.id = l.product_id
               WHERE p.active = 1 ORDER BY p.name";
    rows::all(conn, sql, [], level_from)
}

/// Makes room on the shelf for a product that is new.
pub fn open_level(conn: &Connection, product: &ProductId, reorder_point: i64) -> Result<()> {
    conn.execute(
        "INSERT INTO stock_levels (product_id, reorder_point) VALUES (?1, ?2)",
        params![product, reorder_point.max(0)],
    )?;
    Ok(())
}

fn level_from(row: &Row<'_>) -> rusqlite::Result<Level> {
    Ok(Level {
        product: row.get("product_id")?,
        name: row.get("name")?,
        on_hand: row.get("on_hand")?,
        reserved: row.get("reserved")?,
        reorder_point: row.get("reorder_point")?,
    })
}
