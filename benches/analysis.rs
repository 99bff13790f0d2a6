//! How long reading and analyzing a folder takes, beside what parsing alone takes.
//!
//! `cargo bench --bench analysis -- [FOLDER]`; without a folder it reads this project's own sources.
//!
//! The limit is `syn::parse_file` over the same texts, on the same number of threads with the same
//! stacks, spans on, every tree dropped at once. Both are medians of five runs in one process.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a report for people"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use seamline::graph::{Filter, Graph};
use seamline::pipeline::{self, Analysis};
use seamline::progress::Silent;
use seamline::source::SourceTree;
use seamline::{facts, model, shell};

const N_RUNS: usize = 5;
const STACK_BYTES: usize = 256 << 20;

fn main() {
    let folder = std::env::args().skip(1).find(|it| it != "--bench");
    let folder = folder.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let (tree, read) =
        timed(|| shell::read_tree(&folder, &Silent).expect("the folder can be read"));
    let n_lines: usize = tree.files.iter().map(|it| it.text.lines().count()).sum();
    let bare = median(|| timed(|| parse_alone(&tree)).1);
    let mut last = None;
    let whole = median(|| {
        let tree = tree.clone();
        let (analysis, elapsed) =
            timed(|| pipeline::analyze(tree, &Silent).expect("nobody cancels"));
        last = Some(analysis);
        elapsed
    });
    println!("{}", folder.display());
    println!(
        "files {}, lines {n_lines}, threads {}",
        tree.files.len(),
        rayon::current_num_threads()
    );
    println!("read            {:8.3} s", read.as_secs_f64());
    println!(
        "bare parse      {:8.3} s   median of {N_RUNS}",
        bare.as_secs_f64()
    );
    println!(
        "analyze         {:8.3} s   median of {N_RUNS}",
        whole.as_secs_f64()
    );
    phases(&tree);
    println!(
        "analyze / parse {:8.2}",
        whole.as_secs_f64() / bare.as_secs_f64()
    );
    last.iter().for_each(report);
    println!(
        "peak memory     {:8} MiB (both, one after the other)",
        peak_mebibytes()
    );
}

fn report(analysis: &Analysis) {
    let (model, graph) = (&analysis.model, &analysis.graph);
    println!(
        "crates {}, modules {}, items {}",
        model.crates().len(),
        model.modules().len(),
        model.items().len()
    );
    println!(
        "references {}, links {}, unresolved {}",
        model.references().len(),
        graph.links().len(),
        model.unresolved().len()
    );
}

/// Where the time goes.
fn phases(tree: &SourceTree) {
    let (mut facts_time, mut resolve_time, mut fold_time) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..N_RUNS {
        let (facts, elapsed) =
            timed(|| facts::facts_of_all(&tree.files, &Silent).expect("nobody cancels"));
        facts_time.push(elapsed);
        let (model, elapsed) = timed(|| model::resolve(tree, facts, &mut Vec::new()));
        resolve_time.push(elapsed);
        fold_time.push(timed(|| Graph::fold(&model, Filter::default())).1);
    }
    for (name, mut times) in [
        ("  facts", facts_time),
        ("  resolve", resolve_time),
        ("  fold", fold_time),
    ] {
        times.sort_unstable();
        println!(
            "{name:<15} {:8.3} s   median of {N_RUNS}",
            times[N_RUNS / 2].as_secs_f64()
        );
    }
}

/// Parses every text and drops every tree.
fn parse_alone(tree: &SourceTree) -> usize {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_BYTES)
        .build()
        .expect("threads");
    pool.install(|| {
        let parsed = tree.files.par_iter().filter(|it| {
            let parsed = it.text.len() < 1 << 23 && syn::parse_file(&it.text).is_ok();
            proc_macro2::extra::invalidate_current_thread_spans();
            parsed
        });
        parsed.count()
    })
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<_> = (0..N_RUNS).map(|_| run()).collect();
    times.sort_unstable();
    times[N_RUNS / 2]
}

/// The most memory this process ever held; 0 where the system does not tell.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|it| it.trim().split(' ').next()?.parse::<u64>().ok());
    kibibytes.unwrap_or(0) / 1024
}
