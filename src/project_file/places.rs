//! Reading typed values out of a TOML text, each fault with its line.

use std::ops::Range;
use std::sync::Arc;

use toml_edit::{Array, Item, TableLike, Value};

use super::error::PlanFileError;

/// The text, to turn byte ranges into lines.
#[derive(Clone, Copy)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl Text<'_> {
    /// The line a range begins on; first line is 1.
    pub(super) fn line(self, span: Option<Range<usize>>) -> u32 {
        let before = span
            .and_then(|it| self.0.get(..it.start))
            .unwrap_or_default();
        before.matches('\n').count() as u32 + 1
    }
}

/// A table of the file: the whole, one `[section]`, one of `[[sections]]`.
pub(super) struct Section<'a> {
    pub(super) text: Text<'a>,
    /// How people write it: `[[service]]`; empty for the whole file.
    pub(super) name: &'static str,
    pub(super) table: &'a dyn TableLike,
    pub(super) line: u32,
}

impl<'a> Section<'a> {
    /// The line on which a key stands.
    pub(super) fn line_of(&self, key: &str) -> u32 {
        let span = self.table.key(key).and_then(toml_edit::Key::span);
        let span = span.or_else(|| self.table.get(key).and_then(Item::span));
        span.map_or(self.line, |it| self.text.line(Some(it)))
    }

    /// The value of a key that is there.
    pub(super) fn item(&self, key: &str) -> Option<&'a Item> {
        self.table.get(key).filter(|it| !it.is_none())
    }

    /// A text, if the key is there.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<Arc<str>>, PlanFileError> {
        let Some(item) = self.item(key) else {
            return Ok(None);
        };
        item.as_str()
            .map(|it| Some(it.into()))
            .ok_or_else(|| self.wrong(key, "a text"))
    }

    /// A text that must be there and say something.
    pub(super) fn needed_text(&self, key: &'static str) -> Result<Arc<str>, PlanFileError> {
        match self.text(key)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            Some(_) => Err(self.wrong(key, "a text that is not empty")),
            None => Err(PlanFileError::Missing {
                line: self.line,
                section: self.name.into(),
                key,
            }),
        }
    }

    /// A list of texts with the line of each; none if the key is not there.
    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<(Arc<str>, u32)>, PlanFileError> {
        let Some(item) = self.item(key) else {
            return Ok(Vec::new());
        };
        let array = item
            .as_array()
            .ok_or_else(|| self.wrong(key, "a list of texts"))?;
        let one = |it: &Value| {
            let text = it.as_str().filter(|it| !it.trim().is_empty());
            let line = self.text.line(it.span());
            text.map(|it| (it.into(), line))
                .ok_or_else(|| self.wrong_at(line, key, "a list of texts"))
        };
        array.iter().map(one).collect()
    }

    /// A port number, if the key is there.
    pub(super) fn port(&self, key: &'static str) -> Result<Option<u16>, PlanFileError> {
        let Some(item) = self.item(key) else {
            return Ok(None);
        };
        let number = item
            .as_integer()
            .and_then(|it| u16::try_from(it).ok())
            .filter(|it| *it > 0);
        number
            .map(Some)
            .ok_or_else(|| self.wrong(key, "a port from 1 to 65535"))
    }

    /// A section inside this one, if it is there.
    pub(super) fn section(
        &self,
        key: &'static str,
        name: &'static str,
    ) -> Result<Option<Section<'a>>, PlanFileError> {
        let Some(item) = self.item(key) else {
            return Ok(None);
        };
        let table = item
            .as_table_like()
            .ok_or_else(|| self.wrong(key, "a section"))?;
        Ok(Some(Section {
            text: self.text,
            name,
            table,
            line: self.line_of(key),
        }))
    }

    /// All sections of a list; none if the key is not there.
    pub(super) fn sections(
        &self,
        key: &'static str,
        name: &'static str,
    ) -> Result<Vec<Section<'a>>, PlanFileError> {
        let Some(item) = self.item(key) else {
            return Ok(Vec::new());
        };
        let section = |table: &'a dyn TableLike, span| Section {
            text: self.text,
            name,
            table,
            line: self.text.line(span),
        };
        if let Some(tables) = item.as_array_of_tables() {
            return Ok(tables.iter().map(|it| section(it, it.span())).collect());
        }
        let inline = |array: &'a Array| -> Option<Vec<Section<'a>>> {
            array
                .iter()
                .map(|it| Some(section(it.as_inline_table()?, it.span())))
                .collect()
        };
        item.as_array()
            .and_then(inline)
            .ok_or_else(|| self.wrong(key, "a list of sections"))
    }

    /// Keys of this section that are not among these, with their lines.
    pub(super) fn unknown_keys(&self, known: &[&str]) -> Vec<(String, u32)> {
        let keys = self.table.iter().map(|(key, _)| key);
        let unknown = keys.filter(|it| !known.contains(it));
        unknown
            .map(|it| (it.to_owned(), self.line_of(it)))
            .collect()
    }

    /// The key does not hold what it should.
    pub(super) fn wrong(&self, key: &str, expected: &'static str) -> PlanFileError {
        self.wrong_at(self.line_of(key), key, expected)
    }

    fn wrong_at(&self, line: u32, key: &str, expected: &'static str) -> PlanFileError {
        let key = if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{key}` in `{}", self.name)
        };
        PlanFileError::Wrong {
            line,
            key,
            expected,
        }
    }
}
