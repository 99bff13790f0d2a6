//! `/catalog`: looking around, and what the shopkeeper does to the shelves.

use axum::extract::{Path, Query, State};
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::reply::{Created, Reply, created};
use crate::catalog::media::{self, Picture};
use crate::catalog::price::{self, PriceChange};
use crate::catalog::search::Hit;
use crate::catalog::{self, Category, NewProduct, Product, ProductId, current_price};
use crate::db;
use crate::util::Money;
use crate::util::page::Page;

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/", get(list))
        .route("/search", get(search))
        .route("/categories", get(categories))
        .route("/products", get(list).post(add))
        .route("/products/{id}", get(show).delete(retire))
        .route("/products/{id}/price", put(change_price))
        .route("/products/{id}/price-history", get(price_history))
        .route("/products/{id}/media", get(pictures).post(attach))
}

#[derive(Serialize)]
struct ProductPage {
    product: Product,
    price_now: Money,
    pictures: Vec<Picture>,
}

#[derive(Deserialize)]
struct NewPrice {
    price: Money,
    reason: String,
}

#[derive(Deserialize)]
struct NewPicture {
    url: String,
    alt: String,
}

async fn list(State(shop): State<Shop>, Query(page): Query<Page>) -> Reply<Vec<Product>> {
    let products = shop.run(move |conn| catalog::list(conn, page)).await?;
    Ok(Json(products))
}

async fn search(State(shop): State<Shop>, Query(query): Query<catalog::Query>) -> Reply<Vec<Hit>> {
    let hits = shop.run(move |conn| catalog::search(conn, &query)).await?;
    Ok(Json(hits))
}

async fn categories(State(shop): State<Shop>) -> Reply<Vec<Category>> {
    let categories = shop.run(|conn| catalog::categories(conn)).await?;
    Ok(Json(categories))
}

async fn show(State(shop): State<Shop>, Path(id): Path<ProductId>) -> Reply<ProductPage> {
    let page = shop.run(move |conn| {
        Ok(ProductPage {
            product: db::product(conn, &id)?,
            price_now: current_price(conn, &id)?,
            pictures: media::pictures(conn, &id)?,
        })
    });
    Ok(Json(page.await?))
}

async fn add(State(shop): State<Shop>, Json(new): Json<NewProduct>) -> Created<Product> {
    created(shop.run(move |conn| catalog::add(conn, &new)).await?)
}

async fn retire(State(shop): State<Shop>, Path(id): Path<ProductId>) -> Reply<Product> {
    let retired = shop.run(move |conn| {
        catalog::retire(conn, &id)?;
        db::product(conn, &id)
    });
    Ok(Json(retired.await?))
}

async fn change_price(
    State(shop): State<Shop>,
    Path(id): Path<ProductId>,
    Json(new): Json<NewPrice>,
) -> Reply<Product> {
    let changed = shop.run(move |conn| {
        price::change(conn, &id, new.price, &new.reason)?;
        db::product(conn, &id)
    });
    Ok(Json(changed.await?))
}

async fn price_history(
    State(shop): State<Shop>,
    Path(id): Path<ProductId>,
) -> Reply<Vec<PriceChange>> {
    let changes = shop.run(move |conn| price::history(conn, &id)).await?;
    Ok(Json(changes))
}

async fn pictures(State(shop): State<Shop>, Path(id): Path<ProductId>) -> Reply<Vec<Picture>> {
    let pictures = shop.run(move |conn| media::pictures(conn, &id)).await?;
    Ok(Json(pictures))
}

async fn attach(
    State(shop): State<Shop>,
    Path(id): Path<ProductId>,
    Json(new): Json<NewPicture>,
) -> Created<Picture> {
    let attached = shop.run(move |conn| media::attach(conn, &id, &new.url, &new.alt));
    created(attached.await?)
}
