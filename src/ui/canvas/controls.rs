//! The small controls that float over the canvas: lens, tool, zoom.

use egui::{
    Color32, CornerRadius, FontFamily, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::paint::line_of_text;
use super::{CanvasState, CanvasView};
use crate::session::CameraMove;
use crate::ui::theme::{Theme, radius};

/// How far the controls stay from the border.
pub(super) const MARGIN: f32 = 14.0;
const HEIGHT: f32 = 34.0;
/// Room for their row at the lower edge.
pub const CONTROLS_ROW: f32 = MARGIN + HEIGHT + 10.0;
const PADDING: f32 = 3.0;

/// What the color of a chip tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Lens {
    /// Which service owns it.
    #[default]
    Service,
    /// Which crate it is compiled into.
    Crate,
}

/// What dragging on free ground does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Tool {
    /// It moves the canvas.
    #[default]
    Hand,
    /// It selects.
    Lasso,
}

/// Lens, tool and zoom in one row, bottom left. Answers where the row ends.
pub(super) fn row(ui: &Ui, canvas: &CanvasView<'_>, state: &mut CanvasState, screen: Rect) -> Pos2 {
    let texts = canvas.texts;
    let left = screen.left() + MARGIN;
    let top = screen.bottom() - MARGIN - HEIGHT;
    let lenses = [
        (Lens::Service, texts.lens_service),
        (Lens::Crate, texts.lens_crate),
    ];
    let widths = lenses.map(|it| segment_width(ui, it.1));
    let frame = Rect::from_min_size(
        pos2(left, top),
        vec2(widths.iter().sum::<f32>() + 2.0 * PADDING, HEIGHT),
    );
    plate(ui, canvas.theme, frame);
    let mut x = frame.left() + PADDING;
    for ((lens, text), width) in lenses.into_iter().zip(widths) {
        let rect = Rect::from_min_size(pos2(x, top + PADDING), vec2(width, HEIGHT - 2.0 * PADDING));
        if segment(ui, canvas.theme, rect, text, state.lens == lens).clicked() {
            state.lens = lens;
        }
        x += width;
    }
    state.busy_areas.push(frame);
    let right = tools(ui, canvas, state, pos2(frame.right() + 8.0, top));
    zoom(ui, canvas, state, pos2(right + 8.0, top))
}

/// Answers where they end.
fn tools(ui: &Ui, canvas: &CanvasView<'_>, state: &mut CanvasState, corner: Pos2) -> f32 {
    let size = HEIGHT - 2.0 * PADDING;
    let frame = Rect::from_min_size(corner, vec2(2.0 * size + 2.0 * PADDING, HEIGHT));
    plate(ui, canvas.theme, frame);
    let tools = [
        (Tool::Hand, canvas.texts.tool_move, Sign::Hand),
        (Tool::Lasso, canvas.texts.tool_lasso, Sign::Lasso),
    ];
    for (nth, (tool, text, sign)) in tools.into_iter().enumerate() {
        let corner = frame.min + vec2(PADDING + nth as f32 * size, PADDING);
        let rect = Rect::from_min_size(corner, vec2(size, size));
        let chosen = state.tool == tool;
        if button(ui, canvas.theme, rect, text, sign, chosen).clicked() {
            state.tool = tool;
        }
    }
    state.busy_areas.push(frame);
    frame.right()
}

/// Answers where it ends, halfway down.
fn zoom(ui: &Ui, canvas: &CanvasView<'_>, state: &mut CanvasState, corner: Pos2) -> Pos2 {
    let size = HEIGHT - 2.0 * PADDING;
    let frame = Rect::from_min_size(corner, vec2(3.0 * size + 2.0 * PADDING, HEIGHT));
    plate(ui, canvas.theme, frame);
    let texts = canvas.texts;
    let buttons = [
        (texts.zoom_out, Sign::Minus, CameraMove::ZoomOut),
        (texts.zoom_in, Sign::Plus, CameraMove::ZoomIn),
        (texts.fit, Sign::Frame, CameraMove::Fit),
    ];
    for (nth, (text, sign, camera)) in buttons.into_iter().enumerate() {
        let corner = frame.min + vec2(PADDING + nth as f32 * size, PADDING);
        let rect = Rect::from_min_size(corner, vec2(size, size));
        if button(ui, canvas.theme, rect, text, sign, false).clicked() {
            state.go(camera);
        }
    }
    state.busy_areas.push(frame);
    frame.right_center()
}

/// The soft box under a control.
pub(super) fn plate(ui: &Ui, theme: &Theme, frame: Rect) {
    let corner = CornerRadius::same(radius::CHIP + 2);
    // Clicks between the buttons are not clicks on the canvas.
    ui.interact(
        frame,
        ui.scope_id().with(("plate", frame.left() as i32)),
        Sense::click_and_drag(),
    );
    ui.painter().rect(
        frame,
        corner,
        theme.panel,
        theme.hairline(),
        StrokeKind::Inside,
    );
}

fn segment_width(ui: &Ui, text: &str) -> f32 {
    line_of_text(ui.painter(), text, 12.0, FontFamily::Proportional, 200.0)
        .size()
        .x
        + 24.0
}

fn segment(ui: &Ui, theme: &Theme, rect: Rect, text: &str, chosen: bool) -> Response {
    let (response, color) = back(ui, theme, rect, text, chosen);
    let galley = line_of_text(
        ui.painter(),
        text,
        12.0,
        FontFamily::Proportional,
        rect.width(),
    );
    ui.painter()
        .galley(rect.center() - galley.size() / 2.0, galley, color);
    response
}

fn button(ui: &Ui, theme: &Theme, rect: Rect, text: &str, sign: Sign, chosen: bool) -> Response {
    let (response, color) = back(ui, theme, rect, text, chosen);
    ui.painter().extend(sign.shapes(rect.center(), color));
    response.on_hover_text(text)
}

/// What a button looks like behind its sign, and the color of the sign.
fn back(ui: &Ui, theme: &Theme, rect: Rect, text: &str, chosen: bool) -> (Response, Color32) {
    let response = ui.interact(rect, ui.scope_id().with(("control", text)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, text));
    let fill = match () {
        () if chosen => theme.selection,
        () if response.hovered() => theme.raised,
        () => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, f32::from(radius::ROW), fill);
    if response.has_focus() {
        let line = Stroke::new(1.5, theme.accent);
        ui.painter()
            .rect_stroke(rect, f32::from(radius::ROW), line, StrokeKind::Inside);
    }
    let strong = chosen || response.hovered();
    (response, if strong { theme.text } else { theme.muted })
}

/// What stands on a button, drawn with lines.
#[derive(Clone, Copy, Debug)]
enum Sign {
    Plus,
    Minus,
    Frame,
    Hand,
    Lasso,
}

impl Sign {
    fn shapes(self, at: Pos2, color: Color32) -> Vec<Shape> {
        let stroke = Stroke::new(1.5, color);
        let line = |a: (f32, f32), b: (f32, f32)| {
            Shape::line_segment([at + vec2(a.0, a.1), at + vec2(b.0, b.1)], stroke)
        };
        match self {
            Self::Plus => vec![line((-5.0, 0.0), (5.0, 0.0)), line((0.0, -5.0), (0.0, 5.0))],
            Self::Minus => vec![line((-5.0, 0.0), (5.0, 0.0))],
            Self::Frame => {
                let corner = |x: f32, y: f32| {
                    let points = vec![
                        at + vec2(x * 6.0, y * 2.5),
                        at + vec2(x * 6.0, y * 6.0),
                        at + vec2(x * 2.5, y * 6.0),
                    ];
                    Shape::line(points, stroke)
                };
                vec![
                    corner(-1.0, -1.0),
                    corner(1.0, -1.0),
                    corner(1.0, 1.0),
                    corner(-1.0, 1.0),
                ]
            }
            Self::Hand => {
                let mut shapes = vec![line((-6.0, 0.0), (6.0, 0.0)), line((0.0, -6.0), (0.0, 6.0))];
                for (x, y) in [(6.0, 0.0), (-6.0, 0.0), (0.0, 6.0), (0.0, -6.0)] {
                    let (back_x, back_y) = (x * 0.62, y * 0.62);
                    let side = if x == 0.0 { (2.2, 0.0) } else { (0.0, 2.2) };
                    shapes.push(line((x, y), (back_x + side.0, back_y + side.1)));
                    shapes.push(line((x, y), (back_x - side.0, back_y - side.1)));
                }
                shapes
            }
            Self::Lasso => {
                let corners = [
                    (-6.0, -6.0),
                    (6.0, -6.0),
                    (6.0, 6.0),
                    (-6.0, 6.0),
                    (-6.0, -6.0),
                ];
                let path = corners.map(|(x, y)| at + vec2(x, y));
                Shape::dashed_line(&path, stroke, 3.0, 2.0)
            }
        }
    }
}
