use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::claim_run::{self, ClaimRun};
use super::claims::{self, Claim};
use super::invoice::{self, Invoice, Line};
use super::tariff::{self, Position};
use crate::insurer::Eligibility;
use crate::web::auth::Caller;
use crate::{AppError, AppState, Result, db};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/tariff", get(all).put(set))
        .route("/patients/{id}/invoices", get(of_patient))
        .route("/patients/{id}/eligibility", get(eligibility))
        .route("/invoices/{id}", get(one))
        .route("/claims", get(list))
        .route("/claims/run", post(run))
        .route("/claims/{id}/again", post(again))
}

async fn all(State(state): State<AppState>, caller: Caller) -> Result<Json<Vec<Position>>> {
    caller.reads(&state, "billing").await?;
    Ok(Json(tariff::all(&state.pool).await?))
}

#[derive(Deserialize)]
struct NewPosition {
    code: String,
    name: String,
    price: i64,
    insured: bool,
    valid_from: chrono::NaiveDate,
}

async fn set(
    State(state): State<AppState>,
    caller: Caller,
    Json(new): Json<NewPosition>,
) -> Result<StatusCode> {
    caller.writes(&state, "billing").await?;
    let NewPosition {
        code,
        name,
        price,
        insured,
        valid_from,
    } = new;
    tariff::set(
        &state.pool,
        &Position {
            code,
            name,
            price,
            insured,
            valid_from,
        },
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn of_patient(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Vec<Invoice>>> {
    caller.reads(&state, "billing").await?;
    Ok(Json(invoice::of_patient(&state.pool, id).await?))
}

/// 자격조회: asks the insurer while the patient waits.
async fn eligibility(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Eligibility>> {
    caller.reads(&state, "billing").await?;
    let mut conn = state.pool.acquire().await?;
    let patient = db::lookup::patient(&mut conn, id).await?;
    drop(conn);
    let number = patient
        .insurance_no
        .ok_or_else(|| AppError::invalid("no insurance number"))?;
    Ok(Json(state.insurer.eligibility(&number).await?))
}

#[derive(Serialize)]
struct Bill {
    invoice: Invoice,
    lines: Vec<Line>,
    claim: Option<Claim>,
}

async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Bill>> {
    caller.reads(&state, "billing").await?;
    let mut conn = state.pool.acquire().await?;
    let invoice = db::lookup::invoice(&mut conn, id).await?;
    let (lines, claim) = claims::of_invoice(&mut conn, id).await?;
    Ok(Json(Bill {
        invoice,
        lines,
        claim,
    }))
}

#[derive(Deserialize)]
struct Filter {
    status: Option<String>,
}

async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(filter): Query<Filter>,
) -> Result<Json<Vec<Claim>>> {
    caller.reads(&state, "billing").await?;
    Ok(Json(
        claims::list(&state.pool, filter.status.as_deref()).await?,
    ))
}

async fn run(State(state): State<AppState>, caller: Caller) -> Result<Json<ClaimRun>> {
    caller.writes(&state, "billing").await?;
    Ok(Json(claim_run::run(&state).await?))
}

async fn again(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.writes(&state, "billing").await?;
    claims::again(&state.pool, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
