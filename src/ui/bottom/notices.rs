//! What the analysis could not see, and what was said to the user; a click goes to the place.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, pos2};

use crate::model::{CodeModel, ModuleId};
use crate::notice::{Notice, Place, Severity};
use crate::session::{CameraMove, Panel, Posted, Selection, ViewCommand};
use crate::ui::theme::{Font, height, space};
use crate::ui::widgets::{self, Icon, Span};
use crate::ui::window::Window;

/// Draws the page.
pub(super) fn notices_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let posted = said(window).map(|it| &it.notice);
    let notices: Vec<&Notice> = posted.chain(&analysis.notices).collect();
    if notices.is_empty() {
        nothing_left_out_ui(ui, window, &analysis.model);
        return;
    }
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().auto_shrink([false, false]);
    area.show_rows(ui, height::TABLE_ROW, notices.len(), |ui, rows| {
        for notice in &notices[rows] {
            if row_ui(ui, window, notice) {
                clicked.clone_from(&notice.place);
            }
        }
    });
    if let Some(place) = clicked {
        go_to(window, &analysis.model, &place);
    }
}

/// No notice does not mean that nothing is missing: leads to the blind spots, if there are any.
fn nothing_left_out_ui(ui: &mut Ui, window: &mut Window<'_>, model: &CodeModel) {
    widgets::remark(ui, window.theme, window.texts.no_notices);
    let n_blind = super::n_blind(model);
    if n_blind == 0 {
        return;
    }
    let text = window.texts.n_blind(n_blind);
    if widgets::link(ui, window.theme, &text, Font::Body).clicked() {
        window.push(ViewCommand::Show(Panel::BlindSpots));
    }
}

/// What was said to the user and may still matter, the newest first.
pub(super) fn said<'a>(window: &Window<'a>) -> impl Iterator<Item = &'a Posted> + use<'a> {
    let posted = window.session.posted().iter().rev();
    // A mere "saved" is not worth a line for ever.
    posted.filter(|it| it.notice.severity > Severity::Info || it.notice.hint.is_some())
}

/// Icon, place, sentence, hint; returns whether it was clicked.
fn row_ui(ui: &mut Ui, window: &Window<'_>, notice: &Notice) -> bool {
    let theme = window.theme;
    let name = notice.to_string();
    let sense = (height::TABLE_ROW, Sense::click());
    let (rect, response) = widgets::row(ui, theme, sense, false, &name);
    let (icon, color) = look(window, notice.severity);
    let mark = Rect::from_min_max(rect.min, pos2(rect.left() + 28.0, rect.bottom()));
    icon.paint(ui.painter(), mark, color);
    let place = notice
        .place
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let place_width = (rect.width() * 0.22).min(260.0);
    let place_rect = Rect::from_min_max(
        pos2(mark.right() + space::XS, rect.top()),
        pos2(mark.right() + place_width, rect.bottom()),
    );
    let ink = (Font::Code, theme.accent);
    widgets::paint(ui, place_rect, Align2::LEFT_CENTER, &place, ink);
    let text = Rect::from_min_max(
        pos2(place_rect.right() + space::M, rect.top()),
        pos2(rect.right() - space::S, rect.bottom()),
    );
    let hint = notice
        .hint
        .as_ref()
        .map(|it| format!("   {it}"))
        .unwrap_or_default();
    let spans = [
        Span {
            text: &notice.text,
            font: Font::Body,
            color: theme.text,
        },
        Span {
            text: &hint,
            font: Font::Small,
            color: theme.muted,
        },
    ];
    widgets::paint_spans(ui, text, Align2::LEFT_CENTER, &spans);
    response.on_hover_text(name).clicked()
}

/// The icon and color of a severity.
pub(in crate::ui) fn look(window: &Window<'_>, severity: Severity) -> (Icon, egui::Color32) {
    match severity {
        Severity::Info => (Icon::Info, window.theme.muted),
        Severity::Warning => (Icon::Warning, window.theme.warn),
        Severity::Error => (Icon::Error, window.theme.bad),
    }
}

/// Selects the module that holds the place.
pub(super) fn go_to(window: &mut Window<'_>, model: &CodeModel, place: &Place) {
    if let Some(module) = module_at(model, place) {
        window.push(Selection::module(module));
        window.push(ViewCommand::Camera(CameraMove::Show(module)));
    }
}

/// The innermost module that begins before the line.
fn module_at(model: &CodeModel, place: &Place) -> Option<ModuleId> {
    let line = place.line.unwrap_or(1);
    let inside = model.module_ids().filter_map(|it| {
        let span = model.module(it).span?;
        let fits = **model.file_path(span.file) == *place.path && span.line <= line;
        fits.then_some((span.line, it))
    });
    inside.max().map(|it| it.1)
}
