use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgConnection;

use crate::staff::shifts::{self, Shift};
use crate::util::clock;
use crate::{Result, db};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    pub starts_at: DateTime<Utc>,
    pub minutes: i32,
}

pub async fn free(conn: &mut PgConnection, doctor: i64, day: NaiveDate) -> Result<Vec<Slot>> {
    let from = clock::start_of(day);
    let to = from + Duration::days(1);
    let minutes = db::lookup::doctor(conn, doctor).await?.slot_minutes;
    let shifts = shifts::between(conn, doctor, from, to).await?;
    let taken: Vec<(DateTime<Utc>, i32)> = sqlx::query_as(
        "SELECT starts_at, minutes FROM appointments
          WHERE doctor_id = $1 AND starts_at >= $2 AND starts_at < $3 AND status NOT IN ('canceled', 'no_show')",
    )
    .bind(doctor)
    .bind(from)
    .bind(to)
    .fetch_all(conn)
    .await?;
    Ok(cut(&shifts, &taken, minutes))
}

/// Shifts in slices, without those that somebody sits in.
fn cut(shifts: &[Shift], taken: &[(DateTime<Utc>, i32)], minutes: i32) -> Vec<Slot> {
    let step = Duration::minutes(i64::from(minutes));
    let mut slots = Vec::new();
    for shift in shifts {
        let mut start = shift.starts_at;
        while start + step <= shift.ends_at {
            let busy = taken.iter().any(|(other, length)| {
                *other < start + step && start < *other + Duration::minutes(i64::from(*length))
            });
            if !busy {
                slots.push(Slot {
                    starts_at: start,
                    minutes,
                });
            }
            start += step;
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_appointment_takes_two_slots() {
        let nine =
            clock::start_of(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()) + Duration::hours(9);
        let shift = Shift {
            id: 1,
            doctor_id: 1,
            room_id: 1,
            starts_at: nine,
            ends_at: nine + Duration::hours(1),
        };
        let slots = cut(&[shift], &[(nine + Duration::minutes(15), 30)], 15);
        let starts: Vec<i64> = slots
            .iter()
            .map(|slot| (slot.starts_at - nine).num_minutes())
            .collect();
        assert_eq!(starts, [0, 45]);
    }

    #[test]
    fn no_shift_no_slot() {
        assert!(cut(&[], &[], 10).is_empty());
    }
}
