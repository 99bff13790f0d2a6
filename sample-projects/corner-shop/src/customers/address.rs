//! Where parcels go.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::CustomerId;
use crate::db::{self, rows};
use crate::error::{Result, ShopError};
use crate::util::{Id, Named};

pub type AddressId = Id<Address>;

#[derive(Clone, Debug, Serialize)]
pub struct Address {
    pub id: AddressId,
    pub recipient: String,
    pub street: String,
    pub city: String,
    pub postal_code: String,
    pub is_default: bool,
}

impl Named for Address {
    const PREFIX: &'static str = "adr";
}

#[derive(Debug, Deserialize)]
pub struct NewAddress {
    pub recipient: String,
    pub street: String,
    pub city: String,
    pub postal_code: String,
}

pub fn of_customer(conn: &Connection, customer: &CustomerId) -> Result<Vec<Address>> {
    db::customer(conn, customer)?;
    let sql = "SELECT * FROM addresses WHERE customer_id = ?1 ORDER BY is_default DESC, id";
    rows::all(conn, sql, [customer], address_from)
}

pub fn default_of(conn: &Connection, customer: &CustomerId) -> Result<Option<Address>> {
    let sql = "SELECT * FROM addresses WHERE customer_id = ?1 AND is_default = 1";
    Ok(conn.query_row(sql, [customer], address_from).optional()?)
}

/// Adds an address and makes it the one to use from now on.
pub fn add(conn: &mut Connection, customer: &CustomerId, new: &NewAddress) -> Result<Address> {
    if !is_postal_code(&new.postal_code) {
        let message = format!("{:?} is not a postal code", new.postal_code);
        return Err(ShopError::invalid(message));
    }
    if new.recipient.trim().is_empty() || new.street.trim().is_empty() {
        return Err(ShopError::invalid(
            "an address needs a recipient and a street",
        ));
    }
    let tx = conn.transaction()?;
    db::customer(&tx, customer)?;
    let sql = "UPDATE addresses SET is_default = 0 WHERE customer_id = ?1";
    tx.execute(sql, [customer])?;
    let address = Address {
        id: AddressId::fresh(),
        recipient: new.recipient.trim().to_owned(),
        street: new.street.trim().to_owned(),
        city: new.city.trim().to_owned(),
        postal_code: new.postal_code.clone(),
        is_default: true,
    };
    tx.execute(
        "INSERT INTO addresses (id, customer_id, recipient, street, city, postal_code, is_default)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
        params![
            address.id,
            customer,
            address.recipient,
            address.street,
            address.city,
            address.postal_code,
        ],
    )?;
    tx.commit()?;
    Ok(address)
}

/// Five digits since 2015.
fn is_postal_code(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|it| it.is_ascii_digit())
}

fn address_from(row: &Row<'_>) -> rusqlite::Result<Address> {
    Ok(Address {
        id: row.get("id")?,
        recipient: row.get("recipient")?,
        street: row.get("street")?,
        city: row.get("city")?,
        postal_code: row.get("postal_code")?,
        is_default: row.get("is_default")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_address_is_the_default() {
        let mut conn = db::in_memory().unwrap();
        let anna = CustomerId::parse("cus_anna").unwrap();
        let new = NewAddress {
            recipient: "Anna Keller".to_owned(),
            street: "월드컵로 77".to_owned(),
            city: "서울 마포구".to_owned(),
            postal_code: "04012".to_owned(),
        };
        let added = add(&mut conn, &anna, &new).unwrap();
        assert_eq!(default_of(&conn, &anna).unwrap().unwrap().id, added.id);
        assert_eq!(of_customer(&conn, &anna).unwrap().len(), 2);
    }
}
