//! What the path of a file says about it.

/// Names of folders and files whose SQL is not the system's own. As one word of several they say what a
/// system is about: `docs_rs_database`, `vendor-portal`.
const FOREIGN_NAMES: &[&str] = &["doc", "docs", "documentation", "spec", "specs", "vendor"];

/// Words of folders and files whose SQL is not the system's own.
const FOREIGN: &[&str] = &[
    "test",
    "tests",
    "testing",
    "testdata",
    "testsuite",
    "testsuites",
    "testsql",
    "fixture",
    "fixtures",
    "example",
    "examples",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "sample",
    "samples",
    "corpus",
    "corpora",
    "fuzz",
    "snapshot",
    "snapshots",
    "grammar",
    "grammars",
    "sqllogictest",
    "sqllogictests",
    "suites",
    "mock",
    "mocks",
    "seed",
    "seeds",
    "demo",
    "demos",
    "playground",
    "node_modules",
    "highlight",
    "syntax",
    "syntaxes",
    "tpch",
    "tpcds",
];

/// Words of the names of files that hold a whole schema.
const DUMPS: &[&str] = &[
    "schema",
    "structure",
    "dump",
    "ddl",
    "tables",
    "database",
    "init",
    "baseline",
];

/// The folder of a path; empty at the top.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |it| it.0)
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a file is written in SQL by its name.
pub(super) fn is_sql_file(path: &str) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    [".sql", ".ddl", ".psql", ".pgsql", ".mysql"]
        .iter()
        .any(|it| name.ends_with(it))
}

/// Whether parts of a path say that it is a test or the like.
pub(super) fn is_foreign(path: &str) -> bool {
    let among = |it: &str, list: &[&str]| list.iter().any(|word| it.eq_ignore_ascii_case(word));
    let mut names = path.split(['/', '.']);
    let mut words = path.split(['/', '-', '_', '.']);
    names.any(|it| among(it, FOREIGN_NAMES)) || words.any(|it| among(it, FOREIGN))
}

/// Whether a file holds a whole schema by its name or its first lines.
pub(super) fn is_dump(path: &str, text: &str) -> bool {
    let head: String = text.chars().take(400).collect();
    let told = [
        "PostgreSQL database dump",
        "MySQL dump",
        "MariaDB dump",
        "PRAGMA foreign_keys=OFF;\nBEGIN",
    ];
    let mut words = file_name(path).split(['-', '_', '.']);
    told.iter().any(|it| head.contains(it))
        || words.any(|it| DUMPS.iter().any(|word| it.eq_ignore_ascii_case(word)))
}

/// Whether a file takes a migration back by its name.
pub(super) fn is_down(path: &str) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(&*name, |it| it.0);
    let undo = name.strip_prefix('u').and_then(|it| it.split_once("__"));
    let is_undo = undo.is_some_and(|it| {
        it.0.bytes().all(|it| it.is_ascii_digit() || it == b'.') && !it.0.is_empty()
    });
    let ends = [".down", "_down", "-down", ".undo", ".rollback", "_rollback"];
    stem == "down" || is_undo || ends.iter().any(|it| stem.ends_with(it))
}

/// How many parts two folders have in common at their beginning.
pub(super) fn n_common(a: &str, b: &str) -> usize {
    a.split('/')
        .zip(b.split('/'))
        .take_while(|it| it.0 == it.1)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_files_are() {
        for it in [
            "a/down.sql",
            "a/1_b.down.sql",
            "m/U2__x.sql",
            "m/003_down.sql",
        ] {
            assert!(is_down(it), "{it}");
        }
        for it in [
            "a/up.sql",
            "a/1_shut_down_hours.sql",
            "m/Users__x.sql",
            "m/download.sql",
        ] {
            assert!(!is_down(it), "{it}");
        }
        assert!(is_foreign("src/query/test-support/data"));
        assert!(is_foreign("app/docs/schema.sql"));
        assert!(!is_foreign("src/contests/latest.sql"));
        assert!(!is_foreign("crates/docs_rs_database/migrations"));
        assert!(!is_foreign("vendor-portal/migrations"));
        assert!(is_dump("db/structure.sql", ""));
        assert!(is_dump("db/x.sql", "--\n-- PostgreSQL database dump\n--"));
        assert_eq!(n_common("a/b/c", "a/b/d"), 2);
    }
}
