//! What the analysis may have missed, counted by kind, with places.

use std::sync::Arc;

use crate::model::{BlindSpot, CodeModel, Coverage, Gap};

/// Everything that may be missing from the figures; test code is counted apart.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BlindSpots {
    /// How much of the code is bound.
    pub coverage: Coverage,
    /// One for each kind, in their fixed order, also where there is nothing of it.
    pub groups: Vec<BlindGroup>,
}

/// All blind spots of one kind.
#[derive(Clone, PartialEq, Debug)]
pub struct BlindGroup {
    /// The kind.
    pub kind: BlindSpot,
    /// How many there are outside of test code.
    pub n: u64,
    /// How many more there are in test code.
    pub n_in_tests: u64,
    /// How many different things that are.
    pub n_rows: usize,
    /// The most frequent ones outside of test code, ties by name.
    pub rows: Vec<BlindRow>,
}

/// One thing that is not seen through, wherever it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct BlindRow {
    /// What it is about: a path as written, the name of a macro, a condition.
    pub what: Arc<str>,
    /// How often it stands there.
    pub n: u64,
    /// In how many files.
    pub n_places: usize,
    /// The first place in each file, in order of the files.
    pub places: Vec<BlindPlace>,
}

/// A point of a file, or a whole file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlindPlace {
    /// Relative to the opened folder; empty if it is in no file.
    pub file: Arc<str>,
    /// First line is 1; `None` for the whole file.
    pub line: Option<u32>,
    /// First column is 1, in characters; `None` where only the line is known.
    pub column: Option<u32>,
    /// How often in this file.
    pub n: u64,
}

impl std::fmt::Display for BlindPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

impl BlindSpots {
    /// The blind spots of a model, with at most so many rows of a kind and places of a row.
    pub fn of(model: &CodeModel, max_rows: usize, max_places: usize) -> Self {
        let group = |kind: &BlindSpot| {
            let gaps = model.gaps();
            let start = gaps.partition_point(|it| it.kind < *kind);
            let end = gaps.partition_point(|it| it.kind <= *kind);
            group(*kind, &gaps[start..end], (max_rows, max_places))
        };
        Self {
            coverage: model.coverage(),
            groups: BlindSpot::ALL.iter().map(group).collect(),
        }
    }

    /// How many there are of all kinds, outside of test code.
    pub fn n(&self) -> u64 {
        self.groups.iter().map(|it| it.n).sum()
    }
}

/// Gaps of one kind are sorted by what they are about.
fn group(kind: BlindSpot, gaps: &[Gap], (max_rows, max_places): (usize, usize)) -> BlindGroup {
    let sum = |test: bool| {
        let some = gaps.iter().filter(|it| it.test == test);
        some.map(|it| u64::from(it.n)).sum()
    };
    let same = gaps.chunk_by(|a, b| a.what == b.what);
    let mut rows: Vec<_> = same.filter_map(|it| row(it, max_places)).collect();
    // Stable: the names stay in order.
    rows.sort_by_key(|it| std::cmp::Reverse(it.n));
    let n_rows = rows.len();
    rows.truncate(max_rows);
    BlindGroup {
        kind,
        n: sum(false),
        n_in_tests: sum(true),
        n_rows,
        rows,
    }
}

fn row(gaps: &[Gap], max_places: usize) -> Option<BlindRow> {
    let counted = || gaps.iter().filter(|it| !it.test);
    let place = |it: &Gap| BlindPlace {
        file: it.file.clone(),
        line: (it.line > 0).then_some(it.line),
        column: (it.column > 0).then_some(it.column),
        n: u64::from(it.n),
    };
    Some(BlindRow {
        what: counted().next()?.what.clone(),
        n: counted().map(|it| u64::from(it.n)).sum(),
        n_places: counted().count(),
        places: counted().take(max_places).map(place).collect(),
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::BlindSpots;
    use crate::pipeline::fixture;

    fn check(text: &str, expected: &Expect) {
        let analysis = fixture(text);
        let found = BlindSpots::of(&analysis.model, 9, 9);
        let mut out = String::new();
        for group in found.groups.iter().filter(|it| it.n + it.n_in_tests > 0) {
            out += &format!("{} {}+{}\n", group.kind, group.n, group.n_in_tests);
            for row in &group.rows {
                let places: Vec<_> = row.places.iter().map(ToString::to_string).collect();
                out += &format!("  {} x{} {}\n", row.what, row.n, places.join(" "));
            }
        }
        let it = found.coverage;
        out += &format!(
            "paths {}/{} methods {}/{} conditions {}/{}\n",
            it.n_paths_bound,
            it.n_paths,
            it.n_method_calls_untyped,
            it.n_method_calls,
            it.n_conditions_on,
            it.n_conditions
        );
        expected.assert_eq(&out);
    }

    #[test]
    fn nothing_is_missing_where_everything_is_known() {
        check(
            "//- /src/lib.rs
macro_rules! own { ($e:expr) => { $e + 1 } }
#[derive(Clone, Debug)] pub struct A;
impl A { pub fn f(&self) -> u32 { own!(1) } }
pub fn g() -> String { format!(\"{}\", A.clone().f()) }
",
            &expect![[r#"
                paths 6/6 methods 0/2 conditions 0/0
            "#]],
        );
    }

    #[test]
    fn macros_from_outside_are_told_with_how_their_arguments_were_read() {
        check(
            "//- /src/lib.rs
use other::{Strange, magic, spell};
#[spell] #[derive(Strange)] pub struct A;
pub fn f() { magic!(1, 2); magic!(a => => b); other::quiet!(); tracing::info!(\"x\"); }
#[cfg(test)] mod tests { fn f() { other::magic!(3); } }
",
            &expect![[r#"
                no-root 5+1
                  other::Strange x1 src/lib.rs:1:13
                  other::magic x1 src/lib.rs:1:22
                  other::quiet x1 src/lib.rs:3:54
                  other::spell x1 src/lib.rs:1:29
                  tracing::info x1 src/lib.rs:3:73
                no-name 2+0
                  magic x2 src/lib.rs:3:14
                macro 2+1
                  magic x1 src/lib.rs:3:14
                  quiet x1 src/lib.rs:3:54
                macro-scanned 1+0
                  magic x1 src/lib.rs:3:28
                derive 1+0
                  Strange x1 src/lib.rs:2:19
                attribute 1+0
                  spell x1 src/lib.rs:2:3
                paths 0/8 methods 0/0 conditions 1/1
            "#]],
        );
    }

    #[test]
    fn includes_conditions_and_build_scripts() {
        check(
            r#"//- /Cargo.toml
[package]
name = "fixture"
edition = "2024"
[features]
extra = []
//- /build.rs
fn main() {
    // println!("cargo:rustc-cfg=never");
    println!("cargo:rustc-cfg=fast");
    println!("cargo::rustc-cfg=slow=\"1\"");
    tonic_build::compile_protos("a.proto").unwrap();
}
//- /src/lib.rs
include!(concat!(env!("OUT_DIR"), "/schema.rs"));
include!("beside.rs");
const A: &str = include_str!("../text.md");
#[cfg(feature = "extra")] pub fn extra() {}
#[cfg(fast)] pub fn fast() {}
#[cfg(not(elsewhere))] pub fn here() {}
#[cfg(unix)] pub fn unix() {}
#[cfg(windows)] pub fn windows() {}
cfg_if::cfg_if! { if #[cfg(windows)] { fn a() {} } else { fn b() {} } }
#[cfg(test)] mod tests {}
//- /src/beside.rs
pub fn beside() {}
"#,
            &expect![[r#"
                no-root 2+0
                  cfg_if::cfg_if x1 src/lib.rs:9:9
                  tonic_build::compile_protos x1 build.rs:5:18
                include 1+0
                  OUT_DIR/schema.rs x1 src/lib.rs:1:1
                include-data 1+0
                  ../text.md x1 src/lib.rs:3:17
                build-script 4+0
                  build script of fixture x1 build.rs:1
                  generates code with tonic_build x1 build.rs:5
                  sets cfg fast x1 build.rs:3
                  sets cfg slow x1 build.rs:4
                cfg-off 3+0
                  windows x2 src/lib.rs:8:1
                  feature = "extra" x1 src/lib.rs:4:1
                cfg-unknown 1+0
                  not(elsewhere) x1 src/lib.rs:6:1
                method 1+0
                  unwrap x1 build.rs:5:44
                paths 6/8 methods 1/1 conditions 4/7
            "#]],
        );
    }

    #[test]
    fn members_that_come_from_outside_are_not_lacking() {
        check(
            "//- /src/lib.rs
#[derive(Default, Clone)] pub struct Filter;
pub struct Plain;
impl From<u8> for Plain { fn from(_: u8) -> Self { Self } }
pub type Outside = std::collections::HashMap<u8, u8>;
pub struct Bare;
pub fn f(it: &Filter) {
    Filter::default(); Filter::clone(it); Plain::into(Plain); Outside::new(); Bare::default();
}
",
            &expect![[r#"
                not-in-type 1+0
                  Bare::default x1 src/lib.rs:7:85
                paths 15/16 methods 0/0 conditions 0/0
            "#]],
        );
    }

    #[test]
    fn what_is_not_resolved_has_a_cause() {
        check(
            "//- /src/lib.rs
mod a;
mod lost;
mod broken;
pub fn f() {
    nowhere::x();
    a::missing();
    a::T::missing();
    missing();
    let x = missing();
    x.call_me();
}
//- /src/a.rs
pub struct T;
//- /src/broken.rs
pub fn f( {
//- /src/orphan.rs
",
            &expect![[r#"
                not-parsed 1+0
                  syntax error: a bracket or quote is not closed, or never opened x1 src/broken.rs:1:11
                no-module 1+0
                  src/orphan.rs x1 src/orphan.rs
                no-file 1+0
                  lost x1 src/lib.rs:2:5
                no-root 1+0
                  nowhere::x x1 src/lib.rs:5:14
                not-in-module 1+0
                  a::missing x1 src/lib.rs:6:8
                not-in-type 1+0
                  a::T::missing x1 src/lib.rs:7:11
                no-name 2+0
                  missing x2 src/lib.rs:8:5
                method 1+0
                  call_me x1 src/lib.rs:10:7
                paths 0/5 methods 1/1 conditions 0/0
            "#]],
        );
    }
}
