//! 요양급여비용 청구.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use super::copay::age_band;
use super::invoice::{self, Invoice};
use crate::insurer::{ClaimDocument, ClaimLine, Verdict};
use crate::prescriptions;
use crate::{AppError, Result, db};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[sqlx(type_name = "claim_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Ready,
    Sent,
    Accepted,
    Cut,
    Rejected,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Claim {
    pub id: i64,
    pub invoice_id: i64,
    pub batch: Option<String>,
    pub status: Status,
    pub claimed: i64,
    pub granted: Option<i64>,
    pub receipt_no: Option<String>,
    pub reason: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// Two houses must not use the same batch names; this is read once, here, and nowhere configured.
static BRANCH: LazyLock<String> = LazyLock::new(|| {
    std::env::var("CLINIC_BRANCH")
        .ok()
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "본원".into())
});

pub fn batch_name(day: NaiveDate) -> String {
    format!("{}-{}", day.format("%Y%m%d"), *BRANCH)
}

/// A claim for the covered part of a bill, if there is one.
pub async fn prepare(conn: &mut PgConnection, invoice: &Invoice) -> Result<Option<i64>> {
    if invoice.covered == 0 {
        return Ok(None);
    }
    let drugs = prescriptions::cost_of_encounter(conn, invoice.encounter_id).await?;
    let id: i64 =
        sqlx::query_scalar("INSERT INTO claims (invoice_id, claimed) VALUES ($1, $2) RETURNING id")
            .bind(invoice.id)
            .bind(invoice.covered)
            .fetch_one(&mut *conn)
            .await?;
    sqlx::query(
        "INSERT INTO claim_lines (claim_id, code, quantity, amount)
         SELECT $1, code, quantity, amount FROM invoice_lines WHERE invoice_id = $2 AND insured",
    )
    .bind(id)
    .bind(invoice.id)
    .execute(&mut *conn)
    .await?;
    if drugs > 0 {
        // 원외처방 약품비: told, not claimed.
        sqlx::query(
            "INSERT INTO claim_lines (claim_id, code, quantity, amount) VALUES ($1, 'DRUG', 1, 0)",
        )
        .bind(id)
        .execute(conn)
        .await?;
    }
    Ok(Some(id))
}

pub async fn document(conn: &mut PgConnection, claim: &Claim) -> Result<ClaimDocument> {
    let invoice = db::lookup::invoice(conn, claim.invoice_id).await?;
    let patient = db::lookup::patient(conn, invoice.patient_id).await?;
    let principal: String = sqlx::query_scalar(
        "SELECT code FROM diagnoses WHERE encounter_id = $1 ORDER BY principal DESC, code LIMIT 1",
    )
    .bind(invoice.encounter_id)
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(AppError::NotFound("diagnosis"))?;
    let lines: Vec<(String, i32, i64)> = sqlx::query_as(
        "SELECT code, quantity, amount FROM claim_lines WHERE claim_id = $1 ORDER BY code",
    )
    .bind(claim.id)
    .fetch_all(&mut *conn)
    .await?;
    let provider = db::settings::text(&mut *conn, "clinic.provider_no")
        .await?
        .unwrap_or_default();
    Ok(ClaimDocument {
        claim: claim.id,
        provider,
        insurance_no: patient.insurance_no.clone().unwrap_or_default(),
        age_band: age_band(patient.age()).into(),
        disease: principal,
        claimed: claim.claimed,
        lines: lines
            .into_iter()
            .map(|(code, quantity, amount)| ClaimLine {
                code,
                quantity,
                amount,
            })
            .collect(),
    })
}

pub async fn record(conn: &mut PgConnection, claim: i64, verdict: &Verdict) -> Result<Status> {
    let (status, granted, receipt, reason) = match verdict {
        Verdict::Accepted { receipt, granted } => {
            (Status::Accepted, Some(*granted), Some(receipt), None)
        }
        Verdict::Cut {
            receipt,
            granted,
            reason,
        } => (Status::Cut, Some(*granted), Some(receipt), Some(reason)),
        Verdict::Rejected { reason } => (Status::Rejected, None, None, Some(reason)),
        Verdict::Received { receipt } => (Status::Sent, None, Some(receipt), None),
    };
    sqlx::query(
        "UPDATE claims SET status = $2, granted = $3, receipt_no = $4, reason = $5, sent_at = coalesce(sent_at, now()),
                answered_at = CASE WHEN $2 = 'sent' THEN NULL ELSE now() END
          WHERE id = $1",
    )
    .bind(claim)
    .bind(status)
    .bind(granted)
    .bind(receipt)
    .bind(reason)
    .execute(conn)
    .await?;
    Ok(status)
}

pub async fn list(pool: &PgPool, status: Option<&str>) -> Result<Vec<Claim>> {
    Ok(sqlx::query_as("SELECT * FROM claims WHERE $1::text IS NULL OR status::text = $1 ORDER BY id DESC LIMIT 500")
        .bind(status)
        .fetch_all(pool)
        .await?)
}

/// 이의신청: a claim that was cut or rejected goes out again.
pub async fn again(pool: &PgPool, claim: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE claims SET status = 'ready', batch = NULL, reason = NULL WHERE id = $1 AND status IN ('cut', 'rejected')",
    )
    .bind(claim)
    .execute(pool)
    .await?;
    if done.rows_affected() == 0 {
        Err(AppError::conflict("this claim needs no objection"))
    } else {
        Ok(())
    }
}

/// Used by the view of a bill.
pub async fn of_invoice(
    conn: &mut PgConnection,
    invoice: i64,
) -> Result<(Vec<invoice::Line>, Option<Claim>)> {
    let claim = sqlx::query_as("SELECT * FROM claims WHERE invoice_id = $1")
        .bind(invoice)
        .fetch_optional(&mut *conn)
        .await?;
    Ok((invoice::lines(conn, invoice).await?, claim))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_a_day_of_a_house() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        assert!(batch_name(day).starts_with("20260302-"));
    }
}
