//! Adjusted mutual information (Vinh, Epps and Bailey 2010), adjusted by the arithmetic mean.

use std::collections::BTreeMap;

use super::Table;

/// 1 for equal divisions, about 0 for random ones.
pub(super) fn adjusted_mutual_information(table: &Table) -> f64 {
    if table.is_equal() {
        return 1.0;
    }
    let n = table.n_ids() as f64;
    let mutual = mutual_information(table);
    let expected = expected_mutual_information(table);
    let mean = f64::midpoint(entropy(&table.found, n), entropy(&table.reference, n));
    let room = mean - expected;
    if room.abs() < 1e-12 {
        0.0
    } else {
        (mutual - expected) / room
    }
}

/// What one division tells about the other, in nats.
pub(super) fn mutual_information(table: &Table) -> f64 {
    let n = table.n_ids() as f64;
    table.cells().fold(0.0, |sum, (here, there, shared)| {
        let shared = shared as f64;
        let expected = table.found[here] as f64 * table.reference[there] as f64;
        sum + shared / n * (n * shared / expected).ln()
    })
}

/// What a division with these sizes tells at most.
pub(super) fn entropy(sizes: &[usize], n: f64) -> f64 {
    sizes
        .iter()
        .fold(0.0, |sum, it| sum - *it as f64 / n * (*it as f64 / n).ln())
}

/// What two random divisions with these sizes tell about each other on average.
fn expected_mutual_information(table: &Table) -> f64 {
    let n = table.n_ids();
    let ln_factorial = ln_factorials(n);
    let mut sum = 0.0;
    for (a, n_a) in counted(&table.found) {
        for (b, n_b) in counted(&table.reference) {
            let first = (a + b).saturating_sub(n).max(1);
            let of_pair = (first..=a.min(b)).fold(0.0, |sum, shared| {
                let information = shared as f64 / n as f64
                    * ((n as f64 * shared as f64) / (a as f64 * b as f64)).ln();
                let ln_probability =
                    ln_factorial[a] + ln_factorial[b] + ln_factorial[n - a] + ln_factorial[n - b]
                        - ln_factorial[n]
                        - ln_factorial[shared]
                        - ln_factorial[a - shared]
                        - ln_factorial[b - shared]
                        - ln_factorial[n + shared - a - b];
                sum + information * ln_probability.exp()
            });
            sum += of_pair * n_a as f64 * n_b as f64;
        }
    }
    sum
}

/// Every size, with how many there are of it.
fn counted(sizes: &[usize]) -> BTreeMap<usize, usize> {
    let mut counted = BTreeMap::new();
    for size in sizes {
        *counted.entry(*size).or_default() += 1;
    }
    counted
}

/// The logarithms of 0! to n!.
fn ln_factorials(n: usize) -> Vec<f64> {
    let mut sum = 0.0;
    let logs = (1..=n).map(|it| {
        sum += (it as f64).ln();
        sum
    });
    std::iter::once(0.0)
        .chain(logs.collect::<Vec<_>>())
        .collect()
}
