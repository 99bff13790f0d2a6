//! Tagesabschluss. X looks, Z closes.

use std::sync::atomic::Ordering;

use crate::Res;
use crate::db;
use crate::drawer;
use crate::globals;
use crate::p;
use crate::util;

/// `DAYEND X`, `DAYEND Z EURO`: with Z, EURO is what was counted in the drawer.
///
/// KASSE.PRG, procedure ABSCHLUSS. One paper, one procedure.
pub fn key(till: i64, _word: &str, args: &[&str]) -> Res<String> {
    let day = globals::day();
    let now = util::now();
    let store = globals::store_of(till)?;
    let mut state = globals::till(till);
    let counted = match args {
        ["X"] => None,
        ["Z", euro] => Some(util::cents(euro)?),
        _ => return Err("E10 DAYEND X | Z EURO".to_string()),
    };
    let z = counted.is_some();

    // ---- may it be closed? ----
    if state.receipt != 0 {
        return Err("E15 a receipt is open".to_string());
    }
    if z {
        if state.shift == 0 {
            return Err("E53 no shift".to_string());
        }
        let parked = db::num(
            "SELECT count(*) FROM receipts
              WHERE till_no = $1 AND business_day = $2 AND state = 'suspended'",
            p![till, &day],
        )?;
        if parked > 0 {
            // they become void; say so on the paper
            globals::paper(
                till,
                &util::two("geparkte Bons verworfen", &parked.to_string()),
            );
        }
        let older = db::num(
            "SELECT count(*) FROM receipts
              WHERE till_no = $1 AND business_day < $2 AND state = 'paid' AND z_id IS NULL",
            p![till, &day],
        )?;
        if older > 0 {
            globals::paper(till, &util::center("ACHTUNG: Vortag ohne Z"));
        }
        if counted.unwrap_or(0) < 0 {
            return Err("E51 nobody counts below nothing".to_string());
        }
        globals::HALT.store(true, Ordering::SeqCst);
    }

    // ---- the paper; if anything fails on the way, the halt must go ----
    let printed = (|| -> Res<()> {
        let Some(s) = db::one(
            "SELECT s.name, s.street, s.vat_id, t.name, t.last_z
               FROM tills t JOIN stores s ON s.store = t.store WHERE t.till_no = $1",
            p![till],
        )?
        else {
            return Err(format!("E01 till {till} is not known"));
        };
        globals::paper(till, &"=".repeat(42));
        globals::paper(till, &util::center(&s.s(0)));
        globals::paper(till, &util::center(&s.s(1)));
        globals::paper(till, &util::center(&s.s(2)));
        let title = if z {
            "Z-BERICHT 일일 마감"
        } else {
            "X-BERICHT 중간 보고"
        };
        globals::paper(till, &util::center(title));
        globals::paper(till, &util::two(&format!("Kasse {till} {}", s.s(3)), &day));
        globals::paper(till, &util::two(&state.staff_name, &now));
        globals::paper(till, &util::two("letztes Z", &s.s(4)));

        // ---- Umsatz nach Gruppen ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "UMSATZ NACH GRUPPEN");
        let mut sum = 0;
        let mut any = false;
        for r in db::rows(
            "SELECT g.name, sum(l.total_cents), sum(l.qty)
               FROM receipt_lines l
               JOIN receipts r ON r.id = l.receipt_id
               JOIN articles a ON a.sku = l.sku
               JOIN article_groups g ON g.group_code = a.group_code
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND r.kind = 'S' AND l.voided = 0
              GROUP BY g.name ORDER BY g.name",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(r.i(1))),
            );
            sum += r.i(1);
            any = true;
        }
        globals::paper(till, &util::two("Umsatz", &util::euro(sum)));
        if !any {
            globals::paper(till, "kein Umsatz");
        }

        // ---- Retouren nach Gruppen ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "RETOUREN NACH GRUPPEN");
        let mut sum = 0;
        let mut any = false;
        for r in db::rows(
            "SELECT g.name, sum(l.total_cents), sum(-l.qty)
               FROM receipt_lines l
               JOIN receipts r ON r.id = l.receipt_id
               JOIN articles a ON a.sku = l.sku
               JOIN article_groups g ON g.group_code = a.group_code
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND r.kind = 'R' AND l.voided = 0
              GROUP BY g.name ORDER BY g.name",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(r.i(1))),
            );
            sum += r.i(1);
            any = true;
        }
        globals::paper(till, &util::two("Retouren", &util::euro(sum)));
        if !any {
            globals::paper(till, "keine Retouren");
        }

        // ---- Mehrwertsteuer ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "MEHRWERTSTEUER");
        let gross_a = db::num(
            "SELECT coalesce(sum(l.total_cents), 0)
               FROM receipt_lines l JOIN receipts r ON r.id = l.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0 AND l.vat_code = 'A'",
            p![till, &day],
        )?;
        let vat_a = (gross_a * 38 + 119) / 238;
        globals::paper(till, &util::two("A 19 % brutto", &util::euro(gross_a)));
        globals::paper(till, &util::two("  netto", &util::euro(gross_a - vat_a)));
        globals::paper(till, &util::two("  Steuer", &util::euro(vat_a)));
        let gross_b = db::num(
            "SELECT coalesce(sum(l.total_cents), 0)
               FROM receipt_lines l JOIN receipts r ON r.id = l.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0 AND l.vat_code = 'B'",
            p![till, &day],
        )?;
        let vat_b = (gross_b * 14 + 107) / 214;
        globals::paper(till, &util::two("B 7 % brutto", &util::euro(gross_b)));
        globals::paper(till, &util::two("  netto", &util::euro(gross_b - vat_b)));
        globals::paper(till, &util::two("  Steuer", &util::euro(vat_b)));
        let gross_c = db::num(
            "SELECT coalesce(sum(l.total_cents), 0)
               FROM receipt_lines l JOIN receipts r ON r.id = l.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0 AND l.vat_code = 'C'",
            p![till, &day],
        )?;
        if gross_c != 0 {
            globals::paper(till, &util::two("C ohne", &util::euro(gross_c)));
        }

        // ---- Zahlarten ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "ZAHLARTEN");
        let mut sum = 0;
        for r in db::rows(
            "SELECT CASE p.method WHEN 'cash' THEN 'Bar' WHEN 'card' THEN 'Karte'
                                  WHEN 'voucher' THEN 'Gutschein' WHEN 'points' THEN 'Punkte'
                                  ELSE p.method END,
                    sum(p.cents), count(*)
               FROM payments p JOIN receipts r ON r.id = p.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL
              GROUP BY p.method ORDER BY p.method",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(r.i(1))),
            );
            sum += r.i(1);
        }
        globals::paper(till, &util::two("Summe", &util::euro(sum)));

        // ---- Stunden ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "STUNDEN");
        for r in db::rows(
            "SELECT substr(CAST(r.paid_at AS text), 12, 2), sum(r.total_cents), count(*)
               FROM receipts r
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL
              GROUP BY substr(CAST(r.paid_at AS text), 12, 2)
              ORDER BY substr(CAST(r.paid_at AS text), 12, 2)",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} Uhr ({})", r.s(0), r.s(2)), &util::euro(r.i(1))),
            );
        }

        // ---- Mitarbeiter ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "MITARBEITER");
        for r in db::rows(
            "SELECT s.name, sum(r.total_cents), count(*)
               FROM receipts r JOIN staff s ON s.id = r.staff_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL
              GROUP BY s.name ORDER BY s.name",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(r.i(1))),
            );
        }

        // ---- Angebote ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "ANGEBOTE");
        let mut sum = 0;
        for r in db::rows(
            "SELECT m.name, sum(l.discount_cents), count(*)
               FROM receipt_lines l
               JOIN receipts r ON r.id = l.receipt_id
               JOIN promotions m ON m.id = l.promo_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0
              GROUP BY m.name ORDER BY m.name",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(-r.i(1))),
            );
            sum += r.i(1);
        }
        globals::paper(till, &util::two("gewährt", &util::euro(sum)));

        // ---- Rabatt von Hand ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "RABATT VON HAND");
        let mut sum = 0;
        for r in db::rows(
            "SELECT s.name, sum(l.discount_cents), count(*)
               FROM receipt_lines l
               JOIN receipts r ON r.id = l.receipt_id
               JOIN staff s ON s.id = r.staff_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0 AND l.promo_id = -1
              GROUP BY s.name ORDER BY s.name",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(-r.i(1))),
            );
            sum += r.i(1);
        }
        globals::paper(till, &util::two("gewährt", &util::euro(sum)));

        // ---- Stornos ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "STORNOS");
        let mut sum = 0;
        let mut any = false;
        for r in db::rows(
            "SELECT s.name, sum(l.total_cents), count(*)
               FROM receipt_lines l
               JOIN receipts r ON r.id = l.receipt_id
               JOIN staff s ON s.id = r.staff_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.z_id IS NULL
                AND l.voided = 1
              GROUP BY s.name ORDER BY s.name",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(r.i(1))),
            );
            sum += r.i(1);
            any = true;
        }
        globals::paper(till, &util::two("storniert", &util::euro(sum)));
        if !any {
            globals::paper(till, "keine Stornos");
        }

        // ---- Abgebrochene Bons ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "ABGEBROCHENE BONS");
        let mut sum = 0;
        for r in db::rows(
            "SELECT r.id, s.name, r.total_cents
               FROM receipts r JOIN staff s ON s.id = r.staff_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'void'
              ORDER BY r.id",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("#{} {}", r.s(0), r.s(1)), &util::euro(r.i(2))),
            );
            sum += r.i(2);
        }
        globals::paper(till, &util::two("abgebrochen", &util::euro(sum)));

        // ---- Renner ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "RENNER");
        for r in db::rows(
            "SELECT a.name, sum(l.total_cents), sum(l.qty)
               FROM receipt_lines l
               JOIN receipts r ON r.id = l.receipt_id
               JOIN articles a ON a.sku = l.sku
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0 AND a.stocked = 1
              GROUP BY a.name ORDER BY sum(l.total_cents) DESC, a.name LIMIT 10",
            p![till, &day],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} x {}", r.s(2), r.s(0)), &util::euro(r.i(1))),
            );
        }

        // ---- Gutscheine verkauft ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "GUTSCHEINE VERKAUFT");
        let mut sum = 0;
        for r in db::rows(
            "SELECT v.code, v.cents
               FROM vouchers v JOIN receipts r ON r.id = v.sold_receipt
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL
              ORDER BY v.code",
            p![till, &day],
        )? {
            globals::paper(till, &util::two(&r.s(0), &util::euro(r.i(1))));
            sum += r.i(1);
        }
        globals::paper(till, &util::two("verkauft", &util::euro(sum)));

        // ---- Pfand ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "PFAND");
        let out = db::num(
            "SELECT coalesce(sum(l.total_cents), 0)
               FROM receipt_lines l JOIN receipts r ON r.id = l.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0 AND l.sku = 'PFAND' AND l.total_cents > 0",
            p![till, &day],
        )?;
        let back = db::num(
            "SELECT coalesce(sum(l.total_cents), 0)
               FROM receipt_lines l JOIN receipts r ON r.id = l.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND l.voided = 0 AND l.sku = 'PFAND' AND l.total_cents < 0",
            p![till, &day],
        )?;
        globals::paper(till, &util::two("eingenommen", &util::euro(out)));
        globals::paper(till, &util::two("ausgezahlt", &util::euro(back)));

        // ---- Kundenkarten ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "KUNDENKARTEN");
        let with_card = db::num(
            "SELECT count(*) FROM receipts r
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND r.card_no IS NOT NULL",
            p![till, &day],
        )?;
        globals::paper(till, &util::two("Bons mit Karte", &with_card.to_string()));
        let earned = db::num(
            "SELECT coalesce(sum(m.points), 0) FROM points_moves m JOIN receipts r ON r.id = m.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND m.points > 0",
            p![till, &day],
        )?;
        globals::paper(till, &util::two("Punkte gesammelt", &earned.to_string()));
        let spent = db::num(
            "SELECT coalesce(sum(m.points), 0) FROM points_moves m JOIN receipts r ON r.id = m.receipt_id
              WHERE r.till_no = $1 AND r.business_day = $2 AND r.state = 'paid'
                AND r.z_id IS NULL AND m.points < 0",
            p![till, &day],
        )?;
        globals::paper(till, &util::two("Punkte verbraucht", &(-spent).to_string()));
        let joined = db::num("SELECT count(*) FROM customers WHERE joined = $1", p![&day])?;
        if joined > 0 {
            globals::paper(
                till,
                &util::two("neue Karten, alle Läden", &joined.to_string()),
            );
        }

        // ---- Lade ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "LADE");
        let mut sum = 0;
        for r in db::rows(
            "SELECT CASE kind WHEN 'receipt' THEN 'Bons' WHEN 'float' THEN 'Wechselgeld'
                              WHEN 'in' THEN 'Einlage' WHEN 'out' THEN 'Entnahme'
                              WHEN 'safe' THEN 'Tresor' WHEN 'skim' THEN 'Abschöpfung'
                              WHEN 'open' THEN 'Lade auf' ELSE kind END,
                    sum(cents), count(*)
               FROM cash_moves
              WHERE till_no = $1 AND (shift_id = $2 OR shift_id IS NULL)
              GROUP BY kind ORDER BY kind",
            p![till, state.shift],
        )? {
            globals::paper(
                till,
                &util::two(&format!("{} ({})", r.s(0), r.s(2)), &util::euro(r.i(1))),
            );
            sum += r.i(1);
        }
        globals::paper(till, &util::two("Soll", &util::euro(sum)));

        // ---- Nachbestellen ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "NACHBESTELLEN");
        for r in db::rows(
            "SELECT a.name, w.qty
               FROM reorder_wishes w JOIN articles a ON a.sku = w.sku
              WHERE w.store = $1 AND w.order_id IS NULL
              ORDER BY a.name LIMIT 20",
            p![&store],
        )? {
            globals::paper(till, &util::two(&r.s(0), &r.s(1)));
        }

        // ---- andere Kassen des Ladens ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "ANDERE KASSEN");
        for r in db::rows(
            "SELECT t.till_no, t.name, coalesce(v.gross_cents, 0),
                    (SELECT count(*) FROM shifts s WHERE s.till_no = t.till_no AND s.closed_at IS NULL)
               FROM tills t
               LEFT JOIN v_day_sales v ON v.till_no = t.till_no AND v.business_day = $3
              WHERE t.store = $1 AND t.till_no <> $2 AND t.till_no < 9
              ORDER BY t.till_no",
            p![&store, till, &day],
        )? {
            let open = if r.i(3) > 0 { "offen" } else { "zu" };
            globals::paper(
                till,
                &util::two(&format!("{} {} {open}", r.s(0), r.s(1)), &util::euro(r.i(2))),
            );
        }

        // ---- Vergleich ----
        globals::paper(till, &"-".repeat(42));
        globals::paper(till, "VERGLEICH");
        let today = db::num(
            "SELECT coalesce(sum(gross_cents), 0) FROM v_day_sales WHERE store = $1 AND business_day = $2",
            p![&store, &day],
        )?;
        globals::paper(till, &util::two("Laden heute", &util::euro(today)));
        let last_week = db::num(
            "SELECT coalesce(sum(gross_cents), 0) FROM v_day_sales WHERE store = $1 AND business_day = $2",
            p![&store, util::add_days(&day, -7)],
        )?;
        globals::paper(till, &util::two("vor einer Woche", &util::euro(last_week)));
        if last_week > 0 {
            let percent = (today - last_week) * 100 / last_week;
            globals::paper(till, &util::two("Veränderung", &format!("{percent:+} %")));
        }
        let month: String = day.chars().take(8).chain("01".chars()).collect();
        let so_far = db::num(
            "SELECT coalesce(sum(gross_cents), 0) FROM v_day_sales
              WHERE store = $1 AND business_day BETWEEN $2 AND $3",
            p![&store, &month, &day],
        )?;
        globals::paper(till, &util::two("Monat bis heute", &util::euro(so_far)));
        let last_month = db::num(
            "SELECT coalesce(sum(gross_cents), 0) FROM v_day_sales
              WHERE store = $1 AND business_day BETWEEN $2 AND $3",
            p![
                &store,
                util::add_days(&month, -31),
                util::add_days(&month, -1)
            ],
        )?;
        globals::paper(till, &util::two("31 Tage davor", &util::euro(last_month)));
        globals::paper(
            till,
            &util::two(
                "diese Maschine",
                &format!(
                    "{} Bons {}",
                    globals::RECEIPTS_TODAY.load(Ordering::Relaxed),
                    util::euro(globals::TURNOVER_TODAY.load(Ordering::Relaxed))
                ),
            ),
        );
        Ok(())
    })();
    if let Err(e) = printed {
        globals::HALT.store(false, Ordering::SeqCst);
        return Err(e);
    }
    let Some(counted) = counted else {
        globals::paper(till, &util::center("KEIN ABSCHLUSS"));
        globals::paper(till, &"=".repeat(42));
        return Ok(util::euro(drawer::in_drawer(till)?));
    };

    // ---- Abschluss: drawer, receipts, Z, books, all or nothing ----
    let closed = (|| -> Res<(i64, i64)> {
        db::run("BEGIN", &[])?;
        let expected = drawer::in_drawer(till)?;
        let difference = counted - expected;
        db::run(
            "UPDATE shifts SET counted_cents = $2 WHERE id = $1",
            p![state.shift, counted],
        )?;
        if difference != 0 {
            db::run(
                "INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
                 VALUES ($1, $2, 'diff', $3, 'Kassendifferenz', $4, $5)",
                p![till, state.shift, difference, state.staff, &now],
            )?;
            db::run(
                "INSERT INTO ledger (business_day, account, contra, cents, memo, ref, exported)
                 VALUES ($1, '4900', '1000', $2, 'Kassendifferenz', $3, 0)",
                p![&day, -difference, format!("K{till}")],
            )?;
        }
        db::run("CALL close_day($1, $2, $3)", p![till, state.staff, &day])?;
        let number = db::num("SELECT last_z FROM tills WHERE till_no = $1", p![till])?;
        db::run("COMMIT", &[])?;
        Ok((number, difference))
    })();
    globals::HALT.store(false, Ordering::SeqCst);
    let (number, difference) = match closed {
        Ok(closed) => closed,
        Err(e) => {
            let _ = db::run("ROLLBACK", &[]);
            globals::paper(till, &util::center("ABSCHLUSS MISSLUNGEN"));
            return Err(e);
        }
    };

    // ---- the last of the paper, from what is now written for good ----
    globals::paper(till, &"-".repeat(42));
    globals::paper(till, &util::center(&format!("Z {number}")));
    let Some(r) = db::one(
        "SELECT id, gross_cents, returns_cents, vat_a_cents, vat_b_cents, cash_cents, card_cents,
                voucher_cents, receipts_count
           FROM z_reports WHERE till_no = $1 AND number = $2",
        p![till, number],
    )?
    else {
        return Err(format!("E105 Z {number} is not there"));
    };
    globals::paper(till, &util::two("Umsatz", &util::euro(r.i(1))));
    globals::paper(till, &util::two("Retouren", &util::euro(r.i(2))));
    globals::paper(till, &util::two("Steuer A", &util::euro(r.i(3))));
    globals::paper(till, &util::two("Steuer B", &util::euro(r.i(4))));
    globals::paper(till, &util::two("Bar", &util::euro(r.i(5))));
    globals::paper(till, &util::two("Karte", &util::euro(r.i(6))));
    globals::paper(till, &util::two("Gutscheine", &util::euro(r.i(7))));
    globals::paper(till, &util::two("Bons", &r.s(8)));
    let mut lines = 0;
    for l in db::rows(
        "SELECT label, cents FROM z_lines WHERE z_id = $1 ORDER BY label",
        p![r.i(0)],
    )? {
        globals::paper(
            till,
            &util::two(&format!("  {}", l.s(0)), &util::euro(l.i(1))),
        );
        lines += l.i(1);
    }
    if lines != r.i(1) + r.i(2) {
        // has happened once, on the day of the flood
        globals::paper(till, &util::center("ACHTUNG: Gruppen und Umsatz ungleich"));
    }
    globals::paper(till, &util::two("gezählt", &util::euro(counted)));
    globals::paper(till, &util::two("Differenz", &util::euro(difference)));
    for l in db::rows(
        "SELECT account, contra, cents, memo FROM ledger WHERE business_day = $1 AND ref = $2 ORDER BY id",
        p![&day, format!("Z{number}")],
    )? {
        globals::paper(
            till,
            &util::two(
                &format!("{}/{} {}", l.s(0), l.s(1), l.s(3)),
                &util::euro(l.i(2)),
            ),
        );
    }
    globals::paper(till, "");
    globals::paper(till, "Unterschrift ____________________________");
    globals::paper(till, &"=".repeat(42));
    state.shift = 0;
    state.last_receipt = 0;
    state.qty = 1;
    globals::set_till(till, state);
    globals::forget_prices();
    Ok(format!("Z {number} DIFFERENZ {}", util::euro(difference)))
}
