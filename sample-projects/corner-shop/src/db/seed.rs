//! The first goods on the shelves.

use rusqlite::Connection;

use crate::error::Result;

const MANGWON: &str = include_str!("../../seed/mangwon.sql");

/// Fills a shop that has no products; leaves any other alone.
///
/// The check and the filling are one transaction, so that several copies of the program may
/// start on the same new file.
pub fn sow(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction()?;
    if super::ping(&tx)? == 0 {
        tx.execute_batch(MANGWON)?;
    }
    tx.commit()?;
    Ok(())
}
