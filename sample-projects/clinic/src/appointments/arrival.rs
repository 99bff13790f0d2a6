//! 접수: the patient stands at the desk.

use clinic_terms::hangul;
use sqlx::PgPool;

use super::Status;
use crate::web::board::{self, 알림};
use crate::{AppError, Result, audit, db};

/// Marks the appointment and opens the encounter, so that the doctor finds it.
pub async fn arrive(pool: &PgPool, by: i64, id: i64) -> Result<i64> {
    let mut tx = pool.begin().await?;
    let appointment = db::lookup::appointment(&mut tx, id).await?;
    if appointment.status != Status::Booked {
        return Err(AppError::conflict("this appointment is not open any more"));
    }
    sqlx::query("UPDATE appointments SET status = 'arrived' WHERE id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    let encounter: i64 = sqlx::query_scalar(
        "INSERT INTO encounters (patient_id, doctor_id, appointment_id, complaint) VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(appointment.patient_id)
    .bind(appointment.doctor_id)
    .bind(id)
    .bind(&appointment.reason)
    .fetch_one(&mut *tx)
    .await?;
    audit::note(&mut tx, by, "arrive", "appointments", id).await?;
    let patient = db::lookup::patient(&mut tx, appointment.patient_id).await?;
    tx.commit().await?;
    board::announce(알림::도착 {
        name: hangul::veiled(&patient.name),
        doctor: appointment.doctor_id,
    });
    Ok(encounter)
}
