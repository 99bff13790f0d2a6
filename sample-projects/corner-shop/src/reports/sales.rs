//! What was sold, by day and by product.

use rusqlite::Connection;
use serde::Serialize;

use crate::catalog::ProductId;
use crate::db::rows;
use crate::error::Result;
use crate::util::Money;
use crate::util::clock::Timestamp;

#[derive(Debug, Serialize)]
pub struct Day {
    pub day: String,
    pub n_orders: i64,
    pub revenue: Money,
    pub refunded: Money,
}

#[derive(Debug, Serialize)]
pub struct BestSeller {
    pub product: ProductId,
    pub name: String,
    pub category: String,
    pub n_sold: i64,
    pub revenue: Money,
    pub available: i64,
}

pub fn by_day(conn: &Connection) -> Result<Vec<Day>> {
    let sql = "SELECT day, n_orders, revenue, refunded FROM daily_sales ORDER BY day DESC";
    rows::all(conn, sql, [], |row| {
        Ok(Day {
            day: row.get("day")?,
            n_orders: row.get("n_orders")?,
            revenue: row.get("revenue")?,
            refunded: row.get("refunded")?,
        })
    })
}

/// What sold best since a moment, and whether there is more of it.
pub fn best_sellers(conn: &Connection, since: Timestamp) -> Result<Vec<BestSeller>> {
    let sql = "SELECT p.id, p.name, c.name AS category,
                      sum(ol.quantity) AS n_sold,
                      sum(ol.quantity * ol.unit_price) AS revenue,
                      l.on_hand - l.reserved AS available
               FROM order_lines ol
               JOIN orders o ON o.id = ol.order_id
               JOIN products p ON p.id = ol.product_id
               JOIN categories c ON c.slug = p.category
               JOIN stock_levels l ON l.product_id = p.id
               WHERE o.placed_at >= ?1 AND o.status NOT IN ('placed', 'canceled')
               GROUP BY p.id ORDER BY revenue DESC, p.name LIMIT 10";
    rows::all(conn, sql, [since], |row| {
        Ok(BestSeller {
            product: row.get("id")?,
            name: row.get("name")?,
            category: row.get("category")?,
            n_sold: row.get("n_sold")?,
            revenue: row.get("revenue")?,
            available: row.get("available")?,
        })
    })
}

pub fn csv(days: &[Day]) -> String {
    let mut rows = vec![vec![
        "day".into(),
        "orders".into(),
        "revenue".into(),
        "refunded".into(),
    ]];
    rows.extend(days.iter().map(|it| {
        vec![
            it.day.clone(),
            it.n_orders.to_string(),
            it.revenue.as_won().to_string(),
            it.refunded.as_won().to_string(),
        ]
    }));
    to_csv(&rows)
}

fn to_csv(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (position, field) in row.iter().enumerate() {
            if position > 0 {
                text.push(',');
            }
            if field.contains(['"', ',', '\n']) {
                text.push('"');
                text.push_str(&field.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(field);
            }
        }
        text.push_str("\r\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;
    use crate::util::clock;

    #[test]
    fn unpaid_orders_are_no_sales() {
        let conn = db::in_memory().unwrap();
        let days = by_day(&conn).unwrap();
        let revenue: Money = days.iter().map(|it| it.revenue).sum();
        assert_eq!(revenue, Money::won(81_000));
        let sellers = best_sellers(&conn, clock::now().minus_days(30)).unwrap();
        let names: Vec<&str> = sellers.iter().map(|it| it.name.as_str()).collect();
        let jar_tea_cookies = [
            "Onggi jar, 2 l",
            "Yuja marmalade tea, 500 g",
            "Honey cookies, box of 12",
        ];
        assert_eq!(names, jar_tea_cookies);
    }
}
