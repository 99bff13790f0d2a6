//! What the stored procedures of `schema/production.sql` do, again, for SQLite. Reached by `CALL`
//! only. If the tax inspector asks: the ones in the server are the real ones.

use crate::Res;
use crate::db::{self, V};
use crate::globals;
use crate::p;
use crate::util;

type Procedure = fn(&[V]) -> Res<()>;

/// Found by name, as the server does.
static PROCEDURES: &[(&str, Procedure)] = &[
    ("close_day", close_day),
    ("receive_order", receive_order),
    ("suggest_orders", suggest_orders),
    ("apply_price_list", apply_price_list),
    ("expire_points", expire_points),
    ("merge_cards", merge_cards),
    ("archive_receipts", archive_receipts),
];

/// `CALL name($1, $2)`, the arguments in order.
pub fn call(sql: &str, args: &[V]) -> Res<()> {
    let name = sql
        .trim_start()
        .trim_start_matches("CALL ")
        .split('(')
        .next()
        .unwrap_or("")
        .trim();
    match PROCEDURES.iter().find(|(n, _)| *n == name) {
        Some((_, procedure)) => procedure(args),
        None => Err(format!("E92 procedure {name} does not exist")),
    }
}

fn arg(args: &[V], n: usize) -> V {
    args.get(n).cloned().unwrap_or(V::N)
}

fn arg_i(args: &[V], n: usize) -> i64 {
    db::Row(args.to_vec()).i(n)
}

fn arg_s(args: &[V], n: usize) -> String {
    db::Row(args.to_vec()).s(n)
}

fn close_day(args: &[V]) -> Res<()> {
    let (till, staff, day) = (arg_i(args, 0), arg_i(args, 1), arg_s(args, 2));
    let now = util::now();
    db::run(
        "UPDATE receipts SET state = 'void'
         WHERE till_no = $1 AND business_day = $2 AND state IN ('open', 'suspended')",
        p![till, &day],
    )?;
    let mine = "till_no = $1 AND business_day = $2 AND state = 'paid' AND z_id IS NULL";
    let sums = db::one(
        &format!(
            "SELECT coalesce(sum(CASE WHEN kind = 'S' THEN total_cents END), 0),
                    coalesce(sum(CASE WHEN kind = 'R' THEN total_cents END), 0),
                    count(*)
               FROM receipts WHERE {mine}"
        ),
        p![till, &day],
    )?
    .unwrap_or(db::Row(vec![]));
    let vat_sum = |code: &str| {
        db::num(
            &("SELECT coalesce(sum(l.total_cents), 0) FROM receipt_lines l ".to_string()
                + "JOIN receipts r ON r.id = l.receipt_id WHERE l.voided = 0 AND l.vat_code = $3 AND "
                + "r.id IN (SELECT id FROM receipts WHERE "
                + mine
                + ")"),
            p![till, &day, code],
        )
    };
    let paid_by = |method: &str| {
        db::num(
            &format!(
                "SELECT coalesce(sum(cents), 0) FROM payments
                  WHERE method = $3 AND receipt_id IN (SELECT id FROM receipts WHERE {mine})"
            ),
            p![till, &day, method],
        )
    };
    let (a, b) = (vat_sum("A")?, vat_sum("B")?);
    let (cash, card, voucher) = (paid_by("cash")?, paid_by("card")?, paid_by("voucher")?);
    let number = globals::next_number(&format!("z{till}"))?;
    let z = db::num(
        "INSERT INTO z_reports (till_no, business_day, number, gross_cents, returns_cents,
                                vat_a_cents, vat_b_cents, cash_cents, card_cents, voucher_cents,
                                receipts_count, staff_id, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
        p![
            till,
            &day,
            number,
            sums.i(0),
            sums.i(1),
            (a * 38 + 119) / 238,
            (b * 14 + 107) / 214,
            cash,
            card,
            voucher,
            sums.i(2),
            staff,
            &now
        ],
    )?;
    db::run(
        &format!(
            "INSERT INTO z_lines (z_id, label, cents)
             SELECT $3, g.name, sum(l.total_cents)
               FROM receipt_lines l
               JOIN articles a ON a.sku = l.sku
               JOIN article_groups g ON g.group_code = a.group_code
              WHERE l.voided = 0 AND l.receipt_id IN (SELECT id FROM receipts WHERE {mine})
              GROUP BY g.name ORDER BY g.name"
        ),
        p![till, &day, z],
    )?;
    db::run(
        &format!("UPDATE receipts SET z_id = $3 WHERE {mine}"),
        p![till, &day, z],
    )?;
    let book = |account: &str, contra: &str, cents: i64, memo: &str| {
        db::run(
            "INSERT INTO ledger (business_day, account, contra, cents, memo, ref, exported)
             VALUES ($1, $2, $3, $4, $5, $6, 0)",
            p![&day, account, contra, cents, memo, format!("Z{number}")],
        )
    };
    book("1000", "8400", a, "Erlöse 19 %")?;
    book("1000", "8300", b, "Erlöse 7 %")?;
    book("1360", "1000", card, "Karte")?;
    book("1605", "1000", voucher, "Gutscheine")?;
    let float = db::num("SELECT float_cents FROM tills WHERE till_no = $1", p![till])?;
    let drawer = db::num(
        "SELECT coalesce(sum(cents), 0) FROM cash_moves WHERE till_no = $1",
        p![till],
    )?;
    if drawer > float {
        db::run(
            "INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
             VALUES ($1, NULL, 'skim', $2, $3, $4, $5)",
            p![till, float - drawer, format!("Z{number}"), staff, &now],
        )?;
        book("1360", "1000", drawer - float, "Abschöpfung")?;
    }
    db::run(
        "UPDATE shifts SET closed_at = $2, expected_cents = $3
         WHERE till_no = $1 AND closed_at IS NULL",
        p![till, &now, drawer],
    )?;
    db::run(
        "UPDATE tills SET drawer_open = 0, last_z = $2 WHERE till_no = $1",
        p![till, number],
    )?;
    db::run("UPDATE staff SET failed_pins = 0 WHERE id = $1", p![staff])
}

fn receive_order(args: &[V]) -> Res<()> {
    let (order, day) = (arg_i(args, 0), arg_s(args, 2));
    let now = util::now();
    let Some(o) = db::one(
        "SELECT store FROM supplier_orders WHERE id = $1 AND state = 'sent'",
        p![order],
    )?
    else {
        return Err(format!("E92 order {order} is not on its way"));
    };
    let store = o.s(0);
    let mut total = 0i64;
    for l in db::rows(
        "SELECT sku, qty - received_qty, cost_cents FROM supplier_order_lines WHERE order_id = $1",
        p![order],
    )? {
        db::run(
            "INSERT INTO stock_moves (sku, store, qty, reason, ref, at)
             VALUES ($1, $2, $3, 'delivery', $4, $5)",
            p![l.s(0), &store, l.i(1), format!("O{order}"), &now],
        )?;
        db::run(
            "UPDATE articles SET cost_cents = $2, changed_at = $3 WHERE sku = $1",
            p![l.s(0), l.i(2), &now],
        )?;
        total = total.saturating_add(l.i(1).saturating_mul(l.i(2)));
    }
    db::run(
        "UPDATE supplier_order_lines SET received_qty = qty WHERE order_id = $1",
        p![order],
    )?;
    db::run(
        "UPDATE supplier_orders SET state = 'received', received_on = $2, total_cents = $3
         WHERE id = $1",
        p![order, &day, total],
    )?;
    db::run(
        "DELETE FROM reorder_wishes WHERE store = $2
            AND sku IN (SELECT sku FROM supplier_order_lines WHERE order_id = $1)",
        p![order, &store],
    )?;
    db::run(
        "INSERT INTO ledger (business_day, account, contra, cents, memo, ref, exported)
         VALUES ($1, '3400', '1600', $2, 'Wareneingang', $3, 0)",
        p![&day, total, format!("O{order}")],
    )
}

fn suggest_orders(args: &[V]) -> Res<()> {
    let (store, day) = (arg_s(args, 0), arg_s(args, 1));
    for s in db::rows(
        "SELECT DISTINCT a.supplier_id, p.lead_days
           FROM reorder_wishes w
           JOIN articles a ON a.sku = w.sku
           JOIN suppliers p ON p.id = a.supplier_id
          WHERE w.store = $1 AND w.order_id IS NULL",
        p![&store],
    )? {
        let order = db::num(
            "INSERT INTO supplier_orders (supplier_id, store, state, ordered_on, expected_on, total_cents)
             VALUES ($1, $2, 'draft', $3, $4, 0) RETURNING id",
            p![s.i(0), &store, &day, util::add_days(&day, s.i(1))],
        )?;
        db::run(
            "INSERT INTO supplier_order_lines (order_id, sku, qty, cost_cents, received_qty)
             SELECT $1, w.sku, w.qty, a.cost_cents, 0
               FROM reorder_wishes w JOIN articles a ON a.sku = w.sku
              WHERE w.store = $2 AND a.supplier_id = $3 AND w.order_id IS NULL",
            p![order, &store, s.i(0)],
        )?;
        db::run(
            "UPDATE reorder_wishes SET order_id = $1
              WHERE store = $2 AND order_id IS NULL
                AND sku IN (SELECT sku FROM articles WHERE supplier_id = $3)",
            p![order, &store, s.i(0)],
        )?;
    }
    Ok(())
}

fn apply_price_list(args: &[V]) -> Res<()> {
    db::run(
        "UPDATE articles SET changed_at = $2,
                price_cents = (SELECT e.price_cents FROM price_entries e
                                WHERE e.list_id = $1 AND e.sku = articles.sku)
          WHERE sku IN (SELECT sku FROM price_entries WHERE list_id = $1)",
        p![arg(args, 0), util::now()],
    )?;
    db::run("DELETE FROM price_entries WHERE list_id = $1", args)?;
    db::run("DELETE FROM price_lists WHERE id = $1", args)
}

fn expire_points(args: &[V]) -> Res<()> {
    db::run(
        "INSERT INTO points_moves (card_no, receipt_id, points, reason, at)
         SELECT c.card_no, NULL, -c.points, 'expired', $2
           FROM customers c
          WHERE c.points > 0
            AND NOT EXISTS (SELECT 1 FROM receipts r
                             WHERE r.card_no = c.card_no AND r.business_day >= $1)",
        p![arg(args, 0), util::now()],
    )
}

fn merge_cards(args: &[V]) -> Res<()> {
    let (from, into) = (arg_s(args, 0), arg_s(args, 1));
    let now = util::now();
    let Some(c) = db::one(
        "SELECT points FROM customers WHERE card_no = $1 AND active = 1",
        p![&from],
    )?
    else {
        return Err(format!("E92 no such card {from}"));
    };
    db::run(
        "UPDATE receipts SET card_no = $2 WHERE card_no = $1",
        p![&from, &into],
    )?;
    db::run(
        "INSERT INTO points_moves (card_no, receipt_id, points, reason, at)
         VALUES ($1, NULL, $3, $5, $7), ($2, NULL, $4, $6, $7)",
        p![
            &from,
            &into,
            -c.i(0),
            c.i(0),
            format!("merged into {into}"),
            format!("merged from {from}"),
            now
        ],
    )?;
    db::run(
        "UPDATE customers SET active = 0 WHERE card_no = $1",
        p![&from],
    )
}

fn archive_receipts(args: &[V]) -> Res<()> {
    let year = arg_i(args, 0);
    let (from, to) = (format!("{year}-01-01"), format!("{year}-12-31"));
    for t in ["payments", "receipt_lines", "receipts"] {
        let which = if t == "receipts" { "id" } else { "receipt_id" };
        let old =
            "SELECT id FROM receipts WHERE business_day BETWEEN $1 AND $2 AND z_id IS NOT NULL";
        db::run(
            &format!(
                "CREATE TABLE IF NOT EXISTS {t}_archive_{year} AS SELECT * FROM {t} WHERE 1 = 0"
            ),
            &[],
        )?;
        db::run(
            &format!("INSERT INTO {t}_archive_{year} SELECT * FROM {t} WHERE {which} IN ({old})"),
            p![&from, &to],
        )?;
        let sql = "DELETE FROM ".to_string() + t + " WHERE " + which + " IN (" + old + ")";
        db::run(&sql, p![&from, &to])?;
    }
    Ok(())
}
