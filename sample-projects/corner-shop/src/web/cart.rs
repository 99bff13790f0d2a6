//! `/cart`: filling it, emptying it, and what it would cost.

use axum::extract::{Path, State};
use axum::routing::{get, put};
use axum::{Json, Router};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::Shop;
use super::reply::{Created, Reply, created};
use crate::cart::{self, Cart, CartId, Totals};
use crate::catalog::ProductId;
use crate::customers::CustomerId;
use crate::error::Result;

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/", get(open_carts).post(open))
        .route("/{id}", get(show))
        .route("/{id}/lines/{product}", put(put_line).delete(remove_line))
}

#[derive(Serialize)]
struct CartPage {
    cart: Cart,
    totals: Totals,
}

#[derive(Deserialize)]
struct Opening {
    customer: CustomerId,
}

#[derive(Deserialize)]
struct Quantity {
    quantity: u32,
}

async fn open_carts(State(shop): State<Shop>) -> Reply<Vec<Cart>> {
    let carts = shop.run(|conn| cart::open_carts(conn)).await?;
    Ok(Json(carts))
}

async fn open(State(shop): State<Shop>, Json(opening): Json<Opening>) -> Created<CartPage> {
    let opened = shop.run(move |conn| {
        let cart = cart::open(conn, &opening.customer)?;
        with_totals(conn, cart)
    });
    created(opened.await?)
}

async fn show(State(shop): State<Shop>, Path(id): Path<CartId>) -> Reply<CartPage> {
    let shown = shop.run(move |conn| {
        let cart = cart::find_open(conn, &id)?;
        with_totals(conn, cart)
    });
    Ok(Json(shown.await?))
}

async fn put_line(
    State(shop): State<Shop>,
    Path((id, product)): Path<(CartId, ProductId)>,
    Json(Quantity { quantity }): Json<Quantity>,
) -> Reply<CartPage> {
    let changed = shop.run(move |conn| {
        let cart = cart::put(conn, &id, &product, quantity)?;
        with_totals(conn, cart)
    });
    Ok(Json(changed.await?))
}

async fn remove_line(
    State(shop): State<Shop>,
    Path((id, product)): Path<(CartId, ProductId)>,
) -> Reply<CartPage> {
    let changed = shop.run(move |conn| {
        let cart = cart::put(conn, &id, &product, 0)?;
        with_totals(conn, cart)
    });
    Ok(Json(changed.await?))
}

fn with_totals(conn: &Connection, cart: Cart) -> Result<CartPage> {
    let totals = cart::totals(conn, &cart)?;
    Ok(CartPage { cart, totals })
}
