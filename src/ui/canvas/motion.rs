//! From one arrangement to the next, a little every frame.

use std::sync::Arc;

use super::camera::ease_out;
use crate::arrange::{Arrangement, Curve, Point, Rect};
use crate::model::Successor;

/// How long things travel.
const TRAVEL_SECS: f64 = 0.22;

/// What is on the canvas now: the arrangement, or something on the way to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// Where everything is this frame.
    pub(super) now: Arc<Arrangement>,
    goal: Arc<Arrangement>,
    travel: Option<Travel>,
}

/// Where everything of the goal came from; `None` for what is new.
#[derive(Clone, Debug)]
struct Travel {
    started_secs: f64,
    containers: Vec<Option<Rect>>,
    groups: Vec<Option<Rect>>,
    chips: Vec<Option<Rect>>,
    ribbons: Vec<Option<(Curve, Point)>>,
}

impl Shown {
    /// Sets out for another arrangement, or (with `None`) jumps there. The same one changes nothing.
    pub(super) fn head_for(&mut self, goal: &Arc<Arrangement>, start_secs: Option<f64>) {
        if Arc::ptr_eq(goal, &self.goal) {
            return;
        }
        let start_secs = start_secs.filter(|_| !self.now.containers.is_empty());
        self.travel = start_secs.map(|it| Travel::between(&self.now, goal, it));
        self.goal = goal.clone();
        match &self.travel {
            Some(travel) => {
                let mut first = Arrangement::clone(goal);
                travel.blend(&mut first, goal, 0.0);
                self.now = Arc::new(first);
            }
            None => self.now = goal.clone(),
        }
    }

    /// The same picture in terms of code that was read again. What was on its way has arrived.
    pub(super) fn succeed(&mut self, by: &Successor, n_modules: usize) {
        self.goal = Arc::new(self.goal.succeeded(by, n_modules));
        self.now = self.goal.clone();
        self.travel = None;
    }

    /// Travels on. Answers whether things are still under way.
    pub(super) fn advance(&mut self, now_secs: f64) -> bool {
        let Some(travel) = &self.travel else {
            return false;
        };
        let share = ((now_secs - travel.started_secs) / TRAVEL_SECS).clamp(0.0, 1.0) as f32;
        if share >= 1.0 {
            self.now = self.goal.clone();
            self.travel = None;
        } else {
            travel.blend(Arc::make_mut(&mut self.now), &self.goal, ease_out(share));
        }
        self.travel.is_some()
    }

    /// Moves a container by hand, until the next arrangement.
    pub(super) fn shift_container(&mut self, container: u32, dx: f32, dy: f32) {
        Arc::make_mut(&mut self.now).shift_container(container, dx, dy);
    }

    /// Puts back what was moved by hand.
    pub(super) fn put_back(&mut self) {
        self.now = self.goal.clone();
        self.travel = None;
    }
}

impl Travel {
    fn between(from: &Arrangement, to: &Arrangement, started_secs: f64) -> Self {
        let container = |it: &crate::arrange::Container| from.container(it.key).map(|it| it.1.rect);
        let group = |it: &crate::arrange::Group| {
            from.groups
                .iter()
                .find(|old| old.module == it.module)
                .map(|it| it.rect)
        };
        let ribbon = |it: &crate::arrange::Ribbon| {
            let ends = to.ends(it);
            let old = from.ribbons.iter().find(|old| from.ends(old) == ends);
            old.map(|it| (it.curve, it.label))
        };
        Self {
            started_secs,
            containers: to.containers.iter().map(container).collect(),
            groups: to.groups.iter().map(group).collect(),
            chips: to
                .chips
                .iter()
                .map(|it| from.chip(it.module).map(|it| it.rect))
                .collect(),
            ribbons: to.ribbons.iter().map(ribbon).collect(),
        }
    }

    fn blend(&self, now: &mut Arrangement, goal: &Arrangement, share: f32) {
        for ((now, goal), from) in now
            .containers
            .iter_mut()
            .zip(&goal.containers)
            .zip(&self.containers)
        {
            now.rect = between_rects(*from, goal.rect, share);
        }
        for ((now, goal), from) in now.groups.iter_mut().zip(&goal.groups).zip(&self.groups) {
            now.rect = between_rects(*from, goal.rect, share);
        }
        for ((now, goal), from) in now.chips.iter_mut().zip(&goal.chips).zip(&self.chips) {
            now.rect = between_rects(*from, goal.rect, share);
        }
        for ((now, goal), from) in now.ribbons.iter_mut().zip(&goal.ribbons).zip(&self.ribbons) {
            let (curve, label) = from.unwrap_or((goal.curve, goal.label));
            for (at, point) in now.curve.0.iter_mut().enumerate() {
                *point = between(curve.0[at], goal.curve.0[at], share);
            }
            now.label = between(label, goal.label, share);
        }
    }
}

fn between(from: Point, to: Point, share: f32) -> Point {
    Point::new(
        from.x + (to.x - from.x) * share,
        from.y + (to.y - from.y) * share,
    )
}

/// What is new grows out of its own middle.
fn between_rects(from: Option<Rect>, to: Rect, share: f32) -> Rect {
    let from = from.unwrap_or_else(|| {
        let middle = to.center();
        Rect {
            min: between(middle, to.min, 0.6),
            max: between(middle, to.max, 0.6),
        }
    });
    Rect {
        min: between(from.min, to.min, share),
        max: between(from.max, to.max, share),
    }
}
