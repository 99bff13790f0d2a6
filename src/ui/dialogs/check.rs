//! What the check says: violations with their places, what is accepted, what is stale.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::{buttons_ui, title_ui};
use crate::guard::{Crossing, Verdict};
use crate::session::{ExportCommand, Selection, ViewCommand};
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Icon, Look};
use crate::ui::window::Window;

const ROW: f32 = 46.0;

/// Draws the dialog.
pub(super) fn check_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    title_ui(ui, window, texts.check_title);
    let Some(verdict) = window.session.verdict().cloned() else {
        widgets::label(ui, texts.check_running, Font::Body, theme.muted);
        return;
    };
    said_ui(ui, window, &verdict);
    if !verdict.violations.is_empty() {
        ui.add_space(space::M);
        violations_ui(ui, window, &verdict);
        ui.add_space(space::S);
        widgets::paragraph(ui, texts.check_violations_hint, Font::Small, theme.muted);
    }
    buttons_ui(ui, |ui| {
        if widgets::button(ui, theme, texts.close, Look::Primary).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
        let open = !verdict.holds() || !verdict.stale.is_empty();
        let accept = |ui: &mut Ui| widgets::button(ui, theme, texts.check_accept_all, Look::Plain);
        if ui.add_enabled_ui(open, accept).inner.clicked() {
            window.push(ExportCommand::AcceptAll);
        }
    });
}

/// The verdict in a sentence, with what stands behind it.
fn said_ui(ui: &mut Ui, window: &Window<'_>, verdict: &Verdict) {
    let (theme, texts) = (window.theme, window.texts);
    let (icon, color, text) = if verdict.holds() {
        (Icon::Check, theme.good, texts.check_clean.to_owned())
    } else {
        (
            Icon::Warning,
            theme.bad,
            texts.n_violations(verdict.violations.len()),
        )
    };
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
        icon.paint(ui.painter(), rect, color);
        widgets::label(ui, &text, Font::Strong, color);
    });
    let parts = [
        (texts.check_accepted, verdict.accepted.len()),
        (texts.check_stale, verdict.stale.len()),
    ];
    for (name, n) in parts.into_iter().filter(|it| it.1 > 0) {
        widgets::label(ui, &format!("{name}: {n}"), Font::Body, theme.muted);
    }
}

fn violations_ui(ui: &mut Ui, window: &mut Window<'_>, verdict: &Verdict) {
    let room = (ui.ctx().content_rect().height() - 360.0).clamp(140.0, 420.0);
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let n = verdict.violations.len();
    let area = ScrollArea::vertical()
        .max_height(room)
        .auto_shrink([false, true]);
    area.show_rows(ui, ROW, n, |ui, rows| {
        for at in rows {
            let crossing = &verdict.violations[at];
            if crossing_ui(ui, window, crossing) {
                clicked = selection_of(window, crossing);
            }
        }
    });
    if let Some(selection) = clicked {
        window.push(ViewCommand::Dialog(None));
        window.push(selection);
    }
}

/// Both ends, the services, and the first place; returns whether it was clicked.
fn crossing_ui(ui: &mut Ui, window: &Window<'_>, crossing: &Crossing) -> bool {
    let theme = window.theme;
    let name = format!(
        "{} → {}",
        window.short(&crossing.from),
        window.short(&crossing.to)
    );
    let (rect, response) = widgets::row(ui, theme, (ROW, Sense::click()), false, &name);
    let inner = rect.shrink2(vec2(space::S, 4.0));
    let weight = window.texts.weight(crossing.weight);
    let right = widgets::paint(
        ui,
        inner,
        Align2::RIGHT_CENTER,
        &weight,
        (Font::Strong, theme.text),
    );
    let text = Rect::from_min_max(inner.min, pos2(right.left() - space::M, inner.bottom()));
    let (upper, lower) = text.split_top_bottom_at_fraction(0.5);
    widgets::paint(
        ui,
        upper,
        Align2::LEFT_CENTER,
        &name,
        (Font::Body, theme.text),
    );
    let place = crossing.places.first().map_or("", |it| it.as_str());
    let about = format!(
        "{} → {}   {place}",
        crossing.from_service, crossing.to_service
    );
    widgets::paint(
        ui,
        lower,
        Align2::LEFT_CENTER,
        &about,
        (Font::Caption, theme.muted),
    );
    response.clicked()
}

fn selection_of(window: &Window<'_>, crossing: &Crossing) -> Option<Selection> {
    let model = window.session.model()?;
    let module = |path: &str| model.module_of(model.node_at(path)?);
    Some(Selection::Edge {
        from: module(&crossing.from)?,
        to: module(&crossing.to)?,
    })
}
