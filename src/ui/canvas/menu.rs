//! What a click with the other button offers.

use egui::Ui;

use super::camera::View;
use super::hit::Hit;
use super::{CanvasState, CanvasView};
use crate::arrange::ContainerKey;
use crate::model::ModuleId;
use crate::plan::{Decision, ServiceId};
use crate::session::{
    CameraMove, Command, Destination, Dialog, PlanCommand, Renaming, SelectCommand, Selection,
    ViewCommand,
};

/// Asks for a new name.
pub(super) fn rename(service: ServiceId) -> Command {
    ViewCommand::Dialog(Some(Dialog::Rename(Renaming::Service(service)))).into()
}

/// The menu for what was pointed at.
pub(super) fn menu_ui(
    ui: &mut Ui,
    canvas: &CanvasView<'_>,
    state: &mut CanvasState,
    view: &View,
    commands: &mut Vec<Command>,
) {
    match state.menu_for {
        Hit::Chip(module) => {
            let mut modules = canvas.selection.selected_modules();
            if !modules.contains(&module) {
                modules = vec![module];
            }
            modules_ui(ui, canvas, &modules, commands);
        }
        Hit::Group(group) => {
            if let Some(modules) = state.modules_of_group(group) {
                modules_ui(ui, canvas, &modules, commands);
            }
        }
        Hit::Header(key) | Hit::Inside(key) => container_ui(ui, canvas, state, view, key, commands),
        Hit::Ribbon(from, to) => {
            let why = Selection::Ribbon { from, to };
            item(ui, canvas.texts.why_connected, why, commands);
        }
        Hit::Edge(from, to) => {
            item(
                ui,
                canvas.texts.why_connected,
                Selection::Edge { from, to },
                commands,
            );
        }
        Hit::Nothing => nothing_ui(ui, canvas, state, commands),
    }
}

/// One entry that asks for one thing.
fn item(ui: &mut Ui, text: &str, command: impl Into<Command>, commands: &mut Vec<Command>) {
    if ui.button(text).clicked() {
        commands.push(command.into());
        ui.close();
    }
}

fn modules_ui(
    ui: &mut Ui,
    canvas: &CanvasView<'_>,
    modules: &[ModuleId],
    commands: &mut Vec<Command>,
) {
    let texts = canvas.texts;
    ui.menu_button(texts.move_to, |ui| move_ui(ui, canvas, modules, commands));
    ui.menu_button(texts.decide, |ui| decide_ui(ui, canvas, modules, commands));
    let path = |it: &ModuleId| &canvas.model.module(*it).path;
    let locked = modules.iter().all(|it| canvas.plan.is_locked(path(it)));
    let text = if locked { texts.unlock } else { texts.lock };
    let lock = PlanCommand::Lock {
        modules: modules.to_vec(),
        locked: !locked,
    };
    item(ui, text, lock, commands);
    ui.separator();
    let graph = canvas.graph;
    let dependents = modules
        .iter()
        .flat_map(|it| graph.links_to(*it))
        .map(|it| it.from);
    item(
        ui,
        texts.select_dependents,
        Selection::modules(dependents),
        commands,
    );
    let dependencies = modules
        .iter()
        .flat_map(|it| graph.links_from(*it))
        .map(|it| it.to);
    item(
        ui,
        texts.select_dependencies,
        Selection::modules(dependencies),
        commands,
    );
    if let [module] = modules {
        item(
            ui,
            texts.why_here,
            SelectCommand::Explain(*module),
            commands,
        );
    }
    ui.separator();
    let paths: Vec<&str> = modules.iter().map(|it| &**path(it)).collect();
    item(
        ui,
        texts.copy_path,
        ViewCommand::Copy(paths.join("\n")),
        commands,
    );
}

fn move_ui(
    ui: &mut Ui,
    canvas: &CanvasView<'_>,
    modules: &[ModuleId],
    commands: &mut Vec<Command>,
) {
    let assign = |to: Destination| PlanCommand::Assign {
        modules: modules.to_vec(),
        to,
    };
    egui::ScrollArea::vertical()
        .max_height(360.0)
        .show(ui, |ui| {
            for service in &canvas.plan.services {
                let to = Destination::Owner(Some(service.id));
                let name = crate::arrange::clean(&service.name);
                let response = ui.button(name);
                if response.hovered() {
                    // The panel shows what the move would do before it is made.
                    commands.push(
                        ViewCommand::WhatIf {
                            modules: modules.to_vec(),
                            to,
                        }
                        .into(),
                    );
                }
                if response.clicked() {
                    commands.push(assign(to).into());
                    ui.close();
                }
            }
            if !canvas.plan.services.is_empty() {
                ui.separator();
            }
            item(
                ui,
                canvas.texts.remaining,
                assign(Destination::Owner(None)),
                commands,
            );
            item(
                ui,
                canvas.texts.new_service,
                assign(Destination::NewService(None)),
                commands,
            );
        });
}

fn decide_ui(
    ui: &mut Ui,
    canvas: &CanvasView<'_>,
    modules: &[ModuleId],
    commands: &mut Vec<Command>,
) {
    let decide = |decision: Option<Decision>| PlanCommand::Decide {
        modules: modules.to_vec(),
        decision,
    };
    for decision in [
        Decision::Library,
        Decision::Copy,
        Decision::Service,
        Decision::Keep,
    ] {
        item(
            ui,
            (canvas.texts.decision)(decision),
            decide(Some(decision)),
            commands,
        );
    }
    ui.separator();
    item(ui, canvas.texts.forget_decision, decide(None), commands);
}

fn container_ui(
    ui: &mut Ui,
    canvas: &CanvasView<'_>,
    state: &mut CanvasState,
    view: &View,
    key: ContainerKey,
    commands: &mut Vec<Command>,
) {
    let texts = canvas.texts;
    let Some((_, container)) = canvas.arrangement.container(key) else {
        return;
    };
    if let ContainerKey::Service(service) = key {
        item(ui, texts.rename, rename(service), commands);
    }
    item(
        ui,
        texts.select_all_inside,
        super::keyboard::select_all(key),
        commands,
    );
    if ui.button(texts.zoom_to).clicked() {
        state.fly_to(Some(container.rect), view, ui);
        ui.close();
    }
    if container.by_hand {
        let place = PlanCommand::Place(vec![(container.place_key().into(), None)]);
        item(ui, texts.place_automatically, place, commands);
    }
    if let ContainerKey::Service(service) = key {
        ui.separator();
        item(
            ui,
            texts.remove_service,
            PlanCommand::RemoveService(service),
            commands,
        );
    }
}

fn nothing_ui(
    ui: &mut Ui,
    canvas: &CanvasView<'_>,
    state: &mut CanvasState,
    commands: &mut Vec<Command>,
) {
    let texts = canvas.texts;
    item(
        ui,
        texts.new_service,
        PlanCommand::AddService { name: None },
        commands,
    );
    if ui.button(texts.fit).clicked() {
        state.go(CameraMove::Fit);
        ui.close();
    }
    let by_hand = canvas.arrangement.containers.iter().filter(|it| it.by_hand);
    let places: Vec<_> = by_hand.map(|it| (it.place_key().into(), None)).collect();
    if !places.is_empty() {
        item(
            ui,
            texts.place_all_automatically,
            PlanCommand::Place(places),
            commands,
        );
    }
}
