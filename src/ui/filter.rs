//! What is shown and counted: by kind, by how sure it is, and whether test code and code under other
//! conditions counts. Whatever is hidden says so, here and wherever it would be missed.

use egui::{
    Align2, CornerRadius, Margin, Popup, PopupCloseBehavior, Rect, Role, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::theme::{Font, Theme, radius, space};
use super::widgets::{self, Look};
use super::window::Window;
use super::{canvas, commands};
use crate::graph::{Census, Filter, Kinds};
use crate::model::Confidence;
use crate::session::ViewCommand;

const WIDTH: f32 = 372.0;
const ROW: f32 = 26.0;

/// Draws the button that opens the filter, and beside it what it hides; from right to left.
pub(super) fn filter_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let keys = commands::shortcut_text(ui.ctx(), "filter");
    let about = format!("{} ({keys})", window.texts.filter_about);
    let button =
        widgets::button(ui, window.theme, window.texts.filter, Look::Plain).on_hover_text(about);
    let was_open = window.session.view().filter_open;
    let mut open = was_open ^ button.clicked();
    Popup::from_response(&button)
        .open_bool(&mut open)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            egui::Frame::new()
                .inner_margin(Margin::same(12))
                .show(ui, |ui| content_ui(ui, window));
        });
    if open != was_open {
        window.push(ViewCommand::ToggleFilter);
    }
    chip_ui(ui, window);
}

/// What the filter hides, with the way to see it again; nothing if it hides nothing.
pub(super) fn chip_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let filter = window.session.view().filter;
    let Some(project) = window.session.project().filter(|_| filter.hides()) else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    ui.add_space(space::S);
    if widgets::link(ui, theme, texts.show_again, Font::Small).clicked() {
        window.push(ViewCommand::Filter(filter.with_everything()));
    }
    ui.add_space(space::XS);
    let text = texts.filter_hides(filter, &project.census);
    widgets::label(ui, &text, Font::Small, theme.warn);
}

/// Says that the filter hides so much of what is listed here; nothing if it hides nothing.
pub(super) fn hidden_ui(ui: &mut Ui, window: &mut Window<'_>, weight: f64) {
    if weight <= 0.0 {
        return;
    }
    let (theme, texts) = (window.theme, window.texts);
    ui.add_space(space::S);
    let text = texts.hidden_here(weight);
    widgets::paragraph(ui, &text, Font::Small, theme.warn);
    if widgets::link(ui, theme, texts.show_again, Font::Small).clicked() {
        let filter = window.session.view().filter;
        window.push(ViewCommand::Filter(filter.with_everything()));
    }
}

/// The whole layer of data at once, where there is one.
fn data_ui(ui: &mut Ui, window: &mut Window<'_>, filter: Filter, census: &Census) {
    let of_data = census.kinds.iter().filter(|it| Kinds::DATA.contains(&it.0));
    let n: usize = of_data.clone().map(|it| it.1).sum();
    let there: Vec<_> = of_data.map(|it| it.0).collect();
    if there.len() < 2 {
        return;
    }
    let on = there.iter().any(|it| filter.kinds.contains(*it));
    let row = (window.texts.filter_data, window.texts.filter_data_about, n);
    if row_ui(ui, window, row, on, None) {
        let other = there.iter().filter(|it| filter.kinds.contains(**it) == on);
        let kinds = other.fold(filter.kinds, |kinds, it| kinds.toggled(*it));
        window.push(ViewCommand::Filter(Filter { kinds, ..filter }));
    }
}

fn content_ui(ui: &mut Ui, window: &mut Window<'_>) {
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 0.0;
    let (theme, texts) = (window.theme, window.texts);
    let filter = window.session.view().filter;
    let Some(census) = window.session.project().map(|it| it.census.clone()) else {
        return;
    };
    widgets::section(ui, theme, texts.filter_kinds, texts.references);
    for (kind, n) in &census.kinds {
        let on = filter.kinds.contains(*kind);
        let row = (kind.word(), texts.kind_about(*kind), *n);
        if row_ui(ui, window, row, on, None) {
            let kinds = filter.kinds.toggled(*kind);
            window.push(ViewCommand::Filter(Filter { kinds, ..filter }));
        }
    }
    data_ui(ui, window, filter, &census);
    rule(ui, theme);
    widgets::section(ui, theme, texts.filter_confidence, "");
    for (confidence, n) in &census.confidences {
        let on = *confidence <= filter.confidence;
        let row = (confidence.word(), texts.confidence_about(*confidence), *n);
        if row_ui(ui, window, row, on, Some(*confidence)) {
            let confidence = least_sure(*confidence, on);
            window.push(ViewCommand::Filter(Filter {
                confidence,
                ..filter
            }));
        }
    }
    rule(ui, theme);
    widgets::section(ui, theme, texts.filter_code, "");
    let row = (texts.filter_tests, texts.filter_tests_about, census.n_tests);
    if row_ui(ui, window, row, filter.tests, None) {
        window.push(ViewCommand::Tests(!filter.tests));
    }
    let row = (
        texts.filter_inactive,
        texts.filter_inactive_about,
        census.n_inactive,
    );
    if row_ui(ui, window, row, filter.inactive, None) {
        let inactive = !filter.inactive;
        window.push(ViewCommand::Filter(Filter { inactive, ..filter }));
    }
    rule(ui, theme);
    widgets::paragraph(ui, texts.filter_reach, Font::Caption, theme.muted);
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let button = |ui: &mut Ui| widgets::button(ui, theme, texts.show_everything, Look::Plain);
        let hides = filter.hides_any();
        if ui.add_enabled_ui(hides, button).inner.clicked() {
            window.push(ViewCommand::Filter(filter.with_tests_too()));
        }
        ui.add_space(space::S);
        let shown = texts.n_shown(census.n_shown);
        widgets::label(ui, &shown, Font::Small, theme.muted);
    });
}

/// A thin line as wide as the rows.
fn rule(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    let y = rect.center().y.round() + 0.5;
    ui.painter().hline(rect.x_range(), y, theme.hairline());
}

/// Whoever hides the inferred does not want the guessed either.
fn least_sure(clicked: Confidence, was_on: bool) -> Confidence {
    match clicked {
        Confidence::Inferred | Confidence::Resolved if was_on => Confidence::Resolved,
        Confidence::Guessed if was_on => Confidence::Inferred,
        other => other,
    }
}

/// A row to tick: a word, what it means, how many there are. Answers whether it was clicked.
fn row_ui(
    ui: &mut Ui,
    window: &Window<'_>,
    (word, about, n): (&str, &str, usize),
    on: bool,
    line: Option<Confidence>,
) -> bool {
    let theme = window.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, word));
    let corner = CornerRadius::same(radius::ROW);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, corner, theme.raised);
    }
    if response.has_focus() {
        let ring = Stroke::new(1.5, theme.accent);
        ui.painter()
            .rect_stroke(rect, corner, ring, egui::StrokeKind::Inside);
    }
    let middle = rect.center().y;
    widgets::tick(ui, theme, pos2(rect.left() + 12.0, middle), on);
    let number = window.texts.grouped(n as u64);
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let ink = if on { theme.text } else { theme.muted };
    let number = widgets::paint(ui, inner, Align2::RIGHT_CENTER, &number, (Font::Code, ink));
    let mut left = rect.left() + 28.0;
    if let Some(confidence) = line {
        sample(ui, theme, pos2(left, middle), confidence);
        left += 34.0;
    }
    let name = Rect::from_min_max(pos2(left, rect.top()), pos2(left + 78.0, rect.bottom()));
    widgets::paint(
        ui,
        name,
        Align2::LEFT_CENTER,
        word,
        (Font::SmallStrong, ink),
    );
    let words = Rect::from_min_max(
        pos2(name.right() + space::XS, rect.top()),
        pos2(number.left() - space::S, rect.bottom()),
    );
    let ink = (Font::Caption, theme.muted);
    widgets::paint(ui, words, Align2::LEFT_CENTER, about, ink);
    response.on_hover_text(about).clicked()
}

/// How an edge of this confidence is drawn.
fn sample(ui: &Ui, theme: &Theme, at: egui::Pos2, confidence: Confidence) {
    let points = vec![at, at + vec2(26.0, 0.0)];
    let stroke = Stroke::new(1.8, theme.accent);
    ui.painter()
        .extend(canvas::line_of(confidence, points, stroke));
}
