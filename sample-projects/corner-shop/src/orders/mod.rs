//! What people bought, from the click to the doorstep.

pub mod checkout;
pub mod history;
pub mod returns;
pub mod state;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::catalog::ProductId;
use crate::customers::CustomerId;
use crate::customers::address::AddressId;
use crate::db::codes::Code;
use crate::db::{self, rows};
use crate::error::Result;
use crate::util::clock::Timestamp;
use crate::util::page::Page;
use crate::util::{Id, Money, Named};

pub use checkout::{Checkout, Receipt, place};
pub use state::{Status, cancel};

pub type OrderId = Id<Order>;

#[derive(Clone, Debug, Serialize)]
pub struct Order {
    pub id: OrderId,
    /// What people read out on the phone, such as `M-000042`.
    pub number: String,
    pub customer: CustomerId,
    pub address: AddressId,
    pub status: Status,
    pub subtotal: Money,
    pub discount: Money,
    pub shipping: Money,
    pub total: Money,
    pub placed_at: Timestamp,
}

impl Named for Order {
    const PREFIX: &'static str = "ord";
}

#[derive(Clone, Debug, Serialize)]
pub struct OrderLine {
    pub product: ProductId,
    pub name: String,
    pub quantity: u32,
    pub unit_price: Money,
}

/// Which orders are wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Filter {
    pub customer: Option<CustomerId>,
    pub status: Option<Status>,
}

pub fn list(conn: &Connection, filter: &Filter, page: Page) -> Result<Vec<Order>> {
    let page = page.bounded();
    let sql = "SELECT * FROM orders
               WHERE (?1 IS NULL OR customer_id = ?1) AND (?2 IS NULL OR status = ?2)
               ORDER BY placed_at DESC, number DESC LIMIT ?3 OFFSET ?4";
    let status = filter.status.map(Code::code);
    let bindings = params![filter.customer, status, page.limit, page.offset];
    rows::all(conn, sql, bindings, db::lookup::order_from)
}

pub fn lines(conn: &Connection, order: &OrderId) -> Result<Vec<OrderLine>> {
    let sql = "SELECT product_id, name, quantity, unit_price FROM order_lines
               WHERE order_id = ?1 ORDER BY name";
    rows::all(conn, sql, [order], |row| {
        Ok(OrderLine {
            product: row.get("product_id")?,
            name: row.get("name")?,
            quantity: row.get("quantity")?,
            unit_price: row.get("unit_price")?,
        })
    })
}

/// The next number for an order; numbers have no gaps, the tax office likes it that way.
fn next_number(conn: &Connection) -> Result<String> {
    let sql = "SELECT count(*) + 1 FROM orders";
    let next: i64 = conn.query_row(sql, [], |row| row.get(0))?;
    Ok(format!("M-{next:06}"))
}
