use std::sync::Arc;

use sqlx::PgPool;

use crate::config::Config;
use crate::insurer::{self, Insurer};
use crate::notifications::transport::{self, Transport};
use crate::{Result, db};

/// Handed to every handler and every job. Whoever needs one thing of it gets all.
#[derive(Clone)]
pub struct AppState {
    pub pool: PgPool,
    pub config: Arc<Config>,
    pub insurer: Arc<dyn Insurer>,
    pub transport: Arc<dyn Transport>,
}

impl AppState {
    pub async fn open(config: Config) -> Result<AppState> {
        let pool = db::connect(&config).await?;
        Ok(AppState::with_pool(config, pool))
    }

    pub fn with_pool(config: Config, pool: PgPool) -> AppState {
        AppState {
            pool,
            insurer: insurer::from_config(&config),
            transport: transport::from_config(&config),
            config: Arc::new(config),
        }
    }
}
