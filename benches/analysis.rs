//! How long reading and analyzing a folder takes, beside what reading and parsing alone takes:
//! from nothing, with nothing changed since the last run, and with one file changed.
//!
//! `cargo bench --bench analysis -- [FOLDER]`; without a folder it reads the sources of this
//! project's own dependencies where cargo keeps them, those that `Cargo.toml` names. The folder is
//! copied first (what the program reads alone), since one of its files is changed; the cache is a
//! temporary folder.
//!
//! The limit is `syn::parse_file` over the same texts, on the same number of threads with the same
//! stacks, spans on, every tree dropped at once. The kinds of runs take turns, in one process, all
//! through the reader that the program itself uses; figures are medians, for a busy machine also the
//! least.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a report for people"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use seamline::graph::{Filter, Graph};
use seamline::pipeline::Analysis;
use seamline::progress::Silent;
use seamline::shell::{Caching, analyze_in, read_tree, settle};
use seamline::source::SourceTree;
use seamline::{facts, model};

const N_RUNS: usize = 7;
const STACK_BYTES: usize = 256 << 20;

fn main() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let (code, cache) = (place.path().join("code"), place.path().join("cache"));
    match env::args().skip(1).find(|it| it != "--bench") {
        Some(folder) => copy(Path::new(&folder), &code),
        None => own_dependencies()
            .iter()
            .for_each(|it| copy(it, &code.join(it.file_name().unwrap_or_default()))),
    }
    let tree = read_tree(&code, &Silent).expect("the folder can be read");
    let n_lines: usize = tree.files.iter().map(|it| it.text.lines().count()).sum();
    let n_threads = rayon::current_num_threads();
    println!(
        "files {}, lines {n_lines}, threads {n_threads}",
        tree.files.len()
    );
    let victim = code.join(&*middle_file(&tree));
    drop(tree);
    let start = peak_mebibytes();
    let mut runs = Runs::default();
    let mut last = None;
    for round in 0..N_RUNS {
        runs.bare.push(timed(|| parse_alone(&code)).1);
        let whole = |caching| {
            let (analysis, elapsed) = timed(|| {
                analyze_in(&code, caching, Some(&cache), &Silent).expect("it can be analyzed")
            });
            // What is saved beside the result is no part of it, nor of the next run.
            let (_, saving) = timed(settle);
            (analysis, elapsed, saving)
        };
        runs.cold.push(whole(Caching::Off).1);
        fs::remove_dir_all(&cache).ok();
        runs.keeping.push(whole(Caching::Kept).1);
        runs.warm.push(whole(Caching::Kept).1);
        let text = fs::read_to_string(&victim).expect("a file");
        fs::write(&victim, format!("{text}\nfn changed_{round}() {{}}\n")).expect("a file");
        let (analysis, elapsed, saving) = whole(Caching::Kept);
        runs.one_file.push(elapsed);
        runs.one_file_saved.push(elapsed + saving);
        last = Some(analysis);
    }
    runs.print();
    println!("kept on disk        {:8} MiB", bytes_in(&cache) >> 20);
    phases(&code);
    last.iter().for_each(report);
    println!(
        "peak memory         {:8} MiB (before the first run {start})",
        peak_mebibytes()
    );
}

/// How long each kind of run took.
#[derive(Default)]
struct Runs {
    bare: Vec<Duration>,
    cold: Vec<Duration>,
    keeping: Vec<Duration>,
    warm: Vec<Duration>,
    one_file: Vec<Duration>,
    /// The same, until everything is saved for the next run.
    one_file_saved: Vec<Duration>,
}

impl Runs {
    fn print(&self) {
        let (bare, cold) = (median(&self.bare), median(&self.cold));
        println!("median of {N_RUNS}            seconds    least   of bare   of cold");
        for (name, times) in [
            ("bare read + parse", &self.bare),
            ("cold, no cache", &self.cold),
            ("cold, keeping", &self.keeping),
            ("warm", &self.warm),
            ("one file changed", &self.one_file),
            ("  until all is saved", &self.one_file_saved),
        ] {
            let time = median(times);
            let least = times.iter().min().map_or(0.0, Duration::as_secs_f64);
            let (of_bare, of_cold) = (time / bare, time / cold * 100.0);
            println!("{name:<20} {time:8.3} {least:8.3} {of_bare:9.2} {of_cold:7.1} %");
        }
    }
}

fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

/// The unpacked sources of what `Cargo.toml` names, over half a million lines; with what those
/// need in turn it would be ten times as much, most of it generated.
fn own_dependencies() -> Vec<PathBuf> {
    let rustc = output("rustc", &["-vV"]);
    let host = rustc.lines().find_map(|it| it.strip_prefix("host: "));
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let mut arguments = vec!["metadata", "--offline", "--format-version", "1"];
    arguments.extend(["--manifest-path", manifest]);
    arguments.extend(host.iter().flat_map(|it| ["--filter-platform", it]));
    let metadata: serde_json::Value =
        serde_json::from_str(&output("cargo", &arguments)).expect("metadata of cargo");
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let resolved = &metadata["resolve"];
    let mut nodes = resolved["nodes"].as_array().into_iter().flatten();
    let root = nodes.find(|it| it["id"] == resolved["root"]);
    let named = root
        .and_then(|it| it["deps"].as_array())
        .into_iter()
        .flatten();
    let named: Vec<_> = named.map(|it| &it["pkg"]).collect();
    let outside = packages.filter(|it| named.contains(&&it["id"]));
    let manifests = outside.filter_map(|it| it["manifest_path"].as_str());
    let mut folders: Vec<_> = manifests
        .map(|it| Path::new(it).with_file_name(""))
        .collect();
    folders.sort();
    folders
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    String::from_utf8(output.expect(program).stdout).expect("text")
}

/// Copies what the reader would read.
fn copy(from: &Path, to: &Path) {
    let from = from.canonicalize().expect("the folder");
    let tree = read_tree(&from, &Silent);
    let files = tree
        .iter()
        .flat_map(|it| it.files.iter().chain(&it.manifests).chain(&it.sql));
    for file in files.filter(|it| !it.path.starts_with("../")) {
        let path = to.join(&*file.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, &*file.text).expect("a copy");
    }
}

/// The file of median length.
fn middle_file(tree: &SourceTree) -> std::sync::Arc<str> {
    let mut files: Vec<_> = tree
        .files
        .iter()
        .map(|it| (it.text.len(), &it.path))
        .collect();
    files.sort_unstable();
    files[files.len() / 2].1.clone()
}

/// Reads every file, parses every text and drops every tree.
fn parse_alone(folder: &Path) -> usize {
    let tree = read_tree(folder, &Silent).expect("the folder can be read");
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

/// Where the time of a cold run goes.
fn phases(folder: &Path) {
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..N_RUNS {
        let (tree, elapsed) = timed(|| read_tree(folder, &Silent).expect("it can be read"));
        times[0].push(elapsed);
        let (facts, elapsed) =
            timed(|| facts::facts_of_all(&tree.files, &Silent).expect("nobody cancels"));
        times[1].push(elapsed);
        let (model, elapsed) = timed(|| model::resolve(&tree, facts, &mut Vec::new()));
        times[2].push(elapsed);
        times[3].push(timed(|| Graph::fold(&model, Filter::default())).1);
    }
    for (name, times) in ["  read", "  facts", "  resolve", "  fold"]
        .iter()
        .zip(&times)
    {
        println!("{name:<20} {:8.3}", median(times));
    }
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

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn bytes_in(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files
        .filter_map(|it| it.metadata().ok())
        .filter(fs::Metadata::is_file)
        .map(|it| it.len())
        .sum()
}

/// The most memory this process ever held; 0 where the system does not tell.
fn peak_mebibytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|it| it.trim().split(' ').next()?.parse::<u64>().ok());
    kibibytes.unwrap_or(0) / 1024
}
