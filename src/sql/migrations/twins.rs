//! Sets that make the same tables, told once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::dialect::Dialect;
use super::super::schema::Schema;
use super::sets::{Built, apply_file, leave};
use super::{Databases, Reason, Twin};
use crate::notice::{Notice, Place};

/// What one of two schemas has and the other lacks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Difference {
    /// The table, small.
    pub table: String,
    /// The column, small; none if the whole table is meant.
    pub column: Option<String>,
    /// The twin has it, not the database that is told.
    pub only_in_twin: bool,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.only_in_twin { '+' } else { '-' };
        match &self.column {
            Some(column) => write!(f, "{sign}{}.{column}", self.table),
            None => write!(f, "{sign}{}", self.table),
        }
    }
}

/// Finds the twins among what was built; the rest become databases.
pub(super) fn told_once(mut built: Vec<Built<'_>>, named: &[Arc<str>], found: &mut Databases) {
    // The fullest of each family is told: migrations before dumps, then the most tables.
    built.sort_by_key(|it| {
        let schema = &it.database.schema;
        let tables = std::cmp::Reverse(schema.tables.len());
        (
            !it.database.tool.migrates(),
            tables,
            rank(schema.dialect),
            it.database.root.clone(),
        )
    });
    let mut told: Vec<Built<'_>> = Vec::new();
    let mut shapes: Vec<Shape> = Vec::new();
    let mut n_tries = MOST_TRIES;
    for it in built {
        let shape = shape(&it.database.schema);
        let family = told.iter().zip(&shapes).position(|(other, theirs)| {
            let both_migrate = other.database.tool.migrates() && it.database.tool.migrates();
            are_alike(theirs, &shape, both_migrate)
        });
        let base = match family {
            Some(first) => Some(first).filter(|first| rests_on(&told[*first], &it, &mut n_tries)),
            None => told
                .iter()
                .position(|other| rests_on(other, &it, &mut n_tries)),
        };
        match (base, family) {
            (Some(base), _) => {
                lay_under(&mut told[base], &it);
                shapes[base] = self::shape(&told[base].database.schema);
            }
            (None, Some(first)) => {
                let twin = Twin {
                    root: it.database.root.clone(),
                    dialect: it.database.schema.dialect,
                    differences: differences(&shapes[first], &shape),
                };
                let first = &mut told[first];
                found.notices.push(notice(first, &twin));
                first.database.twins.push(twin);
            }
            (None, None) if is_stray(&it, &told, named) => {
                leave(&it.set, Reason::Unreferenced, &mut found.left_out);
            }
            (None, None) => {
                told.push(it);
                shapes.push(shape);
            }
        }
    }
    // Bodies are read of what is told, not of its twins.
    told.iter_mut().for_each(|it| it.database.schema.finish());
    found.list.extend(told.into_iter().map(|it| it.database));
}

/// Migrations that begin where a dump ends.
fn lay_under(migrations: &mut Built<'_>, dump: &Built<'_>) {
    migrations.database.schema = on_top(dump, migrations);
    migrations.database.n_files += dump.database.n_files;
    migrations.database.n_bytes += dump.database.n_bytes;
}

fn rank(dialect: Dialect) -> usize {
    let order = [
        Dialect::Postgres,
        Dialect::MySql,
        Dialect::SqlServer,
        Dialect::Sqlite,
    ];
    order
        .iter()
        .position(|it| *it == dialect)
        .unwrap_or(order.len())
}

/// Small names of tables, each with the small names of its columns.
type Shape = BTreeMap<String, BTreeSet<String>>;

fn shape(schema: &Schema) -> Shape {
    let lasting = schema.tables.iter().filter(|it| !it.1.is_temporary);
    let small = lasting.map(|(key, table)| {
        let columns = table.columns.iter().map(|it| it.name.to_lowercase());
        (key.to_lowercase(), columns.collect())
    });
    small.collect()
}

/// Whether most tables of the smaller one are in both, and most of their columns too: a table of
/// users is found in many databases. Migrations of the same schema make as many tables; a dump may be
/// old, and have few of them.
fn are_alike(ours: &Shape, theirs: &Shape, both_migrate: bool) -> bool {
    let (mut n_tables, mut n_both, mut n_fewer) = (0, 0, 0);
    for (table, columns) in ours {
        let Some(others) = theirs.get(table) else {
            continue;
        };
        n_tables += 1;
        n_both += columns.intersection(others).count();
        n_fewer += columns.len().min(others.len());
    }
    let (fewer, more) = (ours.len().min(theirs.len()), ours.len().max(theirs.len()));
    let enough = n_tables > 0 && n_tables * 5 >= fewer * 3 && n_both * 5 >= n_fewer * 3;
    enough && (!both_migrate || n_tables * 5 >= more * 2)
}

/// Each try applies everything once more.
const MOST_TRIES: u32 = 8;

/// Whether migrations change tables that only this dump makes: they begin where it ends.
fn rests_on(migrations: &Built<'_>, dump: &Built<'_>, n_tries: &mut u32) -> bool {
    if !migrations.database.tool.migrates() || dump.database.tool.migrates() {
        return false;
    }
    let n_lost = migrations.database.schema.lost.len();
    if n_lost == 0 || *n_tries == 0 {
        return false;
    }
    *n_tries -= 1;
    on_top(dump, migrations).lost.len() < n_lost
}

/// What migrations leave when they are applied after a dump.
fn on_top(dump: &Built<'_>, migrations: &Built<'_>) -> Schema {
    let mut schema = Schema::new(migrations.database.schema.dialect);
    for file in dump.set.files.iter().chain(&migrations.set.files) {
        apply_file(&mut schema, file);
    }
    schema
}

/// A plain file beside real databases that has nothing to do with them.
fn is_stray(built: &Built<'_>, told: &[Built<'_>], named: &[Arc<str>]) -> bool {
    let is_named = built.set.files.iter().any(|it| named.contains(&it.path));
    let is_plain = built.database.tool == super::Tool::Plain && !is_named;
    is_plain && told.iter().any(|it| it.database.tool.migrates())
}

/// What each has and the other lacks.
fn differences(told: &Shape, twin: &Shape) -> Vec<Difference> {
    let mut found = Vec::new();
    for (ours, theirs, only_in_twin) in [(told, twin, false), (twin, told, true)] {
        for (table, columns) in ours {
            let missing = |column: Option<&String>| Difference {
                table: table.clone(),
                column: column.cloned(),
                only_in_twin,
            };
            match theirs.get(table) {
                Some(others) => {
                    found.extend(columns.difference(others).map(|it| missing(Some(it))));
                }
                None => found.push(missing(None)),
            }
        }
    }
    found.sort();
    found
}

fn notice(first: &Built<'_>, twin: &Twin) -> Notice {
    const SHOWN: usize = 5;
    let mut text = format!(
        "the same schema stands in {:?} for {}; it is told once, as {} of {:?}",
        twin.root,
        twin.dialect.word(),
        first.database.schema.dialect.word(),
        first.database.root
    );
    if !twin.differences.is_empty() {
        let shown = twin.differences.iter().take(SHOWN).map(ToString::to_string);
        let shown: Vec<_> = shown.collect();
        let more = match twin.differences.len().saturating_sub(SHOWN) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        text.push_str(&format!("; there differ {}{more}", shown.join(", ")));
    }
    Notice::info(text).at(Place::file(twin.root.as_str()))
}
