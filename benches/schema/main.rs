//! Scores the databases that SQL files make against a truth, and tells how fast they are read.
//!
//! `cargo bench --bench schema -- FOLDER [TRUTH] [--list] [--picture] [--at-least SHARE]`
//!
//! TRUTH is a `schema.rs` as diesel prints it from the real database, or a CSV of `table,column`
//! lines, as `information_schema.columns` gives them. Without one, the databases are told and timed.
//! `--list` shows every miss and mistake, `--picture` the databases as they were understood.
//! `--at-least` fails when recall or precision of tables or columns is lower. Time is the median of
//! seven runs over text in memory, on one thread.

#![expect(clippy::print_stdout, reason = "a report for people")]

mod truth;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use seamline::source::SourceFile;
use seamline::sql::migrations::{Databases, databases};
use walkdir::WalkDir;

use truth::Truth;

const USAGE: &str =
    "usage: cargo bench --bench schema -- FOLDER [TRUTH] [--list] [--picture] [--at-least SHARE]";

fn main() -> ExitCode {
    let mut paths = Vec::new();
    let (mut lists, mut pictures, mut least) = (false, false, None);
    let mut given = std::env::args().skip(1).filter(|it| it != "--bench");
    while let Some(it) = given.next() {
        match &*it {
            "--list" => lists = true,
            "--picture" => pictures = true,
            "--at-least" => least = given.next().and_then(|it| it.parse().ok()),
            _ => paths.push(it),
        }
    }
    let Some(folder) = paths.first() else {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    };
    let files = read(Path::new(folder));
    let found = databases(&files, &[]);
    tell(&files, &found, pictures);
    let Some(truth) = paths.get(1) else {
        return ExitCode::SUCCESS;
    };
    let Some(truth) = Truth::read(Path::new(truth)) else {
        println!("{truth:?} cannot be read");
        return ExitCode::FAILURE;
    };
    let shares = score(&found, &truth, lists);
    match least {
        Some(least) if shares.iter().any(|it| *it < least) => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

/// Every file that may hold SQL, with paths relative to the folder.
fn read(folder: &Path) -> Vec<SourceFile> {
    let walk = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    let found = walk.filter(|it| it.file_type().is_file());
    let read = found.filter_map(|it| {
        let path = it.path().strip_prefix(folder).ok()?.to_str()?.to_owned();
        let is_sql = path.ends_with("sql") || path.ends_with("ddl");
        let text = std::fs::read(it.path()).ok().filter(|_| is_sql)?;
        Some(SourceFile {
            path: path.into(),
            text: String::from_utf8_lossy(&text).into(),
        })
    });
    read.collect()
}

fn tell(files: &[SourceFile], found: &Databases, pictures: bool) {
    for it in &found.list {
        let schema = &it.schema;
        println!(
            "{} of {:?} for {}: {} files, {} definitions ({} guessed, {} lost): {} tables, {} columns, {} views, {} indexes, {} types, {} routines, {} triggers",
            it.tool.word(),
            it.root,
            schema.dialect.word(),
            it.n_files,
            schema.n_definitions,
            schema.n_guessed,
            schema.lost.len(),
            schema.tables.len(),
            schema
                .tables
                .values()
                .map(|it| it.columns.len())
                .sum::<usize>(),
            schema.views.len(),
            schema.indexes.len(),
            schema.types.len(),
            schema.routines.len(),
            schema.triggers.len(),
        );
        if pictures {
            println!("{schema}");
        }
    }
    for it in found.notices.iter().take(20) {
        println!("{it}");
    }
    println!("{} files left out", found.left_out.len());
    if pictures {
        for it in &found.left_out {
            println!("  {} {}", it.path, it.reason.words());
        }
    }
    let mut times: Vec<_> = (0..7)
        .map(|_| {
            let begin = Instant::now();
            let n = databases(files, &[]).list.len();
            (begin.elapsed(), n)
        })
        .collect();
    times.sort();
    let n_bytes: usize = found.list.iter().map(|it| it.n_bytes).sum();
    let seconds = times[3].0.as_secs_f64();
    let megabytes = n_bytes as f64 / 1e6;
    println!(
        "{megabytes:.2} MB in {:.1} ms: {:.0} MB/s",
        seconds * 1e3,
        megabytes / seconds
    );
}

/// Recall and precision of tables and of columns.
fn score(found: &Databases, truth: &Truth, lists: bool) -> [f64; 4] {
    let tables = found.list.iter().flat_map(|it| it.schema.tables.values());
    let views = found.list.iter().flat_map(|it| it.schema.views.values());
    let known: BTreeSet<Arc<str>> = tables
        .clone()
        .map(|it| it.name.to_lowercase().into())
        .collect();
    let viewed: BTreeSet<Arc<str>> = views.map(|it| it.name.to_lowercase().into()).collect();
    let columns: BTreeSet<(Arc<str>, Arc<str>)> = tables
        .flat_map(|table| {
            let name: Arc<str> = table.name.to_lowercase().into();
            table
                .columns
                .iter()
                .map(move |it| (name.clone(), it.name.to_lowercase().into()))
        })
        .collect();
    let told: BTreeSet<_> = truth.tables().filter(|it| !viewed.contains(it)).collect();
    let told_columns: BTreeSet<_> = truth
        .columns()
        .filter(|it| !viewed.contains(&it.0))
        .collect();
    let (recall, precision) = shares(&known, &told);
    println!(
        "tables: {} told, recall {recall:.4}, precision {precision:.4}",
        told.len()
    );
    let (columns_recall, columns_precision) = shares(&columns, &told_columns);
    println!(
        "columns: {} told, recall {columns_recall:.4}, precision {columns_precision:.4}",
        told_columns.len()
    );
    if lists {
        told.difference(&known)
            .for_each(|it| println!("missing table {it}"));
        known
            .difference(&told)
            .for_each(|it| println!("table too many {it}"));
        told_columns
            .difference(&columns)
            .for_each(|it| println!("missing column {}.{}", it.0, it.1));
        columns
            .difference(&told_columns)
            .for_each(|it| println!("column too many {}.{}", it.0, it.1));
    }
    [recall, precision, columns_recall, columns_precision]
}

fn shares<T: Ord>(found: &BTreeSet<T>, told: &BTreeSet<T>) -> (f64, f64) {
    let both = found.intersection(told).count() as f64;
    let share = |of: usize| if of == 0 { 1.0 } else { both / of as f64 };
    (share(told.len()), share(found.len()))
}
