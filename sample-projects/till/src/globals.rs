//! What everybody needs to know. It was one page once.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock};

use crate::Res;
use crate::db;
use crate::p;

/// What a till is in the middle of.
#[derive(Clone, Debug, Default)]
pub struct TillState {
    pub staff: i64,
    pub staff_name: String,
    pub role: String,
    pub receipt: i64,
    pub qty: i64,
    pub age_checked: bool,
    pub last_receipt: i64,
    pub shift: i64,
}

/// By till number. Sales, returns, drawer, day end, staff and the door all reach in.
pub static TILLS: Mutex<BTreeMap<i64, TillState>> = Mutex::new(BTreeMap::new());

/// `store/sku/day` to cents. Emptied by whoever changes a price, if they think of it.
pub static PRICE_CACHE: Mutex<Option<HashMap<String, i64>>> = Mutex::new(None);

/// Set by hand after midnight, or for tests. Empty: the calendar decides.
pub static BUSINESS_DAY: Mutex<String> = Mutex::new(String::new());

/// The paper, line by line, per till.
pub static PAPER: Mutex<BTreeMap<i64, Vec<String>>> = Mutex::new(BTreeMap::new());

/// Where threads find the database.
pub static PLACE: OnceLock<String> = OnceLock::new();

/// Schulungsmodus: tills 9 and up book nothing.
pub static TRAINING: AtomicBool = AtomicBool::new(false);

/// Nobody sells while the prices change or the day closes.
pub static HALT: AtomicBool = AtomicBool::new(false);

pub static RECEIPTS_TODAY: AtomicI64 = AtomicI64::new(0);
pub static TURNOVER_TODAY: AtomicI64 = AtomicI64::new(0);
pub static STATEMENTS: AtomicI64 = AtomicI64::new(0);

thread_local! {
    static LAST_ERROR: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A lock that a panic elsewhere does not take away.
pub fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

pub fn till(till: i64) -> TillState {
    lock(&TILLS).get(&till).cloned().unwrap_or_default()
}

pub fn set_till(till: i64, state: TillState) {
    lock(&TILLS).insert(till, state);
}

pub fn remember_error(e: &str) {
    LAST_ERROR.with(|l| *l.borrow_mut() = e.to_string());
}

pub fn last_error() -> String {
    LAST_ERROR.with(|l| l.borrow().clone())
}

pub fn day() -> String {
    let set = lock(&BUSINESS_DAY).clone();
    if set.is_empty() {
        crate::util::now().chars().take(10).collect()
    } else {
        set
    }
}

/// Prints onto the paper of a till.
pub fn paper(till: i64, line: &str) {
    lock(&PAPER).entry(till).or_default().push(line.to_string());
}

pub fn take_paper(till: i64) -> Vec<String> {
    lock(&PAPER).remove(&till).unwrap_or_default()
}

pub fn forget_prices() {
    *lock(&PRICE_CACHE) = None;
}

pub fn halted() -> bool {
    HALT.load(Ordering::SeqCst)
}

pub fn next_number(name: &str) -> Res<i64> {
    db::num(
        "INSERT INTO counters (name, value) VALUES ($1, 1)
         ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        p![name],
    )
}

pub fn setting(key: &str, otherwise: &str) -> String {
    match db::text("SELECT value FROM settings WHERE key = $1", p![key]) {
        Ok(v) if !v.is_empty() => v,
        _ => otherwise.to_string(),
    }
}

pub fn store_of(till: i64) -> Res<String> {
    let store = db::text("SELECT store FROM tills WHERE till_no = $1", p![till])?;
    if store.is_empty() {
        return Err(format!("E01 till {till} is not known"));
    }
    Ok(store)
}
