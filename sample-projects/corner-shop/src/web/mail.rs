//! `/mail`: what the shop has written to people.

use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};

use super::Shop;
use super::reply::Reply;
use crate::mail::{self, Letter};
use crate::util::page::Page;

pub(super) fn routes() -> Router<Shop> {
    Router::new().route("/outbox", get(outbox))
}

async fn outbox(State(shop): State<Shop>, Query(page): Query<Page>) -> Reply<Vec<Letter>> {
    let letters = shop.run(move |conn| mail::outbox(conn, page)).await?;
    Ok(Json(letters))
}
