//! Angebote. Three kinds, one procedure each, all alike.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// Applies what holds today to an open receipt, lines and total.
pub fn apply(receipt: i64, day: &str) -> Res<()> {
    for r in db::rows(
        "SELECT id, kind FROM promotions
          WHERE valid_from <= $1 AND valid_to >= $1 ORDER BY id",
        p![day],
    )? {
        match r.s(1).as_str() {
            "XFORY" => x_for_y(receipt, r.i(0))?,
            "PERCENT" => percent(receipt, r.i(0))?,
            "CENTS" => cents_off(receipt, r.i(0))?,
            _ => {}
        }
    }
    recount(receipt)
}

fn x_for_y(receipt: i64, promo: i64) -> Res<()> {
    let Some(m) = db::one(
        "SELECT sku, group_code, buy_qty, pay_qty FROM promotions WHERE id = $1",
        p![promo],
    )?
    else {
        return Ok(());
    };
    let (buy, pay) = (m.i(2), m.i(3));
    if buy <= 0 || pay < 0 || pay > buy {
        return Ok(());
    }
    for l in db::rows(
        "SELECT l.id, l.qty, l.unit_cents
           FROM receipt_lines l JOIN articles a ON a.sku = l.sku
          WHERE l.receipt_id = $1 AND l.voided = 0
            AND (l.promo_id IS NULL OR l.promo_id = $2)
            AND (a.sku = $3 OR a.group_code = $4)",
        p![receipt, promo, m.s(0), m.s(1)],
    )? {
        let off = l.i(1) / buy * (buy - pay) * l.i(2);
        db::run(
            "UPDATE receipt_lines SET discount_cents = $2, total_cents = qty * unit_cents - $2,
                    promo_id = $3 WHERE id = $1",
            p![l.i(0), off, if off > 0 { Some(promo) } else { None }],
        )?;
    }
    Ok(())
}

fn percent(receipt: i64, promo: i64) -> Res<()> {
    let Some(m) = db::one(
        "SELECT sku, group_code, percent FROM promotions WHERE id = $1",
        p![promo],
    )?
    else {
        return Ok(());
    };
    let percent = m.i(2);
    if !(0..=100).contains(&percent) {
        return Ok(());
    }
    for l in db::rows(
        "SELECT l.id, l.qty, l.unit_cents
           FROM receipt_lines l JOIN articles a ON a.sku = l.sku
          WHERE l.receipt_id = $1 AND l.voided = 0
            AND (l.promo_id IS NULL OR l.promo_id = $2)
            AND (a.sku = $3 OR a.group_code = $4)",
        p![receipt, promo, m.s(0), m.s(1)],
    )? {
        let off = l.i(1) * l.i(2) * percent / 100;
        db::run(
            "UPDATE receipt_lines SET discount_cents = $2, total_cents = qty * unit_cents - $2,
                    promo_id = $3 WHERE id = $1",
            p![l.i(0), off, if off > 0 { Some(promo) } else { None }],
        )?;
    }
    Ok(())
}

fn cents_off(receipt: i64, promo: i64) -> Res<()> {
    let Some(m) = db::one(
        "SELECT sku, group_code, cents_off FROM promotions WHERE id = $1",
        p![promo],
    )?
    else {
        return Ok(());
    };
    for l in db::rows(
        "SELECT l.id, l.qty, l.unit_cents
           FROM receipt_lines l JOIN articles a ON a.sku = l.sku
          WHERE l.receipt_id = $1 AND l.voided = 0
            AND (l.promo_id IS NULL OR l.promo_id = $2)
            AND (a.sku = $3 OR a.group_code = $4)",
        p![receipt, promo, m.s(0), m.s(1)],
    )? {
        let off = (l.i(1) * m.i(2)).min(l.i(1) * l.i(2)).max(0);
        db::run(
            "UPDATE receipt_lines SET discount_cents = $2, total_cents = qty * unit_cents - $2,
                    promo_id = $3 WHERE id = $1",
            p![l.i(0), off, if off > 0 { Some(promo) } else { None }],
        )?;
    }
    Ok(())
}

/// Like `sales::recount`, but a discount never makes a receipt negative.
fn recount(receipt: i64) -> Res<()> {
    let sums = db::one(
        "SELECT coalesce(sum(total_cents), 0), coalesce(sum(discount_cents), 0)
           FROM receipt_lines WHERE receipt_id = $1 AND voided = 0",
        p![receipt],
    )?;
    let (total, off) = sums.map_or((0, 0), |r| (r.i(0), r.i(1)));
    let total = if off > 0 { total.max(0) } else { total };
    db::run(
        "UPDATE receipts SET total_cents = $2, discount_cents = $3 WHERE id = $1",
        p![receipt, total, off],
    )
}

/// `PROMO XFORY NAME SKU BUY PAY TO`, `PROMO PERCENT NAME GROUP PERCENT TO`,
/// `PROMO CENTS NAME SKU EURO TO`, `PROMO END ID`, `PROMO LIST`
pub fn office(_till: i64, _word: &str, args: &[&str]) -> Res<String> {
    let today = globals::day();
    match args {
        ["XFORY", name, sku, buy, pay, to] if util::is_day(to) => {
            let (buy, pay) = (util::whole(buy)?, util::whole(pay)?);
            if buy < 2 || pay < 1 || pay >= buy {
                return Err("E36 pay for fewer than you take".to_string());
            }
            let id = db::num(
                "INSERT INTO promotions (name, kind, sku, buy_qty, pay_qty, valid_from, valid_to)
                 VALUES ($1, 'XFORY', $2, $3, $4, $5, $6) RETURNING id",
                p![*name, *sku, buy, pay, today, *to],
            )?;
            Ok(id.to_string())
        }
        ["PERCENT", name, group, percent, to] if util::is_day(to) => {
            let percent = util::whole(percent)?;
            if !(1..=90).contains(&percent) {
                return Err("E37 between 1 and 90".to_string());
            }
            let id = db::num(
                "INSERT INTO promotions (name, kind, group_code, percent, valid_from, valid_to)
                 VALUES ($1, 'PERCENT', $2, $3, $4, $5) RETURNING id",
                p![*name, *group, percent, today, *to],
            )?;
            Ok(id.to_string())
        }
        ["CENTS", name, sku, euro, to] if util::is_day(to) => {
            let cents = util::cents(euro)?;
            if cents <= 0 {
                return Err("E38 more than nothing".to_string());
            }
            let id = db::num(
                "INSERT INTO promotions (name, kind, sku, cents_off, valid_from, valid_to)
                 VALUES ($1, 'CENTS', $2, $3, $4, $5) RETURNING id",
                p![*name, *sku, cents, today, *to],
            )?;
            Ok(id.to_string())
        }
        ["END", id] => {
            db::run(
                "UPDATE promotions SET valid_to = $2 WHERE id = $1",
                p![util::whole(id)?, util::add_days(&today, -1)],
            )?;
            Ok("OK".to_string())
        }
        ["LIST"] => {
            let mut out = Vec::new();
            for r in db::rows(
                "SELECT id, name, kind, used FROM promotions WHERE valid_to >= $1 ORDER BY id",
                p![&today],
            )? {
                out.push(format!("{} {} ({}) {}", r.s(0), r.s(1), r.s(2), r.s(3)));
            }
            Ok(out.join("\n"))
        }
        _ => Err("E10 PROMO XFORY|PERCENT|CENTS|END|LIST".to_string()),
    }
}

/// What ended a year ago is forgotten.
pub fn nightly(day: &str) -> Res<String> {
    let gone = db::rows(
        "DELETE FROM promotions WHERE valid_to < $1 RETURNING id",
        p![util::add_days(day, -365)],
    )?;
    Ok(format!("{} promotions forgotten", gone.len()))
}
