//! Doctors, rooms and shifts.

pub mod rooms;
pub mod routes;
pub mod shifts;

use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use crate::Result;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(type_name = "department")]
pub enum 진료과 {
    내과,
    소아청소년과,
    정형외과,
    피부과,
    영상의학과,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Doctor {
    pub id: i64,
    pub user_id: i64,
    pub name: String,
    pub license_no: String,
    pub department: 진료과,
    pub slot_minutes: i32,
}

pub async fn doctors(pool: &PgPool) -> Result<Vec<Doctor>> {
    Ok(sqlx::query_as(
        "SELECT d.id, d.user_id, u.name, d.license_no, d.department, d.slot_minutes
           FROM doctors d JOIN users u ON u.id = d.user_id
          WHERE u.active
          ORDER BY d.department, u.name",
    )
    .fetch_all(pool)
    .await?)
}

/// The doctor that a user is, if any.
pub async fn doctor_of_user(pool: &PgPool, user: i64) -> Result<Option<i64>> {
    Ok(
        sqlx::query_scalar("SELECT id FROM doctors WHERE user_id = $1")
            .bind(user)
            .fetch_optional(pool)
            .await?,
    )
}
