//! 검사실: orders come from the doctors, values from a machine or by hand.

pub mod analyzer;
pub mod orders;
pub mod results;
pub mod routes;

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[sqlx(type_name = "lab_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Ordered,
    Drawn,
    Resulted,
    Canceled,
}
