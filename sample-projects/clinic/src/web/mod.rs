//! The door for people with a browser. Each area brings its routes; here they are hung up.

pub mod auth;
pub mod board;
pub mod lookups;
pub mod settings;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::{
    AppState, Result, appointments, audit, billing, db, documents, encounters, frontdesk, imaging,
    jobs, lab, notifications, patients, payments, prescriptions, reports, staff, users,
};

pub fn router(state: AppState) -> Router {
    let clinical = Router::new()
        .merge(encounters::routes::routes())
        .merge(prescriptions::routes::routes())
        .nest("/lab", lab::routes::routes())
        .nest("/imaging", imaging::routes::routes());
    let money = Router::new()
        .nest("/billing", billing::routes::routes())
        .nest("/payments", payments::routes::routes());
    let house = Router::new()
        .merge(users::routes::routes())
        .merge(audit::routes::routes())
        .merge(jobs::routes())
        .merge(settings::routes());
    Router::new()
        .route("/health", get(health))
        .nest("/patients", patients::routes::routes())
        .nest("/staff", staff::routes::routes())
        .nest("/appointments", appointments::routes::routes())
        .nest("/desk", frontdesk::routes::routes())
        .nest("/documents", documents::routes::routes())
        .nest("/outbox", notifications::routes::routes())
        .nest("/reports", reports::routes::routes())
        .nest("/clinical", clinical)
        .nest("/admin", house)
        .merge(money)
        .merge(lookups::routes())
        .merge(board::routes())
        .with_state(state)
}

async fn health(State(state): State<AppState>) -> Result<Json<Value>> {
    db::breathes(&state.pool).await?;
    Ok(Json(
        json!({"status": "ok", "clinic": db::settings::clinic_name(&state.pool).await?}),
    ))
}
