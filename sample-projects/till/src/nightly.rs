//! Three in the morning.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;
use crate::{books, loyalty, orders, prices, promos, sales, stock};

type Job = fn(&str) -> Res<String>;

/// In this order: stock before orders, prices before promotions.
static JOBS: [(&str, Job); 8] = [
    ("sales", sales::nightly),
    ("stock", stock::nightly),
    ("orders", orders::nightly),
    ("prices", prices::nightly),
    ("promos", promos::nightly),
    ("cards", loyalty::nightly),
    ("books", books::nightly),
    ("tidy", tidy),
];

/// Each once per day; what failed is tried again by the next call.
pub fn run_all(day: &str) -> Res<String> {
    let mut out = Vec::new();
    for (name, job) in &JOBS {
        let done = db::num(
            "SELECT count(*) FROM nightly_runs WHERE job = $1 AND day = $2 AND result NOT LIKE 'E%'",
            p![*name, day],
        )?;
        if done > 0 {
            continue;
        }
        let result = job(day).unwrap_or_else(|e| e);
        db::run(
            "INSERT INTO nightly_runs (job, day, result, finished_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (job, day) DO UPDATE SET result = excluded.result, finished_at = excluded.finished_at",
            p![*name, day, &result, util::now()],
        )?;
        out.push(format!("{name}: {result}"));
    }
    Ok(out.join("\n"))
}

/// Everybody's leftovers. Tables, the column with the time, days to keep.
fn tidy(day: &str) -> Res<String> {
    const OLD: &[(&str, &str, i64)] = &[
        ("import_batches", "at", 365),
        ("nightly_runs", "finished_at", 90),
        ("exports", "made_at", 3650),
        ("reorder_wishes", "since", 60),
    ];
    let mut gone = 0;
    for (table, column, days) in OLD {
        let sql = format!("DELETE FROM {table} WHERE {column} < $1 RETURNING 1");
        gone += db::rows(&sql, p![util::add_days(day, -days)])?.len();
    }
    db::run(
        "DELETE FROM import_errors WHERE batch_id NOT IN (SELECT id FROM import_batches)",
        &[],
    )?;
    globals::forget_prices();
    Ok(format!("{gone} rows"))
}
