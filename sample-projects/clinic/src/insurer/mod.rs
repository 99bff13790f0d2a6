//! 심사평가원 and 공단, as far as we talk to them.

pub mod http;
pub mod paper;
pub mod wire;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde::Serialize;

use crate::Config;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimLine {
    pub code: String,
    pub quantity: i32,
    pub amount: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDocument {
    pub claim: i64,
    pub provider: String,
    pub insurance_no: String,
    pub age_band: String,
    pub disease: String,
    pub claimed: i64,
    pub lines: Vec<ClaimLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Received {
        receipt: String,
    },
    Accepted {
        receipt: String,
        granted: i64,
    },
    Cut {
        receipt: String,
        granted: i64,
        reason: String,
    },
    Rejected {
        reason: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Eligibility {
    pub insured: bool,
    pub kind: String,
}

#[derive(Debug, thiserror::Error)]
pub enum InsurerError {
    #[error("the insurer cannot be reached: {0}")]
    Unreachable(#[from] std::io::Error),
    #[error("the insurer took too long")]
    Timeout,
    #[error("the insurer answered {0}")]
    Status(u16),
    #[error("the insurer's answer makes no sense: {0}")]
    Nonsense(String),
}

pub type Answer<'a, T> = BoxFuture<'a, Result<T, InsurerError>>;

pub trait Insurer: Send + Sync {
    fn submit<'a>(&'a self, document: &'a ClaimDocument) -> Answer<'a, Verdict>;
    fn eligibility<'a>(&'a self, insurance_no: &'a str) -> Answer<'a, Eligibility>;
}

pub fn from_config(config: &Config) -> Arc<dyn Insurer> {
    match &config.insurer {
        Some(address) => Arc::new(http::HttpInsurer::new(
            address.clone(),
            config.insurer_timeout,
        )),
        None => Arc::new(paper::PaperInsurer),
    }
}
