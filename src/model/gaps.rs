//! What the model may lack, and how much of the code it rests on.

use std::sync::Arc;

use super::BlindSpot;
use crate::notice::Place;

/// Something that the analysis may have missed, all times in one file together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Gap {
    /// In what way.
    pub kind: BlindSpot,
    /// What it is about: a path as written, the name of a macro, a condition.
    pub what: Arc<str>,
    /// The file, relative to the opened folder; empty if it is in none.
    pub file: Arc<str>,
    /// Only compiled for tests.
    pub test: bool,
    /// The first line, counted from 1; 0 for the whole file.
    pub line: u32,
    /// The column there, counted from 1 in characters; 0 where only the line is known.
    pub column: u32,
    /// How often in this file.
    pub n: u32,
}

impl Gap {
    /// Where it is, if it is in a file.
    pub fn place(&self) -> Option<Place> {
        if self.file.is_empty() {
            return None;
        }
        let file = self.file.clone();
        Some(match (self.line, self.column) {
            (0, _) => Place::file(file),
            (line, 0) => Place::line(file, line),
            (line, column) => Place::point(file, line, column),
        })
    }
}

/// Sorts gaps, and folds those of one file that are about the same.
pub(super) fn fold(gaps: &mut Vec<Gap>) {
    gaps.sort_unstable();
    gaps.dedup_by(|next, first| {
        let same = (next.kind, next.test) == (first.kind, first.test)
            && next.what == first.what
            && next.file == first.file;
        if same {
            first.n = first.n.saturating_add(next.n);
        }
        same
    });
}

/// How much of the code is bound. Test code counts too.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// Paths written in code that must mean something.
    pub n_paths: u32,
    /// Those that were bound.
    pub n_paths_bound: u32,
    /// Method calls.
    pub n_method_calls: u32,
    /// Method calls on something whose type is not known, and whose name does not tell either.
    pub n_method_calls_untyped: u32,
    /// `cfg` conditions.
    pub n_conditions: u32,
    /// Those that hold by default here.
    pub n_conditions_on: u32,
}

impl Coverage {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            n_paths: self.n_paths + other.n_paths,
            n_paths_bound: self.n_paths_bound + other.n_paths_bound,
            n_method_calls: self.n_method_calls + other.n_method_calls,
            n_method_calls_untyped: self.n_method_calls_untyped + other.n_method_calls_untyped,
            n_conditions: self.n_conditions + other.n_conditions,
            n_conditions_on: self.n_conditions_on + other.n_conditions_on,
        }
    }

    /// Share of the paths that are bound; `None` without any.
    pub fn paths_share(&self) -> Option<f64> {
        share(self.n_paths_bound, self.n_paths)
    }

    /// Share of the method calls that are understood; `None` without any.
    pub fn methods_share(&self) -> Option<f64> {
        let n_typed = self
            .n_method_calls
            .saturating_sub(self.n_method_calls_untyped);
        share(n_typed, self.n_method_calls)
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}
