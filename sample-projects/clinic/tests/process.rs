//! The program from outside.

use std::process::Command;

fn clinic(word: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clinic"));
    command.arg(word).env_remove("DATABASE_URL");
    command
}

#[test]
fn unknown_words_are_answered_with_the_known_ones() {
    let output = clinic("fly").output().unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    for word in [
        "serve",
        "migrate",
        "claim-run",
        "rebuild-thumbnails",
        "healthcheck",
    ] {
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn nobody_is_not_healthy() {
    let output = clinic("healthcheck").env("PORT", "1").output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("port 1"));
}

#[test]
fn a_wrong_setting_is_named() {
    let output = clinic("serve").env("PORT", "팔천").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("PORT"));
}
