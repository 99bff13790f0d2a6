//! The CSV of our own: `what,name,calls,total_ms`, and `errors`, `access` and `caller` where known.

use csv::StringRecord;

use super::rows::{Header, Reader, calls, millis};
use super::{Sum, What};

/// Where the columns are.
pub(super) struct Columns {
    what: usize,
    name: usize,
    calls: usize,
    total_ms: usize,
    errors: Option<usize>,
    access: Option<usize>,
    caller: Option<usize>,
}

impl Columns {
    /// `None` if the header is that of another table.
    pub(super) fn of(header: &Header) -> Option<Self> {
        Some(Self {
            what: header.find(&["what"])?,
            name: header.find(&["name"])?,
            calls: header.find(&["calls"])?,
            total_ms: header.find(&["total_ms"])?,
            errors: header.find(&["errors"]),
            access: header.find(&["access"]),
            caller: header.find(&["caller"]),
        })
    }

    /// Reads a row.
    pub(super) fn read(&self, row: &StringRecord, line: u32, reader: &mut Reader) {
        let read = self.what(row).and_then(|it| Ok((it, self.sum(row)?)));
        match read {
            Ok((what, sum)) => {
                let caller = self.caller.and_then(|it| row.get(it)).map(str::trim);
                if let Some(entry) = reader.add(line, what, sum) {
                    entry.caller = caller.filter(|it| !it.is_empty()).map(Into::into);
                }
            }
            Err(fault) => reader.skip(line, &fault),
        }
    }

    fn what(&self, row: &StringRecord) -> Result<What, String> {
        let name = row.get(self.name).unwrap_or_default().trim();
        if name.is_empty() {
            return Err("this row has no name".to_owned());
        }
        let word = row.get(self.what).unwrap_or_default().trim();
        match &*word.to_ascii_lowercase() {
            "door" => Ok(What::door(name)),
            "function" => Ok(What::Function(name.into())),
            "table" => Ok(What::Table {
                name: name.into(),
                writes: self.writes(row)?,
            }),
            _ => Err("the first column is door, function or table".to_owned()),
        }
    }

    fn writes(&self, row: &StringRecord) -> Result<Option<bool>, String> {
        let word = self.access.and_then(|it| row.get(it)).unwrap_or_default();
        match word.trim() {
            "" => Ok(None),
            "read" => Ok(Some(false)),
            "write" => Ok(Some(true)),
            _ => Err("access is read, write or empty".to_owned()),
        }
    }

    fn sum(&self, row: &StringRecord) -> Result<Sum, String> {
        let cell = |it: usize| row.get(it).unwrap_or_default();
        let errors = self.errors.map(cell).map(str::trim);
        let errors = errors.filter(|it| !it.is_empty());
        Ok(Sum {
            calls: calls(cell(self.calls))?,
            total_ms: millis(cell(self.total_ms))?,
            errors: errors.map(calls).transpose()?,
        })
    }
}
