//! Tables and columns as the real database told them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Small names of tables and columns.
pub(crate) struct Truth(BTreeSet<(Arc<str>, Arc<str>)>);

impl Truth {
    /// Reads a `schema.rs` of diesel, or lines of `table,column`.
    pub(crate) fn read(path: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(path).ok()?;
        let is_rust = path.extension().is_some_and(|it| it == "rs");
        let pairs = if is_rust {
            of_diesel(&text)
        } else {
            of_csv(&text)
        };
        Some(Self(pairs))
    }

    pub(crate) fn tables(&self) -> impl Iterator<Item = Arc<str>> {
        self.0.iter().map(|it| it.0.clone())
    }

    pub(crate) fn columns(&self) -> impl Iterator<Item = (Arc<str>, Arc<str>)> {
        self.0.iter().cloned()
    }
}

fn of_csv(text: &str) -> BTreeSet<(Arc<str>, Arc<str>)> {
    let pairs = text.lines().filter_map(|it| it.split_once([',', '|']));
    let small = |it: &str| Arc::from(it.trim().to_lowercase());
    pairs
        .map(|(table, column)| (small(table), small(column)))
        .collect()
}

/// `table! { name (key) { #[sql_name = "x"] column -> Type, } }`
fn of_diesel(text: &str) -> BTreeSet<(Arc<str>, Arc<str>)> {
    let mut pairs = BTreeSet::new();
    for part in text.split("table! {").skip(1) {
        let mut table = None;
        let mut renamed = None;
        for line in part.lines().map(str::trim) {
            if line.starts_with("///") || line.starts_with("use ") || line.is_empty() {
                continue;
            }
            if let Some(name) = line.strip_prefix("#[sql_name = \"") {
                renamed = name.split('"').next();
            } else if let Some((column, _)) = line.split_once("->") {
                if let Some(table) = &table {
                    let name = renamed.take().unwrap_or(column);
                    pairs.insert((
                        Arc::clone(table),
                        Arc::from(name.trim().trim_start_matches("r#")),
                    ));
                }
            } else if let Some((name, _)) = line.split_once('(')
                && !line.starts_with('#')
                && table.is_none()
            {
                let name = renamed.take().unwrap_or(name).trim();
                let name = name.strip_prefix("public.").unwrap_or(name);
                table = Some(Arc::from(name.to_lowercase()));
            } else if line == "}" && table.is_some() {
                break;
            }
        }
    }
    pairs
}
