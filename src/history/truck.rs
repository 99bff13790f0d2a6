//! Who knows a file, and how many people a part of the system hangs on.
//!
//! After Avelino, Passos, Hora and Valente, "A novel approach for estimating truck factors"
//! (ICPC 2016). The degree of authorship of a person in a file is
//!
//! `DOA = 3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC)`
//!
//! with `FA` 1 for the one who added the file, `DL` the person's commits to it, the adding one
//! included, and `AC` the commits of everybody else (Fritz et al. 2010). An *author* of a file has at
//! least [`MIN_DEGREE`], and more than [`MIN_NORMAL_DEGREE`] of the highest degree in that file. The
//! truck factor is found greedily: the author of most files leaves, one after the other, for as long
//! as at least half of the files still have an author.

use rustc_hash::FxHashMap;

use super::{History, PersonIdx};
use crate::source::FileId;

/// Authors have at least this degree of authorship.
pub const MIN_DEGREE: f64 = 3.293;
/// Authors have more than this share of the highest degree in the file.
pub const MIN_NORMAL_DEGREE: f64 = 0.75;

/// The authors of every file.
#[derive(Debug)]
pub(super) struct FileAuthors {
    authors: Vec<Vec<PersonIdx>>,
    n_commits: Vec<u32>,
}

impl FileAuthors {
    pub(super) fn of(history: &History) -> Self {
        let mut n_of: FxHashMap<(FileId, PersonIdx), u32> = FxHashMap::default();
        let mut n_commits = vec![0u32; history.n_files()];
        for (commit, files) in history.iter() {
            if history.is_by_person(commit) {
                for file in files {
                    *n_of.entry((*file, commit.author)).or_default() += 1;
                    n_commits[file.index()] += 1;
                }
            }
        }
        let mut n_of: Vec<_> = n_of.into_iter().collect();
        n_of.sort_unstable_by_key(|it| it.0);
        let mut authors = vec![Vec::new(); history.n_files()];
        for of_file in n_of.chunk_by(|a, b| a.0.0 == b.0.0) {
            let file = of_file[0].0.0.index();
            let creator = history.creators[file];
            let degrees: Vec<_> = of_file
                .iter()
                .map(|((_, person), n)| {
                    (
                        *person,
                        degree(*n, n_commits[file], creator == Some(*person)),
                    )
                })
                .collect();
            authors[file] = main_authors(&degrees);
        }
        Self { authors, n_commits }
    }

    /// Whether some person's commit changed a file.
    pub(super) fn was_changed(&self, file: usize) -> bool {
        self.n_commits[file] > 0
    }

    /// Its authors, in order.
    pub(super) fn of_file(&self, file: usize) -> &[PersonIdx] {
        &self.authors[file]
    }
}

/// The degree of authorship of somebody with `own` of all commits to a file.
fn degree(own: u32, all: u32, added_it: bool) -> f64 {
    let others = f64::from(all - own);
    3.293 + 1.098 * f64::from(u8::from(added_it)) + 0.164 * f64::from(own) - 0.321 * others.ln_1p()
}

fn main_authors(degrees: &[(PersonIdx, f64)]) -> Vec<PersonIdx> {
    let highest = degrees.iter().map(|it| it.1).fold(f64::MIN, f64::max);
    let is_author = |degree: f64| degree >= MIN_DEGREE && degree / highest > MIN_NORMAL_DEGREE;
    let authors = degrees.iter().filter(|it| is_author(it.1));
    authors.map(|it| it.0).collect()
}

/// How many authors have to leave until fewer than half of the files have one left; 0 without files,
/// or where more than half never had one.
pub(super) fn truck_factor(authors_of: &[&[PersonIdx]]) -> u32 {
    let mut n_left: Vec<usize> = authors_of.iter().map(|it| it.len()).collect();
    let mut files_of: FxHashMap<PersonIdx, Vec<usize>> = FxHashMap::default();
    for (file, authors) in authors_of.iter().enumerate() {
        for author in *authors {
            files_of.entry(*author).or_default().push(file);
        }
    }
    let mut order: Vec<_> = files_of.into_iter().collect();
    // What somebody wrote does not change while others leave, so the order is known beforehand.
    order.sort_unstable_by_key(|(person, files)| (std::cmp::Reverse(files.len()), *person));
    let mut n_covered = n_left.iter().filter(|it| **it > 0).count();
    let mut n_gone = 0;
    for (_, files) in order {
        if n_covered * 2 < authors_of.len() {
            break;
        }
        for file in files {
            n_left[file] -= 1;
            n_covered -= usize::from(n_left[file] == 0);
        }
        n_gone += 1;
    }
    n_gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_degree_of_authorship_is_that_of_the_paper() {
        // FA 1, DL 1, AC 0; FA 0, DL 3, AC 7.
        assert!((degree(1, 1, true) - 4.555).abs() < 1e-9);
        assert!((degree(3, 10, false) - (3.293 + 0.492 - 0.321 * 8f64.ln())).abs() < 1e-9);
    }

    #[test]
    fn authors_leave_until_less_than_half_is_covered() {
        let person =
            |it: &[u32]| -> Vec<PersonIdx> { it.iter().map(|it| PersonIdx(*it)).collect() };
        let check = |files: &[&[u32]], expected: u32| {
            let files: Vec<_> = files.iter().map(|it| person(it)).collect();
            let files: Vec<_> = files.iter().map(Vec::as_slice).collect();
            assert_eq!(truck_factor(&files), expected, "{files:?}");
        };
        check(&[], 0);
        check(&[&[], &[], &[1]], 0);
        check(&[&[1]], 1);
        check(&[&[1, 2]], 2);
        // Half is still enough.
        check(&[&[1], &[2]], 2);
        check(&[&[1], &[1], &[2]], 1);
        check(&[&[1], &[2], &[3], &[4]], 3);
        check(&[&[1, 2], &[1, 2], &[1], &[3]], 2);
    }
}
