//! Who may name whom inside this crate. The layers are checked, not hoped for.
//!
//! The check reads tokens rather than syntax trees, so that the bodies of macros count as well. It
//! follows `use` groups and resolves `self` and `super`. Test modules are left out: a test may
//! reach for anything that makes its picture of input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Every module of `lib.rs` in its order, the order of the data, with our modules and the guarded
/// names from outside that it may name. Its own name goes without saying.
const LAYERS: &[(&str, &[&str], &[&str])] = &[
    ("packed", &[], &["twox_hash"]),
    ("notice", &[], &[]),
    ("progress", &[], &[]),
    ("kinds", &["packed"], &[]),
    ("source", &["notice"], &["toml", "rayon"]),
    ("history", &["notice", "source"], &[]),
    (
        "facts",
        &["packed", "notice", "progress", "kinds", "source"],
        &["syn", "proc_macro2", "rayon", "hashbrown"],
    ),
    ("sql", &["notice", "source"], &["sqlparser"]),
    (
        "measured",
        &["notice", "sql"],
        &["csv", "serde", "serde_json"],
    ),
    (
        "model",
        &["packed", "notice", "kinds", "source", "sql", "facts"],
        &["csv", "rayon"],
    ),
    (
        "graph",
        &["packed", "source", "model"],
        &["petgraph", "rayon"],
    ),
    (
        "pipeline",
        &[
            "packed", "notice", "progress", "source", "history", "facts", "model", "graph",
        ],
        &["rayon"],
    ),
    ("plan", &["notice", "model"], &[]),
    (
        "insight",
        &["source", "history", "measured", "model", "graph", "plan"],
        &["csv"],
    ),
    (
        "suggest",
        &["notice", "model", "graph", "plan"],
        &["leiden_rs"],
    ),
    ("arrange", &["model", "graph", "plan"], &[]),
    ("deploy", &["plan"], &[]),
    (
        "export",
        BELOW_EXPORT,
        &["serde", "serde_json", "csv", "resvg"],
    ),
    ("guard", &["model", "graph", "plan", "insight"], &[]),
    (
        "project_file",
        &["notice", "model", "plan"],
        &["serde", "serde_json", "toml_edit"],
    ),
    ("session", BELOW_SESSION, &[]),
    (
        "shell",
        &[
            "packed",
            "notice",
            "progress",
            "source",
            "history",
            "measured",
            "pipeline",
            "export",
            "project_file",
        ],
        SHELL_FROM_OUTSIDE,
    ),
    (
        "ui",
        BELOW_UI,
        &[
            "egui",
            "eframe",
            "rfd",
            "resvg",
            "std::time",
            "std::env",
            "std::process",
        ],
    ),
    (
        "cli",
        BELOW_CLI,
        &["clap", "ctrlc", "csv", "std::process", "std::time"],
    ),
];

const BELOW_EXPORT: &[&str] = &[
    "notice", "history", "measured", "model", "graph", "pipeline", "plan", "insight", "arrange",
    "deploy",
];
const BELOW_SESSION: &[&str] = &[
    "notice",
    "progress",
    "history",
    "measured",
    "model",
    "graph",
    "pipeline",
    "plan",
    "insight",
    "arrange",
    "export",
    "guard",
    "project_file",
];
const BELOW_UI: &[&str] = &[
    "notice",
    "progress",
    "source",
    "history",
    "measured",
    "model",
    "graph",
    "pipeline",
    "plan",
    "insight",
    "suggest",
    "arrange",
    "export",
    "guard",
    "project_file",
    "session",
    "shell",
];
const BELOW_CLI: &[&str] = &[
    "notice",
    "progress",
    "kinds",
    "measured",
    "graph",
    "pipeline",
    "plan",
    "insight",
    "suggest",
    "export",
    "guard",
    "project_file",
    "session",
    "shell",
    "ui",
];
const SHELL_FROM_OUTSIDE: &[&str] = &[
    "std::fs",
    "std::thread",
    "std::time",
    "std::env",
    "std::process",
    "rayon",
    "ignore",
    "notify",
    "tempfile",
    "dirs",
    "serde",
    "serde_json",
];

/// Names from outside that only the layers listing them may use.
const GUARDED: &[&str] = &[
    "egui",
    "eframe",
    "rfd",
    "petgraph",
    "syn",
    "proc_macro2",
    "sqlparser",
    "rayon",
    "hashbrown",
    "walkdir",
    "ignore",
    "notify",
    "toml",
    "toml_edit",
    "serde",
    "serde_json",
    "serde_saphyr",
    "csv",
    "resvg",
    "leiden_rs",
    "tempfile",
    "twox_hash",
    "dirs",
    "clap",
    "ctrlc",
    "std::fs",
    "std::process",
    "std::thread",
    "std::env",
    "std::net",
    "std::time",
];

#[test]
fn modules_name_only_what_lies_below_them() {
    let mut faults = Vec::new();
    for &(layer, ours, outside) in LAYERS {
        for (file, names) in names_of_layer(layer) {
            for name in names {
                let allowed = match name.strip_prefix("crate::") {
                    Some(module) => module == layer || ours.contains(&module),
                    None => !GUARDED.contains(&&*name) || outside.contains(&&*name),
                };
                if !allowed {
                    faults.push(format!("{layer} must not name {name} ({})", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "layering broken:\n{}", faults.join("\n"));
}

#[test]
fn what_a_layer_may_name_it_does_name() {
    let mut idle = Vec::new();
    for &(layer, ours, outside) in LAYERS {
        let files = names_of_layer(layer);
        let named: BTreeSet<String> = files.into_values().flatten().collect();
        let ours = ours.iter().map(|it| format!("crate::{it}"));
        let allowed = ours.chain(outside.iter().map(|it| (*it).to_owned()));
        idle.extend(
            allowed
                .filter(|it| !named.contains(it))
                .map(|it| format!("{layer}: {it}")),
        );
    }
    assert!(
        idle.is_empty(),
        "allowances that nobody uses any more:\n{}",
        idle.join("\n")
    );
}

#[test]
fn every_module_has_its_place_in_the_order_of_the_data() {
    let lib = fs::read_to_string(src().join("lib.rs")).unwrap();
    let modules: Vec<_> = lib
        .lines()
        .filter_map(|it| it.strip_prefix("pub mod "))
        .collect();
    let layers: Vec<_> = LAYERS.iter().map(|it| format!("{};", it.0)).collect();
    assert_eq!(
        modules, layers,
        "lib.rs on the left, the table here on the right"
    );
    let place = |module: &str| LAYERS.iter().position(|it| it.0 == module);
    for (layer, ours, _) in LAYERS {
        let upward = ours.iter().find(|it| place(it) >= place(layer));
        assert_eq!(upward, None, "{layer} may not name what comes after it");
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// What each file of a layer names, test modules left out.
fn names_of_layer(layer: &str) -> BTreeMap<PathBuf, BTreeSet<String>> {
    let mut names = BTreeMap::new();
    let single = src().join(format!("{layer}.rs"));
    let root = if single.is_file() {
        single
    } else {
        src().join(layer).join("mod.rs")
    };
    read_module(&root, &[layer.to_owned()], &mut names);
    names
}

/// Reads a file and every file that it declares as a module.
fn read_module(file: &Path, module: &[String], names: &mut BTreeMap<PathBuf, BTreeSet<String>>) {
    let text = fs::read_to_string(file).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
    let mut scan = Scan::of(&text, module);
    let is_root = file.file_name().is_some_and(|it| it == "mod.rs");
    let folder = if is_root {
        file.with_file_name("")
    } else {
        file.with_extension("")
    };
    for name in std::mem::take(&mut scan.files) {
        let flat = folder.join(format!("{name}.rs"));
        let inner = if flat.is_file() {
            flat
        } else {
            folder.join(&name).join("mod.rs")
        };
        let path: Vec<_> = module.iter().cloned().chain([name]).collect();
        read_module(&inner, &path, names);
    }
    names.insert(file.to_path_buf(), scan.names);
}

/// What a stretch of tokens names, and which modules it keeps in files of their own.
#[derive(Default)]
struct Scan {
    names: BTreeSet<String>,
    files: Vec<String>,
}

impl Scan {
    fn of(text: &str, module: &[String]) -> Self {
        let mut scan = Self::default();
        scan.tokens(text.parse().expect("our own code is Rust"), module);
        scan
    }

    fn tokens(&mut self, tokens: TokenStream, module: &[String]) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut at = 0;
        let mut for_tests = false;
        while at < tokens.len() {
            // A single colon comes before a type, which begins a path of its own.
            let glued = at > 0 && is_punct(&tokens[at - 1], '.')
                || at > 1 && is_colon(&tokens[at - 1]) && is_colon(&tokens[at - 2]);
            match &tokens[at] {
                TokenTree::Punct(it) if it.as_char() == '#' => {
                    for_tests |= tokens
                        .get(at + 1)
                        .is_some_and(|it| flat(it) == "[cfg(test)]");
                    at += 1;
                }
                TokenTree::Ident(word) if word == "mod" && !glued => {
                    at += self.module(&tokens[at + 1..], module, for_tests);
                    for_tests = false;
                }
                TokenTree::Ident(_) if !glued => {
                    let mut first = Vec::new();
                    at += self.path(&tokens[at..], &mut first, module);
                }
                TokenTree::Group(group) => {
                    self.tokens(group.stream(), module);
                    for_tests &= group.delimiter() != Delimiter::Brace;
                    at += 1;
                }
                token => {
                    for_tests &= !is_punct(token, ';');
                    at += 1;
                }
            }
        }
    }

    /// After `mod`: a name, then a body or a semicolon. Tells how many tokens that was.
    fn module(&mut self, rest: &[TokenTree], module: &[String], for_tests: bool) -> usize {
        let Some(name) = rest.first() else { return 1 };
        let path: Vec<_> = module.iter().cloned().chain([name.to_string()]).collect();
        match rest.get(1) {
            _ if for_tests => {}
            Some(TokenTree::Group(body)) => self.tokens(body.stream(), &path),
            _ => self.files.push(name.to_string()),
        }
        3
    }

    /// A path from its first word on; each leaf of a `use` group counts. Tells how many tokens.
    fn path(&mut self, rest: &[TokenTree], words: &mut Vec<String>, module: &[String]) -> usize {
        let mut at = 0;
        while let Some(token) = rest.get(at) {
            match token {
                TokenTree::Ident(word) => words.push(word.to_string()),
                TokenTree::Group(group) if !words.is_empty() => {
                    for part in split_at_commas(group.stream()) {
                        self.path(&part, &mut words.clone(), module);
                    }
                    return at + 1;
                }
                _ => break,
            }
            at += 1;
            let more = rest.len() > at + 1 && is_colon(&rest[at]) && is_colon(&rest[at + 1]);
            let goes_on = rest
                .get(at + 2)
                .is_some_and(|it| matches!(it, TokenTree::Ident(_)) || flat(it).starts_with('{'));
            if !(more && goes_on) {
                break;
            }
            at += 2;
        }
        self.note(words, module);
        at.max(1)
    }

    /// Notes what a whole path begins with.
    fn note(&mut self, words: &[String], module: &[String]) {
        let n_up = words.iter().take_while(|it| *it == "super").count();
        let own = words.first().is_some_and(|it| it == "self");
        let whole: Vec<String> = if n_up > 0 || own {
            let kept = module.len().saturating_sub(n_up);
            let rest = words.iter().skip(n_up + usize::from(own));
            let crate_word = ["crate".to_owned()].into_iter();
            crate_word
                .chain(module[..kept].iter().cloned())
                .chain(rest.cloned())
                .collect()
        } else {
            words.to_vec()
        };
        // A lone word is a local name.
        let [first, second, ..] = &*whole else { return };
        // A duration is a number, and these constants are those of the build.
        let is_plain = |it: &[&str]| {
            whole
                .iter()
                .map(String::as_str)
                .take(it.len())
                .eq(it.iter().copied())
        };
        if is_plain(&["std", "time", "Duration"]) || is_plain(&["std", "env", "consts"]) {
            return;
        }
        let in_two = matches!(&**first, "crate" | "std");
        let core = matches!(&**first, "core" | "alloc");
        self.names.insert(match (in_two, core) {
            (true, _) => format!("{first}::{second}"),
            (_, true) => format!("std::{second}"),
            _ => first.clone(),
        });
    }
}

fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        if is_punct(&token, ',') {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    parts
}

fn is_colon(token: &TokenTree) -> bool {
    is_punct(token, ':')
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == wanted)
}

fn flat(token: &TokenTree) -> String {
    token.to_string().replace(' ', "")
}

/// What a piece of code in `crate::export::csv` names.
fn named(code: &str) -> Vec<String> {
    let module = ["export".to_owned(), "csv".to_owned()];
    Scan::of(code, &module).names.into_iter().collect()
}

#[test]
fn the_check_sees_every_way_to_name_something() {
    assert_eq!(
        named("use crate::{ui::app, notice as n};"),
        ["crate::notice", "crate::ui"]
    );
    assert_eq!(named("use super::super::ui::app;"), ["crate::ui"]);
    assert_eq!(named("use super::json;"), ["crate::export"]);
    assert_eq!(
        named("mod a { fn f() { super::super::super::ui::open() } }"),
        ["crate::ui"]
    );
    assert_eq!(
        named("use std::{fs::{self, File}, io};"),
        ["std::fs", "std::io"]
    );
    assert_eq!(
        named("fn f() { println!(\"{}\", std::process::id()) }"),
        ["std::process"]
    );
    assert_eq!(named("m! { let x = crate::ui::X; }"), ["crate::ui"]);
    assert_eq!(named("fn f(x: &egui::Ui) { x.a::<u8>(); y(); }"), ["egui"]);
    assert_eq!(named("use std::time::Duration;"), [""; 0]);
    assert_eq!(named("use std::time::{Duration, Instant};"), ["std::time"]);
    assert_eq!(
        named("#[cfg(test)] mod tests { use crate::ui; } use csv::Reader;"),
        ["csv"]
    );
}
