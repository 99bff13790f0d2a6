//! The whole system, while nothing is selected.

use egui::Ui;

use super::lists::{Row, arrow, module_row, rows_ui};
use super::{bullet_ui, figure_ui, title_ui};
use crate::graph::Needed;
use crate::insight::Break;
use crate::model::ModuleId;
use crate::session::Selection;
use crate::ui::widgets;
use crate::ui::window::Window;

/// So many edges that would break circles are shown.
const N_BREAKS: usize = 6;

/// Draws the overview.
pub(super) fn overview_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let Some(graph) = window.session.graph() else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    let model = &analysis.model;
    let (n_modules, n_lines) = window.shown_size();
    let n_cycles = window
        .session
        .project()
        .map_or(0, |it| it.module_circles.len());
    let with_tests = window.session.view().filter.tests;
    let shown = model.crates().iter().map(|it| model.module(it.root));
    let shown = shown.filter(|it| (with_tests || !it.test) && it.object_kind().is_none());
    let n_crates = shown.count();
    let about = texts.n_crates(n_crates);
    title_ui(ui, window, &analysis.tree.name, &about);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.figures, "");
    figure_ui(ui, window, texts.modules, &texts.grouped(n_modules as u64));
    figure_ui(ui, window, texts.lines, &texts.grouped(n_lines));
    let n_objects = model.modules().len() - model.n_code_modules();
    if n_objects > 0 {
        let n_objects = texts.grouped(n_objects as u64);
        figure_ui(ui, window, texts.tables, &n_objects);
    }
    figure_ui(
        ui,
        window,
        texts.dependencies,
        &texts.grouped(graph.links().len() as u64),
    );
    figure_ui(
        ui,
        window,
        texts.module_cycles,
        &texts.grouped(n_cycles as u64),
    );
    if let Some(assessment) = window.session.assessment() {
        let share = assessment
            .cut_share()
            .map_or_else(|| "–".into(), |it| texts.percent(it));
        figure_ui(ui, window, texts.cut_share, &share);
    }
    breaks_ui(ui, window);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.most_needed, "");
    let row = |it: &Needed| {
        module_row(
            window,
            it.module,
            texts.grouped(it.n_dependents as u64),
            Selection::module(it.module).into(),
        )
    };
    let project = window.session.project();
    let rows: Vec<Row> =
        project.map_or_else(Vec::new, |it| it.most_needed.iter().map(row).collect());
    rows_ui(ui, window, &rows);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.what_next, "");
    for hint in texts.hints {
        bullet_ui(ui, window, hint);
    }
}

/// The lightest of the edges that would break the circles of modules.
fn breaks_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let circles = window.session.project().map(|it| &it.module_circles);
    let breaks: Vec<_> = circles
        .into_iter()
        .flatten()
        .flat_map(|it| &it.breaks)
        .collect();
    if breaks.is_empty() {
        return;
    }
    let model = window.session.model();
    let path = |it: ModuleId| model.map_or("", |model| &*model.module(it).path);
    let row = |it: &&Break<ModuleId>| Row {
        color: window.color_of(window.session.owner_of(it.to)),
        name: arrow(window, path(it.from), path(it.to)),
        number: window.texts.weight(it.weight),
        command: Some(
            Selection::Edge {
                from: it.from,
                to: it.to,
            }
            .into(),
        ),
    };
    let rows: Vec<Row> = breaks.iter().take(N_BREAKS).map(row).collect();
    let n_breaks = window.texts.grouped(breaks.len() as u64);
    widgets::separator(ui, window.theme);
    widgets::section(ui, window.theme, window.texts.to_break, &n_breaks);
    rows_ui(ui, window, &rows);
}
