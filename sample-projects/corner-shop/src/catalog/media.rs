//! Pictures of products. The files themselves are served elsewhere.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::ProductId;
use crate::db::{self, rows};
use crate::error::{Result, ShopError};
use crate::util::{Id, Named};

const N_PICTURES_MAX: i64 = 8;

#[derive(Debug, Serialize)]
pub struct Picture {
    pub id: Id<Picture>,
    pub url: String,
    pub alt: String,
    pub position: i64,
}

impl Named for Picture {
    const PREFIX: &'static str = "pic";
}

pub fn pictures(conn: &Connection, product: &ProductId) -> Result<Vec<Picture>> {
    db::product(conn, product)?;
    let sql = "SELECT id, url, alt, position FROM product_media
               WHERE product_id = ?1 ORDER BY position";
    rows::all(conn, sql, [product], |row| {
        Ok(Picture {
            id: row.get("id")?,
            url: row.get("url")?,
            alt: row.get("alt")?,
            position: row.get("position")?,
        })
    })
}

/// Hangs a picture behind the others.
pub fn attach(conn: &mut Connection, product: &ProductId, url: &str, alt: &str) -> Result<Picture> {
    if !url.starts_with("/media/") {
        return Err(ShopError::invalid("pictures live under /media/"));
    }
    if alt.trim().is_empty() {
        return Err(ShopError::invalid("say what the picture shows"));
    }
    let tx = conn.transaction()?;
    let position = pictures(&tx, product)?.len() as i64 + 1;
    if position > N_PICTURES_MAX {
        let message = format!("{N_PICTURES_MAX} pictures of a product are enough");
        return Err(ShopError::conflict(message));
    }
    let picture = Picture {
        id: Id::fresh(),
        url: url.to_owned(),
        alt: alt.trim().to_owned(),
        position,
    };
    tx.execute(
        "INSERT INTO product_media (id, product_id, url, alt, position)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![picture.id, product, picture.url, picture.alt, position],
    )?;
    tx.commit()?;
    Ok(picture)
}
