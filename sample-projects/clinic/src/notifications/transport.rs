use std::path::PathBuf;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::outbox::Message;
use crate::Config;

pub trait Transport: Send + Sync {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, std::io::Result<()>>;
}

/// For the laptop.
pub struct LogTransport;

/// Into a folder that the provider's program empties.
pub struct SpoolTransport {
    folder: PathBuf,
}

pub fn from_config(config: &Config) -> Arc<dyn Transport> {
    match &config.spool {
        Some(folder) => Arc::new(SpoolTransport {
            folder: folder.clone(),
        }),
        None => Arc::new(LogTransport),
    }
}

impl Transport for LogTransport {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, std::io::Result<()>> {
        println!(
            "{} to {}: {}",
            message.channel, message.recipient, message.body
        );
        Box::pin(async { Ok(()) })
    }
}

impl Transport for SpoolTransport {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, std::io::Result<()>> {
        Box::pin(async move {
            tokio::fs::create_dir_all(&self.folder).await?;
            let name = format!("{:010}.{}", message.id, message.channel);
            let part = self.folder.join(format!("{name}.part"));
            tokio::fs::write(&part, format!("{}\n{}", message.recipient, message.body)).await?;
            tokio::fs::rename(part, self.folder.join(name)).await
        })
    }
}
