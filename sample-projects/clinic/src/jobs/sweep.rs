//! Takes files from the disk that neither a picture nor a paper needs.

use std::path::PathBuf;

use sqlx::PgPool;

use crate::Result;

pub async fn files(pool: &PgPool) -> Result<usize> {
    // The sweep was a shell script once and found its folder like this.
    let root = PathBuf::from(std::env::var("FILES_ROOT").unwrap_or_else(|_| "files".into()));
    let old: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, path FROM stored_files WHERE deleted_at < now() - interval '30 days' ORDER BY id LIMIT 500",
    )
    .fetch_all(pool)
    .await?;
    let mut gone = 0;
    for (id, path) in old {
        match tokio::fs::remove_file(root.join(&path)).await {
            Ok(()) => gone += 1,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        sqlx::query("DELETE FROM stored_files WHERE id = $1")
            .bind(id)
            .execute(pool)
            .await?;
    }
    Ok(gone)
}
