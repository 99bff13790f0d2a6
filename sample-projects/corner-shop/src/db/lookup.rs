//! Rows into the things of the shop, and the finders that everybody needs.

use rusqlite::{Connection, OptionalExtension, Row};

use super::codes;
use crate::catalog::{Product, ProductId};
use crate::customers::{Customer, CustomerId};
use crate::error::{Result, ShopError};
use crate::orders::{Order, OrderId};
use crate::payment::Payment;

pub fn product(conn: &Connection, id: &ProductId) -> Result<Product> {
    let sql = "SELECT * FROM products WHERE id = ?1";
    let found = conn.query_row(sql, [id], product_from).optional()?;
    found.ok_or_else(|| ShopError::not_found("product", id))
}

pub fn customer(conn: &Connection, id: &CustomerId) -> Result<Customer> {
    let sql = "SELECT * FROM customers WHERE id = ?1";
    let found = conn.query_row(sql, [id], customer_from).optional()?;
    found.ok_or_else(|| ShopError::not_found("customer", id))
}

pub fn order(conn: &Connection, id: &OrderId) -> Result<Order> {
    let sql = "SELECT * FROM orders WHERE id = ?1";
    let found = conn.query_row(sql, [id], order_from).optional()?;
    found.ok_or_else(|| ShopError::not_found("order", id))
}

pub fn product_from(row: &Row<'_>) -> rusqlite::Result<Product> {
    Ok(Product {
        id: row.get("id")?,
        sku: row.get("sku")?,
        name: row.get("name")?,
        name_ko: row.get("name_ko")?,
        category: row.get("category")?,
        description: row.get("description")?,
        price: row.get("price")?,
        active: row.get("active")?,
    })
}

pub fn customer_from(row: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        id: row.get("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        points: row.get("points")?,
        blocked: row.get("blocked")?,
        created_at: row.get("created_at")?,
    })
}

pub fn order_from(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        id: row.get("id")?,
        number: row.get("number")?,
        customer: row.get("customer_id")?,
        address: row.get("address_id")?,
        status: codes::column(row, "status")?,
        subtotal: row.get("subtotal")?,
        discount: row.get("discount")?,
        shipping: row.get("shipping")?,
        total: row.get("total")?,
        placed_at: row.get("placed_at")?,
    })
}

pub fn payment_from(row: &Row<'_>) -> rusqlite::Result<Payment> {
    Ok(Payment {
        id: row.get("id")?,
        order: row.get("order_id")?,
        method: codes::column(row, "method")?,
        amount: row.get("amount")?,
        refunded: row.get("refunded")?,
        status: codes::column(row, "status")?,
        reference: row.get("reference")?,
        created_at: row.get("created_at")?,
    })
}
