//! The layout of the corner shop: what its validators say, and whether it really starts.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::{need, whole_machine};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-projects/corner-shop");

/// The shop's layout, exported by the program into a folder of its own.
fn layout() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let exported = Command::new(env!("CARGO_BIN_EXE_seamline"))
        .args(["export", SAMPLE, "--format", "compose", "-o"])
        .arg(dir.path())
        .output()
        .unwrap();
    assert_success("seamline export", &exported);
    dir
}

fn assert_success(what: &str, output: &Output) {
    let (out, err) = (&output.stdout, &output.stderr);
    let said = [out, err]
        .map(|it| String::from_utf8_lossy(it).into_owned())
        .concat();
    assert!(output.status.success(), "{what} says:\n{said}");
}

/// Runs a validator over files of the layout.
fn validate(tool: &str, args: &[&str]) {
    let dir = layout();
    let output = Command::new(tool)
        .args(args)
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert_success(tool, &output);
}

#[test]
fn compose_takes_the_layout() {
    if need("docker-compose") {
        validate("docker-compose", &["-f", "compose.yaml", "config", "-q"]);
    }
}

#[test]
fn compose_takes_the_layout_with_open_ports() {
    if need("docker-compose") {
        let files = [
            "-f",
            "compose.yaml",
            "-f",
            "compose.direct.yaml",
            "config",
            "-q",
        ];
        validate("docker-compose", &files);
    }
}

#[test]
fn hadolint_has_nothing_to_say_about_the_images() {
    if need("hadolint") {
        validate("hadolint", &["Dockerfile", "Dockerfile.build"]);
    }
}

#[test]
fn caddy_takes_the_gateway() {
    if need("caddy") {
        validate(
            "caddy",
            &[
                "validate",
                "--adapter",
                "caddyfile",
                "--config",
                "Caddyfile",
            ],
        );
    }
}

#[test]
fn the_layout_starts_and_every_service_answers() {
    if !need("podman") {
        return;
    }
    let _machine = whole_machine();
    let script: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/start-layout");
    let output = Command::new(script)
        .arg(env!("CARGO_BIN_EXE_seamline"))
        .output()
        .unwrap();
    if output.status.code() == Some(77) && std::env::var_os("SEAMLINE_REQUIRE_ALL").is_none() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        return;
    }
    assert_success(".ci/start-layout", &output);
}
