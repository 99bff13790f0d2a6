//! The moment an order counts as paid, however the money came.

use rusqlite::{Connection, params};

use super::{Payment, PaymentId, Status};
use crate::customers::loyalty;
use crate::db;
use crate::db::codes::Code;
use crate::error::{Result, ShopError};
use crate::orders::{self, state};
use crate::stock::reservation;

/// Marks awaited money as received and sees to everything that follows from it.
pub fn capture(conn: &Connection, payment: &Payment) -> Result<Payment> {
    if payment.status != Status::Awaiting {
        let message = format!("payment {} is {}", payment.id, payment.status.code());
        return Err(ShopError::conflict(message));
    }
    set_status(conn, &payment.id, Status::Captured)?;
    paid(conn, payment)?;
    super::find(conn, &payment.id)
}

/// What follows from an order being paid: goods are kept for it and points are credited.
pub fn paid(conn: &Connection, payment: &Payment) -> Result<()> {
    let order = db::order(conn, &payment.order)?;
    state::advance(conn, &order, orders::Status::Paid, payment.method.code())?;
    reservation::confirm(conn, &order.id)?;
    loyalty::earn(conn, &order)?;
    Ok(())
}

/// The shopkeeper saw the money on the account and says so.
pub fn confirm(conn: &mut Connection, id: &PaymentId) -> Result<Payment> {
    let tx = conn.transaction()?;
    let payment = super::find(&tx, id)?;
    let payment = capture(&tx, &payment)?;
    tx.commit()?;
    Ok(payment)
}

pub(super) fn set_status(conn: &Connection, id: &PaymentId, status: Status) -> Result<()> {
    conn.execute(
        "UPDATE payments SET status = ?2 WHERE id = ?1",
        params![id, status.code()],
    )?;
    Ok(())
}
