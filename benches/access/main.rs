//! Scores the tables that functions read and write against a list made by hand.
//!
//! `cargo bench --bench access -- FOLDER TRUTH [--list] [--at-least SHARE]`
//!
//! TRUTH has lines of a function, `read`, `write` or `either`, a table and `file:line` with tabs between
//! them: the line is that of the function's name. A table of `either` is reached through another
//! function and counts neither way, all are if it is `*`; a function whose only table is `-` touches none. Only
//! functions that TRUTH names are judged; guesses count. `--list` shows every miss and mistake.

#![expect(clippy::print_stdout, reason = "a report for people")]

#[path = "../by_hand/mod.rs"]
mod by_hand;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use seamline::model::{CodeModel, Node, ObjectKind, RowAccess};

const USAGE: &str = "usage: cargo bench --bench access -- FOLDER TRUTH [--list] [--at-least SHARE]";

/// `read` or `write`, and a table.
type Accesses = BTreeSet<(String, String)>;

/// Accesses by the place of the function.
type Functions = BTreeMap<String, Accesses>;

fn main() -> ExitCode {
    by_hand::run(USAGE, |model, truth, lists| {
        score(&ours(model), &truth_in(truth), lists)
    })
}

fn truth_in(text: &str) -> Functions {
    let mut functions = Functions::new();
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        let parts: Vec<_> = line.split('\t').collect();
        let &[_, access, table, place] = &parts[..] else {
            println!("not understood: {line}");
            continue;
        };
        let known = functions.entry(place.to_owned()).or_default();
        known.extend((table != "-").then(|| (access.to_owned(), table.to_owned())));
    }
    functions
}

/// What functions do to tables and views, by where their names stand.
fn ours(model: &CodeModel) -> Functions {
    let data = model.data();
    let mut functions = Functions::new();
    for item in model.items() {
        functions.extend(item.span.map(|it| (place(model, it), Accesses::new())));
    }
    for it in &data.touches {
        let Node::Item(item) = it.from else { continue };
        let object = data.object(it.to);
        let (Some(span), true) = (model.item(item).span, object.kind != ObjectKind::Routine) else {
            continue;
        };
        let access = match it.access {
            RowAccess::Read => "read",
            _ => "write",
        };
        let known = functions.entry(place(model, span)).or_default();
        known.insert((access.to_owned(), object.name.to_string()));
    }
    functions
}

fn place(model: &CodeModel, span: seamline::source::Span) -> String {
    format!("{}:{}", model.file_path(span.file), span.line)
}

/// Recall and precision of what functions read and write.
fn score(ours: &Functions, truth: &Functions, lists: bool) -> [f64; 2] {
    let (mut n_hits, mut n_true, mut n_ours, mut n_unknown) = (0, 0, 0, 0);
    let none = Accesses::new();
    for (place, told) in truth {
        let found = ours.get(place);
        n_unknown += usize::from(found.is_none());
        let (either, wanted): (Accesses, Accesses) =
            told.iter().cloned().partition(|it| it.0 == "either");
        let counts_neither_way = |table: &str| either.iter().any(|it| it.1 == table || it.1 == "*");
        let found: Accesses = found
            .unwrap_or(&none)
            .iter()
            .filter(|it| wanted.contains(*it) || !counts_neither_way(&it.1))
            .cloned()
            .collect();
        n_true += wanted.len();
        n_ours += found.len();
        n_hits += wanted.intersection(&found).count();
        if lists {
            for (access, table) in wanted.difference(&found) {
                println!("missed   {place} {access} {table}");
            }
            for (access, table) in found.difference(&wanted) {
                println!("mistaken {place} {access} {table}");
            }
        }
    }
    let share = |whole: usize| match whole {
        0 => 1.0,
        _ => n_hits as f64 / whole as f64,
    };
    let shares = [share(n_true), share(n_ours)];
    println!(
        "{} functions ({n_unknown} unknown), {n_true} accesses: recall {:.4}, precision {:.4}",
        truth.len(),
        shares[0],
        shares[1]
    );
    shares
}
