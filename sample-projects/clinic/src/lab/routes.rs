use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};

use super::analyzer::{self, Taken};
use super::orders::{self, LabOrder};
use super::results::{self, LabResult};
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/worklist", get(worklist))
        .route("/analyzer", post(take))
        .route("/encounters/{id}", get(of_encounter).post(order))
        .route("/orders/{id}/draw", post(draw))
        .route("/orders/{id}/result", put(enter))
}

async fn worklist(State(state): State<AppState>, caller: Caller) -> Result<Json<Vec<LabOrder>>> {
    caller.reads(&state, "lab").await?;
    Ok(Json(orders::worklist(&state.pool).await?))
}

async fn order(
    State(state): State<AppState>,
    caller: Caller,
    Path(encounter): Path<i64>,
    Json(tests): Json<Vec<String>>,
) -> Result<(StatusCode, Json<Vec<i64>>)> {
    caller.writes(&state, "lab").await?;
    Ok((
        StatusCode::CREATED,
        Json(orders::order(&state.pool, caller.user.id, encounter, &tests).await?),
    ))
}

async fn of_encounter(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Vec<LabResult>>> {
    caller.reads(&state, "lab").await?;
    Ok(Json(results::of_encounter(&state.pool, id).await?))
}

async fn draw(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.writes(&state, "lab").await?;
    orders::draw(&state.pool, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn enter(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(value): Json<f64>,
) -> Result<Json<&'static str>> {
    caller.writes(&state, "lab").await?;
    Ok(Json(
        results::enter(&state.pool, caller.user.id, id, value).await?,
    ))
}

async fn take(State(state): State<AppState>, caller: Caller, body: String) -> Result<Json<Taken>> {
    caller.writes(&state, "lab").await?;
    Ok(Json(analyzer::take(&state.pool, &body).await?))
}
