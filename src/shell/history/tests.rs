use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::child::{Ended, Limits, run};
use super::find::Repository;
use super::*;
use crate::progress::Silent;

/// Somebody who asks to stop.
struct Stopping(AtomicBool);

impl Progress for Stopping {
    fn report(&self, _: Step, _: usize, _: usize) {}

    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

fn shell(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    n_bytes: 1 << 20,
};

fn tree(root: &Path) -> SourceTree {
    let mut tree = crate::source::fixture("//- /src/lib.rs\npub fn f() {}\n");
    tree.root = root.to_path_buf();
    tree
}

fn told(past: &Past) -> Vec<&str> {
    past.notices.iter().map(|it| &*it.text).collect()
}

#[test]
fn a_child_that_ends_is_told_with_what_it_said() {
    let mut out: Vec<u8> = Vec::new();
    let ended = run(shell("printf abc; printf def"), LIMITS, &Silent, |it| {
        out.extend(it);
    });
    assert!(matches!(ended, Ended::Well), "{ended:?}");
    assert_eq!(out, b"abcdef");
    // More complaints than a pipe holds must not stop it.
    let flood =
        "i=0; while [ $i -lt 9000 ]; do echo 'fatal: no such thing' >&2; i=$((i+1)); done; exit 3";
    let ended = run(shell(flood), LIMITS, &Silent, |_| {});
    assert!(
        matches!(&ended, Ended::Badly(it) if it == "no such thing"),
        "{ended:?}"
    );
    let ended = run(shell("exit 1"), LIMITS, &Silent, |_| {});
    assert!(
        matches!(&ended, Ended::Badly(it) if it == "it gave no reason"),
        "{ended:?}"
    );
    let missing = Command::new("/no/such/program");
    assert!(matches!(
        run(missing, LIMITS, &Silent, |_| {}),
        Ended::NotStarted(_)
    ));
}

#[test]
fn a_child_is_stopped_when_it_takes_too_much() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let endless = format!("echo $$ > {}; exec sleep 600", pid.display());
    let start = Instant::now();
    let limits = Limits {
        time: Duration::from_millis(300),
        ..LIMITS
    };
    let ended = run(shell(&endless), limits, &Silent, |_| {});
    assert!(matches!(ended, Ended::TooLate), "{ended:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
    let pid = fs::read_to_string(pid).unwrap();
    let proc = Path::new("/proc").join(pid.trim());
    assert!(!proc.exists(), "it is gone, and waited for");
    // It closed its output, but goes on.
    let ended = run(
        shell("exec >&- 2>&-; exec sleep 600"),
        limits,
        &Silent,
        |_| {},
    );
    assert!(matches!(ended, Ended::TooLate), "{ended:?}");
    let ended = run(
        shell("while :; do echo much; done"),
        LIMITS,
        &Silent,
        |_| {},
    );
    assert!(matches!(ended, Ended::TooLong), "{ended:?}");
}

#[test]
fn a_child_is_stopped_when_somebody_asks() {
    let stopping = Stopping(AtomicBool::new(false));
    let mut n = 0;
    let ended = run(
        shell("while :; do echo on; done"),
        LIMITS,
        &stopping,
        |_| {
            n += 1;
            stopping.0.store(true, Ordering::Relaxed);
        },
    );
    assert!(matches!(ended, Ended::Cancelled), "{ended:?}");
    assert!(n > 0);
}

#[test]
fn without_git_or_repository_there_is_a_notice_and_teams_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    fs::write(root.join("CODEOWNERS"), "*.rs @rust\n").unwrap();
    let past = read_with(&tree(&root), None, Bounds::default(), None, &Silent).unwrap();
    assert_eq!(
        told(&past),
        ["there is no history: the folder is in no git repository"]
    );
    assert_eq!(past.teams.unwrap().of_file(0).len(), 1);
    fs::create_dir_all(root.join(".git/objects")).unwrap();
    fs::write(root.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    let past = read_with(&tree(&root), None, Bounds::default(), None, &Silent).unwrap();
    let no_git = "there is no history: git is not installed, or no absolute folder of PATH has it";
    assert_eq!(told(&past), [no_git]);
}

#[test]
fn a_relative_folder_of_the_path_offers_no_git() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("git");
    fs::write(&program, "").unwrap();
    let path = std::env::join_paths([Path::new("."), Path::new(""), Path::new("bin")]).unwrap();
    assert!(Git::find_in(&path).is_none());
    assert!(Git::find_in(folder.path().as_os_str()).is_some());
}

#[test]
fn a_repository_of_somebody_else_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let other = root.join("secret/.git");
    fs::create_dir_all(other.join("objects")).unwrap();
    fs::write(other.join("HEAD"), "0".repeat(40)).unwrap();
    let opened = root.join("opened");
    fs::create_dir(&opened).unwrap();
    fs::write(
        opened.join(".git"),
        format!("gitdir: {}\n", other.display()),
    )
    .unwrap();
    let told = |it: Result<Repository, Notice>| it.unwrap_err().text;
    let stranger = "there is no history: the file .git leads to a repository that does not know of this folder";
    assert_eq!(told(find::find(&opened)), stranger);
    // A further working tree, known to its repository.
    let own = other.join("worktrees/opened");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("HEAD"), "0".repeat(40)).unwrap();
    fs::write(own.join("commondir"), "../..\n").unwrap();
    fs::write(own.join("gitdir"), opened.join(".git").to_str().unwrap()).unwrap();
    fs::write(opened.join(".git"), format!("gitdir: {}\n", own.display())).unwrap();
    let found = find::find(&opened).unwrap();
    assert_eq!((found.top, found.common), (opened.clone(), other));
    // Shared things that lie elsewhere are somebody else's.
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(own.join("commondir"), elsewhere.path().to_str().unwrap()).unwrap();
    assert_eq!(
        told(find::find(&opened)),
        "there is no history: the file .git leads to no repository"
    );
    fs::write(opened.join(".git"), "nonsense\n").unwrap();
    assert_eq!(
        told(find::find(&opened)),
        "there is no history: the file .git leads to no repository"
    );
}

#[test]
fn the_commit_that_is_checked_out_is_found_in_every_place() {
    let folder = tempfile::tempdir().unwrap();
    let git = folder.path().join(".git");
    fs::create_dir_all(git.join("objects")).unwrap();
    fs::create_dir_all(git.join("refs/heads/a")).unwrap();
    let head = |text: &str| {
        fs::write(git.join("HEAD"), text).unwrap();
        find::find(folder.path()).unwrap().head()
    };
    let id = |it: &str| Some(it.repeat(40));
    fs::write(git.join("refs/heads/a/b"), "1".repeat(40)).unwrap();
    let packed = format!(
        "# pack-refs\n{} refs/heads/main\n^{}\n",
        "2".repeat(40),
        "3".repeat(40)
    );
    fs::write(git.join("packed-refs"), packed).unwrap();
    assert_eq!(head(&"4".repeat(40)), id("4"));
    assert_eq!(head("ref: refs/heads/a/b\n"), id("1"));
    assert_eq!(head("ref: refs/heads/main\n"), id("2"));
    assert_eq!(head("ref: refs/heads/none\n"), None);
    assert_eq!(head("ref: refs/../HEAD\n"), None);
    assert_eq!(head("ref: HEAD\n"), None);
    fs::write(git.join("refs/heads/a/b"), "ref: refs/heads/a/b").unwrap();
    assert_eq!(head("ref: refs/heads/a/b\n"), None, "a circle ends");
    assert_eq!(head("nonsense"), None);
}
