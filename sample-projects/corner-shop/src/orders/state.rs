//! The states of an order, and the ways between them.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{Order, OrderId};
use crate::customers::loyalty;
use crate::db;
use crate::db::codes::Code;
use crate::error::{Result, ShopError};
use crate::mail;
use crate::payment::refund;
use crate::stock::reservation;
use crate::util::clock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Placed,
    Paid,
    Shipped,
    Delivered,
    Returned,
    Refunded,
    Canceled,
}

impl Status {
    pub fn can_become(self, next: Status) -> bool {
        use Status::*;
        matches!(
            (self, next),
            (Placed, Paid | Canceled)
                | (Paid, Shipped | Canceled)
                | (Shipped, Delivered)
                | (Delivered, Returned | Refunded)
                | (Returned, Refunded)
        )
    }
}

impl Code for Status {
    const ALL: &'static [Status] = &[
        Status::Placed,
        Status::Paid,
        Status::Shipped,
        Status::Delivered,
        Status::Returned,
        Status::Refunded,
        Status::Canceled,
    ];

    fn code(self) -> &'static str {
        match self {
            Status::Placed => "placed",
            Status::Paid => "paid",
            Status::Shipped => "shipped",
            Status::Delivered => "delivered",
            Status::Returned => "returned",
            Status::Refunded => "refunded",
            Status::Canceled => "canceled",
        }
    }
}

/// Moves an order on and writes it into its history.
pub fn advance(conn: &Connection, order: &Order, next: Status, note: &str) -> Result<()> {
    if !order.status.can_become(next) {
        let (from, to) = (order.status.code(), next.code());
        let message = format!("order {} is {from}, it cannot become {to}", order.number);
        return Err(ShopError::conflict(message));
    }
    conn.execute(
        "UPDATE orders SET status = ?2 WHERE id = ?1",
        params![order.id, next.code()],
    )?;
    log_event(conn, &order.id, next, note)
}

pub(super) fn log_event(conn: &Connection, id: &OrderId, status: Status, note: &str) -> Result<()> {
    conn.execute(
        "INSERT INTO order_events (order_id, status, note, happened_at) VALUES (?1, ?2, ?3, ?4)",
        params![id, status.code(), note, clock::now()],
    )?;
    Ok(())
}

/// Hands the parcel to a carrier.
pub fn ship(conn: &mut Connection, id: &OrderId, carrier: &str) -> Result<Order> {
    let tx = conn.transaction()?;
    let order = db::order(&tx, id)?;
    advance(&tx, &order, Status::Shipped, carrier)?;
    reservation::ship(&tx, id)?;
    let customer = db::customer(&tx, &order.customer)?;
    let letter =
        mail::template::order_shipped(&customer.email, &customer.name, &order.number, carrier);
    mail::queue(&tx, &letter)?;
    let order = db::order(&tx, id)?;
    tx.commit()?;
    Ok(order)
}

pub fn deliver(conn: &mut Connection, id: &OrderId, note: &str) -> Result<Order> {
    let tx = conn.transaction()?;
    let order = db::order(&tx, id)?;
    advance(&tx, &order, Status::Delivered, note)?;
    let order = db::order(&tx, id)?;
    tx.commit()?;
    Ok(order)
}

/// Calls an order off: goods, money and points all go back where they came from.
pub fn cancel(conn: &mut Connection, id: &OrderId, reason: &str) -> Result<Order> {
    let tx = conn.transaction()?;
    let order = db::order(&tx, id)?;
    advance(&tx, &order, Status::Canceled, reason)?;
    reservation::release(&tx, id)?;
    refund::refund_order(&tx, id, reason)?;
    loyalty::undo(&tx, &order)?;
    let customer = db::customer(&tx, &order.customer)?;
    let letter =
        mail::template::order_canceled(&customer.email, &customer.name, &order.number, reason);
    mail::queue(&tx, &letter)?;
    let order = db::order(&tx, id)?;
    tx.commit()?;
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment;
    use crate::stock;

    #[test]
    fn canceling_gives_everything_back() {
        let mut conn = db::in_memory().unwrap();
        let third = OrderId::parse("ord_third").unwrap();
        let order = cancel(&mut conn, &third, "changed my mind").unwrap();
        assert_eq!(order.status, Status::Canceled);
        let line = &super::super::lines(&conn, &third).unwrap()[0];
        assert_eq!(stock::level(&conn, &line.product).unwrap().reserved, 0);
        let payment = &payment::for_order(&conn, &third).unwrap()[0];
        assert_eq!(payment.status, payment::Status::Voided);
    }

    #[test]
    fn a_parcel_on_its_way_cannot_be_canceled() {
        let mut conn = db::in_memory().unwrap();
        let second = OrderId::parse("ord_second").unwrap();
        let error = cancel(&mut conn, &second, "too slow").unwrap_err();
        let expected = "order M-000002 is shipped, it cannot become canceled";
        assert_eq!(error.to_string(), expected);
        deliver(&mut conn, &second, "경비실").unwrap();
    }
}
