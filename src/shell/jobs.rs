//! Long work beside the window: named threads with room on the stack, told to stop by a flag.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::progress::{Progress, Step};

/// Room for work that recurses over deeply nested code; only what is used is ever taken.
const STACK_BYTES: usize = 64 << 20;
/// The window is not woken more often than this for progress alone.
const BETWEEN_WAKES: Duration = Duration::from_millis(50);

/// Starts jobs and wakes whoever waits when there is news.
#[derive(Clone)]
pub struct Jobs {
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Jobs {
    /// `wake` is called from any thread, when a job has made progress or has ended.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            wake: Arc::new(wake),
        }
    }

    /// Starts a job on a thread of its own.
    pub fn start<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
    ) -> Job<T> {
        let (sender, results) = mpsc::sync_channel(1);
        let ticket = Arc::new(Ticket::new(self.wake.clone()));
        let theirs = ticket.clone();
        let run = move || {
            let result = panic::catch_unwind(AssertUnwindSafe(|| work(&theirs)));
            // Whoever started it may have stopped waiting.
            sender.send(result.map_err(|it| words_of(&*it))).ok();
            (theirs.wake)();
        };
        let builder = thread::Builder::new().name(format!("seamline {name}"));
        // Without a thread the channel closes, which is told as a crash.
        builder.stack_size(STACK_BYTES).spawn(run).ok();
        Job { results, ticket }
    }
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jobs").finish_non_exhaustive()
    }
}

/// A job under way. Dropping it stops the work.
#[derive(Debug)]
pub struct Job<T> {
    results: Receiver<Result<T, String>>,
    ticket: Arc<Ticket>,
}

/// The state of a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Poll<T> {
    /// Not yet.
    Pending,
    /// It is done. Told once.
    Done(T),
    /// It broke off, with what it said last. Told once; then `Crashed` again.
    Crashed(String),
}

impl<T> Job<T> {
    /// Looks whether there is a result, without waiting.
    pub fn poll(&self) -> Poll<T> {
        match self.results.try_recv() {
            Ok(Ok(result)) => Poll::Done(result),
            Ok(Err(words)) => Poll::Crashed(words),
            Err(TryRecvError::Empty) => Poll::Pending,
            Err(TryRecvError::Disconnected) => Poll::Crashed("the work could not begin".into()),
        }
    }

    /// Waits for the result.
    pub fn wait(self) -> Poll<T> {
        match self.results.recv() {
            Ok(Ok(result)) => Poll::Done(result),
            Ok(Err(words)) => Poll::Crashed(words),
            Err(_) => Poll::Crashed("the work could not begin".into()),
        }
    }

    /// How far it is: the step, how many are done, of how many.
    pub fn progress(&self) -> (Step, usize, usize) {
        self.ticket.state().so_far
    }

    /// Asks it to stop; it ends soon, with whatever its work returns then.
    pub fn cancel(&self) {
        self.ticket.cancelled.store(true, Ordering::Relaxed);
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// What a job reports to.
pub struct Ticket {
    cancelled: AtomicBool,
    state: Mutex<State>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

struct State {
    so_far: (Step, usize, usize),
    last_wake: Option<Instant>,
}

impl Ticket {
    fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let state = State {
            so_far: (Step::Find, 0, 0),
            last_wake: None,
        };
        Self {
            cancelled: AtomicBool::new(false),
            state: Mutex::new(state),
            wake,
        }
    }

    /// Wakes whoever waits, at once.
    pub fn wake(&self) {
        (self.wake)();
    }

    /// Whether to stop as soon as possible.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes how far the work is; tells whether it is time to wake somebody.
    fn note(&self, so_far: (Step, usize, usize)) -> bool {
        let mut state = self.state();
        let (step, done, _) = state.so_far;
        // Reports of parallel work arrive in any order.
        if step != so_far.0 || done < so_far.1 {
            state.so_far = so_far;
        }
        let due = state
            .last_wake
            .is_none_or(|it| it.elapsed() >= BETWEEN_WAKES);
        if due {
            state.last_wake = Some(Instant::now());
        }
        due
    }
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket")
            .field("cancelled", &self.cancelled)
            .finish_non_exhaustive()
    }
}

impl Progress for Ticket {
    fn report(&self, step: Step, done: usize, total: usize) {
        if self.note((step, done, total)) {
            (self.wake)();
        }
    }

    fn cancelled(&self) -> bool {
        self.is_cancelled()
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "it broke off without a word".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn a_job_tells_its_result_and_wakes_the_one_who_waits() {
        let wakes = Arc::new(AtomicUsize::new(0));
        let counted = wakes.clone();
        let jobs = Jobs::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let job = jobs.start("test", |ticket| {
            ticket.report(Step::Parse, 3, 7);
            thread::current().name().map(str::to_owned)
        });
        let ticket = job.ticket.clone();
        assert_eq!(job.wait(), Poll::Done(Some("seamline test".to_owned())));
        assert_eq!(ticket.state().so_far, (Step::Parse, 3, 7));
        assert!(wakes.load(Ordering::SeqCst) >= 1);
    }

    #[test]
    fn a_cancelled_job_ends() {
        let job = Jobs::new(|| {}).start("test", |ticket| {
            while !ticket.cancelled() {
                thread::yield_now();
            }
            "stopped"
        });
        assert_eq!(job.poll(), Poll::Pending);
        job.cancel();
        assert_eq!(job.wait(), Poll::Done("stopped"));
    }

    #[test]
    fn a_panic_is_a_result_too() {
        let job = Jobs::new(|| {}).start("test", |_| -> () { panic!("nesting of {}", 9) });
        assert_eq!(job.wait(), Poll::Crashed("nesting of 9".to_owned()));
    }
}
