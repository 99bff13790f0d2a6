//! Likeness by counting: pairs of ids that are together, services that are found again.

use super::Table;

/// Adjusted Rand index (Hubert and Arabie 1985).
pub(super) fn adjusted_rand_index(table: &Table) -> f64 {
    if table.is_equal() {
        return 1.0;
    }
    let pairs = |n: usize| (n as f64) * (n as f64 - 1.0) / 2.0;
    let sum = |sizes: &[usize]| sizes.iter().fold(0.0, |sum, it| sum + pairs(*it));
    let both = table.cells().fold(0.0, |sum, it| sum + pairs(it.2));
    let (found, reference) = (sum(&table.found), sum(&table.reference));
    let expected = found * reference / pairs(table.n_ids());
    (both - expected) / (f64::midpoint(found, reference) - expected)
}

/// Share of found services that overlap with one of the reference by more than so much.
pub(super) fn cluster_coverage(table: &Table, percent: u32) -> f64 {
    if table.found.is_empty() {
        return 0.0;
    }
    let overlaps = |here: usize| {
        let mut row = table.shared[here].iter();
        row.any(|(there, n)| {
            n * 100 > percent as usize * table.found[here].max(table.reference[*there])
        })
    };
    let covered = (0..table.found.len()).filter(|it| overlaps(*it)).count();
    covered as f64 / table.found.len() as f64
}
