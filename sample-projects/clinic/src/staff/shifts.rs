use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use crate::notifications::outbox;
use crate::{AppError, Result, appointments, audit};

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Shift {
    pub id: i64,
    pub doctor_id: i64,
    pub room_id: i64,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

#[derive(Debug, Deserialize)]
pub struct NewShift {
    pub doctor_id: i64,
    pub room_id: i64,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

pub async fn between(
    conn: &mut PgConnection,
    doctor: i64,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Shift>> {
    Ok(sqlx::query_as(
        "SELECT id, doctor_id, room_id, starts_at, ends_at FROM shifts
          WHERE doctor_id = $1 AND starts_at < $3 AND ends_at > $2
          ORDER BY starts_at",
    )
    .bind(doctor)
    .bind(from)
    .bind(to)
    .fetch_all(conn)
    .await?)
}

pub async fn add(pool: &PgPool, by: i64, new: &NewShift) -> Result<i64> {
    if new.ends_at <= new.starts_at {
        return Err(AppError::invalid("a shift ends after it begins"));
    }
    let mut tx = pool.begin().await?;
    // One at a time per room; the table has no rule for it.
    sqlx::query("SELECT 1 FROM rooms WHERE id = $1 FOR UPDATE")
        .bind(new.room_id)
        .execute(&mut *tx)
        .await?;
    let taken: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM shifts
                         WHERE (room_id = $1 OR doctor_id = $2) AND starts_at < $4 AND ends_at > $3)",
    )
    .bind(new.room_id)
    .bind(new.doctor_id)
    .bind(new.starts_at)
    .bind(new.ends_at)
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Err(AppError::conflict("the room or the doctor is taken then"));
    }
    let id = sqlx::query_scalar(
        "INSERT INTO shifts (doctor_id, room_id, starts_at, ends_at) VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(new.doctor_id)
    .bind(new.room_id)
    .bind(new.starts_at)
    .bind(new.ends_at)
    .fetch_one(&mut *tx)
    .await?;
    audit::note(&mut tx, by, "add", "shifts", id).await?;
    tx.commit().await?;
    Ok(id)
}

/// 휴진: takes the shift out of the book, and the appointments with it.
pub async fn cancel(pool: &PgPool, by: i64, id: i64) -> Result<usize> {
    let mut tx = pool.begin().await?;
    let shift: Shift = sqlx::query_as(
        "DELETE FROM shifts WHERE id = $1 RETURNING id, doctor_id, room_id, starts_at, ends_at",
    )
    .bind(id)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(AppError::NotFound("shift"))?;
    let hit: Vec<(i64, String)> = sqlx::query_as(
        "UPDATE appointments a SET status = 'canceled' FROM patients p
          WHERE p.id = a.patient_id AND a.doctor_id = $1 AND a.starts_at >= $2 AND a.starts_at < $3
            AND a.status = 'booked'
          RETURNING a.id, p.phone",
    )
    .bind(shift.doctor_id)
    .bind(shift.starts_at)
    .bind(shift.ends_at)
    .fetch_all(&mut *tx)
    .await?;
    for (appointment, phone) in &hit {
        let text = appointments::reminders::canceled_text(&mut tx, *appointment).await?;
        outbox::sms(&mut tx, phone, &text).await?;
    }
    audit::note(&mut tx, by, "cancel", "shifts", id).await?;
    tx.commit().await?;
    Ok(hit.len())
}
