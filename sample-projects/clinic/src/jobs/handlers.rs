use serde_json::Value;

use super::queue::{self, Job};
use crate::appointments::reminders;
use crate::imaging::thumbnails;
use crate::notifications::outbox;
use crate::{AppError, AppState, Result, db};

/// Works until the queue is empty, and returns how many jobs went well.
pub async fn drain(state: &AppState) -> Result<usize> {
    let mut good = 0;
    while let Some(job) = queue::take(&state.pool).await? {
        match handle(state, &job).await {
            Ok(()) => {
                queue::done(&state.pool, job.id).await?;
                good += 1;
            }
            Err(error) => {
                eprintln!("job {} ({}): {error}", job.id, job.kind);
                queue::failed(&state.pool, &job, &error.to_string()).await?;
            }
        }
    }
    Ok(good)
}

async fn handle(state: &AppState, job: &Job) -> Result<()> {
    match job.kind.as_str() {
        "remind" => reminders::send(&state.pool, number(&job.payload, "appointment")?)
            .await
            .map(|_| ()),
        "thumbnail" => thumbnails::make(state, number(&job.payload, "image")?).await,
        "report_infection" => report_infection(state, &job.payload).await,
        other => Err(AppError::invalid(format!("nobody does {other}"))),
    }
}

fn number(payload: &Value, field: &str) -> Result<i64> {
    payload[field]
        .as_i64()
        .ok_or_else(|| AppError::invalid(format!("{field} is missing")))
}

/// By mail, as in the last century; the office has no other door.
async fn report_infection(state: &AppState, payload: &Value) -> Result<()> {
    let mut tx = state.pool.begin().await?;
    let encounter = db::lookup::encounter(&mut tx, number(payload, "encounter")?).await?;
    let patient = db::lookup::patient(&mut tx, encounter.patient_id).await?;
    let code = payload["code"].as_str().unwrap_or("?");
    let body = format!(
        "법정감염병 발생 신고\n상병 {code}\n성별·연령 {:?}, {}세\n",
        patient.sex,
        patient.age()
    );
    outbox::mail(&mut tx, "infection@mapo.example", &body).await?;
    tx.commit().await?;
    Ok(())
}
