//! What the functions of a module cost their readers and testers, beside those of all inside it.

use std::sync::Arc;

use egui::Ui;

use super::figure_ui;
use crate::insight::Shape;
use crate::model::ModuleId;
use crate::pipeline::Analysis;
use crate::ui::widgets;
use crate::ui::window::Window;

/// The last answer: a crate has too many functions to go through them in every frame.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The code, the module, and whether test code counts.
    of: Option<(Arc<Analysis>, ModuleId, bool)>,
    own: Shape,
    subtree: Shape,
}

impl Folded {
    fn refresh(&mut self, analysis: &Arc<Analysis>, module: ModuleId, tests: bool) {
        let same = self.of.as_ref().is_some_and(|(code, id, counted)| {
            Arc::ptr_eq(code, analysis) && (*id, *counted) == (module, tests)
        });
        if same {
            return;
        }
        *self = Self {
            of: Some((analysis.clone(), module, tests)),
            own: Shape::of(&analysis.model, [module], tests),
            subtree: Shape::of_subtree(&analysis.model, module, tests),
        };
    }
}

/// Draws the section; nothing where there is no function.
pub(super) fn shape_ui(ui: &mut Ui, window: &Window<'_>, state: &mut Folded, module: ModuleId) {
    let Some(analysis) = window.session.analysis() else {
        return;
    };
    let found = analysis.model.module(module);
    let with_tests = found.test || window.session.view().filter.tests;
    state.refresh(analysis, module, with_tests);
    let (own, subtree) = (&state.own, &state.subtree);
    if subtree.n_functions == 0 {
        return;
    }
    let texts = window.texts;
    let has_inside = !found.children.is_empty();
    let caption = if has_inside { texts.own_and_inside } else { "" };
    let names = [
        texts.functions,
        texts.cyclomatic,
        texts.cognitive,
        texts.nesting,
        texts.parameters,
    ];
    let figures = figures_of(own).into_iter().zip(figures_of(subtree));
    widgets::separator(ui, window.theme);
    widgets::section(ui, window.theme, texts.complexity, caption);
    for (name, (own, all)) in names.into_iter().zip(figures) {
        let mut number = texts.grouped(own);
        if has_inside {
            number = format!("{number} · {}", texts.grouped(all));
        }
        figure_ui(ui, window, name, &number);
    }
}

/// What is shown of a shape: sums, but of nesting and parameters the most.
fn figures_of(it: &Shape) -> [u64; 5] {
    [
        u64::from(it.n_functions),
        it.cyclomatic.sum,
        it.cognitive.sum,
        u64::from(it.nesting.max),
        u64::from(it.parameters.max),
    ]
}
