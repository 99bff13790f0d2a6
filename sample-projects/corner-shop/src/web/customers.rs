//! `/customers`: who they are, where they live, and how faithful they have been.

use axum::extract::{Path, Query, State};
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::reply::{Created, Reply, created};
use crate::customers::address::{self, NewAddress};
use crate::customers::loyalty::{self, PointsEntry};
use crate::customers::{self, Address, Customer, CustomerId, Registration, Tier};
use crate::db;
use crate::orders::{self, Filter, Order};
use crate::util::page::Page;

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/", get(list).post(register))
        .route("/{id}", get(show))
        .route("/{id}/addresses", get(addresses).post(add_address))
        .route("/{id}/points", get(points))
        .route("/{id}/blocked", put(set_blocked))
}

#[derive(Serialize)]
struct CustomerPage {
    customer: Customer,
    tier: Tier,
    recent_orders: Vec<Order>,
}

#[derive(Deserialize)]
struct Blocking {
    blocked: bool,
}

async fn list(State(shop): State<Shop>, Query(page): Query<Page>) -> Reply<Vec<Customer>> {
    let customers = shop.run(move |conn| customers::list(conn, page)).await?;
    Ok(Json(customers))
}

async fn register(
    State(shop): State<Shop>,
    Json(registration): Json<Registration>,
) -> Created<Customer> {
    let registered = shop.run(move |conn| customers::register(conn, &registration));
    created(registered.await?)
}

async fn show(State(shop): State<Shop>, Path(id): Path<CustomerId>) -> Reply<CustomerPage> {
    let page = shop.run(move |conn| {
        let filter = Filter {
            customer: Some(id.clone()),
            ..Filter::default()
        };
        Ok(CustomerPage {
            customer: db::customer(conn, &id)?,
            tier: loyalty::tier_of(conn, &id)?,
            recent_orders: orders::list(conn, &filter, Page::default())?,
        })
    });
    Ok(Json(page.await?))
}

async fn addresses(State(shop): State<Shop>, Path(id): Path<CustomerId>) -> Reply<Vec<Address>> {
    let addresses = shop
        .run(move |conn| address::of_customer(conn, &id))
        .await?;
    Ok(Json(addresses))
}

async fn add_address(
    State(shop): State<Shop>,
    Path(id): Path<CustomerId>,
    Json(new): Json<NewAddress>,
) -> Created<Address> {
    created(shop.run(move |conn| address::add(conn, &id, &new)).await?)
}

async fn points(State(shop): State<Shop>, Path(id): Path<CustomerId>) -> Reply<Vec<PointsEntry>> {
    let entries = shop.run(move |conn| loyalty::entries(conn, &id)).await?;
    Ok(Json(entries))
}

async fn set_blocked(
    State(shop): State<Shop>,
    Path(id): Path<CustomerId>,
    Json(Blocking { blocked }): Json<Blocking>,
) -> Reply<Customer> {
    let changed = shop.run(move |conn| customers::set_blocked(conn, &id, blocked));
    Ok(Json(changed.await?))
}
