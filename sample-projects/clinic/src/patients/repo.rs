use clinic_terms::{Phone, ResidentNo};
use sqlx::{PgConnection, PgPool, QueryBuilder};

use super::{NewPatient, Patient, Sex};
use crate::util::page::Page;
use crate::{AppError, Result};

/// Without a look at guardians, so that the seed and old papers can be entered.
pub async fn insert(conn: &mut PgConnection, new: &NewPatient) -> Result<i64> {
    let resident = ResidentNo::parse(&new.resident_no)?;
    let phone = Phone::parse(&new.phone)?;
    let guardian = new
        .guardian_phone
        .as_deref()
        .map(Phone::parse)
        .transpose()?;
    sqlx::query_scalar(
        "INSERT INTO patients (name, resident_digest, resident_masked, birth, sex, phone, email, address,
                               insurance_no, guardian_name, guardian_phone)
         VALUES ($1, md5($2), $3, $4, $5, $6, $7, $8, $9, $10, $11)
         RETURNING id",
    )
    .bind(new.name.trim())
    .bind(resident.plain())
    .bind(resident.masked())
    .bind(resident.birth())
    .bind(if resident.is_female() { Sex::Female } else { Sex::Male })
    .bind(phone.as_str())
    .bind(&new.email)
    .bind(&new.address)
    .bind(&new.insurance_no)
    .bind(&new.guardian_name)
    .bind(guardian.as_ref().map(Phone::as_str))
    .fetch_one(conn)
    .await
    .map_err(|error| AppError::from(error).or_taken("one_chart_per_resident", "this person has a chart already"))
}

pub async fn find(pool: &PgPool, text: &str, page: Page) -> Result<Vec<Patient>> {
    let mut query = QueryBuilder::new("SELECT * FROM patients WHERE merged_into IS NULL");
    let text = text.trim();
    if !text.is_empty() {
        let digits = text.chars().all(|letter| letter.is_ascii_digit());
        query.push(" AND (name LIKE ").push_bind(format!("{text}%"));
        if digits {
            query
                .push(" OR chart_no = ")
                .push_bind(format!("{text:0>6}"));
            query.push(" OR phone LIKE ").push_bind(format!("%{text}"));
        }
        query.push(")");
    }
    query
        .push(" ORDER BY name, id LIMIT ")
        .push_bind(page.limit());
    query.push(" OFFSET ").push_bind(page.offset());
    Ok(query.build_query_as().fetch_all(pool).await?)
}

pub async fn change_contact(
    conn: &mut PgConnection,
    id: i64,
    phone: &Phone,
    email: Option<&str>,
    address: Option<&str>,
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE patients SET phone = $2, email = coalesce($3, email), address = coalesce($4, address) WHERE id = $1",
    )
    .bind(id)
    .bind(phone.as_str())
    .bind(email)
    .bind(address)
    .execute(conn)
    .await?;
    if done.rows_affected() == 0 {
        Err(AppError::NotFound("patient"))
    } else {
        Ok(())
    }
}
