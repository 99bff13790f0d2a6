//! One span: its times, and what its attributes say it is of.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::measured::MOST;
use crate::sql::dialect::Dialect;

/// Attributes that are asked for: names of today before those of before.
pub(super) mod keys {
    pub(in super::super) const METHOD: &[&str] = &["http.request.method", "http.method"];
    pub(in super::super) const ROUTE: &[&str] = &["http.route", "url.path", "http.target"];
    pub(in super::super) const QUERY: &[&str] = &["db.query.text", "db.statement"];
    pub(in super::super) const TABLE: &[&str] = &["db.collection.name", "db.sql.table"];
    pub(in super::super) const OPERATION: &[&str] = &["db.operation.name", "db.operation"];
    pub(in super::super) const SYSTEM: &[&str] = &["db.system.name", "db.system"];
    pub(in super::super) const FUNCTION: &[&str] = &["code.function.name", "code.function"];
    pub(in super::super) const MODULE: &[&str] = &["code.namespace", "code.module.name"];
}

#[derive(Deserialize)]
pub(super) struct Span<'a> {
    #[serde(rename = "traceId", alias = "trace_id", default)]
    pub(super) trace: String,
    #[serde(rename = "spanId", alias = "span_id", default)]
    pub(super) id: String,
    #[serde(rename = "parentSpanId", alias = "parent_span_id")]
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) name: String,
    #[serde(borrow)]
    kind: Option<&'a RawValue>,
    #[serde(borrow, rename = "startTimeUnixNano", alias = "start_time_unix_nano")]
    start: Option<&'a RawValue>,
    #[serde(borrow, rename = "endTimeUnixNano", alias = "end_time_unix_nano")]
    end: Option<&'a RawValue>,
    pub(super) attributes: Option<Attributes>,
    #[serde(borrow)]
    status: Option<Status<'a>>,
}

#[derive(Deserialize)]
struct Status<'a> {
    #[serde(borrow)]
    code: Option<&'a RawValue>,
}

impl Span<'_> {
    /// How long it took, in ms.
    pub(super) fn millis(&self) -> Result<f64, &'static str> {
        let start = self.start.and_then(nanos).ok_or("this span has no start")?;
        let end = self.end.and_then(nanos).ok_or("this span has no end")?;
        let nanos = end
            .checked_sub(start)
            .ok_or("this span ends before it starts")?;
        let millis = nanos as f64 / 1e6;
        Ok(millis.min(MOST))
    }

    /// Whether it answers a call from outside.
    pub(super) fn is_server(&self) -> bool {
        self.kind
            .is_some_and(|it| matches!(bare(it), "2" | "SPAN_KIND_SERVER"))
    }

    pub(super) fn is_error(&self) -> bool {
        let code = self.status.as_ref().and_then(|it| it.code);
        code.is_some_and(|it| matches!(bare(it), "2" | "STATUS_CODE_ERROR"))
    }

    /// The first of these attributes that it has.
    pub(super) fn text(&self, keys: &[&str]) -> Option<&str> {
        self.attributes.as_ref()?.text(keys)
    }

    /// Which SQL the database speaks.
    pub(super) fn dialect(&self) -> Dialect {
        match self.text(keys::SYSTEM) {
            Some("postgresql" | "cockroachdb") => Dialect::Postgres,
            Some("mysql" | "mariadb") => Dialect::MySql,
            Some("sqlite") => Dialect::Sqlite,
            Some("mssql" | "microsoft.sql_server") => Dialect::SqlServer,
            _ => Dialect::Unknown,
        }
    }

    /// The function it is of, as its attributes say.
    pub(super) fn function(&self) -> Option<String> {
        let module = self.text(keys::MODULE);
        let name = match (self.text(keys::FUNCTION), module) {
            (Some(name), _) => name,
            // Spans of `tracing` are called like the function, and say their module alone.
            (None, Some(_)) if is_word(&self.name) => &self.name,
            _ => return None,
        };
        let is_whole = name.contains("::") || name.contains('.');
        Some(match module.filter(|_| !is_whole) {
            Some(module) => format!("{module}::{name}"),
            None => name.to_owned(),
        })
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_')
}

/// Numbers may be written as strings.
fn bare(raw: &RawValue) -> &str {
    raw.get().trim_matches('"')
}

fn nanos(raw: &RawValue) -> Option<u64> {
    bare(raw).parse().ok()
}

/// Attributes whose value is a text.
#[derive(Default)]
pub(super) struct Attributes(BTreeMap<String, String>);

impl Attributes {
    /// The first of these that is there.
    pub(super) fn text(&self, keys: &[&str]) -> Option<&str> {
        let told = keys.iter().filter_map(|it| self.0.get(*it));
        told.map(|it| it.trim()).find(|it| !it.is_empty())
    }
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(AttributesVisitor)
    }
}

struct AttributesVisitor;

#[derive(Deserialize)]
struct Attribute {
    key: Option<String>,
    value: Option<Value>,
}

#[derive(Deserialize)]
struct Value {
    #[serde(rename = "stringValue", alias = "string_value")]
    text: Option<String>,
}

impl<'de> Visitor<'de> for AttributesVisitor {
    type Value = Attributes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of attributes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Attributes, A::Error> {
        let mut found = Attributes::default();
        while let Some(it) = list.next_element::<Attribute>()? {
            let text = it.value.and_then(|it| it.text);
            if let (Some(key), Some(text)) = (it.key, text) {
                found.0.insert(key, text);
            }
        }
        Ok(found)
    }
}
