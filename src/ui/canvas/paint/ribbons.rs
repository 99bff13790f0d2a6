//! Ribbons: one for each direction between two containers, with a number.

use egui::epaint::{ColorMode, PathStroke};
use egui::{Color32, CornerRadius, FontFamily, Pos2, Shape, Stroke, StrokeKind, Vec2, vec2};

use super::Sheet;
use super::edges::line_of;
use super::text::line_of_text;
use crate::arrange::{Arrangement, Container, ContainerKey, Ribbon};
use crate::model::Confidence;
use crate::session::Selection;
use crate::ui::canvas::hit::Hit;
use crate::ui::theme::{Font, mix};

/// Places along a ribbon.
const SAMPLES: u32 = 22;
/// Numbers are not drawn farther away than this, but for the ones that matter.
const LEAST_ZOOM: f32 = 0.2;

/// Which ribbons are drawn: the heaviest, and all of the container that is looked at.
pub(in crate::ui::canvas) fn shown(
    arrangement: &Arrangement,
    focus: Option<ContainerKey>,
) -> Vec<u32> {
    let n = arrangement.ribbons.len();
    let most = (arrangement.containers.len() * 2).clamp(40, 120);
    let focus = focus
        .and_then(|it| arrangement.container(it))
        .map(|it| it.0);
    let touches = |it: &Ribbon| focus.is_some_and(|at| it.from == at || it.to == at);
    let all = (0u32..).zip(&arrangement.ribbons);
    all.filter(|(at, it)| *at as usize + most >= n || touches(it))
        .map(|it| it.0)
        .collect()
}

/// How a ribbon is drawn.
struct Look {
    color: Color32,
    width: f32,
    /// Drawn and numbered whatever happens.
    matters: bool,
}

impl Look {
    fn of(sheet: &Sheet<'_>, at: u32, ribbon: &Ribbon) -> Self {
        let theme = sheet.theme();
        let (from, to) = sheet.arrangement.ends(ribbon);
        let pointed = sheet.pointed == Hit::Ribbon(from, to);
        let selected = *sheet.canvas.selection == Selection::Ribbon { from, to };
        let ends = [Some(from), Some(to)];
        let near = ends.contains(&looked_at(sheet));
        let worst = worst(sheet.arrangement) == Some(at);
        let quiet = mix(
            theme.canvas,
            theme.muted,
            if ribbon.cut { 0.46 } else { 0.3 },
        );
        let color = match () {
            () if selected => theme.accent,
            () if worst => theme.bad,
            () if pointed || near => mix(theme.canvas, theme.muted, 0.85),
            () => quiet,
        };
        let bright = !sheet.focus.dims || pointed || selected;
        let grown = 1.4 + (ribbon.weight.max(0.0) as f32).ln_1p() * 0.75;
        let width = (grown * sheet.view.zoom.sqrt()).clamp(1.0, 7.0);
        Self {
            color: sheet.dim(color, theme.canvas, bright),
            width: width + if pointed || selected { 1.0 } else { 0.0 },
            matters: pointed || selected || near || worst,
        }
    }
}

/// The container that is pointed at or selected.
fn looked_at(sheet: &Sheet<'_>) -> Option<ContainerKey> {
    let selected = match sheet.canvas.selection {
        Selection::Container(key) => Some(*key),
        _ => None,
    };
    match sheet.pointed {
        Hit::Header(key) => Some(key),
        _ => selected,
    }
}

/// The heaviest ribbon that a boundary cuts, where there is more than one.
fn worst(arrangement: &Arrangement) -> Option<u32> {
    let all = (0u32..).zip(&arrangement.ribbons);
    let mut cut = all
        .filter(|it| it.1.cut)
        .map(|it| it.0)
        .collect::<Vec<_>>()
        .into_iter()
        .rev();
    let worst = cut.next()?;
    cut.next().is_some().then_some(worst)
}

/// All ribbons, without numbers.
pub(super) fn lines(sheet: &Sheet<'_>) {
    let mut shapes = Vec::new();
    for at in sheet.ribbons {
        let ribbon = &sheet.arrangement.ribbons[*at as usize];
        if sheet.is_visible(&ribbon.curve.bounds()) {
            let look = Look::of(sheet, *at, ribbon);
            line(sheet, ribbon, &look, &mut shapes);
        }
    }
    sheet.painter.extend(shapes);
}

/// A line that gathers strength towards its arrowhead.
fn line(sheet: &Sheet<'_>, ribbon: &Ribbon, look: &Look, shapes: &mut Vec<Shape>) {
    let mut points: Vec<Pos2> = ribbon
        .curve
        .samples(SAMPLES)
        .map(|it| sheet.view.pos(it))
        .collect();
    let head = look.width.mul_add(1.5, 5.0);
    let arrow = arrowhead(&mut points, head, look.color);
    if ribbon.confidence != Confidence::Resolved {
        let stroke = Stroke::new(look.width, look.color);
        shapes.extend(line_of(ribbon.confidence, points, stroke));
        shapes.extend(arrow);
        return;
    }
    let (start, end) = (points[0], points[points.len() - 1]);
    let along = end - start;
    let length = along.length_sq().max(1.0);
    let (color, behind) = (look.color, sheet.theme().canvas);
    let stroke = PathStroke {
        width: look.width,
        color: ColorMode::UV(std::sync::Arc::new(move |_, pos| {
            let share = ((pos - start).dot(along) / length).clamp(0.0, 1.0);
            mix(behind, color, 0.45 + 0.55 * share)
        })),
        kind: StrokeKind::Middle,
    };
    shapes.push(Shape::line(points, stroke));
    shapes.extend(arrow);
}

/// A triangle at the end of a line, which is shortened to its base.
pub(super) fn arrowhead(points: &mut Vec<Pos2>, length: f32, color: Color32) -> Option<Shape> {
    let tip = *points.last()?;
    while points.len() > 2 && points[points.len() - 2].distance(tip) < length {
        let last = points.len() - 2;
        points.remove(last);
    }
    let before = points[points.len() - 2];
    let along = (tip - before).normalized();
    if !along.is_finite() || along == Vec2::ZERO {
        return None;
    }
    let base = tip - along * length;
    let across = along.rot90() * length * 0.46;
    if let Some(last) = points.last_mut() {
        *last = base + along;
    }
    Some(Shape::convex_polygon(
        vec![tip, base + across, base - across],
        color,
        Stroke::NONE,
    ))
}

/// The numbers of all ribbons, the heaviest first; one that would cover another or a container is
/// left out, unless it matters.
pub(super) fn numbers(sheet: &Sheet<'_>) {
    let mut taken: Vec<egui::Rect> = Vec::new();
    for at in sheet.ribbons.iter().rev() {
        let ribbon = &sheet.arrangement.ribbons[*at as usize];
        let look = Look::of(sheet, *at, ribbon);
        let place = sheet.view.pos(ribbon.label);
        let seen = sheet.view.screen.contains(place);
        // Where the whole way is hidden there is no good place for a number.
        let clear = sheet.arrangement.container_at(ribbon.label).is_none();
        if seen && (look.matters || (clear && sheet.view.zoom >= LEAST_ZOOM)) {
            pill(sheet, ribbon, &look, place, &mut taken);
        }
    }
}

fn pill(sheet: &Sheet<'_>, ribbon: &Ribbon, look: &Look, place: Pos2, taken: &mut Vec<egui::Rect>) {
    let theme = sheet.theme();
    let size = (11.0 * sheet.view.zoom.sqrt()).clamp(9.0, 12.0);
    let family = if look.matters {
        Font::Strong.id().family
    } else {
        FontFamily::Proportional
    };
    let galley = line_of_text(sheet.painter, &number(ribbon.weight), size, family, 90.0);
    let half = galley.size() / 2.0 + vec2(7.0, 3.0);
    let rect = egui::Rect::from_center_size(place, half * 2.0);
    let covers = |it: &Container| sheet.view.rect(&it.rect).shrink(2.0).intersects(rect);
    let hides = || !look.matters && sheet.containers().any(|it| covers(it.1));
    if taken.iter().any(|it| it.intersects(rect.expand(1.0))) || hides() {
        return;
    }
    taken.push(rect);
    let fill = if look.matters {
        mix(theme.panel, look.color, 0.14)
    } else {
        theme.panel
    };
    let line = if look.matters { look.color } else { theme.line };
    let text = if look.matters {
        mix(theme.text, look.color, 0.6)
    } else {
        theme.muted
    };
    let bright = !sheet.focus.dims || look.matters;
    let corner = CornerRadius::same((rect.height() / 2.0) as u8);
    let line = Stroke::new(1.0, sheet.dim(line, theme.canvas, bright));
    let fill = sheet.dim(fill, theme.canvas, bright);
    sheet
        .painter
        .rect(rect, corner, fill, line, StrokeKind::Inside);
    let at = place - galley.size() / 2.0;
    sheet
        .painter
        .galley(at, galley, sheet.dim(text, theme.canvas, bright));
}

/// A weight as people read it: whole where it is, short where it is large.
pub(in crate::ui::canvas) fn number(weight: f64) -> String {
    match weight {
        it if it >= 1.0e6 => format!("{:.1}M", it / 1.0e6),
        it if it >= 1.0e4 => format!("{:.0}k", it / 1.0e3),
        it if it.fract().abs() < 0.05 => format!("{it:.0}"),
        it => format!("{it:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_short() {
        let all = [0.0, 14.0, 2.5, 9999.0, 12_345.0, 3.4e6].map(number);
        assert_eq!(all, ["0", "14", "2.5", "9999", "12k", "3.4M"]);
    }
}
