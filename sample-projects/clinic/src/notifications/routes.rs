use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};

use super::outbox::{self, Message};
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(recent))
        .route("/deliver", post(deliver))
}

async fn recent(State(state): State<AppState>, caller: Caller) -> Result<Json<Vec<Message>>> {
    caller.reads(&state, "notifications").await?;
    Ok(Json(outbox::recent(&state.pool).await?))
}

async fn deliver(State(state): State<AppState>, caller: Caller) -> Result<Json<usize>> {
    caller.writes(&state, "notifications").await?;
    Ok(Json(
        outbox::deliver(&state.pool, state.transport.as_ref()).await?,
    ))
}
