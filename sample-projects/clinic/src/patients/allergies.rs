use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::Result;

#[derive(Debug, Clone, Serialize, Deserialize, sqlx::FromRow)]
pub struct Allergy {
    pub ingredient: String,
    pub severity: String,
}

pub async fn of(conn: &mut PgConnection, patient: i64) -> Result<Vec<Allergy>> {
    Ok(sqlx::query_as(
        "SELECT ingredient, severity FROM allergies WHERE patient_id = $1 ORDER BY ingredient",
    )
    .bind(patient)
    .fetch_all(conn)
    .await?)
}

pub async fn note(conn: &mut PgConnection, patient: i64, allergy: &Allergy) -> Result<()> {
    sqlx::query(
        "INSERT INTO allergies (patient_id, ingredient, severity) VALUES ($1, $2, $3)
         ON CONFLICT (patient_id, ingredient) DO UPDATE SET severity = excluded.severity, noted_at = now()",
    )
    .bind(patient)
    .bind(allergy.ingredient.trim().to_lowercase())
    .bind(&allergy.severity)
    .execute(conn)
    .await?;
    Ok(())
}
