//! Hostile names from one end of the program to the other, judged by programs that are not ours.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::need;

/// Names nobody should give, and somebody does.
const NAMES: [&str; 10] = [
    "quote\"and'tick`",
    "line\nbreak",
    "<script>alert(1)</script>",
    "שלום\u{202e}gpj.exe",
    "=HYPERLINK(1)",
    "back\\slash\\",
    "]]> --> */ {{ }} ${HOME} $$ {$PATH}",
    "| pipe | `code` | [link](javascript:x)",
    "&amp;&lt;b&gt;",
    "주문 \\N #",
];

/// A system of such names, each one a module, a service, a URL prefix and a variable.
fn exported() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let long = "긴".repeat(300);
    let names = NAMES.iter().copied().chain([&*long]);
    let mut nodes = csv::Writer::from_path(dir.path().join("nodes.csv")).unwrap();
    let mut edges = csv::Writer::from_path(dir.path().join("edges.csv")).unwrap();
    nodes.write_record(["id", "parent", "kind"]).unwrap();
    edges
        .write_record(["source", "target", "kind", "weight"])
        .unwrap();
    let mut plan =
        "seamline = 1\nname = \"<b>shop\\n\"\n[run]\nport = 8080\nhealth = \"/health\"\n[run.env]\n".to_owned();
    plan.push_str("GREETING = ");
    plan.push_str(&toml_text(&NAMES.concat()));
    plan.push('\n');
    let mut previous: Option<&str> = None;
    for name in names {
        nodes.write_record([name, "", name]).unwrap();
        if let Some(previous) = previous.replace(name) {
            edges.write_record([previous, name, "call", "2.5"]).unwrap();
        }
        let (quoted, prefix) = (toml_text(name), toml_text(&format!("/{name}")));
        plan.push_str(&format!(
            "[[service]]\nname = {quoted}\nowns = [{quoted}]\nprefixes = [{prefix}]\n"
        ));
    }
    nodes.flush().unwrap();
    edges.flush().unwrap();
    fs::write(dir.path().join("seamline.toml"), plan).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_seamline"))
        .arg("export")
        .arg(dir.path())
        .args([
            "--format",
            "compose,markdown,json,csv,dot,graphml,mermaid,svg,png",
            "-o",
        ])
        .arg(dir.path().join("out"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    dir
}

fn toml_text(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

fn judged(tool: &str, args: &[&str], out: &Path) -> String {
    let output = Command::new(tool)
        .args(args)
        .current_dir(out)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool} says:\n{said}");
    assert!(!said.contains("Error"), "{tool} says:\n{said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn graphviz_draws_hostile_names() {
    if !need("dot") {
        return;
    }
    let dir = exported();
    let svg = judged("dot", &["-Tsvg", "graph.dot"], &dir.path().join("out"));
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let document = roxmltree::Document::parse_with_options(&svg, options).unwrap();
    let texts: Vec<_> = document.descendants().filter_map(|it| it.text()).collect();
    for name in [
        "<script>alert(1)</script>",
        "&amp;&lt;b&gt;",
        "back\\slash\\",
        "line\\nbreak",
    ] {
        assert!(texts.contains(&name), "no {name:?} in {texts:?}");
    }
}

#[test]
fn graphviz_draws_the_sample() {
    if !need("dot") {
        return;
    }
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/corner-shop");
    let dir = tempfile::tempdir().unwrap();
    let mut export = Command::new(env!("CARGO_BIN_EXE_seamline"));
    export
        .arg("export")
        .arg(sample)
        .args(["--format", "dot", "-o"]);
    assert!(export.arg(dir.path()).output().unwrap().status.success());
    let plain = judged("dot", &["-Tplain", "graph.dot"], dir.path());
    let graph = fs::read_to_string(dir.path().join("graph.dot")).unwrap();
    let (n_lines, n_drawn) = (
        graph.matches(" -> ").count(),
        plain.matches("\nedge ").count(),
    );
    assert!(n_lines > 100, "{n_lines} lines");
    assert_eq!(n_drawn, n_lines);
}

#[test]
fn compose_takes_hostile_names() {
    if !need("docker-compose") {
        return;
    }
    let dir = exported();
    let out = dir.path().join("out");
    let config = judged(
        "docker-compose",
        &["-f", "compose.yaml", "config", "--format", "json"],
        &out,
    );
    let config: serde_json::Value = serde_json::from_str(&config).unwrap();
    let services = config["services"].as_object().unwrap();
    assert_eq!(services.len(), NAMES.len() + 3, "{:?}", services.keys());
    assert_eq!(
        services["monolith"]["environment"]["GREETING"]
            .as_str()
            .unwrap()
            .replace("$$", "$"),
        NAMES.concat(),
    );
    judged(
        "docker-compose",
        &[
            "-f",
            "compose.yaml",
            "-f",
            "compose.direct.yaml",
            "config",
            "-q",
        ],
        &out,
    );
}

#[test]
fn caddy_takes_hostile_names() {
    if need("caddy") {
        let dir = exported();
        let args = [
            "validate",
            "--adapter",
            "caddyfile",
            "--config",
            "Caddyfile",
        ];
        judged("caddy", &args, &dir.path().join("out"));
    }
}

#[test]
fn hadolint_takes_hostile_names() {
    if need("hadolint") {
        let dir = exported();
        judged(
            "hadolint",
            &["Dockerfile", "Dockerfile.build"],
            &dir.path().join("out"),
        );
    }
}

#[test]
fn a_report_ranks_doors_and_does_not_deny_those_that_it_does_not_look_for() {
    let doors_of = |folder: &Path| {
        let dir = tempfile::tempdir().unwrap();
        let mut export = Command::new(env!("CARGO_BIN_EXE_seamline"));
        export.arg("export").arg(folder);
        export.args(["--format", "markdown", "-o"]).arg(dir.path());
        assert!(export.output().unwrap().status.success());
        let report = fs::read_to_string(dir.path().join("boundaries.md")).unwrap();
        report.split("## Doors").nth(1).unwrap().to_owned()
    };
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/corner-shop");
    let doors = doors_of(&sample);
    let place = |door: &str| doors.find(door).unwrap_or_else(|| panic!("no {door}"));
    assert!(place("`POST /orders/checkout` | orders |") < place("`GET /orders/{id}` | orders |"));
    let doors = doors_of(lost(1).path());
    let said = doors.trim_start();
    assert!(said.starts_with("No route of HTTP was found: a server that is written by hand"));
}

/// A crate with one name that means nothing, in so many places.
fn lost(n_places: usize) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let calls = "    crate::gone::away();\n".repeat(n_places);
    let library = format!("pub fn f() {{\n{calls}    crate::lost();\n}}\n");
    fs::write(dir.path().join("lib.rs"), library).unwrap();
    let mut export = Command::new(env!("CARGO_BIN_EXE_seamline"));
    export.arg("export").arg(dir.path());
    export.args(["--format", "markdown,json,csv", "-o"]);
    let exported = export.arg(dir.path().join("out")).output().unwrap();
    assert!(exported.status.success(), "{exported:?}");
    dir
}

#[test]
fn what_could_not_be_bound_is_listed_with_its_places() {
    let dir = lost(7);
    let text = |name: &str| fs::read_to_string(dir.path().join("out").join(name)).unwrap();
    let report = text("boundaries.md");
    let often = "- `crate::gone::away` at `lib.rs:2:18`, `lib.rs:3:18`, `lib.rs:4:18`, `lib.rs:5:18`, \
                 `lib.rs:6:18` and 2 more places\n- `crate::lost` at `lib.rs:9:12`\n";
    assert!(report.contains(often), "{report}");
    let json: serde_json::Value = serde_json::from_str(&text("report.json")).unwrap();
    assert_eq!(json["totals"]["unresolved"], 8);
    assert_eq!(json["unresolved"][0]["path"], "crate::gone::away");
    assert_eq!(json["unresolved"][0]["places"][6], "lib.rs:8:18");
    assert_eq!(json["unresolved"][1]["path"], "crate::lost");
    assert_eq!(text("unresolved.csv").lines().count(), 9);
}
