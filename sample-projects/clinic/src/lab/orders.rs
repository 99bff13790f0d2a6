use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use super::Status;
use crate::{AppError, Result, audit, db};

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct LabOrder {
    pub id: i64,
    pub encounter_id: i64,
    pub test_code: String,
    pub status: Status,
    pub ordered_at: DateTime<Utc>,
}

pub async fn order(pool: &PgPool, by: i64, encounter: i64, tests: &[String]) -> Result<Vec<i64>> {
    let mut tx = pool.begin().await?;
    db::lookup::encounter_for_update(&mut tx, encounter)
        .await?
        .must_be_open()?;
    let ids: Vec<i64> = sqlx::query_scalar(
        "INSERT INTO lab_orders (encounter_id, test_code)
         SELECT $1, t.code
           FROM unnest($2::text[]) WITH ORDINALITY AS wish (code, place)
           JOIN lab_tests t ON t.code = wish.code
          ORDER BY wish.place
         RETURNING id",
    )
    .bind(encounter)
    .bind(tests)
    .fetch_all(&mut *tx)
    .await?;
    if ids.len() != tests.len() {
        return Err(AppError::invalid("one of these tests is not ours"));
    }
    for id in &ids {
        audit::note(&mut tx, by, "order", "lab_orders", *id).await?;
    }
    tx.commit().await?;
    Ok(ids)
}

/// 채혈.
pub async fn draw(pool: &PgPool, id: i64) -> Result<()> {
    let done = sqlx::query("UPDATE lab_orders SET status = 'drawn', drawn_at = now() WHERE id = $1 AND status = 'ordered'")
        .bind(id)
        .execute(pool)
        .await?;
    if done.rows_affected() == 0 {
        Err(AppError::conflict("nothing to draw"))
    } else {
        Ok(())
    }
}

pub async fn worklist(pool: &PgPool) -> Result<Vec<LabOrder>> {
    Ok(sqlx::query_as(
        "SELECT id, encounter_id, test_code, status, ordered_at FROM lab_orders
          WHERE status IN ('ordered', 'drawn') ORDER BY ordered_at",
    )
    .fetch_all(pool)
    .await?)
}

/// When the encounter ends, what was never drawn is not billed.
pub async fn cancel_undrawn(conn: &mut PgConnection, encounter: i64) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE lab_orders SET status = 'canceled' WHERE encounter_id = $1 AND status = 'ordered'",
    )
    .bind(encounter)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
