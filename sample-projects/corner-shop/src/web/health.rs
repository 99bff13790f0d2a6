//! Is the shop open?

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::Shop;
use super::reply::Reply;
use crate::db;

const AREAS: [&str; 8] = [
    "/catalog",
    "/cart",
    "/orders",
    "/payments",
    "/stock",
    "/customers",
    "/mail/outbox",
    "/admin/reports",
];

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/", get(index))
        .route("/health", get(health))
}

async fn index(State(shop): State<Shop>) -> Json<Value> {
    Json(json!({
        "name": "망원상회",
        "role": shop.config().role,
        "areas": AREAS,
    }))
}

/// Asks the database before it says yes.
async fn health(State(shop): State<Shop>) -> Reply<Value> {
    let n_products = shop.run(|conn| db::ping(conn)).await?;
    Ok(Json(json!({
        "status": "ok",
        "role": shop.config().role,
        "version": env!("CARGO_PKG_VERSION"),
        "products": n_products,
    })))
}
