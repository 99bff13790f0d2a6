//! The real window under a display, driven by a real mouse and real keys.
//!
//! The places are those of a window of 1600 by 1000 points with this very project; a module is
//! dragged from its row in the explorer onto a service below it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::common::{need, whole_machine};

const FILES: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "[package]\nname = \"shop\"\nedition = \"2024\"\n",
    ),
    ("src/lib.rs", "pub mod orders;\npub mod mail;\n"),
    ("src/orders.rs", "pub fn place() { crate::mail::send(); }\n"),
    ("src/mail.rs", "pub fn send() {}\n"),
    (
        "seamline.toml",
        "seamline = 1\nname = \"shop\"\n\n[[service]]\nname = \"orders\"\nowns = [\"shop::orders\"]\n",
    ),
];
/// The row of `mail` in the explorer.
const MAIL: (i32, i32) = (120, 191);
/// The row of `orders` among the services.
const ORDERS: (i32, i32) = (120, 731);
const PATIENCE: Duration = Duration::from_mins(3);

#[test]
fn a_module_is_dragged_into_a_service_saved_and_the_program_quit() {
    if !need("xdotool") || !need("display") {
        return;
    }
    let _machine = whole_machine();
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in FILES {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let mut program = Program::start(folder.path());
    let window = wait_for(
        || program.shows("shop – Seamline"),
        "the window never showed the project",
    );
    xdo(&["windowfocus", &window]);
    sleep(Duration::from_millis(1500));
    drag(MAIL, ORDERS);
    // The title tells that there is something to save.
    wait_for(|| find("• shop – Seamline"), "the drag changed nothing");
    // Nothing moves any more, and still a copy of the work is kept.
    let copy = folder.path().join(".seamline/autosave/seamline.toml");
    wait_for(
        || copy.exists().then_some(()),
        "unsaved work was never copied",
    );
    // The canvas has the focus now, which must not swallow keys.
    xdo(&["mousemove", "800", "560", "click", "1"]);
    xdo(&["key", "ctrl+z"]);
    wait_for(|| find("shop – Seamline"), "nothing was undone");
    xdo(&["key", "ctrl+shift+z"]);
    wait_for(|| find("• shop – Seamline"), "nothing was done again");
    xdo(&["key", "ctrl+s"]);
    let plan = folder.path().join("seamline.toml");
    let saved = || {
        fs::read_to_string(&plan)
            .ok()
            .filter(|it| it.contains("shop::mail"))
    };
    wait_for(saved, "the plan was never saved");
    xdo(&["key", "ctrl+q"]);
    assert_eq!(program.end(), Some(0));
}

#[test]
fn a_file_that_changes_on_disk_is_followed() {
    if !need("xdotool") || !need("display") {
        return;
    }
    let _machine = whole_machine();
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in FILES {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let mut program = Program::start(folder.path());
    let window = wait_for(
        || program.shows("shop – Seamline"),
        "the window never showed the project",
    );
    // The title names the package: nobody touches the window.
    let manifest = FILES[0].1.replace("shop", "store");
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("a file");
    wait_for(
        || program.shows("store – Seamline"),
        "the change was never followed",
    );
    xdo(&["windowfocus", &window]);
    sleep(Duration::from_millis(500));
    xdo(&["key", "ctrl+q"]);
    assert_eq!(program.end(), Some(0));
}

/// The program, ended with the test at the latest.
struct Program(Child);

impl Program {
    fn start(folder: &Path) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_seamline"))
            .arg(folder)
            .args(["--size", "1600x1000", "--theme", "dark"])
            .env("SEAMLINE_CONFIG_DIR", folder.join("config"))
            .env("SEAMLINE_CACHE_DIR", folder.join("cache"))
            .stdin(Stdio::null())
            .spawn()
            .expect("the program");
        Self(child)
    }

    /// The window with this title, of a program that still runs.
    fn shows(&mut self, title: &str) -> Option<String> {
        let ended = self.0.try_wait().expect("a process");
        assert_eq!(ended, None, "the program has ended");
        find(title)
    }

    fn end(&mut self) -> Option<i32> {
        wait_for(
            || self.0.try_wait().expect("a process"),
            "the program never ended",
        )
        .code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// The window with exactly this title, which its search does not know how to ask for.
fn find(title: &str) -> Option<String> {
    let windows = ask(&["search", "--onlyvisible", "--name", "Seamline"]);
    let mut windows = windows.lines();
    windows
        .find(|it| ask(&["getwindowname", it]).trim() == title)
        .map(str::to_owned)
}

fn ask(arguments: &[&str]) -> String {
    let answer = Command::new("xdotool")
        .args(arguments)
        .output()
        .expect("xdotool");
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

fn xdo(arguments: &[&str]) {
    let status = Command::new("xdotool")
        .args(arguments)
        .status()
        .expect("xdotool");
    assert!(status.success(), "xdotool {arguments:?}");
}

/// Down, over in steps that the window can see, up.
fn drag(from: (i32, i32), to: (i32, i32)) {
    let go = |(x, y): (i32, i32)| {
        xdo(&["mousemove", &x.to_string(), &y.to_string()]);
        // Longer than a frame takes without a graphics card.
        sleep(Duration::from_millis(150));
    };
    go(from);
    sleep(Duration::from_millis(300));
    xdo(&["mousedown", "1"]);
    sleep(Duration::from_millis(300));
    for step in 1..=12 {
        let at = |from: i32, to: i32| from + (to - from) * step / 12;
        go((at(from.0, to.0), at(from.1, to.1)));
    }
    sleep(Duration::from_millis(600));
    xdo(&["mouseup", "1"]);
}

fn wait_for<T>(mut look: impl FnMut() -> Option<T>, otherwise: &str) -> T {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if let Some(found) = look() {
            return found;
        }
        sleep(Duration::from_millis(100));
    }
    let titles = ask(&["search", "--name", ".*"]);
    let titles: Vec<_> = titles
        .lines()
        .map(|it| ask(&["getwindowname", it]))
        .collect();
    panic!("{otherwise}; the windows are {titles:?}");
}
