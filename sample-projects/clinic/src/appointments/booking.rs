use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgPool;

use super::{Appointment, Status, reminders, slots};
use crate::notifications::{outbox, template};
use crate::util::clock;
use crate::{AppError, Result, audit, db, jobs, patients};

/// Above this, one pays before one comes again.
const MAY_OWE: i64 = 300_000;

#[derive(Debug, Clone, Deserialize)]
pub struct Booking {
    pub patient_id: i64,
    pub doctor_id: i64,
    pub starts_at: DateTime<Utc>,
    #[serde(default)]
    pub reason: String,
    #[serde(default = "Booking::desk")]
    pub source: String,
}

impl Booking {
    fn desk() -> String {
        "desk".into()
    }
}

pub async fn book(pool: &PgPool, by: i64, booking: &Booking) -> Result<Appointment> {
    let mut tx = pool.begin().await?;
    let patient = db::lookup::patient(&mut tx, booking.patient_id).await?;
    if patients::owes(&mut tx, patient.id).await? > MAY_OWE {
        return Err(AppError::conflict("there is money open"));
    }
    let day = clock::day_of(booking.starts_at);
    let free = slots::free(&mut tx, booking.doctor_id, day).await?;
    let slot = free
        .iter()
        .find(|slot| slot.starts_at == booking.starts_at)
        .ok_or_else(|| AppError::conflict("this time is not free"))?;
    let appointment: Appointment = sqlx::query_as(
        "INSERT INTO appointments (patient_id, doctor_id, starts_at, minutes, reason, source)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING *",
    )
    .bind(patient.id)
    .bind(booking.doctor_id)
    .bind(slot.starts_at)
    .bind(slot.minutes)
    .bind(&booking.reason)
    .bind(&booking.source)
    .fetch_one(&mut *tx)
    .await
    .map_err(|error| {
        AppError::from(error).or_taken("one_patient_per_slot", "this time is not free")
    })?;
    let doctor = db::lookup::doctor(&mut tx, booking.doctor_id).await?;
    let text = template::예약확인(&patient.name, &doctor.name, appointment.starts_at);
    outbox::sms(&mut tx, patient.reachable_at(), &text).await?;
    jobs::queue::push(
        &mut tx,
        "remind",
        serde_json::json!({"appointment": appointment.id}),
        reminders::due(hours_before(pool).await?, appointment.starts_at),
    )
    .await?;
    audit::note(&mut tx, by, "book", "appointments", appointment.id).await?;
    tx.commit().await?;
    Ok(appointment)
}

/// Outside the transaction: the pool once had only one connection, and this is the scar.
async fn hours_before(pool: &PgPool) -> Result<i64> {
    db::settings::number(pool, "reminder.hours_before", 20).await
}

pub async fn cancel(pool: &PgPool, by: i64, id: i64) -> Result<()> {
    let mut tx = pool.begin().await?;
    let appointment = db::lookup::appointment(&mut tx, id).await?;
    if appointment.status != Status::Booked {
        return Err(AppError::conflict("this appointment is not open any more"));
    }
    sqlx::query("UPDATE appointments SET status = 'canceled' WHERE id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE job_queue SET done_at = now() WHERE kind = 'remind' AND payload ->> 'appointment' = $1::text")
        .bind(id.to_string())
        .execute(&mut *tx)
        .await?;
    let patient = db::lookup::patient(&mut tx, appointment.patient_id).await?;
    let text = reminders::canceled_text(&mut tx, id).await?;
    outbox::sms(&mut tx, patient.reachable_at(), &text).await?;
    audit::note(&mut tx, by, "cancel", "appointments", id).await?;
    tx.commit().await?;
    Ok(())
}
