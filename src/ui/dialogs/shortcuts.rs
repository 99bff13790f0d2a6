//! All shortcuts on one page, from the one table of commands.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::{buttons_ui, title_ui};
use crate::session::ViewCommand;
use crate::ui::commands::{self, Area, ENTRIES, Entry};
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Look};
use crate::ui::window::Window;

/// Draws the page.
pub(super) fn shortcuts_ui(ui: &mut Ui, window: &mut Window<'_>) {
    title_ui(ui, window, window.texts.shortcuts_title);
    let texts = window.texts;
    let left = [
        (Area::Project, texts.area_project),
        (Area::Plan, texts.area_plan),
        (Area::Scenario, texts.area_scenario),
        (Area::Selection, texts.area_selection),
    ];
    let right = [
        (Area::View, texts.area_view),
        (Area::Results, texts.area_results),
    ];
    let room = (ui.ctx().content_rect().height() - 240.0).max(200.0);
    ScrollArea::vertical()
        .auto_shrink([false, true])
        .max_height(room)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = space::XL * 2.0;
            ui.set_width(ui.available_width() - space::L);
            ui.columns(2, |columns| {
                for (column, areas) in columns.iter_mut().zip([&left[..], &right[..]]) {
                    for area in areas {
                        area_ui(column, window, *area);
                    }
                }
            });
        });
    buttons_ui(ui, |ui| {
        if widgets::button(ui, window.theme, texts.close, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
    });
}

fn area_ui(ui: &mut Ui, window: &Window<'_>, (area, name): (Area, &str)) {
    widgets::section(ui, window.theme, name, "");
    ui.spacing_mut().item_spacing.y = 0.0;
    for entry in ENTRIES
        .iter()
        .filter(|it| it.area == area && it.shortcut.is_some())
    {
        entry_ui(ui, window, entry);
    }
    ui.add_space(space::M);
}

fn entry_ui(ui: &mut Ui, window: &Window<'_>, entry: &Entry) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let keys = commands::shortcut_text(ui.ctx(), entry.id);
    let keys = widgets::paint(
        ui,
        rect,
        Align2::RIGHT_CENTER,
        &keys,
        (Font::Code, window.theme.muted),
    );
    let name = Rect::from_min_max(rect.min, pos2(keys.left() - space::S, rect.bottom()));
    let text = (entry.text)(window.texts);
    widgets::paint(
        ui,
        name,
        Align2::LEFT_CENTER,
        text,
        (Font::Body, window.theme.text),
    );
}
