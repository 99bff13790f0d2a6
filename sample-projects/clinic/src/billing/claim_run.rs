//! The night's batch. Each claim is sent while its row is locked, so that no second run sends it too.

use serde::Serialize;

use super::claims::{self, Claim, Status};
use crate::notifications::outbox;
use crate::util::clock;
use crate::{AppState, Result, audit, db};

/// Who a row of the audit log is by when nobody sat at the keyboard.
const NIGHT: i64 = 0;

#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimRun {
    pub batch: String,
    pub claims: usize,
    pub sent: usize,
    pub failed: usize,
}

pub async fn run(state: &AppState) -> Result<ClaimRun> {
    let most = db::settings::number(&state.pool, "claims.max_batch", 200).await?;
    let mut run = ClaimRun {
        batch: claims::batch_name(clock::today()),
        ..ClaimRun::default()
    };
    let ready: Vec<i64> =
        sqlx::query_scalar("SELECT id FROM claims WHERE status = 'ready' ORDER BY id LIMIT $1")
            .bind(most)
            .fetch_all(&state.pool)
            .await?;
    for claim in ready {
        run.claims += 1;
        match send_one(state, claim, &run.batch).await {
            Ok(true) => run.sent += 1,
            Ok(false) => {}
            Err(error) => {
                eprintln!("claim {claim}: {error}");
                run.failed += 1;
            }
        }
    }
    refresh_revenue(state).await?;
    Ok(run)
}

/// The insurer is asked in the middle of the transaction: up to ten seconds with a locked row and a
/// connection of the pool.
async fn send_one(state: &AppState, claim: i64, batch: &str) -> Result<bool> {
    let mut tx = state.pool.begin().await?;
    let locked: Option<Claim> = sqlx::query_as(
        "SELECT * FROM claims WHERE id = $1 AND status = 'ready' FOR UPDATE SKIP LOCKED",
    )
    .bind(claim)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(claim) = locked else {
        return Ok(false);
    };
    let document = claims::document(&mut tx, &claim).await?;
    let verdict = state.insurer.submit(&document).await?;
    sqlx::query("UPDATE claims SET batch = $2 WHERE id = $1")
        .bind(claim.id)
        .bind(batch)
        .execute(&mut *tx)
        .await?;
    let status = claims::record(&mut tx, claim.id, &verdict).await?;
    if status == Status::Rejected {
        let desk = db::settings::text(&mut *tx, "clinic.mail")
            .await?
            .unwrap_or_default();
        outbox::mail(&mut tx, &desk, &format!("청구 {} 반려", claim.id)).await?;
    }
    audit::note(&mut tx, NIGHT, "send", "claims", claim.id).await?;
    tx.commit().await?;
    Ok(true)
}

async fn refresh_revenue(state: &AppState) -> Result<()> {
    sqlx::query("REFRESH MATERIALIZED VIEW monthly_revenue")
        .execute(&state.pool)
        .await?;
    Ok(())
}
