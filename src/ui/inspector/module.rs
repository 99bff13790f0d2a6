//! A module, an item, or several modules.

use egui::{Popup, Ui};

use super::lists::{Row, list_ui, module_row};
use super::measured::measured_ui;
use super::nature::{nature_ui, transactions_ui};
use super::past::module_past_ui;
use super::remote::{Question, remote_ui};
use super::shape::shape_ui;
use super::table::table_ui;
use super::why::why_ui;
use super::{Inspector, figure_ui, title_ui, what_if};
use crate::graph::Graph;
use crate::model::{
    CodeModel, Complexity, DependencyKind, ItemId, ItemKind, ModuleId, Node, RefId, Reference,
};
use crate::session::{Command, PlanCommand, Selection};
use crate::ui::filter;
use crate::ui::menu;
use crate::ui::theme::{Font, space};
use crate::ui::widgets::{self, Look};
use crate::ui::window::Window;

/// Draws one module.
pub(super) fn module_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector, id: ModuleId) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let model = &analysis.model;
    if let Some(object) = model.object_of(id) {
        return table_ui(ui, window, state, (id, object));
    }
    let module = model.module(id);
    title_ui(
        ui,
        window,
        window.short(&module.path),
        &about(window, model, id),
    );
    ui.add_space(space::S);
    actions_ui(ui, window, &[id]);
    if window.session.what_if().is_some() {
        return what_if::body_ui(ui, window);
    }
    state_ui(ui, window, model, id);
    nature_ui(ui, window, model, id);
    shape_ui(ui, window, &mut state.shape, id);
    why_ui(ui, window, state, id);
    let (out, into) = links(window, id);
    let rows = |links: &[(ModuleId, f64)], outward: bool| -> Vec<Row> {
        let row = |(other, weight): &(ModuleId, f64)| {
            let (from, to) = if outward { (id, *other) } else { (*other, id) };
            let number = window.texts.weight(*weight);
            module_row(window, *other, number, Selection::Edge { from, to }.into())
        };
        links.iter().map(row).collect()
    };
    let (needed, dependents) = (rows(&out, true), rows(&into, false));
    list_ui(ui, window, state, window.texts.depends_on, &needed);
    list_ui(ui, window, state, window.texts.dependents, &dependents);
    filter::hidden_ui(ui, window, n_hidden_of(window, id));
    measured_ui(ui, window, id);
    transactions_ui(ui, window, state, model, id);
    module_past_ui(ui, window, state, id);
    remote_ui(ui, window, &mut state.remote, Question::Module(id));
    let items = item_rows(window, model, id);
    list_ui(ui, window, state, window.texts.items, &items);
    source_ui(ui, window, state, model, id);
}

/// How many references from or to a module the filter hides.
fn n_hidden_of(window: &Window<'_>, id: ModuleId) -> f64 {
    let weight = |graph: &Graph| {
        let out = graph.links_from(id).iter().map(|it| it.weight);
        out.chain(graph.links_to(id).map(|it| it.weight))
            .sum::<f64>()
    };
    let all = window.session.analysis().map(|it| weight(&it.graph));
    let shown = window.session.graph().map(weight);
    let hides = window.session.view().filter.hides();
    all.zip(shown)
        .filter(|_| hides)
        .map_or(0.0, |(all, shown)| (all - shown).max(0.0))
}

fn about(window: &Window<'_>, model: &CodeModel, id: ModuleId) -> String {
    let module = model.module(id);
    let owner = window.name_of(window.session.owner_of(id));
    let mut parts = vec![
        window.texts.kind_in(&module.kind, &owner),
        window.texts.n_lines(u64::from(module.n_lines)),
    ];
    if let Some(span) = module.span {
        parts.push(model.file_path(span.file).to_string());
    }
    parts.join(" · ")
}

/// Buttons for what is done most.
pub(super) fn actions_ui(ui: &mut Ui, window: &mut Window<'_>, modules: &[ModuleId]) {
    let (theme, texts) = (window.theme, window.texts);
    ui.horizontal_wrapped(|ui| {
        let response = widgets::button(ui, theme, texts.move_to, Look::Plain);
        Popup::menu(&response).show(|ui| menu::move_menu(ui, window, modules));
        let locked = modules.iter().all(|it| is_locked(window, *it));
        let text = if locked {
            texts.unlock
        } else {
            texts.lock_here
        };
        if widgets::button(ui, theme, text, Look::Plain).clicked() {
            window.push(PlanCommand::Lock {
                modules: modules.to_vec(),
                locked: !locked,
            });
        }
    });
}

fn is_locked(window: &Window<'_>, module: ModuleId) -> bool {
    let (plan, model) = (window.session.plan(), window.session.model());
    plan.zip(model)
        .is_some_and(|(plan, model)| plan.locks.contains(&model.module(module).path))
}

/// What the plan says about the module beside its owner.
fn state_ui(ui: &mut Ui, window: &Window<'_>, model: &CodeModel, id: ModuleId) {
    let module = model.module(id);
    let decision = window
        .session
        .plan()
        .and_then(|it| it.shared.get(&module.path));
    if let Some(decision) = decision {
        let text = window.texts.decided(*decision);
        widgets::label(ui, &text, Font::Small, window.theme.muted);
    }
    if let Some(cfg) = module.cfg {
        let text = format!("cfg({})", model.cfg(cfg));
        widgets::label(ui, &text, Font::Code, window.theme.muted);
    }
}

/// What the functions cost their readers and testers.
fn complexity_ui(ui: &mut Ui, window: &Window<'_>, complexity: Option<Complexity>) {
    let Some(complexity) = complexity else { return };
    let texts = window.texts;
    let rows = [
        (texts.cyclomatic, complexity.cyclomatic),
        (texts.cognitive, complexity.cognitive),
        (texts.nesting, complexity.nesting),
        (texts.parameters, complexity.parameters),
    ];
    widgets::separator(ui, window.theme);
    widgets::section(ui, window.theme, texts.complexity, "");
    for (name, number) in rows {
        figure_ui(ui, window, name, &texts.grouped(u64::from(number)));
    }
}

/// Other modules, with the weight of what is between.
pub(super) type Weighed = Vec<(ModuleId, f64)>;

/// What a module needs and what needs it, the heaviest first.
pub(super) fn links(window: &Window<'_>, id: ModuleId) -> (Weighed, Weighed) {
    let Some(graph) = window.session.graph() else {
        return Default::default();
    };
    let sorted = |mut links: Weighed| {
        links.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        links
    };
    let out = graph
        .links_from(id)
        .iter()
        .map(|it| (it.to, it.weight))
        .collect();
    let into = graph.links_to(id).map(|it| (it.from, it.weight)).collect();
    (sorted(out), sorted(into))
}

fn item_rows(window: &Window<'_>, model: &CodeModel, id: ModuleId) -> Vec<Row> {
    let color = window.theme.faint;
    let items = model
        .module(id)
        .items
        .iter()
        .filter(|it| model.item(**it).parent.is_none());
    let row = |item: &ItemId| {
        let found = model.item(*item);
        Row {
            color,
            name: format!("{} {}", found.kind, found.name),
            number: window.texts.grouped(u64::from(found.n_lines)),
            command: Some(Selection::Item(*item).into()),
        }
    };
    items.map(row).collect()
}

/// Where the module begins.
pub(super) fn source_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    model: &CodeModel,
    id: ModuleId,
) {
    if let Some(span) = model.module(id).span {
        widgets::separator(ui, window.theme);
        widgets::section(ui, window.theme, window.texts.source, "");
        state.evidence.place_ui(ui, window, span, 6);
    }
}

/// Draws an item of a module: where it stands and who mentions it.
pub(super) fn item_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector, id: ItemId) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let model = &analysis.model;
    let item = model.item(id);
    let module = model.module(item.module);
    let about = window
        .texts
        .item_in(item.kind.word(), &module.path, item.n_lines);
    title_ui(ui, window, &item.name, &about);
    ui.add_space(space::S);
    if widgets::button(ui, window.theme, window.texts.show_module, Look::Plain).clicked() {
        window.push(Selection::module(item.module));
    }
    complexity_ui(ui, window, item.complexity);
    remote_ui(ui, window, &mut state.remote, Question::Item(id));
    if let Some(span) = item.span {
        widgets::separator(ui, window.theme);
        widgets::section(ui, window.theme, window.texts.source, "");
        state
            .evidence
            .place_ui(ui, window, span, item.n_lines.clamp(6, 16));
    }
    implementors_ui(ui, window, state, model, id);
    let to = Node::Item(id);
    let mentions = model
        .references()
        .iter()
        .enumerate()
        .filter(|(_, it)| it.to == to && it.kind != DependencyKind::Dispatch);
    let mentions: Vec<_> = mentions.map(|(at, _)| RefId(at as u32)).collect();
    widgets::separator(ui, window.theme);
    state
        .evidence
        .references_ui(ui, window, window.texts.mentioned, &mentions);
}

/// What implements a trait: where its calls may end up.
fn implementors_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    model: &CodeModel,
    id: ItemId,
) {
    if model.item(id).kind != ItemKind::Trait {
        return;
    }
    let from = Node::Item(id);
    let start = model.references().partition_point(|it| it.from < from);
    let of_trait = model.references()[start..].iter();
    let of_trait = of_trait.take_while(|it| it.from == from);
    let row = |it: &Reference| {
        let Node::Item(item) = it.to else { return None };
        let found = model.item(item);
        Some(Row {
            color: window.color_of(window.session.owner_of(found.module)),
            name: window.short(&found.path).to_owned(),
            number: String::new(),
            command: Some(Selection::Item(item).into()),
        })
    };
    let rows = of_trait
        .filter(|it| it.kind == DependencyKind::Dispatch)
        .filter_map(row);
    let rows: Vec<Row> = rows.collect();
    list_ui(ui, window, state, window.texts.implemented_by, &rows);
}

/// Draws several modules.
pub(super) fn modules_ui(ui: &mut Ui, window: &mut Window<'_>, modules: &[ModuleId]) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let Some(graph) = window.session.graph() else {
        return;
    };
    let texts = window.texts;
    let n_lines: u64 = modules
        .iter()
        .map(|it| u64::from(analysis.model.module(*it).n_lines))
        .sum();
    title_ui(
        ui,
        window,
        &texts.n_modules(modules.len()),
        &texts.n_lines(n_lines),
    );
    ui.add_space(space::S);
    actions_ui(ui, window, modules);
    if window.session.what_if().is_some() {
        return what_if::body_ui(ui, window);
    }
    widgets::separator(ui, window.theme);
    let chosen = |module: ModuleId| modules.binary_search(&module).is_ok();
    let (mut inside, mut out, mut into) = (0.0, 0.0, 0.0);
    for module in modules {
        for link in graph.links_from(*module) {
            *(if chosen(link.to) {
                &mut inside
            } else {
                &mut out
            }) += link.weight;
        }
        let outer = graph.links_to(*module).filter(|it| !chosen(it.from));
        into += outer.map(|it| it.weight).sum::<f64>();
    }
    figure_ui(ui, window, texts.inside, &texts.weight(inside));
    figure_ui(ui, window, texts.incoming, &texts.weight(into));
    figure_ui(ui, window, texts.outgoing, &texts.weight(out));
    let row = |module: &ModuleId| {
        let lines = texts.grouped(u64::from(analysis.model.module(*module).n_lines));
        let command: Command = Selection::module(*module).into();
        module_row(window, *module, lines, command)
    };
    let rows: Vec<Row> = modules.iter().take(200).map(row).collect();
    widgets::separator(ui, window.theme);
    widgets::section(
        ui,
        window.theme,
        texts.modules,
        &texts.grouped(modules.len() as u64),
    );
    super::lists::rows_ui(ui, window, &rows);
}
