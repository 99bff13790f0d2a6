use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};

use super::{Line, Prescription, paper};
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/encounters/{id}/prescription", post(draft))
        .route("/prescriptions/{id}", get(one))
        .route("/prescriptions/{id}/lines", get(lines))
        .route("/prescriptions/{id}/issue", post(issue))
        .route("/prescriptions/{id}/void", post(void))
        .route("/prescriptions/{id}/paper", get(print))
}

async fn draft(
    State(state): State<AppState>,
    caller: Caller,
    Path(encounter): Path<i64>,
    Json(lines): Json<Vec<Line>>,
) -> Result<(StatusCode, Json<i64>)> {
    caller.writes(&state, "prescriptions").await?;
    Ok((
        StatusCode::CREATED,
        Json(super::draft(&state.pool, caller.user.id, encounter, &lines).await?),
    ))
}

async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Prescription>> {
    caller.reads(&state, "prescriptions").await?;
    let mut conn = state.pool.acquire().await?;
    Ok(Json(super::one(&mut conn, id).await?))
}

async fn lines(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Vec<Line>>> {
    caller.reads(&state, "prescriptions").await?;
    let mut conn = state.pool.acquire().await?;
    Ok(Json(super::lines(&mut conn, id).await?))
}

async fn issue(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.writes(&state, "prescriptions").await?;
    let mut tx = state.pool.begin().await?;
    super::issue(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn void(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.writes(&state, "prescriptions").await?;
    super::void(&state.pool, caller.user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn print(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<String> {
    caller.reads(&state, "prescriptions").await?;
    let mut conn = state.pool.acquire().await?;
    Ok(paper::sheet(&mut conn, id).await?.text())
}
