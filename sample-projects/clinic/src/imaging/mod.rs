//! 영상: studies, their pictures on disk, and the reading of them.

pub mod routes;
pub mod store;
pub mod studies;
pub mod thumbnails;

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[sqlx(type_name = "study_status", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Requested,
    Taken,
    Read,
}
