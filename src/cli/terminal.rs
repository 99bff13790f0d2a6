//! The line of progress on a terminal, and Ctrl-C.

use std::io::{self, IsTerminal as _, Write as _};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Exit, Fatal};
use crate::export::escape::visible;
use crate::notice::{Notice, Severity};
use crate::progress::{Progress, Step};

/// A terminal is not written to more often than this.
const BETWEEN_LINES: Duration = Duration::from_millis(80);
/// So many notices are told one by one.
const MAX_NOTICES: usize = 20;

static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Standard error, and whoever sits there.
#[derive(Debug)]
pub(super) struct Terminal {
    shows_progress: bool,
    last: Mutex<Option<Instant>>,
}

impl Terminal {
    /// Also takes over Ctrl-C: the first asks the work to stop, the second does not ask.
    pub(super) fn new() -> Self {
        let stop = || {
            if CANCELLED.swap(true, Ordering::Relaxed) {
                process::exit(Exit::Cancelled as i32);
            }
        };
        // Without a handler Ctrl-C ends the program at once, which is right too.
        ctrlc::set_handler(stop).ok();
        Self {
            shows_progress: io::stderr().is_terminal(),
            last: Mutex::new(None),
        }
    }

    /// Puts a result on standard output.
    pub(super) fn print(&self, text: &str) -> Result<(), Fatal> {
        self.clear();
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|it| Fatal::of_stdout(&it))
    }

    /// Says something that is not the result.
    pub(super) fn say(&self, text: &str) {
        self.clear();
        writeln!(io::stderr().lock(), "{text}").ok();
    }

    /// Tells what was skipped; what is merely good to know is left to the formats that list it.
    pub(super) fn tell(&self, notices: &[Notice]) {
        let weighty: Vec<_> = notices
            .iter()
            .filter(|it| it.severity > Severity::Info)
            .collect();
        for notice in weighty.iter().take(MAX_NOTICES) {
            self.say(&visible(&notice.to_string()));
        }
        if let Some(more @ 1..) = weighty.len().checked_sub(MAX_NOTICES) {
            self.say(&format!(
                "and {more} more notices; analyze --format json lists them all"
            ));
        }
    }

    /// Tells what concerns this run alone and stands in no result.
    pub(super) fn tell_aside(&self, notices: &[Notice]) {
        for notice in notices {
            self.say(&visible(&notice.to_string()));
        }
    }

    fn clear(&self) {
        if self.shows_progress {
            write!(io::stderr().lock(), "\r\x1b[K").ok();
        }
    }

    fn is_due(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|it| it.elapsed() >= BETWEEN_LINES);
        if due {
            *last = Some(Instant::now());
        }
        due
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Progress for Terminal {
    fn report(&self, step: Step, done: usize, total: usize) {
        if !self.shows_progress || !self.is_due() {
            return;
        }
        let step = step.word();
        let line = match (done, total) {
            (0, 0) => step.to_owned(),
            (done, 0) => format!("{step} {done}"),
            (done, total) => format!("{step} {done} of {total}"),
        };
        write!(io::stderr().lock(), "\r\x1b[K{line}").ok();
    }

    fn cancelled(&self) -> bool {
        CANCELLED.load(Ordering::Relaxed)
    }
}
