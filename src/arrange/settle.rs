//! Containers after an edit: as few as possible move, and those as little as possible.

use std::cmp::Reverse;

use super::bins::Bin;
use super::pack::Packed;
use super::place::{Board, GAP};
use super::ribbons::Bond;
use super::{Arrangement, ContainerKey, Point};
use crate::plan::Plan;

/// Containers that an edit brought closer than this make room.
const LEAST_GAP: f32 = 40.0;

/// Who stays where it wants to be, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Claim {
    /// Just put there by hand: the hand is always right.
    JustByHand,
    /// Put there by hand earlier.
    ByHand,
    /// Grew or shrank: what one looks at stays, its neighbors make room.
    Resized,
    /// Nothing happened to it.
    Unchanged,
    /// Follows the others at the side.
    Shelf,
}

/// Answers the top left corners of all containers.
pub(super) fn settle(
    plan: &Plan,
    bins: &[Bin],
    boxes: &[Packed],
    bonds: &[Bond],
    previous: &Arrangement,
) -> Vec<Point> {
    let mut board = Board::plain(boxes, bonds);
    let mut claims: Vec<(Claim, Reverse<i64>, usize, Point)> = Vec::new();
    let mut newcomers = Vec::new();
    for (at, (bin, packed)) in bins.iter().zip(boxes).enumerate() {
        let area = Reverse((packed.width * packed.height) as i64);
        match claim(plan, bin, packed, previous) {
            Some((claim, corner)) => claims.push((claim, area, at, corner)),
            None => newcomers.push(at),
        }
    }
    claims.sort_by_key(|it| (it.0, it.1, it.2));
    for (claim, _, at, corner) in claims {
        let gap = if claim <= Claim::ByHand {
            0.0
        } else {
            LEAST_GAP
        };
        let corner = board.nearest_free(at, corner, gap);
        board.put(at, corner);
    }
    for at in newcomers {
        let shelf = bins[at].key == ContainerKey::Shelf;
        let corner = if shelf {
            board.at_the_side(at)
        } else {
            board.cheapest(at)
        };
        board.put(at, corner);
    }
    board
        .rects
        .iter()
        .map(|it| it.map_or(Point::new(GAP, GAP), |it| it.min))
        .collect()
}

/// Where a container wants to be, and how surely; `None` for a new one.
fn claim(
    plan: &Plan,
    bin: &Bin,
    packed: &Packed,
    previous: &Arrangement,
) -> Option<(Claim, Point)> {
    let before = previous.container(bin.key).map(|it| it.1.rect);
    if let Some(corner) = bin.place_by_hand(plan) {
        let stayed = before.is_some_and(|it| it.min == corner);
        return Some((
            if stayed {
                Claim::ByHand
            } else {
                Claim::JustByHand
            },
            corner,
        ));
    }
    let before = before?;
    let (wider, higher) = (
        packed.width - before.width(),
        packed.height - before.height(),
    );
    let same_size = wider.abs() < 0.5 && higher.abs() < 0.5;
    let claim = match bin.key {
        ContainerKey::Shelf => Claim::Shelf,
        _ if same_size => Claim::Unchanged,
        _ => Claim::Resized,
    };
    Some((claim, before.min))
}
