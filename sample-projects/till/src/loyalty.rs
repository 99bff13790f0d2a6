//! Kundenkarten. One euro, one point; one point, one cent.

use crate::Res;
use crate::db;
use crate::globals;
use crate::p;
use crate::util;

/// `CARDS NEW NAME [EMAIL]`, `CARDS SHOW CARD`, `CARDS GIVE CARD POINTS WHY`, `CARDS MERGE FROM INTO`,
/// `CARDS STOP CARD`, `CARDS BEST N`
pub fn office(_till: i64, _word: &str, args: &[&str]) -> Res<String> {
    match args {
        ["NEW", name, rest @ ..] => {
            let n = globals::next_number("card")?;
            let card = format!("K{}", 2000 + n);
            db::run(
                "INSERT INTO customers (card_no, name, email, points, tier, active, joined)
                 VALUES ($1, $2, $3, 0, 'plain', 1, $4)",
                p![&card, *name, rest.first().copied(), globals::day()],
            )?;
            Ok(card)
        }
        ["SHOW", card] => {
            let Some(r) = db::one(
                "SELECT name, tier, points, turnover_cents FROM v_customer_turnover
                  WHERE card_no = $1",
                p![*card],
            )?
            else {
                return Err(format!("E60 no card {card}"));
            };
            Ok(format!(
                "{} {} {} P. {}",
                r.s(0),
                r.s(1),
                r.s(2),
                util::euro(r.i(3))
            ))
        }
        ["GIVE", card, points, why @ ..] => {
            let points = util::whole(points)?;
            if !(1..=10_000).contains(&points) {
                return Err("E61 between 1 and 10000".to_string());
            }
            find(card)?;
            db::run(
                "INSERT INTO points_moves (card_no, receipt_id, points, reason, at)
                 VALUES ($1, NULL, $2, $3, $4)",
                p![*card, points, why.join(" "), util::now()],
            )?;
            Ok(find(card)?.1.to_string())
        }
        ["MERGE", from, into] => {
            find(into)?;
            if from == into {
                return Err("E62 two cards, please".to_string());
            }
            db::together(|| db::run("CALL merge_cards($1, $2)", p![*from, *into]))?;
            Ok(find(into)?.1.to_string())
        }
        ["STOP", card] => {
            db::run(
                "UPDATE customers SET active = 0 WHERE card_no = $1",
                p![*card],
            )?;
            Ok("OK".to_string())
        }
        ["BEST", n] => {
            let n = util::whole(n)?.clamp(1, 100);
            let mut out = Vec::new();
            for r in db::rows(
                &format!(
                    "SELECT card_no, name, turnover_cents FROM v_customer_turnover
                      ORDER BY turnover_cents DESC, card_no LIMIT {n}"
                ),
                &[],
            )? {
                out.push(format!("{} {} {}", r.s(0), r.s(1), util::euro(r.i(2))));
            }
            Ok(out.join("\n"))
        }
        _ => Err("E10 CARDS NEW|SHOW|GIVE|MERGE|STOP|BEST".to_string()),
    }
}

const WORKING_CARD: &str = concat!(
    "SELECT name, points ",
    "FROM customers ",
    "WHERE card_no = $1 AND active = 1"
);

/// Name and points of a card that works.
pub fn find(card: &str) -> Res<(String, i64)> {
    match db::one(WORKING_CARD, p![card])? {
        Some(r) => Ok((r.s(0), r.i(1))),
        None => Err(format!("E60 no card {card}; select another from the box")),
    }
}

/// Points of cards that slept for two years.
pub fn nightly(day: &str) -> Res<String> {
    db::together(|| {
        let before = db::num("SELECT coalesce(sum(points), 0) FROM customers", &[])?;
        if day.ends_with("-01-01") {
            db::run("CALL expire_points($1)", p![util::add_days(day, -730)])?;
        }
        let after = db::num("SELECT coalesce(sum(points), 0) FROM customers", &[])?;
        Ok(format!("{} points expired", before - after))
    })
}
