//! Rows by number, for whoever has a number. It must know the types of every area.

use sqlx::PgConnection;

use crate::appointments::Appointment;
use crate::billing::invoice::Invoice;
use crate::encounters::Encounter;
use crate::patients::Patient;
use crate::staff::Doctor;
use crate::{AppError, Result};

pub async fn patient(conn: &mut PgConnection, id: i64) -> Result<Patient> {
    sqlx::query_as("SELECT * FROM patients WHERE id = $1 AND merged_into IS NULL")
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(AppError::NotFound("patient"))
}

pub async fn doctor(conn: &mut PgConnection, id: i64) -> Result<Doctor> {
    sqlx::query_as(
        "SELECT d.id, d.user_id, u.name, d.license_no, d.department, d.slot_minutes
           FROM doctors d JOIN users u ON u.id = d.user_id
          WHERE d.id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?
    .ok_or(AppError::NotFound("doctor"))
}

pub async fn appointment(conn: &mut PgConnection, id: i64) -> Result<Appointment> {
    sqlx::query_as("SELECT * FROM appointments WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(AppError::NotFound("appointment"))
}

pub async fn encounter(conn: &mut PgConnection, id: i64) -> Result<Encounter> {
    sqlx::query_as("SELECT * FROM encounters WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(AppError::NotFound("encounter"))
}

/// The same, but nobody else may touch it until the transaction ends.
pub async fn encounter_for_update(conn: &mut PgConnection, id: i64) -> Result<Encounter> {
    sqlx::query_as("SELECT * FROM encounters WHERE id = $1 FOR UPDATE")
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(AppError::NotFound("encounter"))
}

pub async fn invoice(conn: &mut PgConnection, id: i64) -> Result<Invoice> {
    sqlx::query_as("SELECT * FROM invoices WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(AppError::NotFound("invoice"))
}
