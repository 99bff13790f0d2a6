//! The services below the tree: places to drop modules, with how much each holds.

use egui::{Align2, DragAndDrop, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::arrange::ContainerKey;
use crate::plan::Owner;
use crate::session::{Destination, PlanCommand, Selection, ViewCommand};
use crate::ui::theme::{Font, height, radius, space};
use crate::ui::widgets::{self, Icon};
use crate::ui::window::Window;
use crate::ui::{Carried, menu};

/// At most this share of the explorer belongs to the services.
const SHARE: f32 = 0.4;

/// How much room the list takes of what there is.
pub(super) fn height_of(window: &Window<'_>, room: f32) -> f32 {
    let n_rows = window.session.plan().map_or(0, |it| it.services.len()) + 2;
    (n_rows as f32 * height::ROW + 56.0).min(room * SHARE)
}

/// Draws the list.
pub(super) fn services_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(plan) = window.session.plan() else {
        return;
    };
    let mut owners: Vec<Owner> = plan.services.iter().map(|it| Some(it.id)).collect();
    owners.push(None);
    widgets::separator(ui, window.theme);
    let n = owners.len() - 1;
    widgets::section(ui, window.theme, window.texts.services, &n.to_string());
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("services")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for owner in owners {
                owner_ui(ui, window, owner);
            }
            new_service_ui(ui, window);
        });
}

fn owner_ui(ui: &mut Ui, window: &mut Window<'_>, owner: Owner) {
    let theme = window.theme;
    let name = window.name_of(owner);
    let key = owner.map(ContainerKey::Service);
    let selected = key.is_some_and(|it| *window.session.selection() == Selection::Container(it));
    let sense = (height::ROW, Sense::click());
    let (rect, response) = ui
        .push_id(owner, |ui| widgets::row(ui, theme, sense, selected, &name))
        .inner;
    let n_modules = window
        .session
        .assessment()
        .and_then(|it| it.figures(owner))
        .map_or(0, |it| it.n_modules);
    content(
        ui,
        window,
        (rect, &name),
        Some(owner),
        &window.texts.grouped(u64::from(n_modules)),
    );
    take_drop(ui, window, rect, Destination::Owner(owner));
    if response.clicked()
        && let Some(key) = key
    {
        window.push(Selection::Container(key));
    }
    if let Some(service) = owner {
        response.context_menu(|ui| menu::service_menu(ui, window, service));
    }
}

fn new_service_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let theme = window.theme;
    let name = window.texts.new_service;
    let (rect, response) = widgets::row(ui, theme, (height::ROW, Sense::click()), false, name);
    content(ui, window, (rect, name), None, "");
    take_drop(ui, window, rect, Destination::NewService(None));
    if response.clicked() {
        window.push(PlanCommand::AddService { name: None });
    }
}

/// A dot (or a plus), the name, a number.
fn content(
    ui: &Ui,
    window: &Window<'_>,
    (rect, name): (Rect, &str),
    owner: Option<Owner>,
    number: &str,
) {
    let theme = window.theme;
    let mark = pos2(rect.left() + 14.0, rect.center().y);
    let ink = match owner {
        Some(owner) => {
            widgets::dot(ui, mark, window.color_of(owner));
            if owner.is_some() {
                theme.text
            } else {
                theme.muted
            }
        }
        None => {
            Icon::Plus.paint(
                ui.painter(),
                Rect::from_center_size(mark, vec2(16.0, 16.0)),
                theme.muted,
            );
            theme.muted
        }
    };
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let place = widgets::paint(
        ui,
        inner,
        Align2::RIGHT_CENTER,
        number,
        (Font::Code, theme.muted),
    );
    let room = Rect::from_min_max(
        pos2(rect.left() + 28.0, rect.top()),
        pos2(place.left() - space::S, rect.bottom()),
    );
    widgets::paint(ui, room, Align2::LEFT_CENTER, name, (Font::Body, ink));
}

/// Modules held over the row: say what a drop would do; let go over it: drop them.
fn take_drop(ui: &Ui, window: &mut Window<'_>, rect: Rect, to: Destination) {
    let Some(carried) = DragAndDrop::payload::<Carried>(ui.ctx()) else {
        return;
    };
    let over = ui
        .input(|it| it.pointer.latest_pos())
        .is_some_and(|it| rect.contains(it));
    if !over || !ui.clip_rect().intersects(rect) {
        return;
    }
    let line = Stroke::new(1.5, window.theme.accent);
    ui.painter()
        .rect_stroke(rect, f32::from(radius::ROW), line, StrokeKind::Inside);
    let modules = carried.0.clone();
    if ui.input(|it| it.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        window.push(PlanCommand::Assign { modules, to });
    } else {
        window.push(ViewCommand::WhatIf { modules, to });
    }
}
