//! Scores the tables that transactions write against a list made by hand.
//!
//! `cargo bench --bench effects -- FOLDER TRUTH [--list] [--at-least SHARE]`
//!
//! TRUTH has lines of `file,line,table`: a transaction by the line of the call that begins it, and a
//! table that it writes; `-` if it writes none. Only transactions that TRUTH names are judged. What is a
//! guess does not count. `--list` shows every miss and mistake.

#![expect(clippy::print_stdout, reason = "a report for people")]

#[path = "../by_hand/mod.rs"]
mod by_hand;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use seamline::model::CodeModel;

const USAGE: &str =
    "usage: cargo bench --bench effects -- FOLDER TRUTH [--list] [--at-least SHARE]";

/// Tables by file and line.
type Tables = BTreeMap<(String, u32), BTreeSet<String>>;

fn main() -> ExitCode {
    by_hand::run(USAGE, |model, truth, lists| {
        score(&ours(model), &truth_in(truth), lists)
    })
}

fn truth_in(text: &str) -> Tables {
    let mut tables = Tables::new();
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        let mut parts = line.split(',').map(str::trim);
        let (Some(file), Some(number), Some(table)) = (parts.next(), parts.next(), parts.next())
        else {
            println!("not understood: {line}");
            continue;
        };
        let Ok(number) = number.parse() else {
            println!("not understood: {line}");
            continue;
        };
        let known = tables.entry((file.to_owned(), number)).or_default();
        known.extend((table != "-").then(|| table.to_owned()));
    }
    tables
}

fn ours(model: &CodeModel) -> Tables {
    let data = model.data();
    let mut tables = Tables::new();
    for it in &data.transactions {
        let place = (model.file_path(it.begins.file).to_string(), it.begins.line);
        let written = it.written().into_iter().map(|it| data.object(it));
        let known = tables.entry(place).or_default();
        known.extend(written.map(|it| it.name.to_string()));
    }
    tables
}

/// Recall of transactions, recall and precision of the tables that they write.
fn score(ours: &Tables, truth: &Tables, lists: bool) -> [f64; 3] {
    let (mut n_found, mut n_hits, mut n_true, mut n_ours) = (0, 0, 0, 0);
    let none = BTreeSet::new();
    for ((file, line), tables) in truth {
        let found = ours.get(&(file.clone(), *line));
        n_found += usize::from(found.is_some());
        let found = found.unwrap_or(&none);
        n_true += tables.len();
        n_ours += found.len();
        n_hits += tables.intersection(found).count();
        if lists {
            for it in tables.difference(found) {
                println!("missed   {file}:{line} {it}");
            }
            for it in found.difference(tables) {
                println!("mistaken {file}:{line} {it}");
            }
        }
    }
    let share = |part: usize, whole: usize| match whole {
        0 => 1.0,
        _ => part as f64 / whole as f64,
    };
    let shares = [
        share(n_found, truth.len()),
        share(n_hits, n_true),
        share(n_hits, n_ours),
    ];
    println!(
        "{n_found} of {} transactions found; {n_true} tables written: recall {:.4}, precision {:.4}",
        truth.len(),
        shares[1],
        shares[2]
    );
    shares
}
