//! What things cost today.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{Product, ProductId};
use crate::db::{self, rows};
use crate::error::{Result, ShopError};
use crate::util::Money;
use crate::util::clock::{self, Timestamp};

/// How long a price may be shown after it changed elsewhere.
const FRESH_FOR: Duration = Duration::from_secs(20);

static PRICES: LazyLock<Mutex<HashMap<ProductId, (Money, Instant)>>> =
    LazyLock::new(|| Mutex::new(HashMap::new()));

#[derive(Debug, Serialize)]
pub struct PriceChange {
    pub old_price: Money,
    pub new_price: Money,
    pub reason: String,
    pub changed_at: Timestamp,
}

/// What a product costs now, promotions included. Remembered for a little while.
pub fn current_price(conn: &Connection, id: &ProductId) -> Result<Money> {
    if let Some((price, since)) = prices().get(id)
        && since.elapsed() < FRESH_FOR
    {
        return Ok(*price);
    }
    let price = quoted_price(conn, id)?;
    prices().insert(id.clone(), (price, Instant::now()));
    Ok(price)
}

/// The same, asked of the database: what a customer is charged.
pub fn quoted_price(conn: &Connection, id: &ProductId) -> Result<Money> {
    let product = db::product(conn, id)?;
    if !product.active {
        let message = format!("{:?} is not sold any more", product.name);
        return Err(ShopError::conflict(message));
    }
    Ok(match promotion_percent(conn, &product, clock::now())? {
        Some(percent) => product.price.less_percent(percent),
        None => product.price,
    })
}

/// Writes a new price on the tag.
pub fn change(conn: &mut Connection, id: &ProductId, price: Money, reason: &str) -> Result<()> {
    if price <= Money::ZERO {
        return Err(ShopError::invalid("a product needs a price"));
    }
    let tx = conn.transaction()?;
    let product = db::product(&tx, id)?;
    tx.execute(
        "UPDATE products SET price = ?2 WHERE id = ?1",
        params![id, price],
    )?;
    tx.execute(
        "INSERT INTO price_changes (product_id, old_price, new_price, reason, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, product.price, price, reason, clock::now()],
    )?;
    tx.commit()?;
    forget(id);
    Ok(())
}

pub fn history(conn: &Connection, id: &ProductId) -> Result<Vec<PriceChange>> {
    db::product(conn, id)?;
    let sql = "SELECT old_price, new_price, reason, changed_at FROM price_changes
               WHERE product_id = ?1 ORDER BY changed_at DESC";
    rows::all(conn, sql, [id], |row| {
        Ok(PriceChange {
            old_price: row.get("old_price")?,
            new_price: row.get("new_price")?,
            reason: row.get("reason")?,
            changed_at: row.get("changed_at")?,
        })
    })
}

pub(super) fn forget(id: &ProductId) {
    prices().remove(id);
}

/// The best promotion that runs for the product's category.
fn promotion_percent(
    conn: &Connection,
    product: &Product,
    now: Timestamp,
) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT percent FROM promotions
               WHERE category = ?1 AND starts_at <= ?2 AND ends_at > ?2
               ORDER BY percent DESC LIMIT 1";
    conn.query_row(sql, params![product.category, now], |row| row.get(0))
        .optional()
}

fn prices() -> MutexGuard<'static, HashMap<ProductId, (Money, Instant)>> {
    PRICES.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promotions_are_part_of_the_price() {
        let conn = db::in_memory().unwrap();
        let notebook = ProductId::parse("prd_hanji-notebook").unwrap();
        assert_eq!(current_price(&conn, &notebook).unwrap(), Money::won(8_550));
        let jar = ProductId::parse("prd_onggi-jar").unwrap();
        assert_eq!(current_price(&conn, &jar).unwrap(), Money::won(36_000));
    }

    #[test]
    fn a_changed_price_counts_at_once_and_is_kept_in_the_books() {
        let mut conn = db::in_memory().unwrap();
        let salt = ProductId::parse("prd_sea-salt").unwrap();
        current_price(&conn, &salt).unwrap();
        change(&mut conn, &salt, Money::won(9_200), "rain in Sinan").unwrap();
        assert_eq!(current_price(&conn, &salt).unwrap(), Money::won(9_200));
        let changes = history(&conn, &salt).unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].old_price, Money::won(8_900));
    }
}
