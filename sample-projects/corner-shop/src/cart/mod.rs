//! What people think of buying.

pub mod totals;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::catalog::{ProductId, current_price};
use crate::customers::CustomerId;
use crate::db::{self, rows};
use crate::error::{Result, ShopError};
use crate::stock;
use crate::util::clock::{self, Timestamp};
use crate::util::{Id, Money, Named};

pub use totals::{Totals, totals};

const LARGEST_QUANTITY: u32 = 99;

pub type CartId = Id<Cart>;

#[derive(Debug, Serialize)]
pub struct Cart {
    pub id: CartId,
    pub customer: CustomerId,
    pub updated_at: Timestamp,
    pub lines: Vec<CartLine>,
}

impl Named for Cart {
    const PREFIX: &'static str = "crt";
}

#[derive(Debug, Serialize)]
pub struct CartLine {
    pub product: ProductId,
    pub name: String,
    pub quantity: u32,
    pub unit_price: Money,
}

/// The open cart of a customer; a new one if there is none.
pub fn open(conn: &mut Connection, customer: &CustomerId) -> Result<Cart> {
    let tx = conn.transaction()?;
    db::customer(&tx, customer)?;
    let sql = "SELECT id FROM carts WHERE customer_id = ?1 AND status = 'open'";
    let existing: Option<CartId> = tx.query_row(sql, [customer], |row| row.get(0)).optional()?;
    let id = match existing {
        Some(id) => id,
        None => {
            let id = CartId::fresh();
            tx.execute(
                "INSERT INTO carts (id, customer_id, updated_at) VALUES (?1, ?2, ?3)",
                params![id, customer, clock::now()],
            )?;
            id
        }
    };
    let cart = find_open(&tx, &id)?;
    tx.commit()?;
    Ok(cart)
}

/// A cart that has not become an order yet, at today's prices.
pub fn find_open(conn: &Connection, id: &CartId) -> Result<Cart> {
    let sql = "SELECT id, customer_id, updated_at FROM carts WHERE id = ?1 AND status = 'open'";
    let found = conn.query_row(sql, [id], cart_from).optional()?;
    let mut cart = found.ok_or_else(|| ShopError::not_found("open cart", id))?;
    cart.lines = lines(conn, id)?;
    Ok(cart)
}

/// All open carts, the longest untouched first.
pub fn open_carts(conn: &Connection) -> Result<Vec<Cart>> {
    let sql =
        "SELECT id, customer_id, updated_at FROM carts WHERE status = 'open' ORDER BY updated_at";
    let mut carts = rows::all(conn, sql, [], cart_from)?;
    for cart in &mut carts {
        cart.lines = lines(conn, &cart.id)?;
    }
    Ok(carts)
}

/// Puts so many of a product into the cart; none takes it out.
pub fn put(conn: &mut Connection, id: &CartId, product: &ProductId, quantity: u32) -> Result<Cart> {
    if quantity > LARGEST_QUANTITY {
        let message = format!("more than {LARGEST_QUANTITY}? please call the shop");
        return Err(ShopError::invalid(message));
    }
    let tx = conn.transaction()?;
    find_open(&tx, id)?;
    let level = stock::level(&tx, product)?;
    if level.available() < i64::from(quantity) {
        return Err(ShopError::OutOfStock {
            available: level.available(),
            product: level.name,
            wanted: i64::from(quantity),
        });
    }
    set_quantity(&tx, id, product, quantity)?;
    let sql = "UPDATE carts SET updated_at = ?2 WHERE id = ?1";
    tx.execute(sql, params![id, clock::now()])?;
    let cart = find_open(&tx, id)?;
    tx.commit()?;
    Ok(cart)
}

fn set_quantity(
    conn: &Connection,
    id: &CartId,
    product: &ProductId,
    quantity: u32,
) -> rusqlite::Result<()> {
    if quantity == 0 {
        let sql = "DELETE FROM cart_lines WHERE cart_id = ?1 AND product_id = ?2";
        conn.execute(sql, params![id, product])?;
    } else {
        conn.execute(
            "INSERT INTO cart_lines (cart_id, product_id, quantity) VALUES (?1, ?2, ?3)
             ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = excluded.quantity",
            params![id, product, quantity],
        )?;
    }
    Ok(())
}

fn lines(conn: &Connection, id: &CartId) -> Result<Vec<CartLine>> {
    let sql = "SELECT l.product_id, l.quantity, p.name
               FROM cart_lines l JOIN products p ON p.id = l.product_id
               WHERE l.cart_id = ?1 ORDER BY p.name";
    let mut lines = rows::all(conn, sql, [id], |row| {
        Ok(CartLine {
            product: row.get("product_id")?,
            name: row.get("name")?,
            quantity: row.get("quantity")?,
            unit_price: Money::ZERO,
        })
    })?;
    for line in &mut lines {
        line.unit_price = current_price(conn, &line.product)?;
    }
    Ok(lines)
}

fn cart_from(row: &Row<'_>) -> rusqlite::Result<Cart> {
    Ok(Cart {
        id: row.get("id")?,
        customer: row.get("customer_id")?,
        updated_at: row.get("updated_at")?,
        lines: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_has_one_open_cart() {
        let mut conn = db::in_memory().unwrap();
        let anna = CustomerId::parse("cus_anna").unwrap();
        let first = open(&mut conn, &anna).unwrap();
        assert_eq!(open(&mut conn, &anna).unwrap().id, first.id);
        assert_eq!(open_carts(&conn).unwrap().len(), 3);
    }

    #[test]
    fn none_of_it_takes_it_out() {
        let mut conn = db::in_memory().unwrap();
        let cart = CartId::parse("crt_minji").unwrap();
        let tea = ProductId::parse("prd_barley-tea").unwrap();
        assert_eq!(put(&mut conn, &cart, &tea, 5).unwrap().lines[1].quantity, 5);
        assert_eq!(put(&mut conn, &cart, &tea, 0).unwrap().lines.len(), 1);
        assert!(put(&mut conn, &cart, &tea, 61).is_err());
    }
}
