//! Calls off orders that nobody paid for in time, so that others can have the goods.

use rusqlite::Connection;

use crate::error::{Result, ShopError};
use crate::orders;
use crate::stock::reservation;
use crate::util::clock::Timestamp;

pub fn run(conn: &mut Connection, now: Timestamp) -> Result<usize> {
    let mut n_canceled = 0;
    for order in reservation::expired(conn, now)? {
        match orders::cancel(conn, &order, "not paid in time") {
            Ok(_) => n_canceled += 1,
            // It was paid or canceled this very moment.
            Err(ShopError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n_canceled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db;
    use crate::util::clock;

    #[test]
    fn an_order_has_a_day_to_be_paid() {
        let mut conn = db::in_memory().unwrap();
        assert_eq!(run(&mut conn, clock::now()).unwrap(), 0);
        let tomorrow = clock::now().plus_minutes(24 * 60);
        assert_eq!(run(&mut conn, tomorrow).unwrap(), 1);
        assert_eq!(run(&mut conn, tomorrow).unwrap(), 0);
    }
}
