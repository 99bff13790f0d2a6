//! The cash drawer and who answers for it.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// `DRAWER OPEN`, `DRAWER SHUT`, `DRAWER FLOAT`, `DRAWER IN EURO WHY`, `DRAWER OUT EURO WHY`,
/// `DRAWER SAFE EURO`, `DRAWER COUNT EURO`, `DRAWER SHOW`
pub fn key(till: i64, _word: &str, args: &[&str]) -> Res<String> {
    let mut state = globals::till(till);
    match args {
        ["OPEN"] => {
            // no sale; the tax office wants to see these
            db::together(|| {
                db::run(
                    "UPDATE tills SET drawer_open = 1 WHERE till_no = $1",
                    p![till],
                )?;
                db::run(
                    "INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
                     VALUES ($1, $2, 'open', 0, 'no sale', $3, $4)",
                    p![till, state.shift, state.staff, util::now()],
                )
            })?;
            globals::paper(till, &format!("*** Lade auf *** {}", state.staff_name));
            Ok("OK".to_string())
        }
        ["SHUT"] => {
            db::run(
                "UPDATE tills SET drawer_open = 0 WHERE till_no = $1",
                p![till],
            )?;
            Ok("OK".to_string())
        }
        ["FLOAT"] => {
            if state.shift != 0 {
                return Err("E50 the shift has begun".to_string());
            }
            let float = db::num("SELECT float_cents FROM tills WHERE till_no = $1", p![till])?;
            let have = in_drawer(till)?;
            db::together(|| {
                state.shift = db::num(
                    "INSERT INTO shifts (till_no, staff_id, opened_at, float_cents)
                     VALUES ($1, $2, $3, $4) RETURNING id",
                    p![till, state.staff, util::now(), float],
                )?;
                if have < float {
                    db::run(
                        "INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
                         VALUES ($1, $2, 'float', $3, 'Wechselgeld', $4, $5)",
                        p![till, state.shift, float - have, state.staff, util::now()],
                    )?;
                }
                Ok(())
            })?;
            globals::set_till(till, state);
            Ok(util::euro(float))
        }
        ["IN", euro, why @ ..] => {
            let cents = util::cents(euro)?;
            if cents <= 0 {
                return Err("E51 more than nothing".to_string());
            }
            db::run(
                "INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
                 VALUES ($1, $2, 'in', $3, $4, $5, $6)",
                p![
                    till,
                    state.shift,
                    cents,
                    why.join(" "),
                    state.staff,
                    util::now()
                ],
            )?;
            Ok(util::euro(in_drawer(till)?))
        }
        ["OUT", euro, why @ ..] => {
            let cents = util::cents(euro)?;
            if cents <= 0 {
                return Err("E51 more than nothing".to_string());
            }
            if in_drawer(till)? < cents {
                return Err("E52 there is less in the drawer".to_string());
            }
            db::together(|| {
                db::run(
                    "INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
                     VALUES ($1, $2, 'out', $3, $4, $5, $6)",
                    p![
                        till,
                        state.shift,
                        -cents,
                        why.join(" "),
                        state.staff,
                        util::now()
                    ],
                )?;
                db::run(
                    "INSERT INTO ledger (business_day, account, contra, cents, memo, ref, exported)
                     VALUES ($1, '4900', '1000', $2, $3, $4, 0)",
                    p![globals::day(), cents, why.join(" "), format!("K{till}")],
                )
            })?;
            Ok(util::euro(in_drawer(till)?))
        }
        ["SAFE", euro] => {
            let cents = util::cents(euro)?;
            if cents <= 0 {
                return Err("E51 more than nothing".to_string());
            }
            if in_drawer(till)? < cents {
                return Err("E52 there is less in the drawer".to_string());
            }
            db::together(|| {
                db::run(
                    "INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
                     VALUES ($1, $2, 'safe', $3, 'Tresor', $4, $5)",
                    p![till, state.shift, -cents, state.staff, util::now()],
                )?;
                db::run(
                    "INSERT INTO ledger (business_day, account, contra, cents, memo, ref, exported)
                     VALUES ($1, '1360', '1000', $2, 'Tresor', $3, 0)",
                    p![globals::day(), cents, format!("K{till}")],
                )
            })?;
            Ok(util::euro(in_drawer(till)?))
        }
        ["COUNT", euro] => {
            let cents = util::cents(euro)?;
            if state.shift == 0 {
                return Err("E53 no shift".to_string());
            }
            db::run(
                "UPDATE shifts SET counted_cents = $2 WHERE id = $1",
                p![state.shift, cents],
            )?;
            Ok(util::euro(cents - in_drawer(till)?))
        }
        ["SHOW"] => Ok(util::euro(in_drawer(till)?)),
        _ => Err("E10 DRAWER OPEN|SHUT|FLOAT|IN|OUT|SAFE|COUNT|SHOW".to_string()),
    }
}

/// The Access people of 2003 taught me to quote.
const IN_DRAWER: &str =
    r#"SELECT coalesce(sum("cents"), 0) FROM "cash_moves" WHERE "till_no" = $1"#;

pub fn in_drawer(till: i64) -> Res<i64> {
    db::num(IN_DRAWER, p![till])
}
