//! The explorer: the module tree, and below it the services as places to drop modules.

mod services;
mod tree;

use egui::{
    Align2, DragAndDrop, Key, Modifiers, Panel, Rect, Response, ScrollArea, Sense, Ui, pos2, vec2,
};

use self::tree::{Row, Tree};
use super::theme::{Font, height, space};
use super::widgets::{self, Icon};
use super::window::Window;
use super::{Carried, menu};
use crate::model::{CodeModel, ModuleId, Successor};
use crate::pipeline::Analysis;
use crate::session::{CameraMove, SelectCommand, Selection, ViewCommand};

/// What the explorer remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct Explorer {
    filter: String,
    tree: Tree,
    /// Where a range of rows begins.
    anchor: Option<ModuleId>,
    /// Whether the arrow keys belong to the tree.
    active: bool,
    /// The selection that the rows were last scrolled to.
    followed: Selection,
}

impl Explorer {
    /// Speaks of code that was read again from now on.
    pub(super) fn succeed(
        &mut self,
        after: &std::sync::Arc<Analysis>,
        by: &Successor,
        selection: &Selection,
    ) {
        self.tree.succeed(after, by);
        self.anchor = self.anchor.and_then(|it| by.module(it));
        self.followed = selection.clone();
    }
}

/// Draws the explorer.
pub(super) fn explorer_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Explorer) {
    let frame = egui::Frame::new().fill(window.theme.panel);
    let panel = Panel::left("explorer")
        .default_size(share(ui, 0.18, 288.0))
        .size_range(200.0..=520.0)
        .frame(frame);
    panel.show(ui, |ui| {
        let inner = egui::Frame::new().inner_margin(egui::Margin::symmetric(space::M as i8, 8));
        inner.show(ui, |ui| {
            head_ui(ui, window, state);
            let services = services::height_of(window, ui.available_height());
            let room = ui.available_height() - services;
            ui.allocate_ui(vec2(ui.available_width(), room), |ui| {
                ui.set_min_height(room);
                tree_ui(ui, window, state);
            });
            services::services_ui(ui, window);
        });
    });
}

/// A share of the window's width, within reason.
pub(super) fn share(ui: &Ui, share: f32, most: f32) -> f32 {
    (ui.ctx().content_rect().width() * share)
        .clamp(most * 0.8, most)
        .round()
}

fn head_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Explorer) {
    let texts = window.texts;
    let (n_modules, _) = window.shown_size();
    widgets::section(
        ui,
        window.theme,
        texts.explorer,
        &texts.n_modules(n_modules),
    );
    let id = egui::Id::unique("explorer-filter");
    widgets::field(
        ui,
        window.theme,
        (&mut state.filter, texts.filter_modules),
        Some(Icon::Search),
        id,
    );
    ui.add_space(space::XS);
}

fn tree_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Explorer) {
    let Some(analysis) = window.session.analysis() else {
        return;
    };
    let follow = follow(window, state);
    let rows = state
        .tree
        .rows(analysis, &state.filter, window.session.view().filter.tests)
        .to_vec();
    if rows.is_empty() {
        ui.add_space(space::L);
        widgets::paragraph(
            ui,
            window.texts.nothing_found,
            Font::Small,
            window.theme.muted,
        );
        return;
    }
    keys(ui, window, state, &rows);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical()
        .id_salt("tree")
        .auto_shrink([false, false]);
    let target = follow.and_then(|it| rows.iter().position(|row| row.module == it));
    if let Some(at) = target {
        let seen = ui.available_height();
        area = area.vertical_scroll_offset((at as f32 * height::ROW - seen / 2.0).max(0.0));
    }
    area.show_rows(ui, height::ROW, rows.len(), |ui, visible| {
        for row in &rows[visible] {
            row_ui(ui, window, state, &rows, *row);
        }
    });
}

/// The module that was selected elsewhere and should come into view.
fn follow(window: &Window<'_>, state: &mut Explorer) -> Option<ModuleId> {
    let selection = window.session.selection();
    if state.followed == *selection {
        return None;
    }
    state.followed = selection.clone();
    if state.active {
        return None;
    }
    let module = selection.single_module()?;
    state.tree.reveal(window.session.model()?, module);
    Some(module)
}

fn row_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Explorer, rows: &[Row], row: Row) {
    let Some(model) = window.session.model() else {
        return;
    };
    let module = model.module(row.module);
    let selected = window.session.selection().has_module(row.module);
    let theme = window.theme;
    let sense = (height::ROW, Sense::click_and_drag());
    let (rect, response) = ui
        .push_id(row.module, |ui| {
            widgets::row(ui, theme, sense, selected, &module.path)
        })
        .inner;
    let left = rect.left() + space::XS + row.depth as f32 * 16.0;
    if let Some(unfolded) = row.unfolded {
        fold_ui(
            ui,
            window,
            state,
            row.module,
            (pos2(left, rect.center().y), unfolded),
        );
    }
    let owner = window.session.owner_of(row.module);
    let color = window.color_of(owner);
    let mark = pos2(left + 24.0, rect.center().y);
    let count = match module.object_kind() {
        Some(kind) => {
            let place = Rect::from_center_size(mark, vec2(16.0, 16.0));
            Icon::of_object(kind).paint(ui.painter(), place, color);
            n_columns(model, row.module)
        }
        None => {
            widgets::dot(ui, mark, color);
            window.texts.grouped(state.tree.n_lines(row.module))
        }
    };
    let inner = Rect::from_min_max(rect.min, rect.max - vec2(space::S, 0.0));
    let place = widgets::paint(
        ui,
        inner,
        Align2::RIGHT_CENTER,
        &count,
        (Font::Code, theme.muted),
    );
    let name = Rect::from_min_max(
        pos2(left + 36.0, rect.top()),
        pos2(place.left() - space::S, rect.bottom()),
    );
    let font = if row.unfolded.is_some() {
        Font::Strong
    } else {
        Font::Body
    };
    let unassigned = owner.is_none() && (row.depth > 0 || module.object_kind().is_some());
    let ink = if unassigned && !selected {
        theme.muted
    } else {
        theme.text
    };
    widgets::paint(ui, name, Align2::LEFT_CENTER, &module.name, (font, ink));
    answer(window, state, rows, row, &response);
}

/// How many columns an object has; nothing where none is known.
fn n_columns(model: &CodeModel, module: ModuleId) -> String {
    let object = model.object_of(module).map(|it| model.data().object(it));
    let n = object.map_or(0, |it| it.columns.len());
    if n == 0 { String::new() } else { n.to_string() }
}

fn fold_ui(
    ui: &Ui,
    window: &Window<'_>,
    state: &mut Explorer,
    module: ModuleId,
    (at, unfolded): (egui::Pos2, bool),
) {
    let rect = Rect::from_center_size(at + vec2(8.0, 0.0), vec2(20.0, height::ROW));
    let response = ui.interact(rect, ui.scope_id().with(("fold", module)), Sense::click());
    let icon = if unfolded {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let ink = if response.hovered() {
        window.theme.text
    } else {
        window.theme.muted
    };
    icon.paint(ui.painter(), rect, ink);
    if response.clicked() {
        state.tree.toggle(module);
    }
}

/// What a click, a drag or a right click on a row means.
fn answer(
    window: &mut Window<'_>,
    state: &mut Explorer,
    rows: &[Row],
    row: Row,
    response: &Response,
) {
    if response.double_clicked() {
        if row.unfolded.is_some() && state.filter.is_empty() {
            state.tree.toggle(row.module);
        }
        window.push(ViewCommand::Camera(CameraMove::Show(row.module)));
    } else if response.clicked() {
        state.active = true;
        let modifiers = response.ctx.input(|it| it.modifiers);
        click(window, state, rows, (row.module, modifiers));
    } else if response.clicked_elsewhere() {
        state.active = false;
    }
    if response.secondary_clicked() && !window.session.selection().has_module(row.module) {
        window.push(Selection::module(row.module));
    }
    if response.drag_started() {
        let selection = window.session.selection();
        let carried = selection_or(selection, row.module);
        DragAndDrop::set_payload(&response.ctx, Carried(carried));
    }
    let selected = window.session.selection();
    let modules = match selection_or(selected, row.module) {
        modules if response.context_menu_opened() => modules,
        _ => vec![row.module],
    };
    response.context_menu(|ui| menu::modules_menu(ui, window, &modules));
}

fn selection_or(selection: &Selection, module: ModuleId) -> Vec<ModuleId> {
    if selection.has_module(module) {
        selection.selected_modules()
    } else {
        vec![module]
    }
}

fn click(
    window: &mut Window<'_>,
    state: &mut Explorer,
    rows: &[Row],
    (module, modifiers): (ModuleId, Modifiers),
) {
    let place = |module: ModuleId| rows.iter().position(|it| it.module == module);
    let range = state
        .anchor
        .filter(|_| modifiers.shift)
        .and_then(place)
        .zip(place(module));
    if let Some((from, to)) = range {
        let range = from.min(to)..=from.max(to);
        window.push(Selection::modules(rows[range].iter().map(|it| it.module)));
    } else if modifiers.command {
        state.anchor = Some(module);
        window.push(SelectCommand::Toggle(module));
    } else {
        state.anchor = Some(module);
        window.push(Selection::module(module));
    }
}

/// The arrow keys walk through the tree after it was clicked.
fn keys(ui: &Ui, window: &mut Window<'_>, state: &mut Explorer, rows: &[Row]) {
    let busy = ui.ctx().text_edit_focused() || window.session.view().dialog.is_some();
    if !state.active || busy {
        return;
    }
    let Some(current) = state
        .anchor
        .and_then(|it| rows.iter().position(|row| row.module == it))
    else {
        return;
    };
    let pressed = |key| ui.input_mut(|it| it.consume_key(Modifiers::NONE, key));
    let row = rows[current];
    let mut next = None;
    if pressed(Key::ArrowDown) {
        next = rows.get(current + 1);
    } else if pressed(Key::ArrowUp) {
        next = current.checked_sub(1).and_then(|it| rows.get(it));
    } else if pressed(Key::ArrowRight) {
        match row.unfolded {
            Some(false) => state.tree.toggle(row.module),
            _ => next = rows.get(current + 1),
        }
    } else if pressed(Key::ArrowLeft) {
        match row.unfolded {
            Some(true) if state.filter.is_empty() => state.tree.toggle(row.module),
            _ => next = rows[..current].iter().rev().find(|it| it.depth < row.depth),
        }
    }
    if let Some(next) = next {
        state.anchor = Some(next.module);
        window.push(Selection::module(next.module));
        let top = ui.max_rect().top();
        let at = rows
            .iter()
            .position(|it| it.module == next.module)
            .unwrap_or(0);
        let rect = Rect::from_min_size(
            pos2(ui.max_rect().left(), top + at as f32 * height::ROW),
            vec2(10.0, height::ROW),
        );
        ui.scroll_to_rect(rect, None);
    }
}
