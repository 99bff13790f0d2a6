//! 수납.

pub mod refund;
pub mod routes;

use chrono::{DateTime, Utc};
use clinic_terms::Won;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use crate::billing::invoice;
use crate::notifications::{outbox, template};
use crate::{AppError, Result, audit, db};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "payment_method", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Cash,
    Card,
    Transfer,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Payment {
    pub id: i64,
    pub invoice_id: i64,
    pub patient_id: i64,
    pub method: Method,
    pub amount: i64,
    pub reference: Option<String>,
    pub paid_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct NewPayment {
    pub invoice_id: i64,
    pub method: Method,
    pub amount: i64,
    pub reference: Option<String>,
}

pub async fn take(pool: &PgPool, by: i64, new: &NewPayment) -> Result<Payment> {
    let mut tx = pool.begin().await?;
    let bill = db::lookup::invoice(&mut tx, new.invoice_id).await?;
    let open = bill.copay - paid(&mut tx, bill.id).await?;
    if bill.status != invoice::Status::Open || new.amount <= 0 || new.amount > open {
        return Err(AppError::conflict(format!(
            "{} are open on this bill",
            Won(open)
        )));
    }
    if new.method == Method::Card && new.reference.is_none() {
        return Err(AppError::invalid("a card payment has an approval number"));
    }
    let payment: Payment = sqlx::query_as(
        "INSERT INTO payments (invoice_id, patient_id, method, amount, reference) VALUES ($1, $2, $3, $4, $5) RETURNING *",
    )
    .bind(bill.id)
    .bind(bill.patient_id)
    .bind(new.method)
    .bind(new.amount)
    .bind(&new.reference)
    .fetch_one(&mut *tx)
    .await?;
    if new.amount == open {
        sqlx::query("UPDATE invoices SET status = 'paid' WHERE id = $1")
            .bind(bill.id)
            .execute(&mut *tx)
            .await?;
    }
    let patient = db::lookup::patient(&mut tx, bill.patient_id).await?;
    if let Some(address) = &patient.email {
        let body = template::영수증(&patient.name, Won(payment.amount), payment.paid_at);
        outbox::mail(&mut tx, address, &body).await?;
    }
    audit::note(&mut tx, by, "pay", "invoices", bill.id).await?;
    tx.commit().await?;
    Ok(payment)
}

pub async fn paid(conn: &mut PgConnection, invoice: i64) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT coalesce(sum(amount), 0)::bigint FROM payments WHERE invoice_id = $1",
    )
    .bind(invoice)
    .fetch_one(conn)
    .await?)
}

pub async fn of_invoice(pool: &PgPool, invoice: i64) -> Result<Vec<Payment>> {
    Ok(
        sqlx::query_as("SELECT * FROM payments WHERE invoice_id = $1 ORDER BY id")
            .bind(invoice)
            .fetch_all(pool)
            .await?,
    )
}
