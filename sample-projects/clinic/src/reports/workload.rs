use serde::Serialize;
use sqlx::PgPool;

use super::Period;
use crate::Result;
use crate::staff::진료과;

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Load {
    pub doctor: String,
    pub department: 진료과,
    pub shift_minutes: i64,
    pub encounters: i64,
    pub mean_minutes: Option<f64>,
    pub tests: i64,
    pub pictures: i64,
}

pub async fn of_doctors(pool: &PgPool, period: Period) -> Result<Vec<Load>> {
    let (from, to) = period.bounds()?;
    Ok(sqlx::query_as(
        "WITH hours AS (
             SELECT doctor_id, sum(extract(epoch FROM ends_at - starts_at) / 60)::bigint AS minutes
               FROM shifts WHERE starts_at >= $1 AND starts_at < $2 GROUP BY doctor_id
         ), seen AS (
             SELECT e.doctor_id, count(*) AS encounters,
                    avg(extract(epoch FROM e.closed_at - e.opened_at) / 60)::float8 AS mean,
                    sum((SELECT count(*) FROM lab_orders o WHERE o.encounter_id = e.id))::bigint AS tests,
                    sum((SELECT count(*) FROM studies s WHERE s.encounter_id = e.id))::bigint AS pictures
               FROM encounters e WHERE e.opened_at >= $1 AND e.opened_at < $2 GROUP BY e.doctor_id
         )
         SELECT u.name AS doctor, d.department, coalesce(h.minutes, 0) AS shift_minutes,
                coalesce(s.encounters, 0) AS encounters, s.mean AS mean_minutes,
                coalesce(s.tests, 0) AS tests, coalesce(s.pictures, 0) AS pictures
           FROM doctors d
           JOIN users u ON u.id = d.user_id
           LEFT JOIN hours h ON h.doctor_id = d.id
           LEFT JOIN seen s ON s.doctor_id = d.id
          ORDER BY encounters DESC, doctor",
    )
    .bind(from)
    .bind(to)
    .fetch_all(pool)
    .await?)
}
