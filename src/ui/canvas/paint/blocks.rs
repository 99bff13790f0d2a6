//! Chips from far away: one mesh for all of them.

use egui::{Color32, Mesh, Shape, vec2};

use super::Sheet;
use crate::arrange::Chip;
use crate::ui::theme::mix;

/// Paints every visible chip as a block of color.
pub(super) fn blocks(sheet: &Sheet<'_>) {
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(4 * sheet.arrangement.chips.len());
    mesh.reserve_triangles(2 * sheet.arrangement.chips.len());
    let thin = vec2(0.0, sheet.scaled(2.0));
    for (_, container) in sheet.containers() {
        let behind = sheet.theme().tint(sheet.color_of(container.key));
        for chip in sheet.chips_in(container) {
            let rect = sheet.view.rect(&chip.rect).shrink2(thin);
            add_block(&mut mesh, rect, color_of(sheet, chip, behind));
        }
    }
    if !mesh.is_empty() {
        sheet.painter.add(Shape::mesh(mesh));
    }
}

fn color_of(sheet: &Sheet<'_>, chip: &Chip, behind: Color32) -> Color32 {
    let color = if sheet.is_selected(chip.module) {
        sheet.theme().accent
    } else {
        let share = if chip.head { 0.5 } else { 0.34 };
        mix(behind, sheet.color_of_chip(chip), share)
    };
    sheet.dim(color, behind, sheet.is_bright(chip.module))
}

/// A rectangle, at least a pixel in size so that it does not vanish.
fn add_block(mesh: &mut Mesh, rect: egui::Rect, color: Color32) {
    let size = rect.size().max(vec2(1.0, 1.0));
    mesh.add_colored_rect(egui::Rect::from_min_size(rect.min, size), color);
}
