//! What the environment says about how to run.

use std::env;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{Result, ShopError};

#[derive(Clone, Debug)]
pub struct Config {
    pub bind: IpAddr,
    pub port: u16,
    /// A file, or `:memory:` for a shop that forgets everything.
    pub database_path: String,
    /// What this copy of the program is there for; only ever reported, never acted on.
    pub role: String,
    /// Zero stops the periodic jobs.
    pub job_interval: Duration,
    /// Where letters go; without it they go to the log.
    pub mail_spool: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            bind: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            port: 8080,
            database_path: "corner-shop.db".to_owned(),
            role: "monolith".to_owned(),
            job_interval: Duration::from_secs(30),
            mail_spool: None,
        }
    }
}

impl Config {
    pub fn from_env() -> Result<Config> {
        Config::from_lookup(|name| env::var(name).ok())
    }

    fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Config> {
        let set = |name: &str| lookup(name).filter(|it| !it.is_empty());
        let default = Config::default();
        let interval_secs = parsed("JOB_INTERVAL_SECS", set("JOB_INTERVAL_SECS"))?;
        Ok(Config {
            bind: parsed("BIND", set("BIND"))?.unwrap_or(default.bind),
            port: parsed("PORT", set("PORT"))?.unwrap_or(default.port),
            database_path: set("DATABASE_PATH").unwrap_or(default.database_path),
            role: set("SHOP_ROLE").unwrap_or(default.role),
            job_interval: interval_secs.map_or(default.job_interval, Duration::from_secs),
            mail_spool: set("MAIL_SPOOL").map(PathBuf::from),
        })
    }

    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.bind, self.port)
    }
}

fn parsed<T: FromStr>(name: &str, value: Option<String>) -> Result<Option<T>> {
    let Some(value) = value else {
        return Ok(None);
    };
    match value.trim().parse() {
        Ok(it) => Ok(Some(it)),
        Err(_) => Err(ShopError::invalid(format!("{name} cannot be {value:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(vars: &[(&str, &str)]) -> Result<Config> {
        Config::from_lookup(|name| {
            let found = vars.iter().find(|(it, _)| *it == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_empty_environment_will_do() {
        let config = read(&[("PORT", "")]).unwrap();
        assert_eq!(config.address().to_string(), "0.0.0.0:8080");
        assert_eq!(config.role, "monolith");
    }

    #[test]
    fn a_port_that_is_none_is_refused_by_name() {
        let error = read(&[("PORT", "eighty")]).unwrap_err();
        assert_eq!(error.to_string(), "PORT cannot be \"eighty\"");
    }
}
