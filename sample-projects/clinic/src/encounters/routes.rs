use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use clinic_terms::Kcd;
use serde::Deserialize;

use super::close::{self, Closed};
use super::records::{self, Record};
use super::vitals::{self, Vitals};
use super::{Encounter, diagnoses};
use crate::web::auth::Caller;
use crate::{AppState, Result, db};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/encounters", post(walk_in))
        .route("/encounters/{id}", get(one))
        .route("/encounters/{id}/call", post(call))
        .route("/encounters/{id}/records", get(records_of).post(write))
        .route("/encounters/{id}/diagnoses", post(diagnose))
        .route("/encounters/{id}/vitals", post(take_vitals))
        .route("/encounters/{id}/close", post(close_it))
        .route("/records/{id}/sign", post(sign))
        .route("/waiting/{doctor}", get(waiting))
}

#[derive(Deserialize)]
struct WalkIn {
    patient_id: i64,
    doctor_id: i64,
    #[serde(default)]
    complaint: String,
}

async fn walk_in(
    State(state): State<AppState>,
    caller: Caller,
    Json(new): Json<WalkIn>,
) -> Result<(StatusCode, Json<Encounter>)> {
    // The desk may open what only doctors may fill.
    caller.writes(&state, "appointments").await?;
    let encounter = super::walk_in(
        &state.pool,
        caller.user.id,
        new.patient_id,
        new.doctor_id,
        &new.complaint,
    )
    .await?;
    Ok((StatusCode::CREATED, Json(encounter)))
}

async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Encounter>> {
    caller.reads(&state, "encounters").await?;
    let mut conn = state.pool.acquire().await?;
    Ok(Json(db::lookup::encounter(&mut conn, id).await?))
}

async fn call(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.reads(&state, "encounters").await?;
    super::call(&state.pool, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn waiting(
    State(state): State<AppState>,
    caller: Caller,
    Path(doctor): Path<i64>,
) -> Result<Json<Vec<Encounter>>> {
    caller.reads(&state, "encounters").await?;
    Ok(Json(super::waiting(&state.pool, doctor).await?))
}

async fn records_of(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Vec<Record>>> {
    caller.reads(&state, "encounters").await?;
    Ok(Json(records::of(&state.pool, id).await?))
}

async fn write(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(body): Json<String>,
) -> Result<(StatusCode, Json<i64>)> {
    caller.writes(&state, "encounters").await?;
    Ok((
        StatusCode::CREATED,
        Json(records::write(&state.pool, caller.user.id, id, &body).await?),
    ))
}

async fn sign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.writes(&state, "encounters").await?;
    records::sign(&state.pool, caller.user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct NewDiagnosis {
    code: String,
    #[serde(default)]
    principal: bool,
}

async fn diagnose(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(new): Json<NewDiagnosis>,
) -> Result<Json<Kcd>> {
    caller.writes(&state, "encounters").await?;
    Ok(Json(
        diagnoses::put(&state.pool, id, &new.code, new.principal).await?,
    ))
}

async fn take_vitals(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(vitals): Json<Vitals>,
) -> Result<StatusCode> {
    caller.reads(&state, "encounters").await?;
    vitals::take(&state.pool, id, &vitals).await?;
    Ok(StatusCode::CREATED)
}

async fn close_it(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Closed>> {
    caller.writes(&state, "encounters").await?;
    Ok(Json(close::close(&state, caller.user.id, id).await?))
}
