//! `/admin`: the back room.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Shop;
use super::reply::{self, Format, Reply, Wanted};
use crate::db::settings;
use crate::error::Result;
use crate::jobs::{self, LastRun};
use crate::reports::best_customers::{self, BestCustomer};
use crate::reports::ledger::{self, Entry};
use crate::reports::sales::{self, BestSeller};
use crate::reports::{self, Overview, stock_value};
use crate::util::clock;
use crate::util::page::Page;

const BEST_SELLER_DAYS: i64 = 30;

pub(super) fn routes() -> Router<Shop> {
    Router::new()
        .route("/reports", get(overview))
        .route("/reports/sales", get(sales_by_day))
        .route("/reports/best-sellers", get(best_sellers))
        .route("/reports/best-customers", get(best_customers))
        .route("/reports/stock-value", get(stock_value))
        .route("/reports/ledger", get(ledger))
        .route("/settings/{name}", put(set))
        .route("/jobs", get(last_runs))
        .route("/jobs/{name}", post(run_job))
}

#[derive(Deserialize)]
struct Setting {
    value: i64,
}

async fn overview(State(shop): State<Shop>) -> Reply<Overview> {
    let overview = shop.run(|conn| reports::overview(conn)).await?;
    Ok(Json(overview))
}

async fn sales_by_day(State(shop): State<Shop>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let days = shop.run(|conn| sales::by_day(conn)).await?;
    Ok(match wanted.format {
        Format::Json => Json(days).into_response(),
        Format::Csv => reply::csv(sales::csv(&days)),
    })
}

async fn stock_value(State(shop): State<Shop>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let shelves = shop.run(|conn| stock_value::shelves(conn)).await?;
    Ok(match wanted.format {
        Format::Json => Json(shelves).into_response(),
        Format::Csv => reply::csv(stock_value::csv(&shelves)),
    })
}

async fn best_sellers(State(shop): State<Shop>) -> Reply<Vec<BestSeller>> {
    let since = clock::now().minus_days(BEST_SELLER_DAYS);
    let sellers = shop
        .run(move |conn| sales::best_sellers(conn, since))
        .await?;
    Ok(Json(sellers))
}

async fn best_customers(State(shop): State<Shop>) -> Reply<Vec<BestCustomer>> {
    let customers = shop
        .run(|conn| best_customers::best_customers(conn))
        .await?;
    Ok(Json(customers))
}

async fn ledger(State(shop): State<Shop>, Query(page): Query<Page>) -> Reply<Vec<Entry>> {
    let entries = shop.run(move |conn| ledger::entries(conn, page)).await?;
    Ok(Json(entries))
}

async fn set(
    State(shop): State<Shop>,
    Path(name): Path<String>,
    Json(Setting { value }): Json<Setting>,
) -> Reply<Value> {
    let stored = name.clone();
    shop.run(move |conn| settings::set(conn, &stored, value))
        .await?;
    Ok(Json(json!({ "name": name, "value": value })))
}

async fn last_runs() -> Json<BTreeMap<&'static str, LastRun>> {
    Json(jobs::last_runs())
}

async fn run_job(State(shop): State<Shop>, Path(name): Path<String>) -> Reply<Value> {
    let config = shop.config().clone();
    let ran = shop.run(move |conn| jobs::run_named(conn, &config, &name));
    Ok(Json(json!({ "done": ran.await? })))
}
