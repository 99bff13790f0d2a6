//! 환자: who comes, how to reach them, what they must not be given.

pub mod allergies;
pub mod merge;
pub mod repo;
pub mod routes;
pub mod timeline;

use chrono::{DateTime, NaiveDate, Utc};
use clinic_terms::{Phone, ResidentNo, hangul, resident};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use crate::notifications::{outbox, template};
use crate::util::clock;
use crate::util::page::Page;
use crate::{AppError, Result, appointments, audit, billing, db};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "sex", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Patient {
    pub id: i64,
    pub chart_no: String,
    pub name: String,
    pub resident_masked: String,
    pub birth: NaiveDate,
    pub sex: Sex,
    pub phone: String,
    pub email: Option<String>,
    pub address: Option<String>,
    pub insurance_no: Option<String>,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<String>,
    pub balance: i64,
    pub last_visit: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

impl Patient {
    pub fn age(&self) -> i32 {
        resident::age_on(self.birth, clock::today())
    }

    /// Letters about a child go to the guardian.
    pub fn reachable_at(&self) -> &str {
        match &self.guardian_phone {
            Some(phone) if self.age() < 14 => phone,
            _ => &self.phone,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct NewPatient {
    pub name: String,
    pub resident_no: String,
    pub phone: String,
    pub email: Option<String>,
    pub address: Option<String>,
    pub insurance_no: Option<String>,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<String>,
}

impl NewPatient {
    pub fn check(&self) -> Result<(ResidentNo, Phone)> {
        if self.name.trim().is_empty() {
            return Err(AppError::invalid("a patient has a name"));
        }
        let resident = ResidentNo::parse(&self.resident_no)?;
        let phone = Phone::parse(&self.phone)?;
        if resident::age_on(resident.birth(), clock::today()) < 14 && self.guardian_phone.is_none()
        {
            // The desk may fill it in later, but only for those who are known already.
            return Err(AppError::invalid("a child needs a guardian's phone"));
        }
        Ok((resident, phone))
    }
}

pub async fn register(pool: &PgPool, by: i64, new: &NewPatient) -> Result<Patient> {
    new.check()?;
    let mut tx = pool.begin().await?;
    let id = repo::insert(&mut tx, new).await?;
    let patient = db::lookup::patient(&mut tx, id).await?;
    let clinic = db::settings::clinic_name(&mut *tx).await?;
    outbox::sms(
        &mut tx,
        patient.reachable_at(),
        &template::환영(&clinic, &patient.name),
    )
    .await?;
    audit::note(&mut tx, by, "register", "patients", id).await?;
    tx.commit().await?;
    Ok(patient)
}

/// By name, initials (ㄱㅁㅈ), chart number or the end of a phone number.
pub async fn search(pool: &PgPool, text: &str, page: Page) -> Result<Vec<Patient>> {
    if hangul::is_initials(text) {
        let everybody = repo::find(
            pool,
            "",
            Page {
                offset: 0,
                limit: 500,
            },
        )
        .await?;
        let matching = everybody
            .into_iter()
            .filter(|patient| hangul::initials(&patient.name).starts_with(text));
        return Ok(matching.take(page.limit() as usize).collect());
    }
    repo::find(pool, text, page).await
}

/// 진료기록 must be kept for ten years; only those who never came may go.
pub async fn remove(pool: &PgPool, by: i64, id: i64) -> Result<()> {
    let mut tx = pool.begin().await?;
    let patient = db::lookup::patient(&mut tx, id).await?;
    if patient.last_visit.is_some() || appointments::any_for(&mut tx, id).await? {
        return Err(AppError::conflict("this patient has a record"));
    }
    if billing::outstanding(&mut tx, id).await? != 0 {
        return Err(AppError::conflict("there are open bills"));
    }
    sqlx::query("DELETE FROM allergies WHERE patient_id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM patients WHERE id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    audit::note(&mut tx, by, "remove", "patients", id).await?;
    tx.commit().await?;
    Ok(())
}

/// What the desk sees in red.
pub async fn owes(conn: &mut PgConnection, id: i64) -> Result<i64> {
    Ok(
        sqlx::query_scalar("SELECT balance FROM patients WHERE id = $1")
            .bind(id)
            .fetch_one(conn)
            .await?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(birth: (i32, u32, u32)) -> NewPatient {
        let birth = NaiveDate::from_ymd_opt(birth.0, birth.1, birth.2).unwrap();
        NewPatient {
            name: "한봄".into(),
            resident_no: resident::made_up(birth, true, 4711),
            phone: "010 2345 6789".into(),
            email: None,
            address: None,
            insurance_no: None,
            guardian_name: None,
            guardian_phone: None,
        }
    }

    #[test]
    fn children_need_a_guardian() {
        assert!(new((1990, 1, 1)).check().is_ok());
        let child = new((2024, 5, 5));
        assert!(child.check().is_err());
        assert!(
            NewPatient {
                guardian_phone: Some("010-1111-2222".into()),
                ..child
            }
            .check()
            .is_ok()
        );
        assert!(
            NewPatient {
                name: " ".into(),
                ..new((1990, 1, 1))
            }
            .check()
            .is_err()
        );
    }
}
