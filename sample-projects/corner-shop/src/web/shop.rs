//! What every handler holds on to.

use std::sync::Arc;

use rusqlite::Connection;
use tokio::task;

use crate::config::Config;
use crate::db::Db;
use crate::error::{Result, ShopError};

#[derive(Clone)]
pub struct Shop {
    db: Arc<Db>,
    config: Arc<Config>,
}

impl Shop {
    pub fn open(config: Config) -> Result<Shop> {
        let db = Db::open(&config.database_path)?;
        Ok(Shop {
            db: Arc::new(db),
            config: Arc::new(config),
        })
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Does some work with the database on a thread that may block.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = Arc::clone(&self.db);
        let done = task::spawn_blocking(move || db.with(work)).await;
        done.unwrap_or(Err(ShopError::Lost))
    }
}
