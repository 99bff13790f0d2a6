//! An arrangement in terms of the ids of a model that was read later.

use std::ops::Range;

use super::{Arrangement, ContainerKey};
use crate::model::Successor;

impl ContainerKey {
    /// The same container in the model read later; `None` if its crate is gone.
    pub fn succeeded(self, successor: &Successor) -> Option<Self> {
        match self {
            Self::Crate(krate) => successor.krate(krate).map(Self::Crate),
            Self::Service(_) | Self::SmallCrates | Self::Shelf => Some(self),
        }
    }
}

impl Arrangement {
    /// Everything where it is, under its new id; what is gone is left out. `n_modules` are in the
    /// model read later.
    #[must_use]
    pub fn succeeded(&self, successor: &Successor, n_modules: usize) -> Self {
        let mut made = Self {
            bounds: self.bounds,
            chip_of_module: vec![None; n_modules],
            ..Self::default()
        };
        let mut places = Vec::new();
        for container in &self.containers {
            let Some(key) = container.key.succeeded(successor) else {
                places.push(None);
                continue;
            };
            let at = made.containers.len() as u32;
            places.push(Some(at));
            let groups = made.groups.len() as u32;
            let starts = self.take_chips(&mut made, successor, (container.chips.clone(), at));
            for group in &self.groups[within(&container.groups)] {
                let Some(module) = successor.module(group.module) else {
                    continue;
                };
                let start = |it: u32| starts[(it - container.chips.start) as usize];
                made.groups.push(super::Group {
                    module,
                    chips: start(group.chips.start)..start(group.chips.end),
                    ..group.clone()
                });
            }
            made.containers.push(super::Container {
                key,
                chips: starts[0]..made.chips.len() as u32,
                groups: groups..made.groups.len() as u32,
                ..container.clone()
            });
        }
        for ribbon in &self.ribbons {
            if let (Some(from), Some(to)) =
                (places[ribbon.from as usize], places[ribbon.to as usize])
            {
                // Links are counted in another graph now.
                let links = Vec::new();
                made.ribbons.push(super::Ribbon {
                    from,
                    to,
                    links,
                    ..ribbon.clone()
                });
            }
        }
        made
    }

    /// Takes over the chips of a container. Answers where each of them (and their end) begins now.
    fn take_chips(
        &self,
        made: &mut Self,
        successor: &Successor,
        (chips, container): (Range<u32>, u32),
    ) -> Vec<u32> {
        let mut starts = vec![made.chips.len() as u32];
        for chip in &self.chips[within(&chips)] {
            if let Some(module) = successor.module(chip.module) {
                made.chip_of_module[module.index()] = Some(made.chips.len() as u32);
                made.chips.push(super::Chip {
                    module,
                    container,
                    ..chip.clone()
                });
            }
            starts.push(made.chips.len() as u32);
        }
        starts
    }
}

fn within(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
