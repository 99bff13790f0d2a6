//! Parcels that come back.

use rusqlite::{Connection, params};

use super::state::{self, Status};
use super::{Order, OrderId, lines};
use crate::customers::loyalty;
use crate::db;
use crate::error::{Result, ShopError};
use crate::payment::refund;
use crate::util::clock::{self, Timestamp};

/// 전자상거래법: 받은 날부터 7일 안에 돌려보낼 수 있다.
const RETURN_DAYS: i64 = 7;

/// Takes a parcel back: the goods return to the shelf, the money to the customer.
pub fn accept(conn: &mut Connection, id: &OrderId, reason: &str) -> Result<Order> {
    let tx = conn.transaction()?;
    let order = db::order(&tx, id)?;
    if delivered_at(&tx, id)?.is_some_and(|it| it < clock::now().minus_days(RETURN_DAYS)) {
        let message = format!("order {} came more than a week ago", order.number);
        return Err(ShopError::conflict(message));
    }
    state::advance(&tx, &order, Status::Returned, reason)?;
    for line in lines(&tx, id)? {
        tx.execute(
            "INSERT INTO stock_movements (product_id, quantity, reason, reference, moved_at)
             VALUES (?1, ?2, 'return', ?3, ?4)",
            params![line.product, line.quantity, id, clock::now()],
        )?;
    }
    refund::refund_order(&tx, id, reason)?;
    loyalty::undo(&tx, &order)?;
    let order = db::order(&tx, id)?;
    tx.commit()?;
    Ok(order)
}

fn delivered_at(conn: &Connection, id: &OrderId) -> Result<Option<Timestamp>> {
    let sql = "SELECT max(happened_at) FROM order_events
               WHERE order_id = ?1 AND status = 'delivered'";
    Ok(conn.query_row(sql, [id], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment;
    use crate::stock;

    #[test]
    fn a_return_refunds_and_restocks() {
        let mut conn = db::in_memory().unwrap();
        let first = OrderId::parse("ord_first").unwrap();
        let order = accept(&mut conn, &first, "wrong size of yakgwa").unwrap();
        assert_eq!(order.status, Status::Refunded);
        let line = &lines(&conn, &first).unwrap()[0];
        assert_eq!(stock::level(&conn, &line.product).unwrap().on_hand, 10);
        let payment = &payment::for_order(&conn, &first).unwrap()[0];
        assert_eq!(payment.status, payment::Status::Refunded);
        assert!(accept(&mut conn, &first, "again").is_err());
    }
}
