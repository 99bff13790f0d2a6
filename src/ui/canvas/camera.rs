//! Which part of the scene is seen, and how large.

use egui::{Pos2, Vec2, pos2, vec2};

use super::controls::CONTROLS_ROW;
use super::minimap;
use super::paint::ribbons_shown;
use crate::arrange::{Arrangement, Point, Rect};

/// The farthest and the nearest one can look.
const ZOOM_RANGE: std::ops::RangeInclusive<f32> = 0.02..=3.0;
/// A picture with few things in it is not blown up further than this.
const MAX_FIT_ZOOM: f32 = 1.15;
/// Free room around a picture that fits.
const MARGIN: f32 = 22.0;
/// How long the camera travels.
const FLIGHT_SECS: f64 = 0.2;

/// Where the camera stands, and where it is going.
#[derive(Clone, Debug)]
pub(super) struct Camera {
    center: Point,
    zoom: f32,
    flight: Option<Flight>,
}

#[derive(Clone, Debug)]
struct Flight {
    from: (Point, f32),
    to: (Point, f32),
    started_secs: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            center: Point::default(),
            zoom: 1.0,
            flight: None,
        }
    }
}

impl Camera {
    /// What is seen through it on this part of the screen.
    pub(super) fn view(&self, screen: egui::Rect) -> View {
        View {
            screen,
            center: self.center,
            zoom: self.zoom,
        }
    }

    /// Travels on. Answers whether it is still under way.
    pub(super) fn advance(&mut self, now_secs: f64) -> bool {
        let Some(flight) = &self.flight else {
            return false;
        };
        let share = ((now_secs - flight.started_secs) / FLIGHT_SECS).clamp(0.0, 1.0) as f32;
        let eased = ease_out(share);
        let ((from, near), (to, far)) = (flight.from, flight.to);
        self.zoom = near * (far / near).powf(eased);
        // The center moves as the zoom does, so that the way is straight on the screen.
        let moved = if (far - near).abs() < 1.0e-4 * near {
            eased
        } else {
            (1.0 / self.zoom - 1.0 / near) / (1.0 / far - 1.0 / near)
        };
        self.center = Point::new(
            from.x + (to.x - from.x) * moved,
            from.y + (to.y - from.y) * moved,
        );
        if share >= 1.0 {
            self.flight = None;
        }
        self.flight.is_some()
    }

    /// Travels to a place and a zoom; at once if nothing is to move.
    pub(super) fn fly(&mut self, center: Point, zoom: f32, start_secs: Option<f64>) {
        let zoom = clamp_zoom(zoom);
        match start_secs {
            Some(started_secs) => {
                let from = (self.center, self.zoom);
                self.flight = Some(Flight {
                    from,
                    to: (center, zoom),
                    started_secs,
                });
            }
            None => self.jump(center, zoom),
        }
    }

    fn jump(&mut self, center: Point, zoom: f32) {
        (self.center, self.zoom, self.flight) = (center, clamp_zoom(zoom), None);
    }

    /// Brings a part of the scene into view, as large as it goes.
    pub(super) fn fit(&mut self, part: Rect, screen: egui::Rect, start_secs: Option<f64>) {
        let view = fitted(part, screen, CONTROLS_ROW);
        self.fly(view.center, view.zoom, start_secs);
    }

    /// Brings everything into view, as large as it goes; where that does not cost anything, it
    /// leaves room for the overview.
    pub(super) fn fit_all(
        &mut self,
        all: &Arrangement,
        screen: egui::Rect,
        start_secs: Option<f64>,
    ) {
        let everything = drawn(all);
        let middle = fitted(everything, screen, CONTROLS_ROW);
        let view = minimap::corner(screen).map_or(middle, |area| {
            let ways = [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
            let aside = ways.map(|it| middle.pushed(everything, it));
            let mut tries = std::iter::once(middle).chain(aside);
            tries
                .find(|it| !minimap::covers_any(area, it, all))
                .unwrap_or(middle)
        });
        self.fly(view.center, view.zoom, start_secs);
    }

    /// Moves by a distance on the screen, as if the scene were dragged.
    pub(super) fn drag(&mut self, delta: Vec2) {
        let center = self
            .center
            .shifted(-delta.x / self.zoom, -delta.y / self.zoom);
        self.jump(center, self.zoom);
    }

    /// Centers a place.
    pub(super) fn look_at(&mut self, center: Point) {
        self.jump(center, self.zoom);
    }

    /// Zooms by a factor; what is under the pointer stays there.
    pub(super) fn zoom_at(&mut self, pointer: Pos2, factor: f32, screen: egui::Rect) {
        let before = self.view(screen).scene(pointer);
        let zoom = clamp_zoom(self.zoom * factor);
        let off = (pointer - screen.center()) / zoom;
        self.jump(before.shifted(-off.x, -off.y), zoom);
    }

    /// Zooms by a factor around the middle.
    pub(super) fn zoom_by(&mut self, factor: f32, start_secs: Option<f64>) {
        let from = self.flight.as_ref().map_or(self.zoom, |it| it.to.1);
        self.fly(self.center, from * factor, start_secs);
    }

    /// How many points on the screen one unit of the scene takes.
    pub(super) fn zoom(&self) -> f32 {
        self.zoom
    }
}

/// The box around all containers and those ribbons that are drawn.
fn drawn(all: &Arrangement) -> Rect {
    let ribbons = ribbons_shown(all, None).into_iter();
    let places = ribbons.flat_map(|it| all.ribbons[it as usize].curve.samples(9));
    let places = places.map(|it| Rect { min: it, max: it });
    let boxes = all.containers.iter().map(|it| it.rect);
    Rect::around(boxes.chain(places)).unwrap_or(all.bounds)
}

/// All of a part, with `below` left free at the lower edge.
fn fitted(part: Rect, screen: egui::Rect, below: f32) -> View {
    let free = screen.size() - vec2(2.0 * MARGIN, MARGIN + below);
    let zoom = (free.x / part.width().max(1.0)).min(free.y / part.height().max(1.0));
    let zoom = clamp_zoom(zoom.min(MAX_FIT_ZOOM));
    View {
        screen,
        center: part.center().shifted(0.0, (below - MARGIN) / 2.0 / zoom),
        zoom,
    }
}

fn clamp_zoom(zoom: f32) -> f32 {
    if zoom.is_finite() {
        zoom.clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end())
    } else {
        1.0
    }
}

/// Fast first, then slower and slower.
pub(super) fn ease_out(share: f32) -> f32 {
    1.0 - (1.0 - share).powi(3)
}

/// From scene to screen and back, for one frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) screen: egui::Rect,
    center: Point,
    pub(super) zoom: f32,
}

impl View {
    /// Where on the screen a place of the scene is.
    pub(super) fn pos(&self, place: Point) -> Pos2 {
        let middle = self.screen.center();
        pos2(
            middle.x + (place.x - self.center.x) * self.zoom,
            middle.y + (place.y - self.center.y) * self.zoom,
        )
    }

    /// What place of the scene is there on the screen.
    pub(super) fn scene(&self, pos: Pos2) -> Point {
        let off = (pos - self.screen.center()) / self.zoom;
        self.center.shifted(off.x, off.y)
    }

    /// A part of the scene pushed to the left or the upper margin, as far as there is room.
    fn pushed(self, part: Rect, (left, up): (f32, f32)) -> Self {
        let corner = self.pos(part.min) - self.screen.min;
        let free = (corner - vec2(MARGIN, MARGIN)).max(Vec2::ZERO);
        let center = self
            .center
            .shifted(left * free.x / self.zoom, up * free.y / self.zoom);
        Self { center, ..self }
    }

    /// A box of the scene on the screen.
    pub(super) fn rect(&self, rect: &Rect) -> egui::Rect {
        egui::Rect::from_min_max(self.pos(rect.min), self.pos(rect.max))
    }

    /// The part of the scene that is seen.
    pub(super) fn visible(&self) -> Rect {
        Rect {
            min: self.scene(self.screen.min),
            max: self.scene(self.screen.max),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen() -> egui::Rect {
        egui::Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 600.0))
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut camera = Camera::default();
        let pointer = pos2(333.0, 222.0);
        let before = camera.view(screen()).scene(pointer);
        camera.zoom_at(pointer, 1.7, screen());
        let after = camera.view(screen()).scene(pointer);
        assert!(before.distance(after) < 0.01, "{before:?} {after:?}");
        camera.zoom_at(pointer, f32::NAN, screen());
        assert!(camera.zoom().is_finite());
    }

    #[test]
    fn fitting_shows_all_of_it() {
        let mut camera = Camera::default();
        let part = Rect::at(Point::new(-500.0, 3000.0), 4000.0, 900.0);
        camera.fit(part, screen(), None);
        let seen = camera.view(screen()).visible();
        assert!(seen.encloses(&part), "{seen:?}");
    }

    #[test]
    fn everything_fits_and_leaves_room_for_the_overview_where_it_can() {
        let boxed = |x: f32, y: f32, side: f32| crate::arrange::Container {
            key: crate::arrange::ContainerKey::Shelf,
            name: "".into(),
            rect: Rect::at(Point::new(x, y), side, side),
            chips: 0..0,
            groups: 0..0,
            by_hand: false,
            wrap: 0.0,
        };
        let screen = egui::Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 700.0));
        // A second box: beside the first, below it to the right, and far below it.
        for (x, y, room) in [
            (900.0, 0.0, true),
            (900.0, 600.0, false),
            (300.0, 650.0, true),
        ] {
            let mut all = Arrangement::default();
            all.containers = vec![boxed(0.0, 0.0, 400.0), boxed(x, y, 250.0)];
            all.bounds = Rect::at(Point::default(), x + 250.0, (y + 250.0).max(400.0));
            let mut camera = Camera::default();
            camera.fit_all(&all, screen, None);
            let view = camera.view(screen);
            assert!(view.visible().encloses(&all.bounds), "{x} {y}");
            assert_eq!(minimap::area(&view, &all).is_some(), room, "{x} {y}");
        }
    }

    #[test]
    fn a_flight_ends_where_it_should() {
        let mut camera = Camera::default();
        camera.fly(Point::new(10.0, 20.0), 2.0, Some(5.0));
        assert!(camera.advance(5.1));
        assert!(!camera.advance(5.3));
        assert_eq!((camera.center, camera.zoom), (Point::new(10.0, 20.0), 2.0));
    }
}
