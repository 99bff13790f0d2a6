//! What time it is, by the clock on the shop's wall in Seoul.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Serialize, Serializer};

const SEOUL_OFFSET_SECS: i64 = 9 * 3600;
const DAY_SECS: i64 = 86_400;

/// A moment, in seconds since 1970. Shown in Seoul time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

pub fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    Timestamp(since_epoch.map_or(0, |it| it.as_secs() as i64))
}

impl Timestamp {
    pub const fn from_secs(secs: i64) -> Timestamp {
        Timestamp(secs)
    }

    pub const fn as_secs(self) -> i64 {
        self.0
    }

    pub fn plus_minutes(self, minutes: i64) -> Timestamp {
        Timestamp(self.0 + minutes * 60)
    }

    pub fn minus_days(self, days: i64) -> Timestamp {
        Timestamp(self.0 - days * DAY_SECS)
    }

    /// The business day it falls on, as `2026-03-02`.
    pub fn day(self) -> String {
        let (year, month, day) = civil(self.in_seoul().div_euclid(DAY_SECS));
        format!("{year:04}-{month:02}-{day:02}")
    }

    fn in_seoul(self) -> i64 {
        self.0 + SEOUL_OFFSET_SECS
    }
}

/// Year, month and day of a day count since 1970 (Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second_of_day = self.in_seoul().rem_euclid(DAY_SECS);
        let (hour, minute) = (second_of_day / 3600, second_of_day / 60 % 60);
        let second = second_of_day % 60;
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}+09:00", self.day())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Timestamp> {
        value.as_i64().map(Timestamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_seoul_time() {
        assert_eq!(
            Timestamp::from_secs(0).to_string(),
            "1970-01-01T09:00:00+09:00"
        );
        assert_eq!(
            Timestamp::from_secs(1_709_218_799).to_string(),
            "2024-02-29T23:59:59+09:00"
        );
    }

    #[test]
    fn the_business_day_turns_at_midnight_in_seoul() {
        assert_eq!(Timestamp::from_secs(1_709_218_799).day(), "2024-02-29");
        assert_eq!(Timestamp::from_secs(1_709_218_800).day(), "2024-03-01");
    }
}
