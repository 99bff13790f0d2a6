use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use clinic_imaging::packed;

use super::studies::{self, Request, Study};
use super::thumbnails;
use crate::web::auth::Caller;
use crate::{AppState, Result};

/// A plate of the X-ray has 14 megabytes.
const LARGEST: usize = 32 << 20;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/studies", get(open).post(request))
        .route(
            "/studies/{id}/image",
            post(attach).layer(DefaultBodyLimit::max(LARGEST)),
        )
        .route("/studies/{id}/finding", post(read))
        .route("/images/{id}/thumbnail", get(thumbnail))
        .route("/images/{id}/preview", get(preview))
}

async fn open(State(state): State<AppState>, caller: Caller) -> Result<Json<Vec<Study>>> {
    caller.reads(&state, "imaging").await?;
    Ok(Json(studies::open(&state.pool).await?))
}

async fn request(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<Request>,
) -> Result<(StatusCode, Json<Study>)> {
    caller.writes(&state, "imaging").await?;
    Ok((
        StatusCode::CREATED,
        Json(studies::request(&state.pool, caller.user.id, &request).await?),
    ))
}

async fn attach(
    State(state): State<AppState>,
    caller: Caller,
    Path(study): Path<i64>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<i64>)> {
    caller.writes(&state, "imaging").await?;
    Ok((
        StatusCode::CREATED,
        Json(studies::attach(&state, caller.user.id, study, &bytes).await?),
    ))
}

async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(study): Path<i64>,
    Json(finding): Json<String>,
) -> Result<StatusCode> {
    caller.writes(&state, "imaging").await?;
    studies::read(&state.pool, caller.user.id, study, &finding).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn thumbnail(
    State(state): State<AppState>,
    caller: Caller,
    Path(image): Path<i64>,
) -> Result<impl IntoResponse> {
    caller.reads(&state, "imaging").await?;
    let bytes = thumbnails::get(&state, image).await?;
    Ok((
        [(CONTENT_TYPE, "application/x-clinic-thumbnail")],
        bytes.to_vec(),
    ))
}

/// The thumbnail again, for programs that do not know our format.
async fn preview(
    State(state): State<AppState>,
    caller: Caller,
    Path(image): Path<i64>,
) -> Result<impl IntoResponse> {
    caller.reads(&state, "imaging").await?;
    let picture = packed::unpack(&thumbnails::get(&state, image).await?)?;
    Ok((
        [(CONTENT_TYPE, "image/x-portable-graymap")],
        picture.to_pgm(),
    ))
}
