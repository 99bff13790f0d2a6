//! Paper. 42 columns, since 1991.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// A sale that is paid.
pub fn print_sale(till: i64, receipt: i64) -> Res<()> {
    let Some(r) = db::one(
        "SELECT r.number, r.business_day, r.total_cents, r.discount_cents, r.card_no, r.paid_at,
                s.name, s.street, s.vat_id, p.name, r.original_id
           FROM receipts r
           JOIN tills t ON t.till_no = r.till_no
           JOIN stores s ON s.store = t.store
           JOIN staff p ON p.id = r.staff_id
          WHERE r.id = $1",
        p![receipt],
    )?
    else {
        return Err(format!("E65 receipt {receipt} is not known"));
    };
    globals::paper(till, &util::center(&r.s(6)));
    globals::paper(till, &util::center(&r.s(7)));
    globals::paper(till, &util::center(&r.s(8)));
    globals::paper(till, &util::center("*** RECHNUNG 영수증 ***"));
    globals::paper(till, &util::two(&format!("Bon {}", r.s(0)), &r.s(1)));
    globals::paper(till, &util::two(&format!("Kasse {till}"), &r.s(9)));
    globals::paper(till, &"-".repeat(42));
    let mut gross_a = 0;
    let mut gross_b = 0;
    for l in db::rows(
        "SELECT l.name, l.qty, l.unit_cents, l.discount_cents, l.total_cents, l.vat_code, a.name_ko
           FROM receipt_lines l JOIN articles a ON a.sku = l.sku
          WHERE l.receipt_id = $1 AND l.voided = 0 ORDER BY l.pos",
        p![receipt],
    )? {
        let total = format!("{} {}", util::euro(l.i(4)), l.s(5));
        globals::paper(till, &util::two(&l.s(0), &total));
        if !l.is_null(6) {
            globals::paper(till, &format!("  {}", l.s(6)));
        }
        if l.i(1) != 1 {
            globals::paper(till, &format!("  {} x {}", l.i(1), util::euro(l.i(2))));
        }
        if l.i(3) != 0 {
            globals::paper(till, &format!("  Rabatt -{}", util::euro(l.i(3))));
        }
        match l.s(5).as_str() {
            "A" => gross_a += l.i(4),
            "B" => gross_b += l.i(4),
            _ => {}
        }
    }
    globals::paper(till, &"-".repeat(42));
    globals::paper(till, &util::two("SUMME EUR", &util::euro(r.i(2))));
    for m in db::rows(
        "SELECT method, cents, given_cents, change_cents FROM payments WHERE receipt_id = $1 ORDER BY id",
        p![receipt],
    )? {
        let how = match m.s(0).as_str() {
            "cash" => "Bar",
            "card" => "Karte",
            "voucher" => "Gutschein",
            "points" => "Punkte",
            _ => "?",
        };
        globals::paper(till, &util::two(how, &util::euro(m.i(1))));
        if m.i(3) > 0 {
            globals::paper(till, &util::two("  gegeben", &util::euro(m.i(2))));
            globals::paper(till, &util::two("  zurück", &util::euro(m.i(3))));
        }
    }
    // net and tax
    if gross_a != 0 {
        let vat = (gross_a * 38 + 119) / 238;
        let text = format!(
            "A 19% netto {} MwSt {}",
            util::euro(gross_a - vat),
            util::euro(vat)
        );
        globals::paper(till, &text);
    }
    if gross_b != 0 {
        let vat = (gross_b * 14 + 107) / 214;
        let text = format!(
            "B 7% netto {} MwSt {}",
            util::euro(gross_b - vat),
            util::euro(vat)
        );
        globals::paper(till, &text);
    }
    if r.i(3) > 0 {
        globals::paper(
            till,
            &util::center(&format!("Sie sparen {}", util::euro(r.i(3)))),
        );
    }
    if !r.is_null(4) {
        let c = db::one(
            "SELECT points, tier FROM customers WHERE card_no = $1",
            p![r.s(4)],
        )?;
        if let Some(c) = c {
            globals::paper(
                till,
                &util::two(&r.s(4), &format!("{} P. {}", c.i(0), c.s(1))),
            );
        }
    }
    for v in db::rows(
        "SELECT code, cents FROM vouchers WHERE sold_receipt = $1 ORDER BY code",
        p![receipt],
    )? {
        globals::paper(till, &util::two(&v.s(0), &util::euro(v.i(1))));
    }
    globals::paper(till, &util::center(&globals::setting("footer", "Danke")));
    globals::paper(till, &seal(receipt)?);
    globals::paper(till, &"=".repeat(42));
    Ok(())
}

/// The same again, for the customer who comes back to the till.
pub fn print_copy(till: i64, receipt: i64) -> Res<()> {
    let Some(r) = db::one(
        "SELECT r.number, r.business_day, r.total_cents, r.discount_cents, r.card_no, r.paid_at,
                s.name, s.street, s.vat_id, p.name, r.original_id
           FROM receipts r
           JOIN tills t ON t.till_no = r.till_no
           JOIN stores s ON s.store = t.store
           JOIN staff p ON p.id = r.staff_id
          WHERE r.id = $1",
        p![receipt],
    )?
    else {
        return Err(format!("E65 receipt {receipt} is not known"));
    };
    globals::paper(till, &util::center(&r.s(6)));
    globals::paper(till, &util::center(&r.s(7)));
    globals::paper(till, &util::center(&r.s(8)));
    globals::paper(till, &util::center("*** KOPIE ***"));
    globals::paper(till, &util::two(&format!("Bon {}", r.s(0)), &r.s(1)));
    globals::paper(till, &util::two(&format!("Kasse {till}"), &r.s(9)));
    globals::paper(till, &util::two("bezahlt", &r.s(5)));
    globals::paper(till, &"-".repeat(42));
    let mut gross_a = 0;
    let mut gross_b = 0;
    for l in db::rows(
        "SELECT l.name, l.qty, l.unit_cents, l.discount_cents, l.total_cents, l.vat_code, a.name_ko
           FROM receipt_lines l JOIN articles a ON a.sku = l.sku
          WHERE l.receipt_id = $1 AND l.voided = 0 ORDER BY l.pos",
        p![receipt],
    )? {
        let total = format!("{} {}", util::euro(l.i(4)), l.s(5));
        globals::paper(till, &util::two(&l.s(0), &total));
        if l.i(1) != 1 {
            globals::paper(till, &format!("  {} x {}", l.i(1), util::euro(l.i(2))));
        }
        if l.i(3) != 0 {
            globals::paper(till, &format!("  Rabatt -{}", util::euro(l.i(3))));
        }
        match l.s(5).as_str() {
            "A" => gross_a += l.i(4),
            "B" => gross_b += l.i(4),
            _ => {}
        }
    }
    globals::paper(till, &"-".repeat(42));
    globals::paper(till, &util::two("SUMME EUR", &util::euro(r.i(2))));
    for m in db::rows(
        "SELECT method, cents, given_cents, change_cents FROM payments WHERE receipt_id = $1 ORDER BY id",
        p![receipt],
    )? {
        let how = match m.s(0).as_str() {
            "cash" => "Bar",
            "card" => "Karte",
            "voucher" => "Gutschein",
            "points" => "Punkte",
            _ => "?",
        };
        globals::paper(till, &util::two(how, &util::euro(m.i(1))));
        if m.i(3) > 0 {
            globals::paper(till, &util::two("  gegeben", &util::euro(m.i(2))));
            globals::paper(till, &util::two("  zurück", &util::euro(m.i(3))));
        }
    }
    // net and tax
    if gross_a != 0 {
        let vat = (gross_a * 38 + 119) / 238;
        let text = format!(
            "A 19% netto {} MwSt {}",
            util::euro(gross_a - vat),
            util::euro(vat)
        );
        globals::paper(till, &text);
    }
    if gross_b != 0 {
        let vat = (gross_b * 14 + 107) / 214;
        let text = format!(
            "B 7% netto {} MwSt {}",
            util::euro(gross_b - vat),
            util::euro(vat)
        );
        globals::paper(till, &text);
    }
    if r.i(3) > 0 {
        globals::paper(
            till,
            &util::center(&format!("Sie sparen {}", util::euro(r.i(3)))),
        );
    }
    globals::paper(till, &util::center("kein Original"));
    globals::paper(till, &"=".repeat(42));
    Ok(())
}

/// What came back.
pub fn print_return(till: i64, receipt: i64) -> Res<()> {
    let Some(r) = db::one(
        "SELECT r.number, r.business_day, r.total_cents, r.discount_cents, r.card_no, r.paid_at,
                s.name, s.street, s.vat_id, p.name, r.original_id
           FROM receipts r
           JOIN tills t ON t.till_no = r.till_no
           JOIN stores s ON s.store = t.store
           JOIN staff p ON p.id = r.staff_id
          WHERE r.id = $1",
        p![receipt],
    )?
    else {
        return Err(format!("E65 receipt {receipt} is not known"));
    };
    globals::paper(till, &util::center(&r.s(6)));
    globals::paper(till, &util::center(&r.s(7)));
    globals::paper(till, &util::center(&r.s(8)));
    globals::paper(till, &util::center("*** RETOURE 반품 ***"));
    globals::paper(till, &util::two(&format!("Bon {}", r.s(0)), &r.s(1)));
    globals::paper(till, &util::two(&format!("Kasse {till}"), &r.s(9)));
    if !r.is_null(10) {
        let old = db::text("SELECT number FROM receipts WHERE id = $1", p![r.i(10)])?;
        globals::paper(till, &util::two("zu Bon", &old));
    }
    globals::paper(till, &"-".repeat(42));
    let mut gross_a = 0;
    let mut gross_b = 0;
    for l in db::rows(
        "SELECT l.name, l.qty, l.unit_cents, l.discount_cents, l.total_cents, l.vat_code, a.name_ko
           FROM receipt_lines l JOIN articles a ON a.sku = l.sku
          WHERE l.receipt_id = $1 AND l.voided = 0 ORDER BY l.pos",
        p![receipt],
    )? {
        let total = format!("{} {}", util::euro(l.i(4)), l.s(5));
        globals::paper(till, &util::two(&format!("ZURÜCK {}", l.s(0)), &total));
        globals::paper(till, &format!("  {} x {}", -l.i(1), util::euro(l.i(2))));
        match l.s(5).as_str() {
            "A" => gross_a += l.i(4),
            "B" => gross_b += l.i(4),
            _ => {}
        }
    }
    globals::paper(till, &"-".repeat(42));
    globals::paper(till, &util::two("SUMME EUR", &util::euro(r.i(2))));
    for m in db::rows(
        "SELECT method, cents, given_cents, change_cents FROM payments WHERE receipt_id = $1 ORDER BY id",
        p![receipt],
    )? {
        let how = match m.s(0).as_str() {
            "cash" => "Bar",
            "card" => "Karte",
            "voucher" => "Gutschein",
            "points" => "Punkte",
            _ => "?",
        };
        globals::paper(till, &util::two(how, &util::euro(m.i(1))));
        if m.i(3) > 0 {
            globals::paper(till, &util::two("  gegeben", &util::euro(m.i(2))));
            globals::paper(till, &util::two("  zurück", &util::euro(m.i(3))));
        }
    }
    // net and tax
    if gross_a != 0 {
        let vat = (gross_a * 38 + 119) / 238;
        let text = format!(
            "A 19% netto {} MwSt {}",
            util::euro(gross_a - vat),
            util::euro(vat)
        );
        globals::paper(till, &text);
    }
    if gross_b != 0 {
        let vat = (gross_b * 14 + 107) / 214;
        let text = format!(
            "B 7% netto {} MwSt {}",
            util::euro(gross_b - vat),
            util::euro(vat)
        );
        globals::paper(till, &text);
    }
    for v in db::rows(
        "SELECT code, cents FROM vouchers WHERE sold_receipt = $1 ORDER BY code",
        p![receipt],
    )? {
        globals::paper(till, &util::two(&v.s(0), &util::euro(v.i(1))));
    }
    globals::paper(till, "");
    globals::paper(till, "Unterschrift Kunde ______________________");
    globals::paper(till, &seal(receipt)?);
    globals::paper(till, &"=".repeat(42));
    Ok(())
}

/// The chain of the receipts: every one knows the one before. Not a TSE, but it was cheap.
fn seal(receipt: i64) -> Res<String> {
    let mut sum: u32 = 2_166_136_261;
    for r in db::rows(
        "SELECT id, number, total_cents FROM receipts WHERE id <= $1 ORDER BY id DESC LIMIT 2",
        p![receipt],
    )? {
        for b in format!("{}/{}/{}", r.s(0), r.s(1), r.s(2)).bytes() {
            sum = (sum ^ u32::from(b)).wrapping_mul(16_777_619);
        }
    }
    Ok(format!("Siegel {sum:08x}"))
}

/// `PAPER`: what the printer has, torn off.
pub fn tear(till: i64, _word: &str, _args: &[&str]) -> Res<String> {
    Ok(globals::take_paper(till).join("\n"))
}
