//! The bytes of pictures. `documents::store` does the same in the same folder, so that a film that
//! was scanned as a paper is not kept twice.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use tokio::fs;

use crate::{AppError, Result};

pub fn path_for(digest: &str) -> PathBuf {
    PathBuf::from(&digest[..2]).join(format!("{digest}.bin"))
}

fn digest_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub async fn put(conn: &mut PgConnection, root: &Path, bytes: &[u8]) -> Result<i64> {
    let digest = digest_hex(bytes);
    let path = path_for(&digest);
    let whole = root.join(&path);
    if let Some(folder) = whole.parent() {
        fs::create_dir_all(folder).await?;
    }
    fs::write(&whole, bytes).await?;
    let id = sqlx::query_scalar(
        "INSERT INTO stored_files (path, bytes, sha256) VALUES ($1, $2, $3)
         ON CONFLICT (path) DO UPDATE SET deleted_at = NULL RETURNING id",
    )
    .bind(path.to_string_lossy())
    .bind(bytes.len() as i64)
    .bind(digest)
    .fetch_one(conn)
    .await?;
    Ok(id)
}

pub async fn get(conn: &mut PgConnection, root: &Path, file: i64) -> Result<Vec<u8>> {
    let path: String =
        sqlx::query_scalar("SELECT path FROM stored_files WHERE id = $1 AND deleted_at IS NULL")
            .bind(file)
            .fetch_optional(conn)
            .await?
            .ok_or(AppError::NotFound("file"))?;
    Ok(fs::read(root.join(path)).await?)
}
