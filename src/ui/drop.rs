//! Folders dropped onto the window; modules on their way from one panel to another.

use std::path::PathBuf;

use egui::{
    Align2, Context, CornerRadius, DragAndDrop, Id, LayerId, Order, Rect, Stroke, StrokeKind, vec2,
};

use super::Carried;
use super::theme::{Font, radius};
use super::window::Window;

/// What was dropped in this frame.
pub(super) fn dropped(ctx: &Context) -> Option<PathBuf> {
    ctx.input(|it| {
        it.raw
            .dropped_files
            .first()
            .map(|it| it.path().to_path_buf())
    })
}

/// Says that a drop would be taken.
pub(super) fn hover_ui(ctx: &Context, window: &Window<'_>) {
    if ctx.input(|it| it.raw.hovered_files.is_empty()) {
        return;
    }
    let painter = ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("drop")));
    let rect = ctx.content_rect().shrink(16.0);
    let theme = window.theme;
    let corner = CornerRadius::same(radius::CONTAINER);
    painter.rect_filled(rect, corner, theme.selection.gamma_multiply(0.85));
    painter.rect_stroke(
        rect,
        corner,
        Stroke::new(2.0, theme.accent),
        StrokeKind::Inside,
    );
    let text = window.texts.drop_here;
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        text,
        Font::Title.id(),
        theme.text,
    );
}

/// What the pointer holds, beside it; the canvas shows it itself.
pub(super) fn carried_ui(ctx: &Context, window: &Window<'_>, canvas: Rect) {
    let Some(carried) = DragAndDrop::payload::<Carried>(ctx) else {
        return;
    };
    let Some(tip) = ctx.pointer_latest_pos().filter(|it| !canvas.contains(*it)) else {
        return;
    };
    let (theme, model) = (window.theme, window.session.model());
    let text = match (carried.0.as_slice(), model) {
        ([module], Some(model)) => window.short(&model.module(*module).path).to_owned(),
        (modules, _) => window.texts.n_modules(modules.len()),
    };
    let layer = LayerId::new(Order::Tooltip, Id::unique("carried"));
    let painter = ctx.layer_painter(layer);
    let galley = painter.layout_no_wrap(text, Font::SmallStrong.id(), theme.text);
    let corner = tip + vec2(14.0, 10.0);
    let rect = Rect::from_min_size(corner, galley.size() + vec2(20.0, 12.0));
    let round = CornerRadius::same(radius::CHIP);
    let line = Stroke::new(1.0, theme.accent);
    painter.rect(rect, round, theme.selection, line, StrokeKind::Inside);
    painter.galley(corner + vec2(10.0, 6.0), galley, theme.text);
    ctx.set_cursor_icon(egui::CursorIcon::Grabbing);
}
