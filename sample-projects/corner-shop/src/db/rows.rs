//! Queries that answer with a list.

use rusqlite::{Connection, Params, Row};

use crate::error::Result;

/// All rows of a query, each as something of the shop.
pub fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    from: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params, from)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
