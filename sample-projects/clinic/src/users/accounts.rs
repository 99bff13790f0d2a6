use sqlx::{PgConnection, PgPool};

use super::{Role, User, password, sessions};
use crate::{AppError, Result, audit};

pub async fn create(
    conn: &mut PgConnection,
    login: &str,
    name: &str,
    secret: &str,
    role: Role,
) -> Result<i64> {
    if login.trim().is_empty() || secret.chars().count() < 6 {
        return Err(AppError::invalid(
            "a login, and a password of six letters or more",
        ));
    }
    sqlx::query_scalar(
        "INSERT INTO users (login, name, password_hash, role) VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(login)
    .bind(name)
    .bind(password::hash(secret))
    .bind(role)
    .fetch_one(conn)
    .await
    .map_err(|error| AppError::from(error).or_taken("users_login_key", "this login is taken"))
}

pub async fn list(pool: &PgPool) -> Result<Vec<User>> {
    Ok(
        sqlx::query_as("SELECT id, login, name, role, active FROM users ORDER BY name")
            .fetch_all(pool)
            .await?,
    )
}

/// Leaves the row, for the records that name it.
pub async fn deactivate(pool: &PgPool, by: i64, id: i64) -> Result<()> {
    let mut tx = pool.begin().await?;
    let changed = sqlx::query("UPDATE users SET active = FALSE WHERE id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    if changed.rows_affected() == 0 {
        return Err(AppError::NotFound("user"));
    }
    sqlx::query("DELETE FROM sessions WHERE user_id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    audit::note(&mut tx, by, "deactivate", "users", id).await?;
    tx.commit().await?;
    sessions::forget_user(id);
    Ok(())
}
