//! SQLite: for the tests, for training, and for the evening the server was in the cellar's flood.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use crate::Res;
use crate::db::{Row, V};

const SCHEMA: &str = include_str!("../../schema/lite.sql");
const SEED: &str = include_str!("../../seed/shop.sql");

pub struct Lite {
    connection: Connection,
}

impl Lite {
    pub fn open(place: &str) -> Res<Lite> {
        let connection = if place == ":memory:" {
            Connection::open_in_memory()
        } else {
            Connection::open(place)
        }
        .map_err(|e| format!("E91 {place}: {e}"))?;
        let lite = Lite { connection };
        lite.prepare().map_err(|e| format!("E91 {place}: {e}"))?;
        Ok(lite)
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(Duration::from_secs(2))?;
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let have: i64 = self.connection.query_row(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'tills'",
            [],
            |r| r.get(0),
        )?;
        if have == 0 {
            self.connection.execute_batch(SCHEMA)?;
            self.connection.execute_batch(SEED)?;
        }
        self.connection.execute_batch("COMMIT")
    }

    pub fn rows(&mut self, sql: &str, args: &[V]) -> Res<Vec<Row>> {
        self.ask(sql, args).map_err(|e| format!("E92 {e}"))
    }

    fn ask(&self, sql: &str, args: &[V]) -> rusqlite::Result<Vec<Row>> {
        // a reader that wants to write later would not be let in
        let sql = if sql == "BEGIN" {
            "BEGIN IMMEDIATE"
        } else {
            sql
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        for (n, v) in args.iter().enumerate() {
            if let Some(at) = statement.parameter_index(&format!("${}", n + 1))? {
                let value = match v {
                    V::N => Value::Null,
                    V::I(i) => Value::Integer(*i),
                    V::S(s) => Value::Text(s.clone()),
                };
                statement.raw_bind_parameter(at, value)?;
            }
        }
        let width = statement.column_count();
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let mut cells = Vec::with_capacity(width);
            for n in 0..width {
                cells.push(match row.get_ref(n)? {
                    ValueRef::Null => V::N,
                    ValueRef::Integer(i) => V::I(i),
                    ValueRef::Real(f) => V::I(f.round() as i64),
                    ValueRef::Text(t) => V::S(String::from_utf8_lossy(t).into_owned()),
                    ValueRef::Blob(b) => V::S(format!("{} bytes", b.len())),
                });
            }
            found.push(Row(cells));
        }
        Ok(found)
    }
}
