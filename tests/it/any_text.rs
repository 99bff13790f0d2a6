//! No text stops the analyzer, and neither the order of files nor the number of threads changes what
//! it finds.
//!
//! The texts are this program's own sources, spoiled: parts left out, doubled, swapped, cut short or
//! wrapped in brackets. So they reach deeper than words thrown together would.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use seamline::pipeline::{self, Analysis};
use seamline::progress::Silent;
use seamline::shell;
use seamline::source::{SourceFile, SourceTree};

use crate::common::{Folder, run, seamline};

fn own_sources() -> SourceTree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/facts");
    shell::read_tree(&root, &Silent).expect("own sources can be read")
}

fn sample() -> SourceTree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/corner-shop");
    shell::read_tree(&root, &Silent).expect("the sample can be read")
}

/// What is done to a text, at two places given as shares of its length.
#[derive(Clone, Copy, Debug)]
enum Harm {
    LeaveOut,
    Double,
    CutShort,
    Wrap,
    Swap,
    CallMacro,
}

fn harm() -> impl Strategy<Value = (Harm, f64, f64)> {
    let harms = [
        Harm::LeaveOut,
        Harm::Double,
        Harm::CutShort,
        Harm::Wrap,
        Harm::Swap,
        Harm::CallMacro,
    ];
    (prop::sample::select(harms.to_vec()), 0.0..1.0, 0.0..1.0)
}

/// The nearest place between two characters.
fn place(text: &str, share: f64) -> usize {
    let wanted = (text.len() as f64 * share) as usize;
    (wanted..=text.len())
        .find(|it| text.is_char_boundary(*it))
        .unwrap_or(text.len())
}

fn spoiled(text: &str, (harm, one, other): (Harm, f64, f64)) -> String {
    let (one, other) = (place(text, one), place(text, other));
    let (begin, end) = (one.min(other), one.max(other));
    let (before, part, after) = (&text[..begin], &text[begin..end], &text[end..]);
    match harm {
        Harm::LeaveOut => format!("{before}{after}"),
        Harm::Double => format!("{before}{part}{part}{after}"),
        Harm::CutShort => before.to_owned(),
        Harm::Wrap => format!("{before}{{[({part})]}}{after}"),
        Harm::Swap => format!("{after}{part}{before}"),
        Harm::CallMacro => format!("{before}vec![{part}]; x! {{ {part} }}{after}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spoiled_sources_are_survived(
        harms in prop::collection::vec((any::<prop::sample::Index>(), harm()), 1..12),
    ) {
        let mut tree = own_sources();
        for (file, harm) in harms {
            let file = file.get(&tree.files).path.clone();
            let file = tree.files.iter_mut().find(|it| it.path == file).unwrap();
            file.text = spoiled(&file.text, harm).into();
        }
        let n_files = tree.files.len();
        let analysis = pipeline::analyze(tree, &Silent).unwrap();
        prop_assert_eq!(analysis.tree.files.len(), n_files);
    }

    #[test]
    fn any_file_beside_good_ones_leaves_them_alone(text in any::<String>()) {
        let mut tree = sample();
        let before = found_in(&pipeline::analyze(tree.clone(), &Silent).unwrap(), "src/orders");
        tree.files.push(SourceFile { path: "src/zzz_stray.rs".into(), text: text.into() });
        let after = found_in(&pipeline::analyze(tree, &Silent).unwrap(), "src/orders");
        prop_assert!(!before.is_empty());
        prop_assert!(before == after);
    }

    #[test]
    fn the_order_of_files_changes_nothing(seed in any::<u64>()) {
        let tree = sample();
        let mut shuffled = tree.clone();
        shuffle(&mut shuffled.files, seed);
        shuffle(&mut shuffled.manifests, seed);
        let one = pipeline::analyze(tree, &Silent).unwrap();
        let other = pipeline::analyze(shuffled, &Silent).unwrap();
        prop_assert!(found_in(&one, "") == found_in(&other, ""));
    }
}

/// Fisher-Yates with the steps of a linear congruential generator: the same for the same seed.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        items.swap(last, (state >> 33) as usize % (last + 1));
    }
}

/// Everything that was found, a line each, as far as it stands in files that begin so.
fn found_in(analysis: &Analysis, files: &str) -> String {
    let model = &analysis.model;
    let mut text = String::new();
    for it in model.references() {
        let Some(span) = it
            .span
            .filter(|at| model.file_path(at.file).starts_with(files))
        else {
            continue;
        };
        let (path, line, column) = (model.file_path(span.file), span.line, span.column);
        let (from, to) = (model.path_of(it.from), model.path_of(it.to));
        writeln!(
            text,
            "{from} {to} {} {} {path}:{line}:{column}",
            it.kind, it.confidence
        )
        .unwrap();
    }
    if files.is_empty() {
        for notice in &analysis.notices {
            writeln!(text, "{notice:?}").unwrap();
        }
    }
    text
}

/// The same bytes come out whether one thread works or eight, and in whatever order a folder lists
/// its files.
#[test]
fn threads_and_the_order_of_folders_change_no_byte() {
    let sample = sample();
    let folder = Folder::new("");
    let files = sample.files.iter().chain(&sample.manifests);
    let mut files: Vec<_> = files.chain(&sample.sql).collect();
    shuffle(&mut files, 7);
    for file in files {
        let path = folder.at(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text.as_bytes()).unwrap();
    }
    let bytes = |threads: &str, path: &Path| {
        let mut command = seamline();
        command.env("RAYON_NUM_THREADS", threads);
        command.args([
            "analyze",
            "--level",
            "item",
            "--no-cache",
            "--format",
            "json",
        ]);
        let out = run(command.arg(path)).ends(0).out;
        assert!(out.contains("corner_shop::orders"));
        out
    };
    let one = bytes("1", folder.path());
    assert_eq!(one, bytes("8", folder.path()));
    assert_eq!(one, bytes("2", &sample.root));
}

/// A text with its prefix, middle and end, repeated; each nests in a way of its own.
const NESTS: &[(&str, &str, &str, &str)] = &[
    ("blocks", "fn f() {", "{", "}"),
    ("calls", "fn f() { x", "(x", ")"),
    ("types", "type T = u8", "<T", ">"),
    ("references", "type T = ", "&", ""),
    ("closures", "fn f() { ", "|x| ", ""),
    ("matches", "fn f() { ", "match x { _ => ", "}"),
    ("patterns", "fn f() { let ", "(x, ", ")"),
    ("modules", "", "mod m {", "}"),
    ("functions", "", "fn f() {", "}"),
    ("macros", "m!", "{ m! ", "}"),
    ("definitions", "", "macro_rules! m { () => {", "} }"),
    ("attributes", "", "#[cfg(all(", "))]"),
    ("uses", "use a", "::{b", "}"),
    ("negations", "const X: i32 = ", "-", ""),
    ("methods", "fn f() { x", ".m()", ""),
    ("sums", "const X: i32 = 1", "+1", ""),
    ("elses", "fn f() { if x {}", " else if x {}", ""),
    ("ranges", "fn f() { x", "..x", ""),
    ("questions", "fn f() { x", "?", ""),
    ("tries", "fn f() { x", ".await", ""),
    ("bounds", "fn f<T: A", "+ A", ""),
    ("strings", "const X: &str = ", "\"{x}\"", ""),
    ("raw", "const X: &str = r", "#", "\""),
    ("comments", "", "/*", "*/"),
    ("lifetimes", "fn f", "<'a, T: for", ">"),
    ("tuples", "type T = ", "(u8, ", ")"),
    ("arrays", "type T = ", "[", "; 1]"),
];

#[test]
fn nothing_nests_too_deeply() {
    for depth in [100, 3_000, 60_000] {
        for (what, before, open, close) in NESTS {
            let text = format!("{before}{}{}", open.repeat(depth), close.repeat(depth));
            let mut tree = seamline::source::fixture("//- /src/lib.rs\nmod good; mod bad;\n");
            for (path, text) in [("src/bad.rs", &*text), ("src/good.rs", "pub fn f() {}")] {
                tree.files.push(SourceFile {
                    path: path.into(),
                    text: text.into(),
                });
            }
            let analysis = pipeline::analyze(tree, &Silent).unwrap();
            let good = analysis
                .model
                .items()
                .iter()
                .any(|it| &*it.path == "fixture::good::f");
            assert!(good, "{what} at {depth}");
        }
    }
}
