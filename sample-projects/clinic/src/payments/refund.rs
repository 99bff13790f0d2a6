//! 환불. Takes the bill, the claim and the money back in one go.

use sqlx::PgPool;

use super::Method;
use crate::billing::claims;
use crate::{AppError, Result, audit, db};

pub async fn refund(pool: &PgPool, by: i64, invoice: i64, why: &str) -> Result<i64> {
    let mut tx = pool.begin().await?;
    let bill = db::lookup::invoice(&mut tx, invoice).await?;
    let (_, claim) = claims::of_invoice(&mut tx, invoice).await?;
    if let Some(claim) = claim {
        if claim.status != claims::Status::Ready {
            return Err(AppError::conflict("the claim is with the insurer already"));
        }
        sqlx::query("DELETE FROM claims WHERE id = $1")
            .bind(claim.id)
            .execute(&mut *tx)
            .await?;
    }
    let paid = super::paid(&mut tx, invoice).await?;
    if paid > 0 {
        sqlx::query("INSERT INTO payments (invoice_id, patient_id, method, amount, reference) VALUES ($1, $2, $3, $4, $5)")
            .bind(invoice)
            .bind(bill.patient_id)
            .bind(Method::Cash)
            .bind(-paid)
            .bind(why)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query("UPDATE invoices SET status = 'void' WHERE id = $1")
        .bind(invoice)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE patients SET balance = balance - $2 WHERE id = $1")
        .bind(bill.patient_id)
        .bind(bill.copay)
        .execute(&mut *tx)
        .await?;
    audit::note_with(
        &mut tx,
        by,
        "refund",
        "invoices",
        invoice,
        serde_json::json!({"why": why, "won": paid}),
    )
    .await?;
    tx.commit().await?;
    Ok(paid)
}
