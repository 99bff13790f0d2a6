//! Chips from near: a soft box, a mark in the owner's color, the name.

use egui::{Color32, FontFamily, Shape, Stroke, pos2};

use super::boxes::Boxes;
use super::marks::mark;
use super::text::line_of_text;
use super::{CHIP_TEXT, Detail, Sheet};
use crate::arrange::Chip;
use crate::ui::canvas::hit::Hit;
use crate::ui::theme::{mix, radius};

/// No more names than this in one frame.
const MAX_NAMES: usize = 900;
/// From the left border to the middle of the dot, and from there to the name.
const DOT_AT: f32 = 13.0;
const NAME_AT: f32 = 23.0;

/// Paints every visible chip: all boxes in one mesh, then all dots and names.
pub(super) fn chips(sheet: &Sheet<'_>) {
    let mut boxes = Boxes::default();
    let mut shapes = Vec::new();
    let mut n_names = 0;
    for (_, container) in sheet.containers() {
        let behind = sheet.theme().tint(sheet.color_of(container.key));
        for chip in sheet.chips_in(container) {
            n_names += 1;
            let look = Look::of(sheet, chip, behind);
            let rect = sheet.view.rect(&chip.rect);
            paint_box(sheet, chip, rect, &look, &mut boxes, &mut shapes);
            if n_names <= MAX_NAMES {
                name(sheet, chip, rect, look.name, &mut shapes);
            }
        }
    }
    sheet.painter.add(Shape::mesh(boxes.into_mesh()));
    sheet.painter.extend(shapes);
}

/// The colors of a chip.
pub(super) struct Look {
    fill: Color32,
    line: Stroke,
    dot: Color32,
    name: Color32,
}

impl Look {
    fn of(sheet: &Sheet<'_>, chip: &Chip, behind: Color32) -> Self {
        let theme = sheet.theme();
        let color = sheet.color_of_chip(chip);
        let bright = sheet.is_bright(chip.module);
        let pointed = sheet.pointed == Hit::Chip(chip.module);
        if sheet.is_carried(chip.module) {
            return Self::left_behind(sheet, color, behind);
        }
        if sheet.is_selected(chip.module) {
            let line = Stroke::new(2.0, theme.accent);
            return Self {
                fill: theme.selection,
                line,
                dot: color,
                name: theme.text,
            };
        }
        let (fill, line) = Self::resting(sheet, color, behind);
        let line = if pointed {
            Stroke::new(1.5, color)
        } else {
            Stroke::new(1.0, line)
        };
        Self {
            fill: sheet.dim(
                if pointed {
                    mix(fill, color, 0.12)
                } else {
                    fill
                },
                behind,
                bright,
            ),
            line: Stroke::new(line.width, sheet.dim(line.color, behind, bright)),
            dot: sheet.dim(color, behind, bright),
            name: sheet.dim(theme.text, behind, bright),
        }
    }

    fn resting(sheet: &Sheet<'_>, color: Color32, behind: Color32) -> (Color32, Color32) {
        let theme = sheet.theme();
        if theme.dark {
            (mix(behind, theme.panel, 0.75), mix(behind, color, 0.42))
        } else {
            (theme.panel, mix(theme.panel, color, 0.42))
        }
    }

    /// The look of the place that a carried chip came from.
    fn left_behind(sheet: &Sheet<'_>, color: Color32, behind: Color32) -> Self {
        let line = Stroke::new(1.0, mix(behind, color, 0.3));
        let name = mix(behind, sheet.theme().muted, 0.5);
        Self {
            fill: behind,
            line,
            dot: mix(behind, color, 0.3),
            name,
        }
    }

    /// The look of a chip that is carried.
    pub(super) fn carried(sheet: &Sheet<'_>, color: Color32) -> Self {
        let theme = sheet.theme();
        let line = Stroke::new(2.0, theme.accent);
        Self {
            fill: theme.selection,
            line,
            dot: color,
            name: theme.text,
        }
    }
}

/// The box and the dot of a chip anywhere on the screen.
fn paint_box(
    sheet: &Sheet<'_>,
    chip: &Chip,
    rect: egui::Rect,
    look: &Look,
    boxes: &mut Boxes,
    shapes: &mut Vec<Shape>,
) {
    boxes.add(
        rect,
        sheet.scaled(f32::from(radius::CHIP)),
        look.fill,
        look.line,
    );
    let dot = pos2(rect.left() + sheet.scaled(DOT_AT), rect.center().y);
    mark(sheet, chip, dot, look.dot, shapes);
}

/// A carried chip, name and all.
pub(super) fn paint_ghost(
    sheet: &Sheet<'_>,
    chip: &Chip,
    rect: egui::Rect,
    shapes: &mut Vec<Shape>,
) {
    let look = Look::carried(sheet, sheet.color_of_chip(chip));
    let (mut boxes, mut above) = (Boxes::default(), Vec::new());
    paint_box(sheet, chip, rect, &look, &mut boxes, &mut above);
    if sheet.detail() == Detail::Full {
        name(sheet, chip, rect, look.name, &mut above);
    }
    shapes.push(Shape::mesh(boxes.into_mesh()));
    shapes.extend(above);
}

fn name(sheet: &Sheet<'_>, chip: &Chip, rect: egui::Rect, color: Color32, shapes: &mut Vec<Shape>) {
    // Rounded down: a name that is a little too small fits, the other way round it would be cut.
    let size = (sheet.scaled(CHIP_TEXT) + 0.2).floor();
    let left = rect.left() + sheet.scaled(NAME_AT);
    // A chip on its way from one width to another has all widths in between.
    let room = ((chip.rect.width() - NAME_AT - 5.0) * size / CHIP_TEXT).ceil();
    let key = (chip.module, size as u8, room.max(0.0) as u16);
    let galley = sheet.names.borrow_mut().get(key, || {
        let lay_out = |size: f32, room: f32| {
            line_of_text(
                sheet.painter,
                &chip.label,
                size,
                FontFamily::Proportional,
                room,
            )
        };
        // Chips are measured generously: from afar most names fit a little larger.
        let larger = (size < CHIP_TEXT).then(|| lay_out(size + 1.0, f32::INFINITY));
        larger
            .filter(|it| it.size().x <= room)
            .unwrap_or_else(|| lay_out(size, room))
    });
    let top = rect.center().y - galley.size().y / 2.0;
    shapes.push(Shape::galley(pos2(left, top), galley, color));
}
