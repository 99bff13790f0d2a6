//! Asks a running shop how it is: for containers that have nothing else to ask with.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::config::Config;
use crate::error::{Result, ShopError};

const PATIENCE: Duration = Duration::from_secs(3);

/// Succeeds if the shop of this configuration says that it is healthy.
pub fn run(config: &Config) -> Result<()> {
    let status = status_line(reachable(config.address()))?;
    match status.split(' ').nth(1) {
        Some("200") => Ok(()),
        _ => Err(ShopError::conflict(format!("unhealthy: {status:?}"))),
    }
}

fn status_line(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!("GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

/// A server that listens everywhere is asked at home.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_at_home() {
        let everywhere: SocketAddr = "0.0.0.0:8080".parse().unwrap();
        assert_eq!(reachable(everywhere).to_string(), "127.0.0.1:8080");
        let somewhere: SocketAddr = "192.0.2.7:80".parse().unwrap();
        assert_eq!(reachable(somewhere), somewhere);
    }
}
