//! Bank transfers: the shop names an account and waits.

use rusqlite::{Connection, OptionalExtension};

use super::{Charge, Gateway, Outcome, Payment, settle};
use crate::db;
use crate::error::{Result, ShopError};
use crate::util::Money;

const ACCOUNT: &str = "마포농협 301-0123-4567-81";

pub struct BankTransferGateway;

impl Gateway for BankTransferGateway {
    fn charge(&self, charge: &Charge<'_>) -> Result<Outcome> {
        let digits = charge.number.trim_start_matches("M-");
        Ok(Outcome::Awaiting {
            reference: format!("BANK-{digits}"),
        })
    }

    fn refund(&self, payment: &Payment, amount: Money) -> Result<String> {
        Ok(format!("{}-R{}", payment.reference, amount.as_won()))
    }

    fn instructions(&self, payment: &Payment) -> String {
        format!(
            "Please send {} to {ACCOUNT} with the reference {}.",
            payment.amount, payment.reference
        )
    }
}

/// The bank reports money under a reference.
pub fn arrived(conn: &mut Connection, reference: &str, amount: Money) -> Result<Payment> {
    let tx = conn.transaction()?;
    let sql = "SELECT * FROM payments WHERE reference = ?1 AND method = 'bank_transfer'";
    let found = tx.query_row(sql, [reference], db::lookup::payment_from);
    let payment = found
        .optional()?
        .ok_or_else(|| ShopError::not_found("transfer", reference))?;
    if amount != payment.amount {
        let message = format!("{amount} arrived, {} was expected", payment.amount);
        return Err(ShopError::conflict(message));
    }
    let payment = settle::capture(&tx, &payment)?;
    tx.commit()?;
    Ok(payment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders;

    #[test]
    fn money_that_arrives_pays_the_order() {
        let mut conn = db::in_memory().unwrap();
        let payment = arrived(&mut conn, "BANK-000003", Money::won(22_800)).unwrap();
        let order = db::order(&conn, &payment.order).unwrap();
        assert_eq!(order.status, orders::Status::Paid);
        let again = arrived(&mut conn, "BANK-000003", Money::won(22_800));
        assert!(matches!(again, Err(ShopError::Conflict(_))));
    }

    #[test]
    fn the_wrong_sum_waits_for_a_person() {
        let mut conn = db::in_memory().unwrap();
        let short = arrived(&mut conn, "BANK-000003", Money::won(22_000));
        let message = short.unwrap_err().to_string();
        assert_eq!(message, "₩22,000 arrived, ₩22,800 was expected");
    }
}
