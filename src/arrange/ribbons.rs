//! Ribbons: what one container needs of another, as one curve with one number.

use super::bins::{self, Bin};
use super::geometry::connect;
use super::{Container, ContainerKey, Curve, Point, Rect, Request, Ribbon, Side};
use crate::model::Confidence;

/// Places along a curve at which it is tested against containers.
const SAMPLES: u32 = 24;
/// Room that a number takes: half its width, half its height.
const LABEL_HALF: (f32, f32) = (20.0, 13.0);
/// With more ribbons than this only the sides that face each other are tried.
const MANY: usize = 600;

/// A ribbon before it has a shape.
#[derive(Debug)]
pub(super) struct Bond {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) weight: f64,
    pub(super) confidence: Confidence,
    pub(super) links: Vec<u32>,
    pub(super) cut: bool,
}

/// Links between different containers, folded; sorted by ends. The shelf has none: it would
/// drown the rest. Links to what travels along (libraries, copies) have none either.
pub(super) fn bonds(request: &Request<'_>, bins: &[Bin]) -> Vec<Bond> {
    let mut bin_of = vec![None; request.model.modules().len()];
    for (at, bin) in (0u32..)
        .zip(bins)
        .filter(|it| it.1.key != ContainerKey::Shelf)
    {
        bin.modules
            .iter()
            .for_each(|it| bin_of[it.index()] = Some(at));
    }
    let travels = bins::travelling(request);
    let mut ends: Vec<(u32, u32, u32)> = Vec::new();
    for (at, link) in (0u32..).zip(request.links) {
        let (from, to) = (bin_of[link.from.index()], bin_of[link.to.index()]);
        if let (Some(from), Some(to)) = (from, to)
            && from != to
            && !travels[link.to.index()]
        {
            ends.push((from, to, at));
        }
    }
    ends.sort_unstable();
    let runs = ends.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    runs.map(|run| bond(request, bins, run)).collect()
}

fn bond(request: &Request<'_>, bins: &[Bin], run: &[(u32, u32, u32)]) -> Bond {
    let (from, to, _) = run[0];
    let service = |at: u32| match bins[at as usize].key {
        ContainerKey::Service(it) => Some(it),
        _ => None,
    };
    Bond {
        from,
        to,
        weight: run
            .iter()
            .map(|it| request.links[it.2 as usize].weight)
            .sum(),
        confidence: run
            .iter()
            .map(|it| request.links[it.2 as usize].confidence)
            .min()
            .unwrap_or(Confidence::Guessed),
        links: run.iter().map(|it| it.2).collect(),
        cut: service(from) != service(to),
    }
}

/// Gives each bond its curve and its number a place; the lightest first.
pub(super) fn ribbons(containers: &[Container], mut bonds: Vec<Bond>) -> Vec<Ribbon> {
    bonds.sort_by(|a, b| {
        a.weight
            .total_cmp(&b.weight)
            .then((a.from, a.to).cmp(&(b.from, b.to)))
    });
    let rects: Vec<Rect> = containers.iter().map(|it| it.rect).collect();
    let thorough = bonds.len() <= MANY;
    let routes: Vec<Route> = bonds
        .iter()
        .map(|it| Route::find(&rects, it, thorough))
        .collect();
    let curves = spread(&rects, &routes);
    let mut labels: Vec<Rect> = Vec::new();
    // Heavy ones choose the place of their number first.
    let mut made: Vec<Ribbon> = Vec::new();
    for (bond, curve) in bonds.into_iter().zip(curves).rev() {
        let label = label_place(&curve, &rects, &labels);
        labels.push(label_rect(label));
        let Bond {
            from,
            to,
            weight,
            confidence,
            links,
            cut,
        } = bond;
        made.push(Ribbon {
            from,
            to,
            weight,
            confidence,
            links,
            cut,
            curve,
            label,
        });
    }
    made.reverse();
    made
}

/// Which sides a ribbon uses.
struct Route {
    from: u32,
    to: u32,
    leaves: Side,
    arrives: Side,
}

impl Route {
    /// The sides whose curve is short and hidden as little as possible by other containers.
    fn find(rects: &[Rect], bond: &Bond, thorough: bool) -> Self {
        let (from, to) = (&rects[bond.from as usize], &rects[bond.to as usize]);
        let mut best = super::geometry::facing(from, to);
        if thorough {
            let mut cheapest = f32::INFINITY;
            for leaves in Side::ALL {
                for arrives in Side::ALL {
                    let curve = connect((from, leaves, 0.5), (to, arrives, 0.5));
                    let cost = route_cost(&curve, rects);
                    if cost < cheapest {
                        (cheapest, best) = (cost, (leaves, arrives));
                    }
                }
            }
        }
        Self {
            from: bond.from,
            to: bond.to,
            leaves: best.0,
            arrives: best.1,
        }
    }
}

/// Length, with what is hidden below containers counted several times.
fn route_cost(curve: &Curve, rects: &[Rect]) -> f32 {
    let places: Vec<Point> = curve.samples(SAMPLES).collect();
    let mut cost = 0.0;
    for pair in places.windows(2) {
        let around = Rect {
            min: pair[0],
            max: pair[1],
        };
        let middle = around.center();
        let hidden = rects.iter().any(|it| it.contains(middle));
        cost += pair[0].distance(pair[1]) * if hidden { 2.2 } else { 1.0 };
    }
    cost
}

/// Spreads the ends that share a side along it, in the order of where they lead.
fn spread(rects: &[Rect], routes: &[Route]) -> Vec<Curve> {
    let mut ends: Vec<(u32, Side, f32, usize, bool)> = Vec::new();
    for (at, route) in routes.iter().enumerate() {
        let along = |side: Side, other: u32| {
            let center = rects[other as usize].center();
            if matches!(side, Side::Left | Side::Right) {
                center.y
            } else {
                center.x
            }
        };
        ends.push((
            route.from,
            route.leaves,
            along(route.leaves, route.to),
            at,
            true,
        ));
        ends.push((
            route.to,
            route.arrives,
            along(route.arrives, route.from),
            at,
            false,
        ));
    }
    // Both directions between two containers keep their order at both ends, so that they
    // run side by side and do not cross.
    ends.sort_by(|a, b| {
        let pair = |at: usize| {
            let (a, b) = (routes[at].from, routes[at].to);
            (a.min(b), a.max(b), a < b)
        };
        (a.0, a.1)
            .cmp(&(b.0, b.1))
            .then(a.2.total_cmp(&b.2))
            .then(pair(a.3).cmp(&pair(b.3)))
    });
    let mut shares = vec![(0.5f32, 0.5f32); routes.len()];
    for side in ends.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (nth, (_, _, _, at, leaves)) in side.iter().enumerate() {
            let share = (nth + 1) as f32 / (side.len() + 1) as f32;
            // Kept away from the rounded corners.
            let share = 0.12 + 0.76 * share;
            if *leaves {
                shares[*at].0 = share;
            } else {
                shares[*at].1 = share;
            }
        }
    }
    let curve = |(route, share): (&Route, (f32, f32))| {
        let (from, to) = (&rects[route.from as usize], &rects[route.to as usize]);
        connect((from, route.leaves, share.0), (to, route.arrives, share.1))
    };
    routes.iter().zip(shares).map(curve).collect()
}

fn label_rect(place: Point) -> Rect {
    let (half_width, half_height) = LABEL_HALF;
    Rect::at(
        place.shifted(-half_width, -half_height),
        2.0 * half_width,
        2.0 * half_height,
    )
}

/// The place on the curve nearest its middle where a number covers nothing; else the best there is.
fn label_place(curve: &Curve, rects: &[Rect], labels: &[Rect]) -> Point {
    let mut best = (f32::INFINITY, curve.at(0.5));
    for step in 0..=16 {
        let off = (step as f32 / 2.0).ceil() * 0.05;
        let share = if step % 2 == 0 { 0.5 + off } else { 0.5 - off };
        let place = curve.at(share);
        let rect = label_rect(place);
        let covers = rects.iter().filter(|it| it.overlaps(&rect)).count();
        let crowded = labels.iter().filter(|it| it.overlaps(&rect)).count();
        let cost = covers as f32 * 2.0 + crowded as f32 * 1.5 + off;
        if cost < best.0 {
            best = (cost, place);
        }
    }
    best.1
}
