//! Scores module dependencies against a truth made by rustc.
//!
//! `cargo bench --bench score -- CODE TRUTH.edges.csv [MODULES]`
//!
//! The truth has `source,target,evidence`; an edge with only `call` evidence counts neither as right
//! nor as missing. Code, tests left out, conditions that do not hold here left out.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a report for people"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use seamline::model::{DependencyKind, Node};
use seamline::pipeline::{self, Analysis};
use seamline::progress::Silent;
use seamline::shell;

type Edge = (String, String);

fn main() {
    let arguments: Vec<_> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let [code, truth, rest @ ..] = arguments.as_slice() else {
        println!("usage: cargo bench --bench score -- CODE TRUTH.edges.csv [MODULES]");
        return;
    };
    let tree = shell::read_tree(Path::new(code), &Silent).expect("the code can be read");
    let analysis = pipeline::analyze(tree, &Silent).expect("nobody cancels");
    let lift = |id: &str| module_of(&analysis, id);
    let truth = read_truth(Path::new(truth), &lift);
    let known = rest.first().map(|it| read_lines(Path::new(it), &lift));
    report(&analysis, &truth, known.as_ref());
}

/// A function that declares something is a scope to rustc; it counts for its module.
fn module_of(analysis: &Analysis, id: &str) -> String {
    let model = &analysis.model;
    let nodes = [id.to_owned(), format!("bin:{id}")];
    let module = nodes
        .iter()
        .find_map(|it| model.module_of(model.node_at(it)?));
    module
        .and_then(|it| rustc_name(&model.module(it).path))
        .unwrap_or_else(|| id.to_owned())
}

/// Evidence of each edge; where functions were lifted, that of all its edges.
fn read_truth(path: &Path, lift: &dyn Fn(&str) -> String) -> BTreeMap<Edge, BTreeSet<String>> {
    let text = std::fs::read_to_string(path).expect("the truth can be read");
    let mut edges: BTreeMap<Edge, BTreeSet<String>> = BTreeMap::new();
    for row in text.lines().skip(1) {
        let mut cells = row.split(',');
        let (Some(from), Some(to), Some(evidence)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let (from, to) = (lift(from), lift(to));
        if from != to {
            edges
                .entry((from, to))
                .or_default()
                .extend(evidence.split('+').map(str::to_owned));
        }
    }
    edges
}

fn read_lines(path: &Path, lift: &dyn Fn(&str) -> String) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).expect("the list of modules can be read");
    text.lines().map(lift).collect()
}

fn report(
    analysis: &Analysis,
    truth: &BTreeMap<Edge, BTreeSet<String>>,
    known: Option<&BTreeSet<String>>,
) {
    let counted = analysis.model.modules().iter().filter(|it| !it.test);
    let ours: BTreeSet<String> = counted.filter_map(|it| rustc_name(&it.path)).collect();
    let theirs: BTreeSet<String> = match known {
        Some(known) => known.clone(),
        None => truth
            .keys()
            .flat_map(|it| [it.0.clone(), it.1.clone()])
            .collect(),
    };
    let missing_modules: Vec<_> = theirs.difference(&ours).collect();
    let found = edges(analysis);
    let on_both = |edge: &Edge| theirs.contains(&edge.0) && theirs.contains(&edge.1);
    let (mut right, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for (edge, evidence) in truth {
        let only_called = evidence.iter().all(|it| it == "call");
        match found.contains_key(edge) {
            true => right += i32::from(!only_called),
            false if !only_called => missed.push((edge, evidence)),
            false => {}
        }
    }
    for (edge, place) in &found {
        if on_both(edge) && !truth.contains_key(edge) {
            wrong.push((edge, place));
        }
    }
    for (edge, evidence) in &missed {
        println!("missed {} -> {} ({evidence:?})", edge.0, edge.1);
    }
    for (edge, place) in &wrong {
        println!("wrong  {} -> {} ({place})", edge.0, edge.1);
    }
    let (right, n_missed, n_wrong) = (f64::from(right), missed.len() as f64, wrong.len() as f64);
    println!(
        "modules: rustc {}, not seen here {:?}",
        theirs.len(),
        missing_modules
    );
    println!("right {right}, missed {n_missed}, wrong {n_wrong}");
    println!(
        "recall {:.4}  precision {:.4}",
        right / (right + n_missed),
        right / (right + n_wrong)
    );
}

/// Dependencies between modules, with the first place and the kinds.
fn edges(analysis: &Analysis) -> BTreeMap<Edge, String> {
    let (model, graph) = (&analysis.model, &analysis.graph);
    let mut edges: BTreeMap<Edge, String> = BTreeMap::new();
    for it in graph.dependencies() {
        let (Node::Module(from), Node::Module(to)) = (it.from, it.to) else {
            continue;
        };
        // rustc's tree is printed after expansion: it does not tell who called a macro.
        if it.kind == DependencyKind::Macro || it.cfg.is_some() || model.module(from).cfg.is_some()
        {
            continue;
        }
        let names = (
            rustc_name(&model.module(from).path),
            rustc_name(&model.module(to).path),
        );
        if let (Some(from), Some(to)) = names {
            let edge = (from, to);
            let place = it.first.map_or(String::new(), |it| model.place(it));
            edges
                .entry(edge)
                .or_insert_with(|| format!("{place} {} {}", it.kind, it.confidence));
        }
    }
    edges
}

/// A module as rustc names it: programs without their prefix, other targets not at all.
fn rustc_name(path: &str) -> Option<String> {
    match path.split_once(':').filter(|it| !it.1.starts_with(':')) {
        Some((prefix, name)) if prefix == "bin" || prefix.ends_with("@bin") => {
            Some(name.to_owned())
        }
        Some(_) => None,
        None => Some(path.to_owned()),
    }
}
