//! What the commits tell about parts of a system: who, how much, since when.

use rustc_hash::FxHashMap;

use super::truck::{FileAuthors, truck_factor};
use super::{Day, History, PersonIdx};

/// Commits in so many seconds before the newest one are recent: a year.
const RECENT_SECS: i64 = 365 * 86_400;

/// People and time of one part: a module, a service, everything.
///
/// Every commit counts once, however many files of the part it changed. Commits of programs count in
/// [`Figures::n_bot_commits`] alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Files of the part that some commit changed.
    pub n_files: u32,
    /// How often people changed it: commits, not lines.
    pub n_commits: u32,
    /// How often programs did.
    pub n_bot_commits: u32,
    /// How often people changed it in the year before the newest commit of the whole history.
    pub n_recent: u32,
    /// Everybody who changed it, with how many commits: the most first, ties in order of people.
    pub authors: Vec<(PersonIdx, u32)>,
    /// The truck factor: so many main authors would have to leave until more than half of the files
    /// have none left ([`truck_factor`]).
    pub truck_factor: u32,
    /// When the first and the last commit that changed it were made, in seconds since 1970.
    pub span_secs: Option<(i64, i64)>,
}

impl Figures {
    /// Knowledge concentration: the share of its commits that its top author made, from 0 to 1. It is
    /// *ownership* in Bird et al., "Don't touch my code!" (ESEC/FSE 2011).
    pub fn top_share(&self) -> Option<f64> {
        let (_, n) = self.authors.first()?;
        Some(f64::from(*n) / f64::from(self.n_commits.max(1)))
    }

    /// The one who made most of its commits.
    pub fn top_author(&self) -> Option<PersonIdx> {
        self.authors.first().map(|it| it.0)
    }

    /// The day of its first commit.
    pub fn first_day(&self) -> Option<Day> {
        self.span_secs.map(|it| Day::of_secs(it.0))
    }

    /// The day of its last commit.
    pub fn last_day(&self) -> Option<Day> {
        self.span_secs.map(|it| Day::of_secs(it.1))
    }

    /// Whether no commit changed it.
    pub fn is_empty(&self) -> bool {
        self.n_commits == 0 && self.n_bot_commits == 0
    }
}

impl History {
    /// The figures of `n_units` parts; `unit_of` says for every file which one it belongs to.
    pub fn figures(&self, unit_of: &[Option<u32>], n_units: usize) -> Vec<Figures> {
        let mut units = vec![Figures::default(); n_units];
        let mut authors: FxHashMap<(u32, PersonIdx), u32> = FxHashMap::default();
        let mut seen = vec![usize::MAX; n_units];
        let newest = self.span_secs().map_or(0, |it| it.1);
        for (position, (commit, files)) in self.iter().enumerate() {
            for file in files {
                let Some(unit) = unit_of.get(file.index()).copied().flatten() else {
                    continue;
                };
                let idx = unit as usize;
                if seen[idx] == position {
                    continue;
                }
                seen[idx] = position;
                let it = &mut units[idx];
                let time = commit.time_secs;
                let (first, last) = it.span_secs.unwrap_or((time, time));
                it.span_secs = Some((first.min(time), last.max(time)));
                if self.is_by_person(commit) {
                    it.n_commits += 1;
                    it.n_recent += u32::from(newest - time < RECENT_SECS);
                    *authors.entry((unit, commit.author)).or_default() += 1;
                } else {
                    it.n_bot_commits += 1;
                }
            }
        }
        let mut authors: Vec<_> = authors.into_iter().collect();
        authors.sort_unstable_by_key(|((unit, person), n)| (*unit, std::cmp::Reverse(*n), *person));
        for ((unit, person), n) in authors {
            units[unit as usize].authors.push((person, n));
        }
        self.add_truck_factors(unit_of, &mut units);
        units
    }

    fn add_truck_factors(&self, unit_of: &[Option<u32>], units: &mut [Figures]) {
        let mut files_of: Vec<Vec<&[PersonIdx]>> = vec![Vec::new(); units.len()];
        let authors = FileAuthors::of(self);
        for (file, unit) in unit_of.iter().enumerate().take(self.n_files()) {
            let Some(unit) = unit.map(|it| it as usize) else {
                continue;
            };
            if authors.was_changed(file) {
                units[unit].n_files += 1;
                files_of[unit].push(authors.of_file(file));
            }
        }
        for (unit, files) in units.iter_mut().zip(files_of) {
            unit.truck_factor = truck_factor(&files);
        }
    }
}
