//! Which parts of a system the same people work on.
//!
//! The weight of a pair is the proportional similarity of its authors (Renkonen 1938): the sum over
//! people of the smaller of their two shares of the commits, from 0 to 1. At 0.6 the same people, in
//! the same measure, made six in ten commits of either part.
//!
//! Whoever works everywhere tells nothing about what belongs together: people who changed more than
//! [`MAX_SHARE_OF_UNITS`] of all parts add nothing to a sum. Parts with fewer than [`MIN_COMMITS`]
//! commits, and pairs below [`MIN_ALIKE`], are left out, and every part chooses its [`MAX_ALIKE`]
//! closest at most: there are never as many pairs as there are pairs of parts.

use super::{Figures, PersonIdx};

/// People who changed more than this share of all parts belong to none of them.
pub const MAX_SHARE_OF_UNITS: f64 = 0.5;
/// Pairs with a smaller weight have too little in common.
pub const MIN_ALIKE: f64 = 0.25;
/// So many pairs each part has at most by its own choice; others may choose it too.
pub const MAX_ALIKE: usize = 10;
/// A part with fewer commits says nothing.
const MIN_COMMITS: u32 = 3;
/// A person with more parts is not asked which of them go together: that would take too long.
const MAX_PARTS: usize = 4000;

/// Pairs of parts with the weight of what their authors have in common, in order; the smaller number
/// is the first of a pair.
pub fn alike(units: &[Figures]) -> Vec<(u32, u32, f64)> {
    let shares = Shares::of(units);
    let mut pairs = Vec::new();
    let mut sums = vec![0.0; units.len()];
    for unit in 0..units.len() {
        let mut close = shares.closest(unit, &mut sums);
        close.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        close.truncate(MAX_ALIKE);
        let pair = |(other, weight): (usize, f64)| {
            (unit.min(other) as u32, unit.max(other) as u32, weight)
        };
        pairs.extend(close.into_iter().map(pair));
    }
    pairs.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    // Either end may have chosen the other.
    pairs.dedup_by_key(|it| (it.0, it.1));
    pairs
}

/// Who made which share of the commits of each part, and the other way round. Only those who tell
/// something are in it.
struct Shares {
    of_unit: Vec<Vec<(PersonIdx, f64)>>,
    of_person: Vec<Vec<(usize, f64)>>,
}

impl Shares {
    fn of(units: &[Figures]) -> Self {
        let authors = || units.iter().flat_map(|it| &it.authors);
        let n_people = authors().map(|it| it.0.index() + 1).max().unwrap_or(0);
        let mut n_parts = vec![0usize; n_people];
        authors().for_each(|it| n_parts[it.0.index()] += 1);
        let n_units = units.iter().filter(|it| it.n_commits > 0).count();
        let most = ((n_units as f64 * MAX_SHARE_OF_UNITS) as usize).min(MAX_PARTS);
        let mut shares = Self {
            of_unit: vec![Vec::new(); units.len()],
            of_person: vec![Vec::new(); n_people],
        };
        for (unit, figures) in units.iter().enumerate() {
            if figures.n_commits < MIN_COMMITS {
                continue;
            }
            let telling = figures.authors.iter();
            for (person, n) in telling.filter(|it| n_parts[it.0.index()] <= most) {
                let share = f64::from(*n) / f64::from(figures.n_commits);
                shares.of_unit[unit].push((*person, share));
                shares.of_person[person.index()].push((unit, share));
            }
        }
        shares
    }

    /// The parts close enough to this one; `sums` is all 0 before and after.
    fn closest(&self, unit: usize, sums: &mut [f64]) -> Vec<(usize, f64)> {
        let mut met = Vec::new();
        for (person, share) in &self.of_unit[unit] {
            for (other, theirs) in &self.of_person[person.index()] {
                if *other != unit {
                    if sums[*other] == 0.0 {
                        met.push(*other);
                    }
                    sums[*other] += share.min(*theirs);
                }
            }
        }
        let weight = |other: usize| (other, std::mem::take(&mut sums[other]).min(1.0));
        let weights = met.into_iter().map(weight);
        weights.filter(|it| it.1 >= MIN_ALIKE).collect()
    }
}
