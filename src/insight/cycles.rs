//! Services that need each other in a circle.

/// Sets of two or more nodes that reach each other, each sorted, in order of their first node.
pub(super) fn cycles_among(
    n_nodes: usize,
    edges: impl Iterator<Item = (u32, u32)>,
) -> Vec<Vec<u32>> {
    let mut forth = vec![Vec::new(); n_nodes];
    let mut back = vec![Vec::new(); n_nodes];
    for (from, to) in edges {
        forth[from as usize].push(to);
        back[to as usize].push(from);
    }
    // Kosaraju: nodes in the order they are finished, then backwards from the last finished.
    let mut finished = Vec::with_capacity(n_nodes);
    let mut seen = vec![false; n_nodes];
    for start in 0..n_nodes as u32 {
        finish_from(start, &forth, &mut seen, &mut finished);
    }
    let mut taken = vec![false; n_nodes];
    let mut cycles = Vec::new();
    for start in finished.into_iter().rev() {
        let mut component = Vec::new();
        finish_from(start, &back, &mut taken, &mut component);
        if component.len() > 1 {
            component.sort_unstable();
            cycles.push(component);
        }
    }
    cycles.sort_unstable();
    cycles
}

/// Walks depth first from a node, without recursion, and lists nodes as they are finished.
fn finish_from(start: u32, next: &[Vec<u32>], seen: &mut [bool], finished: &mut Vec<u32>) {
    if std::mem::replace(&mut seen[start as usize], true) {
        return;
    }
    let mut way = vec![(start, 0)];
    while let Some((node, at)) = way.last_mut() {
        match next[*node as usize].get(*at) {
            Some(target) => {
                *at += 1;
                if !std::mem::replace(&mut seen[*target as usize], true) {
                    way.push((*target, 0));
                }
            }
            None => {
                finished.push(*node);
                way.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cycles_among;

    #[test]
    fn circles_are_found_and_chains_are_not() {
        let edges = [
            (0, 1),
            (1, 2),
            (2, 1),
            (3, 4),
            (4, 5),
            (5, 3),
            (5, 0),
            (6, 6),
        ];
        assert_eq!(
            cycles_among(7, edges.into_iter()),
            [vec![1, 2], vec![3, 4, 5]]
        );
    }

    #[test]
    fn a_long_circle_needs_no_stack() {
        let n = 200_000;
        let edges = (0..n).map(|it| (it, (it + 1) % n));
        assert_eq!(cycles_among(n as usize, edges)[0].len(), n as usize);
    }
}
