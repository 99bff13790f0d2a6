use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use chrono::NaiveDate;
use serde_json::Value;

use super::workload::{self, Load};
use super::{Period, daily, disease, revenue};
use crate::web::auth::Caller;
use crate::{AppState, Result};

/// Lists that somebody wanted once. A line here is a route.
const LISTS: [(&str, &str); 5] = [
    (
        "unpaid",
        "SELECT p.chart_no, p.name, p.balance FROM patients p WHERE p.balance > 0 AND p.last_visit BETWEEN $1::timestamptz::date AND $2::timestamptz::date",
    ),
    (
        "no-shows",
        "SELECT p.name, p.phone, count(*) AS times FROM appointments a JOIN patients p ON p.id = a.patient_id WHERE a.status = 'no_show' AND a.starts_at >= $1 AND a.starts_at < $2 GROUP BY p.id",
    ),
    (
        "cut-claims",
        "SELECT c.id, c.claimed, c.granted, c.reason FROM claims c JOIN invoices i ON i.id = c.invoice_id WHERE c.status = 'cut' AND i.issued_at >= $1 AND i.issued_at < $2",
    ),
    (
        "drugs",
        "SELECT d.name, sum(l.per_day * l.days) AS doses FROM prescription_lines l JOIN prescriptions p ON p.id = l.prescription_id JOIN drugs d ON d.code = l.drug_code WHERE p.issued_at >= $1 AND p.issued_at < $2 GROUP BY d.name",
    ),
    (
        "panic-values",
        "SELECT t.name, r.value, r.entered_at FROM lab_results r JOIN lab_orders o ON o.id = r.order_id JOIN lab_tests t ON t.code = o.test_code WHERE r.flag = 'panic' AND r.entered_at >= $1 AND r.entered_at < $2",
    ),
];

pub fn routes() -> Router<AppState> {
    let mut router = Router::new()
        .route("/daily/{day}", get(daily_text))
        .route("/daily/{day}/pdf", get(daily_pdf))
        .route("/diseases", get(diseases))
        .route("/workload", get(load))
        .route("/revenue/{year}", get(revenue_text));
    for (name, sql) in LISTS {
        let handler =
            move |State(state): State<AppState>, caller: Caller, Query(period): Query<Period>| {
                list(state, caller, sql, period)
            };
        router = router.route(&format!("/lists/{name}"), get(handler));
    }
    router
}

async fn list(
    state: AppState,
    caller: Caller,
    sql: &str,
    period: Period,
) -> Result<Json<Vec<Value>>> {
    caller.reads(&state, "reports").await?;
    let (from, to) = period.bounds()?;
    let wrapped = format!("SELECT to_jsonb(rows) FROM ({sql}) AS rows");
    Ok(Json(
        sqlx::query_scalar(&wrapped)
            .bind(from)
            .bind(to)
            .fetch_all(&state.pool)
            .await?,
    ))
}

async fn daily_text(
    State(state): State<AppState>,
    caller: Caller,
    Path(day): Path<NaiveDate>,
) -> Result<String> {
    caller.reads(&state, "reports").await?;
    Ok(daily::sheet(&state.pool, day).await?.text())
}

async fn daily_pdf(
    State(state): State<AppState>,
    caller: Caller,
    Path(day): Path<NaiveDate>,
) -> Result<impl IntoResponse> {
    caller.reads(&state, "reports").await?;
    Ok((
        [(CONTENT_TYPE, "application/pdf")],
        daily::sheet(&state.pool, day).await?.pdf(),
    ))
}

async fn diseases(
    State(state): State<AppState>,
    caller: Caller,
    Query(period): Query<Period>,
) -> Result<String> {
    caller.reads(&state, "reports").await?;
    Ok(disease::to_csv(
        &disease::counts(&state.pool, period).await?,
    ))
}

async fn load(
    State(state): State<AppState>,
    caller: Caller,
    Query(period): Query<Period>,
) -> Result<Json<Vec<Load>>> {
    caller.reads(&state, "reports").await?;
    Ok(Json(workload::of_doctors(&state.pool, period).await?))
}

async fn revenue_text(
    State(state): State<AppState>,
    caller: Caller,
    Path(year): Path<i32>,
) -> Result<String> {
    caller.reads(&state, "reports").await?;
    Ok(revenue::sheet(&state.pool, year).await?.text())
}
