//! What the benches share that hold an analysis against a list made by hand.

use std::path::Path;
use std::process::ExitCode;

use seamline::model::CodeModel;
use seamline::progress::Silent;

/// Reads `FOLDER TRUTH [--list] [--at-least SHARE]` and lets the truth be scored: `score` is given the
/// model, the text of the list, and whether to print every miss and mistake. Fails if one of the shares
/// is below the least.
pub(crate) fn run<const N: usize>(
    usage: &str,
    score: impl Fn(&CodeModel, &str, bool) -> [f64; N],
) -> ExitCode {
    let (mut paths, mut lists, mut least) = (Vec::new(), false, None);
    let mut given = std::env::args().skip(1).filter(|it| it != "--bench");
    while let Some(it) = given.next() {
        match &*it {
            "--list" => lists = true,
            "--at-least" => least = given.next().and_then(|it| it.parse::<f64>().ok()),
            _ => paths.push(it),
        }
    }
    let [folder, truth] = &paths[..] else {
        println!("{usage}");
        return ExitCode::SUCCESS;
    };
    let (Ok(tree), Ok(truth)) = (
        seamline::shell::read_tree(Path::new(folder), &Silent),
        std::fs::read_to_string(truth),
    ) else {
        println!("{paths:?} cannot be read");
        return ExitCode::FAILURE;
    };
    let Some(analysis) = seamline::pipeline::analyze(tree, &Silent) else {
        return ExitCode::FAILURE;
    };
    let shares = score(&analysis.model, &truth, lists);
    match least {
        Some(least) if shares.iter().any(|it| *it < least) => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
