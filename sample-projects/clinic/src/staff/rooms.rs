use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use crate::Result;

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Room {
    pub id: i64,
    pub name: String,
    pub floor: i32,
    pub kind: String,
}

pub async fn all(pool: &PgPool) -> Result<Vec<Room>> {
    Ok(
        sqlx::query_as("SELECT id, name, floor, kind FROM rooms ORDER BY floor, name")
            .fetch_all(pool)
            .await?,
    )
}

/// Where a doctor sits at a moment.
pub async fn of_doctor(
    conn: &mut PgConnection,
    doctor: i64,
    at: DateTime<Utc>,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT r.name FROM shifts s JOIN rooms r ON r.id = s.room_id
          WHERE s.doctor_id = $1 AND $2 BETWEEN s.starts_at AND s.ends_at",
    )
    .bind(doctor)
    .bind(at)
    .fetch_optional(conn)
    .await?)
}
