//! A division of code into services: a plan, or a list of `service,id`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::plan::{Plan, REMAINING};

/// Who owns what, as far as it is known.
#[derive(Clone, PartialEq, Debug)]
pub enum Division {
    /// By id; where the list gives an id twice the first counts.
    Listed(BTreeMap<Arc<str>, Arc<str>>),
    /// By path, each with its subtree.
    Planned(Box<Plan>),
}

/// Why a text is not a list of services and ids.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DivisionError {
    /// The first line does not name both columns.
    #[error("the first line should name the columns `service` and `id`")]
    NoHeader,
    /// A row is broken.
    #[error("line {line}: {message}")]
    Row {
        /// First line is 1.
        line: u64,
        /// What is wrong.
        message: String,
    },
}

impl DivisionError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoHeader => "give a plan, or a CSV file that begins with `service,id`",
            Self::Row { .. } => "quote values with commas: \"a, b\"",
        }
    }
}

impl Division {
    /// Whether a text is meant as a list: its first line names the columns.
    pub fn is_list(text: &str) -> bool {
        Columns::of(text).is_some()
    }

    /// Reads a list with the columns `service` and `id`, in any order.
    pub fn parse_list(text: &str) -> Result<Self, DivisionError> {
        let columns = Columns::of(text).ok_or(DivisionError::NoHeader)?;
        let mut services: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(bare(text).as_bytes());
        for record in reader.records() {
            let record = record.map_err(|error| DivisionError::Row {
                line: error.position().map_or(1, csv::Position::line),
                message: error.to_string(),
            })?;
            let value = |column: usize| {
                record
                    .get(column)
                    .map(str::trim)
                    .filter(|it| !it.is_empty())
            };
            let (Some(service), Some(id)) = (value(columns.service), value(columns.id)) else {
                let line = record.position().map_or(1, csv::Position::line);
                return Err(DivisionError::Row {
                    line,
                    message: "a row needs a service and an id".into(),
                });
            };
            services.entry(id.into()).or_insert_with(|| service.into());
        }
        Ok(Self::Listed(services))
    }

    /// The division that a plan describes.
    pub fn of_plan(plan: Plan) -> Self {
        Self::Planned(Box::new(plan))
    }

    /// Every id that it names.
    pub(super) fn ids(&self) -> BTreeSet<Arc<str>> {
        match self {
            Self::Listed(services) => services.keys().cloned().collect(),
            Self::Planned(plan) => plan.ownership().entries().map(|it| it.0.clone()).collect(),
        }
    }

    /// The service of an id, if it is known; what a plan pins belongs to the remaining monolith.
    pub(super) fn service_of(&self, id: &str) -> Option<&str> {
        match self {
            Self::Listed(services) => services.get(id).map(|it| &**it),
            Self::Planned(plan) => {
                let pinned = crate::plan::enclosing(id).any(|it| plan.remaining.contains(it));
                match plan.owner_of(id) {
                    None if pinned => Some(REMAINING),
                    owner => owner.map(|it| plan.owner_name(Some(it))),
                }
            }
        }
    }
}

/// Where a list has its columns.
struct Columns {
    service: usize,
    id: usize,
}

impl Columns {
    fn of(text: &str) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(bare(text).as_bytes());
        let header = reader.headers().ok()?;
        let column = |name: &str| header.iter().position(|it| it.trim() == name);
        Some(Self {
            service: column("service")?,
            id: column("id")?,
        })
    }
}

/// Without the mark that some programs put in front of a text.
fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
