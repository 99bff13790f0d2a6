//! Who can reach whom: one closed network for each container, with those that need it.

use std::collections::BTreeSet;

use super::ContainerIdx;

/// A network on which one container is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Network {
    /// A DNS label, unique in the layout.
    pub name: String,
    /// The one that is called.
    pub called: ContainerIdx,
    /// Those that call it. The gateway is on every network besides.
    pub callers: BTreeSet<ContainerIdx>,
}

impl Network {
    /// Whether a container is on it.
    pub fn has(&self, container: ContainerIdx) -> bool {
        self.called == container || self.callers.contains(&container)
    }
}

/// A network for each container, with those that need it.
pub(super) fn networks(names: &[String], calls: &[(usize, usize)]) -> Vec<Network> {
    let callers = |called| {
        calls
            .iter()
            .filter(move |it| it.1 == called && it.0 != called)
    };
    let network = |(called, name): (usize, &String)| Network {
        name: format!("to-{name}"),
        called,
        callers: callers(called).map(|it| it.0).collect(),
    };
    names.iter().enumerate().map(network).collect()
}
