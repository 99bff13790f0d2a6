use chrono::{DateTime, Utc};
use clinic_terms::Phone;
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use super::transport::Transport;
use crate::Result;

const MOST_TRIES: i32 = 5;

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Message {
    pub id: i64,
    pub channel: String,
    pub recipient: String,
    pub body: String,
    pub tries: i32,
    pub sent_at: Option<DateTime<Utc>>,
}

/// Says nothing to those who have a landline only.
pub async fn sms(conn: &mut PgConnection, to: &str, body: &str) -> Result<()> {
    match Phone::parse(to) {
        Ok(phone) if phone.is_mobile() => put(conn, "sms", phone.as_str(), body).await,
        _ => Ok(()),
    }
}

pub async fn mail(conn: &mut PgConnection, to: &str, body: &str) -> Result<()> {
    put(conn, "mail", to, body).await
}

async fn put(conn: &mut PgConnection, channel: &str, recipient: &str, body: &str) -> Result<()> {
    sqlx::query("INSERT INTO outbox (channel, recipient, body) VALUES ($1, $2, $3)")
        .bind(channel)
        .bind(recipient)
        .bind(body)
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn recent(pool: &PgPool) -> Result<Vec<Message>> {
    Ok(
        sqlx::query_as("SELECT * FROM outbox ORDER BY id DESC LIMIT 100")
            .fetch_all(pool)
            .await?,
    )
}

/// One round. Several processes may do this at once.
pub async fn deliver(pool: &PgPool, transport: &dyn Transport) -> Result<usize> {
    let mut tx = pool.begin().await?;
    let waiting: Vec<Message> = sqlx::query_as(
        "SELECT * FROM outbox WHERE sent_at IS NULL AND tries < $1 ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED",
    )
    .bind(MOST_TRIES)
    .fetch_all(&mut *tx)
    .await?;
    let mut sent = 0;
    for message in waiting {
        let sql = match transport.send(&message).await {
            Ok(()) => {
                sent += 1;
                "UPDATE outbox SET sent_at = now(), tries = tries + 1 WHERE id = $1"
            }
            Err(error) => {
                eprintln!("message {}: {error}", message.id);
                "UPDATE outbox SET tries = tries + 1 WHERE id = $1"
            }
        };
        sqlx::query(sql).bind(message.id).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(sent)
}
