//! People and time of a module or a service: read when it is first looked at, beside everything else.

use std::sync::Arc;

use egui::Ui;

use super::lists::{Row, list_ui, module_row};
use super::{Inspector, figure_ui};
use crate::arrange::ContainerKey;
use crate::history::{Figures, Past};
use crate::insight::PastOf;
use crate::model::ModuleId;
use crate::plan::Owner;
use crate::session::{FileCommand, PastRead, PastState, Selection};
use crate::ui::theme::Font;
use crate::ui::widgets;
use crate::ui::window::Window;

/// Services are folded anew when the plan changes, and not in every frame.
#[derive(Debug, Default)]
pub(super) struct Services {
    /// The past, and the state of the plan.
    of: Option<(Arc<Past>, u64)>,
    folded: PastOf,
}

impl Services {
    /// A service is told by its position in the plan; the remaining monolith is the last.
    fn refresh(&mut self, window: &Window<'_>, read: &PastRead) {
        let session = window.session;
        let revision = session.revision();
        let same = |it: &(Arc<Past>, u64)| Arc::ptr_eq(&it.0, &read.past) && it.1 == revision;
        if self.of.as_ref().is_some_and(same) {
            return;
        }
        let n_services = session.plan().map_or(0, |it| it.services.len());
        let model = &read.analysis.model;
        self.folded = PastOf::of(model, &read.past, n_services + 1, |it| {
            let counts = !model.module(it).test;
            counts.then(|| place_of(window, session.owner_of(it)) as u32)
        });
        self.of = Some((read.past.clone(), revision));
    }
}

/// Position of an owner among the services; the remaining monolith is the last.
fn place_of(window: &Window<'_>, owner: Owner) -> usize {
    let services = window.session.plan().map_or(&[][..], |it| &it.services);
    let place = services.iter().position(|it| Some(it.id) == owner);
    place.unwrap_or(services.len())
}

fn owner_at(window: &Window<'_>, place: usize) -> Owner {
    let services = &window.session.plan()?.services;
    services.get(place).map(|it| it.id)
}

/// Draws the section of a module.
pub(super) fn module_past_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    module: ModuleId,
) {
    let Some(read) = read_ui(ui, window) else {
        return;
    };
    let (modules, past) = (&read.modules, &read.past);
    let Some(figures) = modules.figures(module) else {
        nothing_ui(ui, window, past);
        return;
    };
    figures_ui(ui, window, past, figures);
    teams_ui(ui, window, past, modules.teams(module));
    let other = |(a, b): (ModuleId, ModuleId)| match (a == module, b == module) {
        (true, _) => Some(b),
        (_, true) => Some(a),
        _ => None,
    };
    let mut together: Vec<_> = modules
        .pairs()
        .iter()
        .filter_map(|(a, b, pair)| Some((other((*a, *b))?, *pair)))
        .collect();
    together.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(&b.0)));
    let row = |(other, pair): &(ModuleId, crate::history::Pair)| {
        let number = window.texts.together(pair.n_commits, pair.weight);
        module_row(window, *other, number, Selection::module(*other).into())
    };
    let rows: Vec<_> = together.iter().map(row).collect();
    list_ui(ui, window, state, window.texts.changed_together, &rows);
    widgets::paragraph(
        ui,
        window.texts.together_about,
        Font::Caption,
        window.theme.muted,
    );
}

/// Draws the section of a service, or of the remaining monolith.
pub(super) fn service_past_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    owner: Owner,
) {
    let Some(read) = read_ui(ui, window) else {
        return;
    };
    state.services.refresh(window, &read);
    let (place, folded) = (place_of(window, owner), &state.services.folded);
    let figures = folded.figures.get(place).filter(|it| !it.is_empty());
    let Some(figures) = figures else {
        nothing_ui(ui, window, &read.past);
        return;
    };
    figures_ui(ui, window, &read.past, figures);
    teams_ui(ui, window, &read.past, &folded.teams[place]);
    let mut pairs = folded.together.pairs();
    pairs.retain(|it| it.a as usize == place || it.b as usize == place);
    pairs.sort_by_key(|it| (std::cmp::Reverse(it.n_commits), it.a, it.b));
    let row = |it: &crate::history::Pair| {
        let other = if it.a as usize == place { it.b } else { it.a };
        let other = owner_at(window, other as usize);
        let key = other.map(ContainerKey::Service);
        Row {
            color: window.color_of(other),
            name: window.name_of(other),
            number: window.texts.together(it.n_commits, it.weight),
            command: key.map(|it| Selection::Container(it).into()),
        }
    };
    let rows: Vec<_> = pairs.iter().map(row).collect();
    list_ui(ui, window, state, window.texts.changed_together, &rows);
    widgets::paragraph(
        ui,
        window.texts.together_about,
        Font::Caption,
        window.theme.muted,
    );
}

/// Draws how often two modules were changed at once; nothing where that is not known.
pub(super) fn edge_past_ui(ui: &mut Ui, window: &Window<'_>, from: ModuleId, to: ModuleId) {
    let Some(read) = window.session.past() else {
        return;
    };
    if let Some(pair) = read.modules.pair(from, to) {
        let texts = window.texts;
        let number = texts.together(pair.n_commits, pair.weight);
        figure_ui(ui, window, texts.commits_of_both, &number);
    }
}

/// What was read, or how far that is and a way to stop or begin. Graphs of other languages have none.
fn read_ui(ui: &mut Ui, window: &mut Window<'_>) -> Option<PastRead> {
    let (theme, texts) = (window.theme, window.texts);
    let analysis = window.session.analysis()?;
    if analysis.tree.given.is_some() {
        return None;
    }
    widgets::separator(ui, theme);
    if let Some(read) = window.session.past().cloned() {
        let commits = read.past.history.as_ref().map_or(0, |it| it.commits.len());
        widgets::section(ui, theme, texts.people_and_time, &texts.n_commits(commits));
        return Some(read);
    }
    match window.session.past_state() {
        PastState::Unread => {
            widgets::section(ui, theme, texts.people_and_time, "");
            window.push(FileCommand::ReadPast);
        }
        PastState::Reading(n_commits) => {
            let so_far = texts.n_commits(n_commits);
            widgets::section(ui, theme, texts.people_and_time, &so_far);
            widgets::label(ui, texts.step_history, Font::Small, theme.muted);
            if widgets::link(ui, theme, texts.cancel, Font::Small).clicked() {
                window.push(FileCommand::StopPast);
            }
        }
        PastState::Stopped => {
            widgets::section(ui, theme, texts.people_and_time, "");
            if widgets::link(ui, theme, texts.read_past, Font::Small).clicked() {
                window.push(FileCommand::ReadPast);
            }
        }
    }
    None
}

/// Why nothing is known.
fn nothing_ui(ui: &mut Ui, window: &Window<'_>, past: &Past) {
    let theme = window.theme;
    if past.history.is_some() || past.notices.is_empty() {
        widgets::label(ui, window.texts.no_commits, Font::Small, theme.muted);
    }
    notices_ui(ui, window, past);
}

fn notices_ui(ui: &mut Ui, window: &Window<'_>, past: &Past) {
    for notice in &past.notices {
        widgets::paragraph(ui, &notice.to_string(), Font::Small, window.theme.muted);
    }
}

fn figures_ui(ui: &mut Ui, window: &Window<'_>, past: &Past, it: &Figures) {
    let (texts, Some(history)) = (window.texts, &past.history) else {
        return;
    };
    let commits = texts.commits_and_recent(it.n_commits, it.n_recent);
    figure_ui(ui, window, texts.commits, &commits);
    figure_ui(
        ui,
        window,
        texts.authors,
        &texts.grouped(it.authors.len() as u64),
    );
    for (person, n) in it.authors.iter().take(3) {
        let name = &history.person(*person).name;
        let share = f64::from(*n) / f64::from(it.n_commits.max(1));
        figure_ui(ui, window, name, &texts.percent(share));
    }
    figure_ui(
        ui,
        window,
        texts.truck_factor,
        &texts.grouped(u64::from(it.truck_factor)),
    );
    if let Some((first, last)) = it.first_day().zip(it.last_day()) {
        figure_ui(ui, window, texts.first_change, &first.to_string());
        figure_ui(ui, window, texts.last_change, &last.to_string());
    }
    notices_ui(ui, window, past);
}

fn teams_ui(
    ui: &mut Ui,
    window: &Window<'_>,
    past: &Past,
    teams: &[(crate::history::TeamIdx, u32)],
) {
    let Some(of) = &past.teams else { return };
    let names = teams.iter().map(|it| &*of.names[it.0.index()]);
    let names: Vec<_> = names.take(4).collect();
    if !names.is_empty() {
        figure_ui(ui, window, window.texts.teams, &names.join(", "));
    }
}
