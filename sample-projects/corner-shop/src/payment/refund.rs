//! Money going back.

use rusqlite::{Connection, params};

use super::{Payment, PaymentId, Status, gateway_for, settle};
use crate::db;
use crate::error::{Result, ShopError};
use crate::mail;
use crate::orders::{self, OrderId, state};
use crate::util::Money;
use crate::util::clock;

/// Refunds a part of a payment or all of it, at the counter's request.
pub fn refund(
    conn: &mut Connection,
    id: &PaymentId,
    amount: Money,
    reason: &str,
) -> Result<Payment> {
    let tx = conn.transaction()?;
    let payment = super::find(&tx, id)?;
    if amount <= Money::ZERO || amount > payment.refundable() {
        let message = format!("{amount} of {} cannot be refunded", payment.refundable());
        return Err(ShopError::conflict(message));
    }
    send_back(&tx, &payment, amount, reason)?;
    let payment = super::find(&tx, id)?;
    tx.commit()?;
    Ok(payment)
}

/// Refunds whatever was paid for an order, and voids what was never paid.
pub fn refund_order(conn: &Connection, order: &OrderId, reason: &str) -> Result<Money> {
    let mut total = Money::ZERO;
    for payment in super::for_order(conn, order)? {
        let amount = payment.refundable();
        if payment.status == Status::Awaiting {
            settle::set_status(conn, &payment.id, Status::Voided)?;
        } else if !amount.is_zero() {
            send_back(conn, &payment, amount, reason)?;
            total += amount;
        }
    }
    Ok(total)
}

fn send_back(conn: &Connection, payment: &Payment, amount: Money, reason: &str) -> Result<()> {
    let reference = gateway_for(payment.method).refund(payment, amount)?;
    conn.execute(
        "INSERT INTO refunds (payment_id, amount, reason, reference, refunded_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![payment.id, amount, reason, reference, clock::now()],
    )?;
    conn.execute(
        "UPDATE payments SET refunded = refunded + ?2 WHERE id = ?1",
        params![payment.id, amount],
    )?;
    let order = db::order(conn, &payment.order)?;
    if amount == payment.refundable() {
        settle::set_status(conn, &payment.id, Status::Refunded)?;
        if order.status.can_become(orders::Status::Refunded) {
            state::advance(conn, &order, orders::Status::Refunded, reason)?;
        }
    }
    let customer = db::customer(conn, &order.customer)?;
    let letter = mail::template::refunded(
        &customer.email,
        &customer.name,
        &order.number,
        amount.as_won(),
    );
    mail::queue(conn, &letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_refund_closes_the_order() {
        let mut conn = db::in_memory().unwrap();
        let first = PaymentId::parse("pay_first").unwrap();
        let part = refund(&mut conn, &first, Money::won(2_000), "bent lid").unwrap();
        assert_eq!(part.refundable(), Money::won(40_000));
        assert!(refund(&mut conn, &first, Money::won(40_001), "greed").is_err());
        refund(&mut conn, &first, Money::won(40_000), "all of it").unwrap();
        let order = db::order(&conn, &part.order).unwrap();
        assert_eq!(order.status, orders::Status::Refunded);
    }
}
