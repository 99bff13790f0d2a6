use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgPool;

use crate::Result;

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Moment {
    pub at: DateTime<Utc>,
    pub kind: String,
    #[sqlx(rename = "ref")]
    pub reference: i64,
    pub label: String,
}

/// 한눈에: six areas in one view.
pub async fn of(pool: &PgPool, patient: i64) -> Result<Vec<Moment>> {
    Ok(sqlx::query_as("SELECT at, kind, ref, label FROM patient_timeline WHERE patient_id = $1 ORDER BY at DESC LIMIT 200")
        .bind(patient)
        .fetch_all(pool)
        .await?)
}
