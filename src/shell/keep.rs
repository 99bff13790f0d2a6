//! Saves what a run leaves for the next one, while whoever asked has the result already.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::notice::Notice;

/// Gives back what is worth telling of it.
type Saving = JoinHandle<Option<Notice>>;

/// What is being saved. There is one cache for the whole program, so there is one list.
static UNDER_WAY: Mutex<Vec<Saving>> = Mutex::new(Vec::new());

/// Does this beside everything else. Without a thread to do it on nothing is saved, and the next run
/// does without.
pub(super) fn keep(save: impl FnOnce() -> Option<Notice> + Send + 'static) {
    let builder = thread::Builder::new().name("seamline keep".into());
    under_way().extend(builder.spawn(save));
}

/// Waits until everything is saved, and tells what could not be. Whoever ends the program calls this,
/// or its next run has to do everything again.
pub fn settle() -> Vec<Notice> {
    let all = std::mem::take(&mut *under_way()).into_iter();
    // A panic there has cost no result.
    all.filter_map(|it| it.join().ok().flatten()).collect()
}

fn under_way() -> MutexGuard<'static, Vec<Saving>> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}
