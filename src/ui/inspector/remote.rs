//! What stands in the way of a network call: counts first, then each obstacle with its line.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Ui;

use super::evidence::Evidence;
use crate::graph::Filter;
use crate::insight::obstacles::{
    Crossings, Homes, Memo, Obstacle, Severity, SharedState, shared_states, steps,
};
use crate::model::{CodeModel, ItemId, ModuleId, Node};
use crate::pipeline::Analysis;
use crate::source::Span;
use crate::ui::theme::{Font, space};
use crate::ui::widgets;
use crate::ui::window::Window;

/// So many obstacles are shown until all are asked for, and so many at most.
const N_FIRST: usize = 8;
const N_MOST: usize = 300;

/// What it is asked of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Question {
    /// An item.
    Item(ItemId),
    /// Whatever others use of a module, as far as the filter shows it.
    Module(ModuleId),
    /// Whatever one module uses of another, as far as the filter shows it.
    Edge(ModuleId, ModuleId),
}

/// The last answer, and which of its lines are shown.
#[derive(Debug, Default)]
pub(super) struct Remote {
    memo: Memo,
    /// The code that the memo belongs to.
    code: Option<Arc<Analysis>>,
    /// State in memory as the filter shows it, and that filter.
    states: Vec<SharedState>,
    filter: Option<Filter>,
    /// What was asked, in which state of the plan, and under which filter.
    asked: Option<(Question, u64, Filter)>,
    found: Crossings,
    whole: bool,
    open: BTreeSet<Span>,
    evidence: Evidence,
}

impl Remote {
    fn refresh(&mut self, window: &Window<'_>, analysis: &Arc<Analysis>, question: Question) {
        let is_same = |it: &Arc<Analysis>| Arc::ptr_eq(it, analysis);
        if !self.code.as_ref().is_some_and(is_same) {
            *self = Self {
                code: Some(analysis.clone()),
                ..Self::default()
            };
        }
        let filter = window.session.view().filter;
        if self.filter != Some(filter) {
            self.states = shared_states(&analysis.model, &mut self.memo, filter);
            self.filter = Some(filter);
        }
        let asked = Some((question, window.session.revision(), filter));
        if self.asked == asked {
            return;
        }
        let same_question = self.asked.is_some_and(|it| it.0 == question);
        if !same_question {
            self.whole = false;
            self.open.clear();
        }
        self.asked = asked;
        self.found = self.answer(window, analysis, question);
    }

    fn answer(
        &mut self,
        window: &Window<'_>,
        analysis: &Analysis,
        question: Question,
    ) -> Crossings {
        let (model, memo) = (&analysis.model, &mut self.memo);
        // What the filter hides is not used here.
        let graph = window.session.graph().unwrap_or(&analysis.graph);
        match question {
            Question::Item(item) => Crossings::of_items(model, memo, [item]),
            Question::Module(module) => {
                let links = graph.links_to(module);
                let references = links.flat_map(|it| graph.references_of_link(it));
                let used = references.filter_map(|it| match model.reference(it).to {
                    Node::Item(item) if model.item(item).module == module => Some(item),
                    _ => None,
                });
                let used: BTreeSet<ItemId> = used.collect();
                Crossings::of_items(model, memo, used)
            }
            Question::Edge(from, to) => {
                let link = graph.link(from, to);
                let references = link.map_or(Vec::new(), |it| graph.references_of_link(it));
                let homes = window.session.plan().map(|it| Homes::of(model, it));
                Crossings::of_references(model, memo, &references, homes.as_ref())
            }
        }
    }
}

/// Draws the section.
pub(super) fn remote_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Remote,
    question: Question,
) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    state.refresh(window, &analysis, question);
    let model = &analysis.model;
    let (theme, texts) = (window.theme, window.texts);
    if !state.found.items.is_empty() || !state.found.orphans.is_empty() {
        widgets::separator(ui, theme);
        let fine = state.found.count(Severity::Fine);
        let right = texts.as_they_are(fine, state.found.items.len());
        widgets::section(ui, theme, texts.as_remote_call, &right);
        counts_ui(ui, window, &state.found);
        obstacles_ui(ui, window, model, state);
    }
    states_ui(ui, window, model, state, question);
}

/// How many items come to what.
fn counts_ui(ui: &mut Ui, window: &Window<'_>, found: &Crossings) {
    for severity in Severity::ALL {
        let n = found.count(severity);
        if n > 0 {
            let text = window.texts.n_remote(severity, n);
            line_ui(ui, window, severity, |ui| {
                widgets::paragraph(ui, &text, Font::Small, window.theme.text);
            });
        }
    }
    if !found.orphans.is_empty() {
        let text = window.texts.n_orphans(found.orphans.len());
        line_ui(ui, window, Severity::Reshape, |ui| {
            widgets::paragraph(ui, &text, Font::Small, window.theme.text);
        });
    }
}

fn obstacles_ui(ui: &mut Ui, window: &mut Window<'_>, model: &CodeModel, state: &mut Remote) {
    let found = std::mem::take(&mut state.found);
    let n_all = found.obstacles().count();
    let n_shown = if state.whole { N_MOST } else { N_FIRST };
    ui.add_space(space::S);
    for (at, obstacle) in found.obstacles().take(n_shown).enumerate() {
        ui.push_id(("obstacle", at), |ui| {
            obstacle_ui(ui, window, model, state, obstacle);
        });
    }
    state.found = found;
    if n_all > n_shown && !state.whole {
        let text = window.texts.show_all(n_all);
        if widgets::link(ui, window.theme, &text, Font::Small).clicked() {
            state.whole = true;
        }
    }
}

fn obstacle_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    model: &CodeModel,
    state: &mut Remote,
    obstacle: &Obstacle,
) {
    let (theme, texts) = (window.theme, window.texts);
    let item = window.short(&model.item(obstacle.item).path).to_owned();
    let part = texts.part_of(model, obstacle);
    let head = if part.is_empty() {
        item
    } else {
        format!("{item} · {part}")
    };
    let sentence = texts.obstacle(model, obstacle);
    line_ui(ui, window, obstacle.cause.severity(), |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            widgets::paragraph(ui, &head, Font::SmallStrong, theme.text);
            widgets::prose(ui, &sentence, Font::Small, theme.muted);
        });
    });
    let own = obstacle.span.map(|it| (texts.here.to_owned(), it));
    let places: Vec<_> = own.into_iter().chain(steps(model, obstacle)).collect();
    places_ui(ui, window, model, state, &places);
}

/// Places, one close below the other.
fn places_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    model: &CodeModel,
    state: &mut Remote,
    places: &[(String, Span)],
) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.spacing_mut().interact_size.y = 0.0;
        for (words, span) in places {
            place_ui(ui, window, model, state, (words, *span));
        }
    });
    ui.add_space(space::S);
}

/// A place; a click shows its code.
fn place_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    model: &CodeModel,
    state: &mut Remote,
    (words, span): (&str, Span),
) {
    let name = format!("{words} {}:{}", model.file_path(span.file), span.line);
    let clicked = ui.horizontal_wrapped(|ui| {
        ui.add_space(INDENT);
        widgets::link(ui, window.theme, &name, Font::Caption).clicked()
    });
    if clicked.inner && !state.open.remove(&span) {
        state.open.insert(span);
    }
    if state.open.contains(&span) {
        state.evidence.place_ui(ui, window, span, 2);
    }
}

/// State in memory that is asked about and that others can reach too.
fn states_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    model: &CodeModel,
    state: &mut Remote,
    question: Question,
) {
    let reaches = |it: &SharedState, module: ModuleId| {
        let mut modules = it.touched_by.iter().map(|touch| touch.module);
        modules.any(|it| it == module)
    };
    let is_asked = |it: &&SharedState| match question {
        Question::Item(item) => it.item == item,
        Question::Module(module) => reaches(it, module),
        Question::Edge(from, to) => reaches(it, from) && reaches(it, to),
    };
    let asked: Vec<SharedState> = state.states.iter().filter(is_asked).cloned().collect();
    if asked.is_empty() {
        return;
    }
    let texts = window.texts;
    widgets::separator(ui, window.theme);
    let n = texts.grouped(asked.len() as u64);
    widgets::section(ui, window.theme, texts.state_in_memory, &n);
    for (at, it) in asked.iter().take(N_FIRST).enumerate() {
        let item = window.short(&model.item(it.item).path);
        let name = if it.name.is_empty() {
            item.to_owned()
        } else {
            format!("{item}.{}", it.name)
        };
        let sentence = texts.state(&model.shapes().words(model, it.ty), it.touched_by.len());
        ui.push_id(("state", at), |ui| {
            line_ui(ui, window, Severity::Blocks, |ui| {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    widgets::paragraph(ui, &name, Font::SmallStrong, window.theme.text);
                    widgets::prose(ui, &sentence, Font::Small, window.theme.muted);
                });
            });
            let own = it.span.map(|it| (texts.here.to_owned(), it));
            let others = it.touched_by.iter().filter_map(|it| {
                let module = window.short(&model.module(it.module).path);
                let by = it.through.map(|it| &*model.item(it).name);
                Some((window.texts.reached_by(module, by), it.first?))
            });
            let places: Vec<_> = own.into_iter().chain(others).take(N_FIRST).collect();
            places_ui(ui, window, model, state, &places);
        });
    }
}

/// How far lines stand in, so that marks stand before them.
const INDENT: f32 = 16.0;

/// A line with a mark of its severity in front.
fn line_ui(ui: &mut Ui, window: &Window<'_>, severity: Severity, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let size = egui::vec2(INDENT, 18.0);
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let center = rect.left_center() + egui::vec2(5.0, 0.0);
        widgets::dot(ui, center, window.theme.severity(severity));
        add(ui);
    });
}
