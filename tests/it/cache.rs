//! What is kept between runs changes how long they take, never what they say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::common::{Folder, need, run, seamline};

const SHOP: &str = r#"
//- /Cargo.toml
[package]
name = "shop"
edition = "2024"
//- /src/lib.rs
#[macro_use]
mod forms;
pub mod orders;
pub mod stock;
//- /src/forms.rs
macro_rules! makes { ($name:ident) => { pub fn $name() -> u32 { crate::stock::reserve() } } }
//- /src/orders.rs
use crate::stock;
pub fn place() -> u32 {
    stock::reserve() + nowhere::to_be_found()
}
makes!(again);
//- /src/stock.rs
pub fn reserve() -> u32 {
    1
}
//- /src/broken.rs
pub fn (
"#;

/// A shop with a cache of its own.
struct Kept {
    shop: Folder,
    cache: Folder,
}

impl Kept {
    fn new() -> Self {
        let (shop, cache) = (Folder::new(SHOP), Folder::new(""));
        Self { shop, cache }
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut command = seamline();
        command.env("SEAMLINE_CACHE_DIR", self.cache.at("kept"));
        command.args(["analyze", "--level", "item", "--format", "json"]);
        command.args(more).arg(self.shop.path());
        command
    }

    /// What the program says, which must be what it says without a cache.
    #[track_caller]
    fn same(&self) -> String {
        let kept = run(&mut self.command(&[])).ends(0);
        let anew = run(&mut self.command(&["--no-cache"])).ends(0);
        assert_eq!(kept.out, anew.out);
        assert_eq!(kept.err, anew.err);
        kept.out
    }

    /// The same, but one more line on standard error says that the cache cannot be used.
    #[track_caller]
    fn same_but(&self, told: &str) -> String {
        let kept = run(&mut self.command(&[])).ends(0);
        let anew = run(&mut self.command(&["--no-cache"])).ends(0);
        assert_eq!(kept.out, anew.out);
        let more = kept.err.strip_prefix(&*anew.err).expect("one more line");
        assert_eq!(more.lines().count(), 1, "{more}");
        assert!(more.contains(told), "{more}");
        assert!(
            more.contains("name another in SEAMLINE_CACHE_DIR"),
            "{more}"
        );
        kept.out
    }

    /// The files of the cache with when they were written.
    fn files(&self) -> Vec<(PathBuf, SystemTime)> {
        let all = walkdir::WalkDir::new(self.cache.path()).sort_by_file_name();
        let files = all
            .into_iter()
            .flatten()
            .filter(|it| it.file_type().is_file());
        files
            .map(|it| {
                (
                    it.path().to_path_buf(),
                    it.metadata().unwrap().modified().unwrap(),
                )
            })
            .collect()
    }

    fn file(&self, name: &str) -> PathBuf {
        let found = self.files().into_iter().find(|it| it.0.ends_with(name));
        found.expect("a file of the cache").0
    }
}

#[test]
fn a_second_run_writes_nothing_and_says_the_same() {
    let kept = Kept::new();
    run(&mut kept.command(&["--no-cache"])).ends(0);
    assert!(kept.files().is_empty(), "--no-cache keeps nothing");
    let first = kept.same();
    let files = kept.files();
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(kept.same(), first);
    assert_eq!(kept.files(), files);
}

#[test]
fn every_change_is_seen() {
    let kept = Kept::new();
    let mut seen = vec![kept.same()];
    kept.shop.put(
        "src/stock.rs",
        "pub fn reserve() -> u64 { 1 }\npub fn release() {}\n",
    );
    seen.push(kept.same());
    kept.shop.put(
        "src/forms.rs",
        "macro_rules! makes { ($name:ident) => { pub struct $name; } }\n",
    );
    seen.push(kept.same());
    kept.shop.put("src/broken.rs", "pub fn whole() {}\n");
    seen.push(kept.same());
    kept.shop.put(
        "Cargo.toml",
        "[package]\nname = \"store\"\nedition = \"2024\"\n",
    );
    seen.push(kept.same());
    fs::remove_file(kept.shop.at("src/stock.rs")).unwrap();
    seen.push(kept.same());
    fs::rename(kept.shop.at("src/orders.rs"), kept.shop.at("src/stock.rs")).unwrap();
    seen.push(kept.same());
    for pair in seen.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}

#[test]
fn a_spoiled_cache_costs_time_alone() {
    let kept = Kept::new();
    let said = kept.same();
    for name in ["facts", "result"] {
        let path = kept.file(name);
        let bytes = fs::read(&path).unwrap();
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        let mut other_program = bytes.clone();
        other_program[40] ^= 1;
        let longer = [&bytes[..], b"more"].concat();
        let spoiled: [&[u8]; 7] = [
            b"",
            b"seamline",
            &bytes[..bytes.len() - 1],
            &flipped,
            &other_program,
            &longer,
            &vec![0xff; 10_000],
        ];
        for bad in spoiled {
            if name == "facts" {
                // With a result at hand nobody looks at facts.
                fs::remove_file(kept.file("result")).unwrap();
            }
            fs::write(&path, bad).unwrap();
            assert_eq!(kept.same(), said);
            assert_eq!(fs::read(&path).unwrap(), bytes, "{name} was mended");
        }
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        if name == "facts" {
            fs::remove_file(kept.file("result")).unwrap();
        }
        assert_eq!(kept.same_but("no regular file"), said);
        fs::remove_dir(&path).unwrap();
    }
}

#[test]
fn many_runs_at_once_do_not_mix() {
    let kept = Kept::new();
    let start = || {
        let mut command = kept.command(&[]);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for round in 0..3 {
        let text = format!("pub fn reserve() -> u32 {{ {round} }}\npub fn r{round}() {{}}\n");
        kept.shop.put("src/stock.rs", text);
        let anew = run(&mut kept.command(&["--no-cache"])).ends(0);
        let running: Vec<_> = (0..6).map(|_| start()).collect();
        for child in running {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0));
            assert_eq!(String::from_utf8_lossy(&output.stdout), anew.out);
        }
        assert_eq!(kept.files().len(), 2, "nothing unfinished is left");
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_done_without() {
    let kept = Kept::new();
    fs::write(kept.cache.at("kept"), "a file where the folder would be").unwrap();
    kept.same_but("the cache cannot be read: not a directory");
    kept.same_but("the cache cannot be read: not a directory");
    assert_eq!(kept.files().len(), 1);
}

#[test]
fn a_read_only_cache_is_read() {
    if !need("root") {
        return;
    }
    let kept = Kept::new();
    let said = kept.same();
    let files = kept.files();
    let mount = |arguments: &[&str], at: &Path| {
        let done = Command::new("mount")
            .args(arguments)
            .arg(at)
            .status()
            .unwrap();
        assert!(done.success());
    };
    let at = kept.cache.path();
    mount(&["--bind", &at.to_string_lossy()], at);
    mount(&["-o", "remount,bind,ro"], at);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        assert_eq!(kept.same(), said);
        kept.shop.put("src/stock.rs", "pub fn reserve() {}\n");
        assert_ne!(
            kept.same_but("the cache cannot be written: read-only file system"),
            said
        );
        assert_eq!(kept.files(), files);
    }));
    let done = Command::new("umount").arg(at).status().unwrap();
    assert!(done.success());
    outcome.unwrap();
}
