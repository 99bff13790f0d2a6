//! The overview, bottom right: where one is, and the quickest way elsewhere.

use egui::{Mesh, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::CanvasState;
use super::camera::View;
use super::controls::{MARGIN, plate};
use super::paint::Sheet;
use crate::arrange::{self, Arrangement, Point};
use crate::ui::theme::mix;

const SIZE: egui::Vec2 = vec2(178.0, 118.0);
const PADDING: f32 = 8.0;
/// On a canvas smaller than this there is no room for it.
const LEAST_CANVAS: egui::Vec2 = vec2(620.0, 380.0);
/// Where there is room for the overview.
pub(super) fn corner(screen: Rect) -> Option<Rect> {
    let roomy = screen.width() >= LEAST_CANVAS.x && screen.height() >= LEAST_CANVAS.y;
    let corner = screen.max - SIZE - vec2(MARGIN, MARGIN);
    roomy.then(|| Rect::from_min_size(corner, SIZE))
}

/// Where the overview is. It is not needed where all is in view, and then covers nothing.
pub(super) fn area(view: &View, all: &Arrangement) -> Option<Rect> {
    let needed = !view.visible().encloses(&all.bounds);
    corner(view.screen).filter(|it| needed || !covers_any(*it, view, all))
}

/// Whether a container lies under a part of the screen.
pub(super) fn covers_any(area: Rect, view: &View, all: &Arrangement) -> bool {
    let mut boxes = all.containers.iter().map(|it| view.rect(&it.rect));
    boxes.any(|it| it.intersects(area))
}

/// From the scene to the overview.
struct Scale {
    center: Pos2,
    middle: Point,
    factor: f32,
}

impl Scale {
    fn of(bounds: arrange::Rect, area: Rect) -> Self {
        let free = area.size() - vec2(2.0 * PADDING, 2.0 * PADDING);
        let factor = (free.x / bounds.width().max(1.0)).min(free.y / bounds.height().max(1.0));
        Self {
            center: area.center(),
            middle: bounds.center(),
            factor,
        }
    }

    fn rect(&self, rect: &arrange::Rect) -> Rect {
        let pos = |it: Point| {
            let off = vec2(it.x - self.middle.x, it.y - self.middle.y);
            self.center + off * self.factor
        };
        Rect::from_min_max(pos(rect.min), pos(rect.max))
    }

    fn scene(&self, pos: Pos2) -> Point {
        let off = (pos - self.center) / self.factor;
        self.middle.shifted(off.x, off.y)
    }
}

/// Paints the overview.
pub(super) fn paint(ui: &Ui, sheet: &Sheet<'_>, area: Rect) {
    let theme = sheet.theme();
    plate(ui, theme, area);
    let scale = Scale::of(sheet.arrangement.bounds, area);
    let mut mesh = Mesh::default();
    for container in &sheet.arrangement.containers {
        let color = mix(theme.panel, sheet.color_of(container.key), 0.55);
        let rect = scale.rect(&container.rect);
        let rect = Rect::from_min_size(rect.min, rect.size().max(vec2(2.0, 2.0)));
        mesh.add_colored_rect(rect, color);
    }
    let painter = ui.painter().with_clip_rect(area.shrink(2.0));
    painter.add(Shape::mesh(mesh));
    let seen = scale
        .rect(&sheet.view.visible())
        .intersect(area.shrink(4.0));
    painter.rect_filled(seen, 3.0, theme.accent.gamma_multiply(0.08));
    painter.rect_stroke(
        seen,
        3.0,
        Stroke::new(1.2, theme.accent),
        StrokeKind::Inside,
    );
}

/// Clicks and drags on the overview move the camera.
pub(super) fn handle(ui: &Ui, state: &mut CanvasState, view: &View, area: Rect, label: &str) {
    let response = ui.interact(area, ui.scope_id().with("minimap"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, label));
    let Some(pointer) = response.interact_pointer_pos() else {
        return;
    };
    let place = Scale::of(state.shown.now.bounds, area).scene(pointer);
    if response.clicked() {
        let start_secs = state.start_secs(ui);
        state.camera.fly(place, view.zoom, start_secs);
    } else if response.dragged() {
        state.camera.look_at(place);
    }
}
