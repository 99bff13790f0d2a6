//! Long work under way: what, how far, and a way to stop it.

use egui::{Align2, Area, Context, CornerRadius, Id, Margin, Order, Rect, Sense, Ui, vec2};

use super::theme::{Font, space};
use super::widgets::{self, Look};
use super::window::Window;
use crate::session::{FileCommand, Work};

const WIDTH: f32 = 360.0;

/// Draws the card in the middle of the window.
pub(super) fn work_ui(ctx: &Context, window: &mut Window<'_>) {
    let Some(work) = window.session.work().copied() else {
        return;
    };
    let area = Area::new(Id::unique("work"))
        .order(Order::Tooltip)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, -40.0));
    area.show(ctx, |ui| {
        let frame = egui::Frame::popup(ui.style()).inner_margin(Margin::same(20));
        frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            card_ui(ui, window, work);
        });
    });
}

fn card_ui(ui: &mut Ui, window: &mut Window<'_>, work: Work) {
    let (theme, texts) = (window.theme, window.texts);
    ui.horizontal(|ui| {
        widgets::label(ui, texts.step(work.step), Font::Strong, theme.text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let count = texts.progress(work.done, work.total);
            widgets::label(ui, &count, Font::Small, theme.muted);
        });
    });
    ui.add_space(space::S);
    bar_ui(ui, window, work);
    ui.add_space(space::M);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        if widgets::button(ui, theme, texts.cancel, Look::Plain).clicked() {
            window.push(FileCommand::Cancel);
        }
    });
}

/// A bar that fills; a part of it that wanders where the total is not known.
fn bar_ui(ui: &mut Ui, window: &Window<'_>, work: Work) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 4.0), Sense::hover());
    let corner = CornerRadius::same(2);
    ui.painter().rect_filled(rect, corner, window.theme.line);
    let (from, to) = if work.total > 0 {
        (0.0, (work.done as f32 / work.total as f32).clamp(0.0, 1.0))
    } else if window.session.view().reduced_motion {
        (0.0, 0.25)
    } else {
        ui.ctx().request_repaint_after_secs(0.033);
        let phase = (ui.input(|it| it.time) * 0.7).fract() as f32;
        ((phase * 1.25 - 0.25).max(0.0), (phase * 1.25).min(1.0))
    };
    let part = |share: f32| rect.left() + rect.width() * share;
    let filled = Rect::from_x_y_ranges(part(from)..=part(to), rect.y_range());
    ui.painter()
        .rect_filled(filled, corner, window.theme.accent);
}
