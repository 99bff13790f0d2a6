use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clinic_imaging::ImageError;
use clinic_terms::TermError;
use serde_json::json;

use crate::insurer::InsurerError;
use crate::prescriptions::interactions::Conflict;

pub type Result<T, E = AppError> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("no such {0}")]
    NotFound(&'static str),
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    Conflict(String),
    #[error("the drugs do not go together")]
    Interaction(Vec<Conflict>),
    #[error("log in first")]
    Unauthorized,
    #[error("not allowed")]
    Forbidden,
    #[error(transparent)]
    Term(#[from] TermError),
    #[error(transparent)]
    Image(#[from] ImageError),
    #[error(transparent)]
    Insurer(#[from] InsurerError),
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
}

impl AppError {
    pub fn invalid(text: impl Into<String>) -> AppError {
        AppError::Invalid(text.into())
    }

    pub fn conflict(text: impl Into<String>) -> AppError {
        AppError::Conflict(text.into())
    }

    /// Turns the complaint of a unique index into a sentence for the desk.
    pub fn or_taken(self, index: &str, text: &str) -> AppError {
        match &self {
            AppError::Database(sqlx::Error::Database(error))
                if error.constraint() == Some(index) =>
            {
                AppError::conflict(text)
            }
            _ => self,
        }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            AppError::NotFound(_) => StatusCode::NOT_FOUND,
            AppError::Invalid(_) | AppError::Term(_) | AppError::Image(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            AppError::Conflict(_) | AppError::Interaction(_) => StatusCode::CONFLICT,
            AppError::Unauthorized => StatusCode::UNAUTHORIZED,
            AppError::Forbidden => StatusCode::FORBIDDEN,
            AppError::Insurer(_) => StatusCode::BAD_GATEWAY,
            AppError::Database(sqlx::Error::RowNotFound) => StatusCode::NOT_FOUND,
            AppError::Database(_)
            | AppError::Migration(_)
            | AppError::Io(_)
            | AppError::Json(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            eprintln!("error: {self}");
        }
        let body = match &self {
            AppError::Interaction(conflicts) => {
                json!({"error": self.to_string(), "conflicts": conflicts})
            }
            _ if status == StatusCode::INTERNAL_SERVER_ERROR => json!({"error": "something broke"}),
            _ => json!({"error": self.to_string()}),
        };
        (status, Json(body)).into_response()
    }
}
