//! What the shop sells.

pub mod media;
pub mod price;
pub mod search;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::db::{self, rows};
use crate::error::{Result, ShopError};
use crate::stock;
use crate::util::clock;
use crate::util::page::Page;
use crate::util::{Id, Money, Named};

pub use media::Picture;
pub use price::current_price;
pub use search::{Query, search};

pub type ProductId = Id<Product>;

#[derive(Clone, Debug, Serialize)]
pub struct Product {
    pub id: ProductId,
    pub sku: String,
    pub name: String,
    pub name_ko: String,
    pub category: String,
    pub description: String,
    /// The price on the tag, before promotions.
    pub price: Money,
    pub active: bool,
}

impl Named for Product {
    const PREFIX: &'static str = "prd";
}

#[derive(Debug, Serialize)]
pub struct Category {
    pub slug: String,
    pub name: String,
    pub n_products: i64,
}

#[derive(Debug, Deserialize)]
pub struct NewProduct {
    pub sku: String,
    pub name: String,
    pub name_ko: String,
    pub category: String,
    #[serde(default)]
    pub description: String,
    pub price: Money,
    #[serde(default)]
    pub reorder_point: i64,
}

pub fn list(conn: &Connection, page: Page) -> Result<Vec<Product>> {
    let page = page.bounded();
    let sql = "SELECT p.* FROM products p JOIN categories c ON c.slug = p.category
               WHERE p.active = 1 ORDER BY c.position, p.name LIMIT ?1 OFFSET ?2";
    rows::all(
        conn,
        sql,
        [page.limit, page.offset],
        db::lookup::product_from,
    )
}

pub fn categories(conn: &Connection) -> Result<Vec<Category>> {
    let sql = "SELECT c.slug, c.name, count(p.id) AS n_products
               FROM categories c LEFT JOIN products p ON p.category = c.slug AND p.active = 1
               GROUP BY c.slug ORDER BY c.position";
    rows::all(conn, sql, [], |row| {
        Ok(Category {
            slug: row.get("slug")?,
            name: row.get("name")?,
            n_products: row.get("n_products")?,
        })
    })
}

/// Puts a new product on sale, with an empty place for it on the shelf.
pub fn add(conn: &mut Connection, new: &NewProduct) -> Result<Product> {
    check(conn, new)?;
    let tx = conn.transaction()?;
    let id = ProductId::fresh();
    tx.execute(
        "INSERT INTO products (id, sku, name, name_ko, category, description, price, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            id,
            new.sku.trim(),
            new.name.trim(),
            new.name_ko.trim(),
            new.category,
            new.description.trim(),
            new.price,
            clock::now(),
        ],
    )?;
    stock::open_level(&tx, &id, new.reorder_point)?;
    let product = db::product(&tx, &id)?;
    tx.commit()?;
    Ok(product)
}

/// Takes a product off sale. Old orders still name it, so the row stays.
pub fn retire(conn: &mut Connection, id: &ProductId) -> Result<()> {
    let tx = conn.transaction()?;
    let product = db::product(&tx, id)?;
    let level = stock::level(&tx, id)?;
    if level.reserved > 0 {
        let message = format!("{} of {:?} are promised", level.reserved, product.name);
        return Err(ShopError::conflict(message));
    }
    tx.execute("UPDATE products SET active = 0 WHERE id = ?1", [id])?;
    tx.execute("DELETE FROM cart_lines WHERE product_id = ?1", [id])?;
    tx.commit()?;
    price::forget(id);
    Ok(())
}

fn check(conn: &Connection, new: &NewProduct) -> Result<()> {
    if new.name.trim().is_empty() || new.sku.trim().is_empty() {
        return Err(ShopError::invalid("a product needs a name and an SKU"));
    }
    if new.price <= Money::ZERO {
        return Err(ShopError::invalid("a product needs a price"));
    }
    if !categories(conn)?.iter().any(|it| it.slug == new.category) {
        return Err(ShopError::not_found("category", &new.category));
    }
    let taken = "SELECT count(*) FROM products WHERE sku = ?1";
    let n_same: i64 = conn.query_row(taken, [new.sku.trim()], |row| row.get(0))?;
    if n_same > 0 {
        return Err(ShopError::conflict(format!("{:?} is taken", new.sku)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persimmon_vinegar() -> NewProduct {
        NewProduct {
            sku: "PAN-009".to_owned(),
            name: "Persimmon vinegar".to_owned(),
            name_ko: "감식초".to_owned(),
            category: "pantry".to_owned(),
            description: String::new(),
            price: Money::won(11_000),
            reorder_point: 3,
        }
    }

    #[test]
    fn a_new_product_gets_an_empty_shelf() {
        let mut conn = db::in_memory().unwrap();
        let product = add(&mut conn, &persimmon_vinegar()).unwrap();
        let level = stock::level(&conn, &product.id).unwrap();
        assert_eq!((level.on_hand, level.reorder_point), (0, 3));
    }

    #[test]
    fn an_sku_is_given_once() {
        let mut conn = db::in_memory().unwrap();
        add(&mut conn, &persimmon_vinegar()).unwrap();
        let again = add(&mut conn, &persimmon_vinegar());
        assert!(matches!(again, Err(ShopError::Conflict(_))));
    }

    #[test]
    fn what_is_in_an_order_cannot_be_retired() {
        let mut conn = db::in_memory().unwrap();
        let sesame_oil = ProductId::parse("prd_sesame-oil").unwrap();
        let retired = retire(&mut conn, &sesame_oil);
        assert!(matches!(retired, Err(ShopError::Conflict(_))));
    }
}
