//! What the shop does when nobody is looking.

pub mod expire_unpaid;
pub mod restock_letter;
pub mod send_mail;

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use rusqlite::Connection;
use serde::Serialize;

use crate::config::Config;
use crate::error::{Result, ShopError};
use crate::util::clock::{self, Timestamp};

#[derive(Clone, Debug, Serialize)]
pub struct LastRun {
    pub at: Timestamp,
    pub outcome: String,
}

/// When each job ran last in this process.
static LAST_RUNS: LazyLock<Mutex<BTreeMap<&'static str, LastRun>>> = LazyLock::new(Mutex::default);

type Job = fn(&mut Connection, &Config) -> Result<usize>;

/// The jobs, in the order in which they run.
const JOBS: &[(&str, Job)] = &[
    ("expire-unpaid", |conn, _| {
        expire_unpaid::run(conn, clock::now())
    }),
    ("restock-letter", |conn, _| {
        restock_letter::run(conn, clock::now())
    }),
    ("send-mail", send_mail::run),
];

/// Runs every job once. A job that fails does not keep the next from running.
pub fn run_all(conn: &mut Connection, config: &Config) {
    for &(name, job) in JOBS {
        if let Err(error) = run(conn, config, name, job) {
            eprintln!("jobs: {name} failed: {error}");
        }
    }
}

/// Runs one job now; returns how many things it did.
pub fn run_named(conn: &mut Connection, config: &Config, name: &str) -> Result<usize> {
    let found = JOBS.iter().find(|(it, _)| *it == name);
    let &(name, job) = found.ok_or_else(|| ShopError::not_found("job", name))?;
    run(conn, config, name, job)
}

pub fn last_runs() -> BTreeMap<&'static str, LastRun> {
    let last_runs = LAST_RUNS.lock().unwrap_or_else(PoisonError::into_inner);
    last_runs.clone()
}

fn run(conn: &mut Connection, config: &Config, name: &'static str, job: Job) -> Result<usize> {
    let result = job(conn, config);
    let outcome = match &result {
        Ok(n_done) => format!("{n_done} done"),
        Err(error) => error.to_string(),
    };
    let at = clock::now();
    let mut last_runs = LAST_RUNS.lock().unwrap_or_else(PoisonError::into_inner);
    last_runs.insert(name, LastRun { at, outcome });
    result
}
