use chrono::{DateTime, Utc};
use clinic_terms::Won;
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use super::{copay, tariff};
use crate::encounters::{self, Encounter};
use crate::util::clock;
use crate::{Result, db};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[sqlx(type_name = "invoice_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Paid,
    Void,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Invoice {
    pub id: i64,
    pub patient_id: i64,
    pub encounter_id: i64,
    pub total: i64,
    pub copay: i64,
    pub covered: i64,
    pub status: Status,
    pub issued_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Line {
    pub code: String,
    pub quantity: i32,
    pub amount: i64,
    pub insured: bool,
}

/// Adds up what was done: the consultation, the laboratory, the pictures.
pub async fn create(conn: &mut PgConnection, encounter: &Encounter) -> Result<Invoice> {
    let lines = collect(conn, encounter).await?;
    let patient = db::lookup::patient(conn, encounter.patient_id).await?;
    let sum = |insured: bool| {
        lines
            .iter()
            .filter(|line| line.insured == insured)
            .map(|line| Won(line.amount))
            .sum()
    };
    let (insured, uninsured): (Won, Won) = (sum(true), sum(false));
    let shares = copay::shares(patient.age(), insured, uninsured);
    let invoice: Invoice = sqlx::query_as(
        "INSERT INTO invoices (patient_id, encounter_id, total, copay, covered) VALUES ($1, $2, $3, $4, $5) RETURNING *",
    )
    .bind(patient.id)
    .bind(encounter.id)
    .bind((insured + uninsured).0)
    .bind(shares.copay.0)
    .bind(shares.covered.0)
    .fetch_one(&mut *conn)
    .await?;
    for line in &lines {
        sqlx::query("INSERT INTO invoice_lines (invoice_id, code, quantity, amount, insured) VALUES ($1, $2, $3, $4, $5)")
            .bind(invoice.id)
            .bind(&line.code)
            .bind(line.quantity)
            .bind(line.amount)
            .bind(line.insured)
            .execute(&mut *conn)
            .await?;
    }
    // Payments lower the balance by a trigger; bills raise it by hand.
    sqlx::query("UPDATE patients SET balance = balance + $2 WHERE id = $1")
        .bind(patient.id)
        .bind(shares.copay.0)
        .execute(conn)
        .await?;
    Ok(invoice)
}

async fn collect(conn: &mut PgConnection, encounter: &Encounter) -> Result<Vec<Line>> {
    let day = clock::day_of(encounter.opened_at);
    let code = if encounters::is_first(conn, encounter).await? {
        "AA154"
    } else {
        "AA254"
    };
    let mut lines = vec![line(code, 1, tariff::price(&mut *conn, code, day).await?)];

    let tests: Vec<(String, i64)> = sqlx::query_as(
        "SELECT t.code, t.price FROM lab_orders o JOIN lab_tests t ON t.code = o.test_code
          WHERE o.encounter_id = $1 AND o.status IN ('drawn', 'resulted')
          GROUP BY t.code, t.price ORDER BY t.code",
    )
    .bind(encounter.id)
    .fetch_all(&mut *conn)
    .await?;
    if !tests.is_empty() {
        lines.push(line(
            "B0001",
            1,
            tariff::price(&mut *conn, "B0001", day).await?,
        ));
    }
    lines.extend(
        tests
            .into_iter()
            .map(|(code, price)| line(&code, 1, Won(price))),
    );

    let pictures: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM images i JOIN studies s ON s.id = i.study_id
          WHERE s.encounter_id = $1 AND s.status <> 'requested'",
    )
    .bind(encounter.id)
    .fetch_one(&mut *conn)
    .await?;
    if pictures > 0 {
        lines.push(line(
            "HA201",
            pictures as i32,
            tariff::price(&mut *conn, "HA201", day).await?,
        ));
    }
    Ok(lines)
}

fn line(code: &str, quantity: i32, price: Won) -> Line {
    Line {
        code: code.into(),
        quantity,
        amount: price.times(quantity).0,
        insured: true,
    }
}

pub async fn lines(conn: &mut PgConnection, invoice: i64) -> Result<Vec<Line>> {
    Ok(sqlx::query_as("SELECT code, quantity, amount, insured FROM invoice_lines WHERE invoice_id = $1 ORDER BY code")
        .bind(invoice)
        .fetch_all(conn)
        .await?)
}

pub async fn of_patient(pool: &PgPool, patient: i64) -> Result<Vec<Invoice>> {
    Ok(
        sqlx::query_as("SELECT * FROM invoices WHERE patient_id = $1 ORDER BY id DESC")
            .bind(patient)
            .fetch_all(pool)
            .await?,
    )
}
