//! The program git, with everything switched off that could execute or fetch.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::child::{self, Ended, Limits};
use super::find::{self, Repository};
use super::room::Room;
use crate::history::LogReader;
use crate::progress::Silent;

/// What a program needs to run at all. Nothing else of our environment reaches git: no `GIT_DIR`,
/// `GIT_CONFIG_*`, `GIT_SSH`, `GIT_TRACE`, `GIT_EXTERNAL_DIFF`, `PAGER`, `SSH_ASKPASS`, `LD_PRELOAD`.
const KEPT: &[&str] = &[
    "PATH",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "WINDIR",
    "DEVELOPER_DIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
];

/// What the environment says instead.
const SAID: &[(&str, &str)] = &[
    // No configuration but that of the repository that is named.
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    // Nothing is fetched: neither what a partial clone lacks nor anything else, by any protocol.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    // Nobody is asked.
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_ASKPASS", ""),
    ("SSH_ASKPASS", ""),
    // Nothing is written.
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_PAGER", "cat"),
    // History as it was made.
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    // No single block of memory is larger.
    ("GIT_ALLOC_LIMIT", "1g"),
    ("LC_ALL", "C"),
];

/// Configuration that wins over any file: none of it matters in a [`Room`], where nobody else wrote
/// the configuration, but then it does not have to be trusted either.
const CONFIGURED: &[&str] = &[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.attributesFile=/dev/null",
    "core.alternateRefsCommand=",
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "diff.external=",
    "gpg.program=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "mailmap.file=",
    "protocol.allow=never",
];

/// Which files that went and came in one commit are one file under another name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Renames {
    /// Those of which half is alike, as git has it by default: it reads them to find out.
    Alike,
    /// Those that are the same: it reads nothing.
    Same,
}

/// git as it is installed.
#[derive(Clone, Debug)]
pub(super) struct Git {
    program: PathBuf,
}

impl Git {
    /// Looks through `PATH`. Relative folders in it do not count: they could be the opened one.
    pub(super) fn find() -> Option<Self> {
        Self::find_in(&env::var_os("PATH")?)
    }

    pub(super) fn find_in(path: &std::ffi::OsStr) -> Option<Self> {
        let name = format!("git{}", env::consts::EXE_SUFFIX);
        let folders = env::split_paths(path).filter(|it| it.is_absolute());
        let mut programs = folders.map(|it| it.join(&name));
        let program = programs.find(|it| it.is_file())?;
        Some(Self { program })
    }

    /// Prints every commit that changed `folder`, newest first, in the form of [`LogReader`].
    pub(super) fn log(
        &self,
        room: &Room,
        renames: Renames,
        n_commits: u32,
        folder: &str,
    ) -> Command {
        let mut command = self.command(room.path(), room.path());
        command.env("GIT_OBJECT_DIRECTORY", room.objects());
        command.arg("--literal-pathspecs").args([
            "log",
            "-z",
            "--no-color",
            "--no-decorate",
            "--no-notes",
            "--no-show-signature",
            "--no-ext-diff",
            "--no-textconv",
            "--no-merges",
            "--name-status",
            "--use-mailmap",
            "--encoding=UTF-8",
        ]);
        command.args(match renames {
            // More than so many files that came and went in one commit are compared by name.
            Renames::Alike => ["--find-renames=50%", "-l400"],
            Renames::Same => ["--find-renames=100%", "-l0"],
        });
        command.arg(format!("--max-count={n_commits}"));
        command.arg(format!("--format={}", LogReader::FORMAT));
        if !folder.is_empty() {
            // Every commit that touched it, also those that another branch made as well.
            command.arg("--full-history");
        }
        command.arg(room.tip()).arg("--");
        if let Some(folder) = folder.strip_suffix('/') {
            command.arg(folder);
        }
        command
    }

    /// The commit that is checked out, where only git can tell. It reads the configuration of the
    /// repository, but nothing of this command executes anything.
    pub(super) fn head_of(&self, repository: &Repository) -> Option<String> {
        let mut command = self.command(&repository.own, &env::temp_dir());
        command.env("GIT_COMMON_DIR", &repository.common);
        command.args(["rev-parse", "--verify", "--end-of-options", "HEAD^0"]);
        let limits = Limits {
            time: Duration::from_secs(5),
            n_bytes: 4096,
        };
        let mut out = Vec::new();
        let ended = child::run(command, limits, &Silent, |it| out.extend_from_slice(it));
        let text = String::from_utf8(out).ok()?;
        let id = text.trim();
        (matches!(ended, Ended::Well) && find::is_id(id)).then(|| id.to_owned())
    }

    /// git on one repository, told what it must not do.
    fn command(&self, git_dir: &Path, working_folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear();
        for name in KEPT {
            if let Some(value) = env::var_os(name) {
                command.env(name, absolute_alone(name, value));
            }
        }
        command.envs(SAID.iter().copied());
        // Older versions look for the user's configuration here.
        command.env("HOME", git_dir).env("XDG_CONFIG_HOME", git_dir);
        command.env("GIT_DIR", git_dir).current_dir(working_folder);
        command.args(["--no-pager", "--no-replace-objects", "--no-optional-locks"]);
        for setting in CONFIGURED {
            command.args(["-c", setting]);
        }
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// `PATH` without its relative folders.
fn absolute_alone(name: &str, value: OsString) -> OsString {
    if name != "PATH" {
        return value;
    }
    let folders = env::split_paths(&value).filter(|it| it.is_absolute());
    env::join_paths(folders).unwrap_or_default()
}
