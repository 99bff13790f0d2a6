//! What the figures may lack: every gap with its place; a click shows the code and what it means.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2};

use crate::export::blind_words;
use crate::model::{CodeModel, Gap};
use crate::pipeline::Analysis;
use crate::source::{FileId, Span};
use crate::ui::inspector::Evidence;
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Align, Cell, Column, Icon, Sort, Table};
use crate::ui::window::Window;

/// So many lines after the marked one are shown.
const N_LINES: u32 = 6;
/// The share of the width that the table takes.
const TABLE_SHARE: f32 = 0.62;

/// What the page remembers from frame to frame.
#[derive(Debug)]
pub(super) struct Blind {
    filter: String,
    sort: Sort,
    /// What `order` was made for.
    key: Option<(u64, String, Sort)>,
    /// Positions among the gaps of the model.
    order: Vec<usize>,
    chosen: Option<Gap>,
    evidence: Evidence,
}

impl Default for Blind {
    fn default() -> Self {
        let sort = Sort {
            column: 0,
            descending: false,
        };
        Self {
            filter: String::new(),
            sort,
            key: None,
            order: Vec::new(),
            chosen: None,
            evidence: Evidence::default(),
        }
    }
}

/// How many blind spots there are outside of test code.
pub(in crate::ui) fn n_blind(model: &CodeModel) -> u64 {
    let counted = model.gaps().iter().filter(|it| !it.test);
    counted.map(|it| u64::from(it.n)).sum()
}

/// Draws the page.
pub(super) fn blind_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Blind) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let gaps = analysis.model.gaps();
    if gaps.iter().all(|it| it.test) {
        widgets::remark(ui, window.theme, window.texts.no_blind_spots);
        return;
    }
    state.refresh(window.session.revision(), gaps);
    let whole = ui.available_rect_before_wrap();
    let border = whole.left() + whole.width() * TABLE_SHARE;
    let left = Rect::from_min_max(whole.min, pos2(border - space::L, whole.bottom()));
    let right = Rect::from_min_max(pos2(border, whole.top()), whole.max);
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        table_ui(ui, window, state, &analysis);
    });
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
        let area = ScrollArea::vertical().auto_shrink([false, false]);
        area.id_salt("blind-about")
            .show(ui, |ui| about_ui(ui, window, state, &analysis));
    });
}

fn table_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Blind, analysis: &Analysis) {
    let texts = window.texts;
    let gaps = analysis.model.gaps();
    let column = |caption, share: f32, least: f32| Column {
        caption,
        share,
        least,
        align: Align::Left,
    };
    let columns = [
        column(texts.blind_kind, 1.2, 140.0),
        column(texts.blind_what, 2.0, 120.0),
        column(texts.blind_place, 2.0, 120.0),
        Column {
            caption: texts.blind_times,
            share: 0.0,
            least: 70.0,
            align: Align::Right,
        },
    ];
    let table = Table {
        columns: &columns,
        n_rows: state.order.len(),
        theme: window.theme,
    };
    let (order, chosen) = (&state.order, &state.chosen);
    let selected = |row: usize| chosen.as_ref() == Some(&gaps[order[row]]);
    let cells = |row: usize| cells_of(window, &gaps[order[row]]);
    let clicked = table.show(ui, &mut state.sort, selected, cells);
    if let Some(row) = clicked {
        let gap = gaps[state.order[row]].clone();
        if let Some(place) = gap.place() {
            super::notices::go_to(window, &analysis.model, &place);
        }
        state.chosen = Some(gap);
    }
}

/// The code at the place that was chosen, and what it means for the figures.
fn about_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Blind, analysis: &Analysis) {
    let (theme, texts) = (window.theme, window.texts);
    let Some(gap) = &state.chosen else {
        widgets::paragraph(ui, texts.blind_choose, Font::Small, theme.muted);
        return;
    };
    let words = blind_words(gap.kind);
    widgets::paragraph(ui, words.about, Font::Body, theme.text);
    let missing = texts.blind_missing(words.missing);
    widgets::paragraph(ui, &missing, Font::Small, theme.muted);
    let advice = texts.blind_advice(words.advice);
    widgets::paragraph(ui, &advice, Font::Small, theme.muted);
    ui.add_space(space::S);
    let files = &analysis.tree.files;
    if let Ok(at) = files.binary_search_by(|it| it.path.cmp(&gap.file)) {
        let span = Span {
            file: FileId(at as u32),
            line: gap.line.max(1),
            column: 1,
        };
        state.evidence.place_ui(ui, window, span, N_LINES);
    }
}

/// Draws the field that filters, beside the tabs.
pub(super) fn filter_ui(ui: &mut Ui, window: &Window<'_>, state: &mut Blind) {
    ui.add_space(space::S);
    ui.allocate_ui(egui::vec2(ui.available_width().min(260.0), 30.0), |ui| {
        let id = egui::Id::unique("blind-filter");
        let field = (&mut state.filter, window.texts.filter_blind_spots);
        widgets::field(ui, window.theme, field, Some(Icon::Search), id);
    });
}

impl Blind {
    fn refresh(&mut self, revision: u64, gaps: &[Gap]) {
        let key = (revision, self.filter.clone(), self.sort);
        if self.key.as_ref() == Some(&key) {
            return;
        }
        let filter = self.filter.trim().to_lowercase();
        let fits = |at: &usize| {
            let gap = &gaps[*at];
            let name = blind_words(gap.kind).name;
            let text = format!("{name} {} {}", gap.what, gap.file).to_lowercase();
            !gap.test && filter.split_whitespace().all(|word| text.contains(word))
        };
        self.order = (0..gaps.len()).filter(fits).collect();
        let order = &mut self.order;
        match self.sort.column {
            // By kind, the most frequent first.
            0 => order.sort_by_key(|at| (gaps[*at].kind, std::cmp::Reverse(gaps[*at].n))),
            1 => order.sort_by(|a, b| gaps[*a].what.cmp(&gaps[*b].what)),
            2 => order.sort_by_key(|at| (&gaps[*at].file, gaps[*at].line, gaps[*at].column)),
            _ => order.sort_by_key(|at| gaps[*at].n),
        }
        if self.sort.descending {
            self.order.reverse();
        }
        self.key = Some(key);
    }
}

fn cells_of(window: &Window<'_>, gap: &Gap) -> Vec<Cell> {
    let theme = window.theme;
    let place = gap.place().map_or_else(String::new, |it| it.to_string());
    vec![
        Cell::new(blind_words(gap.kind).name, Font::Body, theme.text),
        Cell::new(&*gap.what, Font::Code, theme.text),
        Cell::new(place, Font::Code, theme.accent),
        Cell::new(
            window.texts.grouped(u64::from(gap.n)),
            Font::Body,
            theme.muted,
        ),
    ]
}
