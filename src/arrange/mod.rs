//! Where things sit on the canvas: request -> arrangement. Plain numbers, no window.
//!
//! Services are containers; the modules of the remaining monolith stand in one dashed container a
//! crate; modules that half the code depends on wait on a shelf at the side, so that they do not
//! drown the picture. Inside a container, modules are chips in rows, grouped by their path.
//! Between containers runs one ribbon for each direction.
//!
//! Always true of an [`Arrangement`]: every number is finite, no two containers overlap, every chip
//! lies inside its container, every asked-for module is there once, and the same request (with the
//! same previous arrangement) gives the same answer.

mod bins;
mod geometry;
mod labels;
mod pack;
mod place;
mod ribbons;
mod settle;
mod succeed;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

pub use geometry::{Curve, Point, Rect, Side, connect, facing, thread};
pub use labels::{clean, text_width};

use crate::graph::Link;
use crate::model::{CodeModel, Confidence, CrateId, ModuleId};
use crate::plan::{Owner, Plan, ServiceId};

/// Height of a chip.
pub const CHIP_HEIGHT: f32 = 26.0;
/// Height of a container's header.
pub const HEADER_HEIGHT: f32 = 46.0;
/// Height of a group's name.
pub const GROUP_HEADER: f32 = 24.0;
/// Where fewer than one in this many containers stood before, nothing is there to be kept.
const FEWEST_KNOWN: usize = 3;
/// The key in [`Plan::positions`] under which the shelf's place is kept.
pub const SHELF_KEY: &str = "#shelf";
/// The same for the container of small crates.
pub const SMALL_CRATES_KEY: &str = "#small-crates";

/// What is to be arranged.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The code.
    pub model: &'a CodeModel,
    /// What its modules need of each other, as far as it is shown: ribbons.
    pub links: &'a [Link],
    /// What they need of each other by default, whatever is shown: so that nothing changes its place
    /// because something is hidden.
    pub unfiltered: &'a [Link],
    /// Services, and positions given by hand.
    pub plan: &'a Plan,
    /// The owner of each module, in order of id.
    pub owners: &'a [Owner],
    /// Whether modules of test code are shown.
    pub tests: bool,
}

/// What a container stands for. Stable over edits, so that things stay where they are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ContainerKey {
    /// A planned service.
    Service(ServiceId),
    /// What of a crate nobody is assigned to.
    Crate(CrateId),
    /// The same for crates of a module or two, where there are many.
    SmallCrates,
    /// Unassigned modules on which much of the code depends.
    Shelf,
}

/// A box that holds chips.
#[derive(Clone, PartialEq, Debug)]
pub struct Container {
    /// What it stands for.
    pub key: ContainerKey,
    /// What it is called: the service's or crate's name; empty for the other two.
    pub name: Arc<str>,
    /// The whole box.
    pub rect: Rect,
    /// Its chips: positions in [`Arrangement::chips`].
    pub chips: Range<u32>,
    /// Its groups: positions in [`Arrangement::groups`].
    pub groups: Range<u32>,
    /// Whether its place was given by hand.
    pub by_hand: bool,
    /// The width its content was wrapped at, kept over edits.
    pub(crate) wrap: f32,
}

impl Container {
    /// The strip that carries the name.
    pub fn header(&self) -> Rect {
        Rect::at(self.rect.min, self.rect.width(), HEADER_HEIGHT)
    }

    /// The key in [`Plan::positions`] under which its place is kept.
    pub fn place_key(&self) -> &str {
        place_key(self.key, &self.name)
    }

    /// The service it stands for; `None` for what remains of the monolith.
    pub fn owner(&self) -> Owner {
        match self.key {
            ContainerKey::Service(service) => Some(service),
            ContainerKey::Crate(_) | ContainerKey::SmallCrates | ContainerKey::Shelf => None,
        }
    }
}

fn place_key(key: ContainerKey, name: &str) -> &str {
    match key {
        ContainerKey::Shelf => SHELF_KEY,
        ContainerKey::SmallCrates => SMALL_CRATES_KEY,
        ContainerKey::Service(_) | ContainerKey::Crate(_) => name,
    }
}

/// A soft box inside a container, around modules that share the beginning of their path.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// The shared segments below the enclosing group.
    pub name: Arc<str>,
    /// The module they share, which may itself live elsewhere.
    pub module: ModuleId,
    /// Its box.
    pub rect: Rect,
    /// 0 directly in the container.
    pub depth: u32,
    /// Every chip inside it: positions in [`Arrangement::chips`].
    pub chips: Range<u32>,
}

impl Group {
    /// The strip that carries the name.
    pub fn header(&self) -> Rect {
        Rect::at(self.rect.min, self.rect.width(), GROUP_HEADER)
    }
}

/// A module.
#[derive(Clone, PartialEq, Debug)]
pub struct Chip {
    /// The module.
    pub module: ModuleId,
    /// Its path below the enclosing group, cut to fit.
    pub label: Arc<str>,
    /// Its box.
    pub rect: Rect,
    /// Position of its container in [`Arrangement::containers`].
    pub container: u32,
    /// Whether the enclosing group is named by this very module.
    pub head: bool,
}

/// Everything that one container needs of another.
#[derive(Clone, PartialEq, Debug)]
pub struct Ribbon {
    /// Position of the container that needs.
    pub from: u32,
    /// Position of the container needed.
    pub to: u32,
    /// Sum of the weights of its links.
    pub weight: f64,
    /// The best confidence among its links.
    pub confidence: Confidence,
    /// Its links: positions in the requested links, in order.
    pub links: Vec<u32>,
    /// Whether a boundary cuts it: the two have different owners.
    pub cut: bool,
    /// From border to border.
    pub curve: Curve,
    /// Where its number goes: clear of containers and of other numbers where there is room.
    pub label: Point,
}

/// Where everything sits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Arrangement {
    /// Services in the order of the plan, then the remaining monolith, then the shelf.
    pub containers: Vec<Container>,
    /// Groups, container by container, the outer before the inner.
    pub groups: Vec<Group>,
    /// Chips, container by container.
    pub chips: Vec<Chip>,
    /// Ribbons, the lightest first, so that the heavy ones are drawn on top.
    pub ribbons: Vec<Ribbon>,
    /// The smallest box around all containers and ribbons.
    pub bounds: Rect,
    chip_of_module: Vec<Option<u32>>,
}

impl Arrangement {
    /// Position of a module's chip in [`Arrangement::chips`].
    pub fn chip_of(&self, module: ModuleId) -> Option<u32> {
        self.chip_of_module.get(module.index()).copied().flatten()
    }

    /// A module's chip.
    pub fn chip(&self, module: ModuleId) -> Option<&Chip> {
        self.chip_of(module).map(|it| &self.chips[it as usize])
    }

    /// The chips of a container.
    pub fn chips_in(&self, container: &Container) -> &[Chip] {
        &self.chips[container.chips.start as usize..container.chips.end as usize]
    }

    /// The container with this key, and its position.
    pub fn container(&self, key: ContainerKey) -> Option<(u32, &Container)> {
        (0u32..).zip(&self.containers).find(|(_, it)| it.key == key)
    }

    /// The containers at both ends of a ribbon.
    pub fn ends(&self, ribbon: &Ribbon) -> (ContainerKey, ContainerKey) {
        let key = |at: u32| self.containers[at as usize].key;
        (key(ribbon.from), key(ribbon.to))
    }

    /// Moves a container with all that is in it; its ribbons follow. Others are not asked: what
    /// this covers is for the next [`arrange`] to sort out.
    pub fn shift_container(&mut self, container: u32, dx: f32, dy: f32) {
        let Some(moved) = self.containers.get_mut(container as usize) else {
            return;
        };
        moved.rect = moved.rect.shifted(dx, dy);
        let within = |it: &Range<u32>| it.start as usize..it.end as usize;
        for chip in &mut self.chips[within(&moved.chips)] {
            chip.rect = chip.rect.shifted(dx, dy);
        }
        for group in &mut self.groups[within(&moved.groups)] {
            group.rect = group.rect.shifted(dx, dy);
        }
        let touches = |it: &&mut Ribbon| it.from == container || it.to == container;
        for ribbon in self.ribbons.iter_mut().filter(touches) {
            let end = |at: u32| self.containers[at as usize].rect;
            let (from, to) = (end(ribbon.from), end(ribbon.to));
            let (leaves, arrives) = facing(&from, &to);
            // Both directions stay apart.
            let share = if ribbon.from < ribbon.to { 0.42 } else { 0.58 };
            ribbon.curve = connect((&from, leaves, share), (&to, arrives, share));
            ribbon.label = ribbon.curve.at(0.5);
        }
    }

    /// The container under a place.
    pub fn container_at(&self, place: Point) -> Option<u32> {
        (0u32..)
            .zip(&self.containers)
            .find(|(_, it)| it.rect.contains(place))
            .map(|it| it.0)
    }
}

/// Arranges everything; with a previous arrangement, moves as little of it as possible.
pub fn arrange(request: &Request<'_>, previous: Option<&Arrangement>) -> Arrangement {
    let bins = bins::sort_into_bins(request);
    let boxes: Vec<pack::Packed> = bins
        .iter()
        .map(|bin| {
            let before = previous
                .and_then(|it| it.container(bin.key))
                .map(|(_, it)| it.wrap);
            pack::pack(request.model, bin, before)
        })
        .collect();
    let bonds = ribbons::bonds(request, &bins);
    let known = |it: &Arrangement| {
        let known = bins.iter().filter(|bin| it.container(bin.key).is_some());
        known.count() * FEWEST_KNOWN >= bins.len()
    };
    let corners = match previous.filter(|it| !it.containers.is_empty() && known(it)) {
        Some(previous) => settle::settle(request.plan, &bins, &boxes, &bonds, previous),
        None => place::place(request.plan, &bins, &boxes, &bonds),
    };
    let mut arrangement = assemble(request, bins, boxes, &corners);
    arrangement.ribbons = ribbons::ribbons(&arrangement.containers, bonds);
    let places = arrangement
        .ribbons
        .iter()
        .flat_map(|it| it.curve.samples(9));
    arrangement.bounds = places.fold(arrangement.bounds, |all, it| {
        all.union(&Rect { min: it, max: it })
    });
    arrangement
}

/// Puts packed boxes at their places.
fn assemble(
    request: &Request<'_>,
    bins: Vec<bins::Bin>,
    boxes: Vec<pack::Packed>,
    corners: &[Point],
) -> Arrangement {
    let mut made = Arrangement {
        chip_of_module: vec![None; request.model.modules().len()],
        ..Arrangement::default()
    };
    for ((bin, packed), corner) in bins.into_iter().zip(boxes).zip(corners) {
        let first_chip = made.chips.len() as u32;
        let first_group = made.groups.len() as u32;
        for chip in packed.chips {
            made.chip_of_module[chip.module.index()] = Some(made.chips.len() as u32);
            made.chips.push(Chip {
                container: made.containers.len() as u32,
                rect: chip.rect.shifted(corner.x, corner.y),
                ..chip
            });
        }
        made.groups
            .extend(packed.groups.into_iter().map(|group| Group {
                rect: group.rect.shifted(corner.x, corner.y),
                chips: group.chips.start + first_chip..group.chips.end + first_chip,
                ..group
            }));
        made.containers.push(Container {
            by_hand: bin.place_by_hand(request.plan).is_some(),
            key: bin.key,
            name: bin.name,
            rect: Rect::at(*corner, packed.width, packed.height),
            chips: first_chip..made.chips.len() as u32,
            groups: first_group..made.groups.len() as u32,
            wrap: packed.wrap,
        });
    }
    made.bounds = Rect::around(made.containers.iter().map(|it| it.rect)).unwrap_or_default();
    made
}
