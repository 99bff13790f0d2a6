use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};

use super::Doctor;
use super::rooms::{self, Room};
use super::shifts::{self, NewShift};
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/doctors", get(doctors))
        .route("/rooms", get(all_rooms))
        .route("/shifts", post(add_shift))
        .route("/shifts/{id}", delete(cancel_shift))
}

async fn doctors(State(state): State<AppState>, _: Caller) -> Result<Json<Vec<Doctor>>> {
    Ok(Json(super::doctors(&state.pool).await?))
}

async fn all_rooms(State(state): State<AppState>, _: Caller) -> Result<Json<Vec<Room>>> {
    Ok(Json(rooms::all(&state.pool).await?))
}

async fn add_shift(
    State(state): State<AppState>,
    caller: Caller,
    Json(new): Json<NewShift>,
) -> Result<(StatusCode, Json<i64>)> {
    caller.writes(&state, "appointments").await?;
    Ok((
        StatusCode::CREATED,
        Json(shifts::add(&state.pool, caller.user.id, &new).await?),
    ))
}

async fn cancel_shift(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<usize>> {
    caller.writes(&state, "appointments").await?;
    Ok(Json(shifts::cancel(&state.pool, caller.user.id, id).await?))
}
