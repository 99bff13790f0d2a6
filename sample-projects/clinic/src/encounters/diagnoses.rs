use clinic_terms::Kcd;
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use crate::{Result, db};

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Diagnosis {
    pub code: String,
    pub principal: bool,
}

pub async fn of(conn: &mut PgConnection, encounter: i64) -> Result<Vec<Diagnosis>> {
    Ok(sqlx::query_as("SELECT code, principal FROM diagnoses WHERE encounter_id = $1 ORDER BY principal DESC, code")
        .bind(encounter)
        .fetch_all(conn)
        .await?)
}

/// There is one principal diagnosis (주상병); a new one takes the old one's place.
pub async fn put(pool: &PgPool, encounter: i64, code: &str, principal: bool) -> Result<Kcd> {
    let code = Kcd::parse(code)?;
    let mut tx = pool.begin().await?;
    db::lookup::encounter_for_update(&mut tx, encounter)
        .await?
        .must_be_open()?;
    if principal {
        sqlx::query("UPDATE diagnoses SET principal = FALSE WHERE encounter_id = $1")
            .bind(encounter)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query(
        "INSERT INTO diagnoses (encounter_id, code, principal) VALUES ($1, $2, $3)
         ON CONFLICT (encounter_id, code) DO UPDATE SET principal = excluded.principal",
    )
    .bind(encounter)
    .bind(code.as_str())
    .bind(principal)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(code)
}
