//! Texts about calls that were measured at run time.

use std::sync::Arc;

use super::Texts;
use super::sentences::fill;
use crate::export::escape::visible;
use crate::measured::Sum;

impl Texts {
    /// `Calls measured in a.csv, b.json; all other numbers are places in the code`.
    pub fn measured_in(&self, files: &[Arc<str>]) -> String {
        let last = |it: &Arc<str>| visible(it.rsplit(['/', '\\']).next().unwrap_or(it));
        let files: Vec<_> = files.iter().map(last).collect();
        fill(self.measured_about, &[&files.join(", ")])
    }

    /// `1,234 in 5.1 ms`, and how many failed.
    pub fn measured_sum(&self, sum: Sum) -> String {
        let calls = self.grouped(sum.calls);
        let ms = format!("{:.1}", sum.total_ms);
        let text = fill(self.measured_calls_in, &[&calls, &ms]);
        match sum.errors {
            Some(n @ 1..) => format!(
                "{text} · {}",
                fill(self.measured_failed, &[&self.grouped(n)])
            ),
            _ => text,
        }
    }
}
