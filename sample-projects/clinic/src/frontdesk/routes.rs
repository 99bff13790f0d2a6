use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::FrontDeskService;
use crate::appointments::Appointment;
use crate::appointments::booking::Booking;
use crate::patients::{NewPatient, Patient};
use crate::payments::{NewPayment, Payment};
use crate::util::clock;
use crate::web::auth::Caller;
use crate::{AppState, Result};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/patients", get(find).post(register))
        .route("/today", get(today).post(book))
        .route("/check-in/{appointment}", post(check_in))
        .route("/pay", post(pay))
}

#[derive(Deserialize)]
struct Search {
    q: String,
}

async fn find(
    State(state): State<AppState>,
    caller: Caller,
    Query(search): Query<Search>,
) -> Result<Json<Vec<Patient>>> {
    caller.reads(&state, "patients").await?;
    Ok(Json(
        FrontDeskService::new(&state, caller.user.id)
            .find_patient(&search.q)
            .await?,
    ))
}

async fn register(
    State(state): State<AppState>,
    caller: Caller,
    Json(new): Json<NewPatient>,
) -> Result<Json<Patient>> {
    caller.writes(&state, "patients").await?;
    Ok(Json(
        FrontDeskService::new(&state, caller.user.id)
            .register_patient(&new)
            .await?,
    ))
}

async fn today(State(state): State<AppState>, caller: Caller) -> Result<Json<Vec<Appointment>>> {
    caller.reads(&state, "appointments").await?;
    Ok(Json(
        FrontDeskService::new(&state, caller.user.id)
            .list_appointments(clock::today())
            .await?,
    ))
}

async fn book(
    State(state): State<AppState>,
    caller: Caller,
    Json(booking): Json<Booking>,
) -> Result<Json<Appointment>> {
    caller.writes(&state, "appointments").await?;
    Ok(Json(
        FrontDeskService::new(&state, caller.user.id)
            .book_appointment(&booking)
            .await?,
    ))
}

async fn check_in(
    State(state): State<AppState>,
    caller: Caller,
    Path(appointment): Path<i64>,
) -> Result<Json<i64>> {
    caller.writes(&state, "appointments").await?;
    Ok(Json(
        FrontDeskService::new(&state, caller.user.id)
            .check_in(appointment)
            .await?,
    ))
}

async fn pay(
    State(state): State<AppState>,
    caller: Caller,
    Json(payment): Json<NewPayment>,
) -> Result<Json<Payment>> {
    caller.writes(&state, "payments").await?;
    Ok(Json(
        FrontDeskService::new(&state, caller.user.id)
            .take_payment(&payment)
            .await?,
    ))
}
