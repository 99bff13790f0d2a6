//! Answers, good and bad.

use axum::Json;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::error::{Result, ShopError};

/// What most handlers answer with.
pub(super) type Reply<T> = Result<Json<T>>;

/// Something new, with status 201.
pub(super) type Created<T> = Result<(StatusCode, Json<T>)>;

pub(super) fn created<T>(body: T) -> Created<T> {
    Ok((StatusCode::CREATED, Json(body)))
}

/// The form in which a report is wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    #[default]
    Json,
    Csv,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    pub(super) format: Format,
}

pub(super) fn csv(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response()
}

pub(super) async fn no_such_route(uri: Uri) -> ShopError {
    ShopError::not_found("page", uri.path())
}

impl IntoResponse for ShopError {
    fn into_response(self) -> Response {
        let status = match &self {
            ShopError::NotFound { .. } => StatusCode::NOT_FOUND,
            ShopError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            ShopError::Conflict(_) | ShopError::OutOfStock { .. } => StatusCode::CONFLICT,
            ShopError::Declined(_) => StatusCode::PAYMENT_REQUIRED,
            ShopError::Database(_) | ShopError::Io(_) | ShopError::Lost => {
                eprintln!("web: {self}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let message = if status.is_server_error() {
            "something broke on our side".to_owned()
        } else {
            self.to_string()
        };
        (status, Json(json!({ "error": message }))).into_response()
    }
}
