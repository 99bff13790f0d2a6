//! The contract of the command line: what goes where, and the exit codes.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::common::{Folder, run, seamline};

/// Two modules that need a third, and a plan that cuts between them.
const SHOP: &str = r#"
//- /Cargo.toml
[package]
name = "shop"
edition = "2024"
//- /src/lib.rs
pub mod orders;
pub mod stock;
//- /src/orders.rs
use crate::stock;
pub fn place() -> u32 {
    stock::reserve()
}
//- /src/stock.rs
pub fn reserve() -> u32 {
    1
}
//- /seamline.toml
# the plan of the shop
seamline = 1
root = "."
name = "shop"

[[service]]
name = "orders"
owns = ["shop::orders"]

[[service]]
name = "stock"
owns = ["shop::stock"] # by the gate
"#;

#[test]
fn wrong_use_is_exit_2_and_says_how_it_goes() {
    run(seamline().args(["analyze", ".", "--nonsense"]))
        .ends(2)
        .says(&["--nonsense"]);
    run(seamline().args(["analyze"])).ends(2).says(&["<PATH>"]);
    run(seamline().args(["analyze", ".", "--format", "csv"]))
        .ends(2)
        .says(&["-o OUT"]);
    run(seamline().args(["export", ".", "--format", "fax", "-o", "x"]))
        .ends(2)
        .says(&["markdown"]);
    run(seamline().args(["render", ".", "-o", "x.jpg"]))
        .ends(2)
        .says(&[".svg or .png"]);
    run(seamline().args(["samples", "corner-shop"]))
        .ends(2)
        .says(&["--output"]);
}

#[test]
fn help_and_version_are_results() {
    assert!(
        run(seamline().arg("--help"))
            .ends(0)
            .out
            .contains("Usage: seamline")
    );
    assert!(
        run(seamline().arg("--version"))
            .ends(0)
            .out
            .starts_with("seamline ")
    );
}

#[test]
fn results_go_to_standard_output_and_nothing_else_does() {
    let shop = Folder::new(SHOP);
    for format in ["text", "json", "dot", "graphml"] {
        let run = run(seamline()
            .args(["analyze", "--format", format])
            .arg(shop.path()))
        .ends(0);
        assert!(run.out.contains("shop::orders"), "{run:#?}");
        assert_eq!(run.err, "");
        let file = shop.at("result");
        let quiet = self::run(
            seamline()
                .args(["analyze", "--format", format])
                .arg(shop.path())
                .arg("-o")
                .arg(&file),
        );
        assert_eq!(quiet.ends(0).out, "");
        assert_eq!(shop.text("result"), run.out);
    }
}

#[test]
fn a_table_is_a_folder_that_can_be_read_again() {
    let shop = Folder::new(SHOP);
    let graph = shop.at("graph");
    let mut analyze = seamline();
    run(analyze
        .args(["analyze", "--format", "csv", "-o"])
        .arg(&graph)
        .arg(shop.path()))
    .ends(0);
    let nodes = shop.text("graph/nodes.csv");
    assert!(nodes.starts_with("id,parent,kind"), "{nodes}");
    assert!(
        shop.text("graph/edges.csv")
            .contains("shop::orders,shop::stock,call,1")
    );
    let blind = shop.text("graph/blind-spots.csv");
    assert!(blind.starts_with("kind,what,count,place\n"), "{blind}");
    let again = run(seamline().args(["analyze", "--format", "text"]).arg(&graph)).ends(0);
    assert!(again.out.contains("shop::orders"), "{again:#?}");
}

#[test]
fn a_plan_leads_to_its_code() {
    let shop = Folder::new(SHOP);
    let plan = shop
        .text("seamline.toml")
        .replace("root = \".\"", "root = \"..\"");
    shop.put("plans/seamline.toml", plan);
    let assessed = run(seamline().arg("assess").arg(shop.at("plans/seamline.toml"))).ends(0);
    assert!(assessed.out.contains("orders"), "{assessed:#?}");
    let manifest = run(seamline().arg("assess").arg(shop.at("Cargo.toml"))).ends(0);
    assert_eq!(manifest.out, assessed.out);
}

#[test]
fn assess_tells_the_shape_of_functions_and_how_sure_a_cut_is() {
    let shop = Folder::new(SHOP);
    let assessed = run(seamline().arg("assess").arg(shop.path())).ends(0);
    let all = assessed.out.lines();
    let mut lines = all.skip_while(|it| !it.starts_with("functions: nine of ten"));
    assert_eq!(
        lines.next().unwrap(),
        "functions: nine of ten have no more / the worst"
    );
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        words(lines.next().unwrap()),
        "service functions lines cyclomatic cognitive nesting parameters"
    );
    let orders = lines.next().unwrap();
    assert_eq!(words(orders), "orders 1 3 / 3 1 / 1 0 / 0 0 / 0 0 / 0");
    let cut = lines.find(|it| it.contains(" -> ")).unwrap();
    assert!(cut.ends_with("  resolved"), "{cut}");
}

#[test]
fn check_names_the_line_and_accept_keeps_the_comments() {
    let shop = Folder::new(SHOP);
    let found = run(seamline().arg("check").arg(shop.path())).ends(1);
    assert!(found.out.contains("src/orders.rs:3:"), "{found:#?}");
    assert!(
        found.out.contains("shop::orders -> shop::stock"),
        "{found:#?}"
    );
    run(seamline().args(["check", "--accept"]).arg(shop.path())).ends(0);
    run(seamline().arg("check").arg(shop.path())).ends(0);
    let plan = shop.text("seamline.toml");
    assert!(
        plan.contains("# the plan of the shop") && plan.contains("# by the gate"),
        "{plan}"
    );
    shop.put("src/orders.rs", "pub fn place() -> u32 { 1 }");
    let stale = run(seamline().arg("check").arg(shop.path())).ends(0);
    assert!(
        stale.out.contains("stale: shop::orders -> shop::stock"),
        "{stale:#?}"
    );
}

#[test]
fn a_summary_of_the_check_counts_every_violation_by_its_pair() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-projects/corner-shop");
    let whole = run(seamline().args(["check", sample])).ends(1);
    let short = run(seamline().args(["check", "--summary", sample])).ends(1);
    assert_eq!(whole.out.lines().last(), short.out.lines().last());
    let lines = short.out.lines().filter_map(|it| it.split_once(": "));
    let counts = lines.filter_map(|it| it.1.split_once(" violation"));
    let counts: Vec<usize> = counts.map(|it| it.0.parse().unwrap()).collect();
    let sum: usize = counts.iter().sum();
    assert!(
        counts.len() > 5 && short.out.starts_with("accounts -> "),
        "{short:#?}"
    );
    assert!(
        short.out.contains(&format!("\n{sum} violations, ")),
        "{short:#?}"
    );
}

#[test]
fn check_without_a_plan_does_not_pass() {
    let shop = Folder::new(SHOP);
    fs::remove_file(shop.at("seamline.toml")).unwrap();
    run(seamline().arg("check").arg(shop.path()))
        .ends(3)
        .says_only(&["there is no plan", "seamline.toml"]);
}

#[test]
fn an_export_knows_its_own_files() {
    let shop = Folder::new(SHOP);
    let out = shop.at("out");
    let export = |force: &[&str]| {
        let mut command = seamline();
        command
            .args(["export", "--format", "markdown,csv", "-o"])
            .arg(&out)
            .arg(shop.path());
        run(command.args(force))
    };
    export(&[]).ends(0);
    export(&[]).ends(0);
    let report = crate::common::names_in(&out)
        .into_iter()
        .find(|it| it.contains(".md"))
        .unwrap();
    shop.put(&format!("out/{report}"), "my own words");
    export(&[])
        .ends(4)
        .says_only(&[&report, "was changed since", "--force"]);
    assert_eq!(shop.text(&format!("out/{report}")), "my own words");
    fs::remove_file(out.join(".seamline-export.json")).unwrap();
    export(&[])
        .ends(4)
        .says_only(&[&report, "not written by an export", "--force"]);
    export(&["--force"]).ends(0);
    assert_ne!(shop.text(&format!("out/{report}")), "my own words");
    let leftover = crate::common::names_in(&out);
    assert!(
        !leftover
            .iter()
            .any(|it| it.starts_with(".seamline-export-")),
        "{leftover:?}"
    );
}

#[test]
fn pictures_are_what_their_names_say() {
    let shop = Folder::new(SHOP);
    run(seamline()
        .arg("render")
        .arg(shop.path())
        .arg("-o")
        .arg(shop.at("a.svg")))
    .ends(0);
    assert!(shop.text("a.svg").contains("<svg"));
    run(seamline()
        .arg("render")
        .arg(shop.path())
        .arg("-o")
        .arg(shop.at("a.png")))
    .ends(0);
    assert!(
        fs::read(shop.at("a.png"))
            .unwrap()
            .starts_with(b"\x89PNG\r\n")
    );
}

#[test]
fn a_plan_compared_with_itself_is_the_same() {
    let shop = Folder::new(SHOP);
    let plan = shop.at("seamline.toml");
    let same = run(seamline()
        .args(["compare", "--format", "json"])
        .arg(&plan)
        .arg(&plan))
    .ends(0);
    let json: serde_json::Value = serde_json::from_str(&same.out).unwrap();
    assert_eq!(json["ids"], 2);
    assert_eq!(json["mojofm"], 100.0);
    assert_eq!(json["c2c"]["50"], 1.0);
}

#[test]
fn a_suggestion_is_a_plan_and_a_list_and_depends_on_the_seed_alone() {
    let shop = Folder::new(SHOP);
    fs::remove_file(shop.at("seamline.toml")).unwrap();
    let suggest = |format: &str| {
        run(seamline()
            .args(["suggest", "--seed", "7", "--format", format])
            .arg(shop.path()))
    };
    let plan = suggest("toml").ends(0).out;
    assert!(plan.contains("seamline = 1"), "{plan}");
    assert_eq!(suggest("toml").out, plan);
    assert!(suggest("csv").ends(0).out.starts_with("service,id\n"));
    shop.put("seamline.toml", &plan);
    run(seamline()
        .arg("suggest")
        .arg(shop.path())
        .arg("-o")
        .arg(shop.at("seamline.toml")))
    .ends(4)
    .says_only(&["is the plan that the proposal begins with"]);
}

#[test]
fn whoever_stops_listening_is_not_shouted_at() {
    let shop = Folder::new(SHOP);
    let mut command = seamline();
    command
        .args(["analyze", "--format", "json"])
        .arg(shop.path());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(err, "");
}

#[test]
fn a_full_standard_output_is_exit_4() {
    let shop = Folder::new(SHOP);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = seamline();
    command
        .arg("analyze")
        .arg(shop.path())
        .stdout(full)
        .stderr(Stdio::piped());
    let output = command.spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn ctrl_c_is_exit_130_and_leaves_nothing() {
    let big = Folder::new("");
    let function = "pub fn f() { let x = vec![1, 2, 3]; println!(\"{}\", x.len()); }\n";
    for n in 0..400 {
        big.put(
            &format!("src/m{n}.rs"),
            function.repeat(1000).replace("fn f", "fn g"),
        );
    }
    let mut command = seamline();
    command
        .args(["analyze", "-o"])
        .arg(big.at("out.txt"))
        .arg(big.path());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(400));
    let signal = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(signal.unwrap().success());
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{err}");
    assert!(err.contains("cancelled"), "{err}");
    assert!(!big.at("out.txt").exists());
}

#[test]
fn a_pipe_is_written_into_and_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt as _;

    let shop = Folder::new(SHOP);
    let pipe = shop.at("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("pipe", shop.at("link")).unwrap();
    for name in ["pipe", "link"] {
        let reader = thread::Builder::new().spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        let analyze = ["analyze", "--format", "json", "-o"];
        let written = run(seamline().args(analyze).arg(shop.at(name)).arg(shop.path()));
        // Before the pipe is waited for: whoever replaced it would leave the reader waiting.
        let kind = fs::symlink_metadata(&pipe).unwrap().file_type();
        assert!(kind.is_fifo(), "{written:#?}");
        written.ends(0);
        assert!(reader.unwrap().join().unwrap().contains("\"shop::orders\""));
    }
    assert!(fs::symlink_metadata(shop.at("link")).unwrap().is_symlink());
}

#[test]
fn standard_output_by_name_goes_behind_what_a_file_holds_already() {
    let shop = Folder::new(SHOP);
    let log = shop.put("log", "before\n");
    let file = fs::OpenOptions::new().append(true).open(&log).unwrap();
    // A link of our own: the real `/dev/stdout` is out of reach of a test that fails.
    std::os::unix::fs::symlink("/proc/self/fd/1", shop.at("stdout")).unwrap();
    let mut analyze = seamline();
    analyze.args(["analyze", "-o"]).arg(shop.at("stdout"));
    assert!(
        analyze
            .arg(shop.path())
            .stdout(file)
            .status()
            .unwrap()
            .success()
    );
    let text = shop.text("log");
    assert!(text.starts_with("before\n"), "{text}");
    assert!(text.contains("shop::orders"), "{text}");
}

#[test]
fn a_result_for_a_folder_that_is_not_there_is_exit_4() {
    let shop = Folder::new(SHOP);
    let missing = shop.at("missing");
    for command in [
        ["analyze", "x.json"],
        ["render", "x.svg"],
        ["suggest", "x.toml"],
    ] {
        run(seamline()
            .args([command[0], "-o"])
            .arg(missing.join(command[1]))
            .arg(shop.path()))
        .ends(4)
        .says(&["no folder", "missing", "make it first"]);
        assert!(!missing.exists());
    }
}

#[test]
fn a_table_does_not_replace_files_of_others() {
    let shop = Folder::new(SHOP);
    shop.put("graph/nodes.csv", "mine");
    let refused = run(seamline()
        .args(["analyze", "--format", "csv", "-o"])
        .arg(shop.at("graph"))
        .arg(shop.path()))
    .ends(4)
    .says(&["nodes.csv", "choose another folder"]);
    assert!(!refused.err.contains("--force"), "{refused:#?}");
    assert_eq!(shop.text("graph/nodes.csv"), "mine");
}

#[cfg(feature = "gui")]
#[test]
fn a_photograph_is_a_png_in_a_folder_that_is_there() {
    run(seamline().args(["--photograph", "z.jpg"]))
        .ends(2)
        .says(&[".png"]);
    let folder = Folder::new("");
    run(seamline().arg("--photograph").arg(folder.at("a/z.png")))
        .ends(4)
        .says(&["no folder", "make it first"]);
}

#[test]
fn a_baseline_of_the_sample_holds_and_stays() {
    let folder = Folder::new("");
    let shop = folder.at("shop");
    run(seamline().args(["samples", "corner-shop", "-o"]).arg(&shop)).ends(0);
    run(seamline().args(["check", "--accept"]).arg(&shop)).ends(0);
    let held = run(seamline().arg("check").arg(&shop)).ends(0);
    assert!(
        held.out.starts_with("0 violations") && held.out.ends_with(" 0 stale\n"),
        "{held:#?}"
    );
    let plan = folder.text("shop/seamline.toml");
    run(seamline().args(["check", "--accept"]).arg(&shop)).ends(0);
    assert_eq!(folder.text("shop/seamline.toml"), plan);
    let state = folder.text("shop/src/orders/state.rs");
    let later = "pub fn later() { let _ = crate::catalog::media::pictures; }\n";
    folder.put("shop/src/orders/state.rs", state + later);
    run(seamline().arg("check").arg(&shop)).ends(1);
}

#[test]
fn a_suggestion_for_the_sample_has_as_many_services_as_asked_for() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-projects/corner-shop");
    for n in [1, 4, 9] {
        let n_text = n.to_string();
        let plan = run(seamline().args(["suggest", sample, "--services", &n_text])).ends(0);
        assert_eq!(plan.out.matches("[[service]]").count(), n, "{}", plan.err);
    }
}

#[cfg(feature = "gui")]
#[test]
fn without_a_display_the_window_names_what_needs_none() {
    let mut command = seamline();
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(name);
    }
    run(&mut command).ends(5).says(&["analyze", "render"]);
}

#[cfg(not(feature = "gui"))]
#[test]
fn a_build_without_the_window_says_so() {
    run(&mut seamline())
        .ends(5)
        .says_only(&["without the window", "analyze"]);
}

#[test]
fn analyze_counts_what_it_is_asked_to_count() {
    let shop = Folder::new(
        "
//- /Cargo.toml
[package]
name = \"shop\"
edition = \"2024\"
//- /src/lib.rs
mod a; mod b;
//- /src/a.rs
use crate::b::Thing;
fn f(thing: Thing) { thing.go(); }
#[cfg(test)] mod tests { fn t() { crate::b::make(); } }
//- /src/b.rs
pub struct Thing;
impl Thing { pub fn go(&self) {} }
pub fn make() {}
",
    );
    let count = |options: &[&str]| {
        let mut command = seamline();
        command.arg("analyze").arg(shop.path()).args(options);
        let out = run(&mut command).ends(0).out;
        let line = out.lines().find(|it| it.contains("-> shop::b "));
        line.map(|it| it.trim().to_owned())
    };
    assert_eq!(count(&[]).as_deref(), Some("-> shop::b x3"));
    assert_eq!(
        count(&["--confidence", "resolved"]).as_deref(),
        Some("-> shop::b x2")
    );
    assert_eq!(count(&["--kind", "call"]).as_deref(), Some("-> shop::b x1"));
    assert_eq!(count(&["--kind", "static,macro"]), None);
    assert!(count(&["--kind", "call", "--tests"]).is_some());
    let mut command = seamline();
    command
        .arg("analyze")
        .arg(shop.path())
        .args(["--kind", "calls"]);
    run(&mut command).ends(2).says(&["it is one of use, call"]);
}
