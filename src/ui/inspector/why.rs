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

/// Which reasons are open, and which of their lines are shown.
#[derive(Debug, Default)]
pub(super) struct Why {
    here: Opened,
    next: Opened,
}

#[derive(Debug, Default)]
struct Opened {
    /// `None` until it is clicked: as the question says.
    open: Option<bool>,
    evidence: Evidence,
}

/// Draws the section.
pub(super) fn why_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector, id: ModuleId) {
    let Some(project) = window.session.project() else {
        return;
    };
    let analysis = project.analysis.clone();
    let (plan, assessment) = (&project.scenario().plan, &project.derived.assessment);
    let ties = Ties::of(&analysis.model, &analysis.graph, plan, assessment, id);
    let (texts, theme) = (window.texts, window.theme);
    widgets::separator(ui, theme);
    widgets::section(ui, theme, texts.why_here, "");
    let all = ties.weight();
    if all + ties.undecisive <= 0.0 {
        bullet_ui(ui, window, texts.stands_alone);
        return;
    }
    let owner = window.session.owner_of(id);
    let here = ties.with_owner(owner);
    let sentence = texts.stay_inside(
        here.map_or(0.0, |it| it.weight),
        all,
        &window.name_of(owner),
    );
    bullet_ui(ui, window, &sentence);
    reason_ui(ui, window, (&analysis, id), here, &mut state.why.here);
    if let Some(next) = ties.best_beside(owner) {
        bullet_ui(
            ui,
            window,
            &texts.next_best(&window.name_of(next.owner), next.weight),
        );
        reason_ui(ui, window, (&analysis, id), Some(next), &mut state.why.next);
    }
    if ties.undecisive > 0.0 {
        bullet_ui(ui, window, &texts.undecisive(ties.undecisive));
    }
    let weight = |it: &Link| it.weight;
    let needs = analysis.graph.links_from(id).iter().map(weight).sum();
    let needed = analysis.graph.links_to(id).map(weight).sum();
    bullet_ui(ui, window, &texts.instability(needs, needed));
}

/// What a reason rests on, on a click: the heaviest links, then the lines.
fn reason_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    (analysis, id): (&Analysis, ModuleId),
    tie: Option<&Tie<'_>>,
    state: &mut Opened,
) {
    let Some(tie) = tie else { return };
    let links = tie.links.iter().take(N_PROVEN);
    let references: Vec<RefId> = links
        .flat_map(|it| analysis.graph.references_of_link(it))
        .collect();
    let asked = window.session.explained() == Some(id);
    let open = state.open.unwrap_or(asked);
    let text = if open {
        window.texts.hide_why.to_owned()
    } else {
        window.texts.show_why(references.len())
    };
    let clicked = ui.horizontal(|ui| {
        ui.add_space(20.0);
        widgets::link(ui, window.theme, &text, Font::Small).clicked()
    });
    if clicked.inner {
        state.open = Some(!open);
    }
    if !open {
        return;
    }
    let rows: Vec<Row> = tie
        .links
        .iter()
        .take(N_NAMED)
        .map(|it| link_row(window, analysis, it, tie.owner))
        .collect();
    rows_ui(ui, window, &rows);
    ui.add_space(space::S);
    let caption = window.name_of(tie.owner);
    ui.push_id(("why", tie.owner), |ui| {
        state
            .evidence
            .references_ui(ui, window, &caption, &references);
    });
    ui.add_space(space::S);
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
