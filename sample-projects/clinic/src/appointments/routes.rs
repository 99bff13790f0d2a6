use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::NaiveDate;
use serde::Deserialize;

use super::booking::{self, Booking};
use super::slots::{self, Slot};
use super::{Appointment, arrival};
use crate::util::clock;
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(of_day).post(book))
        .route("/free/{doctor}/{day}", get(free))
        .route("/{id}/arrive", post(arrive))
        .route("/{id}/cancel", post(cancel))
}

#[derive(Deserialize)]
struct Day {
    day: Option<NaiveDate>,
    doctor: Option<i64>,
}

async fn of_day(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<Day>,
) -> Result<Json<Vec<Appointment>>> {
    caller.reads(&state, "appointments").await?;
    let day = query.day.unwrap_or_else(clock::today);
    Ok(Json(super::of_day(&state.pool, day, query.doctor).await?))
}

async fn free(
    State(state): State<AppState>,
    caller: Caller,
    Path((doctor, day)): Path<(i64, NaiveDate)>,
) -> Result<Json<Vec<Slot>>> {
    caller.reads(&state, "appointments").await?;
    let mut conn = state.pool.acquire().await?;
    Ok(Json(slots::free(&mut conn, doctor, day).await?))
}

async fn book(
    State(state): State<AppState>,
    caller: Caller,
    Json(booking): Json<Booking>,
) -> Result<(StatusCode, Json<Appointment>)> {
    caller.writes(&state, "appointments").await?;
    Ok((
        StatusCode::CREATED,
        Json(booking::book(&state.pool, caller.user.id, &booking).await?),
    ))
}

async fn arrive(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<i64>> {
    caller.writes(&state, "appointments").await?;
    Ok(Json(
        arrival::arrive(&state.pool, caller.user.id, id).await?,
    ))
}

async fn cancel(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.writes(&state, "appointments").await?;
    booking::cancel(&state.pool, caller.user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
