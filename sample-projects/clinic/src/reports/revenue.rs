use chrono::NaiveDate;
use clinic_terms::Won;
use serde::Serialize;
use sqlx::PgPool;

use super::render::{Page, Sheet};
use crate::staff::진료과;
use crate::{Result, db};

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
pub struct Revenue {
    pub month: NaiveDate,
    pub department: 진료과,
    pub invoices: i64,
    pub copay: i64,
    pub covered: i64,
    pub granted: i64,
}

/// From the materialized view, which is as old as the last claim run.
pub async fn of_year(pool: &PgPool, year: i32) -> Result<Vec<Revenue>> {
    Ok(sqlx::query_as(
        "SELECT month, department, invoices, copay, covered, granted FROM monthly_revenue
          WHERE extract(year FROM month) = $1 ORDER BY month, department",
    )
    .bind(year)
    .fetch_all(pool)
    .await?)
}

pub async fn sheet(pool: &PgPool, year: i32) -> Result<Sheet> {
    let rows = of_year(pool, year).await?;
    let clinic = db::settings::clinic_name(pool).await?;
    let mut pages = Vec::new();
    for chunk in rows.chunks(40) {
        let mut page = Page::new(&format!("{year}년 매출"));
        page.line(&clinic);
        let lines: Vec<Vec<String>> = chunk
            .iter()
            .map(|row| {
                vec![
                    row.month.format("%m월").to_string(),
                    format!("{:?}", row.department),
                    row.invoices.to_string(),
                    Won(row.copay).to_string(),
                    Won(row.covered).to_string(),
                    Won(row.granted).to_string(),
                ]
            })
            .collect();
        page.table(&["월", "진료과", "건수", "본인", "공단", "심사 후"], &lines);
        pages.push(page);
    }
    Ok(Sheet { pages })
}
