//! A day of the calendar, for people: seconds since 1970 become year, month and day.

use std::fmt;

const SECS_A_DAY: i64 = 86_400;
/// The last second of the year 9999: later ones are somebody's joke.
pub(super) const MAX_SECS: i64 = 253_402_300_799;

/// A day in coordinated universal time, as `2024-02-29`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day {
    days: i64,
}

impl Day {
    /// The day that a moment is in, given in seconds since 1970; clipped to the years 1970 to 9999.
    pub fn of_secs(secs: i64) -> Self {
        Self {
            days: secs.clamp(0, MAX_SECS) / SECS_A_DAY,
        }
    }

    /// How many days after another it is; 0 if it is none.
    pub fn days_since(self, earlier: Self) -> u32 {
        u32::try_from(self.days - earlier.days).unwrap_or(0)
    }
}

impl fmt::Display for Day {
    /// After Hinnant, "chrono-compatible low-level date algorithms" (`civil_from_days`): years begin
    /// in March, so that the leap day is the last.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shifted = self.days + 719_468;
        let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_days_of_the_calendar() {
        let day = |secs| Day::of_secs(secs).to_string();
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(951_782_399), "2000-02-28");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(day(1_709_164_800), "2024-02-29");
        assert_eq!(day(1_735_689_599), "2024-12-31");
        assert_eq!(day(MAX_SECS), "9999-12-31");
        assert_eq!((day(-9), day(i64::MAX)), (day(0), day(MAX_SECS)));
        let (a, b) = (Day::of_secs(0), Day::of_secs(86_400 * 3 + 5));
        assert_eq!((b.days_since(a), a.days_since(b)), (3, 0));
    }
}
