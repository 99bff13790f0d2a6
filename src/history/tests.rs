//! Logs as pictures: newest first, a header a commit, a letter and a path a file.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::source::SourceFile;

const DAY_SECS: i64 = 86_400;

/// The bytes that git would print: `@10 Ana <ana@x>` heads a commit of day 10, then lines such as
/// `A src/a.rs` and `R src/a.rs -> src/b.rs`.
fn bytes_of(log: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for line in log.lines().map(str::trim).filter(|it| !it.is_empty()) {
        if let Some(header) = line.strip_prefix('@') {
            let (day, who) = header.split_once(' ').unwrap();
            let (name, email) = who.split_once(" <").unwrap();
            let secs = day.parse::<i64>().unwrap() * DAY_SECS;
            let email = email.trim_end_matches('>');
            writeln!(
                Text(&mut out),
                "\u{1}{secs:040x}\0{secs}\0{name}\0{email}\0"
            )
            .unwrap();
            continue;
        }
        let (letter, paths) = line.split_once(' ').unwrap();
        match paths.split_once(" -> ") {
            Some((old, new)) => write!(Text(&mut out), "{letter}100\0{old}\0{new}\0").unwrap(),
            None => write!(Text(&mut out), "{letter}\0{paths}\0").unwrap(),
        }
    }
    out
}

struct Text<'a>(&'a mut Vec<u8>);

impl std::fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

fn files(paths: &[&str]) -> Vec<SourceFile> {
    let file = |path: &&str| SourceFile {
        path: (*path).into(),
        text: "".into(),
    };
    paths.iter().map(file).collect()
}

fn history(paths: &[&str], log: &str) -> History {
    let mut reader = LogReader::new(&files(paths), "");
    // Whatever the pieces are.
    for piece in bytes_of(log).chunks(7) {
        reader.feed(piece);
    }
    reader.finish("tip", None)
}

fn each_alone(n: usize) -> UnitOf {
    (0..n as u32).map(Some).collect()
}

/// Every file is a part of its own.
fn check(paths: &[&str], log: &str, expected: Expect) {
    let history = history(paths, log);
    let unit_of = each_alone(paths.len());
    let mut out = String::new();
    for (path, it) in paths.iter().zip(history.figures(&unit_of, paths.len())) {
        let name = |it: &(PersonIdx, u32)| format!("{} {}", history.person(it.0).name, it.1);
        let authors: Vec<_> = it.authors.iter().map(name).collect();
        let span = it.first_day().zip(it.last_day());
        let span = span.map(|(first, last)| format!(", {first} to {last}"));
        writeln!(
            out,
            "{path}: {} commits, {} recent, {} of bots [{}] truck {}{}",
            it.n_commits,
            it.n_recent,
            it.n_bot_commits,
            authors.join(", "),
            it.truck_factor,
            span.unwrap_or_default(),
        )
        .unwrap();
    }
    let together = Together::of(&history, &unit_of, paths.len());
    for pair in together.pairs() {
        let (a, b) = (paths[pair.a as usize], paths[pair.b as usize]);
        writeln!(
            out,
            "{a} with {b}: {} commits, {:.3}",
            pair.n_commits, pair.weight
        )
        .unwrap();
    }
    for (a, b, weight) in alike(&history.figures(&unit_of, paths.len())) {
        writeln!(
            out,
            "{} by those of {}: {weight:.3}",
            paths[a as usize], paths[b as usize]
        )
        .unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn files_know_who_changed_them_and_when() {
    check(
        &["a.rs", "b.rs", "never.rs"],
        "
        @800 Ana <ana@x>
        M a.rs
        M README.md
        @500 Ben <ben@x>
        M a.rs
        M b.rs
        @400 dependabot[bot] <d@x>
        M a.rs
        @20 Ana <ana@x>
        A b.rs
        @10 Ana <ana@x>
        A a.rs
        ",
        expect![[r#"
            a.rs: 3 commits, 2 recent, 1 of bots [Ana 2, Ben 1] truck 1, 1970-01-11 to 1972-03-11
            b.rs: 2 commits, 1 recent, 0 of bots [Ana 1, Ben 1] truck 1, 1970-01-21 to 1971-05-16
            never.rs: 0 commits, 0 recent, 0 of bots [] truck 0
        "#]],
    );
}

#[test]
fn exact_renames_are_followed_and_names_may_be_given_again() {
    // `b.rs` was `a.rs` until day 4; another `a.rs` was added on day 6.
    check(
        &["a.rs", "b.rs", "c.rs"],
        "
        @8 Ana <ana@x>
        M a.rs
        @6 Ben <ben@x>
        A a.rs
        @4 Kim <kim@x>
        R a.rs -> b.rs
        @3 Ana <ana@x>
        M a.rs
        @2 Ana <ana@x>
        A a.rs
        C a.rs -> c.rs
        ",
        expect![[r#"
            a.rs: 2 commits, 2 recent, 0 of bots [Ana 1, Ben 1] truck 1, 1970-01-07 to 1970-01-09
            b.rs: 3 commits, 3 recent, 0 of bots [Ana 2, Kim 1] truck 1, 1970-01-03 to 1970-01-05
            c.rs: 1 commits, 1 recent, 0 of bots [Ana 1] truck 1, 1970-01-03 to 1970-01-03
        "#]],
    );
}

#[test]
fn two_files_may_swap_their_names() {
    check(
        &["a.rs", "b.rs"],
        "
        @3 Kim <kim@x>
        R a.rs -> b.rs
        R b.rs -> a.rs
        @2 Ben <ben@x>
        A b.rs
        @1 Ana <ana@x>
        A a.rs
        ",
        expect![[r#"
            a.rs: 2 commits, 2 recent, 0 of bots [Ben 1, Kim 1] truck 1, 1970-01-03 to 1970-01-04
            b.rs: 2 commits, 2 recent, 0 of bots [Ana 1, Kim 1] truck 1, 1970-01-02 to 1970-01-04
        "#]],
    );
}

#[test]
fn common_commits_make_a_pair_unless_they_are_few_large_or_of_a_program() {
    let mut log = String::new();
    for day in 10..14 {
        write!(log, "@{day} Ana <ana@x>\nM a.rs\nM b.rs\n").unwrap();
    }
    log.push_str("@9 Ana <ana@x>\nM a.rs\n@8 Ana <ana@x>\nM b.rs\nM c.rs\n");
    log.push_str("@7 Renovate Bot <r@x>\nM b.rs\nM c.rs\n");
    log.push_str("@6 Ana <ana@x>\nM a.rs\nM c.rs\n");
    log.push_str("@5 Ana <ana@x>\nM a.rs\nM b.rs\nM c.rs\n");
    (0..28).for_each(|it| writeln!(log, "M other{it}.rs").unwrap());
    let history = history(&["a.rs", "b.rs", "c.rs"], &log);
    let together = Together::of(&history, &each_alone(3), 3);
    let pair = |a, b| together.pair(a, b).map(|it| (it.n_commits, it.weight));
    // a: 4 + 1 + 1, b: 4 + 1; the commit of 31 files and the one of the program are not there.
    assert_eq!(pair(0, 1), Some((4, 4.0 / 7.0)));
    assert_eq!(pair(2, 1), Some((1, 1.0 / 6.0)));
    assert_eq!(pair(0, 2), Some((1, 1.0 / 7.0)));
    let pairs: Vec<_> = together.pairs().iter().map(|it| (it.a, it.b)).collect();
    assert_eq!(pairs, [(0, 1)], "the others are chance");
}

#[test]
fn parts_are_alike_by_those_who_do_not_work_everywhere() {
    let mut log = String::new();
    for file in ["a.rs", "b.rs", "c.rs", "d.rs"] {
        write!(log, "@9 Hero <hero@x>\nM {file}\n").unwrap();
    }
    for file in ["a.rs", "b.rs"] {
        write!(log, "@8 Ana <ana@x>\nM {file}\n@7 Ana <ana@x>\nM {file}\n").unwrap();
        write!(log, "@6 Ana <ana@x>\nM {file}\n").unwrap();
    }
    for file in ["c.rs", "d.rs"] {
        write!(
            log,
            "@5 Ben <ben@x>\nM {file}\n@4 Hero <hero@x>\nM {file}\n"
        )
        .unwrap();
    }
    check(
        &["a.rs", "b.rs", "c.rs", "d.rs"],
        &log,
        expect![[r#"
            a.rs: 4 commits, 4 recent, 0 of bots [Ana 3, Hero 1] truck 1, 1970-01-07 to 1970-01-10
            b.rs: 4 commits, 4 recent, 0 of bots [Ana 3, Hero 1] truck 1, 1970-01-07 to 1970-01-10
            c.rs: 3 commits, 3 recent, 0 of bots [Hero 2, Ben 1] truck 1, 1970-01-05 to 1970-01-10
            d.rs: 3 commits, 3 recent, 0 of bots [Hero 2, Ben 1] truck 1, 1970-01-05 to 1970-01-10
            a.rs by those of b.rs: 0.750
            c.rs by those of d.rs: 0.333
        "#]],
    );
}

#[test]
fn one_person_has_several_names_and_addresses() {
    let log = "
        @9 Ana Kim <ana@work>
        M a.rs
        @8 ana kim <ana@home>
        M a.rs
        @7 akim <ANA@home>
        M a.rs
        @6 root <root@localhost>
        M a.rs
        @5 root <root@other>
        M a.rs
        @4 release-bot <ana@work>
        M a.rs
        @3 Ana Kim <ana@work>
        M a.rs
        @2 Ben <noreply@github.com>
        M a.rs
        @1 Lee <noreply@github.com>
        M a.rs
    ";
    let people = history(&["a.rs"], log).people;
    let line = |it: &Person| format!("{} {} {}\n", it.name, it.n_commits, it.bot);
    expect![[r#"
        Ana Kim 4 false
        Ben 1 false
        Lee 1 false
        root <root@localhost> 1 false
        root <root@other> 1 false
        release-bot 1 true
    "#]]
    .assert_eq(&people.iter().map(line).collect::<String>());
}

#[test]
fn a_part_of_several_files_counts_a_commit_once() {
    let log = "
        @3 Ana <ana@x>
        M a.rs
        M b.rs
        @2 Ben <ben@x>
        A b.rs
        @1 Ana <ana@x>
        A a.rs
        A c.rs
    ";
    let history = history(&["a.rs", "b.rs", "c.rs"], log);
    let all = &history.figures(&[Some(0), Some(0), Some(0)], 1)[0];
    assert_eq!((all.n_files, all.n_commits), (3, 3));
    assert_eq!(all.top_share(), Some(2.0 / 3.0));
    assert_eq!(&*history.person(all.top_author().unwrap()).name, "Ana");
    assert_eq!(
        all.truck_factor, 1,
        "without Ana two of three files have no author"
    );
    assert!(history.figures(&[None, None, None], 1)[0].is_empty());
}

#[test]
fn a_folder_below_the_top_sees_its_own_files() {
    let log =
        "@2 Ana <ana@x>\nM deep/er/a.rs\nM a.rs\n@1 Ana <ana@x>\nR old/a.rs -> deep/er/a.rs\n";
    let mut reader = LogReader::new(&files(&["a.rs"]), "deep/er/");
    reader.feed(&bytes_of(log));
    let history = reader.finish("tip", None);
    let of_file = &history.figures(&[Some(0)], 1)[0];
    assert_eq!(of_file.n_commits, 2);
    assert_eq!(
        history.commits[0].n_files, 2,
        "what is elsewhere tells the size"
    );
}

#[test]
fn the_last_commit_of_a_text_that_broke_off_does_not_count() {
    let log = bytes_of("@2 Ana <ana@x>\nM a.rs\n@1 Ana <ana@x>\nM a.rs\nM b.rs\n");
    let commits = |cut| {
        let mut reader = LogReader::new(&files(&["a.rs"]), "");
        reader.feed(&log[..log.len() - 3]);
        reader.finish("tip", cut).commits.len()
    };
    assert_eq!(commits(Some(Cut::Time)), 1);
    assert_eq!(commits(Some(Cut::Shallow)), 2);
}

#[test]
fn names_may_hold_anything_but_nul_and_nonsense_is_passed_over() {
    let id = "0".repeat(40);
    let mut log = format!("nonsense\0\u{1}{id}\0soon\0A\nB\u{7}\0\0\nM\0a\nb.rs\0").into_bytes();
    log.extend_from_slice(b"M\0\x01");
    log.extend_from_slice(id.as_bytes());
    log.extend_from_slice(b"\0Q\0?\0M\0\xff\xfe.rs\0");
    let mut reader = LogReader::new(&files(&["a\nb.rs"]), "");
    reader.feed(&log);
    let history = reader.finish("tip", None);
    assert_eq!(history.commits.len(), 1, "a path may look like a header");
    assert_eq!(history.commits[0].n_files, 3);
    assert_eq!(history.files_of(0).len(), 1);
    assert_eq!(&*history.people[0].name, "A\nB\u{7}");
    assert_eq!(history.span_secs(), Some((0, 0)));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(bytes: Vec<u8>, cut: bool) {
        let mut reader = LogReader::new(&files(&["a.rs"]), "");
        reader.feed(&bytes);
        reader.feed(b"\0\x01");
        reader.feed("a".repeat(64).as_bytes());
        reader.feed(b"\x001\0n\0e\0\nM\0a.rs\0");
        reader.feed(&bytes);
        let history = reader.finish("tip", cut.then_some(Cut::Time));
        for figures in history.figures(&[Some(0)], 1) {
            let share = figures.top_share().unwrap_or(1.0);
            assert!(share > 0.0 && share <= 1.0);
        }
    }
}
