//! Measured calls through the real program: a real table of statements and a trace, of the sample clinic.

use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect;
use serde_json::Value;

use crate::common::{Folder, run, seamline};

fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/measured");
    folder.join(name)
}

/// The clinic with its plan, and both files.
fn on_clinic(subcommand: &str) -> Command {
    let clinic = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/clinic");
    let mut command = seamline();
    command.arg(subcommand).arg(clinic);
    for name in ["clinic_statements.csv", "clinic_trace.json"] {
        command.arg("--measured").arg(fixture(name));
    }
    command
}

#[test]
fn calls_are_told_apart_from_places() {
    let out = run(&mut on_clinic("assess")).ends(0).out;
    let start = out.find("calls measured in").unwrap();
    let end = out[start..].find("\n\n").map_or(out.len(), |it| start + it);
    let here = format!("{}/", fixture("").display());
    let section = out[start..end].replace(&here.replace("//", "/"), "");
    expect![[r#"
        calls measured in clinic_statements.csv, clinic_trace.json; these are no places in the code
          tables
            table:patients: 69 writes in 8.027 ms (1 failed)
            view:patient_timeline: 31 reads in 6.518 ms
            table:allergies: 40 reads in 0.108 ms, 1 write in 2.500 ms
            table:job_queue: 25 reads in 0.388 ms, 50 writes in 0.806 ms
            table:audit_log: 114 writes in 1.184 ms
            table:permissions: 90 reads in 0.174 ms
            table:users: 90 reads in 0.091 ms
            table:drug_interactions: 30 reads in 0.034 ms
            table:appointments: 12 reads in 0.014 ms
            table:encounters: 12 reads in 0.014 ms
            table:sessions: 1 write in 0.002 ms
          doors
            POST /patients/7/merge: 1 call in 30.0 ms (1 failed)
            GET /patients/{id}: 1 call in 12.5 ms
          functions
            clinic::patients::merge::merge: 1 call in 28.0 ms
            clinic::patients::timeline::of: 1 call in 9.000 ms
          modules
            clinic::patients::merge: 1 call in 28.0 ms
            clinic::patients::timeline: 1 call in 9.000 ms
          services
            identity: tables 180 reads in 0.265 ms, 115 writes in 1.187 ms
            patients: functions 2 calls in 37.0 ms; tables 71 reads in 6.626 ms, 70 writes in 10.5 ms (1 failed)
            schedule: tables 12 reads in 0.014 ms
            chart: tables 42 reads in 0.047 ms
            remaining monolith: tables 25 reads in 0.388 ms, 50 writes in 0.806 ms
          measured, but not found in the code
            clinic_statements.csv:6 statement COMMIT: it touches no table
            clinic_statements.csv:17 statement select pg_stat_statements_reset(): it touches no table
            clinic_statements.csv:23 statement BEGIN: it touches no table
            clinic_trace.json:193 function nightly sweep: no function of the code is called so"#]].assert_eq(&section);
}

#[test]
fn nothing_else_changes() {
    let clinic = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/clinic");
    let plain = run(seamline().args(["assess", "--format", "json"]).arg(clinic)).ends(0);
    let told = run(on_clinic("assess").args(["--format", "json"])).ends(0);
    let mut told: Value = serde_json::from_str(&told.out).unwrap();
    let plain: Value = serde_json::from_str(&plain.out).unwrap();
    let measured = told.as_object_mut().unwrap().remove("measured").unwrap();
    assert_eq!(told, plain);
    assert_eq!(measured["files"].as_array().unwrap().len(), 2);
    let graph = run(on_clinic("analyze").args(["--format", "json"])).ends(0);
    let graph: Value = serde_json::from_str(&graph.out).unwrap();
    let of_graph = |it: &Value| it["measured"]["tables"][0]["measured"].clone();
    assert_eq!(of_graph(&graph), measured["tables"][0]["measured"]);
}

#[test]
fn an_export_has_a_table_and_a_section_of_them() {
    let folder = Folder::new("");
    let out = folder.at("out");
    run(on_clinic("export")
        .args(["--format", "csv,markdown", "-o"])
        .arg(&out))
    .ends(0);
    let table = folder.text("out/measured.csv");
    let patients = table
        .lines()
        .filter(|it| it.starts_with("table,table:patients,"));
    let patients: Vec<_> = patients.collect();
    expect!["table,table:patients,,patients,writes,69,8.027149000000001,1,,"]
        .assert_eq(&patients.join("\n"));
    assert!(
        folder
            .text("out/boundaries.md")
            .contains("\n## Measured\n\nCalls measured in ")
    );
}

#[test]
fn a_file_that_is_not_there_is_exit_3_and_a_strange_one_is_told() {
    let folder = Folder::new("//- /src/lib.rs\npub fn a() {}\n//- /strange.txt\nhello\n");
    let assess = |name: &str| {
        run(seamline()
            .arg("assess")
            .arg(folder.path())
            .arg("--measured")
            .arg(folder.at(name)))
    };
    assess("gone.csv").ends(3).says(&["gone.csv"]);
    assess("strange.txt")
        .ends(0)
        .says(&["strange.txt", "no table of measurements", "OTLP"]);
}
