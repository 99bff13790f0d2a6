//! What the goods on the shelves are worth.

use rusqlite::Connection;
use serde::Serialize;

use crate::catalog::ProductId;
use crate::db::rows;
use crate::error::Result;
use crate::util::Money;

#[derive(Debug, Serialize)]
pub struct Shelf {
    pub product: ProductId,
    pub sku: String,
    pub name: String,
    pub on_hand: i64,
    pub value: Money,
    /// How the shelf moved in all, by the movements; differs from `on_hand` if somebody cheated.
    pub moved: i64,
}

pub fn shelves(conn: &Connection) -> Result<Vec<Shelf>> {
    let sql = "SELECT p.id, p.sku, p.name, l.on_hand, l.on_hand * p.price AS value,
                      coalesce(sum(m.quantity), 0) AS moved
               FROM products p
               JOIN stock_levels l ON l.product_id = p.id
               LEFT JOIN stock_movements m ON m.product_id = p.id
               GROUP BY p.id ORDER BY value DESC, p.sku";
    rows::all(conn, sql, [], |row| {
        Ok(Shelf {
            product: row.get("id")?,
            sku: row.get("sku")?,
            name: row.get("name")?,
            on_hand: row.get("on_hand")?,
            value: row.get("value")?,
            moved: row.get("moved")?,
        })
    })
}

pub fn csv(shelves: &[Shelf]) -> String {
    let mut rows = vec![vec![
        "sku".into(),
        "name".into(),
        "on hand".into(),
        "value".into(),
    ]];
    rows.extend(shelves.iter().map(|it| {
        vec![
            it.sku.clone(),
            it.name.clone(),
            it.on_hand.to_string(),
            it.value.as_won().to_string(),
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

    #[test]
    fn the_books_agree_with_the_movements() {
        let shelves = shelves(&db::in_memory().unwrap()).unwrap();
        assert!(shelves.iter().all(|it| it.on_hand == it.moved));
    }

    #[test]
    fn names_with_commas_are_quoted() {
        let shelves = shelves(&db::in_memory().unwrap()).unwrap();
        assert!(csv(&shelves).contains("KIT-002,\"Onggi jar, 2 l\",2,72000\r\n"));
    }
}
