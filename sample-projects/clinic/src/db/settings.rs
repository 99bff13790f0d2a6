use sqlx::{PgExecutor, PgPool};

use crate::Result;

pub async fn text(db: impl PgExecutor<'_>, key: &str) -> Result<Option<String>> {
    Ok(
        sqlx::query_scalar("SELECT value FROM settings WHERE key = $1")
            .bind(key)
            .fetch_optional(db)
            .await?,
    )
}

pub async fn number(db: impl PgExecutor<'_>, key: &str, default: i64) -> Result<i64> {
    Ok(text(db, key)
        .await?
        .and_then(|value| value.parse().ok())
        .unwrap_or(default))
}

pub async fn put(pool: &PgPool, key: &str, value: &str) -> Result<()> {
    sqlx::query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .execute(pool)
        .await?;
    Ok(())
}

pub async fn clinic_name(db: impl PgExecutor<'_>) -> Result<String> {
    Ok(text(db, "clinic.name")
        .await?
        .unwrap_or_else(|| "연남의원".into()))
}
