//! The one database behind everything.
//!
//! Opening it brings the schema up to date and, in a new shop, stocks the shelves. Nearly every
//! module comes here for rows: [`lookup`] knows products, customers and orders alike.

pub mod codes;
pub mod lookup;
pub mod rows;
pub mod schema;
pub mod seed;
pub mod settings;

use std::fs;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::Result;

pub use lookup::{customer, order, product};

const IN_MEMORY: &str = ":memory:";
const POOL_SIZE: usize = 4;

/// A small pool of connections to one database.
pub struct Db {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Db {
    /// Opens the database at a path, makes it current, and fills a new one.
    pub fn open(path: &str) -> Result<Db> {
        if path == IN_MEMORY {
            return Ok(Db::of(vec![in_memory()?]));
        }
        if let Some(folder) = Path::new(path).parent() {
            fs::create_dir_all(folder)?;
        }
        let mut first = connect(path)?;
        first.pragma_update(None, "journal_mode", "wal")?;
        schema::migrate(&mut first)?;
        seed::sow(&mut first)?;
        let mut connections = vec![first];
        while connections.len() < POOL_SIZE {
            connections.push(connect(path)?);
        }
        Ok(Db::of(connections))
    }

    /// Lends a connection for as long as the work takes; waits for one if all are lent.
    pub fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut idle = self.idle();
        let connection = loop {
            match idle.pop() {
                Some(connection) => break connection,
                None => {
                    let waited = self.returned.wait(idle);
                    idle = waited.unwrap_or_else(PoisonError::into_inner);
                }
            }
        };
        drop(idle);
        let mut loan = Loan {
            db: self,
            connection: Some(connection),
        };
        work(&mut loan)
    }

    fn of(connections: Vec<Connection>) -> Db {
        Db {
            idle: Mutex::new(connections),
            returned: Condvar::new(),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A new, seeded shop in memory.
pub fn in_memory() -> Result<Connection> {
    let mut connection = connect(IN_MEMORY)?;
    schema::migrate(&mut connection)?;
    seed::sow(&mut connection)?;
    Ok(connection)
}

/// Whether the database answers, and knows of products.
pub fn ping(conn: &Connection) -> Result<i64> {
    let sql = "SELECT count(*) FROM products";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

fn connect(path: &str) -> Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // 읽고 나서 쓰는 거래가 서로 막히지 않도록 처음부터 쓰기 잠금을 잡는다.
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    Ok(connection)
}

/// A lent connection, which goes back to the pool even if the work panics.
struct Loan<'a> {
    db: &'a Db,
    connection: Option<Connection>,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        self.db.idle().extend(self.connection.take());
        self.db.returned.notify_one();
    }
}

impl Deref for Loan<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("held until dropped")
    }
}

impl DerefMut for Loan<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("held until dropped")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ShopError;

    #[test]
    fn a_failed_loan_comes_back() {
        let db = Db::open(IN_MEMORY).unwrap();
        let failed: Result<()> = db.with(|_| Err(ShopError::Lost));
        assert!(failed.is_err());
        assert_eq!(db.with(|conn| ping(conn)).unwrap(), 12);
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut conn = in_memory().unwrap();
        schema::migrate(&mut conn).unwrap();
        seed::sow(&mut conn).unwrap();
        assert_eq!(ping(&conn).unwrap(), 12);
    }
}
