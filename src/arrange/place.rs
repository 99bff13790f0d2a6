//! Where containers stand: strongly linked ones side by side, edges aligned, nothing overlapping.
//!
//! A container is put where it is cheapest among the free places beside those already standing;
//! then each is lifted once or twice to see whether it now finds a better one. What needs is
//! drawn to the left of what is needed.

use super::bins::Bin;
use super::pack::Packed;
use super::ribbons::Bond;
use super::{ContainerKey, Point, Rect};
use crate::plan::Plan;

/// Free room between containers: a ribbon and its number fit in.
pub(super) const GAP: f32 = 66.0;
/// How wide a canvas is for its height, in a window of an ordinary shape.
const CANVAS_ASPECT: f32 = 1.5;
/// What is tried: how wide the picture is to be for its height before the shelf is put beside it,
/// and what a point of its extent costs against a point of distance between linked containers.
const SHAPES: [Shape; 6] = [
    Shape::new(1.2, 0.45),
    Shape::new(1.2, 0.9),
    Shape::new(1.5, 0.45),
    Shape::new(1.5, 0.9),
    Shape::new(1.8, 0.9),
    Shape::new(0.9, 0.9),
];
/// What it costs to stand left of one's dependents.
const BACKWARD_COST: f32 = 0.12;
/// Up to this many containers, corners between two others are tried as well.
const MANY: usize = 32;
/// Up to this many containers, every one is lifted and tried again.
const TOO_MANY: usize = 120;

/// What a picture should look like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    aspect: f32,
    extent_cost: f32,
}

impl Shape {
    const fn new(aspect: f32, extent_cost: f32) -> Self {
        Self {
            aspect,
            extent_cost,
        }
    }
}

/// Places all containers anew. Answers their top left corners.
///
/// Of several tries the one is taken that can be shown largest with what is linked near each other.
pub(super) fn place(plan: &Plan, bins: &[Bin], boxes: &[Packed], bonds: &[Bond]) -> Vec<Point> {
    let by_hand = bins.iter().any(|it| it.place_by_hand(plan).is_some());
    let n_tries = if by_hand || bins.len() > TOO_MANY {
        1
    } else {
        SHAPES.len()
    };
    let tries = SHAPES[..n_tries].iter().map(|shape| {
        let board = try_shape(plan, bins, Board::new(boxes, bonds, *shape));
        (board.fault(), board)
    });
    let best = tries.reduce(|a, b| if b.0 < a.0 { b } else { a });
    best.map_or_else(Vec::new, |it| it.1.corners(!by_hand))
}

fn try_shape(plan: &Plan, bins: &[Bin], mut board: Board) -> Board {
    let shelf = bins.iter().position(|it| it.key == ContainerKey::Shelf);
    for (at, bin) in bins.iter().enumerate() {
        if let Some(corner) = bin.place_by_hand(plan) {
            board.put(at, board.nearest_free(at, corner, 0.0));
            board.fixed[at] = true;
        }
    }
    for at in board.strongest_first(shelf) {
        board.put(at, board.cheapest(at));
    }
    board.improve(shelf);
    if let Some(shelf) = shelf.filter(|it| board.rects[*it].is_none()) {
        board.put(shelf, board.at_the_side(shelf));
    }
    board
}

/// Containers as they get their places.
pub(super) struct Board {
    sizes: Vec<(f32, f32)>,
    /// Per container: the others it is linked with, how strongly, and whether it needs them.
    pulls: Vec<Vec<(usize, f32, bool)>>,
    pub(super) rects: Vec<Option<Rect>>,
    fixed: Vec<bool>,
    shape: Shape,
}

impl Board {
    /// An empty board for a picture of the usual shape.
    pub(super) fn plain(boxes: &[Packed], bonds: &[Bond]) -> Self {
        Self::new(boxes, bonds, SHAPES[0])
    }

    fn new(boxes: &[Packed], bonds: &[Bond], shape: Shape) -> Self {
        let mut pulls = vec![Vec::new(); boxes.len()];
        for bond in bonds {
            let pull = (bond.weight as f32).max(0.0).ln_1p() + 0.2;
            pulls[bond.from as usize].push((bond.to as usize, pull, true));
            pulls[bond.to as usize].push((bond.from as usize, pull, false));
        }
        Self {
            sizes: boxes.iter().map(|it| (it.width, it.height)).collect(),
            pulls,
            rects: vec![None; boxes.len()],
            fixed: vec![false; boxes.len()],
            shape,
        }
    }

    /// How small the whole picture is shown, and how far apart what is linked stands on average.
    fn fault(&self) -> f32 {
        let all = Rect::around(self.standing()).unwrap_or_default();
        let (mut strain, mut total) = (0.0, f32::EPSILON);
        for (at, pulls) in self.pulls.iter().enumerate() {
            for (other, pull, _) in pulls {
                if let (Some(a), Some(b)) = (self.rects[at], self.rects[*other]) {
                    let (dx, dy) = apart(&a, &b);
                    strain += pull * (dx + dy);
                    total += pull;
                }
            }
        }
        2.0 * (all.width() / CANVAS_ASPECT).max(all.height()) + strain / total
    }

    pub(super) fn put(&mut self, at: usize, corner: Point) {
        self.rects[at] = Some(self.rect_at(at, corner));
    }

    fn rect_at(&self, at: usize, corner: Point) -> Rect {
        Rect::at(corner, self.sizes[at].0, self.sizes[at].1)
    }

    fn standing(&self) -> impl Iterator<Item = Rect> {
        self.rects.iter().copied().flatten()
    }

    fn is_free(&self, rect: &Rect, gap: f32) -> bool {
        // Half a unit forgives rounding, but never lets two share ground.
        let wide = rect.grown((gap - 0.5).max(0.0));
        !self.standing().any(|it| it.overlaps(&wide))
    }

    /// Those without a place: each time the one most strongly linked with what stands already.
    fn strongest_first(&self, aside: Option<usize>) -> Vec<usize> {
        let n = self.sizes.len();
        let mut done: Vec<bool> = self.rects.iter().map(Option::is_some).collect();
        let mut pull_on = vec![0.0f32; n];
        let total: Vec<f32> = self
            .pulls
            .iter()
            .map(|it| it.iter().map(|it| it.1).sum())
            .collect();
        let area = |it: usize| self.sizes[it].0 * self.sizes[it].1;
        for at in (0..n).filter(|it| done[*it]) {
            self.pulls[at]
                .iter()
                .for_each(|(other, pull, _)| pull_on[*other] += pull);
        }
        let mut order = Vec::new();
        loop {
            let open = (0..n).filter(|it| !done[*it] && Some(*it) != aside);
            let key = |it: usize| (pull_on[it], total[it], area(it));
            let Some(next) = open.reduce(|a, b| if key(b) > key(a) { b } else { a }) else {
                return order;
            };
            done[next] = true;
            order.push(next);
            self.pulls[next]
                .iter()
                .for_each(|(other, pull, _)| pull_on[*other] += pull);
        }
    }

    /// The cheapest free place beside what stands.
    pub(super) fn cheapest(&self, at: usize) -> Point {
        let bounds = Rect::around(self.standing());
        let candidates = self.candidates(at).into_iter();
        let mut tried: Vec<(f32, Point)> = candidates
            .map(|it| (self.cost(at, it, bounds), it))
            .collect();
        tried.sort_by(|a, b| a.0.total_cmp(&b.0));
        let free = tried
            .iter()
            .find(|it| self.is_free(&self.rect_at(at, it.1), GAP));
        free.map_or_else(|| self.beside_everything(at), |it| it.1)
    }

    /// Places beside each container that stands, aligned with one of its edges or its middle.
    fn candidates(&self, at: usize) -> Vec<Point> {
        let (width, height) = self.sizes[at];
        let standing: Vec<Rect> = self.standing().collect();
        if standing.is_empty() {
            return vec![Point::default()];
        }
        let mut corners = Vec::new();
        for rect in &standing {
            let xs = [rect.max.x + GAP, rect.min.x - GAP - width];
            let ys = [rect.max.y + GAP, rect.min.y - GAP - height];
            let middle = rect.center().shifted(-width / 2.0, -height / 2.0);
            let along_y = [rect.min.y, middle.y, rect.max.y - height];
            let along_x = [rect.min.x, middle.x, rect.max.x - width];
            corners.extend(xs.iter().flat_map(|x| along_y.map(|y| Point::new(*x, y))));
            corners.extend(ys.iter().flat_map(|y| along_x.map(|x| Point::new(x, *y))));
            if standing.len() <= MANY {
                let others = standing.iter().filter(|it| *it != rect);
                corners.extend(others.flat_map(|other| {
                    let ys = [other.max.y + GAP, other.min.y - GAP - height];
                    xs.into_iter()
                        .flat_map(move |x| ys.map(|y| Point::new(x, y)))
                }));
            }
        }
        corners
            .iter()
            .map(|it| Point::new(it.x.round(), it.y.round()))
            .collect()
    }

    /// Distance to what it is linked with, plus what the whole picture grows by. `bounds` is the
    /// box around everything else.
    fn cost(&self, at: usize, corner: Point, bounds: Option<Rect>) -> f32 {
        let rect = self.rect_at(at, corner);
        let (mut strain, mut total) = (0.0, 0.0);
        for (other, pull, needs) in &self.pulls[at] {
            let Some(other) = self.rects[*other] else {
                continue;
            };
            let (dx, dy) = apart(&rect, &other);
            let (mine, theirs) = (rect.center(), other.center());
            let rightward = if *needs {
                mine.x - theirs.x
            } else {
                theirs.x - mine.x
            };
            // Borders count most; middles break ties, so that short boxes face each other.
            let middles = (mine.x - theirs.x).abs() + (mine.y - theirs.y).abs();
            strain +=
                pull * (dx + dy + 0.15 * middles + BACKWARD_COST * rightward.clamp(0.0, 900.0));
            total += pull;
        }
        let middle = bounds.unwrap_or(rect).center();
        let bounds = bounds.map_or(rect, |it| it.union(&rect));
        let extent = (bounds.width() / self.shape.aspect).max(bounds.height());
        let off = (rect.center().x - middle.x).abs() / self.shape.aspect
            + (rect.center().y - middle.y).abs();
        strain / f32::max(total, 1.0) + self.shape.extent_cost * extent + 0.05 * off
    }

    /// Lifts each container and puts it where it is cheapest now.
    fn improve(&mut self, aside: Option<usize>) {
        let n = self.sizes.len();
        if n > TOO_MANY {
            return;
        }
        for _ in 0..3 {
            let mut any_better = false;
            for at in (0..n).filter(|it| Some(*it) != aside) {
                let Some(before) = self.rects[at].filter(|_| !self.fixed[at]) else {
                    continue;
                };
                self.rects[at] = None;
                let corner = self.cheapest(at);
                let bounds = Rect::around(self.standing());
                let cost = |corner| self.cost(at, corner, bounds);
                let better = cost(corner) + 0.5 < cost(before.min);
                any_better |= better;
                self.put(at, if better { corner } else { before.min });
            }
            if !any_better {
                return;
            }
        }
    }

    /// In a corner of the picture that is free, the upper right one first, else outside of it.
    pub(super) fn at_the_side(&self, at: usize) -> Point {
        let bounds = Rect::around(self.standing()).unwrap_or_default();
        let (width, height) = self.sizes[at];
        let (right, below) = (bounds.max.x - width, bounds.max.y - height);
        let (left, above) = (bounds.min.x, bounds.min.y);
        let corners = [(right, above), (right, below), (left, above), (left, below)];
        let mut corners = corners.into_iter().map(|(x, y)| Point::new(x, y));
        let free = corners.find(|it| self.is_free(&self.rect_at(at, *it), GAP));
        free.unwrap_or_else(|| self.beside_everything(at))
    }

    /// To the right of everything, level with the top.
    pub(super) fn beside_everything(&self, at: usize) -> Point {
        let bounds = Rect::around(self.standing());
        let corner = bounds.map_or(Point::default(), |it| Point::new(it.max.x + GAP, it.min.y));
        debug_assert!(
            self.is_free(&self.rect_at(at, corner), 1.0),
            "right of everything is free"
        );
        corner
    }

    /// The free place nearest to the one wished for, at least `gap` from everything.
    pub(super) fn nearest_free(&self, at: usize, wish: Point, gap: f32) -> Point {
        if self.is_free(&self.rect_at(at, wish), gap) {
            return wish;
        }
        let (width, height) = self.sizes[at];
        let gap = gap.max(1.0);
        let near = self.standing_near(wish);
        let xs = near
            .iter()
            .flat_map(|it| [it.max.x + gap, it.min.x - gap - width]);
        let xs: Vec<f32> = xs.chain([wish.x]).collect();
        let ys = near
            .iter()
            .flat_map(|it| [it.max.y + gap, it.min.y - gap - height]);
        let ys: Vec<f32> = ys.chain([wish.y]).collect();
        let mut corners: Vec<Point> = xs
            .iter()
            .flat_map(|x| ys.iter().map(|y| Point::new(*x, *y)))
            .collect();
        corners.sort_by(|a, b| a.distance(wish).total_cmp(&b.distance(wish)));
        let free = corners
            .into_iter()
            .find(|it| self.is_free(&self.rect_at(at, *it), gap));
        free.unwrap_or_else(|| self.beside_everything(at))
    }

    /// What stands nearest to a place; enough of it to find a way round.
    fn standing_near(&self, place: Point) -> Vec<Rect> {
        let mut near: Vec<Rect> = self.standing().collect();
        near.sort_by(|a, b| gap_to(a, place).total_cmp(&gap_to(b, place)));
        near.truncate(MANY);
        near
    }

    /// Every corner; from the origin on if nothing was put anywhere by hand.
    fn corners(&self, from_origin: bool) -> Vec<Point> {
        let start = Rect::around(self.standing()).unwrap_or_default().min;
        let (dx, dy) = if from_origin {
            (-start.x, -start.y)
        } else {
            (0.0, 0.0)
        };
        self.rects
            .iter()
            .map(|it| it.unwrap_or_default().min.shifted(dx, dy))
            .collect()
    }
}

/// How far apart the borders of two rectangles are, sideways and up and down.
fn apart(a: &Rect, b: &Rect) -> (f32, f32) {
    let dx = (b.min.x - a.max.x).max(a.min.x - b.max.x).max(0.0);
    let dy = (b.min.y - a.max.y).max(a.min.y - b.max.y).max(0.0);
    (dx, dy)
}

fn gap_to(rect: &Rect, place: Point) -> f32 {
    let (dx, dy) = apart(
        rect,
        &Rect {
            min: place,
            max: place,
        },
    );
    dx + dy
}
