//! 상병 통계, for the health office.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clinic_terms::kcd::{self, 질병군};
use clinic_terms::resident;
use serde::Serialize;
use sqlx::PgPool;

use super::Period;
use crate::Result;
use crate::util::{clock, csv};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    pub group: 질병군,
    pub age_band: &'static str,
    pub cases: usize,
}

/// As in `billing::copay`, but the office wants the very old apart.
fn age_band(age: i32) -> &'static str {
    match age {
        ..6 => "0-5",
        6..15 => "6-14",
        15..65 => "15-64",
        65..85 => "65-84",
        _ => "85+",
    }
}

pub async fn counts(pool: &PgPool, period: Period) -> Result<Vec<Count>> {
    let (from, to) = period.bounds()?;
    let rows: Vec<(String, NaiveDate)> = sqlx::query_as(
        "SELECT d.code, p.birth
           FROM diagnoses d
           JOIN encounters e ON e.id = d.encounter_id
           JOIN patients p ON p.id = e.patient_id
          WHERE e.opened_at >= $1 AND e.opened_at < $2",
    )
    .bind(from)
    .bind(to)
    .fetch_all(pool)
    .await?;
    Ok(count(rows, clock::day_of(from)))
}

fn count(rows: Vec<(String, NaiveDate)>, day: NaiveDate) -> Vec<Count> {
    let mut cases: BTreeMap<(질병군, &'static str), usize> = BTreeMap::new();
    for (code, birth) in rows {
        *cases
            .entry((kcd::group_of(&code), age_band(resident::age_on(birth, day))))
            .or_default() += 1;
    }
    cases
        .into_iter()
        .map(|((group, age_band), cases)| Count {
            group,
            age_band,
            cases,
        })
        .collect()
}

pub fn to_csv(counts: &[Count]) -> String {
    let mut text = csv::line(["상병군".into(), "연령".into(), "건수".into()]);
    for count in counts {
        text.push_str(&csv::line([
            count.group.to_string(),
            count.age_band.into(),
            count.cases.to_string(),
        ]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_bands() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let born = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let rows = vec![
            ("J00".into(), born(2022)),
            ("J20.9".into(), born(2023)),
            ("M54".into(), born(1930)),
        ];
        let counts = count(rows, day);
        assert_eq!(
            counts[0],
            Count {
                group: 질병군::호흡기,
                age_band: "0-5",
                cases: 2
            }
        );
        assert_eq!(counts[1].age_band, "85+");
        assert!(to_csv(&counts).contains("호흡기,0-5,2\r\n"));
    }
}
