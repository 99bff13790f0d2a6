//! What the tests through the real program share.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs, thread};

/// Whether what a test needs is here: a program on the path, or one of
/// `root` (to mount and to become somebody else), `display`.
///
/// Says aloud that a test is skipped; with `SEAMLINE_REQUIRE_ALL=1` that is a failure. What could
/// run is noted beside the build, and `.ci/run` compares it with `tests/must-run.txt`.
pub(crate) fn need(what: &str) -> bool {
    let test = thread::current().name().unwrap_or("?").to_owned();
    if is_here(what) {
        note(&format!("{test}\t{what}\n"));
        return true;
    }
    let words = format!("SKIPPED {test}: this machine lacks {what}\n");
    assert!(env::var_os("SEAMLINE_REQUIRE_ALL").is_none(), "{words}");
    // Not `eprintln`, which the test runner keeps to itself.
    std::io::stderr()
        .write_all(words.as_bytes())
        .expect("standard error");
    false
}

/// Held by tests that load the whole machine and by those that a loaded machine would mislead, so
/// that they never run beside one another.
pub(crate) fn whole_machine() -> MutexGuard<'static, ()> {
    static MACHINE: Mutex<()> = Mutex::new(());
    MACHINE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_here(what: &str) -> bool {
    match what {
        "root" => fs::metadata("/proc/self").is_ok_and(|it| owner(&it) == 0),
        "display" => env::var_os("DISPLAY").is_some_and(|it| !it.is_empty()),
        tool => {
            let path = env::var_os("PATH").unwrap_or_default();
            env::split_paths(&path).any(|it| it.join(tool).is_file())
        }
    }
}

fn owner(meta: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(meta)
}

fn note(line: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ran.txt");
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .expect("a note");
    file.write_all(line.as_bytes()).expect("a note");
}

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; `None` if it was killed.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Run {
    /// Fails unless the program ended like this, without a panic.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert!(!self.err.contains("panicked"), "{self:#?}");
        self
    }

    /// Fails unless standard error has one line with all of these.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        let line = |it: &str| words.iter().all(|word| it.contains(word));
        assert!(
            self.err.lines().any(line),
            "no line with {words:?} in {self:#?}"
        );
        self
    }

    /// Fails unless standard error is this sentence alone: an error and its hint.
    #[track_caller]
    pub(crate) fn says_only(self, words: &[&str]) -> Self {
        assert_eq!(self.err.lines().count(), 1, "{self:#?}");
        assert!(
            self.err.contains('(') && self.err.trim_end().ends_with(')'),
            "no hint: {self:#?}"
        );
        self.says(words)
    }
}

/// The program, with a home of its own.
pub(crate) fn seamline() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seamline"));
    command.env(
        "SEAMLINE_CONFIG_DIR",
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("config"),
    );
    command.env(
        "SEAMLINE_CACHE_DIR",
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"),
    );
    command.env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A folder that is gone after the test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// A folder with the files of a text: `//- /src/lib.rs` heads each.
    pub(crate) fn new(files: &str) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        for file in files.split("//- /").skip(1) {
            let (path, text) = file.split_once('\n').unwrap_or((file, ""));
            folder.put(path.trim(), text);
        }
        folder
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of something in it.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Puts a file into it.
    pub(crate) fn put(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("folders");
        fs::write(&path, content).expect("a file");
        path
    }

    /// The text of a file in it.
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).expect("a text")
    }
}

/// The names of everything directly in a folder, sorted.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |it: fs::DirEntry| it.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries.flatten().map(name).collect();
    names.sort();
    names
}
