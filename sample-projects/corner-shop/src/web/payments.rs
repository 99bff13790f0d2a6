//! `/payments`: what came in, what goes back, and what the bank tells us.

use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::Shop;
use super::reply::Reply;
use crate::payment::{self, Payment, PaymentId, refund, settle, transfer};
use crate::util::Money;
use crate::util::page::Page;

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/", get(list))
        .route("/transfers", post(transfer_arrived))
        .route("/{id}", get(show))
        .route("/{id}/confirm", post(confirm))
        .route("/{id}/refunds", post(refund_part))
}

#[derive(Deserialize)]
struct Arrival {
    reference: String,
    amount: Money,
}

#[derive(Deserialize)]
struct RefundRequest {
    amount: Money,
    reason: String,
}

async fn list(State(shop): State<Shop>, Query(page): Query<Page>) -> Reply<Vec<Payment>> {
    let payments = shop.run(move |conn| payment::list(conn, page)).await?;
    Ok(Json(payments))
}

async fn show(State(shop): State<Shop>, Path(id): Path<PaymentId>) -> Reply<Payment> {
    let payment = shop.run(move |conn| payment::find(conn, &id)).await?;
    Ok(Json(payment))
}

async fn transfer_arrived(
    State(shop): State<Shop>,
    Json(arrival): Json<Arrival>,
) -> Reply<Payment> {
    let paid = shop.run(move |conn| transfer::arrived(conn, &arrival.reference, arrival.amount));
    Ok(Json(paid.await?))
}

async fn confirm(State(shop): State<Shop>, Path(id): Path<PaymentId>) -> Reply<Payment> {
    let payment = shop.run(move |conn| settle::confirm(conn, &id)).await?;
    Ok(Json(payment))
}

async fn refund_part(
    State(shop): State<Shop>,
    Path(id): Path<PaymentId>,
    Json(request): Json<RefundRequest>,
) -> Reply<Payment> {
    let refunded = shop.run(move |conn| refund::refund(conn, &id, request.amount, &request.reason));
    Ok(Json(refunded.await?))
}
