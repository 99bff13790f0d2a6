//! The strip of scenarios: one plan each, for the same code.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Align, Layout, Panel, Rect, ScrollArea, Ui, UiBuilder, vec2};

use super::filter;
use super::theme::{height, space};
use super::widgets::{self, Icon};
use super::window::Window;
use crate::session::{CameraMove, Dialog, Renaming, ScenarioCommand, ViewCommand};

/// What the buttons at the right end need: without and with what the filter says of itself.
const VIEW_WIDTH: f32 = 132.0;
const VIEW_WIDTH_FILTERED: f32 = 500.0;

/// Draws the strip.
pub(super) fn tabs_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(project) = window.session.project() else {
        return;
    };
    let frame = egui::Frame::new()
        .fill(window.theme.background)
        .inner_margin(egui::Margin {
            left: space::S as i8,
            right: space::M as i8,
            top: 0,
            bottom: 0,
        });
    let panel = Panel::top("scenarios")
        .exact_size(height::TABS)
        .resizable(false)
        .frame(frame);
    let names: Vec<String> = project
        .scenarios
        .iter()
        .map(|it| window.texts.scenario_name(&it.name))
        .collect();
    let shown = project.shown;
    panel.show(ui, |ui| {
        let room = ui.max_rect();
        let filtered = window.session.view().filter.hides();
        let width = if filtered {
            VIEW_WIDTH_FILTERED
        } else {
            VIEW_WIDTH
        };
        let cut = (room.right() - width).max(room.left() + 120.0);
        let (left, right) = room.split_left_right_at_x(cut);
        part(ui, left, Layout::left_to_right(Align::Min), |ui| {
            let strip = ScrollArea::horizontal()
                .id_salt("tabs")
                .auto_shrink([false, false]);
            strip
                .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.x = space::XS;
                    ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                        for (at, name) in names.iter().enumerate() {
                            tab_ui(ui, window, (at, name), at == shown);
                        }
                        add_ui(ui, window);
                    });
                });
        });
        part(ui, right, Layout::right_to_left(Align::Center), |ui| {
            view_ui(ui, window);
        });
    });
}

fn part(ui: &mut Ui, rect: Rect, layout: Layout, content: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
    part.set_clip_rect(rect);
    content(&mut part);
}

fn add_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let name = window.texts.new_scenario;
    ui.allocate_ui_with_layout(
        vec2(32.0, height::TABS),
        Layout::left_to_right(Align::Center),
        |ui| {
            if widgets::icon_button(ui, window.theme, Icon::Plus, name).clicked() {
                window.push(ScenarioCommand::Add);
            }
        },
    );
}

fn tab_ui(ui: &mut Ui, window: &mut Window<'_>, (at, name): (usize, &str), active: bool) {
    let response = widgets::tab(ui, window.theme, name, None, active);
    if response.clicked() {
        window.push(ScenarioCommand::Show(at));
    }
    let chosen = at == 0
        && window
            .session
            .project()
            .is_some_and(|it| it.scenarios[0].name.is_empty());
    if response.double_clicked() && !chosen {
        window.push(ViewCommand::Dialog(Some(Dialog::Rename(
            Renaming::Scenario(at),
        ))));
    }
    response.context_menu(|ui| {
        ui.set_min_width(180.0);
        if ui.button(window.texts.duplicate_scenario).clicked() {
            window.push(ScenarioCommand::Duplicate(at));
        }
        let rename = egui::Button::new(window.texts.rename);
        if ui
            .add_enabled(!chosen, rename)
            .on_disabled_hover_text(window.texts.chosen_stays)
            .clicked()
        {
            window.push(ViewCommand::Dialog(Some(Dialog::Rename(
                Renaming::Scenario(at),
            ))));
        }
        let delete = egui::Button::new(window.texts.delete_scenario);
        if ui
            .add_enabled(!chosen, delete)
            .on_disabled_hover_text(window.texts.chosen_stays)
            .clicked()
        {
            window.push(ScenarioCommand::Delete(at));
        }
    });
}

/// What is shown of the canvas, from right to left.
fn view_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    if widgets::icon_button(ui, theme, Icon::Fit, texts.fit_all).clicked() {
        window.push(ViewCommand::Camera(CameraMove::Fit));
    }
    filter::filter_ui(ui, window);
}
