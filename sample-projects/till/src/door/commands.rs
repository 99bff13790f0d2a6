//! Every word that a till may say, and whom it wakes. Nothing else calls most of them.

use crate::Res;
use crate::globals;
use crate::{books, day_end, drawer, import, loyalty, orders, prices, promos};
use crate::{receipt, returns, sales, staff, stock};

type Run = fn(i64, &str, &[&str]) -> Res<String>;

pub struct Command {
    pub word: &'static str,
    /// An action of `permissions`, or nothing.
    pub needs: &'static str,
    pub run: Run,
}

const fn word(word: &'static str, needs: &'static str, run: Run) -> Command {
    Command { word, needs, run }
}

pub static TABLE: &[Command] = &[
    word("LOGIN", "", staff::login),
    word("LOGOUT", "", staff::logout),
    word("SCAN", "sell", sales::key),
    word("PLU", "sell", sales::key),
    word("WEIGH", "sell", sales::key),
    word("QTY", "sell", sales::key),
    word("VOID", "sell", sales::key),
    word("DISC", "discount", sales::key),
    word("OFF", "discount", sales::key),
    word("ALLOFF", "discount", sales::key),
    word("PRICE", "override", sales::key),
    word("CARD", "sell", sales::key),
    word("AGE", "sell", sales::key),
    word("SUB", "sell", sales::key),
    word("LIST", "sell", sales::key),
    word("HOLD", "sell", sales::key),
    word("RECALL", "sell", sales::key),
    word("CANCEL", "sell", sales::key),
    word("GIFT", "sell", sales::key),
    word("LEERGUT", "sell", sales::key),
    word("FIND", "sell", sales::key),
    word("LAST", "sell", sales::key),
    word("PAY", "sell", sales::key),
    word("RETURN", "return", returns::key),
    word("DRAWER", "drawer", drawer::key),
    word("DAYEND", "close", day_end::key),
    word("PAPER", "", receipt::tear),
    word("STOCK", "stock", stock::office),
    word("PRICES", "prices", prices::office),
    word("PROMO", "prices", promos::office),
    word("CARDS", "sell", loyalty::office),
    word("ORDERS", "orders", orders::office),
    word("BOOKS", "books", books::office),
    word("STAFF", "staff", staff::office),
    word("IMPORT", "prices", import::office),
    word("STATE", "", state),
    word("ERROR", "", error),
    word("HELP", "", help),
];

/// `STATE`: what this process knows.
fn state(till: i64, _word: &str, _args: &[&str]) -> Res<String> {
    use std::sync::atomic::Ordering::Relaxed;
    let s = globals::till(till);
    Ok(format!(
        "TAG {} MITARBEITER {} BON {} SCHICHT {} BONS {} SQL {}",
        globals::day(),
        s.staff,
        s.receipt,
        s.shift,
        globals::RECEIPTS_TODAY.load(Relaxed),
        globals::STATEMENTS.load(Relaxed)
    ))
}

/// `ERROR`: what the database last complained about, on this line.
fn error(_till: i64, _word: &str, _args: &[&str]) -> Res<String> {
    Ok(globals::last_error())
}

fn help(_till: i64, _word: &str, _args: &[&str]) -> Res<String> {
    let words: Vec<&str> = TABLE.iter().map(|c| c.word).collect();
    Ok(words.join(" "))
}
