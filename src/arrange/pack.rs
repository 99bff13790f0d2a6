//! The inside of a container: chips in rows, grouped by the beginning of their path.
//!
//! First the modules become a tree of blocks, then each block gets a size from the inside out.
//! Groups stand in columns like the text of a newspaper: dense, aligned, and in reading order.

use std::ops::Range;
use std::sync::Arc;

use super::bins::Bin;
use super::labels::{label, text_width};
use super::{CHIP_HEIGHT, Chip, ContainerKey, GROUP_HEADER, Group, HEADER_HEIGHT, Point, Rect};
use crate::model::{CodeModel, ModuleId};

const CHIP_GAP: f32 = 7.0;
const PADDING: f32 = 14.0;
const CHIP_FONT: f32 = 12.0;
/// Left border, dot, and what is left free at the right of the text.
const CHIP_TRIM: f32 = 38.0;
const GROUP_PADDING: f32 = 8.0;
const GROUP_GAP: f32 = 12.0;
const MIN_WIDTH: f32 = 220.0;
const SHELF_WIDTH: f32 = 236.0;
const EMPTY_HEIGHT: f32 = HEADER_HEIGHT + 44.0;
/// How wide a box is for its height where there is a choice.
const ASPECT: f32 = 1.25;
/// Up to this many modules need no groups.
const FLAT: usize = 12;
/// A group has at least this many modules.
const MIN_GROUP: usize = 3;
/// Groups inside groups inside groups, but no deeper.
const MAX_DEPTH: u32 = 3;
/// A group wraps its rows at about two chips.
const GROUP_WIDTH: f32 = 232.0;

/// A container's inside, its own top left corner at the origin.
#[derive(Debug)]
pub(super) struct Packed {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) chips: Vec<Chip>,
    pub(super) groups: Vec<Group>,
    pub(super) wrap: f32,
}

/// Packs the modules of a bin. `before` is the width its rows were wrapped at last time.
pub(super) fn pack(model: &CodeModel, bin: &Bin, before: Option<f32>) -> Packed {
    let mut entries: Vec<Entry<'_>> = bin
        .modules
        .iter()
        .map(|it| Entry::new(model, *it))
        .collect();
    entries.sort_by(|a, b| a.steps().cmp(b.steps()));
    let blocks = if bin.key == ContainerKey::Shelf {
        entries
            .iter()
            .map(|it| it.chip(it.depth_of_last_two()))
            .collect()
    } else {
        // Tables are in no module: they stand behind the chips of code, whatever that is grouped by.
        let objects = |it: &Entry<'_>| model.object_of(it.module()).is_some();
        let (objects, code): (Vec<_>, Vec<_>) = entries.into_iter().partition(objects);
        let mut blocks = blocks(&code, top_depth(&code), 0);
        let n_chips = n_chips(&blocks);
        blocks.splice(n_chips..n_chips, objects.iter().map(|it| it.chip(0)));
        blocks
    };
    let mut inside = Inside::default();
    let wrap = match before {
        _ if bin.key == ContainerKey::Shelf => 0.0,
        Some(before) if still_fits(&blocks, before) => before,
        _ => good_wrap(&blocks),
    };
    let size = inside.put(&blocks, Point::new(PADDING, HEADER_HEIGHT), wrap, 0);
    let name_width = (text_width(&bin.name, 16.0) + 114.0).min(420.0);
    let shelf = bin.key == ContainerKey::Shelf;
    let least = if shelf {
        SHELF_WIDTH
    } else {
        MIN_WIDTH.max(name_width)
    };
    Packed {
        width: (size.width + 2.0 * PADDING).max(least).ceil(),
        height: (HEADER_HEIGHT + size.height + PADDING)
            .max(EMPTY_HEIGHT)
            .ceil(),
        chips: inside.chips,
        groups: inside.groups,
        wrap,
    }
}

/// A module with the names of all that encloses it, outermost first, itself last.
struct Entry<'a> {
    chain: Vec<ModuleId>,
    names: Vec<&'a str>,
}

impl<'a> Entry<'a> {
    fn new(model: &'a CodeModel, module: ModuleId) -> Self {
        let mut chain: Vec<ModuleId> = model.ancestors(module).collect();
        chain.reverse();
        let names = chain.iter().map(|it| &*model.module(*it).name).collect();
        Self { chain, names }
    }

    /// Names first, so that order is alphabetic; ids keep modules of one name apart.
    fn steps(&self) -> impl Iterator<Item = (&'a str, ModuleId)> {
        self.names.iter().copied().zip(self.chain.iter().copied())
    }

    fn module(&self) -> ModuleId {
        self.chain[self.chain.len() - 1]
    }

    fn depth_of_last_two(&self) -> usize {
        self.chain
            .len()
            .saturating_sub(2)
            .max(usize::from(self.chain.len() > 1))
    }

    /// The chip of this module where everything before `depth` is told by what encloses it.
    fn chip(&self, depth: usize) -> Block {
        let head = depth >= self.chain.len();
        let text = label(&self.names[depth.min(self.chain.len() - 1)..]);
        let width = (text_width(&text, CHIP_FONT) + CHIP_TRIM).ceil();
        let size = Size {
            width,
            height: CHIP_HEIGHT,
        };
        Block::Chip {
            module: self.module(),
            label: text,
            head,
            size,
        }
    }
}

/// What is packed: a chip, or a group of blocks.
#[derive(Debug)]
enum Block {
    Chip {
        module: ModuleId,
        label: Arc<str>,
        head: bool,
        size: Size,
    },
    Group {
        module: ModuleId,
        name: Arc<str>,
        blocks: Vec<Block>,
        size: Size,
        /// Where its rows wrap.
        wrap: f32,
    },
}

impl Block {
    fn size(&self) -> Size {
        match self {
            Self::Chip { size, .. } | Self::Group { size, .. } => *size,
        }
    }

    fn area(&self) -> f32 {
        let gap = match self {
            Self::Chip { .. } => CHIP_GAP,
            Self::Group { .. } => GROUP_GAP,
        };
        (self.size().width + gap) * (self.size().height + gap)
    }
}

/// How many chips stand before the groups.
fn n_chips(blocks: &[Block]) -> usize {
    let chips = blocks.iter();
    chips
        .take_while(|it| matches!(it, Block::Chip { .. }))
        .count()
}

/// A crate's own name is told by its container, unless several crates share it.
fn top_depth(entries: &[Entry<'_>]) -> usize {
    let first = entries.first().map(|it| it.chain[0]);
    usize::from(entries.iter().all(|it| Some(it.chain[0]) == first))
}

/// The blocks of entries that agree in everything before `depth`.
fn blocks(entries: &[Entry<'_>], depth: usize, level: u32) -> Vec<Block> {
    if entries.len() <= FLAT || level >= MAX_DEPTH {
        return entries.iter().map(|it| it.chip(depth)).collect();
    }
    let families = families(entries, depth);
    if let [only] = families.as_slice() {
        return blocks(&entries[only.clone()], depth + 1, level);
    }
    let (mut chips, mut groups) = (Vec::new(), Vec::new());
    for family in families {
        let members = &entries[family];
        if members.len() < MIN_GROUP {
            chips.extend(members.iter().map(|it| it.chip(depth)));
        } else {
            groups.push(group(members, depth, level));
        }
    }
    chips.extend(groups);
    chips
}

/// A group of entries that agree up to and including `depth`, and as far beyond as they do.
fn group(members: &[Entry<'_>], depth: usize, level: u32) -> Block {
    let first = &members[0];
    let mut end = depth + 1;
    while members
        .iter()
        .all(|it| it.chain.get(end).is_some_and(|id| *id == first.chain[end]))
    {
        end += 1;
    }
    let name = label(&first.names[depth..end]);
    let blocks = blocks(members, end, level + 1);
    let wrap = group_wrap(&blocks);
    let inner = measure(&blocks, wrap);
    let size = Size {
        width: inner.width.max(text_width(&name, CHIP_FONT) + 44.0) + 2.0 * GROUP_PADDING,
        height: inner.height + GROUP_HEADER + GROUP_PADDING,
    };
    Block::Group {
        module: first.chain[end - 1],
        name,
        blocks,
        size,
        wrap,
    }
}

/// Runs of entries with the same module at this depth.
fn families(entries: &[Entry<'_>], depth: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let key = entry.chain.get(depth);
        match runs.last_mut() {
            Some(run) if key.is_some() && entries[run.start].chain.get(depth) == key => {
                run.end = at + 1;
            }
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

#[derive(Clone, Copy, Debug, Default)]
struct Size {
    width: f32,
    height: f32,
}

/// Chips and groups as they get their places.
#[derive(Default)]
struct Inside {
    chips: Vec<Chip>,
    groups: Vec<Group>,
}

impl Inside {
    /// Puts blocks below and to the right of a corner: loose chips in rows, then groups in columns.
    fn put(&mut self, blocks: &[Block], corner: Point, wrap: f32, depth: u32) -> Size {
        let (chips, groups) = blocks.split_at(n_chips(blocks));
        let rows = self.put_rows(chips, corner, wrap);
        if groups.is_empty() {
            return rows;
        }
        let top = if chips.is_empty() {
            0.0
        } else {
            rows.height + GROUP_GAP
        };
        let columns = self.put_columns(groups, corner.shifted(0.0, top), wrap, depth);
        Size {
            width: rows.width.max(columns.width),
            height: top + columns.height,
        }
    }

    fn put_rows(&mut self, chips: &[Block], corner: Point, wrap: f32) -> Size {
        let (mut x, mut y, mut width) = (0.0f32, 0.0, 0.0f32);
        for chip in chips {
            let Block::Chip {
                module,
                label,
                head,
                size,
            } = chip
            else {
                continue;
            };
            let needed = size.width;
            if x > 0.0 && x + needed > wrap {
                (x, y) = (0.0, y + CHIP_HEIGHT + CHIP_GAP);
            }
            let rect = Rect::at(corner.shifted(x, y), needed, CHIP_HEIGHT);
            let (module, label) = (*module, label.clone());
            self.chips.push(Chip {
                module,
                label,
                rect,
                container: 0,
                head: *head,
            });
            x += needed + CHIP_GAP;
            width = width.max(x - CHIP_GAP);
        }
        Size {
            width,
            height: if chips.is_empty() {
                0.0
            } else {
                y + CHIP_HEIGHT
            },
        }
    }

    fn put_columns(&mut self, groups: &[Block], corner: Point, wrap: f32, depth: u32) -> Size {
        let sizes: Vec<Size> = groups.iter().map(Block::size).collect();
        let (mut x, mut height) = (0.0, 0.0f32);
        for column in columns(&sizes, wrap) {
            let width = sizes[column.clone()]
                .iter()
                .map(|it| it.width)
                .fold(0.0, f32::max);
            let mut y = 0.0;
            for at in column {
                let size = Size {
                    width,
                    height: sizes[at].height,
                };
                self.put_group(&groups[at], corner.shifted(x, y), size, depth);
                y += size.height + GROUP_GAP;
            }
            height = height.max(y - GROUP_GAP);
            x += width + GROUP_GAP;
        }
        Size {
            width: (x - GROUP_GAP).max(0.0),
            height,
        }
    }

    fn put_group(&mut self, block: &Block, corner: Point, size: Size, depth: u32) {
        let Block::Group {
            module,
            name,
            blocks,
            wrap,
            size: _,
        } = block
        else {
            return;
        };
        let at = self.groups.len();
        let first = self.chips.len() as u32;
        self.groups.push(Group {
            name: name.clone(),
            module: *module,
            rect: Rect::at(corner, size.width, size.height),
            depth,
            chips: first..first,
        });
        let inner = corner.shifted(GROUP_PADDING, GROUP_HEADER);
        self.put(blocks, inner, *wrap, depth + 1);
        self.groups[at].chips.end = self.chips.len() as u32;
    }
}

/// The size of blocks wrapped at this width.
fn measure(blocks: &[Block], wrap: f32) -> Size {
    Inside::default().put(blocks, Point::default(), wrap, 0)
}

/// Where the rows of a group wrap: narrow, unless it is so big that it would become a tower.
fn group_wrap(blocks: &[Block]) -> f32 {
    if blocks.len() <= FLAT {
        GROUP_WIDTH.max(widest(blocks))
    } else {
        best_wrap(blocks, GROUP_WIDTH)
    }
}

/// Where the rows of a container wrap.
fn good_wrap(blocks: &[Block]) -> f32 {
    best_wrap(blocks, MIN_WIDTH - 2.0 * PADDING)
}

/// Of some widths the one that leaves the least room empty in the most pleasant shape.
fn best_wrap(blocks: &[Block], least: f32) -> f32 {
    let area: f32 = blocks.iter().map(Block::area).sum();
    let ideal = (area * ASPECT).sqrt().max(least);
    let least = least.max(widest(blocks));
    let tried = (0..16u8).map(|nth| least.max(ideal * (0.7 + 0.06 * f32::from(nth))).ceil());
    let cost = |wrap: f32| {
        let size = measure(blocks, wrap);
        let (width, height) = (size.width + 2.0 * PADDING, size.height + HEADER_HEIGHT);
        let off = (width / height.max(1.0) / ASPECT).max(1.0e-3);
        width * height * (1.0 + 0.6 * (off.max(1.0 / off) - 1.0))
    };
    let costs = tried.map(|it| (cost(it), it));
    costs
        .reduce(|a, b| if b.0 < a.0 { b } else { a })
        .map_or(least, |it| it.1)
}

fn widest(blocks: &[Block]) -> f32 {
    blocks.iter().map(|it| it.size().width).fold(0.0, f32::max)
}

/// Whether a box wrapped as before still has a pleasant shape.
fn still_fits(blocks: &[Block], before: f32) -> bool {
    let size = measure(blocks, before);
    let aspect = (size.width + 2.0 * PADDING) / (size.height + HEADER_HEIGHT).max(1.0);
    let small = size.height < 4.0 * (CHIP_HEIGHT + CHIP_GAP);
    before >= MIN_WIDTH - 2.0 * PADDING && (small || (0.55..2.6).contains(&aspect))
}

/// Splits groups, in their order, into columns: as few high ones as fit beside each other.
fn columns(sizes: &[Size], wrap: f32) -> Vec<Range<usize>> {
    let mut best = filled(sizes, f32::INFINITY);
    let tallest = sizes.iter().map(|it| it.height).fold(0.0, f32::max);
    let all: f32 = sizes.iter().map(|it| it.height + GROUP_GAP).sum();
    // Heights between which the best one lies; the lowest that is not too wide wins.
    let (mut low, mut high) = (tallest, all);
    for _ in 0..24 {
        let middle = f32::midpoint(low, high);
        let tried = filled(sizes, middle);
        if total_width(sizes, &tried) <= wrap {
            best = tried;
            high = middle;
        } else {
            low = middle;
        }
    }
    best
}

/// Columns filled from the top down to a height.
fn filled(sizes: &[Size], height: f32) -> Vec<Range<usize>> {
    let mut columns: Vec<Range<usize>> = Vec::new();
    let mut y = 0.0;
    for (at, size) in sizes.iter().enumerate() {
        match columns.last_mut() {
            Some(column) if y + size.height <= height => column.end = at + 1,
            _ => {
                columns.push(at..at + 1);
                y = 0.0;
            }
        }
        y += size.height + GROUP_GAP;
    }
    columns
}

fn total_width(sizes: &[Size], columns: &[Range<usize>]) -> f32 {
    let width = |it: &Range<usize>| {
        sizes[it.clone()]
            .iter()
            .map(|it| it.width)
            .fold(0.0, f32::max)
    };
    columns.iter().map(|it| width(it) + GROUP_GAP).sum::<f32>() - GROUP_GAP
}
