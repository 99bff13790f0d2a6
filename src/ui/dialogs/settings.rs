//! Look and movement; and what this program is.

use egui::Ui;

use super::{buttons_ui, title_ui};
use crate::session::{ThemeChoice, ViewCommand};
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Look};
use crate::ui::window::Window;

/// Draws the settings.
pub(super) fn settings_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    title_ui(ui, window, texts.settings_title);
    widgets::section(ui, theme, texts.settings_theme, "");
    let choices = [
        (ThemeChoice::System, texts.settings_system),
        (ThemeChoice::Dark, texts.settings_dark),
        (ThemeChoice::Light, texts.settings_light),
    ];
    ui.horizontal(|ui| {
        let chosen = window.session.view().theme;
        if let Some(choice) = widgets::segmented(ui, theme, &choices, chosen) {
            window.push(ViewCommand::Theme(choice));
        }
    });
    ui.add_space(space::M);
    widgets::section(ui, theme, texts.settings_motion, "");
    let mut reduced = window.session.view().reduced_motion;
    let text = texts.settings_reduce_motion;
    if widgets::checkbox(ui, theme, text, &mut reduced).changed() {
        window.push(ViewCommand::ReduceMotion(reduced));
    }
    let about = texts.settings_motion_about;
    widgets::paragraph(ui, about, Font::Small, theme.muted);
    ui.add_space(space::M);
    widgets::section(ui, theme, texts.settings_follow, "");
    let mut follow = window.session.view().follow;
    if widgets::checkbox(ui, theme, texts.settings_follow_check, &mut follow).changed() {
        window.push(ViewCommand::Follow(follow));
    }
    widgets::paragraph(ui, texts.settings_follow_about, Font::Small, theme.muted);
    close_ui(ui, window);
}

/// Draws what this program is.
pub(super) fn about_ui(ui: &mut Ui, window: &mut Window<'_>) {
    title_ui(ui, window, window.texts.product);
    let text = window.texts.about_text(env!("CARGO_PKG_VERSION"));
    widgets::paragraph(ui, &text, Font::Body, window.theme.muted);
    close_ui(ui, window);
}

fn close_ui(ui: &mut Ui, window: &mut Window<'_>) {
    buttons_ui(ui, |ui| {
        if widgets::button(ui, window.theme, window.texts.close, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
    });
}
