//! Scores Seamline's analysis against a truth made by rustc.
//!
//! `cargo bench --bench score -- CODE TRUTH [MODULES] [--list N] [--at-least SHARE]`
//!
//! TRUTH is a folder that `.ci/truth` wrote for CODE, or a file like its `edges.csv`; MODULES then is
//! a file like its `modules.txt`. Code, tests left out, conditions that do not hold here left out. `--list` shows that many misses and mistakes of
//! each cause, with their places; `--at-least` fails when recall or precision of module edges is lower.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a report for people"
)]

mod causes;
mod edges;
mod judge;
mod ours;
mod print;
mod references;
mod site;
mod truth;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use seamline::pipeline;
use seamline::progress::Silent;
use seamline::shell;

const USAGE: &str =
    "usage: cargo bench --bench score -- CODE TRUTH [MODULES] [--list N] [--at-least SHARE]";

struct Arguments {
    code: PathBuf,
    truth: PathBuf,
    modules: Option<PathBuf>,
    n_listed: usize,
    least: f64,
}

fn main() -> ExitCode {
    let Some(arguments) = arguments(std::env::args().skip(1)) else {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    };
    let tree = shell::read_tree(&arguments.code, &Silent).expect("the code can be read");
    let analysis = pipeline::analyze(tree, &Silent).expect("nobody cancels");
    let truth = truth::read(
        &arguments.truth,
        arguments.modules.as_deref(),
        &analysis.model,
    );
    let ours = ours::of(&analysis);
    let edges = edges::compare(&truth, &ours, &analysis.model);
    print::edges(&edges, arguments.n_listed);
    if !truth.references.is_empty() {
        let sides = causes::Sides {
            truth: &truth,
            ours: &ours,
            sites: site::Sites::new(&analysis.tree),
        };
        let references = references::compare(&sides, &analysis.model);
        print::references(&references, arguments.n_listed);
    }
    if edges.lowest() < arguments.least {
        println!("lower than {}", arguments.least);
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn arguments(given: impl Iterator<Item = String>) -> Option<Arguments> {
    let (mut paths, mut n_listed, mut least) = (Vec::new(), 0, 0.0);
    let mut given = given.filter(|it| it != "--bench");
    while let Some(argument) = given.next() {
        match &*argument {
            "--list" => n_listed = given.next()?.parse().ok()?,
            "--at-least" => least = given.next()?.parse().ok()?,
            _ => paths.push(Path::new(&argument).to_owned()),
        }
    }
    let mut paths = paths.into_iter();
    Some(Arguments {
        code: paths.next()?,
        truth: paths.next()?,
        modules: paths.next(),
        n_listed,
        least,
    })
}
