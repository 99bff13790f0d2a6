use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use crate::{AppError, Result};

#[derive(Debug, Clone, Default, Serialize, Deserialize, sqlx::FromRow)]
pub struct Vitals {
    pub systolic: Option<i32>,
    pub diastolic: Option<i32>,
    pub pulse: Option<i32>,
    pub temperature: Option<f64>,
}

impl Vitals {
    /// What the nurse surely mistyped.
    pub fn check(&self) -> Result<()> {
        let plausible = self
            .systolic
            .is_none_or(|value| (50..=280).contains(&value))
            && self
                .diastolic
                .is_none_or(|value| (20..=180).contains(&value))
            && self.pulse.is_none_or(|value| (20..=250).contains(&value))
            && self
                .temperature
                .is_none_or(|value| (30.0..=44.0).contains(&value));
        let ordered = match (self.systolic, self.diastolic) {
            (Some(systolic), Some(diastolic)) => systolic > diastolic,
            _ => true,
        };
        if plausible && ordered {
            Ok(())
        } else {
            Err(AppError::invalid("these values are not plausible"))
        }
    }

    pub fn 고혈압(&self) -> bool {
        self.systolic.is_some_and(|value| value >= 140)
            || self.diastolic.is_some_and(|value| value >= 90)
    }
}

pub async fn take(pool: &PgPool, encounter: i64, vitals: &Vitals) -> Result<()> {
    vitals.check()?;
    sqlx::query(
        "INSERT INTO vital_signs (encounter_id, systolic, diastolic, pulse, temperature) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(encounter)
    .bind(vitals.systolic)
    .bind(vitals.diastolic)
    .bind(vitals.pulse)
    .bind(vitals.temperature)
    .execute(pool)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blood_pressure() {
        let high = Vitals {
            systolic: Some(150),
            diastolic: Some(85),
            ..Vitals::default()
        };
        assert!(high.check().is_ok() && high.고혈압());
        let swapped = Vitals {
            systolic: Some(80),
            diastolic: Some(120),
            ..Vitals::default()
        };
        assert!(swapped.check().is_err());
        assert!(
            Vitals {
                temperature: Some(365.0),
                ..Vitals::default()
            }
            .check()
            .is_err()
        );
    }
}
