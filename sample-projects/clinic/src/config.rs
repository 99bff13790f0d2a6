use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

/// What the environment says. Most of it; `CLINIC_BRANCH` and `THUMBNAIL_EDGE` came later and are
/// read where they are used.
#[derive(Debug, Clone)]
pub struct Config {
    pub bind: IpAddr,
    pub port: u16,
    pub database_url: String,
    pub connections: u32,
    pub files_root: PathBuf,
    pub spool: Option<PathBuf>,
    pub insurer: Option<String>,
    pub insurer_timeout: Duration,
    pub job_interval: Duration,
    pub session_hours: i64,
}

impl Config {
    pub fn from_env() -> Result<Config, String> {
        Config::from_lookup(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Config, String> {
        Ok(Config {
            bind: parsed(&lookup, "BIND", IpAddr::V4(Ipv4Addr::UNSPECIFIED))?,
            port: parsed(&lookup, "PORT", 8080)?,
            database_url: lookup("DATABASE_URL")
                .unwrap_or_else(|| "postgres://localhost/clinic".into()),
            connections: parsed(&lookup, "DATABASE_CONNECTIONS", 10)?,
            files_root: lookup("FILES_ROOT")
                .unwrap_or_else(|| "files".into())
                .into(),
            spool: lookup("MESSAGE_SPOOL").map(PathBuf::from),
            insurer: lookup("INSURER_ADDR"),
            insurer_timeout: Duration::from_secs(parsed(&lookup, "INSURER_TIMEOUT_SECS", 10)?),
            job_interval: Duration::from_secs(parsed(&lookup, "JOB_INTERVAL_SECS", 30)?),
            session_hours: parsed(&lookup, "SESSION_HOURS", 10)?,
        })
    }
}

fn parsed<T: std::str::FromStr>(
    lookup: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: T,
) -> Result<T, String> {
    match lookup(name) {
        Some(text) => text
            .parse()
            .map_err(|_| format!("{name} is {text:?}, which makes no sense")),
        None => Ok(default),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_for_a_laptop() {
        let config = Config::from_lookup(|_| None).unwrap();
        assert_eq!((config.port, config.connections), (8080, 10));
        assert!(config.insurer.is_none());
    }

    #[test]
    fn nonsense_is_named() {
        let error =
            Config::from_lookup(|name| (name == "PORT").then(|| "팔천".into())).unwrap_err();
        assert!(error.starts_with("PORT"), "{error}");
    }
}
