//! Questions before something is lost.

use egui::{Key, Modifiers, Ui};

use super::{buttons_ui, title_ui};
use crate::session::{FileCommand, ViewCommand};
use crate::ui::theme::Font;
use crate::ui::widgets::{self, Look};
use crate::ui::window::Window;

/// Asks before unsaved changes are lost.
pub(super) fn guard_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    title_ui(ui, window, texts.guard_title);
    let name = window
        .session
        .analysis()
        .map_or("", |it| it.tree.name.as_str());
    widgets::paragraph(ui, &texts.guard_text(name), Font::Body, theme.muted);
    let enter = ui.input_mut(|it| it.consume_key(Modifiers::NONE, Key::Enter));
    buttons_ui(ui, |ui| {
        if widgets::button(ui, theme, texts.guard_save, Look::Primary).clicked() || enter {
            window.push(FileCommand::SaveAndGoOn);
        }
        if widgets::button(ui, theme, texts.guard_discard, Look::Danger).clicked() {
            window.push(FileCommand::Discard);
        }
        if widgets::button(ui, theme, texts.cancel, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
    });
}

/// Asks whose version of a plan counts.
pub(super) fn overtaken_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    title_ui(ui, window, texts.overtaken_title);
    widgets::paragraph(ui, texts.overtaken_text, Font::Body, theme.muted);
    buttons_ui(ui, |ui| {
        if widgets::button(ui, theme, texts.overtaken_keep, Look::Primary).clicked() {
            window.push(FileCommand::SaveOver);
        }
        if widgets::button(ui, theme, texts.overtaken_take, Look::Danger).clicked() {
            window.push(FileCommand::TakeFromDisk);
        }
        if widgets::button(ui, theme, texts.cancel, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
    });
}

/// Asks what to do with plans of a session that ended badly.
pub(super) fn recover_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    title_ui(ui, window, texts.recover_title);
    let names: Vec<String> = window
        .session
        .rescued()
        .iter()
        .map(|it| texts.scenario_name(&it.name))
        .collect();
    let text = texts.recover_text(&names.join(", "));
    widgets::paragraph(ui, &text, Font::Body, theme.muted);
    let enter = ui.input_mut(|it| it.consume_key(Modifiers::NONE, Key::Enter));
    buttons_ui(ui, |ui| {
        if widgets::button(ui, theme, texts.recover_take, Look::Primary).clicked() || enter {
            window.push(FileCommand::Recover(true));
        }
        if widgets::button(ui, theme, texts.recover_leave, Look::Danger).clicked() {
            window.push(FileCommand::Recover(false));
        }
    });
}
