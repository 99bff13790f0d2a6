//! Why a module is where it is: what speaks for its service and for the next best one, with the
//! lines that say so.

use egui::Ui;

use super::evidence::Evidence;
use super::lists::{Row, arrow, rows_ui};
use super::{Inspector, bullet_ui};
use crate::graph::Link;
use crate::insight::{Tie, Ties};
use crate::model::{ModuleId, RefId};
use crate::pipeline::Analysis;
use crate::plan::Owner;
use crate::session::Selection;
use crate::ui::theme::{Font, space};
use crate::ui::widgets;
use crate::ui::window::Window;

/// So many links are named for each reason.
const N_NAMED: usize = 4;
/// So many of them are proven with code.
const N_PROVEN: usize = 50;

/// Whether the reasons are open, and which of their lines are shown.
#[derive(Debug, Default)]
pub(super) struct Why {
    /// `None` until it is clicked: as the question says.
    open: Option<bool>,
    here: Evidence,
    next: Evidence,
}

impl Why {
    /// Speaks of code that was read again from now on.
    pub(super) fn succeed(&mut self, before: &Analysis, after: &Analysis) {
        self.here.succeed(before, after);
        self.next.succeed(before, after);
    }
}

/// Draws the section.
pub(super) fn why_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector, id: ModuleId) {
    let Some(project) = window.session.project() else {
        return;
    };
    let (analysis, graph) = (project.analysis.clone(), project.graph());
    let (plan, assessment) = (&project.scenario().plan, &project.derived.assessment);
    let ties = Ties::of(&analysis.model, graph, plan, assessment, id);
    let (texts, theme) = (window.texts, window.theme);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.why_here, "");
    let all = ties.weight();
    if all + ties.undecisive <= 0.0 {
        bullet_ui(ui, window, texts.stands_alone);
        return;
    }
    let owner = window.session.owner_of(id);
    let (here, next) = (ties.with_owner(owner), ties.best_beside(owner));
    let name = window.name_of(owner);
    let inside = here.map_or(0.0, |it| it.weight);
    bullet_ui(ui, window, &texts.stay_inside(inside, all, &name));
    if let Some(next) = next {
        let name = window.name_of(next.owner);
        bullet_ui(ui, window, &texts.next_best(&name, next.weight, inside));
    }
    if ties.undecisive > 0.0 {
        bullet_ui(ui, window, &texts.undecisive(ties.undecisive));
    }
    let weight = |it: &Link| it.weight;
    let needs = graph.links_from(id).iter().map(weight).sum();
    let needed = graph.links_to(id).map(weight).sum();
    bullet_ui(ui, window, &texts.instability(needs, needed));
    let asked = window.session.explained() == Some(id);
    let Why { open, .. } = state.why;
    if !toggle_ui(ui, window, &mut state.why.open, open.unwrap_or(asked)) {
        return;
    }
    let proofs = [(here, &mut state.why.here), (next, &mut state.why.next)];
    for (tie, evidence) in proofs {
        if let Some(tie) = tie {
            proof_ui(ui, window, &analysis, tie, evidence);
        }
    }
}

/// The link that opens and closes the lines. Answers whether they are open.
fn toggle_ui(ui: &mut Ui, window: &Window<'_>, state: &mut Option<bool>, open: bool) -> bool {
    let texts = window.texts;
    let text = if open { texts.hide_why } else { texts.show_why };
    let row = ui.horizontal(|ui| {
        ui.add_space(20.0);
        widgets::link(ui, window.theme, text, Font::Small).clicked()
    });
    if row.inner {
        *state = Some(!open);
    }
    open
}

/// What speaks for an owner: the heaviest links, then the lines.
fn proof_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    analysis: &Analysis,
    tie: &Tie<'_>,
    evidence: &mut Evidence,
) {
    let Some(graph) = window.session.graph() else {
        return;
    };
    ui.add_space(space::M);
    let name = window.name_of(tie.owner);
    let links = tie.links.iter().take(N_PROVEN);
    let references: Vec<RefId> = links.flat_map(|it| graph.references_of_link(it)).collect();
    let links = tie.links.iter().take(N_NAMED);
    let rows: Vec<Row> = links
        .map(|it| link_row(window, analysis, it, tie.owner))
        .collect();
    ui.push_id(("why", tie.owner), |ui| {
        evidence.references_ui(ui, window, &window.texts.speaks_for(&name), &references);
        rows_ui(ui, window, &rows);
    });
}

fn link_row(window: &Window<'_>, analysis: &Analysis, link: &Link, owner: Owner) -> Row {
    let path = |it: ModuleId| &*analysis.model.module(it).path;
    let (from, to) = (link.from, link.to);
    Row {
        color: window.color_of(owner),
        name: arrow(window, path(from), path(to)),
        number: window.texts.weight(link.weight),
        command: Some(Selection::Edge { from, to }.into()),
    }
}
