//! A letter to the shopkeeper, once a day, about what runs low.

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::mail;
use crate::stock::reorder;
use crate::util::clock::Timestamp;

const SHOPKEEPER: &str = "juin@mangwon-store.example.kr";

/// Writes the letter of the day unless it has been written.
pub fn run(conn: &mut Connection, now: Timestamp) -> Result<usize> {
    let tx = conn.transaction()?;
    if written_since(&tx, now.minus_days(1))? {
        return Ok(0);
    }
    let suggestions = reorder::suggestions(&tx)?;
    if suggestions.is_empty() {
        return Ok(0);
    }
    let lines: Vec<String> = suggestions
        .iter()
        .map(|it| format!("{}: {} left, order {}", it.name, it.available, it.order))
        .collect();
    mail::queue(&tx, &mail::template::running_low(SHOPKEEPER, &lines))?;
    tx.commit()?;
    Ok(1)
}

fn written_since(conn: &Connection, start: Timestamp) -> Result<bool> {
    let sql = "SELECT count(*) FROM outbox WHERE recipient = ?1 AND queued_at > ?2";
    let n_letters: i64 = conn.query_row(sql, params![SHOPKEEPER, start], |row| row.get(0))?;
    Ok(n_letters > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;
    use crate::util::clock;

    #[test]
    fn one_letter_a_day_is_enough() {
        let mut conn = db::in_memory().unwrap();
        assert_eq!(run(&mut conn, clock::now()).unwrap(), 1);
        assert_eq!(run(&mut conn, clock::now()).unwrap(), 0);
        let in_two_days = clock::now().plus_minutes(2 * 24 * 60);
        assert_eq!(run(&mut conn, in_two_days).unwrap(), 1);
    }
}
