//! Containers, the groups inside them, and the ground they stand on.

use std::sync::Arc;

use egui::epaint::RectShape;
use egui::{
    Color32, CornerRadius, FontFamily, Galley, Mesh, Pos2, Shape, Stroke, StrokeKind, pos2, vec2,
};

use super::boxes::Boxes;
use super::text::line_of_text;
use super::{Detail, LEAST_TEXT, Sheet};
use crate::arrange::{Container, ContainerKey, GROUP_HEADER, Group};
use crate::session::{Destination, Selection};
use crate::ui::canvas::gesture::Gesture;
use crate::ui::canvas::hit::Hit;
use crate::ui::theme::{Font, mix, radius};

/// Dots on the ground are at least this far apart on the screen.
const LEAST_DOT_GAP: f32 = 44.0;
/// A name over blocks is never smaller than this.
const LEAST_NAME: f32 = 9.0;
/// In less room a name cut short says nothing.
const LEAST_ROOM: f32 = 36.0;

/// The dots of the ground: they tell that the canvas moves, and how far.
pub(super) fn dots(sheet: &Sheet<'_>) {
    let mut gap = 48.0;
    while sheet.scaled(gap) < LEAST_DOT_GAP {
        gap *= 2.0;
    }
    let seen = sheet.view.visible();
    let color = mix(sheet.theme().canvas, sheet.theme().line, 0.55);
    let mut mesh = Mesh::default();
    let steps = |from: f32, to: f32| (from / gap).ceil() as i32..=(to / gap).floor() as i32;
    for x in steps(seen.min.x, seen.max.x) {
        for y in steps(seen.min.y, seen.max.y) {
            let at = sheet
                .view
                .pos(crate::arrange::Point::new(x as f32 * gap, y as f32 * gap));
            mesh.add_colored_rect(
                egui::Rect::from_center_size(at.round(), vec2(2.0, 2.0)),
                color,
            );
        }
    }
    sheet.painter.add(Shape::mesh(mesh));
}

/// All containers with their groups. Answers the names of groups, for when fine edges are painted:
/// no line runs over a name.
pub(super) fn boxes(sheet: &Sheet<'_>) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut names = Vec::new();
    for (_, container) in sheet.containers() {
        boxed(sheet, container, &mut shapes);
        let mut boxes = Boxes::default();
        let groups = container.groups.start as usize..container.groups.end as usize;
        for group in &sheet.arrangement.groups[groups] {
            if sheet.is_visible(&group.rect) {
                grouped(sheet, container, group, &mut boxes, &mut names);
            }
        }
        shapes.push(Shape::mesh(boxes.into_mesh()));
    }
    sheet.painter.extend(shapes);
    names
}

fn boxed(sheet: &Sheet<'_>, container: &Container, shapes: &mut Vec<Shape>) {
    let rect = sheet.view.rect(&container.rect);
    let color = sheet.color_of(container.key);
    let rounding = sheet.scaled(f32::from(radius::CONTAINER)).clamp(3.0, 18.0);
    let fill = fill_of(sheet, container.key);
    let line = outline(sheet, container.key, color);
    if container.owner().is_some() {
        let corner = CornerRadius::same(rounding as u8);
        shapes.push(RectShape::new(rect, corner, fill, line, StrokeKind::Middle).into());
    } else {
        shapes.push(Shape::rect_filled(rect, rounding, fill));
        dashed(sheet, rect, rounding, line, shapes);
    }
}

fn fill_of(sheet: &Sheet<'_>, key: ContainerKey) -> Color32 {
    let theme = sheet.theme();
    let color = sheet.color_of(key);
    match key {
        _ if is_target(sheet, key) => mix(theme.tint(color), color, 0.16),
        ContainerKey::Service(_) => theme.tint(color),
        _ => mix(theme.canvas, theme.tint(color), 0.6),
    }
}

/// Whether what is carried would land here.
fn is_target(sheet: &Sheet<'_>, key: ContainerKey) -> bool {
    match sheet.gesture {
        Gesture::Carrying(carry) => {
            carry.over == Some(key) && matches!(carry.target, Some(Destination::Owner(_)))
        }
        _ => false,
    }
}

fn outline(sheet: &Sheet<'_>, key: ContainerKey, color: Color32) -> Stroke {
    let theme = sheet.theme();
    let selected = *sheet.canvas.selection == Selection::Container(key);
    if selected {
        return Stroke::new(2.0, theme.accent);
    }
    if is_target(sheet, key) {
        return Stroke::new(2.5, color);
    }
    let pointed = sheet.pointed == Hit::Header(key);
    let calm = if matches!(key, ContainerKey::Service(_)) {
        0.78
    } else {
        0.62
    };
    let strong = if pointed { 1.0 } else { calm };
    let width = if sheet.detail() == Detail::Full {
        1.4
    } else {
        1.1
    };
    let color = mix(theme.canvas, color, strong);
    Stroke::new(width, sheet.dim(color, theme.canvas, !sheet.focus.dims))
}

/// A dashed outline; only the part that can be seen costs anything.
fn dashed(
    sheet: &Sheet<'_>,
    rect: egui::Rect,
    rounding: f32,
    line: Stroke,
    shapes: &mut Vec<Shape>,
) {
    let seen = sheet.view.screen.expand(24.0);
    let clipped = rect.intersect(seen);
    let r = rounding
        .min(clipped.width() / 2.0)
        .min(clipped.height() / 2.0);
    // Far away dashes would be a flicker.
    if sheet.view.zoom < 0.12 {
        let corner = CornerRadius::same(rounding as u8);
        let faint = Stroke::new(1.0, line.color.gamma_multiply(0.6));
        shapes.push(Shape::Rect(RectShape::stroke(
            rect,
            corner,
            faint,
            StrokeKind::Middle,
        )));
        return;
    }
    Shape::dashed_line_many(&rounded(clipped, r), line, 6.0, 5.0, shapes);
}

/// The outline of a rectangle with round corners, closed.
fn rounded(rect: egui::Rect, r: f32) -> Vec<Pos2> {
    let corners = [
        (pos2(rect.right() - r, rect.top() + r), -90.0f32),
        (pos2(rect.right() - r, rect.bottom() - r), 0.0),
        (pos2(rect.left() + r, rect.bottom() - r), 90.0),
        (pos2(rect.left() + r, rect.top() + r), 180.0),
    ];
    let arc = |(center, start): (Pos2, f32)| {
        (0..=6u8).map(move |step| {
            let angle = (start + 15.0 * f32::from(step)).to_radians();
            center + vec2(angle.cos(), angle.sin()) * r
        })
    };
    let mut points: Vec<Pos2> = corners.into_iter().flat_map(arc).collect();
    points.push(points[0]);
    points
}

fn grouped(
    sheet: &Sheet<'_>,
    container: &Container,
    group: &Group,
    boxes: &mut Boxes,
    names: &mut Vec<Shape>,
) {
    let rect = sheet.view.rect(&group.rect);
    if rect.height() < 5.0 {
        return;
    }
    let theme = sheet.theme();
    let color = sheet.color_of(container.key);
    let fill = mix(
        fill_of(sheet, container.key),
        color,
        if theme.dark { 0.055 } else { 0.05 },
    );
    boxes.add_filled(rect, sheet.scaled(10.0).clamp(2.0, 12.0), fill);
    let header = sheet.scaled(GROUP_HEADER);
    if header < LEAST_TEXT + 3.0 {
        return;
    }
    // Names of groups outlive those of chips: they tell where one is.
    let size = sheet.scaled(11.0).max(LEAST_TEXT + 1.0).round();
    let at = pos2(
        rect.left() + sheet.scaled(10.0),
        rect.top() + (header - size * 1.25) / 2.0 + sheet.scaled(1.0),
    );
    let room = rect.width() - sheet.scaled(20.0);
    let galley = line_of_text(
        sheet.painter,
        &group.name,
        size,
        FontFamily::Proportional,
        room,
    );
    let pointed = matches!(sheet.pointed, Hit::Group(at)
        if sheet.arrangement.groups.get(at as usize) == Some(group));
    let text = if pointed { theme.text } else { theme.muted };
    names.push(Shape::galley(
        at,
        galley,
        sheet.dim(text, fill, !sheet.focus.dims),
    ));
}

/// The names of all containers.
pub(super) fn names(sheet: &Sheet<'_>) {
    for (_, container) in sheet.containers() {
        match sheet.detail() {
            Detail::Full => headline(sheet, container),
            Detail::Blocks => banner(sheet, container),
        }
    }
}

fn name_of<'a>(sheet: &'a Sheet<'_>, container: &'a Container) -> std::borrow::Cow<'a, str> {
    let texts = sheet.canvas.texts;
    match container.key {
        ContainerKey::Shelf => texts.shelf.into(),
        ContainerKey::SmallCrates => texts.small_crates.into(),
        ContainerKey::Crate(krate) if sheet.canvas.model.is_database(krate) => {
            texts.database.into()
        }
        _ => crate::arrange::clean(&container.name).into(),
    }
}

/// How many modules and tables are inside, in words.
fn size_of(sheet: &Sheet<'_>, container: &Container) -> String {
    let chips = sheet.arrangement.chips_in(container).iter();
    let model = &sheet.canvas.model;
    let objects = chips.filter(|it| model.object_of(it.module).is_some());
    let n_objects = objects.count();
    let n_modules = container.chips.len() - n_objects;
    let texts = sheet.canvas.texts;
    match (n_modules, n_objects) {
        (n, 0) => (texts.n_modules)(n),
        (0, n) => (texts.n_tables)(n),
        (n, m) => format!("{} · {}", (texts.n_modules)(n), (texts.n_tables)(m)),
    }
}

/// Name and count in the header.
fn headline(sheet: &Sheet<'_>, container: &Container) {
    let theme = sheet.theme();
    let rect = sheet.view.rect(&container.header());
    let zoom = sheet.view.zoom;
    let n_chips = container.chips.len();
    let left = rect.left() + 16.0 * zoom;
    let right = rect.right() - 14.0 * zoom;
    let count = size_of(sheet, container);
    let count = line_of_text(
        sheet.painter,
        &count,
        (11.0 * zoom).clamp(9.0, 30.0),
        FontFamily::Proportional,
        right - left,
    );
    let size = (16.0 * zoom).clamp(11.0, 48.0);
    let family = Font::Heading.id().family;
    let name = line_of_text(
        sheet.painter,
        &name_of(sheet, container),
        size,
        family,
        right - left,
    );
    // Rather no count than half a name.
    let fits = right - left >= name.size().x + 10.0 + count.size().x;
    let middle = rect.top() + 25.0 * zoom;
    let color = if container.owner().is_some() {
        theme.text
    } else {
        theme.muted
    };
    let behind = fill_of(sheet, container.key);
    let put = |left: f32, galley: Arc<Galley>, color: Color32| {
        let line =
            egui::Rect::from_min_size(pos2(left, middle - galley.size().y / 2.0), galley.size());
        if !sheet.focus.edges.is_empty() {
            // No line runs over a name.
            let veil = line.expand2(vec2(4.0, 0.0));
            sheet.painter.rect_filled(veil, 4.0, behind);
        }
        let color = sheet.dim(color, behind, !sheet.focus.dims);
        sheet.painter.galley(line.min, galley, color);
    };
    put(left, name, color);
    if fits {
        put(right - count.size().x, count, theme.muted);
    }
    if n_chips == 0 {
        let text = sheet.canvas.texts.empty_service;
        let at = sheet.view.pos(container.rect.min.shifted(16.0, 56.0));
        let size = (12.0 * zoom).max(LEAST_TEXT);
        let hint = line_of_text(
            sheet.painter,
            text,
            size,
            FontFamily::Proportional,
            right - left,
        );
        sheet.painter.galley(at, hint, theme.faint);
    }
}

/// The name in large letters over the blocks.
fn banner(sheet: &Sheet<'_>, container: &Container) {
    let theme = sheet.theme();
    let rect = sheet.view.rect(&container.rect);
    if rect.width() < 22.0 || rect.height() < 10.0 {
        return;
    }
    let header = container.header().height() * sheet.view.zoom;
    // As large as its header allows; larger where the container is, so that a big one is read first.
    let wanted = (header * 0.62).max(rect.width() * 0.05).clamp(12.5, 24.0);
    let wanted = wanted.min(rect.height() * 0.7);
    let left = (16.0 * sheet.view.zoom).max(5.0);
    let name = name_of(sheet, container);
    let Some(galley) = whole_line(sheet, &name, wanted, rect.width() - 2.0 * left) else {
        return;
    };
    let at = pos2(
        rect.left() + left,
        rect.top() + ((header - galley.size().y) / 2.0).max(3.0),
    );
    // What the name covers is veiled, so that it can be read.
    let veil = egui::Rect::from_min_size(at, galley.size()).expand2(vec2(4.0, 1.0));
    let fill = fill_of(sheet, container.key);
    if veil.bottom() > rect.top() + header || !sheet.focus.edges.is_empty() {
        sheet
            .painter
            .rect_filled(veil, 4.0, fill.gamma_multiply(0.86));
    }
    let color = if container.owner().is_some() {
        theme.text
    } else {
        theme.muted
    };
    sheet
        .painter
        .galley(at, galley, sheet.dim(color, fill, !sheet.focus.dims));
}

/// A name, or the end of it, in the largest letters that fit; where none do, its last word cut
/// short. `None` where hardly a letter would fit.
fn whole_line(sheet: &Sheet<'_>, name: &str, wanted: f32, room: f32) -> Option<Arc<Galley>> {
    let family = Font::Heading.id().family;
    let lay_out = |text: &str, size: f32, room: f32| {
        line_of_text(sheet.painter, text, size, family.clone(), room)
    };
    let mut last = None;
    for text in endings(name) {
        let galley = lay_out(&text, wanted, f32::INFINITY);
        let fitting = wanted * room / galley.size().x.max(1.0);
        if fitting >= wanted {
            return Some(galley);
        }
        if fitting.floor() >= LEAST_NAME {
            return Some(lay_out(&text, fitting.floor(), f32::INFINITY));
        }
        last = Some(text);
    }
    last.filter(|_| room >= LEAST_ROOM)
        .map(|it| lay_out(&it, LEAST_NAME, room))
}

/// The name, then what is left of it without its first words. Where many names begin alike, their
/// ends tell them apart.
fn endings(name: &str) -> impl Iterator<Item = String> {
    let starts = name.match_indices(['_', ':', '-']);
    let ends = starts.map(|(at, sign)| format!("…{}", &name[at + sign.len()..]));
    let one_colon = |it: &String| !it.starts_with("…:");
    std::iter::once(name.to_owned()).chain(ends.filter(one_colon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_what_tells_them_apart() {
        let all = |name| endings(name).collect::<Vec<_>>();
        assert_eq!(
            all("common_meta_app"),
            ["common_meta_app", "…meta_app", "…app"]
        );
        assert_eq!(all("bin:shop"), ["bin:shop", "…shop"]);
        assert_eq!(all("a::b"), ["a::b", "…b"]);
        assert_eq!(all("한국_상점"), ["한국_상점", "…상점"]);
    }
}
