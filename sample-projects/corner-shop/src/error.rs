//! Everything that can go wrong in the shop.

use thiserror::Error;

pub type Result<T> = std::result::Result<T, ShopError>;

#[derive(Debug, Error)]
pub enum ShopError {
    #[error("there is no {what} {id:?}")]
    NotFound { what: &'static str, id: String },

    /// The request makes no sense, whatever the state of the shop.
    #[error("{0}")]
    Invalid(String),

    /// The request made sense once, but not any more.
    #[error("{0}")]
    Conflict(String),

    #[error("only {available} of {product:?} left, {wanted} wanted")]
    OutOfStock {
        product: String,
        wanted: i64,
        available: i64,
    },

    #[error("the payment was declined: {0}")]
    Declined(String),

    #[error("database: {0}")]
    Database(#[from] rusqlite::Error),

    #[error("{0}")]
    Io(#[from] std::io::Error),

    #[error("an internal task was lost")]
    Lost,
}

impl ShopError {
    pub fn not_found(what: &'static str, id: impl ToString) -> ShopError {
        let id = id.to_string();
        ShopError::NotFound { what, id }
    }

    pub fn invalid(message: impl Into<String>) -> ShopError {
        ShopError::Invalid(message.into())
    }

    pub fn conflict(message: impl Into<String>) -> ShopError {
        ShopError::Conflict(message.into())
    }
}
