//! Real files, changed on a real disk. No test says how long anything takes; each waits for what it
//! asks, for as long as a busy machine may need.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::*;
use crate::progress::Silent;

const PATIENCE: Duration = Duration::from_mins(2);

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "Cargo.toml", "[package]\nname = \"shop\"\n");
    put(root, ".gitignore", "generated\n");
    put(root, "src/lib.rs", "pub mod mail;\n");
    put(root, "src/mail.rs", "");
    put(root, "seamline.toml", "seamline = 1\n");
    folder
}

fn start(root: &Path) -> Watch {
    Watch::start(&Jobs::new(|| {}), root, stamp_of(root, &Silent))
}

fn wait(watch: &Watch, mut enough: impl FnMut(&[News]) -> bool) -> Vec<News> {
    let begin = Instant::now();
    let mut told = watch.news();
    while !enough(&told) {
        assert!(begin.elapsed() < PATIENCE, "no more than {told:?}");
        std::thread::sleep(Duration::from_millis(5));
        told.extend(watch.news());
    }
    told
}

const CODE: News = News::Changed {
    code: true,
    plans: false,
};
const PLANS: News = News::Changed {
    code: false,
    plans: true,
};

#[test]
fn code_and_plans_that_change_are_told_apart() {
    let folder = project();
    let watch = start(folder.path());
    put(folder.path(), "src/mail.rs", "pub fn send() {}\n");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [CODE]);
    put(folder.path(), "seamline.toml", "seamline = 1 # mine\n");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [PLANS]);
    put(folder.path(), "Cargo.toml", "[package]\nname = \"store\"\n");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [CODE]);
    put(folder.path(), "1_mail.sql", "CREATE TABLE mail (id int);");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [CODE]);
}

#[test]
fn what_changed_before_the_watching_began_is_told_too() {
    let folder = project();
    let seen = stamp_of(folder.path(), &Silent);
    put(folder.path(), "src/mail.rs", "pub fn send() {}\n");
    let watch = Watch::start(&Jobs::new(|| {}), folder.path(), seen);
    assert_eq!(wait(&watch, |it| !it.is_empty()), [CODE]);
}

#[test]
fn folders_that_come_later_are_watched_as_well() {
    let folder = project();
    let watch = start(folder.path());
    put(folder.path(), "src/web/mod.rs", "");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [CODE]);
    put(folder.path(), "src/web/page.rs", "");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [CODE]);
}

#[test]
fn what_is_ignored_is_no_news_and_the_last_of_many_is() {
    let folder = project();
    let watch = start(folder.path());
    for n in 0..50 {
        put(folder.path(), &format!("target/debug/out{n}.rs"), "");
        put(folder.path(), &format!("generated/g{n}.rs"), "");
        put(folder.path(), ".git/HEAD", "ref: refs/heads/other\n");
        put(folder.path(), "notes.md", &n.to_string());
    }
    watch.look();
    put(folder.path(), "seamline.toml", "seamline = 1 # the end\n");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [PLANS]);
}

#[test]
fn a_storm_is_a_few_pieces_of_news_and_the_last_state_is_among_them() {
    let folder = project();
    let watch = start(folder.path());
    for n in 0..300 {
        put(
            folder.path(),
            &format!("src/m{}/f{n}.rs", n % 7),
            "fn f() {}",
        );
    }
    let told = wait(&watch, |it| !it.is_empty());
    assert!(
        told.len() < 300 && told.iter().all(|it| *it == CODE),
        "{told:?}"
    );
    let last = stamp_of(folder.path(), &Silent);
    put(folder.path(), "seamline.toml", "seamline = 1 # after\n");
    wait(&watch, |it| {
        it.iter()
            .any(|it| matches!(it, News::Changed { plans: true, .. }))
    });
    assert_eq!(stamp_of(folder.path(), &Silent).code, last.code);
}

#[test]
fn a_folder_that_vanishes_is_missed_and_found_again() {
    let folder = project();
    let (here, away) = (folder.path().join("work"), folder.path().join("away"));
    fs::create_dir(&here).unwrap();
    put(&here, "src/lib.rs", "");
    let watch = start(&here);
    fs::rename(&here, &away).unwrap();
    // A look in the middle of the move may have seen files missing before the folder was.
    assert_eq!(
        wait(&watch, |it| it.contains(&News::Gone)).last(),
        Some(&News::Gone)
    );
    put(&away, "src/lib.rs", "pub mod found;\n");
    fs::rename(&away, &here).unwrap();
    assert_eq!(wait(&watch, |it| it.len() > 1), [News::Back, CODE]);
    put(&here, "src/found.rs", "pub fn again() {}");
    assert_eq!(wait(&watch, |it| !it.is_empty()), [CODE]);
}
