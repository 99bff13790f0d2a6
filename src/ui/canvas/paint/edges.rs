//! Fine edges: only for what is pointed at or selected.

use egui::{Pos2, Shape, Stroke};

use super::Sheet;
use super::ribbons::arrowhead;
use crate::arrange::{Curve, Rect, thread};
use crate::model::{Confidence, ModuleId};
use crate::session::Selection;
use crate::ui::canvas::focus::FineEdge;
use crate::ui::canvas::gesture::Gesture;
use crate::ui::canvas::hit::Hit;
use crate::ui::theme::mix;

/// Paints all fine edges, the heaviest on top. Those of carried chips follow the pointer.
pub(super) fn edges(sheet: &Sheet<'_>) {
    let ghosts: Vec<(ModuleId, Rect)> = match sheet.gesture {
        Gesture::Carrying(carry) => {
            let ghosts = carry.ghosts(sheet.arrangement, &sheet.view);
            ghosts.map(|(chip, rect)| (chip.module, rect)).collect()
        }
        _ => Vec::new(),
    };
    let end = |module: ModuleId| {
        let ghost = ghosts.iter().find(|it| it.0 == module).map(|it| it.1);
        ghost.or_else(|| sheet.arrangement.chip(module).map(|it| it.rect))
    };
    let mut shapes = Vec::new();
    for edge in sheet.focus.edges.iter().rev() {
        let bundle = edge
            .bundle
            .map(|it| sheet.arrangement.containers[it as usize].rect);
        let (Some(from), Some(to)) = (bundle.or_else(|| end(edge.from)), end(edge.to)) else {
            continue;
        };
        let curve = thread(&from, &to);
        if sheet.is_visible(&curve.bounds()) {
            thin_line(sheet, edge, &curve, &mut shapes);
        }
    }
    sheet.painter.extend(shapes);
}

fn thin_line(sheet: &Sheet<'_>, edge: &FineEdge, curve: &Curve, shapes: &mut Vec<Shape>) {
    let stroke = stroke_of(sheet, edge);
    let mut points: Vec<Pos2> = curve.samples(24).map(|it| sheet.view.pos(it)).collect();
    let head = (5.5 + stroke.width * 1.7) * sheet.view.zoom.clamp(0.6, 1.0);
    let arrow = arrowhead(&mut points, head, stroke.color);
    shapes.extend(line_of(edge.confidence, points, stroke));
    shapes.extend(arrow);
}

/// A line as sure as what it stands for: unbroken if the language itself says so, dashed if a type
/// was inferred, dotted if it is a guess.
pub(in crate::ui) fn line_of(
    confidence: Confidence,
    points: Vec<Pos2>,
    stroke: Stroke,
) -> Vec<Shape> {
    let width = stroke.width.max(1.0);
    match confidence {
        Confidence::Resolved => vec![Shape::line(points, stroke)],
        Confidence::Inferred => Shape::dashed_line(&points, stroke, 4.0 * width, 3.0 * width),
        Confidence::Guessed => Shape::dashed_line(&points, stroke, 1.2 * width, 2.6 * width),
    }
}

/// Away from what is looked at in the accent, towards it more quietly.
fn stroke_of(sheet: &Sheet<'_>, edge: &FineEdge) -> Stroke {
    let theme = sheet.theme();
    let pointed = sheet.pointed == Hit::Edge(edge.from, edge.to);
    let selected = *sheet.canvas.selection
        == Selection::Edge {
            from: edge.from,
            to: edge.to,
        };
    let color = if edge.incoming {
        mix(theme.accent, theme.muted, 0.6)
    } else {
        theme.accent
    };
    // The more there are, the quieter each of them is.
    let crowd = (60.0 / sheet.focus.edges.len().max(1) as f32).clamp(0.3, 0.85);
    let alpha = if pointed || selected { 1.0 } else { crowd };
    let width = 1.1 + (edge.weight.max(0.0) as f32).ln_1p() * 0.2;
    let width = if pointed || selected {
        width + 1.2
    } else {
        width
    };
    Stroke::new(
        width * sheet.view.zoom.clamp(0.6, 1.0),
        color.gamma_multiply(alpha),
    )
}
