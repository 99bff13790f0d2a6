//! Lists of modules and edges, each row a door to what it names.

use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

use super::Inspector;
use crate::insight::CutEdge;
use crate::model::{ModuleId, Node};
use crate::session::{Command, Selection};
use crate::ui::theme::{Font, space};
use crate::ui::widgets;
use crate::ui::window::Window;

/// So many rows are shown until the whole list is asked for.
const N_FIRST: usize = 8;
const ROW: f32 = 26.0;

/// A row: a color, a name, a number, and what a click on it means.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) color: egui::Color32,
    pub(super) name: String,
    pub(super) number: String,
    pub(super) command: Option<Command>,
}

/// A captioned list; long ones are shown whole on a click.
pub(super) fn list_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    caption: &'static str,
    rows: &[Row],
) {
    let (theme, texts) = (window.theme, window.texts);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, caption, &texts.grouped(rows.len() as u64));
    if rows.is_empty() {
        widgets::label(ui, texts.none, Font::Small, theme.muted);
        return;
    }
    let whole = state.whole.contains(caption);
    let n_shown = if whole {
        rows.len()
    } else {
        rows.len().min(N_FIRST)
    };
    rows_ui(ui, window, &rows[..n_shown]);
    if n_shown < rows.len() {
        ui.horizontal(|ui| {
            ui.add_space(space::S);
            if widgets::link(ui, theme, &texts.show_all(rows.len()), Font::Small).clicked() {
                state.whole.insert(caption);
            }
        });
    }
}

/// Rows, one below the other without a gap.
pub(super) fn rows_ui(ui: &mut Ui, window: &mut Window<'_>, rows: &[Row]) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, row) in rows.iter().enumerate() {
            let sense = if row.command.is_some() {
                Sense::click()
            } else {
                Sense::hover()
            };
            let named = format!("{} {}", row.name, row.number);
            let drawn = ui.push_id(at, |ui| {
                widgets::row(ui, window.theme, (ROW, sense), false, &named)
            });
            let (rect, response) = drawn.inner;
            paint_row(ui, window, rect, row);
            if let (true, Some(command)) = (response.clicked(), &row.command) {
                window.push(command.clone());
            }
        }
    });
}

fn paint_row(ui: &Ui, window: &Window<'_>, rect: Rect, row: &Row) {
    let theme = window.theme;
    widgets::dot(ui, pos2(rect.left() + 10.0, rect.center().y), row.color);
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let number = (Font::Code, theme.muted);
    let place = widgets::paint(ui, inner, Align2::RIGHT_CENTER, &row.number, number);
    let name = Rect::from_min_max(
        pos2(rect.left() + 22.0, rect.top()),
        pos2(place.left() - space::S, rect.bottom()),
    );
    widgets::paint(
        ui,
        name,
        Align2::LEFT_CENTER,
        &row.name,
        (Font::Small, theme.text),
    );
}

/// A row for a module.
pub(super) fn module_row(
    window: &Window<'_>,
    module: ModuleId,
    number: String,
    command: Command,
) -> Row {
    let model = window.session.model();
    let name = model
        .map_or("", |it| window.short(&it.module(module).path))
        .to_owned();
    let color = window.color_of(window.session.owner_of(module));
    Row {
        color,
        name,
        number,
        command: Some(command),
    }
}

/// The heaviest of some cut edges.
pub(super) fn cut_edges_ui<'a>(
    ui: &mut Ui,
    window: &mut Window<'_>,
    edges: impl Iterator<Item = &'a CutEdge>,
) {
    let rows: Vec<Row> = edges
        .take(N_FIRST)
        .filter_map(|edge| cut_edge_row(window, edge))
        .collect();
    rows_ui(ui, window, &rows);
}

/// A row for a cut edge: both ends without the crate they share.
pub(super) fn cut_edge_row(window: &Window<'_>, edge: &CutEdge) -> Option<Row> {
    let model = window.session.model()?;
    let name = arrow(window, model.path_of(edge.from), model.path_of(edge.to));
    let command = edge_of(window, edge.from, edge.to).map(Command::from);
    let number = window.texts.weight(edge.weight);
    Some(Row {
        color: window.color_of(edge.to_owner),
        name,
        number,
        command,
    })
}

/// The selection that shows the edge between the modules of two nodes.
pub(super) fn edge_of(window: &Window<'_>, from: Node, to: Node) -> Option<Selection> {
    let model = window.session.model()?;
    Some(Selection::Edge {
        from: model.module_of(from)?,
        to: model.module_of(to)?,
    })
}

/// `a::b → c::d`.
pub(super) fn arrow(window: &Window<'_>, from: &str, to: &str) -> String {
    format!("{} → {}", window.short(from), window.short(to))
}
