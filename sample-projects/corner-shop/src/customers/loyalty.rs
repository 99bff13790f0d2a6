//! Points, and the tiers that faithful customers reach.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::CustomerId;
use crate::db::{self, rows, settings};
use crate::error::{Result, ShopError};
use crate::orders::{Order, OrderId, history};
use crate::util::Money;
use crate::util::clock::{self, Timestamp};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Neighbor,
    /// 단골
    Regular,
    Family,
}

impl Tier {
    /// The tier that so much lifetime trade earns.
    fn for_spend(spend: Money) -> Tier {
        match spend.as_won() {
            500_000.. => Tier::Family,
            100_000.. => Tier::Regular,
            _ => Tier::Neighbor,
        }
    }

    pub fn discount_percent(self) -> i64 {
        match self {
            Tier::Neighbor => 0,
            Tier::Regular => 3,
            Tier::Family => 5,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct PointsEntry {
    pub order: OrderId,
    pub points: i64,
    pub reason: String,
    pub entered_at: Timestamp,
}

pub fn tier_of(conn: &Connection, customer: &CustomerId) -> Result<Tier> {
    let spend = history::lifetime_spend(conn, customer)?;
    Ok(Tier::for_spend(spend))
}

/// Credits a paid order: a percentage of what was bought, without the postage.
pub fn earn(conn: &Connection, order: &Order) -> Result<i64> {
    let percent = settings::number(conn, "points_percent")?;
    let points = (order.subtotal - order.discount).percent(percent).as_won();
    enter(conn, &order.customer, &order.id, points, "earned")?;
    Ok(points)
}

/// Pays a part of an order with points, one won each.
pub fn spend(
    conn: &Connection,
    customer: &CustomerId,
    order: &OrderId,
    points: i64,
) -> Result<Money> {
    let balance = db::customer(conn, customer)?.points;
    if points > balance {
        let message = format!("{points} points wanted, the balance is {balance}");
        return Err(ShopError::conflict(message));
    }
    enter(conn, customer, order, -points, "spent")?;
    Ok(Money::won(points))
}

/// Takes back what an order earned and gives back what it spent.
pub fn undo(conn: &Connection, order: &Order) -> Result<()> {
    let net = net_points(conn, &order.id)?;
    let balance = db::customer(conn, &order.customer)?.points;
    // Points that were spent since are not asked back.
    enter(
        conn,
        &order.customer,
        &order.id,
        (-net).max(-balance),
        "undone",
    )
}

pub fn net_points(conn: &Connection, order: &OrderId) -> Result<i64> {
    let sql = "SELECT coalesce(sum(points), 0) FROM points_entries WHERE order_id = ?1";
    Ok(conn.query_row(sql, [order], |row| row.get(0))?)
}

pub fn entries(conn: &Connection, customer: &CustomerId) -> Result<Vec<PointsEntry>> {
    db::customer(conn, customer)?;
    let sql = "SELECT order_id, points, reason, entered_at FROM points_entries
               WHERE customer_id = ?1 ORDER BY entered_at DESC, rowid DESC";
    rows::all(conn, sql, [customer], |row| {
        Ok(PointsEntry {
            order: row.get("order_id")?,
            points: row.get("points")?,
            reason: row.get("reason")?,
            entered_at: row.get("entered_at")?,
        })
    })
}

fn enter(
    conn: &Connection,
    customer: &CustomerId,
    order: &OrderId,
    points: i64,
    reason: &str,
) -> Result<()> {
    if points == 0 {
        return Ok(());
    }
    conn.execute(
        "INSERT INTO points_entries (customer_id, order_id, points, reason, entered_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![customer, order, points, reason, clock::now()],
    )?;
    conn.execute(
        "UPDATE customers SET points = points + ?2 WHERE id = ?1",
        params![customer, points],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_begin_at_round_sums() {
        assert_eq!(Tier::for_spend(Money::won(99_999)), Tier::Neighbor);
        assert_eq!(Tier::for_spend(Money::won(100_000)), Tier::Regular);
        assert_eq!(Tier::for_spend(Money::won(500_000)), Tier::Family);
    }

    #[test]
    fn undoing_an_order_settles_its_points() {
        let conn = db::in_memory().unwrap();
        let first = db::order(&conn, &OrderId::parse("ord_first").unwrap()).unwrap();
        spend(&conn, &first.customer, &first.id, 90).unwrap();
        undo(&conn, &first).unwrap();
        assert_eq!(net_points(&conn, &first.id).unwrap(), 0);
        assert_eq!(db::customer(&conn, &first.customer).unwrap().points, 0);
    }
}
