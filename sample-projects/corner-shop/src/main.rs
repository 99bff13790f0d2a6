//! The corner shop's server.

use std::env;
use std::process::ExitCode;

use corner_shop::{Config, Result, ShopError, healthcheck, server};

const USAGE: &str = "\
usage: corner-shop [serve | healthcheck | version]

Reads PORT, BIND, DATABASE_PATH, SHOP_ROLE, JOB_INTERVAL_SECS and MAIL_SPOOL from the environment.";

fn main() -> ExitCode {
    match run(env::args().nth(1).as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("corner-shop: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Option<&str>) -> Result<()> {
    match command {
        None | Some("serve") => serve(Config::from_env()?),
        Some("healthcheck") => healthcheck::run(&Config::from_env()?),
        Some("version" | "--version") => {
            println!("corner-shop {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        Some("help" | "--help") => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(ShopError::invalid(format!(
            "unknown command {other:?}\n{USAGE}"
        ))),
    }
}

#[tokio::main]
async fn serve(config: Config) -> Result<()> {
    server::serve(config).await
}
