//! Tables, views and routines, and which service reads and writes each.

use egui::{ScrollArea, Ui};

use crate::insight::{TableUse, TableUser, give_tables, table_uses};
use crate::model::CodeModel;
use crate::plan::{Owner, PlanEdit};
use crate::session::{PlanCommand, Selection};
use crate::ui::inspector::measured_cell;
use crate::ui::theme::Font;
use crate::ui::widgets::{self, Align, Cell, Column, Look, Sort, Table};
use crate::ui::window::Window;

/// What stands before the columns of the services.
const N_FIXED: usize = 3;

/// What the page remembers from frame to frame.
#[derive(Debug)]
pub(super) struct Data {
    sort: Sort,
    /// For which state of the plan `uses` and `order` were made.
    key: Option<(u64, Sort)>,
    uses: Vec<TableUse>,
    order: Vec<usize>,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            sort: Sort {
                column: 0,
                descending: false,
            },
            key: None,
            uses: Vec::new(),
            order: Vec::new(),
        }
    }
}

/// How many tables, views and routines there are.
pub(super) fn n_objects(model: &CodeModel) -> usize {
    let objects = model.modules().iter();
    objects.filter(|it| it.object_kind().is_some()).count()
}

/// Draws the page.
pub(super) fn data_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Data) {
    let (Some(assessment), Some(model)) = (window.session.assessment(), window.session.model())
    else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    let owners: Vec<Owner> = assessment.services.iter().map(|it| it.0).collect();
    state.refresh(window, model, &owners);
    if state.uses.is_empty() {
        widgets::remark(ui, theme, texts.no_data);
        return;
    }
    let names: Vec<String> = owners.iter().map(|it| window.name_of(*it)).collect();
    let fixed = [
        (texts.table_column, 1.4, 190.0),
        (texts.table_kind, 0.0, 84.0),
        (texts.service, 0.7, 120.0),
    ];
    let fixed = fixed.map(|(caption, share, least)| Column {
        caption,
        share,
        least,
        align: Align::Left,
    });
    let of_services = names.iter().map(|it| Column {
        caption: it,
        share: 0.5,
        least: 128.0,
        align: Align::Right,
    });
    // A column of its own, behind all counts of places.
    let measured = window.session.measured().map(|_| Column {
        caption: texts.measured_column,
        share: 0.5,
        least: 200.0,
        align: Align::Right,
    });
    let columns = fixed.into_iter().chain(of_services).chain(measured);
    let columns: Vec<Column<'_>> = columns.collect();
    let table = Table {
        columns: &columns,
        n_rows: state.order.len(),
        theme,
    };
    let (order, uses, sort) = (&state.order, &state.uses, &mut state.sort);
    let shown = window.session.selection();
    let selection = |row: usize| Selection::module(uses[order[row]].table);
    let cells = |row: usize| cells_of(window, model, &owners, &uses[order[row]]);
    let least: f32 = columns.iter().map(|it| it.least).sum();
    let area = ScrollArea::horizontal().auto_shrink([false, false]);
    let clicked = area.show(ui, |ui| {
        ui.set_width(least.max(ui.available_width()));
        table.show(ui, sort, |row| *shown == selection(row), cells)
    });
    if let Some(row) = clicked.inner {
        window.push(selection(row));
    }
}

/// Draws the button that gives tables to their writers, beside the tabs; nothing if there is none to
/// give.
pub(super) fn give_ui(ui: &mut Ui, window: &mut Window<'_>, state: &Data) {
    let (Some(model), Some(plan)) = (window.session.model(), window.session.plan()) else {
        return;
    };
    let current = state.key.map(|it| it.0) == Some(window.session.revision());
    let edits = if current {
        give_tables(model, plan, &state.uses)
    } else {
        Vec::new()
    };
    if edits.is_empty() {
        return;
    }
    let (theme, texts) = (window.theme, window.texts);
    let button = widgets::button(ui, theme, texts.give_tables, Look::Plain);
    if button.on_hover_text(texts.give_tables_about).clicked() {
        window.push(PlanCommand::Edit(PlanEdit::Batch(edits)));
    }
}

impl Data {
    fn refresh(&mut self, window: &Window<'_>, model: &CodeModel, owners: &[Owner]) {
        let revision = window.session.revision();
        let before = self.key.replace((revision, self.sort));
        if before == self.key {
            return;
        }
        let uses = window.session.graph().zip(window.session.assessment());
        self.uses = uses.map_or_else(Vec::new, |(graph, assessment)| {
            table_uses(model, graph, assessment)
        });
        let uses = &self.uses;
        let place = |it: &TableUse| owners.iter().position(|owner| *owner == it.owner);
        let amount = |it: &TableUse, column: usize| {
            let found = owners.get(column - N_FIXED).and_then(|of| it.user(*of));
            found.map_or((0.0, 0.0), |it| (it.writes, it.reads))
        };
        self.order = (0..uses.len()).collect();
        match self.sort.column {
            0 => self
                .order
                .sort_by_key(|it| model.module(uses[*it].table).name.clone()),
            1 => self.order.sort_by_key(|it| uses[*it].kind),
            2 => self.order.sort_by_key(|it| place(&uses[*it])),
            column if column == N_FIXED + owners.len() => {
                let calls = |it: &usize| {
                    let read = window.session.measured();
                    read.map(|read| measured_cell(read, uses[*it].table).0)
                };
                self.order.sort_by_key(calls);
            }
            column => self.order.sort_by(|a, b| {
                let (a, b) = (amount(&uses[*a], column), amount(&uses[*b], column));
                a.0.total_cmp(&b.0).then_with(|| a.1.total_cmp(&b.1))
            }),
        }
        if self.sort.descending {
            self.order.reverse();
        }
    }
}

fn cells_of(window: &Window<'_>, model: &CodeModel, owners: &[Owner], it: &TableUse) -> Vec<Cell> {
    let (theme, texts) = (window.theme, window.texts);
    let color = window.color_of(it.owner);
    let mut cells = vec![
        Cell::new(&*model.module(it.table).name, Font::Strong, theme.text).dotted(color),
        Cell::new(it.kind.word(), Font::Body, theme.muted),
        Cell::new(window.name_of(it.owner), Font::Body, theme.muted),
    ];
    let n_writers = it.users.iter().filter(|it| it.writes > 0.0).count();
    let amount = |user: &TableUser| {
        // Red is what a boundary must not let through: a second hand that writes.
        let ink = match (user.owner == it.owner, user.writes > 0.0) {
            (true, _) => theme.text,
            (false, true) if n_writers > 1 => theme.bad,
            (false, true) => theme.warn,
            (false, false) => theme.muted,
        };
        Cell::new(texts.writes_reads(user.writes, user.reads), Font::Body, ink)
    };
    cells.extend(owners.iter().map(|owner| {
        let none = || Cell::new("", Font::Body, theme.muted);
        it.user(*owner).map_or_else(none, amount)
    }));
    if let Some(read) = window.session.measured() {
        let (_, words) = measured_cell(read, it.table);
        cells.push(Cell::new(words, Font::Body, theme.text));
    }
    cells
}
