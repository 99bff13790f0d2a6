use chrono::{DateTime, Duration, Utc};
use sqlx::{PgConnection, PgPool};

use super::Status;
use crate::notifications::{outbox, template};
use crate::util::clock;
use crate::{Result, db};

pub fn due(hours_before: i64, starts_at: DateTime<Utc>) -> DateTime<Utc> {
    (starts_at - Duration::hours(hours_before)).max(clock::now())
}

/// Called by a job. Does nothing twice.
pub async fn send(pool: &PgPool, appointment: i64) -> Result<bool> {
    let mut tx = pool.begin().await?;
    let reminded: Option<bool> =
        sqlx::query_scalar("SELECT reminded FROM appointments WHERE id = $1 FOR UPDATE")
            .bind(appointment)
            .fetch_optional(&mut *tx)
            .await?;
    if reminded != Some(false) {
        return Ok(false);
    }
    let appointment = db::lookup::appointment(&mut tx, appointment).await?;
    if appointment.status != Status::Booked {
        return Ok(false);
    }
    let patient = db::lookup::patient(&mut tx, appointment.patient_id).await?;
    let clinic = db::settings::clinic_name(&mut *tx).await?;
    let text = template::예약알림(&clinic, &patient.name, appointment.starts_at);
    outbox::sms(&mut tx, patient.reachable_at(), &text).await?;
    sqlx::query("UPDATE appointments SET reminded = TRUE WHERE id = $1")
        .bind(appointment.id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}

pub async fn canceled_text(conn: &mut PgConnection, appointment: i64) -> Result<String> {
    let appointment = db::lookup::appointment(conn, appointment).await?;
    let phone = db::settings::text(&mut *conn, "clinic.phone")
        .await?
        .unwrap_or_default();
    Ok(format!(
        "{} 예약이 취소되었습니다. 문의 {phone}",
        clock::spoken(appointment.starts_at)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_never_in_the_past() {
        let tomorrow = clock::now() + Duration::hours(30);
        assert_eq!(due(20, tomorrow), tomorrow - Duration::hours(20));
        assert!(due(20, clock::now() + Duration::hours(1)) <= clock::now());
    }
}
