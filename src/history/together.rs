//! Which parts of a system change in the same commits.
//!
//! The weight of a pair is the Jaccard index over commits: those that changed both, of those that
//! changed either, from 0 to 1. Commits of programs do not count, and neither do commits of more than
//! [`MAX_FILES_TOGETHER`] files, such as renames and reformatting, as in Zimmermann et al., "Mining
//! version histories to guide software changes" (TSE 2005). Fewer than [`MIN_TOGETHER`] common
//! commits are chance, and make no pair.

use rustc_hash::FxHashMap;

use super::History;

/// Commits that changed more files say nothing about which of them belong together.
pub const MAX_FILES_TOGETHER: u32 = 30;
/// So many common commits make a pair.
pub const MIN_TOGETHER: u32 = 3;

/// Two parts that were changed in the same commits.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// The part with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Commits that changed both.
    pub n_commits: u32,
    /// From 0 to 1: see the module.
    pub weight: f64,
    /// The newest of these commits: its position in [`History::commits`].
    pub newest: usize,
}

/// How often parts changed, alone and in pairs.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Together {
    n_alone: Vec<u32>,
    /// How many commits changed both, and the newest of them.
    both: FxHashMap<(u32, u32), (u32, u32)>,
}

impl Together {
    /// Counts the commits of a history; `unit_of` says for every file which part it belongs to.
    pub fn of(history: &History, unit_of: &[Option<u32>], n_units: usize) -> Self {
        let mut n_alone = vec![0; n_units];
        let mut both: FxHashMap<(u32, u32), (u32, u32)> = FxHashMap::default();
        let mut units = Vec::new();
        for (position, (commit, files)) in (0u32..).zip(history.iter()) {
            if commit.n_files > MAX_FILES_TOGETHER || !history.is_by_person(commit) {
                continue;
            }
            units.clear();
            units.extend(
                files
                    .iter()
                    .filter_map(|it| unit_of.get(it.index()).copied().flatten()),
            );
            units.sort_unstable();
            units.dedup();
            for (place, a) in units.iter().enumerate() {
                n_alone[*a as usize] += 1;
                for b in &units[place + 1..] {
                    both.entry((*a, *b)).or_insert((0, position)).0 += 1;
                }
            }
        }
        Self { n_alone, both }
    }

    /// What two parts have in common, however little; nothing if that is nothing.
    pub fn pair(&self, a: u32, b: u32) -> Option<Pair> {
        let (a, b) = (a.min(b), a.max(b));
        let (n_commits, newest) = *self.both.get(&(a, b))?;
        let either = self.n_alone[a as usize] + self.n_alone[b as usize] - n_commits;
        let weight = f64::from(n_commits) / f64::from(either.max(1));
        Some(Pair {
            a,
            b,
            n_commits,
            weight,
            newest: newest as usize,
        })
    }

    /// Every pair with at least [`MIN_TOGETHER`] common commits, in order.
    pub fn pairs(&self) -> Vec<Pair> {
        let common = self.both.iter().filter(|it| it.1.0 >= MIN_TOGETHER);
        let mut pairs: Vec<_> = common.filter_map(|it| self.pair(it.0.0, it.0.1)).collect();
        pairs.sort_unstable_by_key(|it| (it.a, it.b));
        pairs
    }
}
