//! Rows of CSV: which of the formats they are, and the numbers in them.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::{MOST, Measured, Measurements, Sum, What, statements, table};
use crate::notice::{Notice, Place};

/// So many faults of a file are told one by one.
const MOST_FAULTS: usize = 20;

/// The file that is read, and what was found in it.
pub(super) struct Reader {
    path: Arc<str>,
    entries: Vec<Measured>,
    faults: Vec<Notice>,
    n_faults: usize,
}

impl Reader {
    pub(super) fn new(path: Arc<str>) -> Self {
        Self {
            path,
            entries: Vec::new(),
            faults: Vec::new(),
            n_faults: 0,
        }
    }

    /// The whole file is of no use.
    pub(super) fn refuse(&mut self, text: &str) {
        let hint = "CSV with what,name,calls,total_ms, pg_stat_statements as CSV with its header, or \
                    OTLP traces in JSON can be read";
        let notice = Notice::warning(text).at(Place::file(self.path.clone()));
        self.faults.push(notice.hint(hint));
    }

    /// A row, or a span, is of no use.
    pub(super) fn skip(&mut self, line: u32, text: &str) {
        self.n_faults += 1;
        if self.n_faults <= MOST_FAULTS {
            let notice = Notice::warning(text).at(Place::line(self.path.clone(), line));
            self.faults.push(notice.hint("it was left out"));
        }
    }

    /// Takes an entry; what never was called says nothing.
    pub(super) fn add(&mut self, line: u32, what: What, sum: Sum) -> Option<&mut Measured> {
        if sum.is_empty() {
            return None;
        }
        self.entries.push(Measured {
            what,
            sum,
            caller: None,
            program: None,
            place: Place::line(self.path.clone(), line),
        });
        self.entries.last_mut()
    }

    pub(super) fn finish(mut self, into: &mut Measurements) {
        let rest = self.n_faults.saturating_sub(MOST_FAULTS);
        if rest > 0 {
            let text = format!("{rest} more like these could not be read");
            self.faults
                .push(Notice::warning(text).at(Place::file(self.path.clone())));
        }
        into.entries.extend(self.entries);
        into.notices.extend(self.faults);
    }
}

/// The names of the columns, small.
pub(super) struct Header(Vec<String>);

impl Header {
    /// Where a column of one of these names is, the first name first.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.0.iter().position(|it| it == name))
    }
}

/// What reads a row with its line.
type ReadRow = Box<dyn Fn(&StringRecord, u32, &mut Reader)>;

/// Reads CSV of one of the two kinds.
pub(super) fn read(text: &str, reader: &mut Reader) {
    let mut csv = ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = csv.records();
    let Some(Ok(first)) = rows.next() else {
        return reader.refuse("this is no table of measurements");
    };
    let names = first.iter().map(|it| it.trim().to_ascii_lowercase());
    let header = Header(names.collect());
    let read_row: ReadRow = if let Some(columns) = table::Columns::of(&header) {
        Box::new(move |row, line, reader| columns.read(row, line, reader))
    } else if let Some(columns) = statements::Columns::of(&header) {
        Box::new(move |row, line, reader| columns.read(row, line, reader))
    } else {
        return reader.refuse("this is no table of measurements: its header is none we know");
    };
    for row in rows {
        match row {
            Ok(row) => {
                let line = row.position().map_or(0, csv::Position::line);
                read_row(&row, u32::try_from(line).unwrap_or(u32::MAX), reader);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let line = u32::try_from(line).unwrap_or(u32::MAX);
                reader.skip(line, "this row could not be read");
            }
        }
    }
}

/// Calls: a whole number from 0 up.
pub(super) fn calls(text: &str) -> Result<u64, String> {
    let told = text.trim().parse::<u64>().ok();
    told.filter(|it| *it as f64 <= MOST).ok_or_else(|| {
        format!(
            "calls are a whole number from 0 to 10^15, not {}",
            shown(text)
        )
    })
}

/// Milliseconds: a number from 0 up.
pub(super) fn millis(text: &str) -> Result<f64, String> {
    let told = text.trim().parse::<f64>().ok();
    told.filter(|it| (0.0..=MOST).contains(it)).ok_or_else(|| {
        format!(
            "a time is a number of ms from 0 to 10^15, not {}",
            shown(text)
        )
    })
}

/// The beginning of a cell, for a notice.
fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    format!("{start:?}")
}
