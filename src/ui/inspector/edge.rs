//! What one module needs of another, and what one service needs of another.

use egui::Ui;

use super::lists::{Row, arrow, list_ui};
use super::past::edge_past_ui;
use super::remote::{Question, remote_ui};
use super::{Inspector, bullet_ui, title_ui};
use crate::arrange::{Arrangement, Container, ContainerKey};
use crate::graph::{Graph, Link};
use crate::model::ModuleId;
use crate::session::{PlanCommand, Selection};
use crate::ui::filter;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Look};
use crate::ui::window::Window;

/// So many of a ribbon's edges are proven with code.
const N_PROVEN: usize = 50;

/// Draws an edge between two modules.
pub(super) fn edge_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    (from, to): (ModuleId, ModuleId),
) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let Some(graph) = window.session.graph() else {
        return;
    };
    let (model, texts) = (&analysis.model, window.texts);
    let (source, target) = (&model.module(from).path, &model.module(to).path);
    let between_them = |graph: &Graph| {
        let link = graph.link(from, to).or_else(|| graph.link(to, from));
        link.cloned()
    };
    let link = between_them(graph);
    let owners = (window.session.owner_of(from), window.session.owner_of(to));
    let between = format!(
        "{} → {}",
        window.name_of(owners.0),
        window.name_of(owners.1)
    );
    title_ui(ui, window, &arrow(window, source, target), &between);
    let Some(link) = &link else {
        // What is hidden is not what is not there.
        if let Some(hidden) = between_them(&analysis.graph) {
            filter::hidden_ui(ui, window, hidden.weight);
            return;
        }
        widgets::paragraph(
            ui,
            texts.no_edge,
            crate::ui::theme::Font::Small,
            window.theme.muted,
        );
        return;
    };
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        for (module, text) in [(from, texts.show_source), (to, texts.show_target)] {
            if widgets::button(ui, window.theme, text, Look::Plain).clicked() {
                window.push(Selection::module(module));
            }
        }
        if owners.0 != owners.1 {
            accept_ui(ui, window, (source, target));
        }
    });
    widgets::separator(ui, window.theme);
    widgets::section(ui, window.theme, texts.how, &texts.weight(link.weight));
    for dependency in graph.dependencies_of(link) {
        let references = graph.references_of(dependency);
        let sure = texts.how_sure(references.iter().map(|it| model.reference(*it).confidence));
        let text = texts.kind_and_weight(dependency.kind.word(), dependency.weight, &sure);
        bullet_ui(ui, window, &text);
        if let Some(cfg) = dependency.cfg {
            bullet_ui(ui, window, &texts.only_under(model.cfg(cfg)));
        }
    }
    let all = analysis.graph.link(link.from, link.to);
    let hidden = all.map_or(0.0, |it| it.weight - link.weight);
    if window.session.view().filter.hides() {
        filter::hidden_ui(ui, window, hidden);
    }
    edge_past_ui(ui, window, from, to);
    let question = Question::Edge(link.from, link.to);
    remote_ui(ui, window, &mut state.remote, question);
    widgets::separator(ui, window.theme);
    let references = graph.references_of_link(link);
    state
        .evidence
        .references_ui(ui, window, texts.evidence, &references);
}

fn accept_ui(ui: &mut Ui, window: &mut Window<'_>, (from, to): (&str, &str)) {
    let texts = window.texts;
    let plan = window.session.plan();
    let accepted = plan.is_some_and(|it| {
        it.accepted
            .iter()
            .any(|it| &*it.from == from && &*it.to == to)
    });
    let text = if accepted {
        texts.unaccept
    } else {
        texts.accept
    };
    let response =
        widgets::button(ui, window.theme, text, Look::Plain).on_hover_text(texts.accept_about);
    if response.clicked() {
        let reason = (!accepted).then(|| texts.accept_reason.into());
        window.push(PlanCommand::Accept {
            from: from.into(),
            to: to.into(),
            reason,
        });
    }
}

/// Draws what one container needs of another.
pub(super) fn ribbon_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    (from, to): (ContainerKey, ContainerKey),
) {
    let (Some(analysis), Some(arrangement)) = (
        window.session.analysis().cloned(),
        window.session.arrangement().cloned(),
    ) else {
        return;
    };
    let (Some(from), Some(to)) = (arrangement.container(from), arrangement.container(to)) else {
        return;
    };
    let Some(graph) = window.session.graph() else {
        return;
    };
    let texts = window.texts;
    let names = (container_name(window, from.1), container_name(window, to.1));
    let mut links = links_between(graph, &arrangement, (from.0, to.0));
    links.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.from.cmp(&b.from)));
    let weight: f64 = links.iter().map(|it| it.weight).sum();
    let about = texts.ribbon_about(weight, links.len());
    title_ui(ui, window, &format!("{} → {}", names.0, names.1), &about);
    let model = &analysis.model;
    let row = |link: &&Link| Row {
        color: window.color_of(window.session.owner_of(link.to)),
        name: arrow(
            window,
            &model.module(link.from).path,
            &model.module(link.to).path,
        ),
        number: texts.weight(link.weight),
        command: Some(
            Selection::Edge {
                from: link.from,
                to: link.to,
            }
            .into(),
        ),
    };
    let rows: Vec<Row> = links.iter().map(row).collect();
    list_ui(ui, window, state, texts.dependencies, &rows);
    widgets::separator(ui, window.theme);
    // The heaviest prove enough; a ribbon may stand for tens of thousands.
    let references: Vec<_> = links
        .iter()
        .take(N_PROVEN)
        .flat_map(|it| graph.references_of_link(it))
        .collect();
    state
        .evidence
        .references_ui(ui, window, texts.evidence, &references);
}

fn links_between<'a>(
    graph: &'a Graph,
    arrangement: &Arrangement,
    (from, to): (u32, u32),
) -> Vec<&'a Link> {
    let ribbon = arrangement
        .ribbons
        .iter()
        .find(|it| it.from == from && it.to == to);
    let links = graph.links();
    ribbon
        .into_iter()
        .flat_map(|it| &it.links)
        .map(|it| &links[*it as usize])
        .collect()
}

/// What a container is called.
pub(super) fn container_name(window: &Window<'_>, container: &Container) -> String {
    match container.key {
        ContainerKey::SmallCrates => window.texts.small_crates.to_owned(),
        ContainerKey::Shelf => window.texts.shelf.to_owned(),
        ContainerKey::Service(_) | ContainerKey::Crate(_) => container.name.to_string(),
    }
}
