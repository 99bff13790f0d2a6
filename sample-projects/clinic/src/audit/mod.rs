//! 접속기록: who did what to which row. The law wants it for two years.

pub mod routes;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgPool, Postgres, QueryBuilder};

use crate::Result;
use crate::util::page::Page;

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Entry {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub user_id: Option<i64>,
    pub action: String,
    pub entity: String,
    pub entity_id: Option<i64>,
    pub detail: serde_json::Value,
}

pub async fn note(
    conn: &mut PgConnection,
    user: i64,
    action: &str,
    entity: &str,
    id: i64,
) -> Result<()> {
    note_with(conn, user, action, entity, id, serde_json::json!({})).await
}

pub async fn note_with(
    conn: &mut PgConnection,
    user: i64,
    action: &str,
    entity: &str,
    id: i64,
    detail: serde_json::Value,
) -> Result<()> {
    sqlx::query("INSERT INTO audit_log (user_id, action, entity, entity_id, detail) VALUES ($1, $2, $3, $4, $5)")
        .bind(user)
        .bind(action)
        .bind(entity)
        .bind(id)
        .bind(detail)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(Debug, Default, serde::Deserialize)]
pub struct Filter {
    pub entity: Option<String>,
    pub entity_id: Option<i64>,
    pub user_id: Option<i64>,
    pub since: Option<DateTime<Utc>>,
}

fn search(filter: &Filter, page: Page) -> QueryBuilder<'_, Postgres> {
    let mut query = QueryBuilder::new(
        "SELECT id, at, user_id, action, entity, entity_id, detail FROM audit_log WHERE TRUE",
    );
    if let Some(entity) = &filter.entity {
        query.push(" AND entity = ").push_bind(entity);
    }
    if let Some(id) = filter.entity_id {
        query.push(" AND entity_id = ").push_bind(id);
    }
    if let Some(user) = filter.user_id {
        query.push(" AND user_id = ").push_bind(user);
    }
    if let Some(since) = filter.since {
        query.push(" AND at >= ").push_bind(since);
    }
    query
        .push(" ORDER BY id DESC LIMIT ")
        .push_bind(page.limit());
    query.push(" OFFSET ").push_bind(page.offset());
    query
}

pub async fn find(pool: &PgPool, filter: &Filter, page: Page) -> Result<Vec<Entry>> {
    Ok(search(filter, page)
        .build_query_as()
        .fetch_all(pool)
        .await?)
}

/// Older than the law wants.
pub async fn forget(pool: &PgPool) -> Result<u64> {
    let done = sqlx::query("DELETE FROM audit_log WHERE at < now() - interval '2 years'")
        .execute(pool)
        .await?;
    Ok(done.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_add_up() {
        let filter = Filter {
            entity: Some("invoices".into()),
            user_id: Some(3),
            ..Filter::default()
        };
        let sql = search(&filter, Page::default()).into_sql();
        assert!(
            sql.contains("AND entity = $1 AND user_id = $2 ORDER BY"),
            "{sql}"
        );
    }
}
