//! Lists for the drop-downs. One macro, so that a new list is one line.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use sqlx::PgPool;

use super::auth::Caller;
use crate::{AppState, Result};

macro_rules! lists {
    ($($path:literal => $table:literal, $label:literal;)*) => {
        pub fn routes() -> Router<AppState> {
            Router::new()
                $(.route(concat!("/lookups/", $path), get(|State(state): State<AppState>, _: Caller| async move {
                    list(&state.pool, $table, $label).await
                })))*
        }
    };
}

lists! {
    "drugs" => "drugs", "code || ' ' || name";
    "lab-tests" => "lab_tests", "code || ' ' || name";
    "rooms" => "rooms", "name";
    "tariff" => "tariff", "code || ' ' || name";
}

async fn list(pool: &PgPool, table: &str, label: &str) -> Result<Json<Vec<Value>>> {
    let sql = format!("SELECT DISTINCT {label} AS label FROM {table} ORDER BY label");
    let labels: Vec<String> = sqlx::query_scalar(&sql).fetch_all(pool).await?;
    Ok(Json(labels.into_iter().map(Value::from).collect()))
}
