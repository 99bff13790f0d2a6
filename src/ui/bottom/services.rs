//! The figures of every service, live.

use egui::Ui;

use crate::arrange::ContainerKey;
use crate::insight::{ServiceFigures, Target};
use crate::plan::Owner;
use crate::session::Selection;
use crate::ui::theme::Font;
use crate::ui::widgets::{self, Align, Cell, Column, Sort, Table};
use crate::ui::window::Window;

/// Draws the page.
pub(super) fn services_ui(ui: &mut Ui, window: &mut Window<'_>, sort: &mut Sort) {
    let Some(assessment) = window.session.assessment() else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    // While something is held over a target, the figures are those after the drop.
    let held = window
        .session
        .what_if()
        .map_or(&[][..], |it| &it.preview.rows);
    let after = |row: &(Owner, ServiceFigures)| {
        let change = held.iter().find(|it| it.of == Target::Owner(row.0));
        change.map_or_else(|| row.clone(), |it| (row.0, it.after.clone()))
    };
    let mut rows: Vec<(Owner, ServiceFigures)> = assessment.services.iter().map(after).collect();
    let figure = |it: &ServiceFigures| match sort.column {
        1 => f64::from(it.n_modules),
        2 => f64::from(it.n_objects),
        3 => f64::from(it.n_lines),
        4 => it.cohesion().unwrap_or(-1.0),
        5 => it.incoming,
        _ => it.outgoing,
    };
    // The first column stands for the order of the plan.
    if sort.column > 0 {
        rows.sort_by(|a, b| figure(&a.1).total_cmp(&figure(&b.1)));
    }
    if sort.descending {
        rows.reverse();
    }
    let number = |caption| Column {
        caption,
        share: 1.0,
        least: 88.0,
        align: Align::Right,
    };
    let columns = [
        Column {
            caption: texts.service,
            share: 2.0,
            least: 160.0,
            align: Align::Left,
        },
        number(texts.modules),
        number(texts.tables),
        number(texts.lines),
        number(texts.cohesion),
        number(texts.incoming),
        number(texts.outgoing),
    ];
    let table = Table {
        columns: &columns,
        n_rows: rows.len(),
        theme,
    };
    let key = |row: usize| rows[row].0.map(ContainerKey::Service);
    let shown = window.session.selection();
    let selected = |row: usize| key(row).is_some_and(|it| *shown == Selection::Container(it));
    let clicked = table.show(ui, sort, selected, |row| cells_of(window, &rows[row]));
    if let Some(key) = clicked.and_then(key) {
        window.push(Selection::Container(key));
    }
    if rows.len() < 2 {
        widgets::remark(ui, theme, texts.no_services_yet);
    }
}

fn cells_of(window: &Window<'_>, (owner, figures): &(Owner, ServiceFigures)) -> Vec<Cell> {
    let (theme, texts) = (window.theme, window.texts);
    let ink = if owner.is_some() {
        theme.text
    } else {
        theme.muted
    };
    let number = |text: String| Cell::new(text, Font::Body, ink);
    let cohesion = figures
        .cohesion()
        .map_or_else(|| "–".to_owned(), |it| format!("{it:.2}"));
    vec![
        Cell::new(window.name_of(*owner), Font::Strong, ink).dotted(window.color_of(*owner)),
        number(texts.grouped(u64::from(figures.n_modules))),
        number(texts.grouped(u64::from(figures.n_objects))),
        number(texts.grouped(u64::from(figures.n_lines))),
        number(cohesion),
        number(texts.weight(figures.incoming)),
        number(texts.weight(figures.outgoing)),
    ]
}
