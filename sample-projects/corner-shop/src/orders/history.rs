//! What happened to an order, and what a customer ordered before.

use rusqlite::Connection;
use serde::Serialize;

use super::{OrderId, Status};
use crate::customers::{CustomerId, loyalty};
use crate::db::{self, codes, rows};
use crate::error::Result;
use crate::util::Money;
use crate::util::clock::Timestamp;

#[derive(Debug, Serialize)]
pub struct Event {
    pub status: Status,
    pub note: String,
    pub happened_at: Timestamp,
}

#[derive(Debug, Serialize)]
pub struct Timeline {
    pub number: String,
    pub events: Vec<Event>,
    /// Points the order earned, less those it spent.
    pub points: i64,
}

pub fn timeline(conn: &Connection, id: &OrderId) -> Result<Timeline> {
    let order = db::order(conn, id)?;
    Ok(Timeline {
        number: order.number,
        events: events(conn, id)?,
        points: loyalty::net_points(conn, id)?,
    })
}

/// What a customer has spent here, less what went back.
pub fn lifetime_spend(conn: &Connection, customer: &CustomerId) -> Result<Money> {
    let sql = "SELECT coalesce(sum(p.amount - p.refunded), 0)
               FROM payments p JOIN orders o ON o.id = p.order_id
               WHERE o.customer_id = ?1 AND p.status = 'captured'";
    Ok(conn.query_row(sql, [customer], |row| row.get(0))?)
}

fn events(conn: &Connection, id: &OrderId) -> Result<Vec<Event>> {
    let sql = "SELECT status, note, happened_at FROM order_events
               WHERE order_id = ?1 ORDER BY happened_at, rowid";
    rows::all(conn, sql, [id], |row| {
        Ok(Event {
            status: codes::column(row, "status")?,
            note: row.get("note")?,
            happened_at: row.get("happened_at")?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_story_in_order() {
        let conn = db::in_memory().unwrap();
        let first = OrderId::parse("ord_first").unwrap();
        let timeline = timeline(&conn, &first).unwrap();
        let states: Vec<Status> = timeline.events.iter().map(|it| it.status).collect();
        use Status::{Delivered, Paid, Placed, Shipped};
        assert_eq!(states, [Placed, Paid, Shipped, Delivered]);
        assert_eq!(timeline.points, 390);
    }
}
