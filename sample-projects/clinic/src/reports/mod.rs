//! What the owner, the tax adviser and the health office want to know. Reads everything.

pub mod daily;
pub mod disease;
pub mod render;
pub mod revenue;
pub mod routes;
pub mod workload;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Deserialize;

use crate::util::clock;
use crate::{AppError, Result};

/// A month, or the one we are in.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Period {
    pub year: Option<i32>,
    pub month: Option<u32>,
}

impl Period {
    pub fn bounds(self) -> Result<(DateTime<Utc>, DateTime<Utc>)> {
        let today = clock::today();
        let year = self.year.unwrap_or(today.year());
        let month = self.month.unwrap_or(today.month());
        let first = NaiveDate::from_ymd_opt(year, month, 1)
            .ok_or_else(|| AppError::invalid("no such month"))?;
        let next = first
            .checked_add_months(chrono::Months::new(1))
            .ok_or_else(|| AppError::invalid("no such month"))?;
        Ok((clock::start_of(first), clock::start_of(next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn december_ends_in_january() {
        let (from, to) = Period {
            year: Some(2026),
            month: Some(12),
        }
        .bounds()
        .unwrap();
        assert_eq!(from.to_rfc3339(), "2026-11-30T15:00:00+00:00");
        assert_eq!(to.to_rfc3339(), "2026-12-31T15:00:00+00:00");
        assert!(
            Period {
                year: None,
                month: Some(13)
            }
            .bounds()
            .is_err()
        );
    }
}
