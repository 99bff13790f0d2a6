//! A service, or a part of the remaining monolith.

use egui::{TextEdit, Ui};

use super::lists::{Row, list_ui, module_row};
use super::past::service_past_ui;
use super::{Inspector, edge, figure_ui, title_ui};
use crate::arrange::ContainerKey;
use crate::insight::ServiceLink;
use crate::plan::{Owner, PlanEdit, ServiceId};
use crate::session::{Dialog, PlanCommand, Renaming, SelectCommand, Selection, ViewCommand};
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Look};
use crate::ui::window::Window;

/// So many of the heaviest edges over a boundary are proven with code.
const N_PROVEN: usize = 50;

/// Draws a container.
pub(super) fn container_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    key: ContainerKey,
) {
    let Some(arrangement) = window.session.arrangement().cloned() else {
        return;
    };
    let Some((_, container)) = arrangement.container(key) else {
        return;
    };
    let texts = window.texts;
    let owner = container.owner();
    let name = edge::container_name(window, container);
    let chips = arrangement.chips_in(container);
    let kind = if owner.is_some() {
        texts.service
    } else {
        texts.remaining
    };
    let model = window.session.model();
    let is_object = |it: &&crate::arrange::Chip| {
        model.is_some_and(|model| model.object_of(it.module).is_some())
    };
    let n_objects = chips.iter().filter(is_object).count();
    let mut about = vec![kind.to_owned(), texts.n_modules(chips.len() - n_objects)];
    if n_objects > 0 {
        about.push(texts.n_tables(n_objects));
    }
    title_ui(ui, window, &name, &about.join(" · "));
    ui.add_space(space::S);
    actions_ui(ui, window, key);
    figures_ui(ui, window, owner);
    let links = |outward: bool| -> Vec<Row> {
        let assessment = window.session.assessment();
        let links = assessment.into_iter().flat_map(|it| &it.links);
        let mine = links.filter(|it| {
            if outward {
                it.from == owner
            } else {
                it.to == owner
            }
        });
        mine.map(|it| link_row(window, it, outward)).collect()
    };
    let (needs, needed) = (links(true), links(false));
    list_ui(ui, window, state, texts.depends_on, &needs);
    list_ui(ui, window, state, texts.dependents, &needed);
    service_past_ui(ui, window, state, owner);
    let model = window.session.model();
    let row = |chip: &crate::arrange::Chip| {
        let n_lines = model.map_or(0, |it| it.module(chip.module).n_lines);
        let command = Selection::module(chip.module).into();
        module_row(
            window,
            chip.module,
            texts.grouped(u64::from(n_lines)),
            command,
        )
    };
    let rows: Vec<Row> = chips.iter().map(row).collect();
    list_ui(ui, window, state, texts.modules, &rows);
    evidence_ui(ui, window, state, owner);
    if let Some(service) = owner {
        notes_ui(ui, window, state, service);
    }
}

/// The lines that reach over the boundary.
fn evidence_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector, owner: Owner) {
    let assessment = window.session.assessment();
    let cut = assessment.into_iter().flat_map(|it| &it.cut_edges);
    let out = cut.filter(|it| it.from_owner == owner).take(N_PROVEN);
    let references: Vec<_> = out.flat_map(|it| it.references.iter().copied()).collect();
    if !references.is_empty() {
        widgets::separator(ui, window.theme);
        let caption = window.texts.evidence;
        state
            .evidence
            .references_ui(ui, window, caption, &references);
    }
}

fn actions_ui(ui: &mut Ui, window: &mut Window<'_>, key: ContainerKey) {
    let (theme, texts) = (window.theme, window.texts);
    ui.horizontal_wrapped(|ui| {
        if let ContainerKey::Service(service) = key {
            if widgets::button(ui, theme, texts.rename, Look::Plain).clicked() {
                window.push(ViewCommand::Dialog(Some(Dialog::Rename(
                    Renaming::Service(service),
                ))));
            }
            if widgets::button(ui, theme, texts.remove, Look::Danger).clicked() {
                window.push(PlanCommand::RemoveService(service));
            }
        }
        if widgets::button(ui, theme, texts.select_modules, Look::Plain).clicked() {
            window.push(SelectCommand::All(key));
        }
    });
}

fn figures_ui(ui: &mut Ui, window: &Window<'_>, owner: Owner) {
    let Some(figures) = window.session.assessment().and_then(|it| it.figures(owner)) else {
        return;
    };
    let texts = window.texts;
    widgets::separator(ui, window.theme);
    widgets::section(ui, window.theme, texts.figures, "");
    let cohesion = figures
        .cohesion()
        .map_or_else(|| "–".to_owned(), |it| format!("{it:.2}"));
    figure_ui(
        ui,
        window,
        texts.modules,
        &texts.grouped(u64::from(figures.n_modules)),
    );
    if figures.n_objects > 0 {
        let n_objects = texts.grouped(u64::from(figures.n_objects));
        figure_ui(ui, window, texts.tables, &n_objects);
    }
    figure_ui(
        ui,
        window,
        texts.lines,
        &texts.grouped(u64::from(figures.n_lines)),
    );
    figure_ui(ui, window, texts.cohesion, &cohesion);
    figure_ui(ui, window, texts.inside, &texts.weight(figures.inside));
    figure_ui(ui, window, texts.incoming, &texts.weight(figures.incoming));
    figure_ui(ui, window, texts.outgoing, &texts.weight(figures.outgoing));
}

fn link_row(window: &Window<'_>, link: &ServiceLink, outward: bool) -> Row {
    let other = if outward { link.to } else { link.from };
    let key = |owner: Owner| owner.map(ContainerKey::Service);
    let ribbon = key(link.from).zip(key(link.to));
    Row {
        color: window.color_of(other),
        name: window.name_of(other),
        number: window.texts.weight(link.weight),
        command: ribbon.map(|(from, to)| Selection::Ribbon { from, to }.into()),
    }
}

/// Note and path prefixes of the selected service, as they are edited.
pub(super) fn texts_of(window: &Window<'_>) -> (String, String) {
    let Selection::Container(ContainerKey::Service(id)) = window.session.selection() else {
        return Default::default();
    };
    let service = window.session.plan().and_then(|it| it.service(*id));
    service.map_or_else(Default::default, |it| {
        let note = it.note.as_deref().unwrap_or_default().to_owned();
        (
            note,
            it.prefixes
                .iter()
                .map(|it| &**it)
                .collect::<Vec<_>>()
                .join(", "),
        )
    })
}

fn notes_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector, service: ServiceId) {
    let (theme, texts) = (window.theme, window.texts);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.gateway_prefixes, "");
    let id = egui::Id::unique("prefixes");
    let field = widgets::field(
        ui,
        theme,
        (&mut state.prefixes, texts.prefixes_hint),
        None,
        id,
    );
    if field.lost_focus() {
        let prefixes = state
            .prefixes
            .split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty());
        let prefixes = prefixes.map(Into::into).collect();
        window.push(PlanCommand::Edit(PlanEdit::SetPrefixes {
            service,
            prefixes,
        }));
    }
    ui.add_space(space::S);
    widgets::section(ui, theme, texts.note, "");
    let edit = TextEdit::multiline(&mut state.note)
        .id(egui::Id::unique("note"))
        .font(Font::Body.id())
        .desired_rows(3)
        .margin(egui::Margin::symmetric(12, 8))
        .desired_width(f32::INFINITY);
    if ui.add(edit).accessible_name(texts.note).lost_focus() {
        let note = Some(state.note.trim())
            .filter(|it| !it.is_empty())
            .map(Into::into);
        window.push(PlanCommand::Edit(PlanEdit::SetNote { service, note }));
    }
}
