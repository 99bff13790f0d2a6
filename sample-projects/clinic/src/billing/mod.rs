//! 원무: what an encounter costs, who pays which part, and the claim for the other part.

pub mod claim_run;
pub mod claims;
pub mod copay;
pub mod invoice;
pub mod routes;
pub mod tariff;

use sqlx::PgConnection;

use crate::Result;

/// What a patient owes, added up anew. `patients.balance` should say the same.
pub async fn outstanding(conn: &mut PgConnection, patient: i64) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT outstanding($1)")
        .bind(patient)
        .fetch_one(conn)
        .await?)
}
