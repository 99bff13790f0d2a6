//! 진료: an encounter of a patient with a doctor, and all that is written down about it.

pub mod close;
pub mod diagnoses;
pub mod records;
pub mod routes;
pub mod vitals;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use crate::staff::rooms;
use crate::util::clock;
use crate::web::board;
use crate::{AppError, Result, audit, db};

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Encounter {
    pub id: i64,
    pub patient_id: i64,
    pub doctor_id: i64,
    pub appointment_id: Option<i64>,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub complaint: String,
}

impl Encounter {
    pub fn must_be_open(&self) -> Result<()> {
        if self.closed_at.is_none() {
            Ok(())
        } else {
            Err(AppError::conflict("this encounter is closed"))
        }
    }
}

/// Without an appointment: 당일접수.
pub async fn walk_in(
    pool: &PgPool,
    by: i64,
    patient: i64,
    doctor: i64,
    complaint: &str,
) -> Result<Encounter> {
    let mut tx = pool.begin().await?;
    db::lookup::patient(&mut tx, patient).await?;
    db::lookup::doctor(&mut tx, doctor).await?;
    let encounter: Encounter = sqlx::query_as(
        "INSERT INTO encounters (patient_id, doctor_id, complaint) VALUES ($1, $2, $3) RETURNING *",
    )
    .bind(patient)
    .bind(doctor)
    .bind(complaint)
    .fetch_one(&mut *tx)
    .await?;
    audit::note(&mut tx, by, "walk_in", "encounters", encounter.id).await?;
    tx.commit().await?;
    Ok(encounter)
}

/// The patients who wait for a doctor, in order.
pub async fn waiting(pool: &PgPool, doctor: i64) -> Result<Vec<Encounter>> {
    Ok(sqlx::query_as(
        "SELECT e.* FROM encounters e LEFT JOIN appointments a ON a.id = e.appointment_id
          WHERE e.doctor_id = $1 AND e.closed_at IS NULL
          ORDER BY coalesce(a.starts_at, e.opened_at)",
    )
    .bind(doctor)
    .fetch_all(pool)
    .await?)
}

pub async fn call(pool: &PgPool, id: i64) -> Result<()> {
    let mut conn = pool.acquire().await?;
    let encounter = db::lookup::encounter(&mut conn, id).await?;
    encounter.must_be_open()?;
    let patient = db::lookup::patient(&mut conn, encounter.patient_id).await?;
    let room = rooms::of_doctor(&mut conn, encounter.doctor_id, clock::now()).await?;
    board::call_in(&patient.name, room.as_deref().unwrap_or("접수대"));
    Ok(())
}

/// 초진 or 재진: was the patient here within ninety days, with any doctor?
pub async fn is_first(conn: &mut PgConnection, encounter: &Encounter) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT 1 FROM encounters
                             WHERE patient_id = $1 AND id <> $2 AND closed_at > $3 - interval '90 days')",
    )
    .bind(encounter.patient_id)
    .bind(encounter.id)
    .bind(encounter.opened_at)
    .fetch_one(conn)
    .await?)
}
