//! What is worth changing: a judgment, a sentence, whom it concerns, and a remedy to click.

use egui::{Align2, Color32, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::arrange::ContainerKey;
use crate::insight::Finding;
use crate::plan::{Decision, Owner};
use crate::session::{Command, Destination, PlanCommand, Selection};
use crate::ui::theme::{Font, height, space};
use crate::ui::widgets;
use crate::ui::window::Window;

/// A finding in words.
#[derive(Debug)]
struct Line {
    color: Color32,
    title: &'static str,
    sentence: String,
    owners: String,
    /// What a click on the row shows.
    look: Option<Command>,
    /// What a click on the remedy does, and what it is called.
    remedy: Option<(String, Command)>,
}

/// Draws the page.
pub(super) fn findings_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(project) = window.session.project() else {
        return;
    };
    let findings = &project.derived.findings;
    if findings.is_empty() {
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
    area.show_rows(ui, height::TABLE_ROW, findings.len(), |ui, rows| {
        for finding in &findings[rows] {
            let line = line_of(window, finding);
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
    let owners_from = 168.0 + (width - 168.0) * 0.48;
    let remedy_from = 168.0 + (width - 168.0) * 0.70;
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
    let owners = part(owners_from, remedy_from);
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

fn line_of(window: &Window<'_>, finding: &Finding) -> Line {
    let (theme, texts) = (window.theme, window.texts);
    let names = |owners: &[Owner]| {
        owners
            .iter()
            .map(|it| window.name_of(*it))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let path = |module| match window.session.model() {
        Some(model) => window.short(&model.module(module).path).to_owned(),
        None => String::new(),
    };
    match finding {
        Finding::Circle { owners } => Line {
            color: theme.bad,
            title: texts.circle,
            sentence: texts.circle_sentence(owners.len()),
            owners: names(owners),
            look: ribbon(owners.first().copied(), owners.get(1).copied()),
            remedy: None,
        },
        Finding::RuleBroken { together, paths } => Line {
            color: theme.bad,
            title: texts.rule_broken,
            sentence: texts.rule_sentence(*together, &paths.join(", ")),
            owners: String::new(),
            look: None,
            remedy: None,
        },
        Finding::Undecided {
            module,
            users,
            weight,
        } => Line {
            color: theme.warn,
            title: texts.undecided_hub,
            sentence: texts.undecided_sentence(&path(*module), users.len(), *weight),
            owners: names(users),
            look: Some(Selection::module(*module).into()),
            remedy: Some((texts.decide_library.to_owned(), decide(*module))),
        },
        Finding::Misplaced {
            module,
            here,
            there,
        } => Line {
            color: theme.warn,
            title: texts.misplaced,
            sentence: texts.misplaced_sentence(
                &path(*module),
                (&window.name_of(there.0), there.1),
                (&window.name_of(here.0), here.1),
            ),
            owners: names(&[here.0, there.0]),
            look: Some(Selection::module(*module).into()),
            remedy: Some((
                texts.move_to_named(&window.name_of(there.0)),
                assign(*module, there.0),
            )),
        },
        Finding::Wide {
            from,
            to,
            weight,
            share,
        } => Line {
            color: theme.warn,
            title: texts.wide_boundary,
            sentence: texts.wide_sentence(
                (&window.name_of(*from), &window.name_of(*to)),
                *weight,
                *share,
            ),
            owners: names(&[*from, *to]),
            look: ribbon(Some(*from), Some(*to)),
            remedy: ribbon(Some(*from), Some(*to)).map(|it| (texts.look_at_edges.to_owned(), it)),
        },
    }
}

fn ribbon(from: Option<Owner>, to: Option<Owner>) -> Option<Command> {
    let key = |owner: Option<Owner>| owner.flatten().map(ContainerKey::Service);
    Some(
        Selection::Ribbon {
            from: key(from)?,
            to: key(to)?,
        }
        .into(),
    )
}

fn decide(module: crate::model::ModuleId) -> Command {
    PlanCommand::Decide {
        modules: vec![module],
        decision: Some(Decision::Library),
    }
    .into()
}

fn assign(module: crate::model::ModuleId, to: Owner) -> Command {
    PlanCommand::Assign {
        modules: vec![module],
        to: Destination::Owner(to),
    }
    .into()
}
