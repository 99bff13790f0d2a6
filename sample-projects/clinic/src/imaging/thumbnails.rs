//! Small pictures are made when there is time, and kept next to the large ones.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use sqlx::PgPool;
use tokio::fs;
use tokio::sync::Semaphore;

use super::store;
use crate::{AppError, AppState, Result};

/// Two at a time: the program has to answer as well.
static WORKERS: Semaphore = Semaphore::const_new(2);

static CACHE: LazyLock<RwLock<HashMap<i64, Arc<Vec<u8>>>>> = LazyLock::new(RwLock::default);
const CACHED: usize = 256;

static EDGE: LazyLock<usize> = LazyLock::new(|| {
    std::env::var("THUMBNAIL_EDGE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(160)
});

pub async fn make(state: &AppState, image: i64) -> Result<()> {
    let mut conn = state.pool.acquire().await?;
    let file: i64 = sqlx::query_scalar("SELECT file_id FROM images WHERE id = $1")
        .bind(image)
        .fetch_optional(&mut *conn)
        .await?
        .ok_or(AppError::NotFound("image"))?;
    let bytes = store::get(&mut conn, &state.config.files_root, file).await?;
    drop(conn);
    let small = shrink(bytes).await?;
    let path = PathBuf::from("thumbnails").join(format!("{image}.clt"));
    let whole = state.config.files_root.join(&path);
    if let Some(folder) = whole.parent() {
        fs::create_dir_all(folder).await?;
    }
    fs::write(&whole, &small).await?;
    sqlx::query("UPDATE images SET thumbnail_path = $2 WHERE id = $1")
        .bind(image)
        .bind(path.to_string_lossy())
        .execute(&state.pool)
        .await?;
    remember(image, small);
    Ok(())
}

async fn shrink(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let _turn = WORKERS.acquire().await.map_err(std::io::Error::other)?;
    let small = tokio::task::spawn_blocking(move || clinic_imaging::thumbnail(&bytes, *EDGE))
        .await
        .map_err(std::io::Error::other)??;
    Ok(small)
}

fn remember(image: i64, bytes: Vec<u8>) -> Arc<Vec<u8>> {
    let bytes = Arc::new(bytes);
    let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
    if cache.len() >= CACHED {
        cache.clear();
    }
    cache.insert(image, bytes.clone());
    bytes
}

pub async fn get(state: &AppState, image: i64) -> Result<Arc<Vec<u8>>> {
    if let Some(bytes) = CACHE
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&image)
    {
        return Ok(bytes.clone());
    }
    let path: Option<String> =
        sqlx::query_scalar("SELECT thumbnail_path FROM images WHERE id = $1")
            .bind(image)
            .fetch_optional(&state.pool)
            .await?
            .ok_or(AppError::NotFound("image"))?;
    let path = path.ok_or(AppError::NotFound("thumbnail"))?;
    Ok(remember(
        image,
        fs::read(state.config.files_root.join(path)).await?,
    ))
}

async fn all(pool: &PgPool) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar("SELECT id FROM images ORDER BY id")
        .fetch_all(pool)
        .await?)
}

/// For the command line, after the edge has changed.
pub async fn rebuild_all(state: &AppState) -> Result<usize> {
    let mut made = 0;
    for image in all(&state.pool).await? {
        match make(state, image).await {
            Ok(()) => made += 1,
            Err(error) => eprintln!("image {image}: {error}"),
        }
    }
    Ok(made)
}
