//! What is under the pointer.

use egui::Pos2;

use super::camera::View;
use super::focus::FineEdge;
use crate::arrange::{Arrangement, ContainerKey, Point};
use crate::model::ModuleId;

/// How near the pointer must come to a line, in points.
const REACH: f32 = 6.0;
/// Chips lower than this on the screen cannot be told apart; their container is hit instead.
pub(super) const LEAST_CHIP_HEIGHT: f32 = 5.0;
/// A header can be grabbed at least this high on the screen.
const LEAST_HEADER_HEIGHT: f32 = 18.0;

/// Something one can point at.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Hit {
    /// A module.
    Chip(ModuleId),
    /// The name of a group: its position in the arrangement.
    Group(u32),
    /// The name of a container.
    Header(ContainerKey),
    /// The rest of a container.
    Inside(ContainerKey),
    /// A ribbon: its ends.
    Ribbon(ContainerKey, ContainerKey),
    /// A fine edge: its ends.
    Edge(ModuleId, ModuleId),
    /// The canvas itself.
    Nothing,
}

impl Hit {
    /// The module pointed at.
    pub(super) fn module(self) -> Option<ModuleId> {
        match self {
            Self::Chip(module) => Some(module),
            _ => None,
        }
    }

    /// The container whose name or free area is pointed at.
    pub(super) fn container(self) -> Option<ContainerKey> {
        match self {
            Self::Header(key) | Self::Inside(key) => Some(key),
            _ => None,
        }
    }
}

/// What is under the pointer, the topmost first.
pub(super) fn hit(
    arrangement: &Arrangement,
    ribbons_shown: &[u32],
    edges: &[FineEdge],
    view: &View,
    pointer: Pos2,
) -> Hit {
    let place = view.scene(pointer);
    let reach = REACH / view.zoom;
    if let Some(ribbon) = pill_at(arrangement, ribbons_shown, view, pointer) {
        return ribbon;
    }
    let chip = chip_at(arrangement, view, place);
    if chip.is_none()
        && let Some(edge) = edge_at(arrangement, edges, place, reach)
    {
        return edge;
    }
    let container = arrangement.container_at(place);
    chip.or_else(|| group_at(arrangement, view, place))
        .or_else(|| {
            let container = &arrangement.containers[container? as usize];
            let high = (LEAST_HEADER_HEIGHT / view.zoom).max(container.header().height());
            let header = place.y < container.rect.min.y + high;
            Some(if header {
                Hit::Header(container.key)
            } else {
                Hit::Inside(container.key)
            })
        })
        .or_else(|| ribbon_at(arrangement, ribbons_shown, place, reach))
        .unwrap_or(Hit::Nothing)
}

fn chip_at(arrangement: &Arrangement, view: &View, place: Point) -> Option<Hit> {
    if crate::arrange::CHIP_HEIGHT * view.zoom < LEAST_CHIP_HEIGHT {
        return None;
    }
    let container = arrangement.container_at(place)?;
    let chips = arrangement.chips_in(&arrangement.containers[container as usize]);
    chips
        .iter()
        .find(|it| it.rect.contains(place))
        .map(|it| Hit::Chip(it.module))
}

/// The innermost group whose name is there.
fn group_at(arrangement: &Arrangement, view: &View, place: Point) -> Option<Hit> {
    if crate::arrange::GROUP_HEADER * view.zoom < 9.0 {
        return None;
    }
    let container = arrangement.container_at(place)?;
    let groups = arrangement.containers[container as usize].groups.clone();
    let named = |it: &u32| {
        let group = &arrangement.groups[*it as usize];
        group.header().contains(place)
    };
    groups.rev().find(named).map(Hit::Group)
}

fn pill_at(arrangement: &Arrangement, shown: &[u32], view: &View, pointer: Pos2) -> Option<Hit> {
    let near = |it: &&u32| {
        let label = view.pos(arrangement.ribbons[**it as usize].label);
        (label - pointer).x.abs() < 18.0 && (label - pointer).y.abs() < 11.0
    };
    let ribbon = &arrangement.ribbons[*shown.iter().rev().find(near)? as usize];
    let (from, to) = arrangement.ends(ribbon);
    Some(Hit::Ribbon(from, to))
}

fn ribbon_at(arrangement: &Arrangement, shown: &[u32], place: Point, reach: f32) -> Option<Hit> {
    let near = shown.iter().rev().filter_map(|it| {
        let ribbon = &arrangement.ribbons[*it as usize];
        let distance = ribbon.curve.distance_to(place);
        (distance < reach).then_some((ribbon, distance))
    });
    let nearest = near.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let (from, to) = arrangement.ends(nearest.0);
    Some(Hit::Ribbon(from, to))
}

fn edge_at(arrangement: &Arrangement, edges: &[FineEdge], place: Point, reach: f32) -> Option<Hit> {
    // A bundle stands for many edges: none of them is the one that is meant.
    let single = edges.iter().filter(|it| it.bundle.is_none());
    let near = single.filter_map(|edge| {
        let distance = edge.curve(arrangement)?.distance_to(place);
        (distance < reach).then_some((edge, distance))
    });
    let nearest = near.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Hit::Edge(nearest.0.from, nearest.0.to))
}
