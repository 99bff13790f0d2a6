pub mod lookup;
pub mod seed;
pub mod settings;

use std::time::Duration;

use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgPoolOptions;

use crate::{Config, Result};

pub static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

pub async fn connect(config: &Config) -> Result<PgPool> {
    let pool = PgPoolOptions::new()
        .max_connections(config.connections)
        .acquire_timeout(Duration::from_secs(5))
        .connect(&config.database_url)
        .await?;
    Ok(pool)
}

/// Brings the tables up to date and returns how many steps there are.
pub async fn migrate(pool: &PgPool) -> Result<i64> {
    MIGRATOR.run(pool).await?;
    Ok(
        sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations WHERE success")
            .fetch_one(pool)
            .await?,
    )
}

/// For `/health`: one row of each table that the morning depends on.
pub async fn breathes(pool: &PgPool) -> Result<()> {
    sqlx::query("SELECT (SELECT count(*) FROM appointments), (SELECT count(*) FROM job_queue WHERE done_at IS NULL)")
        .execute(pool)
        .await?;
    Ok(())
}
