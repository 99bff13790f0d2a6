//! The line at the bottom: what was read, how long it took, what is not seen through; and the figures
//! of the plan.

use egui::{Align2, Panel, Rect, Ui, pos2, vec2};

use super::bottom::n_blind;
use super::theme::{Font, height, space};
use super::widgets;
use super::window::Window;

/// Draws the line.
pub(super) fn status_ui(ui: &mut Ui, window: &Window<'_>) {
    let theme = window.theme;
    let frame = egui::Frame::new().fill(theme.background);
    let panel = Panel::bottom("status")
        .exact_size(height::STATUS)
        .resizable(false)
        .frame(frame);
    panel.show(ui, |ui| {
        let rect = ui.max_rect().shrink2(vec2(space::L, 0.0));
        let (left, right) = (what_was_read(window), figures(window));
        let number = widgets::paint(
            ui,
            rect,
            Align2::RIGHT_CENTER,
            &right,
            (Font::CaptionStrong, theme.text),
        );
        let room = Rect::from_min_max(rect.min, pos2(number.left() - space::L, rect.bottom()));
        widgets::paint(
            ui,
            room,
            Align2::LEFT_CENTER,
            &left,
            (Font::Caption, theme.muted),
        );
        let info =
            || egui::WidgetInfo::labeled(egui::Role::Status, true, format!("{left}; {right}"));
        ui.interact(rect, ui.scope_id().with("status"), egui::Sense::hover())
            .widget_info(info);
    });
}

fn what_was_read(window: &Window<'_>) -> String {
    let Some(analysis) = window.session.analysis() else {
        return window.texts.nothing_open.to_owned();
    };
    let model = &analysis.model;
    let texts = window.texts;
    if let Some(work) = window.session.reading() {
        let so_far = texts.progress(work.done, work.total);
        return format!("{}… {so_far}", texts.reading_again);
    }
    let (n_modules, n_lines) = window.shown_size();
    let mut parts = vec![
        texts.n_modules(n_modules),
        texts.n_dependencies(window.session.graph().map_or(0, |it| it.links().len())),
        texts.n_lines(n_lines),
    ];
    if let Some(elapsed) = analysis.elapsed {
        parts.push(texts.analyzed_in(elapsed));
    }
    let share = model.coverage().paths_share();
    parts.extend(share.map(|it| texts.paths_resolved(it)));
    let n_blind = n_blind(model);
    if n_blind > 0 {
        parts.push(texts.n_blind(n_blind));
    }
    parts.join(" · ")
}

fn figures(window: &Window<'_>) -> String {
    let Some(assessment) = window.session.assessment() else {
        return String::new();
    };
    let texts = window.texts;
    let mut parts = vec![texts.figure(texts.cut_weight, &texts.weight(assessment.cut_weight))];
    parts.push(texts.figure(
        texts.cut_edges,
        &texts.grouped(assessment.cut_edges.len() as u64),
    ));
    parts.push(texts.figure(texts.cycles, &assessment.cycles.len().to_string()));
    parts.join(" · ")
}
