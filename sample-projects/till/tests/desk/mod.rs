//! A shop of its own for every test, one at a time: the program has one set of globals.

#![allow(dead_code, clippy::unwrap_used)] // not every test says everything

use std::sync::{Mutex, MutexGuard};

use till::{db, door, globals};

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub struct Desk {
    _alone: MutexGuard<'static, ()>,
}

impl Desk {
    pub fn open() -> Desk {
        Desk::open_at(":memory:")
    }

    pub fn open_at(place: &str) -> Desk {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
        db::open(place).unwrap();
        globals::lock(&globals::TILLS).clear();
        globals::lock(&globals::PAPER).clear();
        globals::forget_prices();
        *globals::lock(&globals::BUSINESS_DAY) = "2026-11-02".to_string();
        Desk { _alone: alone }
    }

    /// What the door says.
    pub fn say(&self, line: &str) -> String {
        door::answer(line)
    }

    /// Says it and wants no error.
    #[track_caller]
    pub fn ok(&self, line: &str) -> String {
        let answer = door::answer(line);
        assert!(!is_error(&answer), "{line}: {answer}");
        answer
    }

    /// Says it and wants this error.
    #[track_caller]
    pub fn no(&self, line: &str, code: &str) {
        let answer = door::answer(line);
        assert!(answer.starts_with(&format!("{code} ")), "{line}: {answer}");
    }

    /// The boss logs in and begins the shift.
    pub fn begin(&self) {
        self.ok("1 LOGIN 1 1991");
        self.ok("1 DRAWER FLOAT");
    }

    pub fn num(&self, sql: &str) -> i64 {
        db::num(sql, &[]).unwrap()
    }
}

pub fn is_error(answer: &str) -> bool {
    let mut c = answer.chars();
    c.next() == Some('E') && c.next().is_some_and(|c| c.is_ascii_digit())
}
