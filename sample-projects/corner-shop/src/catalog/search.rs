//! Finding things by the words people use for them.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::{Product, price};
use crate::db::{self, rows};
use crate::error::Result;
use crate::util::Money;
use crate::util::text;

const N_HITS: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Words, in English or Korean.
    pub q: String,
    pub category: Option<String>,
    pub max_price: Option<Money>,
    pub in_stock: bool,
}

#[derive(Debug, Serialize)]
pub struct Hit {
    pub product: Product,
    pub price: Money,
    pub available: i64,
}

/// Products that match, the best first.
pub fn search(conn: &Connection, query: &Query) -> Result<Vec<Hit>> {
    let mut hits = candidates(conn, query)?;
    for hit in &mut hits {
        hit.price = price::current_price(conn, &hit.product.id)?;
    }
    hits.retain(|it| query.max_price.is_none_or(|max| it.price <= max));
    let wanted = text::fold(&query.q);
    hits.sort_by_key(|it| (rank(&it.product, &wanted), it.product.name.clone()));
    hits.truncate(N_HITS);
    Ok(hits)
}

fn candidates(conn: &Connection, query: &Query) -> Result<Vec<Hit>> {
    let sql = "SELECT p.*, l.on_hand - l.reserved AS available
               FROM products p
               JOIN stock_levels l ON l.product_id = p.id
               WHERE p.active = 1
                 AND (lower(p.name) LIKE ?1 ESCAPE '\\' OR p.name_ko LIKE ?1 ESCAPE '\\'
                      OR lower(p.description) LIKE ?1 ESCAPE '\\')
                 AND (?2 IS NULL OR p.category = ?2)
                 AND (?3 = 0 OR l.on_hand > l.reserved)";
    let pattern = text::like_pattern(&query.q);
    let bindings = params![pattern, query.category, query.in_stock];
    rows::all(conn, sql, bindings, hit_from)
}

fn hit_from(row: &Row<'_>) -> rusqlite::Result<Hit> {
    let product = db::lookup::product_from(row)?;
    Ok(Hit {
        price: product.price,
        available: row.get("available")?,
        product,
    })
}

/// A name that starts with the words is best, then one that has them, then a description.
fn rank(product: &Product, wanted: &str) -> u8 {
    let (name, name_ko) = (text::fold(&product.name), text::fold(&product.name_ko));
    if name.starts_with(wanted) || name_ko.starts_with(wanted) {
        0
    } else if name.contains(wanted) || name_ko.contains(wanted) {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(query: &Query) -> Vec<String> {
        let conn = db::in_memory().unwrap();
        let hits = search(&conn, query).unwrap();
        hits.into_iter().map(|it| it.product.name).collect()
    }

    #[test]
    fn a_name_beats_a_description() {
        let query = Query {
            q: "yuja".to_owned(),
            ..Query::default()
        };
        assert_eq!(names(&query), ["Yuja marmalade tea, 500 g"]);
        let query = Query {
            q: "한지".to_owned(),
            ..Query::default()
        };
        assert_eq!(names(&query), ["Hanji notebook"]);
    }

    #[test]
    fn promotions_count_for_the_highest_price() {
        let query = Query {
            category: Some("paper".to_owned()),
            max_price: Some(Money::won(9_000)),
            ..Query::default()
        };
        assert_eq!(names(&query), ["Hanji notebook"]);
    }
}
