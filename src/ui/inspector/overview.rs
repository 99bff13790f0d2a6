//! The whole system, while nothing is selected.

use egui::Ui;

use super::lists::{Row, module_row, rows_ui};
use super::{bullet_ui, figure_ui, title_ui};
use crate::model::ModuleId;
use crate::pipeline::Analysis;
use crate::session::Selection;
use crate::ui::widgets;
use crate::ui::window::Window;

/// So many of the most needed modules are named.
const N_HUBS: usize = 8;

/// Draws the overview.
pub(super) fn overview_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    let model = &analysis.model;
    let (n_modules, n_lines) = window.shown_size();
    let n_cycles = window.session.project().map_or(0, |it| it.n_module_cycles);
    let about = texts.n_crates(model.crates().len());
    title_ui(ui, window, &analysis.tree.name, &about);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.figures, "");
    figure_ui(ui, window, texts.modules, &texts.grouped(n_modules as u64));
    figure_ui(ui, window, texts.lines, &texts.grouped(n_lines));
    figure_ui(
        ui,
        window,
        texts.dependencies,
        &texts.grouped(analysis.graph.links().len() as u64),
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
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.most_needed, "");
    let row = |(module, n): &(ModuleId, usize)| {
        module_row(
            window,
            *module,
            texts.grouped(*n as u64),
            Selection::module(*module).into(),
        )
    };
    let rows: Vec<Row> = hubs(&analysis).iter().map(row).collect();
    rows_ui(ui, window, &rows);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.what_next, "");
    for hint in texts.hints {
        bullet_ui(ui, window, hint);
    }
}

/// The modules with the most dependents, with how many they have.
fn hubs(analysis: &Analysis) -> Vec<(ModuleId, usize)> {
    let n = |module: ModuleId| analysis.graph.links_to(module).len();
    let mut hubs: Vec<_> = analysis.model.module_ids().map(|it| (it, n(it))).collect();
    hubs.sort_by_key(|(module, n)| (std::cmp::Reverse(*n), *module));
    hubs.retain(|it| it.1 > 0);
    hubs.truncate(N_HUBS);
    hubs
}
