//! For the container: asks the program that runs, not this one.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Config;

pub async fn check(config: &Config) -> Result<(), String> {
    match tokio::time::timeout(Duration::from_secs(3), ask(config.port)).await {
        Ok(Ok(status)) if status == "200" => Ok(()),
        Ok(Ok(status)) => Err(format!("health says {status}")),
        Ok(Err(error)) => Err(format!("no answer on port {}: {error}", config.port)),
        Err(_) => Err("no answer within 3 seconds".into()),
    }
}

async fn ask(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream
        .write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.split(' ').nth(1).unwrap_or("nothing").to_owned())
}
