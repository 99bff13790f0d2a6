//! What part of the system a module is, what tests it, and the transactions it takes part in.

use egui::Ui;

use super::lists::{Row, list_ui};
use super::{Inspector, figure_ui};
use crate::model::{CodeModel, ModuleId, TierReason, Times, Transaction};
use crate::session::{Command, Selection};
use crate::ui::theme::Font;
use crate::ui::widgets;
use crate::ui::window::Window;

/// So many reasons are told.
const MAX_REASONS: usize = 3;

/// Draws the tier and the tests of a module, each with its first place.
pub(super) fn nature_ui(ui: &mut Ui, window: &Window<'_>, model: &CodeModel, id: ModuleId) {
    if model.module(id).test {
        return;
    }
    let (theme, texts) = (window.theme, window.texts);
    widgets::separator(ui, theme);
    if let Some(of) = model.tier_of(id) {
        let tier = texts.tier_sure(of.tier, of.confidence);
        figure_ui(ui, window, texts.tier, &tier);
        for it in of.reasons.iter().take(MAX_REASONS) {
            let text = reason(window, model, it);
            widgets::label(ui, &text, Font::Small, theme.muted);
        }
    }
    let tested = &model.tests().of[id.index()];
    let lines = [
        (texts.tests_within, &tested.within),
        (texts.tests_unit, &tested.unit),
        (texts.tests_integration, &tested.integration),
        (texts.tests_through, &tested.through),
    ];
    let known: Vec<_> = lines.iter().filter(|it| it.1.n > 0).collect();
    if known.is_empty() {
        widgets::label(ui, texts.untested, Font::Small, theme.muted);
    }
    for (template, times) in known {
        let text = texts.times(template, u64::from(times.n));
        let text = with_place(model, text, times);
        widgets::label(ui, &text, Font::Small, theme.muted);
    }
}

fn with_place(model: &CodeModel, text: String, times: &Times) -> String {
    match times.first {
        Some(first) => format!("{text} · {}", model.place(first)),
        None => text,
    }
}

fn reason(window: &Window<'_>, model: &CodeModel, it: &TierReason) -> String {
    let text = window.texts.tier_reason(it.sign, &it.what, it.n);
    match it.first {
        Some(first) => format!("{text} · {}", model.place(first)),
        None => text,
    }
}

/// Draws the transactions that a module takes part in.
pub(super) fn transactions_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    model: &CodeModel,
    id: ModuleId,
) {
    let all = model.data().transactions.iter();
    let own = all.filter(|it| !it.test && it.modules(model).binary_search(&id).is_ok());
    let rows: Vec<Row> = own.map(|it| row(window, model, it)).collect();
    if !rows.is_empty() {
        list_ui(ui, window, state, window.texts.transactions, &rows);
    }
}

fn row(window: &Window<'_>, model: &CodeModel, it: &Transaction) -> Row {
    let module = model.module_of(it.from);
    let owner = module.and_then(|it| window.session.owner_of(it));
    let command: Option<Command> = match it.from {
        crate::model::Node::Item(item) => Some(Selection::Item(item).into()),
        _ => module.map(|it| Selection::module(it).into()),
    };
    Row {
        color: window.color_of(owner),
        name: window.short(model.path_of(it.from)).to_owned(),
        number: window.texts.n_tables(it.written().len()),
        command,
    }
}
