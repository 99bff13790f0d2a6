//! Money coming in, and sometimes going back.

pub mod card;
pub mod gateway;
pub mod refund;
pub mod settle;
pub mod transfer;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::db::codes::Code;
use crate::db::{self, rows};
use crate::error::{Result, ShopError};
use crate::orders::OrderId;
use crate::util::clock::{self, Timestamp};
use crate::util::page::Page;
use crate::util::{Id, Money, Named};

pub use gateway::{Charge, Gateway, Outcome, gateway_for};

pub type PaymentId = Id<Payment>;

#[derive(Clone, Debug, Serialize)]
pub struct Payment {
    pub id: PaymentId,
    pub order: OrderId,
    pub method: Method,
    pub amount: Money,
    pub refunded: Money,
    pub status: Status,
    /// The approval number of the card, or what the transfer must carry.
    pub reference: String,
    pub created_at: Timestamp,
}

impl Payment {
    pub fn refundable(&self) -> Money {
        match self.status {
            Status::Captured => self.amount - self.refunded,
            Status::Awaiting | Status::Voided | Status::Refunded => Money::ZERO,
        }
    }
}

impl Named for Payment {
    const PREFIX: &'static str = "pay";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Card,
    BankTransfer,
}

impl Code for Method {
    const ALL: &'static [Method] = &[Method::Card, Method::BankTransfer];

    fn code(self) -> &'static str {
        match self {
            Method::Card => "card",
            Method::BankTransfer => "bank_transfer",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Awaiting,
    Captured,
    Voided,
    Refunded,
}

impl Code for Status {
    const ALL: &'static [Status] = &[
        Status::Awaiting,
        Status::Captured,
        Status::Voided,
        Status::Refunded,
    ];

    fn code(self) -> &'static str {
        match self {
            Status::Awaiting => "awaiting",
            Status::Captured => "captured",
            Status::Voided => "voided",
            Status::Refunded => "refunded",
        }
    }
}

/// Charges an order, and writes down what came of it.
pub fn charge(conn: &Connection, method: Method, charge: &Charge<'_>) -> Result<Payment> {
    let (status, reference) = match gateway_for(method).charge(charge)? {
        Outcome::Captured { approval } => (Status::Captured, approval),
        Outcome::Awaiting { reference } => (Status::Awaiting, reference),
    };
    let id = PaymentId::fresh();
    conn.execute(
        "INSERT INTO payments (id, order_id, method, amount, status, reference, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            charge.order,
            method.code(),
            charge.amount,
            status.code(),
            reference,
            clock::now(),
        ],
    )?;
    find(conn, &id)
}

pub fn find(conn: &Connection, id: &PaymentId) -> Result<Payment> {
    let sql = "SELECT * FROM payments WHERE id = ?1";
    let found = conn.query_row(sql, [id], db::lookup::payment_from);
    found
        .optional()?
        .ok_or_else(|| ShopError::not_found("payment", id))
}

pub fn for_order(conn: &Connection, order: &OrderId) -> Result<Vec<Payment>> {
    let sql = "SELECT * FROM payments WHERE order_id = ?1 ORDER BY created_at";
    rows::all(conn, sql, [order], db::lookup::payment_from)
}

pub fn list(conn: &Connection, page: Page) -> Result<Vec<Payment>> {
    let page = page.bounded();
    let sql = "SELECT * FROM payments ORDER BY created_at DESC, id LIMIT ?1 OFFSET ?2";
    rows::all(
        conn,
        sql,
        [page.limit, page.offset],
        db::lookup::payment_from,
    )
}
