//! 처방전: the sheet for the pharmacy.

use sqlx::PgConnection;

use crate::reports::render::{Page, Sheet};
use crate::util::clock;
use crate::{Result, db};

pub async fn sheet(conn: &mut PgConnection, id: i64) -> Result<Sheet> {
    let prescription = super::one(conn, id).await?;
    let encounter = db::lookup::encounter(conn, prescription.encounter_id).await?;
    let patient = db::lookup::patient(conn, encounter.patient_id).await?;
    let doctor = db::lookup::doctor(conn, encounter.doctor_id).await?;
    let clinic = db::settings::clinic_name(&mut *conn).await?;
    let names: Vec<(String, i32, i32, String)> = sqlx::query_as(
        "SELECT d.name, l.per_day, l.days, l.instruction
           FROM prescription_lines l JOIN drugs d ON d.code = l.drug_code
          WHERE l.prescription_id = $1 ORDER BY d.name",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    let mut page = Page::new("처 방 전");
    page.pair("교부번호", &prescription.number);
    page.pair(
        "환자",
        &format!("{} ({})", patient.name, patient.resident_masked),
    );
    page.rule();
    let rows: Vec<Vec<String>> = names
        .into_iter()
        .map(|(name, per_day, days, how)| {
            vec![name, format!("1일 {per_day}회"), format!("{days}일"), how]
        })
        .collect();
    page.table(&["약품", "투여", "일수", "용법"], &rows);
    page.rule();
    let day = prescription
        .issued_at
        .map_or_else(clock::today, clock::day_of);
    page.pair("교부일", &day.to_string());
    page.pair(
        "의사",
        &format!("{} (면허 {})", doctor.name, doctor.license_no),
    );
    page.line(&clinic);
    Ok(Sheet::of(page))
}
