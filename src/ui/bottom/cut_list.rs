//! Every dependency across a boundary: sorted, filtered, each a door to its evidence.

use std::sync::Arc;

use egui::Ui;

use crate::insight::CutEdge;
use crate::insight::obstacles::{Homes, Memo, Tally};
use crate::model::{CodeModel, Confidence};
use crate::pipeline::Analysis;
use crate::session::Selection;
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Align, Cell, Column, Icon, Sort, Table};
use crate::ui::window::Window;

/// What the page remembers from frame to frame.
#[derive(Debug)]
pub(super) struct CutList {
    filter: String,
    sort: Sort,
    /// What `order` was made for.
    key: Option<(u64, String, Sort)>,
    order: Vec<usize>,
    /// The code that `memo` belongs to.
    code: Option<Arc<Analysis>>,
    memo: Memo,
    /// What the items used by each edge would meet on a network, and for which state of the plan.
    tallies: Vec<Tally>,
    tallied: Option<u64>,
}

impl Default for CutList {
    fn default() -> Self {
        let sort = Sort {
            column: 4,
            descending: true,
        };
        Self {
            filter: String::new(),
            sort,
            key: None,
            order: Vec::new(),
            code: None,
            memo: Memo::default(),
            tallies: Vec::new(),
            tallied: None,
        }
    }
}

/// Draws the page.
pub(super) fn cut_list_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut CutList) {
    let (Some(assessment), Some(model)) = (window.session.assessment(), window.session.model())
    else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    if assessment.cut_edges.is_empty() {
        widgets::remark(ui, theme, texts.nothing_cut);
        return;
    }
    state.tally(window, &assessment.cut_edges);
    state.refresh(window, &assessment.cut_edges, model);
    let columns = [
        column(texts.from, 2.0),
        column(texts.to, 2.0),
        column(texts.owner_from, 1.0),
        column(texts.owner_to, 1.0),
        Column {
            caption: texts.references,
            share: 0.0,
            least: 110.0,
            align: Align::Right,
        },
        Column {
            caption: texts.filter_confidence,
            share: 0.6,
            least: 130.0,
            align: Align::Left,
        },
        Column {
            caption: texts.remote,
            share: 0.0,
            least: 110.0,
            align: Align::Left,
        },
    ];
    let table = Table {
        columns: &columns,
        n_rows: state.order.len(),
        theme,
    };
    let (order, sort, tallies) = (&state.order, &mut state.sort, &state.tallies);
    let edge = |row: usize| &assessment.cut_edges[order[row]];
    let shown = window.session.selection();
    let selected = |row: usize| selection_of(model, edge(row)).is_some_and(|it| it == *shown);
    let cells = |row: usize| cells_of(window, model, edge(row), tallies[order[row]]);
    if let Some(row) = table.show(ui, sort, selected, cells)
        && let Some(selection) = selection_of(model, edge(row))
    {
        window.push(selection);
    }
}

/// Draws the field that filters, beside the tabs.
pub(super) fn filter_ui(ui: &mut Ui, window: &Window<'_>, state: &mut CutList) {
    ui.add_space(space::S);
    ui.allocate_ui(egui::vec2(ui.available_width().min(260.0), 30.0), |ui| {
        let id = egui::Id::unique("cut-filter");
        let field = (&mut state.filter, window.texts.filter_cut_list);
        widgets::field(ui, window.theme, field, Some(Icon::Search), id);
    });
}

impl CutList {
    /// Judges what the edges use; only while the page is shown, and once for a state of the plan.
    fn tally(&mut self, window: &Window<'_>, edges: &[CutEdge]) {
        let Some(analysis) = window.session.analysis() else {
            return;
        };
        if !self
            .code
            .as_ref()
            .is_some_and(|it| Arc::ptr_eq(it, analysis))
        {
            self.code = Some(analysis.clone());
            (self.memo, self.tallied) = (Memo::default(), None);
        }
        let revision = window.session.revision();
        if self.tallied == Some(revision) {
            return;
        }
        let (model, memo) = (&analysis.model, &mut self.memo);
        let homes = window.session.plan().map(|it| Homes::of(model, it));
        let tally = |edge: &CutEdge| Tally::of(model, memo, &edge.references, homes.as_ref());
        self.tallies = edges.iter().map(tally).collect();
        self.tallied = Some(revision);
    }

    fn refresh(&mut self, window: &Window<'_>, edges: &[CutEdge], model: &CodeModel) {
        let key = (window.session.revision(), self.filter.clone(), self.sort);
        if self.key.as_ref() == Some(&key) {
            return;
        }
        let filter = self.filter.trim().to_lowercase();
        let words = |edge: &CutEdge| {
            let owners = (
                window.name_of(edge.from_owner),
                window.name_of(edge.to_owner),
            );
            (
                model.path_of(edge.from).clone(),
                model.path_of(edge.to).clone(),
                owners,
            )
        };
        let fits = |at: &usize| {
            let (from, to, owners) = words(&edges[*at]);
            let text = format!("{from} {to} {} {}", owners.0, owners.1).to_lowercase();
            filter.split_whitespace().all(|word| text.contains(word))
        };
        self.order = (0..edges.len()).filter(fits).collect();
        match self.sort.column {
            0 => self.order.sort_by_cached_key(|at| words(&edges[*at]).0),
            1 => self.order.sort_by_cached_key(|at| words(&edges[*at]).1),
            2 => self.order.sort_by_cached_key(|at| words(&edges[*at]).2.0),
            3 => self.order.sort_by_cached_key(|at| words(&edges[*at]).2.1),
            5 => self
                .order
                .sort_by_cached_key(|at| sureness(model, &edges[*at])),
            6 => self.order.sort_by_key(|at| {
                let it = self.tallies[*at];
                (std::cmp::Reverse(it.worst), it.n_fine, it.n_items)
            }),
            _ => self
                .order
                .sort_by(|a, b| edges[*a].weight.total_cmp(&edges[*b].weight)),
        }
        if self.sort.descending {
            self.order.reverse();
        }
        self.key = Some(key);
    }
}

fn column(caption: &'static str, share: f32) -> Column<'static> {
    Column {
        caption,
        share,
        least: 80.0,
        align: Align::Left,
    }
}

fn selection_of(model: &CodeModel, edge: &CutEdge) -> Option<Selection> {
    Some(Selection::Edge {
        from: model.module_of(edge.from)?,
        to: model.module_of(edge.to)?,
    })
}

fn cells_of(window: &Window<'_>, model: &CodeModel, edge: &CutEdge, tally: Tally) -> Vec<Cell> {
    let theme = window.theme;
    let code = |node| Cell::new(window.short(model.path_of(node)), Font::Code, theme.text);
    let owner = |owner| {
        Cell::new(window.name_of(owner), Font::Small, theme.muted).dotted(window.color_of(owner))
    };
    vec![
        code(edge.from),
        code(edge.to),
        owner(edge.from_owner),
        owner(edge.to_owner),
        Cell::new(window.texts.weight(edge.weight), Font::Strong, theme.text),
        Cell::new(how_sure(window, model, edge), Font::Small, theme.muted),
        remote_cell(window, tally),
    ]
}

/// `resolved`, or `53 resolved, 3 inferred`.
fn how_sure(window: &Window<'_>, model: &CodeModel, edge: &CutEdge) -> String {
    let references = edge.references.iter().map(|it| model.reference(*it));
    window.texts.how_sure(references.map(|it| it.confidence))
}

/// The surest first, then by how many are as sure: what an order goes by.
fn sureness(model: &CodeModel, edge: &CutEdge) -> (Option<Confidence>, std::cmp::Reverse<usize>) {
    let all = || {
        edge.references
            .iter()
            .map(|it| model.reference(*it).confidence)
    };
    let best = all().min();
    let n_best = all().filter(|it| Some(*it) == best).count();
    (best, std::cmp::Reverse(n_best))
}

/// How many of the items used could be called over a network as they are.
fn remote_cell(window: &Window<'_>, tally: Tally) -> Cell {
    if tally.n_items == 0 {
        return Cell::new("", Font::Small, window.theme.muted);
    }
    let text = window.texts.n_of(tally.n_fine, tally.n_items);
    let color = window.theme.severity(tally.worst);
    Cell::new(text, Font::Small, window.theme.muted).dotted(color)
}
