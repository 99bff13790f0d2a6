//! Menus, made from the one table of commands; and what can be done with modules and services.

use egui::{Button, Popup, Response, RichText, Ui};

use super::commands::{self, Area, ENTRIES, Entry};
use super::theme::Font;
use super::widgets;
use super::window::Window;
use crate::model::ModuleId;
use crate::plan::{Decision, Owner, ServiceId};
use crate::session::{
    CameraMove, Destination, Dialog, PlanCommand, Renaming, SelectCommand, Selection, ViewCommand,
};

/// The menu behind the mark of the program: everything, by area.
pub(super) fn main_menu(anchor: &Response, window: &mut Window<'_>) {
    Popup::menu(anchor).show(|ui| {
        ui.set_min_width(220.0);
        let areas = [
            (Area::Project, window.texts.area_project),
            (Area::Plan, window.texts.area_plan),
            (Area::Scenario, window.texts.area_scenario),
            (Area::Selection, window.texts.area_selection),
            (Area::View, window.texts.area_view),
            (Area::Results, window.texts.area_results),
        ];
        for (area, text) in areas {
            ui.menu_button(text, |ui| {
                ui.set_min_width(280.0);
                for entry in ENTRIES.iter().filter(|it| it.area == area) {
                    entry_ui(ui, window, entry);
                }
            });
        }
    });
}

/// A line of a menu: the words, and the keys at the right.
fn entry_ui(ui: &mut Ui, window: &mut Window<'_>, entry: &Entry) {
    let command = (entry.command)(window.session);
    let keys = commands::shortcut_text(ui.ctx(), entry.id);
    let keys = RichText::new(keys)
        .font(Font::Caption.id())
        .color(window.theme.muted);
    let button = Button::new((entry.text)(window.texts)).shortcut_text(keys);
    if ui.add_enabled(command.is_some(), button).clicked()
        && let Some(command) = command
    {
        window.push(command);
    }
}

/// A line of a menu that is made from the table.
fn listed(ui: &mut Ui, window: &mut Window<'_>, id: &str) {
    if let Some(entry) = commands::entry(id) {
        entry_ui(ui, window, entry);
    }
}

/// What can be done with some modules. Lines that would move them show at once what that would do.
pub(super) fn modules_menu(ui: &mut Ui, window: &mut Window<'_>, modules: &[ModuleId]) {
    ui.set_min_width(240.0);
    widgets::label(
        ui,
        &window.texts.n_modules(modules.len()),
        Font::Caption,
        window.theme.muted,
    );
    ui.menu_button(window.texts.move_to, |ui| move_menu(ui, window, modules));
    ui.menu_button(window.texts.decide, |ui| decide_menu(ui, window, modules));
    listed(ui, window, "lock");
    ui.separator();
    if let [module] = modules
        && ui.button(window.texts.show_on_canvas).clicked()
    {
        window.push(ViewCommand::Camera(CameraMove::Show(*module)));
    }
    listed(ui, window, "select-neighbors");
    listed(ui, window, "explain");
    listed(ui, window, "copy-path");
}

/// Every service as a place to move to.
pub(super) fn move_menu(ui: &mut Ui, window: &mut Window<'_>, modules: &[ModuleId]) {
    let Some(plan) = window.session.plan() else {
        return;
    };
    let mut targets: Vec<(Owner, String)> = plan
        .services
        .iter()
        .map(|it| (Some(it.id), it.name.to_string()))
        .collect();
    targets.push((None, window.texts.remaining.to_owned()));
    ui.set_min_width(220.0);
    for (owner, name) in targets {
        let all_there = modules
            .iter()
            .all(|it| window.session.owner_of(*it) == owner);
        let said = window.texts.move_to_named(&name);
        let response = target_ui(ui, window, owner, (&name, said), !all_there);
        offer(window, &response, modules, Destination::Owner(owner));
    }
    ui.separator();
    let response = ui.button(window.texts.new_service);
    offer(window, &response, modules, Destination::NewService(None));
}

fn target_ui(
    ui: &mut Ui,
    window: &Window<'_>,
    owner: Owner,
    (name, said): (&str, String),
    enabled: bool,
) -> Response {
    let dot = RichText::new("●").color(window.color_of(owner)).size(10.0);
    ui.add_enabled(enabled, Button::new((dot, name)))
        .accessible_name(said)
}

fn offer(window: &mut Window<'_>, response: &Response, modules: &[ModuleId], to: Destination) {
    if response.clicked() {
        window.push(PlanCommand::Assign {
            modules: modules.to_vec(),
            to,
        });
    } else if response.hovered() || response.has_focus() {
        window.push(ViewCommand::WhatIf {
            modules: modules.to_vec(),
            to,
        });
    }
}

fn decide_menu(ui: &mut Ui, window: &mut Window<'_>, modules: &[ModuleId]) {
    let choices = [
        (Some(Decision::Library), window.texts.decide_library),
        (Some(Decision::Copy), window.texts.decide_copy),
        (Some(Decision::Service), window.texts.decide_service),
        (Some(Decision::Keep), window.texts.decide_keep),
        (None, window.texts.decide_forget),
    ];
    for (decision, text) in choices {
        if ui.button(text).clicked() {
            window.push(PlanCommand::Decide {
                modules: modules.to_vec(),
                decision,
            });
        }
    }
}

/// What can be done with a service.
pub(super) fn service_menu(ui: &mut Ui, window: &mut Window<'_>, service: ServiceId) {
    ui.set_min_width(220.0);
    let key = crate::arrange::ContainerKey::Service(service);
    if ui.button(window.texts.rename).clicked() {
        window.push(ViewCommand::Dialog(Some(Dialog::Rename(
            Renaming::Service(service),
        ))));
    }
    if ui.button(window.texts.select_modules).clicked() {
        window.push(SelectCommand::All(key));
    }
    if ui.button(window.texts.show_on_canvas).clicked() {
        window.push(Selection::Container(key));
        window.push(ViewCommand::Camera(CameraMove::FitSelection));
    }
    ui.menu_button(window.texts.merge_into, |ui| {
        let plan = window.session.plan();
        let others: Vec<_> = plan
            .into_iter()
            .flat_map(|it| &it.services)
            .filter(|it| it.id != service)
            .map(|it| (it.id, it.name.to_string()))
            .collect();
        for (into, name) in others {
            let said = window.texts.merge_into_named(&name);
            if target_ui(ui, window, Some(into), (&name, said), true).clicked() {
                window.push(PlanCommand::MergeServices {
                    from: service,
                    into,
                });
            }
        }
    });
    ui.separator();
    if ui.button(window.texts.remove_service).clicked() {
        window.push(PlanCommand::RemoveService(service));
    }
}
