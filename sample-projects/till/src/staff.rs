//! Who stands at the till, and what they may do.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

pub fn login(till: i64, _word: &str, args: &[&str]) -> Res<String> {
    let [id, pin] = args else {
        return Err("E10 LOGIN NUMBER PIN".to_string());
    };
    let id = util::whole(id)?;
    globals::store_of(till)?;
    let Some(row) = db::one(
        "SELECT name, pin, role, failed_pins FROM staff WHERE id = $1 AND active = 1",
        p![id],
    )?
    else {
        return Err("E11 nobody has this number".to_string());
    };
    if row.i(3) >= 5 {
        return Err("E12 too many wrong pins, ask the boss".to_string());
    }
    if row.s(1) != *pin {
        db::run(
            "UPDATE staff SET failed_pins = failed_pins + 1 WHERE id = $1",
            p![id],
        )?;
        return Err("E13 wrong pin".to_string());
    }
    db::run("UPDATE staff SET failed_pins = 0 WHERE id = $1", p![id])?;
    let mut state = globals::till(till);
    if state.receipt != 0 && state.staff != id {
        return Err(format!("E14 {} has a receipt open here", state.staff_name));
    }
    state.staff = id;
    state.staff_name = row.s(0);
    state.role = row.s(2);
    // the shift of this till goes on, whoever opened it
    state.shift = db::num(
        "SELECT id FROM shifts WHERE till_no = $1 AND closed_at IS NULL ORDER BY id DESC",
        p![till],
    )?;
    let name = state.staff_name.clone();
    globals::set_till(till, state);
    Ok(format!("안녕하세요 {name}"))
}

pub fn logout(till: i64, _word: &str, _args: &[&str]) -> Res<String> {
    let mut state = globals::till(till);
    if state.receipt != 0 {
        return Err("E15 a receipt is open".to_string());
    }
    let name = std::mem::take(&mut state.staff_name);
    state.staff = 0;
    state.role.clear();
    globals::set_till(till, state);
    Ok(format!("Tschüss {name}"))
}

/// Errs unless the one at the till may do `action`.
pub fn need(till: i64, action: &str) -> Res<()> {
    let state = globals::till(till);
    if state.staff == 0 {
        return Err("E16 log in first".to_string());
    }
    let may = db::num(
        "SELECT count(*) FROM permissions WHERE role = $1 AND action = $2",
        p![&state.role, action],
    )?;
    if may == 0 {
        return Err(format!("E17 {} may not {action}", state.staff_name));
    }
    Ok(())
}

/// `STAFF ADD NAME ROLE PIN`, `STAFF OFF ID`, `STAFF UNLOCK ID`, `STAFF GRANT ROLE ACTION`, `STAFF LIST`,
/// `STAFF SET KEY VALUE`: it had to go somewhere
pub fn office(till: i64, _word: &str, args: &[&str]) -> Res<String> {
    match args {
        ["ADD", name, role, pin] => {
            if pin.len() < 4 || !pin.chars().all(|c| c.is_ascii_digit()) {
                return Err("E18 a pin has four digits or more".to_string());
            }
            let known = db::num(
                "SELECT count(*) FROM permissions WHERE role = $1",
                p![*role],
            )?;
            if known == 0 {
                return Err(format!("E19 there is no role {role}"));
            }
            let id = db::num(
                "INSERT INTO staff (name, pin, role, active, failed_pins)
                 VALUES ($1, $2, $3, 1, 0) RETURNING id",
                p![*name, *pin, *role],
            )?;
            Ok(format!("{id}"))
        }
        ["OFF", id] => {
            let id = util::whole(id)?;
            if id == globals::till(till).staff {
                return Err("E20 not yourself".to_string());
            }
            db::run("UPDATE staff SET active = 0 WHERE id = $1", p![id])?;
            Ok("OK".to_string())
        }
        ["UNLOCK", id] => {
            db::run(
                "UPDATE staff SET failed_pins = 0 WHERE id = $1",
                p![util::whole(id)?],
            )?;
            Ok("OK".to_string())
        }
        ["GRANT", role, action] => {
            db::run(
                "INSERT INTO permissions (role, action) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                p![*role, *action],
            )?;
            Ok("OK".to_string())
        }
        ["SET", key, value] => {
            let known = db::rows(
                "UPDATE settings SET value = $2 WHERE key = $1 RETURNING key",
                p![*key, *value],
            )?;
            if known.is_empty() {
                return Err(format!("E21 there is no setting {key}"));
            }
            Ok("OK".to_string())
        }
        ["LIST"] => {
            let mut out = Vec::new();
            for r in db::rows(
                "SELECT s.id, s.name, s.role,
                        (SELECT count(*) FROM receipts r
                          WHERE r.staff_id = s.id AND r.business_day = $1 AND r.state = 'paid')
                   FROM staff s WHERE s.active = 1 ORDER BY s.id",
                p![globals::day()],
            )? {
                out.push(format!("{} {} ({}) {}", r.s(0), r.s(1), r.s(2), r.s(3)));
            }
            Ok(out.join("\n"))
        }
        _ => Err("E10 STAFF ADD|OFF|UNLOCK|GRANT|SET|LIST".to_string()),
    }
}
