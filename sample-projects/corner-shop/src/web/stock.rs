//! `/stock`: the shelves, and the goods that come and go.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::reply::Reply;
use crate::catalog::ProductId;
use crate::error::ShopError;
use crate::stock::movement::{self, Movement};
use crate::stock::reorder::{self, Suggestion};
use crate::stock::{self, Level, Reason};

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/", get(levels))
        .route("/reorder", get(suggestions))
        .route("/{product}", get(show))
        .route("/{product}/deliveries", post(deliver))
        .route("/{product}/counts", post(count))
}

#[derive(Serialize)]
struct ShelfPage {
    available: i64,
    level: Level,
    movements: Vec<Movement>,
}

#[derive(Deserialize)]
struct Delivery {
    quantity: u32,
    /// The number of the delivery note.
    note: String,
}

#[derive(Deserialize)]
struct Count {
    counted: i64,
}

#[derive(Serialize)]
struct Counted {
    off_by: i64,
    level: Level,
}

async fn levels(State(shop): State<Shop>) -> Reply<Vec<Level>> {
    let levels = shop.run(|conn| stock::levels(conn)).await?;
    Ok(Json(levels))
}

async fn suggestions(State(shop): State<Shop>) -> Reply<Vec<Suggestion>> {
    let suggestions = shop.run(|conn| reorder::suggestions(conn)).await?;
    Ok(Json(suggestions))
}

async fn show(State(shop): State<Shop>, Path(product): Path<ProductId>) -> Reply<ShelfPage> {
    let page = shop.run(move |conn| {
        let level = stock::level(conn, &product)?;
        Ok(ShelfPage {
            available: level.available(),
            level,
            movements: movement::recent(conn, &product)?,
        })
    });
    Ok(Json(page.await?))
}

async fn deliver(
    State(shop): State<Shop>,
    Path(product): Path<ProductId>,
    Json(Delivery { quantity, note }): Json<Delivery>,
) -> Reply<Level> {
    if quantity == 0 {
        return Err(ShopError::invalid("a delivery of nothing"));
    }
    let delivered = shop.run(move |conn| {
        let tx = conn.transaction()?;
        stock::record(&tx, &product, i64::from(quantity), Reason::Delivery, &note)?;
        let level = stock::level(&tx, &product)?;
        tx.commit()?;
        Ok(level)
    });
    Ok(Json(delivered.await?))
}

async fn count(
    State(shop): State<Shop>,
    Path(product): Path<ProductId>,
    Json(Count { counted }): Json<Count>,
) -> Reply<Counted> {
    let result = shop.run(move |conn| {
        let off_by = movement::count(conn, &product, counted)?;
        let level = stock::level(conn, &product)?;
        Ok(Counted { off_by, level })
    });
    Ok(Json(result.await?))
}
