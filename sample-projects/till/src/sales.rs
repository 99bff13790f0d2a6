//! The sale. One key, one line; this is where the keys arrive.

use std::sync::atomic::Ordering;

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::prices;
use crate::promos;
use crate::receipt;
use crate::staff;
use crate::util;

/// Every key of a sale. KASSE.PRG, procedure TASTE, from line 400 on; the numbers in comments are
/// the old ones.
///
/// `SCAN CODE`, `PLU SKU`, `WEIGH CODE`, `QTY N`, `VOID POS`, `DISC POS PERCENT`, `OFF POS EURO`,
/// `PRICE POS EURO`, `ALLOFF PERCENT`, `CARD NUMBER`, `AGE`, `SUB`, `LIST`, `HOLD`, `RECALL N`, `CANCEL`,
/// `GIFT EURO`, `LEERGUT N`, `FIND TEXT`, `LAST`, `PAY CASH EURO`, `PAY CARD`, `PAY VOUCHER CODE`,
/// `PAY POINTS N`
pub fn key(till: i64, word: &str, args: &[&str]) -> Res<String> {
    let day = globals::day();
    let store = globals::store_of(till)?;
    let now = util::now();
    let mut state = globals::till(till);
    if globals::halted() {
        return Err("E70 please wait, the prices change".to_string());
    }
    if state.staff == 0 {
        return Err("E16 log in first".to_string());
    }
    if state.qty == 0 {
        state.qty = 1;
    }

    match word {
        // 410 Strichcode
        "SCAN" => {
            let [code] = args else {
                return Err("E10 SCAN CODE".to_string());
            };
            let Some(a) = db::one(
                "SELECT a.sku, a.name, a.vat_code, a.active, a.deposit_cents, g.age_limit, a.stocked
                   FROM barcodes b JOIN articles a ON a.sku = b.sku
                   JOIN article_groups g ON g.group_code = a.group_code
                  WHERE b.barcode = $1",
                p![*code],
            )?
            else {
                return Err(format!("E71 barcode {code} is not known"));
            };
            if a.i(3) == 0 {
                return Err(format!("E72 {} is no longer sold", a.s(1)));
            }
            // 430 Jugendschutz
            if a.i(5) > 0 && !state.age_checked {
                return Err(format!(
                    "E73 {}: check the age ({}), then AGE",
                    a.s(1),
                    a.i(5)
                ));
            }
            if state.qty > 999 {
                return Err("E75 a QTY of three digits at most".to_string());
            }
            if state.receipt == 0 {
                // 440 Bon eröffnen
                if state.shift == 0 && till < 9 {
                    return Err("E74 no shift, DRAWER FLOAT first".to_string());
                }
                state.receipt = db::num(
                    "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day,
                                           total_cents, discount_cents, created_at)
                     VALUES ($1, 0, 'S', 'open', $2, $3, 0, 0, $4) RETURNING id",
                    p![till, state.staff, &day, &now],
                )?;
            }
            // 450 Preis
            let cents = prices::price_for(&a.s(0), &store, &day)?;
            let pos = db::num(
                "SELECT coalesce(max(pos), 0) + 1 FROM receipt_lines WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            db::run(
                "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                            total_cents, vat_code, voided, returned_qty)
                 VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, 0, 0)",
                p![
                    state.receipt,
                    pos,
                    a.s(0),
                    a.s(1),
                    state.qty,
                    cents,
                    state.qty * cents,
                    a.s(2)
                ],
            )?;
            // 460 Pfand kommt von selbst
            if a.i(4) > 0 {
                db::run(
                    "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents,
                                                discount_cents, total_cents, vat_code, voided, returned_qty)
                     VALUES ($1, $2, 'PFAND', 'Pfand', $3, $4, 0, $5, 'A', 0, 0)",
                    p![state.receipt, pos + 1, state.qty, a.i(4), state.qty * a.i(4)],
                )?;
            }
            promos::apply(state.receipt, &day)?;
            let r = db::one(
                "SELECT total_cents, discount_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            let total = r.map_or(0, |r| r.i(0));
            // 470 the shelf says there is none, the customer has it in the hand
            let mut note = "";
            if a.i(6) == 1 {
                let have = db::num(
                    "SELECT on_hand FROM stock_levels WHERE sku = $1 AND store = $2",
                    p![a.s(0), &store],
                )?;
                if have < state.qty {
                    note = " (Bestand!)";
                }
            }
            state.qty = 1;
            globals::set_till(till, state);
            Ok(format!(
                "{} {} = {}{note}",
                a.s(1),
                util::euro(cents),
                util::euro(total)
            ))
        }

        // 510 Artikelnummer von Hand
        "PLU" => {
            let [sku] = args else {
                return Err("E10 PLU SKU".to_string());
            };
            let Some(a) = db::one(
                "SELECT a.sku, a.name, a.vat_code, a.active, a.deposit_cents, g.age_limit, a.stocked
                   FROM articles a
                   JOIN article_groups g ON g.group_code = a.group_code
                  WHERE a.sku = $1",
                p![*sku],
            )?
            else {
                return Err(format!("E30 article {sku} is not known"));
            };
            if *sku == "PFAND" || *sku == "GUTSCHEIN" {
                return Err("E76 there is a key for it".to_string());
            }
            if a.i(3) == 0 {
                return Err(format!("E72 {} is no longer sold", a.s(1)));
            }
            // 430 Jugendschutz
            if a.i(5) > 0 && !state.age_checked {
                return Err(format!(
                    "E73 {}: check the age ({}), then AGE",
                    a.s(1),
                    a.i(5)
                ));
            }
            if state.qty > 99 && state.role == "cashier" {
                return Err("E75 a QTY of two digits at most".to_string());
            }
            if state.receipt == 0 {
                // 440 Bon eröffnen
                if state.shift == 0 && till < 9 {
                    return Err("E74 no shift, DRAWER FLOAT first".to_string());
                }
                state.receipt = db::num(
                    "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day,
                                           total_cents, discount_cents, created_at)
                     VALUES ($1, 0, 'S', 'open', $2, $3, 0, 0, $4) RETURNING id",
                    p![till, state.staff, &day, &now],
                )?;
            }
            // 550 Preis
            let cents = prices::price_for(&a.s(0), &store, &day)?;
            let pos = db::num(
                "SELECT coalesce(max(pos), 0) + 1 FROM receipt_lines WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            db::run(
                "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                            total_cents, vat_code, voided, returned_qty)
                 VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, 0, 0)",
                p![
                    state.receipt,
                    pos,
                    a.s(0),
                    a.s(1),
                    state.qty,
                    cents,
                    state.qty * cents,
                    a.s(2)
                ],
            )?;
            // 460 Pfand kommt von selbst
            if a.i(4) > 0 {
                db::run(
                    "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents,
                                                discount_cents, total_cents, vat_code, voided, returned_qty)
                     VALUES ($1, $2, 'PFAND', 'Pfand', $3, $4, 0, $5, 'A', 0, 0)",
                    p![state.receipt, pos + 1, state.qty, a.i(4), state.qty * a.i(4)],
                )?;
            }
            promos::apply(state.receipt, &day)?;
            let r = db::one(
                "SELECT total_cents, discount_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            let total = r.map_or(0, |r| r.i(0));
            let mut note = "";
            if a.i(6) == 1 {
                let have = db::num(
                    "SELECT on_hand - coalesce((SELECT sum(l.qty) FROM receipt_lines l
                                                  JOIN receipts r ON r.id = l.receipt_id
                                                 WHERE l.sku = $1 AND r.state = 'open'), 0)
                       FROM stock_levels WHERE sku = $1 AND store = $2",
                    p![a.s(0), &store],
                )?;
                if have < 0 {
                    note = " (Bestand!)";
                }
            }
            state.qty = 1;
            globals::set_till(till, state);
            Ok(format!(
                "{} {} = {}{note}",
                a.s(1),
                util::euro(cents),
                util::euro(total)
            ))
        }

        // 610 Etikett der Waage: 28 SSSS PPPPP C, the price is in the code
        "WEIGH" => {
            let [code] = args else {
                return Err("E10 WEIGH CODE".to_string());
            };
            if code.len() != 13
                || !code.starts_with("28")
                || !code.bytes().all(|b| b.is_ascii_digit())
            {
                return Err("E77 not a label of the scales".to_string());
            }
            let mut check = 0;
            for (n, b) in code.bytes().take(12).enumerate() {
                check += i64::from(b - b'0') * if n % 2 == 0 { 1 } else { 3 };
            }
            if code[12..] != ((10 - check % 10) % 10).to_string() {
                return Err("E77 not a label of the scales".to_string());
            }
            let Some(a) = db::one(
                "SELECT a.sku, a.name, a.vat_code, a.active, a.deposit_cents, g.age_limit, a.stocked
                   FROM articles a
                   JOIN article_groups g ON g.group_code = a.group_code
                  WHERE a.sku = $1",
                p![&code[2..6]],
            )?
            else {
                return Err(format!("E30 article {} is not known", &code[2..6]));
            };
            if a.i(3) == 0 {
                return Err(format!("E72 {} is no longer sold", a.s(1)));
            }
            // 430 Jugendschutz
            if a.i(5) > 0 && !state.age_checked {
                return Err(format!(
                    "E73 {}: check the age ({}), then AGE",
                    a.s(1),
                    a.i(5)
                ));
            }
            if state.qty != 1 {
                return Err("E78 one label, one bag".to_string());
            }
            if state.receipt == 0 {
                // 440 Bon eröffnen
                if state.shift == 0 && till < 9 {
                    return Err("E74 no shift, DRAWER FLOAT first".to_string());
                }
                state.receipt = db::num(
                    "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day,
                                           total_cents, discount_cents, created_at)
                     VALUES ($1, 0, 'S', 'open', $2, $3, 0, 0, $4) RETURNING id",
                    p![till, state.staff, &day, &now],
                )?;
            }
            // 650 Preis
            let cents = util::whole(&code[7..12])?;
            let pos = db::num(
                "SELECT coalesce(max(pos), 0) + 1 FROM receipt_lines WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            db::run(
                "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                            total_cents, vat_code, voided, returned_qty)
                 VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, 0, 0)",
                p![
                    state.receipt,
                    pos,
                    a.s(0),
                    format!("{} gewogen", a.s(1)),
                    1i64,
                    cents,
                    cents,
                    a.s(2)
                ],
            )?;
            // 460 Pfand kommt von selbst
            if a.i(4) > 0 {
                db::run(
                    "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents,
                                                discount_cents, total_cents, vat_code, voided, returned_qty)
                     VALUES ($1, $2, 'PFAND', 'Pfand', $3, $4, 0, $5, 'A', 0, 0)",
                    p![state.receipt, pos + 1, 1i64, a.i(4), a.i(4)],
                )?;
            }
            promos::apply(state.receipt, &day)?;
            let r = db::one(
                "SELECT total_cents, discount_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            let total = r.map_or(0, |r| r.i(0));
            // no look at the shelf, nobody counts spring onions
            state.qty = 1;
            globals::set_till(till, state);
            Ok(format!(
                "{} {} = {}",
                a.s(1),
                util::euro(cents),
                util::euro(total)
            ))
        }

        // 700 Menge
        "QTY" => {
            let [n] = args else {
                return Err("E10 QTY N".to_string());
            };
            let n = util::whole(n)?;
            if !(1..=999).contains(&n) {
                return Err("E75 between 1 and 999".to_string());
            }
            state.qty = n;
            globals::set_till(till, state);
            Ok(format!("{n} x"))
        }

        // 720 Storno einer Zeile
        "VOID" => {
            let [pos] = args else {
                return Err("E10 VOID POS".to_string());
            };
            let pos = util::whole(pos)?;
            if state.receipt == 0 {
                return Err("E79 no receipt".to_string());
            }
            let Some(l) = db::one(
                "SELECT id, sku, name, qty, voided FROM receipt_lines WHERE receipt_id = $1 AND pos = $2",
                p![state.receipt, pos],
            )?
            else {
                return Err(format!("E80 no line {pos}"));
            };
            if l.i(4) == 1 {
                return Err(format!("E81 line {pos} is void already"));
            }
            let paid = db::num(
                "SELECT count(*) FROM payments WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            if paid > 0 {
                return Err("E82 part of it is paid".to_string());
            }
            // a cashier may void three lines of a receipt, then somebody has to come
            let voided = db::num(
                "SELECT count(*) FROM receipt_lines WHERE receipt_id = $1 AND voided = 1 AND sku <> 'PFAND'",
                p![state.receipt],
            )?;
            if voided >= 3 {
                staff::need(till, "override")?;
            }
            db::run(
                "UPDATE receipt_lines SET voided = 1 WHERE id = $1",
                p![l.i(0)],
            )?;
            // its Pfand too, it is the next line
            db::run(
                "UPDATE receipt_lines SET voided = 1
                  WHERE receipt_id = $1 AND pos = $2 AND sku = 'PFAND' AND qty = $3",
                p![state.receipt, pos + 1, l.i(3)],
            )?;
            if l.s(1) == "GUTSCHEIN" {
                db::run(
                    "DELETE FROM vouchers WHERE sold_receipt = $1 AND left_cents = 0",
                    p![state.receipt],
                )?;
            }
            promos::apply(state.receipt, &day)?;
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            Ok(format!("STORNO {} = {}", l.s(2), util::euro(total)))
        }

        // 750 Zeilenrabatt in Prozent
        "DISC" => {
            staff::need(till, "discount")?;
            let [pos, percent] = args else {
                return Err("E10 DISC POS PERCENT".to_string());
            };
            let (pos, percent) = (util::whole(pos)?, util::whole(percent)?);
            if !(1..=50).contains(&percent) {
                return Err("E83 between 1 and 50".to_string());
            }
            let Some(l) = db::one(
                "SELECT id, qty, unit_cents, name, sku FROM receipt_lines
                  WHERE receipt_id = $1 AND pos = $2 AND voided = 0",
                p![state.receipt, pos],
            )?
            else {
                return Err(format!("E80 no line {pos}"));
            };
            if l.s(4) == "PFAND" || l.s(4) == "GUTSCHEIN" {
                return Err("E84 not on this".to_string());
            }
            let off = l.i(1) * l.i(2) * percent / 100;
            // -1: by hand; the promotions leave it alone
            db::run(
                "UPDATE receipt_lines SET discount_cents = $2, total_cents = qty * unit_cents - $2,
                        promo_id = -1 WHERE id = $1",
                p![l.i(0), off],
            )?;
            recount(state.receipt)?;
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            Ok(format!("-{percent} % {} = {}", l.s(3), util::euro(total)))
        }

        // 780 Zeilenrabatt in Euro
        "OFF" => {
            staff::need(till, "discount")?;
            let [pos, euro] = args else {
                return Err("E10 OFF POS EURO".to_string());
            };
            let (pos, off) = (util::whole(pos)?, util::cents(euro)?);
            let Some(l) = db::one(
                "SELECT id, qty, unit_cents, name, sku FROM receipt_lines
                  WHERE receipt_id = $1 AND pos = $2 AND voided = 0",
                p![state.receipt, pos],
            )?
            else {
                return Err(format!("E80 no line {pos}"));
            };
            if l.s(4) == "PFAND" || l.s(4) == "GUTSCHEIN" {
                return Err("E84 not on this".to_string());
            }
            if off <= 0 || off > l.i(1) * l.i(2) / 2 {
                return Err("E83 half of it at most".to_string());
            }
            db::run(
                "UPDATE receipt_lines SET discount_cents = $2, total_cents = qty * unit_cents - $2,
                        promo_id = -1 WHERE id = $1",
                p![l.i(0), off],
            )?;
            recount(state.receipt)?;
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            Ok(format!(
                "-{} {} = {}",
                util::euro(off),
                l.s(3),
                util::euro(total)
            ))
        }

        // 800 Rabatt auf alles
        "ALLOFF" => {
            staff::need(till, "discount")?;
            let [percent] = args else {
                return Err("E10 ALLOFF PERCENT".to_string());
            };
            let percent = util::whole(percent)?;
            if !(1..=50).contains(&percent) {
                return Err("E83 between 1 and 50".to_string());
            }
            if state.receipt == 0 {
                return Err("E79 no receipt".to_string());
            }
            db::run(
                &format!(
                    "UPDATE receipt_lines
                        SET discount_cents = qty * unit_cents * {percent} / 100,
                            total_cents = qty * unit_cents - qty * unit_cents * {percent} / 100,
                            promo_id = -1
                      WHERE receipt_id = $1 AND voided = 0 AND sku NOT IN ('PFAND', 'GUTSCHEIN')"
                ),
                p![state.receipt],
            )?;
            recount(state.receipt)?;
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            Ok(format!("-{percent} % = {}", util::euro(total)))
        }

        // 820 anderer Preis
        "PRICE" => {
            staff::need(till, "override")?;
            let [pos, euro] = args else {
                return Err("E10 PRICE POS EURO".to_string());
            };
            let (pos, cents) = (util::whole(pos)?, util::cents(euro)?);
            if cents <= 0 || cents > 999_999 {
                return Err("E85 not a price".to_string());
            }
            let Some(l) = db::one(
                "SELECT id, name, sku FROM receipt_lines
                  WHERE receipt_id = $1 AND pos = $2 AND voided = 0",
                p![state.receipt, pos],
            )?
            else {
                return Err(format!("E80 no line {pos}"));
            };
            if l.s(2) == "PFAND" || l.s(2) == "GUTSCHEIN" {
                return Err("E84 not on this".to_string());
            }
            db::run(
                "UPDATE receipt_lines SET unit_cents = $2, discount_cents = 0, total_cents = qty * $2,
                        promo_id = -1 WHERE id = $1",
                p![l.i(0), cents],
            )?;
            recount(state.receipt)?;
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            Ok(format!(
                "{} {} = {}",
                l.s(1),
                util::euro(cents),
                util::euro(total)
            ))
        }

        // 840 Kundenkarte
        "CARD" => {
            let [card] = args else {
                return Err("E10 CARD NUMBER".to_string());
            };
            if state.receipt == 0 {
                return Err("E79 no receipt".to_string());
            }
            let Some(c) = db::one(
                "SELECT name, points, tier FROM customers WHERE card_no = $1 AND active = 1",
                p![*card],
            )?
            else {
                return Err(format!("E60 no card {card}"));
            };
            db::run(
                "UPDATE receipts SET card_no = $2 WHERE id = $1",
                p![state.receipt, *card],
            )?;
            // gold gets three percent where nothing else is given
            if c.s(2) == "gold" {
                db::run(
                    "UPDATE receipt_lines
                        SET discount_cents = qty * unit_cents * 3 / 100,
                            total_cents = qty * unit_cents - qty * unit_cents * 3 / 100
                      WHERE receipt_id = $1 AND voided = 0 AND promo_id IS NULL
                        AND discount_cents = 0 AND sku NOT IN ('PFAND', 'GUTSCHEIN')",
                    p![state.receipt],
                )?;
                recount(state.receipt)?;
            }
            Ok(format!("{} {} P.", c.s(0), c.s(1)))
        }

        // 860 Ausweis gesehen
        "AGE" => {
            state.age_checked = true;
            globals::set_till(till, state);
            Ok("OK".to_string())
        }

        // 870 Zwischensumme
        "SUB" => {
            let Some(r) = db::one(
                "SELECT total_cents, discount_cents FROM receipts WHERE id = $1 AND state = 'open'",
                p![state.receipt],
            )?
            else {
                return Err("E79 no receipt".to_string());
            };
            let paid = db::num(
                "SELECT coalesce(sum(cents), 0) FROM payments WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            Ok(format!(
                "SUMME {} RABATT {} OFFEN {}",
                util::euro(r.i(0)),
                util::euro(r.i(1)),
                util::euro(r.i(0) - paid)
            ))
        }

        // 880 alles zeigen
        "LIST" => {
            let mut out = Vec::new();
            for l in db::rows(
                "SELECT pos, name, qty, total_cents, voided FROM receipt_lines
                  WHERE receipt_id = $1 ORDER BY pos",
                p![state.receipt],
            )? {
                let mark = if l.i(4) == 1 { "x" } else { " " };
                out.push(format!(
                    "{}{mark} {} x {} {}",
                    l.i(0),
                    l.i(2),
                    l.s(1),
                    util::euro(l.i(3))
                ));
            }
            if out.is_empty() {
                return Err("E79 no receipt".to_string());
            }
            Ok(out.join("\n"))
        }

        // 900 Parken
        "HOLD" => {
            if state.receipt == 0 {
                return Err("E79 no receipt".to_string());
            }
            let paid = db::num(
                "SELECT count(*) FROM payments WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            if paid > 0 {
                return Err("E82 part of it is paid".to_string());
            }
            db::run(
                "UPDATE receipts SET state = 'suspended' WHERE id = $1",
                p![state.receipt],
            )?;
            let parked = state.receipt;
            globals::paper(till, &util::center(&format!("GEPARKT {parked}")));
            state.receipt = 0;
            state.age_checked = false;
            globals::set_till(till, state);
            Ok(parked.to_string())
        }

        // 910 Holen, also from the other till of the store
        "RECALL" => {
            let [n] = args else {
                return Err("E10 RECALL N".to_string());
            };
            let n = util::whole(n)?;
            if state.receipt != 0 {
                return Err("E15 a receipt is open".to_string());
            }
            let found = db::rows(
                "UPDATE receipts SET state = 'open', till_no = $2, staff_id = $3
                  WHERE id = $1 AND state = 'suspended' AND business_day = $4
                    AND till_no IN (SELECT till_no FROM tills WHERE store = $5)
                 RETURNING total_cents",
                p![n, till, state.staff, &day, &store],
            )?;
            let Some(r) = found.first() else {
                return Err(format!("E86 {n} is not parked"));
            };
            state.receipt = n;
            globals::set_till(till, state);
            Ok(format!("SUMME {}", util::euro(r.i(0))))
        }

        // 920 Bonabbruch
        "CANCEL" => {
            if state.receipt == 0 {
                return Err("E79 no receipt".to_string());
            }
            let lines = db::num(
                "SELECT count(*) FROM receipt_lines WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            if lines > 5 {
                staff::need(till, "override")?;
            }
            // money that was taken goes back; vouchers get back what they lost
            db::run("BEGIN", &[])?;
            let done = (|| -> Res<()> {
                for m in db::rows(
                    "SELECT method, cents FROM payments WHERE receipt_id = $1 ORDER BY id",
                    p![state.receipt],
                )? {
                    if m.s(0) == "voucher" {
                        return Err(
                            "E87 a voucher is on it, finish it and take it back".to_string()
                        );
                    }
                    if m.s(0) == "points" {
                        db::run(
                            "INSERT INTO points_moves (card_no, receipt_id, points, reason, at)
                             SELECT card_no, id, $2, 'canceled', $3 FROM receipts
                              WHERE id = $1 AND card_no IS NOT NULL",
                            p![state.receipt, m.i(1), &now],
                        )?;
                    }
                    db::run(
                        "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
                         VALUES ($1, $2, $3, 0, 0, $4)",
                        p![state.receipt, m.s(0), -m.i(1), &now],
                    )?;
                }
                db::run(
                    "DELETE FROM vouchers WHERE sold_receipt = $1 AND left_cents = 0",
                    p![state.receipt],
                )?;
                db::run(
                    "UPDATE receipts SET state = 'void' WHERE id = $1",
                    p![state.receipt],
                )
            })();
            if let Err(e) = done {
                let _ = db::run("ROLLBACK", &[]);
                return Err(e);
            }
            db::run("COMMIT", &[])?;
            globals::paper(till, &util::center("*** BONABBRUCH ***"));
            state.receipt = 0;
            state.qty = 1;
            state.age_checked = false;
            globals::set_till(till, state);
            Ok("OK".to_string())
        }

        // 940 Gutschein verkaufen
        "GIFT" => {
            let [euro] = args else {
                return Err("E10 GIFT EURO".to_string());
            };
            let cents = util::cents(euro)?;
            if !(500..=25_000).contains(&cents) {
                return Err("E88 between 5 and 250 euros".to_string());
            }
            if state.receipt == 0 {
                if state.shift == 0 && till < 9 {
                    return Err("E74 no shift, DRAWER FLOAT first".to_string());
                }
                state.receipt = db::num(
                    "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day,
                                           total_cents, discount_cents, created_at)
                     VALUES ($1, 0, 'S', 'open', $2, $3, 0, 0, $4) RETURNING id",
                    p![till, state.staff, &day, &now],
                )?;
            }
            let n = globals::next_number("voucher")?;
            let year: String = day.chars().take(4).collect();
            let code = format!("G-{year}-{n:04}");
            let pos = db::num(
                "SELECT coalesce(max(pos), 0) + 1 FROM receipt_lines WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            db::run(
                "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                            total_cents, vat_code, voided, returned_qty)
                 VALUES ($1, $2, 'GUTSCHEIN', $3, 1, $4, 0, $4, 'C', 0, 0)",
                p![state.receipt, pos, format!("Gutschein {code}"), cents],
            )?;
            // worth nothing until it is paid
            db::run(
                "INSERT INTO vouchers (code, cents, left_cents, sold_receipt) VALUES ($1, $2, 0, $3)",
                p![&code, cents, state.receipt],
            )?;
            recount(state.receipt)?;
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            globals::set_till(till, state);
            Ok(format!("{code} = {}", util::euro(total)))
        }

        // 950 Leergut
        "LEERGUT" => {
            let [n] = args else {
                return Err("E10 LEERGUT N".to_string());
            };
            let n = util::whole(n)?;
            if !(1..=200).contains(&n) {
                return Err("E75 between 1 and 200".to_string());
            }
            if state.receipt == 0 {
                if state.shift == 0 && till < 9 {
                    return Err("E74 no shift, DRAWER FLOAT first".to_string());
                }
                state.receipt = db::num(
                    "INSERT INTO receipts (till_no, number, kind, state, staff_id, business_day,
                                           total_cents, discount_cents, created_at)
                     VALUES ($1, 0, 'S', 'open', $2, $3, 0, 0, $4) RETURNING id",
                    p![till, state.staff, &day, &now],
                )?;
            }
            let pos = db::num(
                "SELECT coalesce(max(pos), 0) + 1 FROM receipt_lines WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            db::run(
                "INSERT INTO receipt_lines (receipt_id, pos, sku, name, qty, unit_cents, discount_cents,
                                            total_cents, vat_code, voided, returned_qty)
                 VALUES ($1, $2, 'PFAND', 'Leergut', $3, -25, 0, $4, 'A', 0, 0)",
                p![state.receipt, pos, n, -25 * n],
            )?;
            recount(state.receipt)?;
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            globals::set_till(till, state);
            Ok(format!(
                "Leergut {} = {}",
                util::euro(-25 * n),
                util::euro(total)
            ))
        }

        // 960 Suche, German or Korean
        "FIND" => {
            let wanted = args.join(" ").to_lowercase();
            if wanted.chars().count() < 2 {
                return Err("E10 FIND TEXT".to_string());
            }
            let mut sql = "SELECT sku, name, name_ko, price_cents FROM articles".to_string();
            sql += " WHERE active = 1";
            sql += " AND (lower(name) LIKE $1 OR name_ko LIKE $1)";
            if state.role == "cashier" {
                sql += " AND stocked = 1";
            }
            sql += " ORDER BY name LIMIT 20";
            let mut out = Vec::new();
            for r in db::rows(&sql, p![format!("%{wanted}%")])? {
                out.push(format!(
                    "{} {} {} {}",
                    r.s(0),
                    r.s(1),
                    r.s(2),
                    util::euro(r.i(3))
                ));
            }
            Ok(out.join("\n"))
        }

        // 970 Kopie des letzten Bons
        "LAST" => {
            if state.last_receipt == 0 {
                return Err("E79 no receipt".to_string());
            }
            receipt::print_copy(till, state.last_receipt)?;
            Ok("OK".to_string())
        }

        // 1000 Zahlen
        "PAY" => {
            if state.receipt == 0 {
                return Err("E79 no receipt".to_string());
            }
            let lines = db::num(
                "SELECT count(*) FROM receipt_lines WHERE receipt_id = $1 AND voided = 0",
                p![state.receipt],
            )?;
            if lines == 0 {
                return Err("E89 nothing on it, CANCEL".to_string());
            }
            let total = db::num(
                "SELECT total_cents FROM receipts WHERE id = $1",
                p![state.receipt],
            )?;
            let paid = db::num(
                "SELECT coalesce(sum(cents), 0) FROM payments WHERE receipt_id = $1",
                p![state.receipt],
            )?;
            let open = total - paid;
            match args {
                // 1010 bar
                ["CASH", euro] => {
                    let given = util::cents(euro)?;
                    let most = globals::setting("max_cash_cents", "1000000")
                        .parse()
                        .unwrap_or(1_000_000);
                    if given > most {
                        return Err("E93 too much cash, ask for an identity card".to_string());
                    }
                    if given < 0 || (given == 0 && open > 0) {
                        return Err("E94 not an amount to take".to_string());
                    }
                    let taken = given.min(open);
                    let change = given - taken;
                    db::run("BEGIN", &[])?;
                    let done = (|| -> Res<bool> {
                        db::run(
                            "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
                             VALUES ($1, 'cash', $2, $3, $4, $5)",
                            p![state.receipt, taken, given, change, &now],
                        )?;
                        if taken < open {
                            return Ok(false);
                        }
                        if globals::TRAINING.load(Ordering::SeqCst) && till >= 9 {
                            db::run(
                                "UPDATE receipts SET state = 'void' WHERE id = $1",
                                p![state.receipt],
                            )?;
                            return Ok(true);
                        }
                        let number = globals::next_number("receipt")?;
                        db::run(
                            "UPDATE promotions SET used = used + 1
                              WHERE id IN (SELECT promo_id FROM receipt_lines
                                            WHERE receipt_id = $1 AND voided = 0 AND promo_id > 0)",
                            p![state.receipt],
                        )?;
                        db::run(
                            "UPDATE vouchers SET left_cents = cents
                              WHERE sold_receipt = $1 AND left_cents = 0",
                            p![state.receipt],
                        )?;
                        // the shelf and the points follow by trigger
                        db::run(
                            "UPDATE receipts SET state = 'paid', number = $2, paid_at = $3 WHERE id = $1",
                            p![state.receipt, number, &now],
                        )?;
                        Ok(true)
                    })();
                    let done = match done {
                        Ok(done) => done,
                        Err(e) => {
                            let _ = db::run("ROLLBACK", &[]);
                            return Err(e);
                        }
                    };
                    db::run("COMMIT", &[])?;
                    if !done {
                        return Ok(format!("BAR OFFEN {}", util::euro(open - taken)));
                    }
                    globals::RECEIPTS_TODAY.fetch_add(1, Ordering::Relaxed);
                    globals::TURNOVER_TODAY.fetch_add(total, Ordering::Relaxed);
                    receipt::print_sale(till, state.receipt)?;
                    state.last_receipt = state.receipt;
                    state.receipt = 0;
                    state.qty = 1;
                    state.age_checked = false;
                    globals::set_till(till, state);
                    Ok(format!("RÜCKGELD {}", util::euro(change)))
                }

                // 1100 Karte; the terminal stands beside the till and is not connected
                ["CARD"] => {
                    if open <= 0 {
                        return Err("E95 nothing to pay by card".to_string());
                    }
                    let taken = open;
                    db::run("BEGIN", &[])?;
                    let done = (|| -> Res<bool> {
                        db::run(
                            "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
                             VALUES ($1, 'card', $2, $3, $4, $5)",
                            p![state.receipt, taken, taken, 0, &now],
                        )?;
                        if taken < open {
                            return Ok(false);
                        }
                        if globals::TRAINING.load(Ordering::SeqCst) && till >= 9 {
                            db::run(
                                "UPDATE receipts SET state = 'void' WHERE id = $1",
                                p![state.receipt],
                            )?;
                            return Ok(true);
                        }
                        let number = globals::next_number("receipt")?;
                        db::run(
                            "UPDATE promotions SET used = used + 1
                              WHERE id IN (SELECT promo_id FROM receipt_lines
                                            WHERE receipt_id = $1 AND voided = 0 AND promo_id > 0)",
                            p![state.receipt],
                        )?;
                        db::run(
                            "UPDATE vouchers SET left_cents = cents
                              WHERE sold_receipt = $1 AND left_cents = 0",
                            p![state.receipt],
                        )?;
                        // the shelf and the points follow by trigger
                        db::run(
                            "UPDATE receipts SET state = 'paid', number = $2, paid_at = $3 WHERE id = $1",
                            p![state.receipt, number, &now],
                        )?;
                        Ok(true)
                    })();
                    let done = match done {
                        Ok(done) => done,
                        Err(e) => {
                            let _ = db::run("ROLLBACK", &[]);
                            return Err(e);
                        }
                    };
                    db::run("COMMIT", &[])?;
                    if !done {
                        return Ok(format!("KARTE OFFEN {}", util::euro(open - taken)));
                    }
                    globals::RECEIPTS_TODAY.fetch_add(1, Ordering::Relaxed);
                    globals::TURNOVER_TODAY.fetch_add(total, Ordering::Relaxed);
                    receipt::print_sale(till, state.receipt)?;
                    state.last_receipt = state.receipt;
                    state.receipt = 0;
                    state.qty = 1;
                    state.age_checked = false;
                    globals::set_till(till, state);
                    Ok(format!("KARTE {}", util::euro(taken)))
                }

                // 1200 Gutschein einlösen
                ["VOUCHER", code] => {
                    let Some(v) =
                        db::one("SELECT left_cents FROM vouchers WHERE code = $1", p![*code])?
                    else {
                        return Err(format!("E96 no voucher {code}"));
                    };
                    if v.i(0) <= 0 || open <= 0 {
                        return Err("E97 nothing left on it".to_string());
                    }
                    let taken = v.i(0).min(open);
                    db::run("BEGIN", &[])?;
                    let done = (|| -> Res<bool> {
                        let left = db::rows(
                            "UPDATE vouchers SET left_cents = left_cents - $2
                              WHERE code = $1 AND left_cents >= $2 RETURNING left_cents",
                            p![*code, taken],
                        )?;
                        if left.is_empty() {
                            return Err("E97 nothing left on it".to_string());
                        }
                        db::run(
                            "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
                             VALUES ($1, 'voucher', $2, $3, $4, $5)",
                            p![state.receipt, taken, taken, 0, &now],
                        )?;
                        if taken < open {
                            return Ok(false);
                        }
                        if globals::TRAINING.load(Ordering::SeqCst) && till >= 9 {
                            db::run(
                                "UPDATE receipts SET state = 'void' WHERE id = $1",
                                p![state.receipt],
                            )?;
                            return Ok(true);
                        }
                        let number = globals::next_number("receipt")?;
                        db::run(
                            "UPDATE promotions SET used = used + 1
                              WHERE id IN (SELECT promo_id FROM receipt_lines
                                            WHERE receipt_id = $1 AND voided = 0 AND promo_id > 0)",
                            p![state.receipt],
                        )?;
                        db::run(
                            "UPDATE vouchers SET left_cents = cents
                              WHERE sold_receipt = $1 AND left_cents = 0",
                            p![state.receipt],
                        )?;
                        // the shelf and the points follow by trigger
                        db::run(
                            "UPDATE receipts SET state = 'paid', number = $2, paid_at = $3 WHERE id = $1",
                            p![state.receipt, number, &now],
                        )?;
                        Ok(true)
                    })();
                    let done = match done {
                        Ok(done) => done,
                        Err(e) => {
                            let _ = db::run("ROLLBACK", &[]);
                            return Err(e);
                        }
                    };
                    db::run("COMMIT", &[])?;
                    if !done {
                        return Ok(format!("GUTSCHEIN OFFEN {}", util::euro(open - taken)));
                    }
                    globals::RECEIPTS_TODAY.fetch_add(1, Ordering::Relaxed);
                    globals::TURNOVER_TODAY.fetch_add(total, Ordering::Relaxed);
                    receipt::print_sale(till, state.receipt)?;
                    state.last_receipt = state.receipt;
                    state.receipt = 0;
                    state.qty = 1;
                    state.age_checked = false;
                    globals::set_till(till, state);
                    Ok(format!("GUTSCHEIN REST {}", util::euro(v.i(0) - taken)))
                }

                // 1300 Punkte
                ["POINTS", n] => {
                    let n = util::whole(n)?;
                    let worth: i64 = globals::setting("points_worth", "1").parse().unwrap_or(1);
                    let Some(c) = db::one(
                        "SELECT c.card_no, c.points FROM receipts r
                           JOIN customers c ON c.card_no = r.card_no WHERE r.id = $1",
                        p![state.receipt],
                    )?
                    else {
                        return Err("E98 CARD first".to_string());
                    };
                    if n <= 0 || n > c.i(1) || worth < 1 || n * worth > open {
                        return Err(format!("E99 not with {} points", c.i(1)));
                    }
                    let taken = n * worth;
                    db::run("BEGIN", &[])?;
                    let done = (|| -> Res<bool> {
                        db::run(
                            "INSERT INTO points_moves (card_no, receipt_id, points, reason, at)
                             VALUES ($1, $2, $3, 'spent', $4)",
                            p![c.s(0), state.receipt, -n, &now],
                        )?;
                        db::run(
                            "INSERT INTO payments (receipt_id, method, cents, given_cents, change_cents, at)
                             VALUES ($1, 'points', $2, $3, $4, $5)",
                            p![state.receipt, taken, taken, 0, &now],
                        )?;
                        if taken < open {
                            return Ok(false);
                        }
                        if globals::TRAINING.load(Ordering::SeqCst) && till >= 9 {
                            db::run(
                                "UPDATE receipts SET state = 'void' WHERE id = $1",
                                p![state.receipt],
                            )?;
                            return Ok(true);
                        }
                        let number = globals::next_number("receipt")?;
                        db::run(
                            "UPDATE promotions SET used = used + 1
                              WHERE id IN (SELECT promo_id FROM receipt_lines
                                            WHERE receipt_id = $1 AND voided = 0 AND promo_id > 0)",
                            p![state.receipt],
                        )?;
                        db::run(
                            "UPDATE vouchers SET left_cents = cents
                              WHERE sold_receipt = $1 AND left_cents = 0",
                            p![state.receipt],
                        )?;
                        // the shelf and the points follow by trigger
                        db::run(
                            "UPDATE receipts SET state = 'paid', number = $2, paid_at = $3 WHERE id = $1",
                            p![state.receipt, number, &now],
                        )?;
                        Ok(true)
                    })();
                    let done = match done {
                        Ok(done) => done,
                        Err(e) => {
                            let _ = db::run("ROLLBACK", &[]);
                            return Err(e);
                        }
                    };
                    db::run("COMMIT", &[])?;
                    if !done {
                        return Ok(format!("PUNKTE OFFEN {}", util::euro(open - taken)));
                    }
                    globals::RECEIPTS_TODAY.fetch_add(1, Ordering::Relaxed);
                    globals::TURNOVER_TODAY.fetch_add(total, Ordering::Relaxed);
                    receipt::print_sale(till, state.receipt)?;
                    state.last_receipt = state.receipt;
                    state.receipt = 0;
                    state.qty = 1;
                    state.age_checked = false;
                    globals::set_till(till, state);
                    Ok(format!("PUNKTE REST {}", c.i(1) - n))
                }

                _ => Err("E10 PAY CASH EURO | CARD | VOUCHER CODE | POINTS N".to_string()),
            }
        }

        _ => Err(format!("E10 {word} is no key")),
    }
}

/// Total and discount of a receipt from its lines.
fn recount(receipt: i64) -> Res<()> {
    let sums = db::one(
        "SELECT coalesce(sum(total_cents), 0), coalesce(sum(discount_cents), 0)
           FROM receipt_lines WHERE receipt_id = $1 AND voided = 0",
        p![receipt],
    )?;
    let (total, off) = sums.map_or((0, 0), |r| (r.i(0), r.i(1)));
    db::run(
        "UPDATE receipts SET total_cents = $2, discount_cents = $3 WHERE id = $1",
        p![receipt, total, off],
    )
}

/// The morning after: what was parked is not coming back.
pub fn nightly(day: &str) -> Res<String> {
    let gone = db::rows(
        "UPDATE receipts SET state = 'void'
          WHERE state IN ('open', 'suspended') AND business_day < $1 RETURNING id",
        p![day],
    )?;
    globals::RECEIPTS_TODAY.store(0, Ordering::Relaxed);
    globals::TURNOVER_TODAY.store(0, Ordering::Relaxed);
    Ok(format!("{} receipts void", gone.len()))
}
