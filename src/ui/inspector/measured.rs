//! Calls measured at run time, of a module or table: apart from every count of places in the code.

use egui::Ui;

use super::figure_ui;
use crate::export::measured_in_words;
use crate::insight::measured::TableSums;
use crate::model::ModuleId;
use crate::session::MeasuredRead;
use crate::ui::theme::Font;
use crate::ui::widgets;
use crate::ui::window::Window;

/// Draws what was measured; nothing where no file was given.
pub(super) fn measured_ui(ui: &mut Ui, window: &Window<'_>, module: ModuleId) {
    let Some(read) = window.session.measured() else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.measured, "");
    let about = texts.measured_in(&read.measured.files);
    widgets::paragraph(ui, &about, Font::Small, theme.muted);
    let usage = &read.usage;
    let of_table = usage.tables.get(&module).copied().unwrap_or_default();
    let of_functions = usage.modules.get(&module).copied().unwrap_or_default();
    let sums = [
        (texts.measured_reads, of_table.reads),
        (texts.measured_writes, of_table.writes),
        (texts.measured_calls, of_table.other),
        (texts.measured_functions, of_functions),
    ];
    let told: Vec<_> = sums.iter().filter(|it| !it.1.is_empty()).collect();
    if told.is_empty() {
        widgets::paragraph(ui, texts.measured_nothing, Font::Small, theme.muted);
    }
    for (caption, sum) in told {
        figure_ui(ui, window, caption, &texts.measured_sum(*sum));
    }
}

/// What was measured of a table, as a cell of a list.
pub(in crate::ui) fn measured_cell(read: &MeasuredRead, module: ModuleId) -> (u64, String) {
    let sums = read.usage.tables.get(&module).copied();
    let sums = sums.unwrap_or_else(TableSums::default);
    let n_calls = [sums.reads, sums.writes, sums.other].map(|it| it.calls);
    let n_calls = n_calls.into_iter().fold(0, u64::saturating_add);
    (n_calls, measured_in_words(&sums))
}
