//! The end of an encounter, which is the beginning of everything else: the prescription becomes valid,
//! the bill is written, the claim is prepared, the patient gets a message. All or nothing, ever since
//! a patient left with a bill and without a prescription.

use clinic_terms::{Kcd, Won};
use serde::Serialize;
use sqlx::{Acquire, PgConnection};

use super::{Encounter, diagnoses, records};
use crate::billing::{claims, invoice};
use crate::notifications::{outbox, template};
use crate::prescriptions::{self, interactions::Conflict};
use crate::web::board::{self, 알림};
use crate::{AppError, AppState, Result, audit, db, jobs, lab};

#[derive(Debug, Serialize)]
pub struct Closed {
    pub invoice: i64,
    pub claim: Option<i64>,
    pub prescription: Option<i64>,
    /// Why the prescription stayed a draft.
    pub conflicts: Vec<Conflict>,
}

pub async fn close(state: &AppState, by: i64, id: i64) -> Result<Closed> {
    let mut tx = state.pool.begin().await?;
    let encounter = db::lookup::encounter_for_update(&mut tx, id).await?;
    encounter.must_be_open()?;
    check_papers(&mut tx, &encounter).await?;

    let (prescription, conflicts) = issue_if_possible(&mut tx, &encounter).await?;
    lab::orders::cancel_undrawn(&mut tx, id).await?;
    let bill = invoice::create(&mut tx, &encounter).await?;
    let claim = claims::prepare(&mut tx, &bill).await?;
    sqlx::query("UPDATE encounters SET closed_at = now() WHERE id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;

    let patient = db::lookup::patient(&mut tx, encounter.patient_id).await?;
    outbox::sms(
        &mut tx,
        patient.reachable_at(),
        &template::수납안내(&patient.name, Won(bill.copay)),
    )
    .await?;
    report_infections(&mut tx, &encounter).await?;
    audit::note_with(
        &mut tx,
        by,
        "close",
        "encounters",
        id,
        serde_json::json!({"invoice": bill.id}),
    )
    .await?;
    tx.commit().await?;
    board::announce(알림::수납 { invoice: bill.id });
    Ok(Closed {
        invoice: bill.id,
        claim,
        prescription,
        conflicts,
    })
}

async fn check_papers(conn: &mut PgConnection, encounter: &Encounter) -> Result<()> {
    if records::unsigned(conn, encounter.id).await? > 0 {
        return Err(AppError::conflict("there are records without a signature"));
    }
    if !diagnoses::of(conn, encounter.id)
        .await?
        .iter()
        .any(|diagnosis| diagnosis.principal)
    {
        return Err(AppError::conflict("a principal diagnosis is missing"));
    }
    Ok(())
}

/// In a savepoint: drugs that do not go together keep the prescription a draft, not the encounter open.
async fn issue_if_possible(
    conn: &mut PgConnection,
    encounter: &Encounter,
) -> Result<(Option<i64>, Vec<Conflict>)> {
    let Some(draft) = prescriptions::draft_of(conn, encounter.id).await? else {
        return Ok((None, Vec::new()));
    };
    let mut savepoint = conn.begin().await?;
    match prescriptions::issue(&mut savepoint, draft).await {
        Ok(()) => {
            savepoint.commit().await?;
            Ok((Some(draft), Vec::new()))
        }
        Err(AppError::Interaction(conflicts)) => {
            savepoint.rollback().await?;
            Ok((None, conflicts))
        }
        Err(error) => Err(error),
    }
}

/// 법정감염병 신고, the same day.
async fn report_infections(conn: &mut PgConnection, encounter: &Encounter) -> Result<()> {
    for diagnosis in diagnoses::of(conn, encounter.id).await? {
        if Kcd::parse(&diagnosis.code).is_ok_and(|code| code.must_be_reported()) {
            let payload = serde_json::json!({"encounter": encounter.id, "code": diagnosis.code});
            jobs::queue::push_now(conn, "report_infection", payload).await?;
        }
    }
    Ok(())
}
