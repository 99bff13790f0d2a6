//! 예약: the appointment book.

pub mod arrival;
pub mod booking;
pub mod reminders;
pub mod routes;
pub mod slots;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use crate::Result;
use crate::util::clock;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "appointment_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Booked,
    Arrived,
    Done,
    NoShow,
    Canceled,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Appointment {
    pub id: i64,
    pub patient_id: i64,
    pub doctor_id: i64,
    pub starts_at: DateTime<Utc>,
    pub minutes: i32,
    pub reason: String,
    pub status: Status,
    pub source: String,
}

pub async fn of_day(
    pool: &PgPool,
    day: NaiveDate,
    doctor: Option<i64>,
) -> Result<Vec<Appointment>> {
    let from = clock::start_of(day);
    Ok(sqlx::query_as(
        "SELECT * FROM appointments
          WHERE starts_at >= $1 AND starts_at < $2 AND ($3::bigint IS NULL OR doctor_id = $3)
          ORDER BY starts_at",
    )
    .bind(from)
    .bind(from + chrono::Duration::days(1))
    .bind(doctor)
    .fetch_all(pool)
    .await?)
}

pub async fn any_for(conn: &mut PgConnection, patient: i64) -> Result<bool> {
    Ok(
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM appointments WHERE patient_id = $1)")
            .bind(patient)
            .fetch_one(conn)
            .await?,
    )
}

/// Who was booked yesterday and never came.
pub async fn close_the_day(pool: &PgPool) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE appointments SET status = 'no_show' WHERE status = 'booked' AND starts_at < $1",
    )
    .bind(clock::start_of(clock::today()))
    .execute(pool)
    .await?;
    Ok(done.rows_affected())
}
