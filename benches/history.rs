//! How long people and time of a repository take, beside what git alone takes for the same log.
//!
//! `cargo bench --bench history -- [FOLDER]`; without a folder a repository of 10,000 commits by 40
//! people to 1,200 modules is made with `git fast-import`. Figures are medians of seven runs.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a report for people"
)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use seamline::export::PastReport;
use seamline::graph::Level;
use seamline::pipeline;
use seamline::progress::Silent;
use seamline::shell::history::{Bounds, read_past};
use seamline::shell::read_tree;

const N_RUNS: usize = 7;
const N_COMMITS: usize = 10_000;
const N_MODULES: usize = 1200;
const N_PEOPLE: usize = 40;

fn main() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let given = env::args().skip(1).find(|it| it != "--bench");
    if given.is_none() {
        make(place.path());
    }
    let code = given.map_or_else(|| place.path().to_path_buf(), Into::into);
    let tree = read_tree(&code, &Silent).expect("the folder can be read");
    let analysis = pipeline::analyze(tree, &Silent).expect("nobody cancels");
    let (mut git, mut read, mut folded) = (Vec::new(), Vec::new(), Vec::new());
    let mut words = String::new();
    for _ in 0..N_RUNS {
        git.push(timed(|| log(&code)).1);
        let (past, time) = timed(|| {
            let past = read_past(&analysis.tree, None, Bounds::default(), &Silent);
            past.expect("nobody cancels")
        });
        read.push(time);
        let level = Level::Module;
        let (report, time) = timed(|| PastReport::of_level(&analysis.model, &past, level, false));
        folded.push(time);
        let history = past.history.expect("there is a history");
        words = format!(
            "{} commits, {} people, {} parts, {} pairs, {} edges",
            history.commits.len(),
            history.people.len(),
            report.parts.len(),
            report.together.len(),
            report.edges.len(),
        );
    }
    println!("{words}");
    for (what, times) in [
        ("git alone", git),
        ("read", read),
        ("folded to modules", folded),
    ] {
        println!("{what:<20} {:>7.3} s", median(times).as_secs_f64());
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The same question, asked of git without anything round it.
fn log(folder: &Path) {
    let args = [
        "log",
        "-z",
        "--no-merges",
        "--name-status",
        "-M",
        "-l400",
        "--format=%H%x00%ct%x00%aN%x00%aE",
    ];
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(args).stdout(Stdio::null());
    assert!(git.status().expect("git runs").success());
}

/// A package with its history. Chance has a fixed seed.
fn make(folder: &Path) {
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder).args(args).stdin(Stdio::piped());
        git
    };
    let run = |args: &[&str]| assert!(git(args).status().expect("git runs").success());
    run(&["init", "-q"]);
    let mut import = git(&["fast-import", "--quiet"]).spawn().expect("git runs");
    let mut pipe = import.stdin.take().expect("a pipe");
    pipe.write_all(stream().as_bytes()).expect("git reads");
    drop(pipe);
    assert!(import.wait().expect("git ends").success());
    run(&["symbolic-ref", "HEAD", "refs/heads/made"]);
    run(&["reset", "-q", "--hard"]);
    fs::metadata(folder.join("src/lib.rs")).expect("files are checked out");
}

/// What `git fast-import` reads: the first commits add every file, later ones change up to eight that
/// are near one another, by one of a few people who work there; every tenth also renames and changes
/// five long texts: half as many renames as commits, more than most code bases have.
fn stream() -> String {
    let mut out = String::new();
    let mut seed = 1u64;
    let mut chance = move |n: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    let declared: String = (0..N_MODULES).map(|it| format!("mod m{it};\n")).collect();
    let manifest = "[package]\nname = \"made\"\nedition = \"2024\"\n".to_owned();
    let mut put = |number: usize, files: &[(String, String)], person: usize| {
        let time = 1_500_000_000 + number * 3000;
        let who = format!("Person {person} <p{person}@made.example> {time} +0000");
        writeln!(
            out,
            "commit refs/heads/made\nauthor {who}\ncommitter {who}\ndata 1\nx"
        )
        .expect("memory");
        if number > 0 && number.is_multiple_of(10) {
            for it in 0..5 {
                let old = format!("notes/{it}-{}.md", number - 10);
                let new = format!("notes/{it}-{number}.md");
                let text = (0..300).map(|line| format!("{it} {line} {}\n", number * line / 3000));
                let text: String = text.collect();
                if number > 10 {
                    writeln!(out, "D {old}").expect("memory");
                }
                let len = text.len();
                writeln!(out, "M 100644 inline {new}\ndata {len}\n{text}").expect("memory");
            }
        }
        for (path, text) in files {
            writeln!(out, "M 100644 inline {path}\ndata {}\n{text}", text.len()).expect("memory");
        }
    };
    put(
        0,
        &[
            ("Cargo.toml".into(), manifest),
            ("src/lib.rs".into(), declared),
        ],
        0,
    );
    for number in 1..N_COMMITS {
        let first = if number <= N_MODULES {
            number - 1
        } else {
            chance(N_MODULES)
        };
        let n_files = 1 + chance(8);
        let person = (first / 60 + chance(3) * 7) % N_PEOPLE;
        let near = (first..first + n_files).map(|it| it % N_MODULES);
        let file = |it: usize| {
            (
                format!("src/m{it}.rs"),
                format!("// {number}\npub fn f() {{}}\n"),
            )
        };
        let files: Vec<_> = near.map(file).collect();
        put(number, &files, person);
    }
    out
}
