//! The few numbers the shopkeeper may turn without a release.

use rusqlite::{Connection, OptionalExtension};

use crate::error::{Result, ShopError};
use crate::util::Money;

pub fn number(conn: &Connection, name: &'static str) -> Result<i64> {
    let sql = "SELECT value FROM settings WHERE name = ?1";
    let value = conn.query_row(sql, [name], |row| row.get(0)).optional()?;
    value.ok_or_else(|| ShopError::not_found("setting", name))
}

pub fn amount(conn: &Connection, name: &'static str) -> Result<Money> {
    number(conn, name).map(Money::won)
}

pub fn set(conn: &Connection, name: &str, value: i64) -> Result<()> {
    let sql = "UPDATE settings SET value = ?2 WHERE name = ?1";
    match conn.execute(sql, (name, value))? {
        0 => Err(ShopError::not_found("setting", name)),
        _ => Ok(()),
    }
}
