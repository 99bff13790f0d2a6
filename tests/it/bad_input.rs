//! Bad input, one test each: a clear sentence with a hint, the right exit code, nothing lost.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use pulldown_cmark::{Event, Parser};

use crate::common::{Folder, Run, names_in, need, run, seamline};

/// A package whose library has a module `good`, and one for the test to spoil.
const PACKAGE: &str = "
//- /Cargo.toml
[package]
name = \"shop\"
edition = \"2024\"
//- /src/lib.rs
pub mod good;
pub mod bad;
//- /src/good.rs
pub fn f() -> u32 { crate::bad::g() }
//- /src/bad.rs
pub fn g() -> u32 { 1 }
";

fn analyze(path: &Path) -> Run {
    run(seamline().args(["analyze", "--format", "json"]).arg(path))
}

/// Analyzes a package with one spoiled part: it is told, and the rest is there.
#[track_caller]
fn spoiled(folder: &Folder, words: &[&str]) -> Run {
    let run = analyze(folder.path()).ends(0).says(words);
    assert!(run.out.contains("shop::good"), "{run:#?}");
    run
}

#[test]
fn missing_path() {
    let folder = Folder::new("");
    analyze(&folder.at("no/such/folder")).ends(3).says_only(&[
        "there is no",
        "no/such/folder",
        "exists; check the spelling",
    ]);
    for subcommand in ["assess", "check"] {
        run(seamline().arg(subcommand).arg(folder.at("nothing")))
            .ends(3)
            .says_only(&["there is no"]);
    }
    run(seamline()
        .args(["assess", "--plan"])
        .arg(folder.at("no.toml"))
        .arg(folder.path()))
    .ends(3)
    .says_only(&["no.toml", "no such plan"]);
    run(seamline()
        .arg("compare")
        .arg(folder.at("a"))
        .arg(folder.at("b")))
    .ends(3)
    .says_only(&["there is no"]);
}

#[test]
fn empty_folder() {
    analyze(Folder::new("").path())
        .ends(3)
        .says_only(&["is empty", "Cargo.toml"]);
}

#[test]
fn no_rust() {
    let java = Folder::new("//- /A.java\nclass A {}\n//- /B.java\nclass B {}\n//- /x.py\n\n");
    analyze(java.path())
        .ends(3)
        .says_only(&["there is no Rust in", "2 Java files", "nodes.csv"]);
    let half = Folder::new("//- /nodes.csv\nid,parent,kind\n");
    analyze(half.path())
        .ends(3)
        .says_only(&["nodes.csv but no edges.csv"]);
    let ignored = Folder::new("//- /.gitignore\n/src\n//- /src/lib.rs\n\n");
    analyze(ignored.path())
        .ends(3)
        .says_only(&["there is no Rust in", ".gitignore"]);
}

#[test]
fn file_instead_of_folder() {
    let folder = Folder::new(PACKAGE);
    analyze(&folder.at("src/good.rs")).ends(3).says_only(&[
        "is a file",
        "open the folder it is in",
        "src",
    ]);
}

#[test]
fn unreadable_file() {
    if !need("root") {
        return;
    }
    let folder = Folder::new(PACKAGE);
    let nobody = Nobody::new();
    share(folder.path());
    close(&folder.at("src/bad.rs"));
    let told = run(nobody
        .seamline()
        .args(["analyze", "--format", "json"])
        .arg(folder.path()));
    let told = told.ends(0);
    let told = told.says(&[
        "src/bad.rs",
        "permission denied",
        "check that you have permission",
    ]);
    assert!(told.out.contains("shop::good"), "{told:#?}");
    close(folder.path());
    run(nobody.seamline().arg("analyze").arg(folder.path()))
        .ends(3)
        .says_only(&[
            "cannot be read: permission denied",
            "check that you have permission",
        ]);
}

#[test]
fn broken_link() {
    let folder = Folder::new(PACKAGE);
    symlink("gone.rs", folder.at("src/ghost.rs")).unwrap();
    spoiled(
        &folder,
        &["src/ghost.rs", "leads nowhere", "remove the link"],
    );
}

#[test]
fn link_cycle() {
    let folder = Folder::new(PACKAGE);
    symlink("itself", folder.at("src/itself")).unwrap();
    symlink("..", folder.at("src/up")).unwrap();
    let told = spoiled(
        &folder,
        &["src/itself", "leads back to itself", "remove the link"],
    );
    told.says(&["src/up", "leads back to itself"]);
}

#[test]
fn link_out_of_the_folder() {
    let folder = Folder::new(PACKAGE);
    let outside = Folder::new("//- /secret.rs\npub mod secret;\n");
    symlink(outside.path(), folder.at("src/outside")).unwrap();
    let run = run(seamline()
        .args(["analyze", "--format", "json"])
        .arg(folder.path()))
    .ends(0);
    assert!(run.out.contains("leads out of the folder"), "{run:#?}");
    assert!(!run.out.contains("secret.rs"), "{run:#?}");
}

#[test]
fn not_utf8() {
    let folder = Folder::new(PACKAGE);
    folder.put("src/bad.rs", b"// caf\xe9\npub fn g() -> u32 { 1 }\n");
    let told = spoiled(
        &folder,
        &["src/bad.rs:1", "not UTF-8", "convert it to UTF-8"],
    );
    assert!(told.out.contains("shop::bad"), "{told:#?}");
    folder.put("src/bad.rs", b"\xff\xfeg\0o\0");
    spoiled(
        &folder,
        &["src/bad.rs:1", "left out", "convert it to UTF-8"],
    );
}

#[test]
fn syntax_error() {
    let folder = Folder::new(PACKAGE);
    folder.put("src/bad.rs", "pub fn g() -> u32 { 1 }\npub fn h( {\n");
    spoiled(&folder, &["src/bad.rs:"]);
}

#[test]
fn fifty_megabyte_file() {
    let folder = Folder::new(PACKAGE);
    folder.put(
        "src/bad.rs",
        "pub const X: &str = \"0123456789\";\n".repeat(1_500_000),
    );
    let start = Instant::now();
    spoiled(&folder, &["src/bad.rs", "longer than 16 MiB", "as data"]);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn ten_thousand_levels_of_nesting() {
    const DEPTH: usize = 10_000;
    let nested = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(DEPTH), close.repeat(DEPTH))
    };
    let folder = Folder::new(PACKAGE);
    for text in [
        format!("pub fn g() -> u32 {{ {} }}", nested("(", "1", ")")),
        format!("pub fn g() -> u32 {{ {} }}", nested("{", "1", "}")),
        nested("mod a {", "", "}"),
        format!("pub type T = {};", nested("Vec<", "u8", ">")),
        format!("pub fn g() -> u32 {{ {}1 }}", "!".repeat(DEPTH)),
        format!("pub fn g() {{ {} }}", "if a {} else ".repeat(DEPTH) + "{}"),
        nested("#[cfg(all(", "x", "))] ") + "pub fn g() {}",
        format!("m! {{ {} }}", nested("[", "1", "]")),
    ] {
        folder.put("src/bad.rs", text);
        let run = analyze(folder.path()).ends(0);
        assert!(run.out.contains("shop::good"), "{run:#?}");
    }
    folder.put("src/bad.rs", nested("mod a {", "", "}"));
    spoiled(&folder, &["src/bad.rs"]);
}

#[test]
fn module_without_a_file() {
    let folder = Folder::new(PACKAGE);
    fs::remove_file(folder.at("src/bad.rs")).unwrap();
    spoiled(&folder, &["src/lib.rs:2", "bad"]);
}

#[test]
fn two_modules_of_one_name() {
    let folder = Folder::new(PACKAGE);
    folder.put("src/bad/mod.rs", "pub fn h() {}");
    spoiled(&folder, &["bad"]);
    fs::remove_file(folder.at("src/bad/mod.rs")).unwrap();
    folder.put(
        "src/lib.rs",
        "pub mod good;\npub mod bad;\npub mod bad { pub fn h() {} }\n",
    );
    let run = analyze(folder.path()).ends(0);
    assert!(run.out.contains("shop::good"), "{run:#?}");
}

const PLAN: &str = "seamline = 1
root = \".\"
name = \"shop\"

[[service]]
name = \"good\"
owns = [\"shop::good\"]
";

/// Every subcommand that reads the plan refuses it alike and leaves it as it is.
#[track_caller]
fn refused_plan(text: &str, words: &[&str]) {
    let folder = Folder::new(PACKAGE);
    let plan = folder.put("seamline.toml", text);
    for subcommand in ["assess", "check"] {
        run(seamline().arg(subcommand).arg(folder.path()))
            .ends(3)
            .says_only(words);
    }
    run(seamline().args(["check", "--accept"]).arg(folder.path()))
        .ends(3)
        .says_only(words);
    let out = folder.at("out");
    let mut export = seamline();
    export
        .args(["export", "--format", "json", "-o"])
        .arg(&out)
        .arg(folder.path());
    run(&mut export).ends(3).says_only(words);
    run(seamline().arg("assess").arg(&plan))
        .ends(3)
        .says_only(words);
    assert!(!out.exists());
    assert_eq!(fs::read_to_string(&plan).unwrap(), text);
}

#[test]
fn truncated_plan() {
    let cut = PLAN.len() - 8;
    refused_plan(&PLAN[..cut], &["seamline.toml:7", "cut off"]);
    refused_plan("", &["seamline.toml", "seamline = 1"]);
}

#[test]
fn newer_plan() {
    refused_plan(
        &PLAN.replace("seamline = 1", "seamline = 99"),
        &["99", "update Seamline"],
    );
}

#[test]
fn plan_for_other_code() {
    let folder = Folder::new(PACKAGE);
    let other = PLAN.replace("shop::good", "warehouse::shelf");
    folder.put("seamline.toml", &other);
    for subcommand in ["assess", "check"] {
        run(seamline().arg(subcommand).arg(folder.path()))
            .ends(0)
            .says(&["warehouse::shelf"]);
    }
    run(seamline().args(["check", "--accept"]).arg(folder.path())).ends(0);
    assert_eq!(folder.text("seamline.toml"), other);
}

#[test]
fn read_only_target() {
    if !need("root") {
        return;
    }
    let folder = Folder::new(PACKAGE);
    folder.put("seamline.toml", PLAN);
    folder.put("out/keep", "mine");
    share(folder.path());
    let nobody = Nobody::new();
    let out = folder.at("out");
    for arguments in [
        vec!["export", "--format", "markdown,json", "-o"],
        vec!["render", "-o"],
        vec!["analyze", "-o"],
    ] {
        let target = if arguments[0] == "export" {
            out.clone()
        } else {
            out.join("new.svg")
        };
        run(nobody
            .seamline()
            .args(&arguments)
            .arg(target)
            .arg(folder.path()))
        .ends(4)
        .says(&["cannot be written: permission denied", "may write to"]);
        assert_eq!(names_in(&out), ["keep"]);
    }
    run(nobody
        .seamline()
        .args(["check", "--accept"])
        .arg(folder.path()))
    .ends(4);
    assert_eq!(folder.text("seamline.toml"), PLAN);
}

#[test]
fn full_target() {
    if !need("root") {
        return;
    }
    let folder = Folder::new(PACKAGE);
    let disk = SmallDisk::new(&folder.at("disk"));
    let out = disk.0.join("out");
    fs::create_dir(&out).unwrap();
    let export = |path: &Path| {
        let mut export = seamline();
        run(export
            .args(["export", "--format", "markdown,json", "-o"])
            .arg(&out)
            .arg(path))
    };
    export(folder.path()).ends(0);
    let before: Vec<_> = names_in(&out)
        .into_iter()
        .map(|it| fs::read(out.join(it)).unwrap())
        .collect();
    fs::write(disk.0.join("filler"), vec![0; 200 << 10]).ok();
    folder.put("src/more.rs", "pub fn more() { crate::good::f(); }\n");
    folder.put("src/lib.rs", "pub mod good;\npub mod bad;\npub mod more;\n");
    export(folder.path())
        .ends(4)
        .says(&["no space is left", "free some space"]);
    let after: Vec<_> = names_in(&out)
        .into_iter()
        .map(|it| fs::read(out.join(it)).unwrap())
        .collect();
    assert!(
        before == after,
        "the old export is whole: {:?}",
        names_in(&out)
    );
    run(seamline()
        .arg("render")
        .arg(folder.path())
        .arg("-o")
        .arg(disk.0.join("a.png")))
    .ends(4)
    .says(&["no space is left"]);
    assert!(!disk.0.join("a.png").exists());
}

#[test]
fn kill_during_save() {
    let folder = Folder::new(PACKAGE);
    // Long enough that writing takes its time.
    let old = format!("{PLAN}{}", "# a line that somebody wrote\n".repeat(20_000));
    let save = || {
        let mut command = seamline();
        command.args(["check", "--accept"]).arg(folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    // What is timed is a run like those that are killed: with what the first one kept.
    let mut whole = Duration::ZERO;
    for _ in 0..2 {
        folder.put("seamline.toml", &old);
        let start = Instant::now();
        assert!(save().status().unwrap().success());
        whole = start.elapsed();
    }
    let new = folder.text("seamline.toml");
    assert_ne!(new, old);
    let (mut n_old, mut n_new) = (0, 0);
    for round in 0..60u32 {
        folder.put("seamline.toml", &old);
        let mut child = save().spawn().unwrap();
        // The saving is somewhere on the way.
        thread::sleep(whole.mul_f64(0.2 + f64::from(round) / 50.0));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = folder.text("seamline.toml");
        n_old += u32::from(found == old);
        n_new += u32::from(found == new);
        assert_eq!(n_old + n_new, round + 1, "half-written in round {round}");
    }
    assert!(
        n_old > 0 && n_new > 0,
        "{n_old} old, {n_new} new: the kills missed the saving"
    );
    run(seamline().arg("assess").arg(folder.path())).ends(0);
}

#[test]
fn hostile_names_in_every_format() {
    let long = "n".repeat(300);
    let names = [
        "a \"quoted\" 'name'",
        "two\nlines",
        "<script>alert(1)</script>",
        "\u{202e}olleh שלום",
        "]]> --> \\ `|` $HOME ${X} #{y} %s",
        long.as_str(),
    ];
    let quoted = |it: &str| format!("\"{}\"", it.replace('"', "\"\""));
    let mut nodes = "id,parent,kind\n".to_owned();
    let mut edges = "source,target,kind,weight\n".to_owned();
    let mut plan = "seamline = 1\nroot = \".\"\nname = \"<script>x</script>\"\n".to_owned();
    for (name, next) in names.iter().zip(names.iter().cycle().skip(1)) {
        nodes += &format!("{},,module\n", quoted(name));
        edges += &format!("{},{},call,2\n", quoted(name), quoted(next));
        let (service, path) = (toml_text(name), toml_text(name));
        plan += &format!("\n[[service]]\nname = {service}\nowns = [{path}]\n");
    }
    let folder = Folder::new("");
    folder.put("nodes.csv", nodes);
    folder.put("edges.csv", edges);
    folder.put("seamline.toml", plan);
    for format in ["text", "json", "dot", "graphml"] {
        let shown = run(seamline()
            .args(["analyze", "--format", format])
            .arg(folder.path()))
        .ends(0);
        harmless(&format!("analyze.{format}"), &shown.out, &long);
    }
    let assessed = run(seamline().arg("assess").arg(folder.path())).ends(0);
    harmless("assess.text", &assessed.out, &long);
    let checked = run(seamline().arg("check").arg(folder.path())).ends(1);
    harmless("check.text", &checked.out, &long);
    let out = folder.at("out");
    let all = "compose,markdown,json,csv,dot,graphml,mermaid,svg,png";
    run(seamline()
        .args(["export", "--format", all, "-o"])
        .arg(&out)
        .arg(folder.path()))
    .ends(0);
    let files: Vec<_> = walkdir::WalkDir::new(&out).into_iter().flatten().collect();
    for file in files.iter().filter(|it| it.file_type().is_file()) {
        let Ok(text) = fs::read_to_string(file.path()) else {
            continue;
        };
        let name = file.file_name().to_string_lossy();
        if !name.starts_with(".seamline") {
            harmless(&name, &text, "");
        }
    }
}

/// Formats that are read by machines parse; formats for eyes show nothing that moves or runs.
#[track_caller]
fn harmless(name: &str, text: &str, has: &str) {
    assert!(text.contains(has), "{name} lost a name");
    match name.rsplit('.').next().unwrap_or_default() {
        "json" => {
            serde_json::from_str::<serde_json::Value>(text)
                .unwrap_or_else(|it| panic!("{name}: {it}"));
        }
        "csv" => {
            let rows = csv::Reader::from_reader(text.as_bytes())
                .into_records()
                .count();
            let whole = csv::Reader::from_reader(text.as_bytes())
                .into_records()
                .flatten()
                .count();
            assert_eq!(rows, whole, "{name}");
        }
        "text" => {
            assert!(
                !text.contains('\u{202e}'),
                "{name} turns the terminal's direction"
            );
            assert!(
                !text.lines().any(|it| it.trim() == "lines"),
                "{name} breaks a name in two"
            );
        }
        "graphml" | "svg" => assert!(!text.contains("<script"), "{name}:\n{text}"),
        // In code, and escaped, it is text like any other.
        "md" => {
            let html = |it: &Event<'_>| matches!(it, Event::Html(_) | Event::InlineHtml(_));
            let found = Parser::new(text).find(html);
            assert!(found.is_none(), "{name} holds {found:?}");
        }
        _ => {}
    }
}

fn toml_text(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// Runs the program as an ordinary user, from a place that everybody may enter.
struct Nobody {
    folder: Folder,
}

impl Nobody {
    fn new() -> Self {
        let folder = Folder::new("");
        fs::copy(env!("CARGO_BIN_EXE_seamline"), folder.at("seamline")).unwrap();
        share(folder.path());
        Self { folder }
    }

    fn seamline(&self) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        command.arg(self.folder.at("seamline"));
        command
            .env("SEAMLINE_CONFIG_DIR", "/nonexistent")
            .env("SEAMLINE_CACHE_DIR", "/nonexistent")
            .stdin(Stdio::null());
        command
    }
}

/// Everybody may read and enter, nobody but the owner may write.
fn share(folder: &Path) {
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        let is_program = entry.file_type().is_dir() || entry.file_name() == "seamline";
        let mode = if is_program { 0o755 } else { 0o644 };
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn close(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
}

/// A disk that is soon full.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(at: &Path) -> Self {
        fs::create_dir(at).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=128k", "tmpfs"])
            .arg(at);
        assert!(mount.status().unwrap().success());
        Self(at.to_path_buf())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg(&self.0).status().ok();
    }
}
