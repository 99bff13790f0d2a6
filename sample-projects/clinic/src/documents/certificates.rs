//! 제증명: written from the record, kept as a paper, and charged.

use clinic_terms::Won;
use serde::Deserialize;
use sqlx::PgConnection;

use crate::billing::tariff;
use crate::encounters::{Encounter, diagnoses};
use crate::patients::Patient;
use crate::reports::render::{Page, Sheet};
use crate::util::clock;
use crate::{AppError, AppState, Result, audit, db};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum 증명서 {
    진단서,
    진료확인서,
}

impl 증명서 {
    fn kind(self) -> &'static str {
        match self {
            증명서::진단서 => "진단서",
            증명서::진료확인서 => "진료확인서",
        }
    }

    fn fee_code(self) -> &'static str {
        match self {
            증명서::진단서 => "PDZ01",
            증명서::진료확인서 => "PDZ02",
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Order {
    pub encounter_id: i64,
    pub kind: 증명서,
    #[serde(default)]
    pub purpose: String,
}

/// The paper, the file, the bill and the trace: together or not at all.
pub async fn issue(state: &AppState, by: i64, order: &Order) -> Result<i64> {
    let fee = tariff::price(&state.pool, order.kind.fee_code(), clock::today()).await?;
    let mut tx = state.pool.begin().await?;
    let encounter = db::lookup::encounter(&mut tx, order.encounter_id).await?;
    if encounter.closed_at.is_none() {
        return Err(AppError::conflict("the encounter is still open"));
    }
    let patient = db::lookup::patient(&mut tx, encounter.patient_id).await?;
    let sheet = write(&mut tx, order, &encounter, &patient).await?;
    let title = format!("{} {}", order.kind.kind(), clock::today());
    let id = super::keep(
        &mut tx,
        &state.config.files_root,
        patient.id,
        order.kind.kind(),
        &title,
        &sheet.pdf(),
    )
    .await?;
    charge(&mut tx, &encounter, order.kind.fee_code(), fee).await?;
    audit::note(&mut tx, by, "issue", "documents", id).await?;
    tx.commit().await?;
    Ok(id)
}

async fn write(
    conn: &mut PgConnection,
    order: &Order,
    encounter: &Encounter,
    patient: &Patient,
) -> Result<Sheet> {
    let doctor = db::lookup::doctor(conn, encounter.doctor_id).await?;
    let mut page = Page::new(order.kind.kind());
    page.pair("성명", &patient.name);
    page.pair("등록번호", &patient.chart_no);
    page.pair("생년월일", &patient.birth.to_string());
    page.rule();
    if order.kind == 증명서::진단서 {
        for diagnosis in diagnoses::of(conn, encounter.id).await? {
            page.pair(
                if diagnosis.principal {
                    "주상병"
                } else {
                    "부상병"
                },
                &diagnosis.code,
            );
        }
    }
    page.pair("진료일", &clock::day_of(encounter.opened_at).to_string());
    page.pair("용도", &order.purpose);
    page.rule();
    page.pair(
        "의사",
        &format!("{} (면허 {})", doctor.name, doctor.license_no),
    );
    // The branch in Mapo prints its own name below.
    let clinic = db::settings::clinic_name(&mut *conn).await?;
    match std::env::var("CLINIC_BRANCH") {
        Ok(branch) if !branch.is_empty() => page.line(&format!("{clinic} {branch}")),
        _ => page.line(&clinic),
    }
    Ok(Sheet::of(page))
}

/// Not through billing: a certificate is never insured, "so it is not a real bill".
async fn charge(
    conn: &mut PgConnection,
    encounter: &Encounter,
    code: &str,
    fee: Won,
) -> Result<()> {
    let invoice: i64 = sqlx::query_scalar(
        "INSERT INTO invoices (patient_id, encounter_id, total, copay, covered) VALUES ($1, $2, $3, $3, 0) RETURNING id",
    )
    .bind(encounter.patient_id)
    .bind(encounter.id)
    .bind(fee.0)
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query(
        "INSERT INTO invoice_lines (invoice_id, code, amount, insured) VALUES ($1, $2, $3, FALSE)",
    )
    .bind(invoice)
    .bind(code)
    .bind(fee.0)
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE patients SET balance = balance + $2 WHERE id = $1")
        .bind(encounter.patient_id)
        .bind(fee.0)
        .execute(conn)
        .await?;
    Ok(())
}
