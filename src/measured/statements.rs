//! `pg_stat_statements`, as `\copy (select * from pg_stat_statements) to FILE csv header` writes it.
//!
//! Times are those of execution: `total_exec_time`, which is called `total_time` before `PostgreSQL` 13.

use std::sync::Arc;

use csv::StringRecord;

use super::rows::{Header, Reader, calls, millis};
use super::{Statement, Sum, What};
use crate::sql::dialect::Dialect;

/// Where the columns are.
pub(super) struct Columns {
    query: usize,
    calls: usize,
    total_ms: usize,
}

impl Columns {
    /// `None` if the header is that of another table.
    pub(super) fn of(header: &Header) -> Option<Self> {
        Some(Self {
            query: header.find(&["query"])?,
            calls: header.find(&["calls"])?,
            total_ms: header.find(&["total_exec_time", "total_time"])?,
        })
    }

    /// Reads a row.
    pub(super) fn read(&self, row: &StringRecord, line: u32, reader: &mut Reader) {
        let cell = |it: usize| row.get(it).unwrap_or_default();
        let sum = calls(cell(self.calls)).and_then(|calls| {
            let total_ms = millis(cell(self.total_ms))?;
            Ok(Sum {
                calls,
                total_ms,
                errors: None,
            })
        });
        match (sum, cell(self.query)) {
            (Ok(_), "") => reader.skip(line, "this row has no query"),
            (Ok(sum), query) => {
                let statement = Statement::of(query, Dialect::Postgres);
                reader.add(line, What::Statement(Arc::new(statement)), sum);
            }
            (Err(fault), _) => reader.skip(line, &fault),
        }
    }
}
