//! 연남의원: the desk, the doctors, the laboratory, the X-ray and the bookkeeping in one program.

pub mod appointments;
pub mod audit;
pub mod billing;
pub mod config;
pub mod db;
pub mod documents;
pub mod encounters;
pub mod error;
pub mod frontdesk;
pub mod healthcheck;
pub mod imaging;
pub mod insurer;
pub mod jobs;
pub mod lab;
pub mod notifications;
pub mod patients;
pub mod payments;
pub mod prescriptions;
pub mod reports;
pub mod staff;
pub mod state;
pub mod users;
pub mod util;
pub mod web;

pub use config::Config;
pub use error::{AppError, Result};
pub use state::AppState;
