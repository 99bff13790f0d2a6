//! How alike two divisions of the same code are.
//!
//! All measures look at the ids that both sides know. `MoJoFM` counts the moves and joins that turn
//! one division into the other; the adjusted Rand index looks at pairs, the adjusted mutual
//! information at what one division says about the other, c2c at which services are found at all.

mod division;
mod information;
mod mojo;
mod pairs;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use division::{Division, DivisionError};

/// The likeness of a found division with a reference.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Comparison {
    /// Ids that both sides know.
    pub n_ids: usize,
    /// Ids that only one side knows; they are left out.
    pub n_unmatched: usize,
    /// Services of the found division that own ids that both know.
    pub n_found: usize,
    /// Services of the reference that do.
    pub n_reference: usize,
    /// From 0 to 100; how few moves and joins turn the found division into the reference.
    pub mojofm: f64,
    /// Adjusted Rand index; 1 for equal divisions, about 0 for random ones, below for worse.
    pub ari: f64,
    /// Adjusted mutual information with arithmetic mean; in the same range.
    pub ami: f64,
    /// Shares of found services that overlap with one of the reference by more than 10, 33, 50 %.
    pub c2c: [f64; 3],
}

/// The thresholds of [`Comparison::c2c`], in percent.
pub const C2C_PERCENT: [u32; 3] = [10, 33, 50];

/// Compares two divisions.
pub fn compare(found: &Division, reference: &Division) -> Comparison {
    let mut ids = found.ids();
    ids.extend(reference.ids());
    let both: Vec<_> = ids
        .iter()
        .filter_map(|it| Some((found.service_of(it)?, reference.service_of(it)?)))
        .collect();
    let table = Table::of(&both);
    Comparison {
        n_ids: both.len(),
        n_unmatched: ids.len() - both.len(),
        n_found: table.found.len(),
        n_reference: table.reference.len(),
        mojofm: mojo::mojofm(&table),
        ari: pairs::adjusted_rand_index(&table),
        ami: information::adjusted_mutual_information(&table),
        c2c: C2C_PERCENT.map(|percent| pairs::cluster_coverage(&table, percent)),
    }
}

/// How many ids every found service shares with every one of the reference.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Table {
    /// Size of every found service.
    found: Vec<usize>,
    /// Size of every service of the reference.
    reference: Vec<usize>,
    /// For every found service: services of the reference and the number shared, never 0.
    shared: Vec<BTreeMap<usize, usize>>,
}

impl Table {
    /// From the pair of services of every id.
    fn of(pairs: &[(&str, &str)]) -> Self {
        let mut table = Self::default();
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        let mut reference: BTreeMap<&str, usize> = BTreeMap::new();
        for (here, there) in pairs {
            let n_found = found.len();
            let here = *found.entry(here).or_insert(n_found);
            let n_reference = reference.len();
            let there = *reference.entry(there).or_insert(n_reference);
            if here == table.found.len() {
                table.found.push(0);
                table.shared.push(BTreeMap::new());
            }
            if there == table.reference.len() {
                table.reference.push(0);
            }
            table.found[here] += 1;
            table.reference[there] += 1;
            *table.shared[here].entry(there).or_default() += 1;
        }
        table
    }

    fn n_ids(&self) -> usize {
        self.found.iter().sum()
    }

    /// Every number of shared ids, with its services.
    fn cells(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let rows = self.shared.iter().enumerate();
        rows.flat_map(|(here, row)| row.iter().map(move |(there, n)| (here, *there, *n)))
    }

    /// Whether both divisions are the same but for names.
    fn is_equal(&self) -> bool {
        self.found.len() == self.reference.len() && self.shared.iter().all(|it| it.len() == 1)
    }
}

impl std::fmt::Display for Comparison {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            n_ids,
            n_unmatched,
            n_found,
            n_reference,
            mojofm,
            ari,
            ami,
            c2c,
        } = self;
        writeln!(f, "ids        {n_ids} compared, {n_unmatched} left out")?;
        writeln!(
            f,
            "services   {n_found} found, {n_reference} in the reference"
        )?;
        writeln!(f, "MoJoFM     {mojofm:.2}")?;
        writeln!(f, "ARI        {ari:.4}")?;
        writeln!(f, "AMI        {ami:.4}")?;
        for (percent, share) in C2C_PERCENT.iter().zip(c2c) {
            writeln!(f, "c2c {percent} %   {share:.4}")?;
        }
        Ok(())
    }
}
