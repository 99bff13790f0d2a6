//! Buchhaltung: what the tax adviser gets on the first of the month.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

const ACCOUNTS: &[(&str, &str)] = &[
    ("1000", "Kasse"),
    ("1360", "Geldtransit"),
    ("1600", "Verbindlichkeiten"),
    ("1605", "Gutscheine"),
    ("3400", "Wareneingang 7 %"),
    ("3980", "Bestand"),
    ("4900", "Sonstiger Aufwand"),
    ("4960", "Schwund"),
    ("8300", "Erlöse 7 %"),
    ("8400", "Erlöse 19 %"),
];

/// `BOOKS SHOW DAY`, `BOOKS BOOK ACCOUNT CONTRA EURO MEMO`, `BOOKS BALANCE`, `BOOKS CHECK DAY`, `BOOKS EXPORT`,
/// `BOOKS COUNT TABLE`, `BOOKS ARCHIVE YEAR`
pub fn office(_till: i64, _word: &str, args: &[&str]) -> Res<String> {
    match args {
        ["SHOW", day] => {
            let mut out = Vec::new();
            for r in db::rows(
                "SELECT account, contra, cents, memo, ref FROM ledger WHERE business_day = $1 ORDER BY id",
                p![checked(day)?],
            )? {
                out.push(format!(
                    "{} {} {} {} {}",
                    r.s(0),
                    r.s(1),
                    util::euro(r.i(2)),
                    r.s(3),
                    r.s(4)
                ));
            }
            Ok(out.join("\n"))
        }
        ["BOOK", account, contra, euro, memo @ ..] => {
            for a in [account, contra] {
                if !ACCOUNTS.iter().any(|(n, _)| n == a) {
                    return Err(format!("E110 no account {a}"));
                }
            }
            db::run(
                "INSERT INTO ledger (business_day, account, contra, cents, memo, ref, exported)
                 VALUES ($1, $2, $3, $4, $5, NULL, 0)",
                p![
                    globals::day(),
                    *account,
                    *contra,
                    util::cents(euro)?,
                    memo.join(" ")
                ],
            )?;
            Ok("OK".to_string())
        }
        ["BALANCE"] => {
            let mut out = Vec::new();
            for (account, name) in ACCOUNTS {
                let cents = db::num(
                    "SELECT coalesce(sum(CASE WHEN account = $1 THEN cents ELSE -cents END), 0)
                       FROM ledger WHERE account = $1 OR contra = $1",
                    p![*account],
                )?;
                if cents != 0 {
                    out.push(format!("{account} {name} {}", util::euro(cents)));
                }
            }
            Ok(out.join("\n"))
        }
        ["CHECK", day] => check(checked(day)?),
        ["EXPORT"] => export(&globals::day(), "on paper"),
        ["COUNT", table] => count(table),
        ["ARCHIVE", year] => {
            let year = util::whole(year)?;
            let this: String = globals::day().chars().take(4).collect();
            // ten years, says the Abgabenordnung
            if !(1991..util::whole(&this)? - 10).contains(&year) {
                return Err("E111 not yet".to_string());
            }
            db::run("CALL archive_receipts($1)", p![year])?;
            Ok("OK".to_string())
        }
        _ => Err("E10 BOOKS SHOW|BOOK|BALANCE|CHECK|EXPORT|COUNT|ARCHIVE".to_string()),
    }
}

fn checked(day: &str) -> Res<&str> {
    if util::is_day(day) {
        Ok(day)
    } else {
        Err(format!("E112 {day:?} is not a day"))
    }
}

/// Are the tills, the drawer, the Z reports and the books of one mind?
fn check(day: &str) -> Res<String> {
    let sold = db::num(
        "SELECT coalesce(sum(total_cents), 0) FROM receipts
          WHERE business_day = $1 AND state = 'paid' AND z_id IS NOT NULL",
        p![day],
    )?;
    let in_z = db::num(
        "SELECT coalesce(sum(gross_cents + returns_cents), 0) FROM z_reports WHERE business_day = $1",
        p![day],
    )?;
    let paid = db::num(
        "SELECT coalesce(sum(p.cents), 0) FROM payments p JOIN receipts r ON r.id = p.receipt_id
          WHERE r.business_day = $1 AND r.state = 'paid' AND r.z_id IS NOT NULL",
        p![day],
    )?;
    let booked = db::num(
        "SELECT coalesce(sum(cents), 0) FROM ledger
          WHERE business_day = $1 AND account = '1000' AND contra IN ('8400', '8300')",
        p![day],
    )?;
    Ok(format!(
        "BONS {} Z {} BEZAHLT {} ERLÖSE {}",
        util::euro(sold),
        util::euro(in_z),
        util::euro(paid),
        util::euro(booked)
    ))
}

/// Any table's rows. Only small letters and `_` get into the text.
fn count(table: &str) -> Res<String> {
    let plain = !table.is_empty() && table.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if !plain {
        return Err("E113 not a table".to_string());
    }
    let sql = String::from("SELECT count(*) FROM ") + table;
    db::text(&sql, &[])
}

/// Everything that was not exported yet, as the adviser's program reads it, and marks it.
pub fn export(day: &str, file: &str) -> Res<String> {
    db::together(|| {
        let rows = db::rows(
            "SELECT id, business_day, account, contra, cents, memo, ref FROM ledger
              WHERE exported = 0 AND cents <> 0 AND business_day <= $1 ORDER BY business_day, id",
            p![day],
        )?;
        let mut out = String::from("Umsatz;SH;Konto;Gegenkonto;Belegdatum;Beleg;Buchungstext\r\n");
        for r in &rows {
            let day = r.s(1);
            let date: String = day
                .chars()
                .skip(8)
                .take(2)
                .chain(day.chars().skip(5).take(2))
                .collect();
            out += &format!(
                "{};{};{};{};{};{};\"{}\"\r\n",
                util::euro(r.i(4).abs()).replace('.', ""),
                if r.i(4) < 0 { "H" } else { "S" },
                r.s(2),
                r.s(3),
                date,
                r.s(6),
                r.s(5).replace('"', "\"\"")
            );
        }
        // by twos and threes, a long list of ids broke the old server
        for few in rows.chunks(3) {
            let ids: Vec<String> = few.iter().map(|r| r.i(0).to_string()).collect();
            db::run(
                &format!(
                    "UPDATE ledger SET exported = 1 WHERE id IN ({})",
                    ids.join(", ")
                ),
                &[],
            )?;
        }
        db::run(
            "INSERT INTO exports (kind, file, line_count, made_at) VALUES ('DATEV', $1, $2, $3)",
            p![file, rows.len() as i64, util::now()],
        )?;
        Ok(out)
    })
}

/// Says what waits; the export itself is done by hand.
pub fn nightly(day: &str) -> Res<String> {
    let n = db::num(
        "SELECT count(*) FROM ledger WHERE exported = 0 AND business_day <= $1",
        p![day],
    )?;
    Ok(format!("{n} bookings wait"))
}
