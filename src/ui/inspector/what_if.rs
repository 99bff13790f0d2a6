//! What a drop would do, while the modules are still in the air.

use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

use super::{lists, title_ui};
use crate::insight::{Preview, ServiceFigures, Target};
use crate::session::{Destination, WhatIf};
use crate::ui::theme::Font;
use crate::ui::widgets;
use crate::ui::window::Window;

/// Free room between figures.
const COLUMN_GAP: f32 = 8.0;

/// Whether a larger number is better.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Better {
    Larger,
    Smaller,
}

/// Draws what is held, the figures before and after, and the edges responsible.
pub(super) fn what_if_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let session = window.session;
    let (Some(asked), Some(model)) = (session.what_if(), session.model()) else {
        return;
    };
    let texts = window.texts;
    match asked.modules.as_slice() {
        [module] => {
            let module = model.module(*module);
            title_ui(
                ui,
                window,
                window.short(&module.path),
                &texts.n_lines(u64::from(module.n_lines)),
            );
        }
        modules => title_ui(ui, window, &texts.n_modules(modules.len()), texts.held),
    }
    body_ui(ui, window);
}

/// The figures and edges alone, under the title of what is held.
pub(super) fn body_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(asked) = window.session.what_if() else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    widgets::separator(ui, theme);
    let name = name_of(window, asked);
    widgets::section(ui, theme, &texts.if_moved_to(&name), "");
    let preview = &asked.preview;
    if let Some(error) = &preview.refused {
        let text = format!("{error} ({})", error.hint());
        widgets::paragraph(ui, &text, Font::Body, theme.bad);
        return;
    }
    figures_ui(ui, window, preview);
    let parts = [
        (texts.newly_cut, &preview.responsible, preview.n_responsible),
        (texts.no_longer_cut, &preview.healed, preview.n_healed),
    ];
    for (caption, edges, n) in parts {
        if n > 0 {
            widgets::separator(ui, theme);
            widgets::section(ui, theme, caption, &texts.grouped(u64::from(n)));
            lists::cut_edges_ui(ui, window, edges.iter());
        }
    }
    if preview.n_responsible + preview.n_healed == 0 {
        ui.add_space(8.0);
        widgets::paragraph(ui, texts.nothing_changes, Font::Small, theme.muted);
    }
}

fn name_of(window: &Window<'_>, asked: &WhatIf) -> String {
    match asked.to {
        Destination::Owner(owner) => window.name_of(owner),
        Destination::NewService(_) => window.texts.new_service.to_owned(),
    }
}

fn figures_ui(ui: &mut Ui, window: &Window<'_>, preview: &Preview) {
    let texts = window.texts;
    let whole = |it: f64| texts.weight(it);
    let weight = (preview.cut_weight.0, preview.cut_weight.1);
    change_ui(
        ui,
        window,
        texts.cut_weight,
        weight,
        (Better::Smaller, &whole),
    );
    let edges = (f64::from(preview.n_cut.0), f64::from(preview.n_cut.1));
    change_ui(
        ui,
        window,
        texts.cut_edges,
        edges,
        (Better::Smaller, &whole),
    );
    let cycles = (
        preview.cycles_before.len() as f64,
        preview.cycles_after.len() as f64,
    );
    change_ui(
        ui,
        window,
        texts.service_cycles,
        cycles,
        (Better::Smaller, &whole),
    );
    for row in &preview.rows {
        let name = match row.of {
            Target::Owner(None) => texts.rest.to_owned(),
            Target::Owner(owner) => window.name_of(owner),
            Target::New => texts.new_service.to_owned(),
        };
        let share = |it: f64| {
            if it.is_nan() {
                "–".to_owned()
            } else {
                format!("{it:.2}")
            }
        };
        // A service without references has no cohesion, which is not the same as none of it.
        let cohesion = |it: &ServiceFigures| it.cohesion().unwrap_or(f64::NAN);
        let values = (cohesion(&row.before), cohesion(&row.after));
        change_ui(
            ui,
            window,
            &texts.cohesion_of(&name),
            values,
            (Better::Larger, &share),
        );
    }
}

/// One figure: before, after, and the difference in the color of its judgment.
fn change_ui(
    ui: &mut Ui,
    window: &Window<'_>,
    name: &str,
    (before, after): (f64, f64),
    (better, words): (Better, &dyn Fn(f64) -> String),
) {
    let theme = window.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 27.0), Sense::hover());
    let (old, new) = (words(before), words(after));
    let change = after - before;
    let flat = old == new || change.is_nan();
    let improved = (change > 0.0) == (better == Better::Larger);
    let difference = if flat {
        if change.is_nan() {
            String::new()
        } else {
            "±0".to_owned()
        }
    } else {
        let sign = if change > 0.0 { "+" } else { "−" };
        format!("{sign}{}", words(change.abs()))
    };
    let spoken = format!("{name}: {old} → {new} ({difference})");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let ink = match (flat, improved) {
        (true, _) => theme.muted,
        (false, true) => theme.good,
        (false, false) => theme.bad,
    };
    // From the right; the columns are as narrow as their numbers allow, so that the name has room.
    let columns = [
        (
            36.0,
            &*difference,
            Align2::RIGHT_CENTER,
            (Font::Strong, ink),
        ),
        (
            32.0,
            &*new,
            Align2::RIGHT_CENTER,
            (Font::Strong, theme.text),
        ),
        (12.0, "→", Align2::CENTER_CENTER, (Font::Small, theme.muted)),
        (32.0, &*old, Align2::RIGHT_CENTER, (Font::Body, theme.muted)),
    ];
    let mut right = rect.right();
    for (least, text, align, ink) in columns {
        let width = widgets::width_of(ui, text, ink.0).max(least).ceil();
        let column =
            Rect::from_min_max(pos2(right - width, rect.top()), pos2(right, rect.bottom()));
        widgets::paint(ui, column, align, text, ink);
        right -= width + COLUMN_GAP;
    }
    let left = Rect::from_min_max(rect.min, pos2(right, rect.bottom()));
    let fits = widgets::width_of(ui, name, Font::Body) <= left.width();
    let font = if fits { Font::Body } else { Font::Small };
    widgets::paint(ui, left, Align2::LEFT_CENTER, name, (font, theme.text));
}
