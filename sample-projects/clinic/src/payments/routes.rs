use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};

use super::{NewPayment, Payment, refund};
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", post(take))
        .route("/of/{invoice}", get(of_invoice))
        .route("/refunds/{invoice}", post(give_back))
}

async fn take(
    State(state): State<AppState>,
    caller: Caller,
    Json(new): Json<NewPayment>,
) -> Result<(StatusCode, Json<Payment>)> {
    caller.writes(&state, "payments").await?;
    Ok((
        StatusCode::CREATED,
        Json(super::take(&state.pool, caller.user.id, &new).await?),
    ))
}

async fn of_invoice(
    State(state): State<AppState>,
    caller: Caller,
    Path(invoice): Path<i64>,
) -> Result<Json<Vec<Payment>>> {
    caller.reads(&state, "payments").await?;
    Ok(Json(super::of_invoice(&state.pool, invoice).await?))
}

async fn give_back(
    State(state): State<AppState>,
    caller: Caller,
    Path(invoice): Path<i64>,
    Json(why): Json<String>,
) -> Result<Json<i64>> {
    caller.writes(&state, "payments").await?;
    Ok(Json(
        refund::refund(&state.pool, caller.user.id, invoice, &why).await?,
    ))
}
