//! The people who buy here.

pub mod address;
pub mod loyalty;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::db::{self, rows};
use crate::error::{Result, ShopError};
use crate::mail;
use crate::util::clock::{self, Timestamp};
use crate::util::page::Page;
use crate::util::{Id, Named, text};

pub use address::Address;
pub use loyalty::Tier;

pub type CustomerId = Id<Customer>;

#[derive(Clone, Debug, Serialize)]
pub struct Customer {
    pub id: CustomerId,
    pub email: String,
    pub name: String,
    pub phone: String,
    pub points: i64,
    pub blocked: bool,
    pub created_at: Timestamp,
}

impl Named for Customer {
    const PREFIX: &'static str = "cus";
}

#[derive(Debug, Deserialize)]
pub struct Registration {
    pub email: String,
    pub name: String,
    pub phone: String,
}

pub fn list(conn: &Connection, page: Page) -> Result<Vec<Customer>> {
    let page = page.bounded();
    let sql = "SELECT * FROM customers ORDER BY created_at DESC, id LIMIT ?1 OFFSET ?2";
    rows::all(
        conn,
        sql,
        [page.limit, page.offset],
        db::lookup::customer_from,
    )
}

/// Welcomes somebody new.
pub fn register(conn: &mut Connection, registration: &Registration) -> Result<Customer> {
    let email = text::fold(&registration.email);
    if !text::is_email(&email) {
        return Err(ShopError::invalid(format!("{email:?} is not an email")));
    }
    let name = registration.name.trim();
    if name.is_empty() {
        return Err(ShopError::invalid("a customer needs a name"));
    }
    let phone = phone(&registration.phone)?;
    let tx = conn.transaction()?;
    let known = "SELECT count(*) FROM customers WHERE email = ?1";
    let n_known: i64 = tx.query_row(known, [&email], |row| row.get(0))?;
    if n_known > 0 {
        return Err(ShopError::conflict(format!("{email:?} is registered")));
    }
    let id = CustomerId::fresh();
    tx.execute(
        "INSERT INTO customers (id, email, name, phone, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, email, name, phone, clock::now()],
    )?;
    mail::queue(&tx, &mail::template::welcome(&email, name))?;
    let customer = db::customer(&tx, &id)?;
    tx.commit()?;
    Ok(customer)
}

/// Bars a customer from ordering, or lets them in again.
pub fn set_blocked(conn: &Connection, id: &CustomerId, blocked: bool) -> Result<Customer> {
    conn.execute(
        "UPDATE customers SET blocked = ?2 WHERE id = ?1",
        params![id, blocked],
    )?;
    db::customer(conn, id)
}

/// A Korean phone number as it is written on parcels: `010-1234-5678`.
fn phone(typed: &str) -> Result<String> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    // 국제 번호(+82 10…)로 적는 손님이 많다.
    let national = match digits.strip_prefix("82") {
        Some(rest) => format!("0{rest}"),
        None => digits,
    };
    if !national.starts_with('0') || !(9..=11).contains(&national.len()) {
        return Err(ShopError::invalid(format!("{typed:?} is not a phone")));
    }
    let area_len = if national.starts_with("02") { 2 } else { 3 };
    let (area, rest) = national.split_at(area_len);
    let (exchange, line) = rest.split_at(rest.len() - 4);
    Ok(format!("{area}-{exchange}-{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_written_one_way() {
        assert_eq!(phone("01023456789").unwrap(), "010-2345-6789");
        assert_eq!(phone("+82 10 2345 6789").unwrap(), "010-2345-6789");
        assert_eq!(phone("02) 332-0001").unwrap(), "02-332-0001");
        assert!(phone("12345").is_err());
    }

    #[test]
    fn a_new_customer_is_welcomed_by_mail() {
        let mut conn = db::in_memory().unwrap();
        let jiwoo = Registration {
            email: " Jiwoo.Choi@example.kr ".to_owned(),
            name: "최지우".to_owned(),
            phone: "010 9876 5432".to_owned(),
        };
        let customer = register(&mut conn, &jiwoo).unwrap();
        assert_eq!(customer.email, "jiwoo.choi@example.kr");
        let letters = mail::outbox(&conn, Page::default()).unwrap();
        assert_eq!(letters[0].recipient, customer.email);
        assert!(register(&mut conn, &jiwoo).is_err());
    }
}
