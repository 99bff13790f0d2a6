//! Shelves and what moves them. `stock_levels` follows `stock_moves` by trigger.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// `STOCK SHOW SKU`, `STOCK COUNT SKU QTY`, `STOCK LOSS SKU QTY REASON`, `STOCK SEND SKU QTY STORE`,
/// `STOCK POINT SKU POINT QTY`, `STOCK VALUE`, `STOCK SLOW`
pub fn office(till: i64, _word: &str, args: &[&str]) -> Res<String> {
    let store = globals::store_of(till)?;
    let staff = globals::till(till).staff;
    match args {
        ["SHOW", sku] => {
            let Some(r) = db::one(
                "SELECT a.name, s.on_hand, s.reorder_point,
                        (SELECT count(*) FROM receipt_lines l JOIN receipts r ON r.id = l.receipt_id
                          WHERE l.sku = a.sku AND r.state = 'open')
                   FROM articles a JOIN stock_levels s ON s.sku = a.sku
                  WHERE a.sku = $1 AND s.store = $2",
                p![*sku, &store],
            )?
            else {
                return Err(format!("E40 {sku} has no shelf here"));
            };
            Ok(format!(
                "{} {} (min {}, offen {})",
                r.s(0),
                r.s(1),
                r.s(2),
                r.s(3)
            ))
        }
        ["COUNT", sku, qty] => {
            let qty = amount(qty)?;
            let have = on_hand(sku, &store)?;
            db::run(
                "INSERT INTO stock_moves (sku, store, qty, reason, ref, at)
                 VALUES ($1, $2, $3, 'count', $4, $5)",
                p![*sku, &store, qty - have, format!("S{staff}"), util::now()],
            )?;
            Ok(format!("{:+}", qty - have))
        }
        ["LOSS", sku, qty, reason @ ..] => {
            let qty = amount(qty)?;
            on_hand(sku, &store)?;
            db::together(|| {
                db::run(
                    "INSERT INTO stock_moves (sku, store, qty, reason, ref, at)
                     VALUES ($1, $2, $3, 'loss', $4, $5)",
                    p![*sku, &store, -qty, reason.join(" "), util::now()],
                )?;
                let cost = db::num("SELECT cost_cents FROM articles WHERE sku = $1", p![*sku])?;
                // Schwund goes straight into the books
                db::run(
                    "INSERT INTO ledger (business_day, account, contra, cents, memo, ref, exported)
                     VALUES ($1, '4960', '3980', $2, 'Schwund', $3, 0)",
                    p![globals::day(), qty * cost, *sku],
                )
            })?;
            Ok("OK".to_string())
        }
        ["SEND", sku, qty, to] => {
            let qty = amount(qty)?;
            if *to == store {
                return Err("E41 it is here already".to_string());
            }
            let known = db::num("SELECT count(*) FROM stores WHERE store = $1", p![*to])?;
            if known == 0 {
                return Err(format!("E42 there is no store {to}"));
            }
            if on_hand(sku, &store)? < qty {
                return Err("E43 not that many".to_string());
            }
            db::together(|| {
                db::run(
                    "INSERT INTO stock_moves (sku, store, qty, reason, ref, at)
                     VALUES ($1, $2, $3, 'sent', $4, $5)",
                    p![*sku, &store, -qty, *to, util::now()],
                )?;
                db::run(
                    "INSERT INTO stock_moves (sku, store, qty, reason, ref, at)
                     VALUES ($1, $2, $3, 'came', $4, $5)",
                    p![*sku, *to, qty, &store, util::now()],
                )
            })?;
            Ok("OK".to_string())
        }
        ["POINT", sku, point, qty] => {
            db::run(
                "UPDATE stock_levels SET reorder_point = $3, reorder_qty = $4
                  WHERE sku = $1 AND store = $2",
                p![*sku, &store, amount(point)?, amount(qty)?],
            )?;
            Ok("OK".to_string())
        }
        ["VALUE"] => {
            let mut out = Vec::new();
            for r in db::rows(
                "SELECT group_code, cost_cents, sales_cents FROM v_stock_value
                  WHERE store = $1 ORDER BY group_code",
                p![&store],
            )? {
                out.push(format!(
                    "{};{};{}",
                    r.s(0),
                    util::euro(r.i(1)),
                    util::euro(r.i(2))
                ));
            }
            Ok(out.join("\n"))
        }
        ["SLOW"] => {
            // shelf warmers: nothing went in thirty days. `sold` and `there` are no tables
            let mut out = Vec::new();
            for r in db::rows(
                "with sold as (
                     select l.sku, sum(l.qty) as qty
                       from receipt_lines l
                       join receipts r on r.id = l.receipt_id
                       join tills t on t.till_no = r.till_no
                      where t.store = $1 and r.state = 'paid' and r.business_day > $2 -- not from fax_orders
                      group by l.sku
                 ), there as (
                     select sku, on_hand from stock_levels where store = $1 and on_hand > 0
                 )
                 select a.sku, a.name, there.on_hand
                   from there
                   join articles a on a.sku = there.sku
                   left join sold on sold.sku = there.sku
                  where coalesce(sold.qty, 0) <= 0
                  order by there.on_hand desc, a.sku",
                p![&store, util::add_days(&globals::day(), -30)],
            )? {
                out.push(format!("{} {} {}", r.s(0), r.s(1), r.s(2)));
            }
            if out.is_empty() {
                return Ok("update the shelves, set nothing aside".to_string());
            }
            Ok(out.join("\n"))
        }
        _ => Err("E10 STOCK SHOW|COUNT|LOSS|SEND|POINT|VALUE|SLOW".to_string()),
    }
}

fn amount(text: &str) -> Res<i64> {
    match util::whole(text)? {
        n @ 0..=99_999 => Ok(n),
        n => Err(format!("E44 {n} is out of the question")),
    }
}

pub fn on_hand(sku: &str, store: &str) -> Res<i64> {
    match db::one(
        "SELECT on_hand FROM stock_levels WHERE sku = $1 AND store = $2",
        p![sku, store],
    )? {
        Some(r) => Ok(r.i(0)),
        None => Err(format!("E40 {sku} has no shelf here")),
    }
}

pub fn list(store: &str) -> Res<String> {
    let mut out = Vec::new();
    for r in db::rows(
        "SELECT s.sku, a.name, s.on_hand, w.qty
           FROM stock_levels s
           JOIN articles a ON a.sku = s.sku
           LEFT JOIN reorder_wishes w ON w.sku = s.sku AND w.store = s.store
          WHERE s.store = $1 ORDER BY s.sku",
        p![store],
    )? {
        let wish = if r.is_null(3) {
            String::new()
        } else {
            format!(" !{}", r.s(3))
        };
        out.push(format!("{:<10} {:>5}{wish}  {}", r.s(0), r.i(2), r.s(1)));
    }
    Ok(out.join("\n"))
}

/// Levels against the sum of what moved since the last count. Says where they differ; mends nothing.
pub fn nightly(_day: &str) -> Res<String> {
    let odd = db::rows(
        "SELECT sku, store, on_hand FROM stock_levels WHERE on_hand < 0 ORDER BY sku, store",
        &[],
    )?;
    let odd: Vec<String> = odd
        .iter()
        .map(|r| format!("{}@{} {}", r.s(0), r.s(1), r.s(2)))
        .collect();
    Ok(if odd.is_empty() {
        "all shelves at zero or above".to_string()
    } else {
        odd.join(", ")
    })
}
