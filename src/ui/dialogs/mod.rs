//! What stands in front of everything else until it is answered.

mod check;
mod export;
mod guard;
mod picker;
mod rename;
mod settings;
mod shortcuts;

use egui::{Context, Id, Modal, Ui};

use self::export::ExportState;
use self::picker::Picker;
use self::rename::Rename;
use super::theme::{Font, space};
use super::widgets;
use super::window::Window;
use crate::session::{Dialog, ViewCommand};

/// What the dialogs remember while they are open.
#[derive(Debug, Default)]
pub(super) struct Dialogs {
    shown: Option<Dialog>,
    export: ExportState,
    picker: Picker,
    rename: Rename,
}

/// Draws the dialog that is open; the palette is not one of them.
pub(super) fn dialogs_ui(ctx: &Context, window: &mut Window<'_>, state: &mut Dialogs) {
    let dialog = window
        .session
        .view()
        .dialog
        .clone()
        .filter(|it| *it != Dialog::Palette);
    let fresh = state.shown != dialog;
    state.shown.clone_from(&dialog);
    let Some(dialog) = dialog else { return };
    let width: f32 = match dialog {
        Dialog::Export => 840.0,
        Dialog::Check | Dialog::Shortcuts => 760.0,
        Dialog::PathPicker(_) => 640.0,
        _ => 420.0,
    };
    let modal =
        Modal::new(Id::unique("dialog")).backdrop_color(egui::Color32::from_black_alpha(110));
    let frame = egui::Frame::window(&ctx.global_style());
    let shown = modal.frame(frame).show(ctx, |ui| {
        let room = ctx.content_rect().size();
        ui.set_width(width.min(room.x - 96.0));
        ui.set_max_height(room.y - 120.0);
        match dialog {
            Dialog::Palette => {}
            Dialog::Shortcuts => shortcuts::shortcuts_ui(ui, window),
            Dialog::Export => export::export_ui(ui, window, &mut state.export, fresh),
            Dialog::Check => check::check_ui(ui, window),
            Dialog::PathPicker(purpose) => {
                picker::picker_ui(ui, window, &mut state.picker, (purpose, fresh));
            }
            Dialog::Guard => guard::guard_ui(ui, window),
            Dialog::Overtaken => guard::overtaken_ui(ui, window),
            Dialog::Recover => guard::recover_ui(ui, window),
            Dialog::Rename(what) => rename::rename_ui(ui, window, &mut state.rename, (what, fresh)),
            Dialog::Settings => settings::settings_ui(ui, window),
            Dialog::About => settings::about_ui(ui, window),
        }
    });
    // What must be answered is not dismissed by a click beside it.
    let must_answer = state.shown == Some(Dialog::Recover);
    if shown.should_close() && !must_answer && !fresh {
        window.push(ViewCommand::Dialog(None));
    }
}

/// The heading of a dialog.
fn title_ui(ui: &mut Ui, window: &Window<'_>, title: &str) {
    widgets::label(ui, title, Font::Title, window.theme.text);
    ui.add_space(space::S);
}

/// Buttons at the right end, the last one first.
fn buttons_ui(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.add_space(space::L);
    ui.allocate_ui(egui::vec2(ui.available_width(), 32.0), |ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), content);
    });
}
