//! People and time through the real program, on repositories made here: friendly, broken, hostile.

mod hostile;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::common::{Folder, need, run, seamline};

/// A package with a git repository round it.
struct Repository {
    folder: Folder,
    n_commits: u32,
}

impl Repository {
    fn new() -> Self {
        let files = "//- /Cargo.toml\n[package]\nname = \"shop\"\nedition = \"2024\"\n";
        let repository = Self {
            folder: Folder::new(files),
            n_commits: 0,
        };
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    /// git as somebody works with it, without the settings of whoever runs the tests.
    fn git(&self, args: &[&str]) {
        let run = run(git(self.folder.path()).args(args));
        assert_eq!(run.code, Some(0), "git {args:?}: {run:#?}");
    }

    /// Somebody changes files, each by a line, and commits; a day after the last commit.
    fn commit(&mut self, who: &str, files: &[&str]) {
        self.n_commits += 1;
        for path in files {
            let before = fs::read_to_string(self.folder.at(path)).unwrap_or_default();
            self.folder
                .put(path, format!("{before}// {}\n", self.n_commits));
        }
        self.git(&["add", "-A"]);
        self.commit_index(who);
    }

    fn commit_index(&mut self, who: &str) {
        let date = format!("{} +0000", 1_700_000_000 + self.n_commits * 86_400);
        let mut command = git(self.folder.path());
        command
            .env("GIT_AUTHOR_NAME", who)
            .env("GIT_AUTHOR_DATE", &date);
        command.env("GIT_AUTHOR_EMAIL", format!("{who}@shop.example"));
        command.env("GIT_COMMITTER_DATE", &date);
        let run = run(command.args(["commit", "-q", "--allow-empty", "-m", "x"]));
        assert_eq!(run.code, Some(0), "{run:#?}");
    }

    fn history(&self) -> Value {
        analyze(self.folder.path()).0
    }
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder);
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    command
        .env("GIT_COMMITTER_NAME", "C")
        .env("GIT_COMMITTER_EMAIL", "c@shop.example");
    command
}

/// `history` of the JSON, and standard error.
fn analyze(path: &Path) -> (Value, String) {
    let mut command = seamline();
    command
        .args(["analyze", "--history", "--format", "json"])
        .arg(path);
    let run = run(&mut command).ends(0);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    (json["history"].clone(), run.err)
}

fn part<'a>(history: &'a Value, id: &str) -> &'a Value {
    let parts = history["parts"].as_array().unwrap();
    parts
        .iter()
        .find(|it| it["id"] == id)
        .unwrap_or(&Value::Null)
}

/// Three modules: two of Ana that change together, one of Ben.
fn shop() -> Repository {
    let mut shop = Repository::new();
    shop.folder
        .put("src/lib.rs", "mod orders;\nmod stock;\nmod mail;\n");
    shop.folder.put(".mailmap", "Ana Kim <ana@shop.example>\n");
    shop.folder
        .put(".github/CODEOWNERS", "* @all\n/src/mail.rs @post @ben\n");
    for _ in 0..4 {
        shop.commit("ana", &["src/orders.rs", "src/stock.rs"]);
    }
    shop.commit("ana", &["src/orders.rs"]);
    for _ in 0..3 {
        shop.commit("ben", &["src/mail.rs"]);
    }
    shop.commit("dependabot[bot]", &["Cargo.lock", "src/mail.rs"]);
    shop
}

#[test]
fn modules_know_their_people_and_what_changes_with_them() {
    if !need("git") {
        return;
    }
    let shop = shop();
    let history = shop.history();
    assert_eq!(history["cut"], Value::Null);
    assert_eq!(history["codeowners"], ".github/CODEOWNERS");
    let names: Vec<_> = history["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["name"])
        .collect();
    assert_eq!(names, ["Ana Kim", "ben", "dependabot[bot]"]);
    let mail = part(&history, "shop::mail");
    assert_eq!(
        (&mail["commits"], &mail["bot_commits"]),
        (&3.into(), &1.into())
    );
    assert_eq!(
        (&mail["truck_factor"], &mail["top_share"]),
        (&1.into(), &1.0.into())
    );
    assert_eq!(mail["teams"][0]["name"], "@ben");
    assert_eq!(
        (&mail["first"], &mail["last"]),
        (&"2023-11-20".into(), &"2023-11-23".into())
    );
    let together = history["together"].as_array().unwrap();
    assert_eq!(together.len(), 1, "{together:#?}");
    let pair = &together[0];
    assert_eq!(
        (&pair["a"], &pair["b"]),
        (&"shop::orders".into(), &"shop::stock".into())
    );
    assert_eq!(
        (&pair["commits"], &pair["weight"]),
        (&4.into(), &0.8.into())
    );
}

#[test]
fn the_default_result_knows_nothing_of_history_and_tables_hold_its_edges() {
    if !need("git") {
        return;
    }
    let shop = shop();
    let plain = run(seamline()
        .args(["analyze", "--format", "json"])
        .arg(shop.folder.path()));
    assert!(!plain.out.contains("\"history\"") && !plain.out.contains("\"commits\""));
    let out = shop.folder.at("target-tables");
    let mut tables = seamline();
    tables
        .args(["analyze", "--history", "--format", "csv", "-o"])
        .arg(&out)
        .arg(shop.folder.path());
    run(&mut tables).ends(0);
    let edges = shop.folder.text("target-tables/edges.csv");
    assert!(
        edges.contains("shop::orders,shop::stock,commits,0.8,"),
        "{edges}"
    );
    let history = shop.folder.text("target-tables/history.csv");
    assert!(
        history.contains("shop::stock,1,4,4,0,1,Ana Kim,4,1.0000,1,2023-11-15,2023-11-18,'@all"),
        "{history}"
    );
    // The tables are a graph of their own again.
    run(seamline().arg("analyze").arg(&out)).ends(0);
    run(seamline()
        .args(["analyze", "--kind", "commits"])
        .arg(shop.folder.path()))
    .ends(2);
    let mut only = seamline();
    only.args([
        "analyze",
        "--history",
        "--kind",
        "commits",
        "--format",
        "json",
    ]);
    let json: Value = serde_json::from_str(&run(only.arg(shop.folder.path())).ends(0).out).unwrap();
    let kinds: Vec<_> = json["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["kind"])
        .collect();
    assert_eq!(kinds, ["commits"]);
}

#[test]
fn services_know_their_people_and_how_often_a_cut_was_crossed() {
    if !need("git") {
        return;
    }
    let mut shop = shop();
    shop.folder
        .put("src/orders.rs", "pub fn f() { crate::stock::g() }\n");
    shop.folder.put("src/stock.rs", "pub fn g() {}\n");
    shop.folder.put(
        "seamline.toml",
        "seamline = 1\nroot = \".\"\nname = \"shop\"\n[[service]]\nname = \"orders\"\nowns = [\"shop::orders\"]\n\
         [[service]]\nname = \"stock\"\nowns = [\"shop::stock\"]\n",
    );
    shop.commit("ben", &["notes.md"]);
    let assess = |format: &str| {
        let mut command = seamline();
        command
            .args(["assess", "--history", "--format", format])
            .arg(shop.folder.path());
        run(&mut command).ends(0).out
    };
    let json: Value = serde_json::from_str(&assess("json")).unwrap();
    let history = &json["history"];
    let service = &history["services"][0];
    assert_eq!(
        (&service["id"], &service["commits"]),
        (&"orders".into(), &6.into())
    );
    assert_eq!(service["authors"], 2);
    let both = &history["services_together"][0];
    assert_eq!(
        (&both["a"], &both["b"], &both["commits"]),
        (&"orders".into(), &"stock".into(), &5.into())
    );
    let cut = &history["cuts"][0];
    assert_eq!(
        (&cut["a"], &cut["commits"]),
        (&"shop::orders".into(), &5.into())
    );
    let text = assess("text");
    assert!(
        text.contains("orders -- stock  5 commits, 83 %, last 2023-11-24"),
        "{text}"
    );
    let folder = shop.folder.at("out");
    let mut export = seamline();
    export
        .args(["export", "--history", "--format", "markdown", "-o"])
        .arg(&folder);
    run(export.arg(shop.folder.path())).ends(0);
    let report = shop.folder.text("out/boundaries.md");
    assert!(
        report.contains("| orders | 6 | 6 | 2 | 83 % | 1 |"),
        "{report}"
    );
    assert!(report.contains("Commits are no dependencies"), "{report}");
}

#[test]
fn a_folder_below_the_top_and_a_further_working_tree_have_their_history() {
    if !need("git") {
        return;
    }
    let mut shop = Repository::new();
    shop.folder.put(
        "deep/er/Cargo.toml",
        "[package]\nname = \"inner\"\nedition = \"2024\"\n",
    );
    shop.commit("ana", &["deep/er/src/lib.rs", "outer.rs"]);
    shop.commit("ben", &["outer.rs"]);
    let (history, _) = analyze(&shop.folder.at("deep/er"));
    assert_eq!(part(&history, "inner")["commits"], 1);
    assert_eq!(history["n_people"], 1);
    shop.git(&["worktree", "add", "-q", "--detach", "beside"]);
    let (history, err) = analyze(&shop.folder.at("beside/deep/er"));
    assert_eq!(part(&history, "inner")["commits"], 1, "{err}");
}

#[test]
fn renames_are_followed_as_far_as_older_versions_are_there() {
    if !need("git") {
        return;
    }
    let mut shop = Repository::new();
    let text = (0..40)
        .map(|it| format!("// line {it}\n"))
        .collect::<String>();
    shop.folder.put("src/lib.rs", "mod new;\n");
    shop.folder.put("src/old.rs", &text);
    shop.commit("ana", &["src/old.rs"]);
    shop.git(&["mv", "src/old.rs", "src/new.rs"]);
    shop.commit("ben", &["src/new.rs"]);
    let path = |it: &str| shop.folder.at(it);
    let commits = |it: &Path| part(&analyze(it).0, "shop::new")["commits"].clone();
    assert_eq!(commits(shop.folder.path()), 2, "it was changed, too");
    // Without what the older version was, git gives up on that, and the rest is still told.
    let blob = run(git(shop.folder.path()).args(["rev-parse", "HEAD^:src/old.rs"])).out;
    fs::remove_file(path(&format!(
        ".git/objects/{}/{}",
        &blob[..2],
        blob[2..].trim()
    )))
    .unwrap();
    let mut command = seamline();
    command
        .args(["analyze", "--history", "--format", "json"])
        .arg(shop.folder.path());
    let out = run(&mut command).ends(0).out;
    assert_eq!(commits(shop.folder.path()), 1);
    assert!(
        out.contains("files that were renamed and changed in one commit begin anew"),
        "{out}"
    );
}

#[test]
fn other_forms_of_repository_are_read_too() {
    if !need("git") {
        return;
    }
    for args in [["--object-format=sha256"], ["--ref-format=reftable"]] {
        let mut shop = Repository::new();
        fs::remove_dir_all(shop.folder.at(".git")).unwrap();
        let init = run(git(shop.folder.path()).args(["init", "-q"]).args(args));
        if init.code != Some(0) {
            // An older git does not have it.
            continue;
        }
        shop.commit("ana", &["src/lib.rs"]);
        let (history, err) = analyze(shop.folder.path());
        assert_eq!(part(&history, "shop")["commits"], 1, "{args:?} {err}");
    }
}

#[test]
fn what_is_missing_is_told_and_nothing_else_suffers() {
    if !need("git") {
        return;
    }
    let says = |path: &Path, words: &[&str]| {
        let mut command = seamline();
        run(command.args(["analyze", "--history"]).arg(path))
            .ends(0)
            .says(words)
    };
    let plain = Folder::new("//- /src/lib.rs\npub fn f() {}\n");
    says(
        plain.path(),
        &[
            "the folder is in no git repository",
            "everything else is whole",
        ],
    );
    let mut shop = Repository::new();
    shop.folder.put("src/lib.rs", "pub fn f() {}\n");
    says(
        shop.folder.path(),
        &["the repository has no commit checked out"],
    );
    shop.folder.put("elsewhere/a.txt", "");
    shop.commit("ana", &["src/lib.rs"]);
    shop.commit("ben", &["src/lib.rs"]);
    shop.folder.put("new/src/lib.rs", "");
    says(
        &shop.folder.at("new"),
        &["no commit of the repository changed anything in this folder"],
    );
    let mut without_git = seamline();
    without_git
        .env("PATH", plain.path())
        .args(["analyze", "--history"])
        .arg(shop.folder.path());
    run(&mut without_git)
        .ends(0)
        .says(&["git is not installed"]);

    let url = format!("file://{}", shop.folder.path().display());
    let clones = Folder::new("");
    run(git(clones.path()).args(["clone", "-q", "--depth", "1", &url, "shallow"])).ends(0);
    says(
        &clones.at("shallow"),
        &["shallow", "1 commits from 2023-11-16", "--unshallow"],
    );

    for pack in ["objects/pack", "objects"] {
        fs::remove_dir_all(shop.folder.at(".git").join(pack)).unwrap();
        fs::create_dir(shop.folder.at(".git").join(pack)).unwrap();
    }
    says(
        shop.folder.path(),
        &["git gave up on the history", "git fsck"],
    );
}

#[test]
fn a_clone_without_files_of_old_commits_is_enough() {
    if !need("git") {
        return;
    }
    let shop = shop();
    shop.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", shop.folder.path().display());
    let clones = Folder::new("");
    for (filter, name) in [("blob:none", "blobless"), ("tree:0", "treeless")] {
        let filter = format!("--filter={filter}");
        run(git(clones.path()).args(["clone", "-q", &filter, &url, name])).ends(0);
    }
    // Whoever fetched now would find nobody.
    fs::rename(shop.folder.at(".git"), shop.folder.at("gone")).unwrap();
    let (history, err) = analyze(&clones.at("blobless"));
    assert_eq!(history["cut"], Value::Null, "{err}");
    assert_eq!(part(&history, "shop::orders")["commits"], 5, "{err}");
    let (history, err) = analyze(&clones.at("treeless"));
    assert_eq!(history["commit"], "", "{err}");
    assert!(
        err.contains("partial clone") && err.contains("--refetch"),
        "{err}"
    );
}
