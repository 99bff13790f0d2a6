use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::put;
use axum::{Json, Router};

use super::auth::Caller;
use crate::billing::tariff;
use crate::{AppState, Result, db};

pub fn routes() -> Router<AppState> {
    Router::new().route("/settings/{key}", put(change).get(read))
}

async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(key): Path<String>,
) -> Result<Json<Option<String>>> {
    caller.admin()?;
    Ok(Json(db::settings::text(&state.pool, &key).await?))
}

async fn change(
    State(state): State<AppState>,
    caller: Caller,
    Path(key): Path<String>,
    Json(value): Json<String>,
) -> Result<StatusCode> {
    caller.admin()?;
    db::settings::put(&state.pool, &key, &value).await?;
    // Nobody remembers why, but the tariff is looked at again when a setting changes.
    tariff::forget();
    Ok(StatusCode::NO_CONTENT)
}
