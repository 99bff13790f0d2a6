//! Sentences about doors and where they lead.

use super::Texts;
use super::sentences::fill;

impl Texts {
    /// How many hops a walk has; `+` where not all of it was followed.
    pub fn hops_of(&self, n: u32, is_cut: bool) -> String {
        let n = self.grouped(u64::from(n));
        if is_cut { format!("{n}+") } else { n }
    }

    /// `GET /orders · 3 hops`.
    pub fn walk_of(&self, door: &str, n_hops: u32) -> String {
        format!("{door} · {}", self.counted(self.n_hops, u64::from(n_hops)))
    }

    /// Where a step leads over to.
    pub fn over_to(&self, service: &str) -> String {
        fill(self.over_to, &[&service])
    }

    /// What of a walk is not shown.
    pub fn more_steps(&self, n: u64) -> String {
        self.counted(self.more_steps, n)
    }
}
