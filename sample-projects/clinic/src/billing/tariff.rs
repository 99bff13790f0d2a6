//! 수가표. Changes on the first of January and is asked for with every bill.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use chrono::NaiveDate;
use clinic_terms::Won;
use serde::Serialize;
use sqlx::{PgExecutor, PgPool};

use crate::{AppError, Result};

static CACHE: LazyLock<RwLock<HashMap<(String, NaiveDate), Won>>> = LazyLock::new(RwLock::default);

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Position {
    pub code: String,
    pub name: String,
    pub price: i64,
    pub insured: bool,
    pub valid_from: NaiveDate,
}

pub async fn price(db: impl PgExecutor<'_>, code: &str, day: NaiveDate) -> Result<Won> {
    let key = (code.to_owned(), day);
    if let Some(price) = CACHE
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
    {
        return Ok(*price);
    }
    let price: i64 = sqlx::query_scalar(
        "SELECT price FROM tariff WHERE code = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1",
    )
    .bind(code)
    .bind(day)
    .fetch_optional(db)
    .await?
    .ok_or(AppError::NotFound("tariff position"))?;
    CACHE
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(key, Won(price));
    Ok(Won(price))
}

pub async fn all(pool: &PgPool) -> Result<Vec<Position>> {
    Ok(sqlx::query_as(
        "SELECT code, name, price, insured, valid_from FROM tariff ORDER BY code, valid_from",
    )
    .fetch_all(pool)
    .await?)
}

pub async fn set(pool: &PgPool, position: &Position) -> Result<()> {
    if position.price < 0 {
        return Err(AppError::invalid("a price below zero"));
    }
    sqlx::query(
        "INSERT INTO tariff (code, name, price, insured, valid_from) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (code, valid_from) DO UPDATE
            SET name = excluded.name, price = excluded.price, insured = excluded.insured",
    )
    .bind(&position.code)
    .bind(&position.name)
    .bind(position.price)
    .bind(position.insured)
    .bind(position.valid_from)
    .execute(pool)
    .await?;
    forget();
    Ok(())
}

/// In this process. The others find out when they are started again.
pub fn forget() {
    CACHE
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
}
