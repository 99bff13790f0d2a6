//! Scores the doors of a folder against a list made by hand.
//!
//! `cargo bench --bench doors -- FOLDER TRUTH [--list] [--at-least RECALL PRECISION]`
//!
//! TRUTH has a door a line, with tabs between: method, path, last name of who answers, file and line
//! of where it is opened. Lines that begin with `#` are comments. Only doors of the kinds that the
//! list has are judged: those with a path that begins with `/` are of HTTP. `--list` shows every miss
//! and mistake, `--at-least` fails when a share is lower.

#![expect(clippy::print_stdout, reason = "a report for people")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use seamline::model::{CodeModel, Door};
use seamline::progress::Silent;
use seamline::{pipeline, shell};

const USAGE: &str =
    "usage: cargo bench --bench doors -- FOLDER TRUTH [--list] [--at-least RECALL PRECISION]";

/// Method, path, who answers, place.
type Row = (String, String, String, String);

fn main() -> ExitCode {
    let (mut paths, mut lists, mut least) = (Vec::new(), false, None);
    let mut given = std::env::args().skip(1).filter(|it| it != "--bench");
    while let Some(it) = given.next() {
        match &*it {
            "--list" => lists = true,
            "--at-least" => {
                let mut share = || given.next().and_then(|it| it.parse::<f64>().ok());
                least = share().zip(share());
            }
            _ => paths.push(it),
        }
    }
    let [folder, truth] = &*paths else {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    };
    let Ok(truth) = std::fs::read_to_string(truth) else {
        println!("{truth:?} cannot be read");
        return ExitCode::FAILURE;
    };
    let truth = rows(&truth);
    let Some(found) = found(Path::new(folder), &truth) else {
        println!("{folder:?} cannot be analyzed");
        return ExitCode::FAILURE;
    };
    let n_right = truth.intersection(&found).count();
    let share = |of: usize| n_right as f64 / of.max(1) as f64;
    let (recall, precision) = (share(truth.len()), share(found.len()));
    println!(
        "{folder}: {} doors by hand, {} found, {n_right} right: recall {recall:.3}, precision {precision:.3}",
        truth.len(),
        found.len()
    );
    if lists {
        for it in truth.difference(&found) {
            println!("  missed {it:?}");
        }
        for it in found.difference(&truth) {
            println!("  wrong  {it:?}");
        }
    }
    match least {
        Some(least) if recall < least.0 || precision < least.1 => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn rows(text: &str) -> BTreeSet<Row> {
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let rows = lines.filter_map(|line| {
        let mut parts = line.split('\t').map(str::to_owned);
        Some((parts.next()?, parts.next()?, parts.next()?, parts.next()?))
    });
    rows.collect()
}

/// The doors of a folder: those of HTTP, or all the others, as the list has them.
fn found(folder: &Path, truth: &BTreeSet<Row>) -> Option<BTreeSet<Row>> {
    let tree = shell::read_tree(folder, &Silent).ok()?;
    let model = pipeline::analyze(tree, &Silent)?.model;
    let methods: BTreeSet<&str> = truth.iter().map(|it| &*it.0).collect();
    let is_http = truth.iter().any(|it| it.1.starts_with('/'));
    let doors = model.doors().inbound.iter().filter(|it| {
        if is_http {
            it.path.starts_with('/')
        } else {
            methods.contains(&*it.method)
        }
    });
    Some(doors.map(|it| row(&model, it)).collect())
}

fn row(model: &CodeModel, door: &Door) -> Row {
    let handler = model.path_of(door.handler);
    let last = handler.rsplit("::").next().unwrap_or(handler);
    let file = model.file_path(door.span.file);
    (
        door.method.to_string(),
        door.path.to_string(),
        last.to_owned(),
        format!("{file}:{}", door.span.line),
    )
}
