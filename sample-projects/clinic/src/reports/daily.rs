//! 일계표: the sheet that lies on the desk in the evening.

use chrono::{Duration, NaiveDate};
use clinic_terms::Won;
use sqlx::PgPool;

use super::render::{Page, Sheet};
use crate::util::clock;
use crate::{Result, db};

#[derive(Debug, sqlx::FromRow)]
struct Figures {
    booked: i64,
    no_shows: i64,
    encounters: i64,
    prescriptions: i64,
    lab_results: i64,
    pictures: i64,
    billed: i64,
    cash: i64,
    card: i64,
    messages: i64,
}

/// One statement over nine areas, because the desk wants it at once.
const FIGURES: &str = "
    SELECT (SELECT count(*) FROM appointments WHERE starts_at >= $1 AND starts_at < $2) AS booked,
           (SELECT count(*) FROM appointments WHERE starts_at >= $1 AND starts_at < $2 AND status = 'no_show') AS no_shows,
           (SELECT count(*) FROM encounters WHERE opened_at >= $1 AND opened_at < $2) AS encounters,
           (SELECT count(*) FROM prescriptions WHERE issued_at >= $1 AND issued_at < $2) AS prescriptions,
           (SELECT count(*) FROM lab_results WHERE entered_at >= $1 AND entered_at < $2) AS lab_results,
           (SELECT count(*) FROM images i JOIN studies s ON s.id = i.study_id
             WHERE s.requested_at >= $1 AND s.requested_at < $2) AS pictures,
           (SELECT coalesce(sum(copay), 0)::bigint FROM invoices
             WHERE issued_at >= $1 AND issued_at < $2 AND status <> 'void') AS billed,
           (SELECT coalesce(sum(amount), 0)::bigint FROM payments
             WHERE paid_at >= $1 AND paid_at < $2 AND method = 'cash') AS cash,
           (SELECT coalesce(sum(amount), 0)::bigint FROM payments
             WHERE paid_at >= $1 AND paid_at < $2 AND method <> 'cash') AS card,
           (SELECT count(*) FROM outbox WHERE created_at >= $1 AND created_at < $2) AS messages";

pub async fn sheet(pool: &PgPool, day: NaiveDate) -> Result<Sheet> {
    let from = clock::start_of(day);
    let figures: Figures = sqlx::query_as(FIGURES)
        .bind(from)
        .bind(from + Duration::days(1))
        .fetch_one(pool)
        .await?;
    let mut page = Page::new("일 계 표");
    page.pair("의원", &db::settings::clinic_name(pool).await?);
    page.pair("일자", &day.to_string());
    page.rule();
    for (label, count) in [
        ("예약", figures.booked),
        ("부도", figures.no_shows),
        ("진료", figures.encounters),
        ("처방", figures.prescriptions),
        ("검사 결과", figures.lab_results),
        ("촬영", figures.pictures),
        ("문자·메일", figures.messages),
    ] {
        page.pair(label, &format!("{count}건"));
    }
    page.rule();
    page.pair("청구 본인부담", &Won(figures.billed).to_string());
    page.pair("현금", &Won(figures.cash).to_string());
    page.pair("카드·이체", &Won(figures.card).to_string());
    page.pair("계", &Won(figures.cash + figures.card).to_string());
    Ok(Sheet::of(page))
}
