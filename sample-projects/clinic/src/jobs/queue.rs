use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

use crate::Result;
use crate::util::clock;

const MOST_TRIES: i32 = 8;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    pub payload: Value,
    pub tries: i32,
}

pub async fn push(
    conn: &mut PgConnection,
    kind: &str,
    payload: Value,
    run_at: DateTime<Utc>,
) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "INSERT INTO job_queue (kind, payload, run_at) VALUES ($1, $2, $3) RETURNING id",
    )
    .bind(kind)
    .bind(payload)
    .bind(run_at)
    .fetch_one(conn)
    .await?)
}

pub async fn push_now(conn: &mut PgConnection, kind: &str, payload: Value) -> Result<i64> {
    push(conn, kind, payload, clock::now()).await
}

/// The next job that nobody works on. A lock of an hour ago is of a process that died.
pub async fn take(pool: &PgPool) -> Result<Option<Job>> {
    Ok(sqlx::query_as(
        "UPDATE job_queue SET locked_at = now(), tries = tries + 1
          WHERE id = (SELECT id FROM job_queue
                       WHERE done_at IS NULL AND run_at <= now() AND tries < $1
                         AND (locked_at IS NULL OR locked_at < now() - interval '1 hour')
                       ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING id, kind, payload, tries",
    )
    .bind(MOST_TRIES)
    .fetch_optional(pool)
    .await?)
}

pub async fn done(pool: &PgPool, job: i64) -> Result<()> {
    sqlx::query("UPDATE job_queue SET done_at = now(), locked_at = NULL WHERE id = $1")
        .bind(job)
        .execute(pool)
        .await?;
    Ok(())
}

/// Waits twice as long after each try.
pub async fn failed(pool: &PgPool, job: &Job, error: &str) -> Result<()> {
    sqlx::query(
        "UPDATE job_queue SET locked_at = NULL, last_error = $2, run_at = $3 WHERE id = $1",
    )
    .bind(job.id)
    .bind(error)
    .bind(clock::now() + pause(job.tries))
    .execute(pool)
    .await?;
    Ok(())
}

fn pause(tries: i32) -> chrono::Duration {
    chrono::Duration::seconds(30 << tries.clamp(0, 8))
}

#[cfg(test)]
mod tests {
    #[test]
    fn pauses_grow() {
        assert_eq!(super::pause(0).num_seconds(), 30);
        assert_eq!(super::pause(3).num_seconds(), 240);
        assert_eq!(super::pause(99), super::pause(8));
    }
}
