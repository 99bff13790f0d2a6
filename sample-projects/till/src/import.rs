//! Articles from the wholesaler's CSV: `sku;name;name_ko;group;vat;price;cost;deposit;supplier;barcode`

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// Takes in a whole file; lines that are wrong are kept in `import_errors` and do no harm.
pub fn articles(file: &str, text: &str) -> Res<String> {
    let mut good = 0i64;
    let mut bad = Vec::new();
    let answer = db::together(|| {
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty()
                || line.starts_with('#')
                || (n == 0 && line.starts_with("sku"))
            {
                continue;
            }
            match article(&util::csv_line(line)) {
                Ok(()) => good += 1,
                Err(e) if e.starts_with("E9") => return Err(e),
                Err(e) => bad.push((n as i64 + 1, e)),
            }
        }
        let batch = db::num(
            "INSERT INTO import_batches (file, good, bad, at) VALUES ($1, $2, $3, $4) RETURNING id",
            p![file, good, bad.len() as i64, util::now()],
        )?;
        for (line, e) in &bad {
            db::run(
                "INSERT INTO import_errors (batch_id, line_no, message) VALUES ($1, $2, $3)",
                p![batch, *line, e],
            )?;
        }
        Ok(format!("{good} good, {} bad", bad.len()))
    });
    globals::forget_prices();
    answer
}

fn article(cells: &[String]) -> Res<()> {
    let [
        sku,
        name,
        ko,
        group,
        vat,
        price,
        cost,
        deposit,
        supplier,
        barcode,
    ] = cells
    else {
        return Err(format!("E120 {} cells instead of 10", cells.len()));
    };
    if sku.is_empty() || !sku.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(format!("E121 {sku:?} is not an article number"));
    }
    if name.trim().is_empty() {
        return Err("E122 no name".to_string());
    }
    if !["A", "B", "C"].contains(&vat.as_str()) {
        return Err(format!("E123 {vat:?} is not a tax code"));
    }
    let known = db::num(
        "SELECT count(*) FROM article_groups WHERE group_code = $1",
        p![group],
    )?;
    if known == 0 {
        return Err(format!("E124 no group {group:?}"));
    }
    let (price, cost) = (util::cents(price)?, util::cents(cost)?);
    let deposit = if deposit.is_empty() {
        0
    } else {
        util::cents(deposit)?
    };
    if price < 0 || cost < 0 || deposit < 0 {
        return Err("E125 a negative amount".to_string());
    }
    let supplier = if supplier.is_empty() {
        None
    } else {
        let id = db::num("SELECT id FROM suppliers WHERE name = $1", p![supplier])?;
        if id == 0 {
            return Err(format!("E126 no supplier {supplier:?}"));
        }
        Some(id)
    };
    let ko = if ko.is_empty() { None } else { Some(ko) };

    let have = db::num("SELECT count(*) FROM articles WHERE sku = $1", p![sku])?;
    if have == 0 {
        db::run(
            "INSERT INTO articles (sku, name, name_ko, group_code, vat_code, price_cents, cost_cents,
                                   deposit_cents, supplier_id, stocked, active, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 1, $10)",
            p![sku, name, ko, group, vat, price, cost, deposit, supplier, util::now()],
        )?;
        // a shelf in every store, empty
        db::run(
            "INSERT INTO stock_levels (sku, store, on_hand, reorder_point, reorder_qty)
             SELECT $1, store, 0, 0, 0 FROM stores",
            p![sku],
        )?;
    } else {
        db::run(
            "UPDATE articles SET name = $2, name_ko = $3, group_code = $4, vat_code = $5,
                    price_cents = $6, cost_cents = $7, deposit_cents = $8, supplier_id = $9,
                    active = 1, changed_at = $10
              WHERE sku = $1",
            p![
                sku,
                name,
                ko,
                group,
                vat,
                price,
                cost,
                deposit,
                supplier,
                util::now()
            ],
        )?;
    }
    if !barcode.is_empty() {
        if !barcode.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("E127 {barcode:?} is not a barcode"));
        }
        db::run(
            "INSERT INTO barcodes (barcode, sku) VALUES ($1, $2)
             ON CONFLICT (barcode) DO UPDATE SET sku = excluded.sku",
            p![barcode, sku],
        )?;
    }
    Ok(())
}

/// `IMPORT LAST`: what was wrong with the last file
pub fn office(_till: i64, _word: &str, args: &[&str]) -> Res<String> {
    if args != ["LAST"] {
        return Err("E10 IMPORT LAST".to_string());
    }
    let Some(b) = db::one(
        "SELECT id, file, good, bad FROM import_batches ORDER BY id DESC LIMIT 1",
        &[],
    )?
    else {
        return Err("E128 nothing was imported".to_string());
    };
    let mut out = vec![format!("{}: {} good, {} bad", b.s(1), b.s(2), b.s(3))];
    for e in db::rows(
        "SELECT line_no, message FROM import_errors WHERE batch_id = $1 ORDER BY line_no",
        p![b.i(0)],
    )? {
        out.push(format!("{}: {}", e.s(0), e.s(1)));
    }
    Ok(out.join("\n"))
}
