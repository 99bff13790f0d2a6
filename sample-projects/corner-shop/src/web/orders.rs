//! `/orders`: placing them and seeing them through.

use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::reply::{Created, Reply, created};
use crate::db;
use crate::orders::history::{self, Timeline};
use crate::orders::{self, Checkout, Filter, Order, OrderId, OrderLine, Receipt, returns, state};
use crate::payment::{self, Payment};
use crate::util::page::Page;

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/", get(list))
        .route("/checkout", post(checkout))
        .route("/{id}", get(show))
        .route("/{id}/history", get(timeline))
        .route("/{id}/ship", post(ship))
        .route("/{id}/deliver", post(deliver))
        .route("/{id}/cancel", post(cancel))
        .route("/{id}/returns", post(accept_return))
}

#[derive(Serialize)]
struct OrderPage {
    order: Order,
    lines: Vec<OrderLine>,
    payments: Vec<Payment>,
}

#[derive(Deserialize)]
struct Shipment {
    carrier: String,
}

#[derive(Deserialize)]
struct Because {
    reason: String,
}

async fn list(
    State(shop): State<Shop>,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Reply<Vec<Order>> {
    let found = shop.run(move |conn| orders::list(conn, &filter, page));
    Ok(Json(found.await?))
}

async fn checkout(State(shop): State<Shop>, Json(checkout): Json<Checkout>) -> Created<Receipt> {
    created(shop.run(move |conn| orders::place(conn, &checkout)).await?)
}

async fn show(State(shop): State<Shop>, Path(id): Path<OrderId>) -> Reply<OrderPage> {
    let page = shop.run(move |conn| {
        Ok(OrderPage {
            order: db::order(conn, &id)?,
            lines: orders::lines(conn, &id)?,
            payments: payment::for_order(conn, &id)?,
        })
    });
    Ok(Json(page.await?))
}

async fn timeline(State(shop): State<Shop>, Path(id): Path<OrderId>) -> Reply<Timeline> {
    let timeline = shop.run(move |conn| history::timeline(conn, &id)).await?;
    Ok(Json(timeline))
}

async fn ship(
    State(shop): State<Shop>,
    Path(id): Path<OrderId>,
    Json(shipment): Json<Shipment>,
) -> Reply<Order> {
    let shipped = shop.run(move |conn| state::ship(conn, &id, &shipment.carrier));
    Ok(Json(shipped.await?))
}

async fn deliver(
    State(shop): State<Shop>,
    Path(id): Path<OrderId>,
    Json(because): Json<Because>,
) -> Reply<Order> {
    let delivered = shop.run(move |conn| state::deliver(conn, &id, &because.reason));
    Ok(Json(delivered.await?))
}

async fn cancel(
    State(shop): State<Shop>,
    Path(id): Path<OrderId>,
    Json(because): Json<Because>,
) -> Reply<Order> {
    let canceled = shop.run(move |conn| orders::cancel(conn, &id, &because.reason));
    Ok(Json(canceled.await?))
}

async fn accept_return(
    State(shop): State<Shop>,
    Path(id): Path<OrderId>,
    Json(because): Json<Because>,
) -> Reply<Order> {
    let returned = shop.run(move |conn| returns::accept(conn, &id, &because.reason));
    Ok(Json(returned.await?))
}
