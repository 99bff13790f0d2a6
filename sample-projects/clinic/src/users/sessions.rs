use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use sqlx::PgPool;

use super::{User, password};
use crate::util::{clock, random};
use crate::{AppError, Result};

/// Every request asks for its session; the database shall not hear of all of them.
static KNOWN: LazyLock<RwLock<HashMap<String, (User, Instant)>>> = LazyLock::new(RwLock::default);
const KNOWN_FOR: Duration = Duration::from_secs(60);

pub async fn log_in(pool: &PgPool, login: &str, secret: &str, hours: i64) -> Result<String> {
    let found: Option<(i64, String)> =
        sqlx::query_as("SELECT id, password_hash FROM users WHERE login = $1 AND active")
            .bind(login)
            .fetch_optional(pool)
            .await?;
    let (user, stored) = found.ok_or(AppError::Unauthorized)?;
    if !password::verify(secret, &stored) {
        return Err(AppError::Unauthorized);
    }
    let token = random::token(3);
    sqlx::query("INSERT INTO sessions (token, user_id, expires_at) VALUES ($1, $2, $3)")
        .bind(&token)
        .bind(user)
        .bind(clock::now() + chrono::Duration::hours(hours))
        .execute(pool)
        .await?;
    Ok(token)
}

pub async fn user_of(pool: &PgPool, token: &str) -> Result<User> {
    if let Some((user, since)) = KNOWN
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(token)
        && since.elapsed() < KNOWN_FOR
    {
        return Ok(user.clone());
    }
    let user: User = sqlx::query_as(
        "SELECT u.id, u.login, u.name, u.role, u.active
           FROM sessions s JOIN users u ON u.id = s.user_id
          WHERE s.token = $1 AND s.expires_at > now() AND u.active",
    )
    .bind(token)
    .fetch_optional(pool)
    .await?
    .ok_or(AppError::Unauthorized)?;
    KNOWN
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(token.into(), (user.clone(), Instant::now()));
    Ok(user)
}

pub async fn log_out(pool: &PgPool, token: &str) -> Result<()> {
    KNOWN
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .remove(token);
    sqlx::query("DELETE FROM sessions WHERE token = $1")
        .bind(token)
        .execute(pool)
        .await?;
    Ok(())
}

pub fn forget_user(id: i64) {
    KNOWN
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .retain(|_, (user, _)| user.id != id);
}

/// For the night.
pub async fn sweep(pool: &PgPool) -> Result<u64> {
    KNOWN
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .retain(|_, (_, since)| since.elapsed() < KNOWN_FOR);
    Ok(sqlx::query("DELETE FROM sessions WHERE expires_at < now()")
        .execute(pool)
        .await?
        .rows_affected())
}
