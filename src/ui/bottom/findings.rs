//! What is worth changing: a judgment, a sentence, whom it concerns, and a remedy to click.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::finding_lines::{Line, line_of, line_of_vanished};
use crate::session::{Command, PlanCommand};
use crate::ui::theme::{Font, height, space};
use crate::ui::widgets;
use crate::ui::window::Window;

/// Draws the page.
pub(super) fn findings_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(project) = window.session.project() else {
        return;
    };
    let (vanished, findings) = (&project.derived.vanished, &project.derived.findings);
    let n_lines = vanished.len() + findings.len();
    if n_lines == 0 {
        let texts = window.texts;
        let none = if project.scenario().plan.services.is_empty() {
            texts.no_services_yet
        } else {
            texts.no_findings
        };
        widgets::remark(ui, window.theme, none);
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().auto_shrink([false, false]);
    area.show_rows(ui, height::TABLE_ROW, n_lines, |ui, rows| {
        for at in rows {
            let line = match vanished.get(at) {
                Some(it) => line_of_vanished(window, it),
                None => line_of(window, &findings[at - vanished.len()]),
            };
            line_ui(ui, window, line);
        }
    });
}

fn line_ui(ui: &mut Ui, window: &mut Window<'_>, line: Line) {
    let theme = window.theme;
    let name = format!("{}: {}", line.title, line.sentence);
    let sense = (height::TABLE_ROW, Sense::click());
    let (rect, response) = widgets::row(ui, theme, sense, false, &name);
    widgets::dot(ui, pos2(rect.left() + 14.0, rect.center().y), line.color);
    let width = rect.width();
    let part = |from: f32, to: f32| {
        Rect::from_min_max(
            pos2(rect.left() + from, rect.top()),
            pos2(rect.left() + to - space::M, rect.bottom()),
        )
    };
    let owners_from = 168.0 + (width - 168.0) * 0.42;
    let remedy_from = 168.0 + (width - 168.0) * 0.78;
    let left = Align2::LEFT_CENTER;
    widgets::paint(
        ui,
        part(28.0, 168.0),
        left,
        line.title,
        (Font::Strong, theme.text),
    );
    widgets::paint(
        ui,
        part(168.0, owners_from),
        left,
        &line.sentence,
        (Font::Body, theme.text),
    );
    let owners_to = if line.remedy.is_some() {
        remedy_from
    } else {
        width
    };
    let owners = part(owners_from, owners_to);
    widgets::paint(ui, owners, left, &line.owners, (Font::Small, theme.muted));
    if let Some((text, command)) = line.remedy {
        remedy_ui(
            ui,
            window,
            part(remedy_from, width + space::M),
            (&text, command),
        );
    }
    if let (true, Some(look)) = (response.clicked(), line.look) {
        window.push(look);
    }
}

fn remedy_ui(ui: &Ui, window: &mut Window<'_>, rect: Rect, (text, command): (&str, Command)) {
    let theme = window.theme;
    let place = widgets::paint(
        ui,
        rect,
        Align2::LEFT_CENTER,
        text,
        (Font::Body, theme.accent),
    );
    let id = ui.scope_id().with(("remedy", rect.top() as i32, text));
    let response = ui.interact(place.expand2(vec2(4.0, 4.0)), id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    if response.hovered() {
        ui.painter().hline(
            place.x_range(),
            place.bottom(),
            Stroke::new(1.0, theme.accent),
        );
        if let Command::Plan(PlanCommand::Assign { modules, to }) = &command {
            let (modules, to) = (modules.clone(), *to);
            window.push(crate::session::ViewCommand::WhatIf { modules, to });
        }
    }
    if response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .clicked()
    {
        window.push(command);
    }
}
