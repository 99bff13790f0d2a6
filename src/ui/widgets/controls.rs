//! Buttons, fields, tabs, rows.

use egui::{
    Align2, Button, Color32, CornerRadius, Id, Margin, Rect, Response, RichText, Role, Sense,
    Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::icons::{Icon, icon_rect};
use super::text::{paint, width_of};
use crate::ui::texts::texts;
use crate::ui::theme::{Font, Theme, height, mix, radius, space};

/// How much a button asks for attention.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::ui) enum Look {
    /// The one thing this place is for.
    Primary,
    /// An ordinary button.
    Plain,
    /// A button that destroys.
    Danger,
}

/// A button with a word.
pub(in crate::ui) fn button(ui: &mut Ui, theme: &Theme, text: &str, look: Look) -> Response {
    let (fill, ink) = match look {
        Look::Primary => (theme.accent, theme.on_accent),
        Look::Plain => (theme.raised, theme.text),
        Look::Danger => (theme.raised, theme.bad),
    };
    let ink = if ui.is_enabled() { ink } else { theme.muted };
    let text = RichText::new(text).font(Font::Strong.id()).color(ink);
    let mut button = Button::new(text).min_size(vec2(0.0, height::BUTTON));
    if look == Look::Primary && ui.is_enabled() {
        button = button.fill(fill).stroke(Stroke::NONE);
    }
    ui.add(button)
}

/// A square button with an icon; the name is its tooltip.
pub(in crate::ui) fn icon_button(ui: &mut Ui, theme: &Theme, icon: Icon, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::ROW), hover(theme));
    }
    let ink = match (enabled, response.hovered()) {
        (false, _) => theme.faint,
        (true, false) => theme.muted,
        (true, true) => theme.text,
    };
    icon.paint(ui.painter(), rect, ink);
    response.on_hover_text(name)
}

/// Words that can be clicked.
pub(in crate::ui) fn link(ui: &mut Ui, theme: &Theme, text: &str, font: Font) -> Response {
    let text_width = width_of(ui, text, font);
    let (rect, response) = ui.allocate_exact_size(vec2(text_width, 20.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, text));
    let place = paint(ui, rect, Align2::LEFT_CENTER, text, (font, theme.accent));
    if response.hovered() || response.has_focus() {
        ui.painter().hline(
            place.x_range(),
            place.bottom(),
            Stroke::new(1.0, theme.accent),
        );
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// What lies behind something under the pointer.
pub(in crate::ui) fn hover(theme: &Theme) -> Color32 {
    mix(theme.panel, theme.text, 0.06)
}

/// A row over the full width that can be clicked; paint into the rectangle it returns.
pub(in crate::ui) fn row(
    ui: &mut Ui,
    theme: &Theme,
    (row_height, sense): (f32, Sense),
    selected: bool,
    name: &str,
) -> (Rect, Response) {
    let size = vec2(ui.available_width(), row_height);
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, enabled, selected, name));
    let fill = if selected {
        Some(theme.selection)
    } else if response.hovered() || response.has_focus() {
        Some(hover(theme))
    } else {
        None
    };
    if let Some(fill) = fill {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::ROW), fill);
    }
    (rect, response)
}

/// The caption of a part of a panel, with something at its right end.
pub(in crate::ui) fn section(ui: &mut Ui, theme: &Theme, caption: &str, right: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, caption));
    let number = paint(
        ui,
        rect,
        Align2::RIGHT_CENTER,
        right,
        (Font::Caption, theme.muted),
    );
    let left = Rect::from_min_max(rect.min, pos2(number.left() - space::S, rect.bottom()));
    let spaced = caption.to_uppercase();
    super::text::paint_spaced(ui, left, &spaced, (Font::CaptionStrong, theme.muted));
}

/// A thin line over the full width, edge to edge of the panel.
pub(in crate::ui) fn separator(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    ui.painter().hline(
        ui.clip_rect().x_range(),
        rect.center().y.round() + 0.5,
        theme.hairline(),
    );
}

/// A dot in the color of its owner.
pub(in crate::ui) fn dot(ui: &Ui, center: egui::Pos2, color: Color32) {
    ui.painter().circle_filled(center, 4.0, color);
}

/// A box to tick with words beside it.
pub(in crate::ui) fn checkbox(ui: &mut Ui, theme: &Theme, text: &str, on: &mut bool) -> Response {
    let size = vec2(28.0 + width_of(ui, text, Font::Body), height::BUTTON);
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *on, text));
    if response.has_focus() {
        let line = Stroke::new(1.5, theme.accent);
        let corner = CornerRadius::same(radius::ROW);
        ui.painter()
            .rect_stroke(rect.expand(2.0), corner, line, egui::StrokeKind::Inside);
    }
    tick(ui, theme, pos2(rect.left() + 8.0, rect.center().y), *on);
    let words = Rect::from_min_max(pos2(rect.left() + 26.0, rect.top()), rect.max);
    paint(
        ui,
        words,
        Align2::LEFT_CENTER,
        text,
        (Font::Body, theme.text),
    );
    response
}

/// A box that is ticked or not, painted around a center.
pub(in crate::ui) fn tick(ui: &Ui, theme: &Theme, center: egui::Pos2, on: bool) {
    let rect = Rect::from_center_size(center, vec2(16.0, 16.0));
    let corner = CornerRadius::same(4);
    if on {
        ui.painter().rect_filled(rect, corner, theme.accent);
        Icon::Check.paint(ui.painter(), rect, theme.on_accent);
    } else {
        let line = Stroke::new(1.0, theme.faint);
        ui.painter()
            .rect(rect, corner, theme.raised, line, egui::StrokeKind::Inside);
    }
}

/// A sentence where there is nothing to list, in line with the rows that would be there.
pub(in crate::ui) fn remark(ui: &mut Ui, theme: &Theme, text: &str) {
    egui::Frame::new()
        .inner_margin(Margin::symmetric(space::S as i8, 4))
        .show(ui, |ui| {
            super::text::paragraph(ui, text, Font::Body, theme.muted);
        });
}

/// A number on a small pill; returns its rectangle.
pub(in crate::ui) fn count_pill(
    ui: &Ui,
    theme: &Theme,
    left: f32,
    center_y: f32,
    n: usize,
) -> Rect {
    let text = texts().grouped(n as u64);
    let width = (width_of(ui, &text, Font::CaptionStrong) + 12.0)
        .max(20.0)
        .round();
    let rect = Rect::from_min_size(pos2(left, center_y - 9.0), vec2(width, 18.0));
    ui.painter()
        .rect_filled(rect, CornerRadius::same(9), theme.raised);
    paint(
        ui,
        rect,
        Align2::CENTER_CENTER,
        &text,
        (Font::CaptionStrong, theme.muted),
    );
    rect
}

/// A page of something: a word, how much there is, and a line under it where it is in front.
pub(in crate::ui) fn tab(
    ui: &mut Ui,
    theme: &Theme,
    text: &str,
    count: Option<usize>,
    active: bool,
) -> Response {
    let font = if active { Font::Strong } else { Font::Body };
    // As wide as its bold form, so that nothing moves when it comes to the front.
    let text_width = width_of(ui, text, Font::Strong).ceil();
    let pill = count.map_or(0.0, |n| {
        space::S + (width_of(ui, &texts().grouped(n as u64), Font::CaptionStrong) + 12.0).max(20.0)
    });
    let size = vec2(text_width + pill + 2.0 * space::S, height::TABS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, active, text));
    let color = if active || response.hovered() {
        theme.text
    } else {
        theme.muted
    };
    let inner = rect.shrink2(vec2(space::S, 0.0));
    paint(ui, inner, Align2::LEFT_CENTER, text, (font, color));
    if let Some(n) = count {
        count_pill(
            ui,
            theme,
            inner.left() + text_width + space::S,
            rect.center().y,
            n,
        );
    }
    if active {
        let line = Rect::from_min_max(
            pos2(inner.left(), rect.bottom() - 2.0),
            pos2(inner.right(), rect.bottom()),
        );
        ui.painter()
            .rect_filled(line, CornerRadius::same(1), theme.accent);
    }
    response
}

/// A switch between a few things; returns the one that was clicked.
pub(in crate::ui) fn segmented<T: Copy + PartialEq>(
    ui: &mut Ui,
    theme: &Theme,
    choices: &[(T, &str)],
    chosen: T,
) -> Option<T> {
    let width_of = |text| width_of(ui, text, Font::SmallStrong).ceil() + 2.0 * space::S;
    let widths: Vec<f32> = choices.iter().map(|it| width_of(it.1)).collect();
    let size = vec2(widths.iter().sum::<f32>() + 6.0, 30.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let corner = CornerRadius::same(radius::CHIP);
    ui.painter().rect(
        rect,
        corner,
        theme.raised,
        theme.hairline(),
        egui::StrokeKind::Inside,
    );
    let mut clicked = None;
    let mut left = rect.left() + 3.0;
    for ((choice, text), width) in choices.iter().zip(widths) {
        let part = Rect::from_min_size(pos2(left, rect.top() + 3.0), vec2(width, 24.0));
        if segment(ui, theme, (part, text), *choice == chosen).clicked() {
            clicked = Some(*choice);
        }
        left += width;
    }
    clicked
}

fn segment(ui: &mut Ui, theme: &Theme, (rect, text): (Rect, &str), active: bool) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("segment", text)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, active, text));
    if active {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::ROW), theme.selection);
    }
    let font = if active {
        Font::SmallStrong
    } else {
        Font::Small
    };
    let color = if active || response.hovered() {
        theme.text
    } else {
        theme.muted
    };
    paint(ui, rect, Align2::CENTER_CENTER, text, (font, color));
    response
}

/// A field to type into, with an icon in front.
pub(in crate::ui) fn field(
    ui: &mut Ui,
    theme: &Theme,
    (text, name): (&mut String, &str),
    icon: Option<Icon>,
    id: Id,
) -> Response {
    let left = if icon.is_some() { 30 } else { space::M as i8 };
    let edit = TextEdit::singleline(text)
        .id(id)
        .hint_text(RichText::new(name).font(Font::Body.id()).color(theme.muted))
        .font(Font::Body.id())
        .margin(Margin {
            left,
            right: 8,
            top: 6,
            bottom: 6,
        })
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(name);
    if let Some(icon) = icon {
        icon.paint(ui.painter(), icon_rect(response.rect, 8.0), theme.muted);
    }
    response
}
