use chrono::{DateTime, Utc};
use clinic_imaging::{Tag, header};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::{Status, store};
use crate::web::board::{self, 알림};
use crate::{AppError, AppState, Result, audit, db, jobs};

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Study {
    pub id: i64,
    pub patient_id: i64,
    pub encounter_id: Option<i64>,
    pub modality: String,
    pub body_part: String,
    pub status: Status,
    pub finding: Option<String>,
    pub requested_at: DateTime<Utc>,
}

#[derive(Debug, Deserialize)]
pub struct Request {
    pub encounter_id: i64,
    pub modality: String,
    pub body_part: String,
}

pub async fn request(pool: &PgPool, by: i64, request: &Request) -> Result<Study> {
    let mut tx = pool.begin().await?;
    let encounter = db::lookup::encounter(&mut tx, request.encounter_id).await?;
    encounter.must_be_open()?;
    let study: Study = sqlx::query_as(
        "INSERT INTO studies (patient_id, encounter_id, modality, body_part) VALUES ($1, $2, $3, $4) RETURNING *",
    )
    .bind(encounter.patient_id)
    .bind(encounter.id)
    .bind(&request.modality)
    .bind(&request.body_part)
    .fetch_one(&mut *tx)
    .await?;
    audit::note(&mut tx, by, "request", "studies", study.id).await?;
    tx.commit().await?;
    Ok(study)
}

pub async fn open(pool: &PgPool) -> Result<Vec<Study>> {
    Ok(
        sqlx::query_as("SELECT * FROM studies WHERE status <> 'read' ORDER BY requested_at")
            .fetch_all(pool)
            .await?,
    )
}

/// A file of the X-ray for a study. The chart number in it must be the patient's.
pub async fn attach(state: &AppState, by: i64, study: i64, bytes: &[u8]) -> Result<i64> {
    let (head, picture) = header::read(bytes)?;
    let mut tx = state.pool.begin().await?;
    let patient: i64 =
        sqlx::query_scalar("SELECT patient_id FROM studies WHERE id = $1 FOR UPDATE")
            .bind(study)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(AppError::NotFound("study"))?;
    let patient = db::lookup::patient(&mut tx, patient).await?;
    if let Some(chart) = text_of(&head, header::CHART_NO)
        && chart != patient.chart_no
    {
        return Err(AppError::conflict(format!(
            "the picture is of chart {chart}"
        )));
    }
    let file = store::put(&mut tx, &state.config.files_root, bytes).await?;
    let image: i64 =
        sqlx::query_scalar("INSERT INTO images (study_id, file_id, width, height) VALUES ($1, $2, $3, $4) RETURNING id")
            .bind(study)
            .bind(file)
            .bind(picture.width as i32)
            .bind(picture.height as i32)
            .fetch_one(&mut *tx)
            .await?;
    sqlx::query("UPDATE studies SET status = 'taken' WHERE id = $1 AND status = 'requested'")
        .bind(study)
        .execute(&mut *tx)
        .await?;
    jobs::queue::push_now(&mut tx, "thumbnail", serde_json::json!({"image": image})).await?;
    audit::note(&mut tx, by, "attach", "studies", study).await?;
    tx.commit().await?;
    Ok(image)
}

fn text_of(head: &clinic_imaging::Header, tag: Tag) -> Option<String> {
    head.text(tag).filter(|text| !text.is_empty())
}

/// 판독.
pub async fn read(pool: &PgPool, by: i64, study: i64, finding: &str) -> Result<()> {
    let mut tx = pool.begin().await?;
    let encounter: Option<Option<i64>> = sqlx::query_scalar(
        "UPDATE studies SET status = 'read', finding = $2 WHERE id = $1 AND status <> 'requested' RETURNING encounter_id",
    )
    .bind(study)
    .bind(finding)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(encounter) = encounter else {
        return Err(AppError::conflict("there is no picture yet"));
    };
    // The doctors read records, not studies; so it is written there too.
    if let Some(encounter) = encounter {
        sqlx::query(
            "INSERT INTO medical_records (encounter_id, author_id, body, signed_at) VALUES ($1, $2, $3, now())",
        )
        .bind(encounter)
        .bind(by)
        .bind(format!("[판독] {finding}"))
        .execute(&mut *tx)
        .await?;
    }
    audit::note(&mut tx, by, "read", "studies", study).await?;
    tx.commit().await?;
    board::announce(알림::판독완료 { study });
    Ok(())
}
