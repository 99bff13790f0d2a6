//! Points, rectangles and curves of the scene. Plain numbers: whoever draws brings its own types.

/// A place in the scene: x to the right, y downward.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downward.
    pub y: f32,
}

impl Point {
    /// A place in the scene.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Moved by this much.
    #[must_use]
    pub fn shifted(self, dx: f32, dy: f32) -> Self {
        Self::new(self.x + dx, self.y + dy)
    }

    /// Straight-line distance.
    pub fn distance(self, other: Self) -> f32 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    fn mixed(self, other: Self, share: f32) -> Self {
        Self::new(
            self.x + (other.x - self.x) * share,
            self.y + (other.y - self.y) * share,
        )
    }
}

/// A rectangle with upright sides.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rect {
    /// Top left.
    pub min: Point,
    /// Bottom right.
    pub max: Point,
}

impl Rect {
    /// The rectangle with this top left corner, width and height.
    pub const fn at(min: Point, width: f32, height: f32) -> Self {
        Self {
            min,
            max: Point::new(min.x + width, min.y + height),
        }
    }

    /// From left to right.
    pub fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// From top to bottom.
    pub fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// The middle.
    pub fn center(&self) -> Point {
        self.min.mixed(self.max, 0.5)
    }

    /// Larger by this much on every side.
    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        Self {
            min: self.min.shifted(-by, -by),
            max: self.max.shifted(by, by),
        }
    }

    /// Moved by this much.
    #[must_use]
    pub fn shifted(&self, dx: f32, dy: f32) -> Self {
        Self {
            min: self.min.shifted(dx, dy),
            max: self.max.shifted(dx, dy),
        }
    }

    /// The same size with its top left corner elsewhere.
    #[must_use]
    pub fn moved_to(&self, min: Point) -> Self {
        Self::at(min, self.width(), self.height())
    }

    /// Whether the two share more than a border.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }

    /// Whether the place is inside or on the border.
    pub fn contains(&self, point: Point) -> bool {
        (self.min.x..=self.max.x).contains(&point.x) && (self.min.y..=self.max.y).contains(&point.y)
    }

    /// Whether the other rectangle is wholly inside.
    pub fn encloses(&self, other: &Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: Point::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Point::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// The smallest rectangle around all; `None` around nothing.
    pub fn around(rects: impl IntoIterator<Item = Self>) -> Option<Self> {
        rects.into_iter().reduce(|all, it| all.union(&it))
    }
}

/// A cubic curve: from the first point to the last, pulled towards the two between them.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Curve(pub [Point; 4]);

impl Curve {
    /// The place at this share of the way, 0 to 1.
    pub fn at(&self, share: f32) -> Point {
        let [a, b, c, d] = self.0;
        let (ab, bc, cd) = (a.mixed(b, share), b.mixed(c, share), c.mixed(d, share));
        ab.mixed(bc, share).mixed(bc.mixed(cd, share), share)
    }

    /// How far away a place is, to about a point.
    pub fn distance_to(&self, place: Point) -> f32 {
        if !self.bounds().grown(24.0).contains(place) {
            return f32::INFINITY;
        }
        let places: Vec<Point> = self.samples(33).collect();
        let to_part = |part: &[Point]| distance_to_line(place, part[0], part[1]);
        places.windows(2).map(to_part).fold(f32::INFINITY, f32::min)
    }

    /// A box around the curve and what pulls it.
    pub fn bounds(&self) -> Rect {
        let [first, others @ ..] = self.0;
        let start = Rect {
            min: first,
            max: first,
        };
        others
            .iter()
            .fold(start, |it, p| it.union(&Rect { min: *p, max: *p }))
    }

    /// Places along the curve, both ends included.
    pub fn samples(&self, n: u32) -> impl Iterator<Item = Point> {
        let last = n.max(2) - 1;
        (0..=last).map(move |step| self.at(step as f32 / last as f32))
    }
}

fn distance_to_line(place: Point, from: Point, to: Point) -> f32 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = (dx * dx + dy * dy).max(1.0e-6);
    let share = ((place.x - from.x) * dx + (place.y - from.y) * dy) / length;
    place.distance(from.mixed(to, share.clamp(0.0, 1.0)))
}

/// A side of a rectangle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Side {
    /// Towards smaller x.
    Left,
    /// Towards larger x.
    Right,
    /// Towards smaller y.
    Top,
    /// Towards larger y.
    Bottom,
}

impl Side {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Top, Self::Bottom];

    /// The place on this side of the rectangle, at a share of its length.
    pub fn point(self, rect: &Rect, share: f32) -> Point {
        let along = rect.min.mixed(rect.max, share);
        match self {
            Self::Left => Point::new(rect.min.x, along.y),
            Self::Right => Point::new(rect.max.x, along.y),
            Self::Top => Point::new(along.x, rect.min.y),
            Self::Bottom => Point::new(along.x, rect.max.y),
        }
    }

    /// A step away from the rectangle.
    pub fn outward(self, from: Point, by: f32) -> Point {
        match self {
            Self::Left => from.shifted(-by, 0.0),
            Self::Right => from.shifted(by, 0.0),
            Self::Top => from.shifted(0.0, -by),
            Self::Bottom => from.shifted(0.0, by),
        }
    }
}

/// The curve that leaves one rectangle and arrives at another, straight off both borders.
///
/// Each end is a side and a share of that side's length.
pub fn connect(from: (&Rect, Side, f32), to: (&Rect, Side, f32)) -> Curve {
    let (start, end) = (from.1.point(from.0, from.2), to.1.point(to.0, to.2));
    let pull = (start.distance(end) * 0.42).clamp(18.0, 260.0);
    Curve([
        start,
        from.1.outward(start, pull),
        to.1.outward(end, pull),
        end,
    ])
}

/// The sides on which two rectangles face each other best: where a fine edge leaves and arrives.
pub fn facing(from: &Rect, to: &Rect) -> (Side, Side) {
    let right = to.min.x - from.max.x;
    let left = from.min.x - to.max.x;
    let below = to.min.y - from.max.y;
    let above = from.min.y - to.max.y;
    let (aside, along) = (right.max(left), below.max(above));
    if right >= left && right >= along {
        (Side::Right, Side::Left)
    } else if aside >= along {
        (Side::Left, Side::Right)
    } else if below >= above {
        (Side::Bottom, Side::Top)
    } else {
        (Side::Top, Side::Bottom)
    }
}

/// The fine edge from one chip to another: it leaves and arrives sideways, where no name stands.
///
/// Between chips above each other it swings around on the side where they are level.
pub fn thread(from: &Rect, to: &Rect) -> Curve {
    let (leaves, arrives) = if to.min.x >= from.max.x {
        (Side::Right, Side::Left)
    } else if to.max.x <= from.min.x {
        (Side::Left, Side::Right)
    } else if (from.min.x - to.min.x).abs() <= (from.max.x - to.max.x).abs() {
        (Side::Left, Side::Left)
    } else {
        (Side::Right, Side::Right)
    };
    let (start, end) = (leaves.point(from, 0.5), arrives.point(to, 0.5));
    let pull = if leaves == arrives {
        ((start.y - end.y).abs() * 0.22).clamp(14.0, 110.0)
    } else {
        (start.distance(end) * 0.42).clamp(14.0, 260.0)
    };
    Curve([
        start,
        leaves.outward(start, pull),
        arrives.outward(end, pull),
        end,
    ])
}
