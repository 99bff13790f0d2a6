//! What happens without anybody: the queue, the outbox, the night.

pub mod handlers;
pub mod queue;
pub mod sweep;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Timelike, Utc};
use tokio::task::JoinHandle;

use crate::notifications::outbox;
use crate::util::clock;
use crate::web::auth::Caller;
use crate::{AppState, Result, appointments, audit, billing, users};

static LAST_RUNS: Mutex<BTreeMap<&'static str, DateTime<Utc>>> = Mutex::new(BTreeMap::new());

const NIGHT_HOUR: u32 = 2;

/// Nothing, if the interval is zero.
pub fn start(state: &AppState) -> Vec<JoinHandle<()>> {
    let interval = state.config.job_interval;
    if interval.is_zero() {
        return Vec::new();
    }
    vec![
        every(interval, state.clone(), "queue", |state| async move {
            handlers::drain(&state).await.map(|_| ())
        }),
        every(interval, state.clone(), "outbox", |state| async move {
            outbox::deliver(&state.pool, state.transport.as_ref())
                .await
                .map(|_| ())
        }),
        every(
            Duration::from_secs(3600),
            state.clone(),
            "night",
            |state| async move {
                if clock::now().with_timezone(&clock::seoul()).hour() == NIGHT_HOUR {
                    night(&state).await
                } else {
                    Ok(())
                }
            },
        ),
    ]
}

fn every<F, Fut>(interval: Duration, state: AppState, name: &'static str, work: F) -> JoinHandle<()>
where
    F: Fn(AppState) -> Fut + Send + 'static,
    Fut: Future<Output = Result<()>> + Send,
{
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(interval);
        loop {
            ticks.tick().await;
            match work(state.clone()).await {
                Ok(()) => {
                    LAST_RUNS
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .insert(name, clock::now());
                }
                Err(error) => eprintln!("job {name}: {error}"),
            }
        }
    })
}

pub async fn night(state: &AppState) -> Result<()> {
    appointments::close_the_day(&state.pool).await?;
    users::sessions::sweep(&state.pool).await?;
    audit::forget(&state.pool).await?;
    sweep::files(&state.pool).await?;
    let run = billing::claim_run::run(state).await?;
    println!("night: {} of {} claims sent", run.sent, run.claims);
    Ok(())
}

pub fn routes() -> Router<AppState> {
    Router::new().route("/jobs", get(last_runs))
}

async fn last_runs(
    State(_): State<AppState>,
    caller: Caller,
) -> Result<Json<BTreeMap<&'static str, DateTime<Utc>>>> {
    caller.admin()?;
    Ok(Json(
        LAST_RUNS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone(),
    ))
}
