//! What comes back. Three ways, and each has its own procedure, because each was somebody's wish.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::receipt;
use crate::staff;
use crate::util;

/// `RETURN LINE NUMBER POS QTY HOW`, `RETURN ALL NUMBER HOW`, `RETURN FREE SKU QTY HOW`; HOW is `CASH`,
/// `CARD` or `VOUCHER`
pub fn key(till: i64, _word: &str, args: &[&str]) -> Res<String> {
    if globals::halted() {
        return Err("E70 please wait, the prices change".to_string());
    }
    let state = globals::till(till);
    if state.receipt != 0 {
        return Err("E15 a receipt is open".to_string());
    }
    if state.shift == 0 {
        return Err("E74 no shift, DRAWER FLOAT first".to_string());
    }
    match args {
        ["LINE", number, pos, qty, how] => one_line(
            till,
            util::whole(number)?,
            util::whole(pos)?,
            util::whole(qty)?,
            how,
        ),
        ["ALL", number, how] => whole_receipt(till, util::whole(number)?, how),
        ["FREE", sku, qty, how] => {
            staff::need(till, "override")?;
            without_receipt(till, sku, util::whole(qty)?, how)
        }
        _ => Err("E10 RETURN LINE|ALL|FREE".to_string()),
    }
}

fn method(how: &str) -> Res<&'static str> {
    match how {
        "CASH" => Ok("cash"),
        "CARD" => Ok("card"),
        "VOUCHER" => Ok("voucher"),
        _ => Err("E10 CASH, CARD or VOUCHER".to_string()),
    }
}

/// One line of a receipt, or a part of it.
fn one_line(till: i64, number: i64, pos: i64, qty: i64, how: &str) -> Res<String> {
    let how = method(how)?;
    let state = globals::till(till);
    let day = globals::day();
    let now = util::now();
    let Some(r) = db::one(
        "SELECT id, card_no FROM receipts WHERE number = $1 AND kind = 'S' AND state = 'paid'",
        p![number],
    )?
    else {
        return Err(format!("E65 receipt {number} is not known"));
    };
    let Some(l) = db::one(
        "SELECT id, sku, name, qty, total_cents, vat_code, returned_qty FROM receipt_lines
          WHERE receipt_id = $1 AND pos = $2 AND voided = 0",
        p![r.i(0), pos],
    )?
    else {
        return Err(format!("E80 no line {pos}"));
    };
    if l.s(1) == "GUTSCHEIN" || l.i(4) <= 0 {
        return Err("E84 not on this".to_string());
    }
    if qty < 1 || qty > l.i(3) - l.i(6) {
        return Err(format!("E66 {} at most", l.i(3) - l.i(6)));
    }
    db::run("BEGIN", &[])?;
    let done = (|| -> Res<(i64, i64, String)> {
        let back = db::num(
            "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day, card_no,
                                   total_cents, discount_cents, original_id, created_at)
             VALUES ($1, 0, 'R', 'open', $2, $3, $4, 0, 0, $5, $6) RETURNING id",
            p![
                till,
                state.staff,
                &day,
                if r.is_null(1) { None } else { Some(r.s(1)) },
                r.i(0),
                &now
            ],
        )?;
        // what was paid for it, discount and all
        let cents = l.i(4) * qty / l.i(3);
        db::run(
            "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                        total_cents, vat_code, voided, returned_qty)
             VALUES ($1, 1, $2, $3, $4, $5, 0, $6, $7, 0, 0)",
            p![back, l.s(1), l.s(2), -qty, cents / qty, -cents, l.s(5)],
        )?;
        let known = db::rows(
            "UPDATE receipt_lines SET returned_qty = returned_qty + $2
              WHERE id = $1 AND returned_qty + $2 <= qty RETURNING id",
            p![l.i(0), qty],
        )?;
        if known.is_empty() {
            return Err("E66 somebody was faster".to_string());
        }
        let total = recount(back)?;
        let mut code = String::new();
        if how == "voucher" {
            let n = globals::next_number("voucher")?;
            let year: String = day.chars().take(4).collect();
            code = format!("R-{year}-{n:04}");
            db::run(
                "INSERT INTO vouchers (code, cents, left_cents, sold_receipt) VALUES ($1, $2, $2, $3)",
                p![&code, -total, back],
            )?;
        } else if how == "cash" {
            let have = db::num(
                "SELECT coalesce(sum(cents), 0) FROM cash_moves WHERE till_no = $1",
                p![till],
            )?;
            if have < -total {
                return Err("E52 there is less in the drawer".to_string());
            }
        }
        db::run(
            "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
             VALUES ($1, $2, $3, 0, 0, $4)",
            p![back, how, total, &now],
        )?;
        let number = globals::next_number("receipt")?;
        db::run(
            "UPDATE receipts SET state = 'paid', number = $2, paid_at = $3 WHERE id = $1",
            p![back, number, &now],
        )?;
        Ok((back, total, code))
    })();
    let (back, total, code) = match done {
        Ok(done) => done,
        Err(e) => {
            let _ = db::run("ROLLBACK", &[]);
            return Err(e);
        }
    };
    db::run("COMMIT", &[])?;
    globals::TURNOVER_TODAY.fetch_add(total, std::sync::atomic::Ordering::Relaxed);
    receipt::print_return(till, back)?;
    Ok(format!("RETOURE {} {code}", util::euro(-total))
        .trim_end()
        .to_string())
}

/// All of a receipt that is not back yet.
fn whole_receipt(till: i64, number: i64, how: &str) -> Res<String> {
    let how = method(how)?;
    let state = globals::till(till);
    let day = globals::day();
    let now = util::now();
    let Some(r) = db::one(
        "SELECT id, card_no FROM receipts WHERE number = $1 AND kind = 'S' AND state = 'paid'",
        p![number],
    )?
    else {
        return Err(format!("E65 receipt {number} is not known"));
    };
    let lines = db::rows(
        "SELECT id, sku, name, qty, total_cents, vat_code, returned_qty FROM receipt_lines
          WHERE receipt_id = $1 AND voided = 0 AND sku <> 'GUTSCHEIN' AND total_cents > 0
            AND returned_qty < qty ORDER BY pos",
        p![r.i(0)],
    )?;
    if lines.is_empty() {
        return Err("E67 it is all back".to_string());
    }
    db::run("BEGIN", &[])?;
    let done = (|| -> Res<(i64, i64, String)> {
        let back = db::num(
            "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day, card_no,
                                   total_cents, discount_cents, original_id, created_at)
             VALUES ($1, 0, 'R', 'open', $2, $3, $4, 0, 0, $5, $6) RETURNING id",
            p![
                till,
                state.staff,
                &day,
                if r.is_null(1) { None } else { Some(r.s(1)) },
                r.i(0),
                &now
            ],
        )?;
        for (n, l) in lines.iter().enumerate() {
            let qty = l.i(3) - l.i(6);
            let cents = l.i(4) * qty / l.i(3);
            db::run(
                "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                            total_cents, vat_code, voided, returned_qty)
                 VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, 0, 0)",
                p![back, n as i64 + 1, l.s(1), l.s(2), -qty, cents / qty, -cents, l.s(5)],
            )?;
            db::run(
                "UPDATE receipt_lines SET returned_qty = qty WHERE id = $1",
                p![l.i(0)],
            )?;
        }
        let total = recount(back)?;
        let mut code = String::new();
        if how == "voucher" {
            let n = globals::next_number("voucher")?;
            let year: String = day.chars().take(4).collect();
            code = format!("R-{year}-{n:04}");
            db::run(
                "INSERT INTO vouchers (code, cents, left_cents, sold_receipt) VALUES ($1, $2, $2, $3)",
                p![&code, -total, back],
            )?;
        } else if how == "cash" {
            let have = db::num(
                "SELECT coalesce(sum(cents), 0) FROM cash_moves WHERE till_no = $1",
                p![till],
            )?;
            if have < -total {
                return Err("E52 there is less in the drawer".to_string());
            }
        }
        db::run(
            "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
             VALUES ($1, $2, $3, 0, 0, $4)",
            p![back, how, total, &now],
        )?;
        let number = globals::next_number("receipt")?;
        db::run(
            "UPDATE receipts SET state = 'paid', number = $2, paid_at = $3 WHERE id = $1",
            p![back, number, &now],
        )?;
        Ok((back, total, code))
    })();
    let (back, total, code) = match done {
        Ok(done) => done,
        Err(e) => {
            let _ = db::run("ROLLBACK", &[]);
            return Err(e);
        }
    };
    db::run("COMMIT", &[])?;
    globals::TURNOVER_TODAY.fetch_add(total, std::sync::atomic::Ordering::Relaxed);
    receipt::print_return(till, back)?;
    Ok(format!("RETOURE {} {code}", util::euro(-total))
        .trim_end()
        .to_string())
}

/// Kulanz.
fn without_receipt(till: i64, sku: &str, qty: i64, how: &str) -> Res<String> {
    let how = method(how)?;
    let state = globals::till(till);
    let day = globals::day();
    let now = util::now();
    let store = globals::store_of(till)?;
    let Some(a) = db::one(
        "SELECT sku, name, vat_code FROM articles WHERE sku = $1 AND stocked = 1",
        p![sku],
    )?
    else {
        return Err(format!("E30 article {sku} is not known"));
    };
    if !(1..=20).contains(&qty) {
        return Err("E66 20 at most".to_string());
    }
    db::run("BEGIN", &[])?;
    let done = (|| -> Res<(i64, i64, String)> {
        let back = db::num(
            "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day, card_no,
                                   total_cents, discount_cents, original_id, created_at)
             VALUES ($1, 0, 'R', 'open', $2, $3, $4, 0, 0, $5, $6) RETURNING id",
            p![till, state.staff, &day, None::<i64>, None::<i64>, &now],
        )?;
        // today's price; whoever has no receipt has no discount to prove
        let cents = crate::prices::price_for(sku, &store, &day)?;
        db::run(
            "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                        total_cents, vat_code, voided, returned_qty)
             VALUES ($1, 1, $2, $3, $4, $5, 0, $6, $7, 0, 0)",
            p![back, a.s(0), a.s(1), -qty, cents, -qty * cents, a.s(2)],
        )?;
        let total = recount(back)?;
        let mut code = String::new();
        if how == "voucher" {
            let n = globals::next_number("voucher")?;
            let year: String = day.chars().take(4).collect();
            code = format!("R-{year}-{n:04}");
            db::run(
                "INSERT INTO vouchers (code, cents, left_cents, sold_receipt) VALUES ($1, $2, $2, $3)",
                p![&code, -total, back],
            )?;
        } else if how == "cash" {
            let have = db::num(
                "SELECT coalesce(sum(cents), 0) FROM cash_moves WHERE till_no = $1",
                p![till],
            )?;
            if have < -total {
                return Err("E52 there is less in the drawer".to_string());
            }
        }
        db::run(
            "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
             VALUES ($1, $2, $3, 0, 0, $4)",
            p![back, how, total, &now],
        )?;
        let number = globals::next_number("receipt")?;
        db::run(
            "UPDATE receipts SET state = 'paid', number = $2, paid_at = $3 WHERE id = $1",
            p![back, number, &now],
        )?;
        Ok((back, total, code))
    })();
    let (back, total, code) = match done {
        Ok(done) => done,
        Err(e) => {
            let _ = db::run("ROLLBACK", &[]);
            return Err(e);
        }
    };
    db::run("COMMIT", &[])?;
    globals::TURNOVER_TODAY.fetch_add(total, std::sync::atomic::Ordering::Relaxed);
    receipt::print_return(till, back)?;
    Ok(format!("RETOURE {} {code}", util::euro(-total))
        .trim_end()
        .to_string())
}

/// Like `sales::recount`, and says the total.
fn recount(receipt: i64) -> Res<i64> {
    let sums = db::one(
        "SELECT coalesce(sum(total_cents), 0), coalesce(sum(discount_cents), 0)
           FROM receipt_lines WHERE receipt_id = $1 AND voided = 0",
        p![receipt],
    )?;
    let (total, off) = sums.map_or((0, 0), |r| (r.i(0), r.i(1)));
    db::run(
        "UPDATE receipts SET total_cents = $2, discount_cents = $3 WHERE id = $1",
        p![receipt, total, off],
    )?;
    Ok(total)
}
