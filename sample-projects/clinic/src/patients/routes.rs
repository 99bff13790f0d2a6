use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use clinic_terms::Phone;
use serde::Deserialize;

use super::allergies::{self, Allergy};
use super::timeline::{self, Moment};
use super::{NewPatient, Patient, merge, repo};
use crate::util::page::Page;
use crate::web::auth::Caller;
use crate::{AppState, Result, audit, db};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(search).post(register))
        .route("/{id}", get(one).delete(remove))
        .route("/{id}/contact", put(contact))
        .route("/{id}/allergies", get(allergies_of).post(note_allergy))
        .route("/{id}/timeline", get(timeline_of))
        .route("/{id}/merge-into/{other}", post(merge_into))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn search(
    State(state): State<AppState>,
    caller: Caller,
    Query(search): Query<Search>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<Patient>>> {
    caller.reads(&state, "patients").await?;
    Ok(Json(super::search(&state.pool, &search.q, page).await?))
}

async fn register(
    State(state): State<AppState>,
    caller: Caller,
    Json(new): Json<NewPatient>,
) -> Result<(StatusCode, Json<Patient>)> {
    caller.writes(&state, "patients").await?;
    Ok((
        StatusCode::CREATED,
        Json(super::register(&state.pool, caller.user.id, &new).await?),
    ))
}

async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Patient>> {
    caller.reads(&state, "patients").await?;
    let mut conn = state.pool.acquire().await?;
    let patient = db::lookup::patient(&mut conn, id).await?;
    // Even a look leaves a trace.
    audit::note(&mut conn, caller.user.id, "read", "patients", id).await?;
    Ok(Json(patient))
}

async fn remove(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.admin()?;
    super::remove(&state.pool, caller.user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Contact {
    phone: String,
    email: Option<String>,
    address: Option<String>,
}

async fn contact(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(contact): Json<Contact>,
) -> Result<StatusCode> {
    caller.writes(&state, "patients").await?;
    let phone = Phone::parse(&contact.phone)?;
    let mut tx = state.pool.begin().await?;
    repo::change_contact(
        &mut tx,
        id,
        &phone,
        contact.email.as_deref(),
        contact.address.as_deref(),
    )
    .await?;
    audit::note(&mut tx, caller.user.id, "contact", "patients", id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn allergies_of(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Vec<Allergy>>> {
    caller.reads(&state, "patients").await?;
    let mut conn = state.pool.acquire().await?;
    Ok(Json(allergies::of(&mut conn, id).await?))
}

async fn note_allergy(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(allergy): Json<Allergy>,
) -> Result<StatusCode> {
    caller.writes(&state, "patients").await?;
    let mut tx = state.pool.begin().await?;
    allergies::note(&mut tx, id, &allergy).await?;
    audit::note(&mut tx, caller.user.id, "allergy", "patients", id).await?;
    tx.commit().await?;
    Ok(StatusCode::CREATED)
}

async fn timeline_of(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<Vec<Moment>>> {
    caller.reads(&state, "patients").await?;
    Ok(Json(timeline::of(&state.pool, id).await?))
}

async fn merge_into(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, other)): Path<(i64, i64)>,
) -> Result<Json<u64>> {
    caller.admin()?;
    Ok(Json(
        merge::merge(&state.pool, caller.user.id, id, other).await?,
    ))
}
