//! Repositories that mean harm.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::{Repository, analyze, git, part, shop};
use crate::common::{need, run, seamline};

/// A repository that says everything that could make git run something.
struct Hostile {
    shop: Repository,
    /// There once something ran.
    marker: PathBuf,
}

impl Hostile {
    fn new() -> Self {
        let mut shop = shop();
        let marker = shop.folder.at("EXECUTED");
        let script = format!("#!/bin/sh\necho \"$0 $*\" >> {}\ncat\n", marker.display());
        shop.folder.put("evil.sh", script);
        let attributes = "* diff=evil filter=evil merge=evil\n";
        shop.folder.put(".gitattributes", attributes);
        shop.commit("ana", &["src/orders.rs", "src/stock.rs"]);
        let hostile = Self { shop, marker };
        for name in [
            "evil.sh",
            "bin/git",
            "git",
            "bin/git-remote-ext",
            "bin/gpg",
            "bin/less",
        ] {
            hostile.put_program(name);
        }
        for hook in [
            "post-index-change",
            "reference-transaction",
            "fsmonitor-watchman",
        ] {
            hostile.put_program(&format!("hooks/{hook}"));
            hostile.put_program(&format!(".git/hooks/{hook}"));
        }
        hostile.configure();
        hostile
    }

    fn put_program(&self, name: &str) {
        let script = self.shop.folder.text("evil.sh");
        let path = self.shop.folder.put(name, script);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn configure(&self) {
        let folder = &self.shop.folder;
        let (evil, marker) = (folder.at("evil.sh"), &self.marker);
        let included = folder.put("included", HOSTILE_INCLUDED);
        let config = HOSTILE_CONFIG.replace("INCLUDED", included.to_str().unwrap());
        let config = config.replace("MARKER", marker.to_str().unwrap());
        let config = config.replace("HOOKS", folder.at("hooks").to_str().unwrap());
        let own = folder.text(".git/config");
        let own = own.replace("repositoryformatversion = 0", "repositoryformatversion = 1");
        folder.put(
            ".git/config",
            format!("{own}{config}").replace("EVIL", evil.to_str().unwrap()),
        );
    }

    /// Fails if something ran.
    fn nothing_ran(&self) {
        let ran = fs::read_to_string(&self.marker);
        assert!(ran.is_err(), "executed: {ran:?}");
    }

    /// The program in this folder, in an environment that is hostile too.
    fn seamline(&self) -> Command {
        let mut command = seamline();
        command.current_dir(self.shop.folder.path());
        let path = std::env::var("PATH").unwrap();
        let bin = self.shop.folder.at("bin");
        command.env("PATH", format!(".:bin::{path}:{}", bin.display()));
        command.envs([
            ("GIT_DIR", "/nowhere"),
            ("GIT_EXTERNAL_DIFF", "./evil.sh"),
            ("GIT_SSH_COMMAND", "./evil.sh"),
            ("GIT_PAGER", "./evil.sh"),
            ("PAGER", "./evil.sh"),
            ("GIT_EXEC_PATH", "./bin"),
            ("GIT_CONFIG_COUNT", "1"),
            ("GIT_CONFIG_KEY_0", "core.fsmonitor"),
            ("GIT_CONFIG_VALUE_0", "./evil.sh"),
            ("GIT_PROXY_COMMAND", "./evil.sh"),
        ]);
        command
    }
}

const HOSTILE_INCLUDED: &str = "[core]\n\tfsmonitor = EVIL\n\tpager = EVIL\n";
const HOSTILE_CONFIG: &str = "
[core]
    fsmonitor = EVIL
    hooksPath = HOOKS
    pager = EVIL
    sshCommand = EVIL
    askPass = EVIL
    editor = EVIL
    gitProxy = EVIL
    alternateRefsCommand = EVIL
[diff]
    external = EVIL
    renames = copies
[diff \"evil\"]
    command = EVIL
    textconv = EVIL
[filter \"evil\"]
    clean = EVIL
    smudge = EVIL
    process = EVIL
    required = true
[alias]
    log = !EVIL
    rev-parse = !EVIL
[pager]
    log = EVIL
[log]
    showSignature = true
[gpg]
    program = EVIL
[credential]
    helper = !EVIL
[uploadpack]
    packObjectsHook = EVIL
[remote \"origin\"]
    url = ext::EVIL %S
    uploadpack = EVIL
    vcs = evil
    promisor = true
    partialclonefilter = blob:none
[protocol]
    allow = always
[protocol \"ext\"]
    allow = always
[extensions]
    partialClone = origin
[include]
    path = INCLUDED
[mailmap]
    file = EVIL
[trace2]
    eventTarget = MARKER
";

#[test]
fn a_repository_executes_and_fetches_nothing() {
    if !need("git") {
        return;
    }
    let hostile = Hostile::new();
    let folder = &hostile.shop.folder;
    // The trap works: git itself steps into it.
    run(git(folder.path()).args(["status"]));
    assert!(
        hostile.marker.exists(),
        "the repository is not hostile at all"
    );
    fs::remove_file(&hostile.marker).unwrap();

    let mut command = hostile.seamline();
    let run = run(command.args(["analyze", "--history", "--format", "json", "."])).ends(0);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let commits = &part(&json["history"], "shop::orders")["commits"];
    assert_eq!(commits, 6, "{}", run.err);
    hostile.nothing_ran();

    // Without the objects there is something to fetch: it ends, and leaves no trace either.
    for entry in fs::read_dir(folder.at(".git/objects")).unwrap().flatten() {
        if entry.file_name().len() == 2 {
            fs::remove_dir_all(entry.path()).unwrap();
        }
    }
    let (history, err) = analyze(folder.path());
    assert_eq!(history["commit"], "", "{err}");
    hostile.nothing_ran();
}

/// Pipes where files should be, and references that lead elsewhere.
#[test]
fn a_repository_of_pipes_ends() {
    if !need("git") {
        return;
    }
    for name in [
        "HEAD",
        "packed-refs",
        "shallow",
        "commondir",
        "refs/heads/main",
    ] {
        let mut shop = Repository::new();
        shop.commit("ana", &["src/lib.rs"]);
        shop.git(&["pack-refs", "--all"]);
        let path = shop.folder.at(".git").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::remove_file(&path).ok();
        run(Command::new("mkfifo").arg(&path)).ends(0);
        run(seamline()
            .args(["analyze", "--history"])
            .arg(shop.folder.path()))
        .ends(0);
    }
}
