//! What is under way: carried chips, a service to be, a lasso.

use egui::{FontFamily, Pos2, Shape, Stroke, StrokeKind, vec2};

use super::Sheet;
use super::chips::paint_ghost;
use super::text::line_of_text;
use crate::session::Destination;
use crate::ui::canvas::gesture::{Carry, Gesture};
use crate::ui::theme::Font;

/// Paints what the pointer does.
pub(super) fn ghosts(sheet: &Sheet<'_>) {
    match sheet.gesture {
        Gesture::Carrying(carry) => carried(sheet, carry),
        Gesture::Lasso { start, now, .. } => lasso(sheet, sheet.view.pos(*start), *now),
        Gesture::Idle | Gesture::Panning | Gesture::Placing { .. } => {}
    }
}

fn lasso(sheet: &Sheet<'_>, start: Pos2, now: Pos2) {
    let accent = sheet.theme().accent;
    let rect = egui::Rect::from_two_pos(start, now);
    let line = Stroke::new(1.0, accent);
    sheet.painter.rect(
        rect,
        2.0,
        accent.gamma_multiply(0.12),
        line,
        StrokeKind::Middle,
    );
}

fn carried(sheet: &Sheet<'_>, carry: &Carry) {
    let mut shapes = Vec::new();
    if let Some(Destination::NewService(_)) = carry.target {
        service_to_be(sheet, carry, &mut shapes);
    }
    let mut corner = carry.pointer;
    for (chip, rect) in carry.ghosts(sheet.arrangement, &sheet.view) {
        let rect = sheet.view.rect(&rect);
        paint_ghost(sheet, chip, rect, &mut shapes);
        corner = rect.right_top();
    }
    sheet.painter.extend(shapes);
    if carry.modules.len() > 1 {
        badge(sheet, corner, carry.modules.len());
    }
}

fn service_to_be(sheet: &Sheet<'_>, carry: &Carry, shapes: &mut Vec<Shape>) {
    let theme = sheet.theme();
    let corner = carry.pointer - carry.grip - vec2(sheet.scaled(14.0), sheet.scaled(46.0));
    let rows = carry.ghosts(sheet.arrangement, &sheet.view).count() as f32;
    let size = vec2(sheet.scaled(248.0), sheet.scaled(60.0 + 32.0 * rows));
    let rect = egui::Rect::from_min_size(corner, size);
    let rounding = sheet.scaled(14.0);
    shapes.push(Shape::rect_filled(
        rect,
        rounding,
        theme.accent.gamma_multiply(0.10),
    ));
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
    ];
    let closed = [&corners[..], &corners[..1]].concat();
    let line = Stroke::new(1.4, theme.accent);
    Shape::dashed_line_many(&closed, line, 6.0, 5.0, shapes);
    let text = sheet.canvas.texts.new_service;
    let size = (14.0 * sheet.view.zoom).clamp(10.0, 18.0);
    let galley = line_of_text(
        sheet.painter,
        text,
        size,
        Font::Heading.id().family,
        rect.width(),
    );
    let at = rect.left_top() + vec2(sheet.scaled(16.0), sheet.scaled(14.0));
    shapes.push(Shape::galley(at, galley, theme.accent));
}

fn badge(sheet: &Sheet<'_>, at: Pos2, n: usize) {
    let theme = sheet.theme();
    let galley = line_of_text(
        sheet.painter,
        &n.to_string(),
        11.0,
        FontFamily::Proportional,
        60.0,
    );
    let size = galley.size() + vec2(12.0, 4.0);
    let rect = egui::Rect::from_center_size(at, size);
    sheet.painter.rect_filled(rect, size.y / 2.0, theme.accent);
    sheet
        .painter
        .galley(rect.min + vec2(6.0, 2.0), galley, theme.on_accent);
}
