use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use crate::{AppError, Result, audit, db};

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Record {
    pub id: i64,
    pub encounter_id: i64,
    pub author_id: i64,
    pub body: String,
    pub written_at: DateTime<Utc>,
    pub signed_at: Option<DateTime<Utc>>,
}

pub async fn of(pool: &PgPool, encounter: i64) -> Result<Vec<Record>> {
    Ok(
        sqlx::query_as("SELECT * FROM medical_records WHERE encounter_id = $1 ORDER BY id")
            .bind(encounter)
            .fetch_all(pool)
            .await?,
    )
}

pub async fn write(pool: &PgPool, by: i64, encounter: i64, body: &str) -> Result<i64> {
    if body.trim().is_empty() {
        return Err(AppError::invalid("an empty record is none"));
    }
    let mut tx = pool.begin().await?;
    db::lookup::encounter_for_update(&mut tx, encounter)
        .await?
        .must_be_open()?;
    let id = sqlx::query_scalar(
        "INSERT INTO medical_records (encounter_id, author_id, body) VALUES ($1, $2, $3) RETURNING id",
    )
    .bind(encounter)
    .bind(by)
    .bind(body.trim())
    .fetch_one(&mut *tx)
    .await?;
    audit::note(&mut tx, by, "write", "medical_records", id).await?;
    tx.commit().await?;
    Ok(id)
}

/// 전자서명. What is signed is never changed; corrections are new records.
pub async fn sign(pool: &PgPool, by: i64, id: i64) -> Result<()> {
    let mut tx = pool.begin().await?;
    let author: Option<i64> =
        sqlx::query_scalar("UPDATE medical_records SET signed_at = now() WHERE id = $1 AND signed_at IS NULL RETURNING author_id")
            .bind(id)
            .fetch_optional(&mut *tx)
            .await?;
    match author {
        None => {
            return Err(AppError::conflict(
                "no such record, or it is signed already",
            ));
        }
        Some(author) if author != by => return Err(AppError::Forbidden),
        Some(_) => {}
    }
    audit::note(&mut tx, by, "sign", "medical_records", id).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn unsigned(conn: &mut PgConnection, encounter: i64) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT count(*) FROM medical_records WHERE encounter_id = $1 AND signed_at IS NULL",
    )
    .bind(encounter)
    .fetch_one(conn)
    .await?)
}
