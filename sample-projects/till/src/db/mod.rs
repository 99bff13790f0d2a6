//! The door to the database. One link per thread; nobody passes it around.
//!
//! `run`, `rows`, `one`, `num` and `text` take SQL as text with `$1`, `$2`, ... in it. The same text
//! goes to PostgreSQL (through a `psql` that stays open) and to SQLite (`CALL` is emulated there).

pub mod emulate;
pub mod lite;
pub mod psql;

use std::cell::RefCell;

use crate::Res;
use crate::globals;

/// A value on its way in or out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum V {
    N,
    I(i64),
    S(String),
}

impl From<i64> for V {
    fn from(v: i64) -> V {
        V::I(v)
    }
}

impl From<&str> for V {
    fn from(v: &str) -> V {
        V::S(v.to_string())
    }
}

impl From<String> for V {
    fn from(v: String) -> V {
        V::S(v)
    }
}

impl From<&String> for V {
    fn from(v: &String) -> V {
        V::S(v.clone())
    }
}

impl<T: Into<V>> From<Option<T>> for V {
    fn from(v: Option<T>) -> V {
        v.map_or(V::N, Into::into)
    }
}

/// `p![a, b]`: parameters.
#[macro_export]
macro_rules! p {
    ($($v:expr),* $(,)?) => { &[$($crate::db::V::from($v)),*] };
}

#[derive(Clone, Debug)]
pub struct Row(pub Vec<V>);

impl Row {
    pub fn i(&self, n: usize) -> i64 {
        match self.0.get(n) {
            Some(V::I(i)) => *i,
            Some(V::S(s)) => s.trim().parse().unwrap_or(0),
            _ => 0,
        }
    }

    pub fn s(&self, n: usize) -> String {
        match self.0.get(n) {
            Some(V::I(i)) => i.to_string(),
            Some(V::S(s)) => s.clone(),
            _ => String::new(),
        }
    }

    pub fn is_null(&self, n: usize) -> bool {
        matches!(self.0.get(n), None | Some(V::N))
    }
}

enum Link {
    Lite(lite::Lite),
    Psql(psql::Psql),
}

thread_local! {
    static LINK: RefCell<Option<Link>> = const { RefCell::new(None) };
    static DEPTH: RefCell<i32> = const { RefCell::new(0) };
}

/// Opens this thread's link: `postgres://...`, `:memory:` or a file.
pub fn open(place: &str) -> Res<()> {
    let link = if place.starts_with("postgres://") || place.starts_with("postgresql://") {
        Link::Psql(psql::Psql::open(place)?)
    } else {
        Link::Lite(lite::Lite::open(place)?)
    };
    LINK.with(|l| *l.borrow_mut() = Some(link));
    DEPTH.with(|d| *d.borrow_mut() = 0);
    Ok(())
}

pub fn close() {
    LINK.with(|l| *l.borrow_mut() = None);
}

/// Everything in the end is `rows`.
pub fn rows(sql: &str, args: &[V]) -> Res<Vec<Row>> {
    globals::STATEMENTS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    // A procedure called on SQLite comes back here, so the link must not stay borrowed.
    let lite = LINK.with(|l| matches!(*l.borrow(), Some(Link::Lite(_))));
    if lite && sql.trim_start().starts_with("CALL ") {
        return emulate::call(sql, args).map(|()| Vec::new());
    }
    let answer = LINK.with(|l| match l.borrow_mut().as_mut() {
        Some(Link::Lite(c)) => c.rows(sql, args),
        Some(Link::Psql(c)) => c.rows(sql, args),
        None => Err("E90 no database is open".to_string()),
    });
    if let Err(e) = &answer {
        globals::remember_error(e);
        if sql == "COMMIT" {
            // whoever could not commit must not stay inside
            let _ = rows("ROLLBACK", &[]);
        }
    }
    answer
}

pub fn run(sql: &str, args: &[V]) -> Res<()> {
    rows(sql, args).map(|_| ())
}

pub fn one(sql: &str, args: &[V]) -> Res<Option<Row>> {
    Ok(rows(sql, args)?.into_iter().next())
}

pub fn num(sql: &str, args: &[V]) -> Res<i64> {
    Ok(one(sql, args)?.map_or(0, |r| r.i(0)))
}

pub fn text(sql: &str, args: &[V]) -> Res<String> {
    Ok(one(sql, args)?.map_or(String::new(), |r| r.s(0)))
}

/// Begins unless somebody further out has.
pub fn begin() -> Res<()> {
    let depth = DEPTH.with(|d| {
        *d.borrow_mut() += 1;
        *d.borrow()
    });
    if depth > 1 {
        return Ok(());
    }
    run("BEGIN", &[]).inspect_err(|_| {
        DEPTH.with(|d| d.replace(0));
    })
}

pub fn commit() -> Res<()> {
    let depth = DEPTH.with(|d| {
        *d.borrow_mut() -= 1;
        *d.borrow()
    });
    if depth == 0 {
        run("COMMIT", &[])
    } else {
        Ok(())
    }
}

/// Whatever the depth: all of it is undone.
pub fn rollback() {
    let depth = DEPTH.with(|d| d.replace(0));
    if depth > 0 {
        let _ = run("ROLLBACK", &[]);
    }
}

/// `begin`, the work, `commit`; or `rollback`.
pub fn together<T>(work: impl FnOnce() -> Res<T>) -> Res<T> {
    begin()?;
    match work().and_then(|t| commit().map(|()| t)) {
        Ok(t) => Ok(t),
        Err(e) => {
            rollback();
            Err(e)
        }
    }
}
