use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::Document;
use super::certificates::{self, Order};
use crate::web::auth::Caller;
use crate::{AppState, Result, audit};

const LARGEST: usize = 16 << 20;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/of/{patient}",
            get(of_patient)
                .post(scan)
                .layer(DefaultBodyLimit::max(LARGEST)),
        )
        .route("/certificates", post(issue))
        .route("/{id}", get(read).delete(remove))
}

async fn of_patient(
    State(state): State<AppState>,
    caller: Caller,
    Path(patient): Path<i64>,
) -> Result<Json<Vec<Document>>> {
    caller.reads(&state, "documents").await?;
    Ok(Json(super::of_patient(&state.pool, patient).await?))
}

#[derive(Deserialize)]
struct Label {
    kind: Option<String>,
    title: String,
}

async fn scan(
    State(state): State<AppState>,
    caller: Caller,
    Path(patient): Path<i64>,
    Query(label): Query<Label>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<i64>)> {
    caller.writes(&state, "documents").await?;
    let kind = label.kind.as_deref().unwrap_or("스캔");
    let mut tx = state.pool.begin().await?;
    let id = super::keep(
        &mut tx,
        &state.config.files_root,
        patient,
        kind,
        &label.title,
        &bytes,
    )
    .await?;
    audit::note(&mut tx, caller.user.id, "scan", "documents", id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(id)))
}

async fn issue(
    State(state): State<AppState>,
    caller: Caller,
    Json(order): Json<Order>,
) -> Result<(StatusCode, Json<i64>)> {
    caller.writes(&state, "documents").await?;
    Ok((
        StatusCode::CREATED,
        Json(certificates::issue(&state, caller.user.id, &order).await?),
    ))
}

async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Vec<u8>> {
    caller.reads(&state, "documents").await?;
    super::read(&state, id).await
}

async fn remove(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.writes(&state, "documents").await?;
    super::remove(&state, caller.user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
