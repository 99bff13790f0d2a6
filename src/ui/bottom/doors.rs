//! Doors by the hops they would cost, and the walk of the chosen one with its places.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2};

use crate::insight::{Stop, Walk, WalkStep, walks};
use crate::model::{CodeModel, Node};
use crate::session::Selection;
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Align, Cell, Column, Icon, Sort, Table};
use crate::ui::window::Window;

/// The share of the width that the table takes.
const TABLE_SHARE: f32 = 0.58;
/// Steps that are drawn of one walk; the report has all of them.
const MAX_STEPS: usize = 300;

/// What the page remembers from frame to frame.
#[derive(Debug)]
pub(super) struct Doors {
    filter: String,
    sort: Sort,
    /// For which state of the plan `walks` were made.
    revision: Option<u64>,
    walks: Vec<Walk>,
    /// What `order` was made for.
    key: Option<(u64, String, Sort)>,
    /// Positions among the walks.
    order: Vec<usize>,
    /// The id of the door that was chosen.
    chosen: Option<std::sync::Arc<str>>,
}

impl Default for Doors {
    fn default() -> Self {
        let sort = Sort {
            column: 2,
            descending: true,
        };
        Self {
            filter: String::new(),
            sort,
            revision: None,
            walks: Vec::new(),
            key: None,
            order: Vec::new(),
            chosen: None,
        }
    }
}

/// Draws the page.
pub(super) fn doors_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Doors) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let model = &*analysis.model;
    if model.doors().inbound.is_empty() {
        widgets::remark(ui, window.theme, window.texts.no_doors);
        return;
    }
    state.refresh(window, model);
    let whole = ui.available_rect_before_wrap();
    let border = whole.left() + whole.width() * TABLE_SHARE;
    let left = Rect::from_min_max(whole.min, pos2(border - space::L, whole.bottom()));
    let right = Rect::from_min_max(pos2(border, whole.top()), whole.max);
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        table_ui(ui, window, state, model);
    });
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
        let area = ScrollArea::vertical().auto_shrink([false, false]);
        area.id_salt("door-walk")
            .show(ui, |ui| walk_ui(ui, window, state, model));
    });
}

fn table_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Doors, model: &CodeModel) {
    let texts = window.texts;
    let column = |caption, share: f32, least: f32, align| Column {
        caption,
        share,
        least,
        align,
    };
    let columns = [
        column(texts.door, 2.0, 170.0, Align::Left),
        column(texts.service, 0.8, 100.0, Align::Left),
        column(texts.hops, 0.0, 64.0, Align::Right),
        column(texts.answered_by, 1.6, 130.0, Align::Left),
    ];
    let table = Table {
        columns: &columns,
        n_rows: state.order.len(),
        theme: window.theme,
    };
    let (order, walks, chosen) = (&state.order, &state.walks, &state.chosen);
    let id = |row: usize| &model.doors().inbound[walks[order[row]].door].id;
    let selected = |row: usize| chosen.as_ref() == Some(id(row));
    let cells = |row: usize| cells_of(window, model, &walks[order[row]]);
    let clicked = table.show(ui, &mut state.sort, selected, cells);
    if let Some(row) = clicked {
        let walk = &state.walks[state.order[row]];
        let door = &model.doors().inbound[walk.door];
        if let Some(module) = model.module_of(door.handler) {
            window.push(Selection::module(module));
        }
        state.chosen = Some(door.id.clone());
    }
}

fn cells_of(window: &Window<'_>, model: &CodeModel, walk: &Walk) -> Vec<Cell> {
    let theme = window.theme;
    let door = &model.doors().inbound[walk.door];
    let hops = window.texts.hops_of(walk.n_hops, walk.n_left_out > 0);
    let handler = model.path_of(door.handler);
    vec![
        Cell::new(door.name(), Font::Code, theme.text),
        Cell::new(
            window.name_of(walk.owner),
            Font::Body,
            window.color_of(walk.owner),
        ),
        Cell::new(hops, Font::Body, theme.text),
        Cell::new(&**handler, Font::Code, theme.muted),
    ]
}

/// The walk of the chosen door, a step a line; a click selects the module of a step.
fn walk_ui(ui: &mut Ui, window: &mut Window<'_>, state: &Doors, model: &CodeModel) {
    let (theme, texts) = (window.theme, window.texts);
    let doors = &model.doors().inbound;
    let chosen = state.chosen.as_ref();
    let walk = state
        .walks
        .iter()
        .find(|it| chosen == Some(&doors[it.door].id));
    let Some(walk) = walk else {
        widgets::paragraph(ui, texts.door_choose, Font::Small, theme.muted);
        return;
    };
    let door = &doors[walk.door];
    let hops = texts.walk_of(door.name(), walk.n_hops);
    widgets::paragraph(ui, &hops, Font::Body, theme.text);
    widgets::paragraph(ui, texts.hops_about, Font::Small, theme.muted);
    ui.add_space(space::S);
    for (idx, step) in walk.steps.iter().take(MAX_STEPS).enumerate() {
        ui.push_id(idx, |ui| step_ui(ui, window, model, step));
    }
    let n_more = walk.steps.len().saturating_sub(MAX_STEPS) as u64 + u64::from(walk.n_left_out);
    if n_more > 0 {
        let text = texts.more_steps(n_more);
        widgets::paragraph(ui, &text, Font::Small, theme.muted);
    }
}

fn step_ui(ui: &mut Ui, window: &mut Window<'_>, model: &CodeModel, step: &WalkStep) {
    let (theme, texts) = (window.theme, window.texts);
    let place = step.span.map(|it| model.place(it)).unwrap_or_default();
    ui.horizontal(|ui| {
        ui.add_space(space::L * step.depth.min(12) as f32);
        let response = widgets::link(ui, theme, &words_of(model, step), Font::Code);
        let response = response.on_hover_text(place);
        if response.clicked()
            && let Some(module) = module_of(model, step)
        {
            window.push(Selection::module(module));
        }
        if step.is_hop {
            let text = texts.over_to(&window.name_of(step.owner));
            widgets::label(ui, &text, Font::Small, window.color_of(step.owner));
        }
        if step.is_again {
            widgets::label(ui, texts.as_above, Font::Small, theme.muted);
        }
    });
}

fn module_of(model: &CodeModel, step: &WalkStep) -> Option<crate::model::ModuleId> {
    match step.to {
        Stop::Code(node) => model.module_of(node),
        Stop::Object(object, _) => Some(model.module_of_object(object)),
        Stop::Transaction(it) => model.module_of(model.data().steps[it].from),
        Stop::Outside(it) => model.module_of(model.doors().outbound[it].from),
    }
}

/// A step in the words of the code.
fn words_of(model: &CodeModel, step: &WalkStep) -> String {
    match step.to {
        Stop::Code(node @ Node::Item(_)) => {
            let path = model.path_of(node);
            let mut parts: Vec<&str> = path.rsplitn(3, "::").take(2).collect();
            parts.reverse();
            parts.join("::")
        }
        Stop::Code(node) => model.path_of(node).to_string(),
        Stop::Object(object, access) => format!("{access} {}", model.data().object(object).id),
        Stop::Transaction(it) => model.data().steps[it].step.to_string(),
        Stop::Outside(it) => {
            let outbound = &model.doors().outbound[it];
            let target = outbound.target.as_deref().unwrap_or_default();
            format!("{} {} {target}", outbound.kind, outbound.library)
        }
    }
}

/// Draws the field that filters, beside the tabs.
pub(super) fn filter_ui(ui: &mut Ui, window: &Window<'_>, state: &mut Doors) {
    ui.add_space(space::S);
    ui.allocate_ui(egui::vec2(ui.available_width().min(260.0), 30.0), |ui| {
        let id = egui::Id::unique("door-filter");
        let field = (&mut state.filter, window.texts.filter_doors);
        widgets::field(ui, window.theme, field, Some(Icon::Search), id);
    });
}

impl Doors {
    fn refresh(&mut self, window: &Window<'_>, model: &CodeModel) {
        let revision = window.session.revision();
        if self.revision != Some(revision) {
            let plan = window.session.plan();
            self.walks = plan.map_or_else(Vec::new, |plan| walks(model, plan));
            self.revision = Some(revision);
        }
        let key = (revision, self.filter.clone(), self.sort);
        if self.key.as_ref() == Some(&key) {
            return;
        }
        let doors = &model.doors().inbound;
        let filter = self.filter.trim().to_lowercase();
        let fits = |at: &usize| {
            let door = &doors[self.walks[*at].door];
            let handler = model.path_of(door.handler);
            let text = format!("{} {handler}", door.id).to_lowercase();
            filter.split_whitespace().all(|word| text.contains(word))
        };
        self.order = (0..self.walks.len()).filter(fits).collect();
        let walks = &self.walks;
        let order = &mut self.order;
        match self.sort.column {
            0 => order.sort_by_key(|at| &doors[walks[*at].door].path),
            1 => order.sort_by_cached_key(|at| window.name_of(walks[*at].owner)),
            2 => order.sort_by_key(|at| walks[*at].n_hops),
            _ => order.sort_by_key(|at| model.path_of(doors[walks[*at].door].handler)),
        }
        if self.sort.descending {
            self.order.reverse();
        }
        self.key = Some(key);
    }
}
