//! Began as a copy of `imaging::store`, learned to forget.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::Result;

fn path_for(digest: &str) -> PathBuf {
    PathBuf::from(&digest[..2]).join(format!("{digest}.bin"))
}

fn digest_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub async fn keep(conn: &mut PgConnection, root: &Path, bytes: &[u8]) -> Result<i64> {
    let digest = digest_hex(bytes);
    let path = path_for(&digest);
    let whole = root.join(&path);
    if let Some(folder) = whole.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    tokio::fs::write(&whole, bytes).await?;
    Ok(sqlx::query_scalar(
        "INSERT INTO stored_files (path, bytes, sha256) VALUES ($1, $2, $3)
         ON CONFLICT (path) DO UPDATE SET deleted_at = NULL RETURNING id",
    )
    .bind(path.to_string_lossy())
    .bind(bytes.len() as i64)
    .bind(digest)
    .fetch_one(conn)
    .await?)
}

/// Marks a file for the sweep, unless a paper or a picture still needs it.
pub async fn release(conn: &mut PgConnection, file: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE stored_files SET deleted_at = now()
          WHERE id = $1
            AND NOT EXISTS (SELECT 1 FROM documents WHERE file_id = $1)
            AND NOT EXISTS (SELECT 1 FROM images WHERE file_id = $1)",
    )
    .bind(file)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_stores_agree_on_paths() {
        let digest = super::digest_hex(b"film");
        assert_eq!(
            super::path_for(&digest),
            crate::imaging::store::path_for(&digest)
        );
    }
}
