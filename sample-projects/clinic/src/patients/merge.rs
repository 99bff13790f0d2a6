//! Two charts of one person become one. Names each table that has a patient in it, of whatever area.

use sqlx::PgPool;

use crate::{AppError, Result, audit, db};

const TABLES_WITH_PATIENTS: [&str; 6] = [
    "appointments",
    "encounters",
    "studies",
    "documents",
    "invoices",
    "payments",
];

pub async fn merge(pool: &PgPool, by: i64, from: i64, into: i64) -> Result<u64> {
    if from == into {
        return Err(AppError::conflict("this is the same chart"));
    }
    let mut tx = pool.begin().await?;
    let old = db::lookup::patient(&mut tx, from).await?;
    let new = db::lookup::patient(&mut tx, into).await?;
    if old.birth != new.birth || old.sex != new.sex {
        return Err(AppError::conflict("these are two people"));
    }
    let mut moved = 0;
    for table in TABLES_WITH_PATIENTS {
        let sql = format!("UPDATE {table} SET patient_id = $1 WHERE patient_id = $2");
        moved += sqlx::query(&sql)
            .bind(into)
            .bind(from)
            .execute(&mut *tx)
            .await?
            .rows_affected();
    }
    sqlx::query(
        "INSERT INTO allergies (patient_id, ingredient, severity)
         SELECT $1, ingredient, severity FROM allergies WHERE patient_id = $2
         ON CONFLICT DO NOTHING",
    )
    .bind(into)
    .bind(from)
    .execute(&mut *tx)
    .await?;
    sqlx::query("UPDATE patients SET merged_into = $1, balance = 0 WHERE id = $2")
        .bind(into)
        .bind(from)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE patients SET balance = balance + $2, last_visit = greatest(last_visit, $3) WHERE id = $1")
        .bind(into)
        .bind(old.balance)
        .bind(old.last_visit)
        .execute(&mut *tx)
        .await?;
    let detail = serde_json::json!({"from": from, "chart": old.chart_no, "rows": moved});
    audit::note_with(&mut tx, by, "merge", "patients", into, detail).await?;
    tx.commit().await?;
    Ok(moved)
}
