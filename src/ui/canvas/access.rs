//! Names for what is painted, so that screen readers and tests find it.

use egui::{Role, Sense, Ui, WidgetInfo};

use super::hit::LEAST_CHIP_HEIGHT;
use super::paint::{Detail, Sheet, chip_height};
use crate::arrange::clean;
use crate::session::{Command, Selection};

/// So many nodes are told at most; from far away only containers.
const MAX_NODES: usize = 240;

/// Tells the visible nodes, and hears when one is asked to be clicked.
pub(super) fn tell(ui: &Ui, sheet: &Sheet<'_>, commands: &mut Vec<Command>) {
    let asked = ui.input(|it| {
        it.events
            .iter()
            .any(|event| matches!(event, egui::Event::AccessKitActionRequest(_)))
    });
    let mut tell = |key: egui::Id, rect: egui::Rect, name: &str, chosen: bool, what: Selection| {
        let rect = rect.intersect(sheet.view.screen);
        let response = ui.interact(rect, key, Sense::hover());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
        let click = egui::accesskit::Action::Click;
        if asked && ui.input(|it| it.has_accesskit_action_request(key, click)) {
            commands.push(what.into());
        }
    };
    for (_, container) in sheet.containers().take(MAX_NODES) {
        let what = Selection::Container(container.key);
        let name = match container.owner() {
            Some(_) => format!("{} {}", sheet.canvas.texts.service, clean(&container.name)),
            None => format!(
                "{} {}",
                sheet.canvas.texts.remaining,
                clean(&container.name)
            ),
        };
        let chosen = *sheet.canvas.selection == what;
        let rect = sheet.view.rect(&container.header());
        tell(ui.scope_id().with(container.key), rect, &name, chosen, what);
    }
    if sheet.detail() != Detail::Full || chip_height(&sheet.view) < LEAST_CHIP_HEIGHT {
        return;
    }
    for chip in sheet.chips().take(MAX_NODES) {
        let name = clean(&sheet.canvas.model.module(chip.module).path);
        let chosen = sheet.canvas.selection.has_module(chip.module);
        let what = Selection::module(chip.module);
        tell(
            ui.scope_id().with(chip.module),
            sheet.view.rect(&chip.rect),
            &name,
            chosen,
            what,
        );
    }
}
