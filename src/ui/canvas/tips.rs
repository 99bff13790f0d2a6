//! What is said about what the pointer rests on.

use egui::{Response, RichText, Ui};

use super::CanvasView;
use super::hit::Hit;
use super::paint::number;
use crate::arrange::{ContainerKey, clean};
use crate::model::{Confidence, DependencyKind, ModuleId};
use crate::ui::theme::Font;

/// Kinds of dependency named in one tip.
const MAX_KINDS: usize = 5;

/// Shows the tip for what is pointed at.
pub(super) fn tip(response: &Response, canvas: &CanvasView<'_>, pointed: Hit) {
    if matches!(
        pointed,
        Hit::Nothing | Hit::Inside(_) | Hit::Header(_) | Hit::Group(_)
    ) {
        return;
    }
    response.clone().on_hover_ui_at_pointer(|ui| match pointed {
        Hit::Chip(module) => module_ui(ui, canvas, module),
        Hit::Ribbon(from, to) => ribbon_ui(ui, canvas, from, to),
        Hit::Edge(from, to) => edge_ui(ui, canvas, from, to),
        Hit::Group(_) | Hit::Header(_) | Hit::Inside(_) | Hit::Nothing => {}
    });
}

fn headline(ui: &mut Ui, text: String) {
    ui.label(RichText::new(text).font(Font::Strong.id()));
}

fn detail(ui: &mut Ui, canvas: &CanvasView<'_>, text: String) {
    ui.label(
        RichText::new(text)
            .font(Font::Caption.id())
            .color(canvas.theme.muted),
    );
}

fn module_ui(ui: &mut Ui, canvas: &CanvasView<'_>, id: ModuleId) {
    let texts = canvas.texts;
    let module = canvas.model.module(id);
    headline(ui, clean(&module.path));
    let owner = canvas.owners.get(id.index()).copied().flatten();
    let service = canvas.plan.services.iter().find(|it| Some(it.id) == owner);
    let owner = service.map_or(texts.remaining.to_owned(), |it| clean(&it.name));
    let mut facts = vec![(texts.in_owner)(&owner), (texts.n_lines)(module.n_lines)];
    if canvas.plan.is_locked(&module.path) {
        facts.push(texts.locked.to_owned());
    }
    if let Some(decision) = canvas.plan.shared.get(&module.path) {
        facts.push((texts.decision)(*decision).to_lowercase());
    }
    detail(ui, canvas, facts.join(" · "));
    let needs = canvas.graph.links_from(id).len();
    let needed = canvas.graph.links_to(id).len();
    detail(ui, canvas, (texts.needs)(needs, needed));
}

fn ribbon_ui(ui: &mut Ui, canvas: &CanvasView<'_>, from: ContainerKey, to: ContainerKey) {
    let arrangement = canvas.arrangement;
    let name = |key: ContainerKey| {
        let found = arrangement.container(key).map(|it| clean(&it.1.name));
        found
            .filter(|it| !it.is_empty())
            .unwrap_or(canvas.texts.small_crates.to_owned())
    };
    headline(ui, (canvas.texts.from_to)(&name(from), &name(to)));
    let Some(ribbon) = arrangement
        .ribbons
        .iter()
        .find(|it| arrangement.ends(it) == (from, to))
    else {
        return;
    };
    let count = (canvas.texts.n_references)(&number(ribbon.weight), ribbon.links.len());
    detail(ui, canvas, count);
    let links = canvas.graph.links();
    let links = ribbon.links.iter().filter_map(|it| links.get(*it as usize));
    let dependencies = links.flat_map(|it| canvas.graph.dependencies_of(it));
    let kinds = kinds(dependencies.map(|it| (it.kind, it.weight)));
    detail(ui, canvas, kinds);
}

fn edge_ui(ui: &mut Ui, canvas: &CanvasView<'_>, from: ModuleId, to: ModuleId) {
    let name = |it: ModuleId| clean(&canvas.model.module(it).path);
    headline(ui, (canvas.texts.from_to)(&name(from), &name(to)));
    let link = canvas.graph.link(from, to);
    let dependencies = link
        .map(|it| canvas.graph.dependencies_of(it))
        .unwrap_or_default();
    let kinds = kinds(dependencies.iter().map(|it| (it.kind, it.weight)));
    detail(ui, canvas, kinds);
    let unsure = link.filter(|it| it.confidence != Confidence::Resolved);
    if let Some(link) = unsure {
        detail(
            ui,
            canvas,
            (canvas.texts.unsure)(link.confidence).to_owned(),
        );
    }
}

/// `call 12 · type 4`: the heaviest kinds first.
fn kinds(all: impl Iterator<Item = (DependencyKind, f64)>) -> String {
    let mut sums: Vec<(DependencyKind, f64)> = Vec::new();
    for (kind, weight) in all {
        match sums.iter_mut().find(|it| it.0 == kind) {
            Some(sum) => sum.1 += weight,
            None => sums.push((kind, weight)),
        }
    }
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let told = sums
        .iter()
        .take(MAX_KINDS)
        .map(|(kind, sum)| format!("{kind} {}", number(*sum)));
    told.collect::<Vec<_>>().join(" · ")
}
