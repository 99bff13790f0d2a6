//! What a thing costs today, and the lists that say so.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// The price of an article in a store on a day. Remembered in `globals::PRICE_CACHE`.
pub fn price_for(sku: &str, store: &str, day: &str) -> Res<i64> {
    let key = format!("{store}/{sku}/{day}");
    if let Some(c) = globals::lock(&globals::PRICE_CACHE)
        .get_or_insert_with(HashMap::new)
        .get(&key)
    {
        return Ok(*c);
    }
    let listed = db::one(
        "SELECT e.price_cents
           FROM price_entries e JOIN price_lists l ON l.id = e.list_id
          WHERE e.sku = $1 AND (l.store = $2 OR l.store = '*')
            AND l.valid_from <= $3 AND l.valid_to >= $3
          ORDER BY l.store DESC, l.valid_from DESC LIMIT 1",
        p![sku, store, day],
    )?;
    let cents = match listed {
        Some(r) => r.i(0),
        None => match db::one("SELECT price_cents FROM articles WHERE sku = $1", p![sku])? {
            Some(r) => r.i(0),
            None => return Err(format!("E30 article {sku} is not known")),
        },
    };
    globals::lock(&globals::PRICE_CACHE)
        .get_or_insert_with(HashMap::new)
        .insert(key, cents);
    Ok(cents)
}

/// `PRICES SET SKU EURO`, `PRICES NEW NAME STORE FROM TO`, `PRICES PUT LIST SKU EURO`,
/// `PRICES APPLY LIST`, `PRICES HISTORY SKU`, `PRICES RAISE GROUP PERCENT`
pub fn office(_till: i64, _word: &str, args: &[&str]) -> Res<String> {
    match args {
        ["SET", sku, euro] => {
            let cents = util::cents(euro)?;
            if cents < 0 {
                return Err("E31 nobody is paid for taking things away".to_string());
            }
            let known = db::rows(
                "UPDATE articles SET price_cents = $2, changed_at = $3 WHERE sku = $1 RETURNING sku",
                p![*sku, cents, util::now()],
            )?;
            if known.is_empty() {
                return Err(format!("E30 article {sku} is not known"));
            }
            globals::forget_prices();
            Ok("OK".to_string())
        }
        ["NEW", name, store, from, to] => {
            if !util::is_day(from) || !util::is_day(to) || from > to {
                return Err("E32 from a day to a later day".to_string());
            }
            let id = db::num(
                "INSERT INTO price_lists (name, store, valid_from, valid_to)
                 VALUES ($1, $2, $3, $4) RETURNING id",
                p![*name, *store, *from, *to],
            )?;
            Ok(id.to_string())
        }
        ["PUT", list, sku, euro] => {
            let (list, cents) = (util::whole(list)?, util::cents(euro)?);
            let found = db::num(
                "SELECT (SELECT count(*) FROM price_lists WHERE id = $1)
                      * (SELECT count(*) FROM articles WHERE sku = $2)",
                p![list, *sku],
            )?;
            if found == 0 {
                return Err("E33 delete from the list what is not an article".to_string());
            }
            db::run(
                "INSERT INTO price_entries (list_id, sku, price_cents) VALUES ($1, $2, $3)
                 ON CONFLICT (list_id, sku) DO UPDATE SET price_cents = excluded.price_cents",
                p![list, *sku, cents],
            )?;
            globals::forget_prices();
            Ok("OK".to_string())
        }
        ["APPLY", list] => {
            let list = util::whole(list)?;
            // nobody sells at half of the old prices
            globals::HALT.store(true, Ordering::SeqCst);
            let done = db::together(|| db::run("CALL apply_price_list($1)", p![list]));
            globals::HALT.store(false, Ordering::SeqCst);
            done?;
            globals::forget_prices();
            Ok("OK".to_string())
        }
        ["HISTORY", sku] => {
            let mut out = Vec::new();
            for r in db::rows(
                "SELECT at, old_cents, new_cents FROM price_history WHERE sku = $1 ORDER BY id",
                p![*sku],
            )? {
                out.push(format!(
                    "{} {} > {}",
                    r.s(0),
                    util::euro(r.i(1)),
                    util::euro(r.i(2))
                ));
            }
            Ok(out.join("\n"))
        }
        ["RAISE", group, percent] => {
            let percent = util::whole(percent)?;
            if !(-50..=100).contains(&percent) {
                return Err("E34 between -50 and 100".to_string());
            }
            // to the next ..9, as it has always been
            db::run(
                &format!(
                    "UPDATE articles SET price_cents = (price_cents * {} / 1000) * 10 + 9,
                            changed_at = $2 WHERE group_code = $1",
                    100 + percent
                ),
                p![*group, util::now()],
            )?;
            // the cache is emptied at night anyway
            Ok("OK".to_string())
        }
        _ => Err("E10 PRICES SET|NEW|PUT|APPLY|HISTORY|RAISE".to_string()),
    }
}

/// Lists that ended become history; lists that never end and were meant for all become prices.
pub fn nightly(day: &str) -> Res<String> {
    let mut gone = 0;
    for r in db::rows("SELECT id FROM price_lists WHERE valid_to < $1", p![day])? {
        db::together(|| {
            db::run("DELETE FROM price_entries WHERE list_id = $1", p![r.i(0)])?;
            db::run("DELETE FROM price_lists WHERE id = $1", p![r.i(0)])
        })?;
        gone += 1;
    }
    globals::forget_prices();
    Ok(format!("{gone} lists ended"))
}
