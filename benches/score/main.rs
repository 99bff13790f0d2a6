//! Scores Seamline's analysis against a truth made by rustc.
//!
//! `cargo bench --bench score -- CODE TRUTH [MODULES] [--features F,..] [--list N] [--causes N]
//! [--row] [--at-least SHARE]`
//!
//! TRUTH is a folder that `.ci/truth` wrote for CODE, or a file like its `edges.csv`; MODULES then is
//! a file like its `modules.txt`. Tests and what is not compiled here are left out on both sides;
//! `--features` takes further features of any package for default ones, as the truth must have been
//! told as well. `--list` shows that many misses and mistakes of each cause, with their places;
//! `--causes` the commonest causes instead, each with one place, as tables; `--row` the figures as one
//! row of a table, under the head that `--head` alone prints. `--at-least` fails when recall or
//! precision of module edges is lower.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a report for people"
)]

mod causes;
mod edges;
mod features;
mod judge;
mod ours;
mod print;
mod references;
mod site;
mod table;
mod truth;

use std::path::PathBuf;
use std::process::ExitCode;

use seamline::pipeline;
use seamline::progress::Silent;
use seamline::shell;

use edges::Edges;
use references::References;

const USAGE: &str =
    "usage: cargo bench --bench score -- CODE TRUTH [MODULES] [--features F,..] [--list N]
    [--causes N] [--row] [--at-least SHARE], or --head";

#[derive(Default)]
struct Arguments {
    code: PathBuf,
    truth: PathBuf,
    modules: Option<PathBuf>,
    features: Vec<String>,
    n_listed: usize,
    n_causes: usize,
    as_row: bool,
    least: f64,
}

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args().skip(1).collect();
    if given.iter().any(|it| it == "--head") {
        println!("{}", table::HEAD);
        return ExitCode::SUCCESS;
    }
    let Some(arguments) = arguments(given.into_iter()) else {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    };
    let mut tree = shell::read_tree(&arguments.code, &Silent).expect("the code can be read");
    features::make_default(&mut tree, &arguments.features);
    let analysis = pipeline::analyze(tree, &Silent).expect("nobody cancels");
    let modules = arguments.modules.as_deref();
    let truth = truth::read(&arguments.truth, modules, &analysis.model);
    let sides = causes::Sides {
        truth: &truth,
        ours: &ours::of(&analysis),
        sites: site::Sites::new(&analysis.tree),
    };
    let edges = edges::compare(&sides, &analysis.model);
    let is_whole = !truth.references.is_empty();
    let references = is_whole.then(|| references::compare(&sides, &analysis.model));
    show(&arguments, &edges, references.as_ref());
    if edges.lowest() < arguments.least {
        println!("lower than {}", arguments.least);
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn show(arguments: &Arguments, edges: &Edges, references: Option<&References>) {
    if arguments.as_row {
        println!("{}", table::row(&arguments.code, edges, references));
    } else if arguments.n_causes > 0 {
        table::causes(edges, references, arguments.n_causes);
    } else {
        print::edges(edges, arguments.n_listed);
        if let Some(references) = references {
            print::references(references, arguments.n_listed);
        }
    }
}

fn arguments(given: impl Iterator<Item = String>) -> Option<Arguments> {
    let mut arguments = Arguments::default();
    let mut paths = Vec::new();
    let mut given = given.filter(|it| it != "--bench");
    while let Some(argument) = given.next() {
        match &*argument {
            "--list" => arguments.n_listed = given.next()?.parse().ok()?,
            "--causes" => arguments.n_causes = given.next()?.parse().ok()?,
            "--at-least" => arguments.least = given.next()?.parse().ok()?,
            "--features" => {
                let features = given.next()?;
                let features = features.split(',').map(str::to_owned);
                arguments.features.extend(features);
            }
            "--row" => arguments.as_row = true,
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    let mut paths = paths.into_iter();
    (arguments.code, arguments.truth) = (paths.next()?, paths.next()?);
    arguments.modules = paths.next();
    Some(arguments)
}
