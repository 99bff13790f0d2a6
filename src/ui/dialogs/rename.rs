//! A new name for a service or a scenario.

use egui::{Id, Key, Modifiers, Ui};

use super::{buttons_ui, title_ui};
use crate::session::{Command, PlanCommand, Renaming, ScenarioCommand, ViewCommand};
use crate::ui::widgets::{self, Look};
use crate::ui::window::Window;

/// What is typed so far.
#[derive(Debug, Default)]
pub(super) struct Rename {
    name: String,
}

/// Draws the dialog.
pub(super) fn rename_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Rename,
    (what, fresh): (Renaming, bool),
) {
    let (theme, texts) = (window.theme, window.texts);
    let title = match what {
        Renaming::Service(_) => texts.rename_service_title,
        Renaming::Scenario(_) => texts.rename_scenario_title,
    };
    if fresh {
        state.name = present_name(window, what);
    }
    title_ui(ui, window, title);
    let id = Id::unique("rename");
    let response = widgets::field(ui, theme, (&mut state.name, texts.name), None, id);
    if fresh {
        response.request_focus();
        select_all(ui, id, state.name.chars().count());
    }
    let enter = ui.input_mut(|it| it.consume_key(Modifiers::NONE, Key::Enter));
    let named = !state.name.trim().is_empty();
    buttons_ui(ui, |ui| {
        let ok = |ui: &mut Ui| widgets::button(ui, theme, texts.ok, Look::Primary).clicked();
        let clicked = ui.add_enabled_ui(named, ok).inner;
        if named && (clicked || enter) {
            window.push(ViewCommand::Dialog(None));
            window.push(renamed(what, &state.name));
        }
        if widgets::button(ui, theme, texts.cancel, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
    });
}

fn renamed(what: Renaming, name: &str) -> Command {
    match what {
        Renaming::Service(id) => PlanCommand::RenameService(id, name.into()).into(),
        Renaming::Scenario(at) => ScenarioCommand::Rename(at, name.into()).into(),
    }
}

fn present_name(window: &Window<'_>, what: Renaming) -> String {
    let name = match what {
        Renaming::Service(id) => window
            .session
            .plan()
            .and_then(|it| it.service(id))
            .map(|it| it.name.clone()),
        Renaming::Scenario(at) => {
            let project = window.session.project();
            project
                .and_then(|it| it.scenarios.get(at))
                .map(|it| it.name.clone())
        }
    };
    name.map(|it| it.to_string()).unwrap_or_default()
}

/// Marks everything, so that typing replaces it.
fn select_all(ui: &Ui, id: Id, n_chars: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(n_chars));
    state.cursor.set_char_range(Some(all));
    egui::TextEdit::store_state(ui.ctx(), id, state);
}
