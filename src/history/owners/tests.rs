use expect_test::{Expect, expect};

use super::*;
use crate::source::SourceFile;

fn teams(text: &str, dialect: Dialect, paths: &[&str]) -> (String, Vec<Notice>) {
    let file = |path: &&str| SourceFile {
        path: (*path).into(),
        text: "".into(),
    };
    let files: Vec<_> = paths.iter().map(file).collect();
    let mut notices = Vec::new();
    let teams = Teams::read("CODEOWNERS", text, dialect, &files, "", &mut notices);
    let line = |(idx, path): (usize, &&str)| {
        let names: Vec<_> = teams
            .of_file(idx)
            .iter()
            .map(|it| &*teams.names[it.index()])
            .collect();
        format!("{path}: {}\n", names.join(" "))
    };
    (paths.iter().enumerate().map(line).collect(), notices)
}

fn check(dialect: Dialect, text: &str, paths: &[&str], expected: Expect) {
    expected.assert_eq(&teams(text, dialect, paths).0);
}

#[test]
fn github_reads_patterns_as_its_manual_says() {
    check(
        Dialect::GitHub,
        "
# a comment
*       @owner1 @owner2
*.js    @js #an inline comment
*.txt mail@example.com
/build/logs/ @doctor
docs/* docs@example.com
apps/ @octocat
/scripts/ @doctor @octocat
**/logs @logs
/apps/github
/src/**/deep.rs @deep
a?c.rs @one
with\\ space/ @space
",
        &[
            "x/y/z.rb",
            "x/y.js",
            "x.txt",
            "build/logs/a/b.log",
            "sub/build/logs.c",
            "docs/start.md",
            "docs/build/start.md",
            "x/docs/start.md",
            "x/apps/y/z.rs",
            "scripts/a.sh",
            "x/logs/y.rs",
            "apps/github",
            "apps/github/x.rs",
            "src/deep.rs",
            "src/a/b/deep.rs",
            "abc.rs",
            "x/a-c.rs",
            "abbc.rs",
            "with space/x.rs",
        ],
        expect![[r#"
            x/y/z.rb: @owner1 @owner2
            x/y.js: @js
            x.txt: mail@example.com
            build/logs/a/b.log: @logs
            sub/build/logs.c: @owner1 @owner2
            docs/start.md: docs@example.com
            docs/build/start.md: @owner1 @owner2
            x/docs/start.md: @owner1 @owner2
            x/apps/y/z.rs: @octocat
            scripts/a.sh: @doctor @octocat
            x/logs/y.rs: @logs
            apps/github: 
            apps/github/x.rs: 
            src/deep.rs: @deep
            src/a/b/deep.rs: @deep
            abc.rs: @one
            x/a-c.rs: @one
            abbc.rs: @owner1 @owner2
            with space/x.rs: @space
        "#]],
    );
}

#[test]
fn gitlab_has_sections_with_defaults_and_exclusions() {
    check(
        Dialect::GitLab,
        "
* @all
README.md @docs
\\#sharp.rs @sharp
config/ @@maintainer
/only @top

[Database][2] @dba @dba2
/db/
/db/own.rs @owner
!/db/skip.rs

^[Optional]
*.rs @rust

[DATABASE]
/db/late.rs @late
",
        &[
            "x/README.md",
            "#sharp.rs",
            "a/config/b/c.txt",
            "only",
            "only/below.txt",
            "db/x.sql",
            "db/own.rs",
            "db/skip.rs",
            "db/late.rs",
        ],
        expect![[r#"
            x/README.md: @docs
            #sharp.rs: @rust @sharp
            a/config/b/c.txt: @@maintainer
            only: @top
            only/below.txt: @all
            db/x.sql: @all @dba @dba2
            db/own.rs: @all @owner @rust
            db/skip.rs: @all @rust
            db/late.rs: @all @late @rust
        "#]],
    );
}

#[test]
fn sections_tell_the_dialect() {
    assert_eq!(Dialect::guess("# x\n*.rs @a\n[ab]c @b\n"), Dialect::GitHub);
    assert_eq!(Dialect::guess("*.rs @a\n^[Docs][1] @b\n"), Dialect::GitLab);
    assert_eq!(Dialect::guess("[Docs]\n"), Dialect::GitLab);
    assert_eq!(Dialect::guess(""), Dialect::GitHub);
}

#[test]
fn what_a_dialect_lacks_is_told_and_gives_no_owner() {
    let text = "*.rs @a\n!x.rs @b\n[a-z].rs @c\n";
    let (picture, notices) = teams(text, Dialect::GitHub, &["x.rs"]);
    assert_eq!(picture, "x.rs: @a\n");
    let places: Vec<_> = notices
        .iter()
        .map(|it| it.place.as_ref().unwrap().line)
        .collect();
    assert_eq!(places, [Some(2), Some(3)]);
}

#[test]
fn parts_have_the_teams_of_most_files_first() {
    let file = |path: &str| SourceFile {
        path: path.into(),
        text: "".into(),
    };
    let files = ["a.rs", "b.rs", "c.sql"].map(file);
    let text = "*.rs @rust\n*.sql @dba\n/folder/b.rs @rust @b\n";
    let teams = Teams::read(
        "C",
        text,
        Dialect::GitHub,
        &files,
        "folder/",
        &mut Vec::new(),
    );
    let of_units = teams.of_units(&[Some(0), Some(0), Some(0)], 2);
    let name = |it: &(TeamIdx, u32)| format!("{} {}", teams.names[it.0.index()], it.1);
    let names: Vec<_> = of_units[0].iter().map(name).collect();
    assert_eq!(names, ["@rust 2", "@b 1", "@dba 1"]);
    assert!(of_units[1].is_empty());
}

#[test]
fn hostile_patterns_take_no_time() {
    let stars = "*a".repeat(400);
    let deep = "**/".repeat(250);
    let text = format!("{stars} @a\n{deep}x @b\n\\\n[\n[]\n[x\n/ @c\n// @d\n");
    let long = format!("{}/{}", vec!["a"; 250].join("/"), "a".repeat(4000));
    for dialect in [Dialect::GitHub, Dialect::GitLab] {
        teams(&text, dialect, &[&long, "", "/", "x"]);
    }
}
