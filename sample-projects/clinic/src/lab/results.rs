use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use crate::notifications::{outbox, template};
use crate::web::board::{self, 알림};
use crate::{AppError, Result, audit, db};

#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Range {
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub panic_low: Option<f64>,
    pub panic_high: Option<f64>,
}

impl Range {
    pub fn flag(&self, value: f64) -> &'static str {
        let below = |limit: Option<f64>| limit.is_some_and(|limit| value < limit);
        let above = |limit: Option<f64>| limit.is_some_and(|limit| value > limit);
        if below(self.panic_low) || above(self.panic_high) {
            "panic"
        } else if below(self.low) {
            "low"
        } else if above(self.high) {
            "high"
        } else {
            "normal"
        }
    }
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct LabResult {
    pub order_id: i64,
    pub name: String,
    pub value: f64,
    pub unit: String,
    pub flag: String,
}

/// The trigger on the table calls the doctor when the value is a panic.
pub async fn enter(pool: &PgPool, by: i64, order: i64, value: f64) -> Result<&'static str> {
    let mut tx = pool.begin().await?;
    let flag = enter_in(&mut tx, Some(by), order, value).await?;
    audit::note(&mut tx, by, "enter", "lab_results", order).await?;
    tx.commit().await?;
    Ok(flag)
}

pub async fn enter_in(
    conn: &mut PgConnection,
    by: Option<i64>,
    order: i64,
    value: f64,
) -> Result<&'static str> {
    if !value.is_finite() {
        return Err(AppError::invalid("this is not a value"));
    }
    let encounter: i64 = sqlx::query_scalar(
        "UPDATE lab_orders SET status = 'resulted' WHERE id = $1 AND status IN ('drawn', 'resulted') RETURNING encounter_id",
    )
    .bind(order)
    .fetch_optional(&mut *conn)
    .await?
    .ok_or_else(|| AppError::conflict("nothing was drawn for this order"))?;
    let range: Range = sqlx::query_as(
        "SELECT t.low, t.high, t.panic_low, t.panic_high
           FROM lab_tests t JOIN lab_orders o ON o.test_code = t.code WHERE o.id = $1",
    )
    .bind(order)
    .fetch_one(&mut *conn)
    .await?;
    let flag = range.flag(value);
    sqlx::query(
        "INSERT INTO lab_results (order_id, value, flag, entered_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (order_id) DO UPDATE SET value = excluded.value, flag = excluded.flag, entered_at = now()",
    )
    .bind(order)
    .bind(value)
    .bind(flag)
    .bind(by)
    .execute(&mut *conn)
    .await?;
    tell_when_complete(conn, encounter).await?;
    board::announce(알림::검사결과 { encounter });
    Ok(flag)
}

/// One message per encounter, when the last value is in.
async fn tell_when_complete(conn: &mut PgConnection, encounter: i64) -> Result<()> {
    let open: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM lab_orders WHERE encounter_id = $1 AND status IN ('ordered', 'drawn')",
    )
    .bind(encounter)
    .fetch_one(&mut *conn)
    .await?;
    if open == 0 {
        let encounter = db::lookup::encounter(conn, encounter).await?;
        let patient = db::lookup::patient(conn, encounter.patient_id).await?;
        outbox::sms(
            conn,
            patient.reachable_at(),
            &template::검사결과(&patient.name),
        )
        .await?;
    }
    Ok(())
}

pub async fn of_encounter(pool: &PgPool, encounter: i64) -> Result<Vec<LabResult>> {
    Ok(sqlx::query_as(
        "SELECT r.order_id, t.name, r.value, t.unit, r.flag
           FROM lab_results r
           JOIN lab_orders o ON o.id = r.order_id
           JOIN lab_tests t ON t.code = o.test_code
          WHERE o.encounter_id = $1 ORDER BY t.name",
    )
    .bind(encounter)
    .fetch_all(pool)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags() {
        let potassium = Range {
            low: Some(3.5),
            high: Some(5.1),
            panic_low: Some(2.5),
            panic_high: Some(6.5),
        };
        for (value, flag) in [
            (2.4, "panic"),
            (3.0, "low"),
            (3.5, "normal"),
            (5.2, "high"),
            (6.6, "panic"),
        ] {
            assert_eq!(potassium.flag(value), flag, "{value}");
        }
        let crp = Range {
            high: Some(5.0),
            ..Range::default()
        };
        assert_eq!(crp.flag(0.0), "normal");
        assert_eq!(Range::default().flag(1e9), "normal");
    }
}
