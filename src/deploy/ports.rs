//! Ports of the host: every one is given out once, whatever was wished for.

use std::collections::BTreeSet;

/// Below this, only root may listen.
const FIRST_FREE: u16 = 1024;

/// Ports given out so far.
#[derive(Debug, Default)]
pub(super) struct Ports {
    taken: BTreeSet<u16>,
}

impl Ports {
    /// The wished port where it is free, else the next free one above it, else the lowest free
    /// one; `None` once all are gone.
    pub(super) fn give(&mut self, wish: u16) -> Option<u16> {
        let exact = std::iter::once(wish).filter(|it| *it > 0);
        let above = wish.max(FIRST_FREE)..=u16::MAX;
        let below = FIRST_FREE..wish.max(FIRST_FREE);
        let port = exact
            .chain(above)
            .chain(below)
            .find(|it| !self.taken.contains(it))?;
        self.taken.insert(port);
        Some(port)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_port_is_given_once() {
        let mut ports = Ports::default();
        let given: Vec<_> = [80, 80, 8080, 8080, 65535, 65535]
            .map(|it| ports.give(it))
            .into();
        assert_eq!(given, [80, 1024, 8080, 8081, 65535, 1025].map(Some));
    }

    proptest! {
        #[test]
        fn no_two_are_alike(wishes in prop::collection::vec(any::<u16>(), 0..200)) {
            let mut ports = Ports::default();
            let given: BTreeSet<_> = wishes.iter().filter_map(|it| ports.give(*it)).collect();
            prop_assert_eq!(given.len(), wishes.len());
            prop_assert!(!given.contains(&0));
        }
    }
}
