//! What stands before the name of a chip.

use egui::{Color32, Pos2, Shape, Stroke, vec2};

use super::Sheet;
use crate::arrange::Chip;
use crate::model::ObjectKind;

/// The mark of a chip: a dot for a module, large if it encloses others, hollow if it travels with its
/// dependents; a small grid for a table, a window for a view, brackets for a routine; a lock for
/// what must not change its owner.
pub(super) fn mark(
    sheet: &Sheet<'_>,
    chip: &Chip,
    at: Pos2,
    color: Color32,
    shapes: &mut Vec<Shape>,
) {
    let module = sheet.canvas.model.module(chip.module);
    let path = &module.path;
    let plan = sheet.canvas.plan;
    let size = sheet.scaled(if chip.head { 4.4 } else { 3.2 });
    if !plan.locks.is_empty() && plan.is_locked(path) {
        lock(at, sheet.scaled(1.0), color, shapes);
    } else if let Some(kind) = module.object_kind() {
        object(kind, at, (sheet.scaled(1.0), color), shapes);
    } else if !plan.shared.is_empty()
        && plan
            .decision_of(path)
            .is_some_and(crate::plan::Decision::travels)
    {
        shapes.push(Shape::circle_stroke(
            at,
            size,
            Stroke::new(sheet.scaled(1.6), color),
        ));
    } else {
        shapes.push(Shape::circle_filled(at, size, color));
    }
}

fn lock(at: Pos2, unit: f32, color: Color32, shapes: &mut Vec<Shape>) {
    let body = egui::Rect::from_center_size(at + vec2(0.0, 1.5 * unit), vec2(8.0, 6.0) * unit);
    shapes.push(Shape::rect_filled(body, unit, color));
    let bow = [
        (-2.5, -1.0),
        (-2.5, -3.0),
        (-1.2, -4.6),
        (1.2, -4.6),
        (2.5, -3.0),
        (2.5, -1.0),
    ];
    let points = bow.map(|(x, y)| at + vec2(x, y) * unit).to_vec();
    shapes.push(Shape::line(points, Stroke::new(1.4 * unit, color)));
}

/// A table, view or routine of a database.
fn object(kind: ObjectKind, at: Pos2, (unit, color): (f32, Color32), shapes: &mut Vec<Shape>) {
    let pen = Stroke::new(1.3 * unit, color);
    let mut line = |points: &[(f32, f32)]| {
        let points = points.iter().map(|(x, y)| at + vec2(*x, *y) * unit);
        shapes.push(Shape::line(points.collect(), pen));
    };
    if kind == ObjectKind::Routine {
        line(&[(-1.6, -3.4), (-4.4, 0.0), (-1.6, 3.4)]);
        line(&[(1.6, -3.4), (4.4, 0.0), (1.6, 3.4)]);
        return;
    }
    line(&[(-4.4, -1.2), (4.4, -1.2)]);
    if kind == ObjectKind::Table {
        line(&[(-4.4, 1.4), (4.4, 1.4)]);
        line(&[(-1.2, -1.2), (-1.2, 3.9)]);
    }
    let frame = egui::Rect::from_center_size(at, vec2(8.8, 7.8) * unit);
    shapes.push(Shape::rect_stroke(
        frame,
        unit,
        pen,
        egui::StrokeKind::Middle,
    ));
}
