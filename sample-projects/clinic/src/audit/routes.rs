use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};

use super::{Entry, Filter};
use crate::util::page::Page;
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new().route("/audit", get(find))
}

async fn find(
    State(state): State<AppState>,
    caller: Caller,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<Entry>>> {
    caller.admin()?;
    Ok(Json(super::find(&state.pool, &filter, page).await?))
}
