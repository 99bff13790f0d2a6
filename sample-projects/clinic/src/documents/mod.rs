//! 문서: scanned papers and certificates.

pub mod certificates;
pub mod routes;
pub mod store;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use crate::{AppError, AppState, Result, audit};

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Document {
    pub id: i64,
    pub patient_id: i64,
    pub kind: String,
    pub title: String,
    pub file_id: i64,
    pub created_at: DateTime<Utc>,
}

pub const KINDS: [&str; 5] = ["진단서", "소견서", "진료확인서", "동의서", "스캔"];

pub async fn of_patient(pool: &PgPool, patient: i64) -> Result<Vec<Document>> {
    Ok(
        sqlx::query_as("SELECT * FROM documents WHERE patient_id = $1 ORDER BY id DESC")
            .bind(patient)
            .fetch_all(pool)
            .await?,
    )
}

pub async fn keep(
    conn: &mut PgConnection,
    root: &std::path::Path,
    patient: i64,
    kind: &str,
    title: &str,
    bytes: &[u8],
) -> Result<i64> {
    if !KINDS.contains(&kind) {
        return Err(AppError::invalid("this kind of paper is not kept"));
    }
    let file = store::keep(conn, root, bytes).await?;
    Ok(sqlx::query_scalar("INSERT INTO documents (patient_id, kind, title, file_id) VALUES ($1, $2, $3, $4) RETURNING id")
        .bind(patient)
        .bind(kind)
        .bind(title)
        .bind(file)
        .fetch_one(conn)
        .await?)
}

pub async fn read(state: &AppState, id: i64) -> Result<Vec<u8>> {
    let path: String = sqlx::query_scalar(
        "SELECT f.path FROM documents d JOIN stored_files f ON f.id = d.file_id WHERE d.id = $1 AND f.deleted_at IS NULL",
    )
    .bind(id)
    .fetch_optional(&state.pool)
    .await?
    .ok_or(AppError::NotFound("document"))?;
    Ok(tokio::fs::read(state.config.files_root.join(path)).await?)
}

pub async fn remove(state: &AppState, by: i64, id: i64) -> Result<()> {
    let mut tx = state.pool.begin().await?;
    let file: i64 = sqlx::query_scalar("DELETE FROM documents WHERE id = $1 RETURNING file_id")
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(AppError::NotFound("document"))?;
    store::release(&mut tx, file).await?;
    audit::note(&mut tx, by, "remove", "documents", id).await?;
    tx.commit().await?;
    Ok(())
}
