//! A folder of `.rs` files without any package: what is likely meant.
//!
//! `lib.rs`, `main.rs` or `mod.rs` at its top are roots as Cargo would have them. Where there is
//! none, a root is made up that declares every file by its path, so that the files are modules of
//! one crate and know each other. The made-up file has no path, no line counts in it, and nothing
//! has a place there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::packages::{Package, Target};
use crate::model::TargetKind;
use crate::notice::Notice;
use crate::source::manifest::{Manifest, folder_of};
use crate::source::{FileId, SourceFile, SourceTree};

const ROOTS: [(&str, TargetKind); 5] = [
    ("src/lib.rs", TargetKind::Lib),
    ("lib.rs", TargetKind::Lib),
    ("src/main.rs", TargetKind::Bin),
    ("main.rs", TargetKind::Bin),
    ("mod.rs", TargetKind::Lib),
];

/// What lies deeper is no code that belongs together.
const MOST_DEPTH: usize = 64;

/// Whether this is a file that [`made_up_root`] made.
pub(super) fn is_made_up(file: &SourceFile) -> bool {
    file.path.is_empty()
}

/// The root that a tree without packages and roots lacks, if it has any file to declare.
pub(super) fn made_up_root(
    manifests: &[Manifest],
    tree: &SourceTree,
    notices: &mut Vec<Notice>,
) -> Option<SourceFile> {
    let is_root = |path: &str| ROOTS.iter().any(|it| it.0 == path);
    let has_root = tree.files.iter().any(|it| is_root(&it.path));
    if has_root || manifests.iter().any(|it| it.package.is_some()) {
        return None;
    }
    let inner = inner_crates(tree);
    let mut top = Folder::default();
    for file in &tree.files {
        let depth = file.path.matches('/').count();
        if depth <= MOST_DEPTH && !inner.iter().any(|it| is_below(&file.path, it)) {
            top.add(&file.path);
        }
    }
    if top.is_empty() {
        return None;
    }
    let text = "no package: the files were read as the modules of one crate, by their paths";
    notices.push(Notice::warning(text).hint("open the folder that holds the Cargo.toml"));
    let mut text = String::new();
    top.declare(&mut text);
    Some(SourceFile {
        path: "".into(),
        text: text.into(),
    })
}

/// Folders that have a root of their own.
fn inner_crates(tree: &SourceTree) -> BTreeSet<&str> {
    let roots = tree.files.iter().filter(|it| is_inner_root(&it.path));
    roots.map(|it| folder_of(&it.path)).collect()
}

fn is_inner_root(path: &str) -> bool {
    path.ends_with("/lib.rs") || path.ends_with("/main.rs")
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|it| it.starts_with('/'))
}

/// One package for everything; `None` without any file.
pub(super) fn package(tree: &SourceTree, files: &FxHashMap<&str, FileId>) -> Option<Package> {
    let name = crate_name(&tree.name);
    let target = |kind, name: &str, root| Target::new(kind, name.to_owned(), root);
    let roots = ROOTS.iter();
    let mut targets: Vec<_> = roots
        .filter_map(|(path, kind)| Some(target(*kind, &name, *files.get(path)?)))
        .collect();
    if targets.is_empty() {
        let whole = files.get("").map(|it| target(TargetKind::Lib, &name, *it));
        targets.extend(whole);
        let inner = (0u32..).zip(&tree.files);
        let inner = inner.filter(|(_, it)| is_inner_root(&it.path));
        targets.extend(inner.map(|(idx, file)| {
            let stem = file.path.strip_suffix(".rs").unwrap_or(&file.path);
            target(TargetKind::Lib, &crate_name(stem), FileId(idx))
        }));
    }
    (!targets.is_empty()).then(|| Package {
        name: name.into(),
        edition: 2021,
        targets,
        dependencies: BTreeMap::new(),
        features: BTreeSet::new(),
        flags: BTreeSet::new(),
    })
}

fn crate_name(text: &str) -> String {
    text.replace(|it: char| !it.is_alphanumeric(), "_")
}

/// What a folder holds, by name.
#[derive(Default)]
struct Folder {
    /// Without `.rs`.
    files: BTreeSet<String>,
    folders: BTreeMap<String, Self>,
}

impl Folder {
    fn add(&mut self, path: &str) {
        let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
        let mut here = self;
        for name in folders.split('/').filter(|it| !it.is_empty()) {
            here = here.folders.entry(name.to_owned()).or_default();
        }
        let stem = file.strip_suffix(".rs").unwrap_or(file);
        here.files.insert(stem.to_owned());
    }

    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    /// Declares files, and folders that no file declares: what `a.rs` or `a/mod.rs` holds it says
    /// itself.
    fn declare(&self, out: &mut String) {
        for name in self.files.iter().filter(|it| *it != "mod") {
            declare(out, name, &format!("{name}.rs"));
            out.push_str(";\n");
        }
        for (name, folder) in &self.folders {
            if self.files.contains(name) {
                continue;
            }
            let declares_itself = folder.files.contains("mod");
            let path = if declares_itself {
                format!("{name}/mod.rs")
            } else {
                name.clone()
            };
            declare(out, name, &path);
            if declares_itself {
                out.push_str(";\n");
            } else {
                out.push_str(" {\n");
                folder.declare(out);
                out.push_str("}\n");
            }
        }
    }
}

/// `pub mod name`, with the path where the name cannot lead to it.
fn declare(out: &mut String, name: &str, path: &str) {
    let word = crate_name(name);
    let is_digit = |it: char| it.is_ascii_digit();
    let plain = word == name && !word.starts_with(is_digit) && !KEYWORDS.contains(&name);
    // Text in memory takes whatever is written.
    let _infallible = if plain {
        write!(out, "pub mod {name}")
    } else {
        let mark = if word.starts_with(is_digit) { "_" } else { "" };
        let end = if KEYWORDS.contains(&&*word) { "_" } else { "" };
        write!(out, "#[path = {path:?}]\npub mod {mark}{word}{end}")
    };
}

/// What no module can be called.
const KEYWORDS: [&str; 52] = [
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
];

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::pipeline::{Analysis, analyze};
    use crate::progress::Silent;
    use crate::source::fixture;

    fn loose(files: &str) -> Analysis {
        let mut tree = fixture(files);
        tree.manifests.clear();
        tree.name = "old-shop".to_owned();
        analyze(tree, &Silent).unwrap()
    }

    fn check(files: &str, expected: &Expect) {
        let Analysis {
            model,
            graph,
            notices,
            ..
        } = loose(files);
        let mut shown = String::new();
        for it in model.modules() {
            let place = it.span.map(|it| model.place(it)).unwrap_or_default();
            shown += format!("{} {} {place}", it.path, it.n_lines).trim_end();
            shown.push('\n');
        }
        for link in graph.links() {
            let path = |it| &model.module(it).path;
            shown += &format!("{} -> {}\n", path(link.from), path(link.to));
        }
        shown.extend(notices.iter().map(|it| format!("{it}\n")));
        expected.assert_eq(&shown);
    }

    #[test]
    fn loose_files_are_modules_of_one_crate() {
        check(
            "
//- /a.rs
pub fn f() { crate::b::c(); crate::util::text::trim(); }
//- /b.rs
pub fn c() {}
//- /util/text.rs
pub fn trim() { super::super::a::f() }
//- /deep/mod.rs
mod inner;
//- /deep/inner.rs
use crate::a::f;
//- /deep/lost.rs
pub fn nobody() {}
",
            &expect![[r#"
            old_shop 0
            old_shop::a 1 a.rs:1:1
            old_shop::b 1 b.rs:1:1
            old_shop::deep 1 deep/mod.rs:1:1
            old_shop::util 0
            old_shop::util::text 1 util/text.rs:1:1
            old_shop::deep::inner 1 deep/inner.rs:1:1
            old_shop::a -> old_shop::b
            old_shop::a -> old_shop::util::text
            old_shop::util::text -> old_shop::a
            old_shop::deep::inner -> old_shop::a
            no package: the files were read as the modules of one crate, by their paths (open the folder that holds the Cargo.toml)
            deep/lost.rs: a file belongs to no crate (no `mod` declaration leads there: unused, included by a macro, or test input)
        "#]],
        );
    }

    #[test]
    fn names_that_no_module_can_have_are_bent() {
        check(
            "
//- /2nd-try.rs
pub fn f() {}
//- /type.rs
pub fn g() { crate::_2nd_try::f() }
//- /my folder/x.rs
pub fn h() { crate::type_::g() }
",
            &expect![[r#"
            old_shop 0
            old_shop::_2nd_try 1 2nd-try.rs:1:1
            old_shop::type_ 1 type.rs:1:1
            old_shop::my_folder 0
            old_shop::my_folder::x 1 my folder/x.rs:1:1
            old_shop::type_ -> old_shop::_2nd_try
            old_shop::my_folder::x -> old_shop::type_
            no package: the files were read as the modules of one crate, by their paths (open the folder that holds the Cargo.toml)
        "#]],
        );
    }

    #[test]
    fn folders_with_roots_stay_crates() {
        check(
            "
//- /one/lib.rs
mod part;
//- /one/part.rs
pub fn f() {}
//- /two/main.rs
fn main() {}
",
            &expect![[r#"
            one_lib 1 one/lib.rs:1:1
            one_lib::part 1 one/part.rs:1:1
            two_main 1 two/main.rs:1:1
        "#]],
        );
        check(
            "
//- /mod.rs
pub mod cart;
pub fn f() { cart::add() }
//- /cart.rs
pub fn add() {}
",
            &expect![[r#"
            old_shop 2 mod.rs:1:1
            old_shop::cart 1 cart.rs:1:1
            old_shop -> old_shop::cart
        "#]],
        );
    }
}
