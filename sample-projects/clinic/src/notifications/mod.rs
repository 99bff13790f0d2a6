//! 문자와 메일. Written with the change that causes them, sent by a job.

pub mod outbox;
pub mod routes;
pub mod template;
pub mod transport;
