//! `MoJoFM` (Wen and Tzerpos 2004): one division turned into another by moves and joins.

use std::collections::VecDeque;

use super::Table;

/// From 0, as far away as possible, to 100, equal.
pub(super) fn mojofm(table: &Table) -> f64 {
    match most_operations(table) {
        0 => 100.0,
        most => (1.0 - operations(table) as f64 / most as f64) * 100.0,
    }
}

/// The least number of moves and joins that turn the found division into the reference.
///
/// Every found service becomes the one of the reference that it shares most ids with; all other ids
/// of it move. Several found services that become the same one are joined. Where a service shares
/// equally many with several, it should become one that no other becomes: a largest matching.
pub(super) fn operations(table: &Table) -> usize {
    let most_shared = |row: &std::collections::BTreeMap<usize, usize>| row.values().max().copied();
    let stay: usize = table.shared.iter().filter_map(most_shared).sum();
    let candidates = table.shared.iter().map(|row| {
        let most = most_shared(row);
        row.iter()
            .filter(|it| Some(*it.1) == most)
            .map(|it| *it.0)
            .collect()
    });
    let candidates: Vec<Vec<usize>> = candidates.collect();
    let n_targets = largest_matching(&candidates, table.reference.len());
    (table.n_ids() - stay) + (table.found.len() - n_targets)
}

/// The number of operations from the division that is farthest from the reference.
fn most_operations(table: &Table) -> usize {
    let mut sizes = table.reference.clone();
    sizes.sort_unstable();
    let kept = sizes
        .iter()
        .fold(0, |kept, size| if kept < *size { kept + 1 } else { kept });
    table.n_ids() - kept
}

/// How many can get a candidate of their own: augmenting paths, breadth first.
fn largest_matching(candidates: &[Vec<usize>], n_targets: usize) -> usize {
    let mut taken_by: Vec<Option<usize>> = vec![None; n_targets];
    let mut seen_in: Vec<Option<usize>> = vec![None; n_targets];
    let mut size = 0;
    for start in 0..candidates.len() {
        let mut reached_from: Vec<(usize, usize)> = Vec::new();
        let mut queue = VecDeque::from([start]);
        let mut free = None;
        'search: while let Some(here) = queue.pop_front() {
            for target in &candidates[here] {
                if seen_in[*target] == Some(start) {
                    continue;
                }
                seen_in[*target] = Some(start);
                reached_from.push((*target, here));
                match taken_by[*target] {
                    Some(other) => queue.push_back(other),
                    None => {
                        free = Some(*target);
                        break 'search;
                    }
                }
            }
        }
        if let Some(target) = free {
            size += 1;
            hand_over(target, start, &reached_from, candidates, &mut taken_by);
        }
    }
    size
}

/// Gives a free target to the one it was reached from, whose own goes on to the one before.
fn hand_over(
    mut target: usize,
    start: usize,
    reached_from: &[(usize, usize)],
    candidates: &[Vec<usize>],
    taken_by: &mut [Option<usize>],
) {
    let from = |target: usize| reached_from.iter().find(|it| it.0 == target).map(|it| it.1);
    while let Some(taker) = from(target) {
        let given_up = candidates[taker]
            .iter()
            .find(|it| taken_by[**it] == Some(taker))
            .copied();
        taken_by[target] = Some(taker);
        match given_up {
            Some(next) if taker != start => target = next,
            _ => return,
        }
    }
}
