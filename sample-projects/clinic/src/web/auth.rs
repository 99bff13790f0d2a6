use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::users::permissions::{self, Wish};
use crate::users::{Role, User, sessions};
use crate::{AppError, AppState, Result};

/// Whoever sent the request, if the session holds.
pub struct Caller {
    pub user: User,
    pub token: String,
}

impl Caller {
    pub async fn reads(&self, state: &AppState, area: &str) -> Result<()> {
        self.wish(state, area, Wish::Read).await
    }

    pub async fn writes(&self, state: &AppState, area: &str) -> Result<()> {
        self.wish(state, area, Wish::Write).await
    }

    pub fn admin(&self) -> Result<()> {
        if self.user.role == Role::Admin {
            Ok(())
        } else {
            Err(AppError::Forbidden)
        }
    }

    async fn wish(&self, state: &AppState, area: &str, wish: Wish) -> Result<()> {
        if permissions::may(&state.pool, self.user.role, area, wish).await? {
            Ok(())
        } else {
            Err(AppError::Forbidden)
        }
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Caller> {
        let token = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(AppError::Unauthorized)?;
        let user = sessions::user_of(&state.pool, token).await?;
        Ok(Caller {
            user,
            token: token.to_owned(),
        })
    }
}
