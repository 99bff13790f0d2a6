//! A program whose whole life is bounded: by time, by what it prints, by its memory where that can be
//! seen, and by whoever asks to stop. It is always waited for, and both its outputs are always read.

use std::io::{self, Read};
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use crate::progress::Progress;
use crate::shell::read::plain_reason;

/// So often somebody looks whether to stop.
const TICK: Duration = Duration::from_millis(20);
/// Pieces of output that wait to be taken; beyond that the program waits.
const MAX_WAITING: usize = 16;
const PIECE_BYTES: usize = 64 << 10;
/// So much of what it complains about is kept.
const MAX_WORDS: usize = 4096;
/// Memory of its own, not that of mapped files.
const MAX_MEMORY_KIB: u64 = 2 << 20;

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// From its start to its end.
    pub(super) time: Duration,
    /// Printed to standard output.
    pub(super) n_bytes: u64,
}

/// How a program ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// By itself, with success.
    Well,
    /// By itself, without success: what it said last.
    Badly(String),
    /// Somebody asked to stop.
    Cancelled,
    /// It took too long.
    TooLate,
    /// It printed too much, or took too much memory.
    TooLong,
    /// It never ran.
    NotStarted(String),
}

/// Runs a program, whose outputs have to be pipes, and hands over what it prints.
pub(super) fn run(
    mut command: Command,
    limits: Limits,
    progress: &dyn Progress,
    mut take: impl FnMut(&[u8]),
) -> Ended {
    let start = Instant::now();
    let mut child = match command.spawn() {
        Ok(child) => Guarded(child),
        Err(error) => return Ended::NotStarted(plain_reason(&error)),
    };
    let Some((pieces, words)) = child.outputs() else {
        return Ended::NotStarted("its output cannot be read".to_owned());
    };
    let mut n_left = limits.n_bytes;
    let (mut closed, mut next_look) = (false, start);
    loop {
        let now = Instant::now();
        if now >= next_look {
            next_look = now + TICK;
            if progress.cancelled() {
                return Ended::Cancelled;
            }
            if start.elapsed() >= limits.time {
                return Ended::TooLate;
            }
            if memory_kib(child.0.id()) > MAX_MEMORY_KIB {
                return Ended::TooLong;
            }
        }
        if closed {
            match child.0.try_wait() {
                Ok(Some(status)) if status.success() => return Ended::Well,
                Ok(Some(_)) => return Ended::Badly(last_words(&words)),
                Ok(None) => thread::sleep(Duration::from_millis(1)),
                Err(error) => return Ended::Badly(plain_reason(&error)),
            }
            continue;
        }
        match pieces.recv_timeout(TICK) {
            Ok(piece) => match n_left.checked_sub(piece.len() as u64) {
                Some(left) => {
                    n_left = left;
                    take(&piece);
                }
                None => return Ended::TooLong,
            },
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => closed = true,
        }
    }
}

/// A child that does not outlive this value.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // Either fails only if it has ended and was waited for.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Guarded {
    /// What it prints, piece by piece, and what it complains about, each read on a thread of its own
    /// that ends when the pipe does or nobody listens any more.
    fn outputs(&mut self) -> Option<(Receiver<Vec<u8>>, Receiver<String>)> {
        let (out, err) = self.0.stdout.take().zip(self.0.stderr.take())?;
        let (send_piece, pieces) = mpsc::sync_channel(MAX_WAITING);
        let (send_words, words) = mpsc::sync_channel(1);
        on_thread("seamline git output", move || pass_on(out, &send_piece))?;
        on_thread("seamline git errors", move || {
            send_words.send(beginning_of(err)).ok();
        })?;
        Some((pieces, words))
    }
}

fn on_thread(name: &str, work: impl FnOnce() + Send + 'static) -> Option<()> {
    let builder = thread::Builder::new().name(name.to_owned());
    builder.spawn(work).ok().map(drop)
}

fn pass_on(mut from: impl Read, to: &SyncSender<Vec<u8>>) {
    loop {
        let mut piece = vec![0; PIECE_BYTES];
        match from.read(&mut piece) {
            Ok(0) => return,
            Ok(n) => piece.truncate(n),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return,
        }
        if to.send(piece).is_err() {
            return;
        }
    }
}

/// The first words; the rest is read so that the program never waits to say it, and dropped.
fn beginning_of(mut from: impl Read) -> String {
    let mut kept = Vec::new();
    from.by_ref()
        .take(MAX_WORDS as u64)
        .read_to_end(&mut kept)
        .ok();
    io::copy(&mut from, &mut io::sink()).ok();
    String::from_utf8_lossy(&kept).into_owned()
}

/// The first line of what it complained about: later ones follow from it.
fn last_words(words: &Receiver<String>) -> String {
    let words = words
        .recv_timeout(Duration::from_millis(500))
        .unwrap_or_default();
    let line = words.lines().map(str::trim).find(|it| !it.is_empty());
    let line = line.unwrap_or("it gave no reason");
    line.trim_start_matches("fatal: ")
        .trim_start_matches("error: ")
        .to_owned()
}

/// Memory that a process has for itself, where the system tells (Linux); else 0.
fn memory_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("RssAnon:"));
    let number = line.and_then(|it| it.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}
