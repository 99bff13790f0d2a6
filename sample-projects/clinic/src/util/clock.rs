use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};

const NINE_HOURS: i32 = 9 * 3600;

/// Korea has no summer time.
pub fn seoul() -> FixedOffset {
    FixedOffset::east_opt(NINE_HOURS).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

pub fn now() -> DateTime<Utc> {
    Utc::now()
}

pub fn today() -> NaiveDate {
    day_of(now())
}

pub fn day_of(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&seoul()).date_naive()
}

/// Midnight in Seoul.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    midnight - chrono::Duration::seconds(i64::from(NINE_HOURS))
}

/// "3월 2일 14:30"
pub fn spoken(moment: DateTime<Utc>) -> String {
    moment
        .with_timezone(&seoul())
        .format("%-m월 %-d일 %H:%M")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_seoul() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        assert_eq!(start_of(day).to_rfc3339(), "2026-03-01T15:00:00+00:00");
        assert_eq!(day_of(start_of(day)), day);
        assert_eq!(
            day_of(start_of(day) - chrono::Duration::seconds(1)),
            day.pred_opt().unwrap()
        );
        assert_eq!(
            spoken(start_of(day) + chrono::Duration::minutes(870)),
            "3월 2일 14:30"
        );
    }
}
