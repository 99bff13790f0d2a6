//! Sentences about people and time.

use super::Texts;
use super::sentences::{count, fill};

impl Texts {
    /// `12 commits`.
    pub fn n_commits(&self, n: usize) -> String {
        count(self.n_commits, n as u64, &self.grouped(n as u64))
    }

    /// How many commits, and how many of them in the last year.
    pub fn commits_and_recent(&self, n: u32, n_recent: u32) -> String {
        let (n, n_recent) = (
            self.grouped(u64::from(n)),
            self.grouped(u64::from(n_recent)),
        );
        fill(self.commits_recent, &[&n, &n_recent])
    }

    /// How many commits changed both, and which share of those that changed either.
    pub fn together(&self, n: u32, share: f64) -> String {
        format!("{} · {}", self.grouped(u64::from(n)), self.percent(share))
    }
}
