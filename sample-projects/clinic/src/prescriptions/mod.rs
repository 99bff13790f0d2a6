//! 처방.

pub mod interactions;
pub mod paper;
pub mod routes;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool, Postgres, QueryBuilder};

use crate::patients::allergies;
use crate::util::clock;
use crate::{AppError, Result, audit, db};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[sqlx(type_name = "prescription_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Issued,
    Dispensed,
    Void,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Prescription {
    pub id: i64,
    pub encounter_id: i64,
    pub number: String,
    pub status: Status,
    pub issued_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Serialize, Deserialize, sqlx::FromRow)]
pub struct Line {
    pub drug_code: String,
    pub per_day: i32,
    pub days: i32,
    #[serde(default = "Line::after_meals")]
    pub instruction: String,
}

impl Line {
    fn after_meals() -> String {
        "식후 30분".into()
    }
}

pub async fn one(conn: &mut PgConnection, id: i64) -> Result<Prescription> {
    sqlx::query_as("SELECT * FROM prescriptions WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(AppError::NotFound("prescription"))
}

pub async fn draft_of(conn: &mut PgConnection, encounter: i64) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM prescriptions WHERE encounter_id = $1 AND status = 'draft'",
    )
    .bind(encounter)
    .fetch_optional(conn)
    .await?)
}

/// Writes the whole draft anew, lines and all.
pub async fn draft(pool: &PgPool, by: i64, encounter: i64, lines: &[Line]) -> Result<i64> {
    if lines.is_empty() {
        return Err(AppError::invalid("a prescription has lines"));
    }
    let mut tx = pool.begin().await?;
    db::lookup::encounter_for_update(&mut tx, encounter)
        .await?
        .must_be_open()?;
    if let Some(old) = draft_of(&mut tx, encounter).await? {
        sqlx::query("DELETE FROM prescriptions WHERE id = $1")
            .bind(old)
            .execute(&mut *tx)
            .await?;
    }
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO prescriptions (encounter_id, number)
         SELECT $1, $2 || lpad((coalesce(max(right(number, 5)::int), 0) + 1)::text, 5, '0')
           FROM prescriptions WHERE number LIKE $2 || '%'
         RETURNING id",
    )
    .bind(encounter)
    .bind(clock::today().format("%Y%m%d-").to_string())
    .fetch_one(&mut *tx)
    .await?;
    let mut insert: QueryBuilder<'_, Postgres> = QueryBuilder::new(
        "INSERT INTO prescription_lines (prescription_id, drug_code, per_day, days, instruction) ",
    );
    insert.push_values(lines, |mut row, line| {
        row.push_bind(id)
            .push_bind(&line.drug_code)
            .push_bind(line.per_day)
            .push_bind(line.days)
            .push_bind(&line.instruction);
    });
    insert.build().execute(&mut *tx).await?;
    audit::note(&mut tx, by, "draft", "prescriptions", id).await?;
    tx.commit().await?;
    Ok(id)
}

pub async fn lines(conn: &mut PgConnection, id: i64) -> Result<Vec<Line>> {
    Ok(sqlx::query_as(
        "SELECT drug_code, per_day, days, instruction FROM prescription_lines WHERE prescription_id = $1 ORDER BY drug_code",
    )
    .bind(id)
    .fetch_all(conn)
    .await?)
}

/// Makes a draft valid, unless the drugs disagree with each other or with the patient.
pub async fn issue(conn: &mut PgConnection, id: i64) -> Result<()> {
    let prescription = one(conn, id).await?;
    if prescription.status != Status::Draft {
        return Err(AppError::conflict("only a draft can be issued"));
    }
    sqlx::query("UPDATE prescriptions SET status = 'issued', issued_at = now() WHERE id = $1")
        .bind(id)
        .execute(&mut *conn)
        .await?;
    let encounter = db::lookup::encounter(conn, prescription.encounter_id).await?;
    let ingredients = interactions::taken(conn, encounter.patient_id).await?;
    let allergies = allergies::of(conn, encounter.patient_id).await?;
    let conflicts =
        interactions::check(&ingredients, &allergies, &interactions::table(conn).await?);
    if conflicts.is_empty() {
        Ok(())
    } else {
        Err(AppError::Interaction(conflicts))
    }
}

pub async fn void(pool: &PgPool, by: i64, id: i64) -> Result<()> {
    let mut tx = pool.begin().await?;
    let done = sqlx::query(
        "UPDATE prescriptions SET status = 'void' WHERE id = $1 AND status IN ('draft', 'issued')",
    )
    .bind(id)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::conflict("dispensed, or not there"));
    }
    audit::note(&mut tx, by, "void", "prescriptions", id).await?;
    tx.commit().await?;
    Ok(())
}

/// What the drugs of one encounter cost the insurance. Billing asks, but knows the tables by itself too.
pub async fn cost_of_encounter(conn: &mut PgConnection, encounter: i64) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT coalesce(sum(d.unit_price * l.per_day * l.days), 0)::bigint
           FROM prescriptions p
           JOIN prescription_lines l ON l.prescription_id = p.id
           JOIN drugs d ON d.code = l.drug_code
          WHERE p.encounter_id = $1 AND p.status IN ('issued', 'dispensed')",
    )
    .bind(encounter)
    .fetch_one(conn)
    .await?)
}
