//! SQL in code: what each text does, before anybody asks whose it is.

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};

use super::catalog::Catalog;
use crate::facts::FileFacts;
use crate::sql::dialect::Dialect;
use crate::sql::touch::Touches;
use crate::sql::verdict::{Verdict, is_sql_knowing};

/// Packages that speak SQL, by the names that code knows them by.
const DATABASE_CRATES: &[(&str, Dialect)] = &[
    ("bb8_postgres", Dialect::Postgres),
    ("clickhouse", Dialect::Unknown),
    ("cornucopia", Dialect::Postgres),
    ("deadpool_postgres", Dialect::Postgres),
    ("diesel", Dialect::Unknown),
    ("diesel_async", Dialect::Unknown),
    ("duckdb", Dialect::Postgres),
    ("libsql", Dialect::Sqlite),
    ("mysql", Dialect::MySql),
    ("mysql_async", Dialect::MySql),
    ("odbc_api", Dialect::Unknown),
    ("oracle", Dialect::Unknown),
    ("ormlite", Dialect::Unknown),
    ("postgres", Dialect::Postgres),
    ("quaint", Dialect::Unknown),
    ("rusqlite", Dialect::Sqlite),
    ("sea_orm", Dialect::Unknown),
    ("sea_query", Dialect::Unknown),
    ("sqlite", Dialect::Sqlite),
    ("sqlx", Dialect::Unknown),
    ("tiberius", Dialect::SqlServer),
    ("tokio_postgres", Dialect::Postgres),
    ("tokio_rusqlite", Dialect::Sqlite),
    ("turso", Dialect::Sqlite),
];

/// Whether a package speaks SQL, and which, if its dependencies tell; `None` if it does not.
pub(super) fn dialect_of<'a>(dependencies: impl Iterator<Item = &'a String>) -> Option<Dialect> {
    let mut found = None;
    for name in dependencies {
        let name = name.replace('-', "_");
        let known = DATABASE_CRATES.iter().find(|it| it.0 == name);
        found = match (found, known.map(|it| it.1)) {
            (None | Some(Dialect::Unknown), Some(it)) => Some(it),
            (found, _) => found,
        };
    }
    found
}

/// A text that is SQL.
pub(super) struct Read {
    /// Position among the texts of its file.
    pub(super) text: usize,
    pub(super) verdict: Verdict,
    pub(super) touches: Touches,
}

/// The SQL of every file, in parallel. `dialect` is what a file's package speaks.
pub(super) fn read_all(
    facts: &[FileFacts],
    catalog: &Catalog,
    dialect: &(dyn Fn(usize) -> Dialect + Sync),
) -> Vec<Vec<Read>> {
    let knows = |name: &str| catalog.rows_named(name).is_some();
    let one = |(file, facts): (usize, &FileFacts)| {
        let texts = facts.texts.iter().enumerate();
        let read = texts.filter_map(|(text, fact)| {
            let verdict = is_sql_knowing(&fact.text, &knows);
            let touches = || crate::sql::statement::touches(&fact.text, dialect(file), 0);
            (verdict != Verdict::No).then(|| Read {
                text,
                verdict,
                touches: touches(),
            })
        });
        read.collect()
    };
    facts.par_iter().enumerate().map(one).collect()
}
