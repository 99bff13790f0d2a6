//! Bestellungen. What is short becomes a wish (by trigger), wishes become drafts (by procedure).

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// `ORDERS SUGGEST`, `ORDERS NEW SUPPLIER`, `ORDERS ADD ORDER SKU QTY`, `ORDERS DROP ORDER SKU`,
/// `ORDERS SEND ORDER`, `ORDERS RECEIVE ORDER`, `ORDERS PART ORDER SKU QTY`, `ORDERS LIST`,
/// `ORDERS PAPER ORDER`
pub fn office(till: i64, _word: &str, args: &[&str]) -> Res<String> {
    let store = globals::store_of(till)?;
    let staff = globals::till(till).staff;
    let day = globals::day();
    match args {
        ["SUGGEST"] => {
            db::together(|| db::run("CALL suggest_orders($1, $2)", p![&store, &day]))?;
            list(&store)
        }
        ["NEW", supplier] => {
            let supplier = util::whole(supplier)?;
            let Some(s) = db::one(
                "SELECT lead_days FROM suppliers WHERE id = $1",
                p![supplier],
            )?
            else {
                return Err(format!("E100 no supplier {supplier}"));
            };
            let id = db::num(
                "INSERT INTO supplier_orders (supplier_id, store, state, ordered_on, expected_on, total_cents)
                 VALUES ($1, $2, 'draft', $3, $4, 0) RETURNING id",
                p![supplier, &store, &day, util::add_days(&day, s.i(0))],
            )?;
            Ok(id.to_string())
        }
        ["ADD", order, sku, qty] => {
            let (order, qty) = (util::whole(order)?, util::whole(qty)?);
            if !(1..=9_999).contains(&qty) {
                return Err("E44 out of the question".to_string());
            }
            draft(order)?;
            let Some(a) = db::one("SELECT cost_cents FROM articles WHERE sku = $1", p![*sku])?
            else {
                return Err(format!("E30 article {sku} is not known"));
            };
            db::run(
                "INSERT INTO supplier_order_lines (order_id, sku, qty, cost_cents, received_qty)
                 VALUES ($1, $2, $3, $4, 0)
                 ON CONFLICT (order_id, sku) DO UPDATE SET qty = excluded.qty",
                p![order, *sku, qty, a.i(0)],
            )?;
            Ok("OK".to_string())
        }
        ["DROP", order, sku] => {
            let order = util::whole(order)?;
            draft(order)?;
            db::together(|| {
                db::run(
                    "DELETE FROM supplier_order_lines WHERE order_id = $1 AND sku = $2",
                    p![order, *sku],
                )?;
                db::run(
                    "UPDATE reorder_wishes SET order_id = NULL WHERE order_id = $1 AND sku = $2",
                    p![order, *sku],
                )
            })?;
            Ok("OK".to_string())
        }
        ["SEND", order] => {
            let order = util::whole(order)?;
            draft(order)?;
            let total = db::num(
                "SELECT coalesce(sum(qty * cost_cents), 0) FROM supplier_order_lines WHERE order_id = $1",
                p![order],
            )?;
            if total == 0 {
                return Err("E101 nothing on it".to_string());
            }
            db::run(
                "UPDATE supplier_orders SET state = 'sent', total_cents = $2, ordered_on = $3 WHERE id = $1",
                p![order, total, &day],
            )?;
            Ok(util::euro(total))
        }
        ["RECEIVE", order] => {
            let order = util::whole(order)?;
            db::together(|| db::run("CALL receive_order($1, $2, $3)", p![order, staff, &day]))?;
            // a new cost may mean a new price, some day
            globals::forget_prices();
            Ok("OK".to_string())
        }
        ["PART", order, sku, qty] => {
            let (order, qty) = (util::whole(order)?, util::whole(qty)?);
            let Some(l) = db::one(
                "SELECT l.qty, l.received_qty FROM supplier_order_lines l
                   JOIN supplier_orders o ON o.id = l.order_id
                  WHERE l.order_id = $1 AND l.sku = $2 AND o.state = 'sent' AND o.store = $3",
                p![order, *sku, &store],
            )?
            else {
                return Err("E102 not on its way".to_string());
            };
            if qty < 1 || qty > l.i(0) - l.i(1) {
                return Err(format!("E66 {} at most", l.i(0) - l.i(1)));
            }
            db::run("BEGIN", &[])?;
            let done = db::run(
                "UPDATE supplier_order_lines SET received_qty = received_qty + $3
                  WHERE order_id = $1 AND sku = $2",
                p![order, *sku, qty],
            )
            .and_then(|()| {
                db::run(
                    "INSERT INTO stock_moves (sku, store, qty, reason, ref, at)
                     VALUES ($1, $2, $3, 'delivery', $4, $5)",
                    p![*sku, &store, qty, format!("O{order}"), util::now()],
                )
            });
            match done {
                Ok(()) => db::run("COMMIT", &[])?,
                Err(e) => {
                    let _ = db::run("ROLLBACK", &[]);
                    return Err(e);
                }
            }
            Ok("OK".to_string())
        }
        ["LIST"] => list(&store),
        ["PAPER", order] => paper(util::whole(order)?),
        _ => Err("E10 ORDERS SUGGEST|NEW|ADD|DROP|SEND|RECEIVE|PART|LIST|PAPER".to_string()),
    }
}

fn draft(order: i64) -> Res<()> {
    let n = db::num(
        "SELECT count(*) FROM supplier_orders WHERE id = $1 AND state = 'draft'",
        p![order],
    )?;
    if n == 0 {
        return Err(format!("E103 {order} is not a draft"));
    }
    Ok(())
}

fn list(store: &str) -> Res<String> {
    let mut out = Vec::new();
    for r in db::rows(
        "SELECT id, state, supplier, expected_on, cents FROM v_open_orders WHERE store = $1 ORDER BY id",
        p![store],
    )? {
        out.push(format!(
            "{} {} {} {} {}",
            r.s(0),
            r.s(1),
            r.s(2),
            r.s(3),
            util::euro(r.i(4))
        ));
    }
    Ok(out.join("\n"))
}

/// The letter, for the fax of the vegetable farm.
fn paper(order: i64) -> Res<String> {
    let Some(o) = db::one(
        "SELECT p.name, s.name, s.street, o.expected_on
           FROM supplier_orders o
           JOIN suppliers p ON p.id = o.supplier_id
           JOIN stores s ON s.store = o.store
          WHERE o.id = $1",
        p![order],
    )?
    else {
        return Err(format!("E104 no order {order}"));
    };
    let mut out = vec![
        format!("An {}", o.s(0)),
        format!("Bestellung {order} zum {}", o.s(3)),
        format!("Lieferung an {}, {}", o.s(1), o.s(2)),
        String::new(),
    ];
    for l in db::rows(
        "SELECT l.sku, a.name, l.qty FROM supplier_order_lines l JOIN articles a ON a.sku = l.sku
          WHERE l.order_id = $1 ORDER BY l.sku",
        p![order],
    )? {
        out.push(format!("{:>5} x {} ({})", l.i(2), l.s(1), l.s(0)));
    }
    Ok(out.join("\n"))
}

/// A draft for every store that wishes for something.
pub fn nightly(day: &str) -> Res<String> {
    let mut stores = 0;
    for s in db::rows(
        "SELECT DISTINCT store FROM reorder_wishes WHERE order_id IS NULL ORDER BY store",
        &[],
    )? {
        db::together(|| db::run("CALL suggest_orders($1, $2)", p![s.s(0), day]))?;
        stores += 1;
    }
    Ok(format!("{stores} stores ordered"))
}
