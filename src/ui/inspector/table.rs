//! A table, view or routine of a database: who uses it, what it is made of, and where it is made.

use egui::Ui;

use super::lists::{Row, list_ui, module_row};
use super::measured::measured_ui;
use super::module::{actions_ui, links, source_ui};
use super::why::why_ui;
use super::{Inspector, figure_ui, title_ui, what_if};
use crate::arrange::ContainerKey;
use crate::graph::Graph;
use crate::insight::{TableUse, table_use};
use crate::model::{CodeModel, DataObject, DependencyKind, ModuleId, ObjectId};
use crate::session::Selection;
use crate::ui::theme::{Font, space};
use crate::ui::widgets;
use crate::ui::window::Window;

/// Draws one object of a database; `module` stands for it.
pub(super) fn table_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    (module, object): (ModuleId, ObjectId),
) {
    let Some(analysis) = window.session.analysis().cloned() else {
        return;
    };
    let model = &analysis.model;
    let object = model.data().object(object);
    title_ui(ui, window, &object.name, &about(window, module, object));
    ui.add_space(space::S);
    actions_ui(ui, window, &[module]);
    if window.session.what_if().is_some() {
        return what_if::body_ui(ui, window);
    }
    body_ui(ui, window, object);
    users_ui(ui, window, state, model, module);
    measured_ui(ui, window, module);
    why_ui(ui, window, state, module);
    columns_ui(ui, window, state, object);
    relations_ui(ui, window, state, model, module);
    source_ui(ui, window, state, model, module);
}

fn about(window: &Window<'_>, module: ModuleId, object: &DataObject) -> String {
    let owner = window.name_of(window.session.owner_of(module));
    let texts = window.texts;
    let mut parts = vec![texts.kind_in(object.kind.word(), &owner)];
    if !object.columns.is_empty() {
        parts.push(texts.n_columns(object.columns.len()));
    }
    parts.push(texts.origin(object.origin).to_owned());
    parts.join(" · ")
}

/// How long a routine is, and what in it nobody can see.
fn body_ui(ui: &mut Ui, window: &Window<'_>, object: &DataObject) {
    let (theme, texts) = (window.theme, window.texts);
    if let Some((n_lines, cyclomatic)) = object.body {
        ui.add_space(space::S);
        let text = texts.n_body(n_lines, cyclomatic);
        widgets::label(ui, &text, Font::Small, theme.muted);
    }
    if !object.blind.is_empty() {
        let n = texts.grouped(object.blind.len() as u64);
        figure_ui(ui, window, texts.dynamic_sql, &n);
    }
}

fn users_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    model: &CodeModel,
    module: ModuleId,
) {
    let Some(of) = use_of(window, model, module) else {
        return;
    };
    let (theme, texts) = (window.theme, window.texts);
    if of.users.is_empty() {
        widgets::separator(ui, theme);
        widgets::section(ui, theme, texts.used_by_services, "");
        widgets::paragraph(ui, texts.used_by_nobody, Font::Small, theme.muted);
        return;
    }
    let services = of.users.iter().map(|it| Row {
        color: window.color_of(it.owner),
        name: window.name_of(it.owner),
        number: texts.writes_reads(it.writes, it.reads),
        command: it
            .owner
            .map(|it| Selection::Container(ContainerKey::Service(it)).into()),
    });
    let services: Vec<Row> = services.collect();
    let graph = window.session.graph();
    let row = |from: &ModuleId, writes: bool| {
        let to = module;
        let weight = graph.map_or(0.0, |it| weight_of(it, *from, to, writes));
        let command = Selection::Edge { from: *from, to }.into();
        module_row(window, *from, texts.weight(weight), command)
    };
    let writers = of.users.iter().flat_map(|it| &it.writers);
    let writers: Vec<Row> = writers.map(|it| row(it, true)).collect();
    let readers = of.users.iter().flat_map(|it| &it.readers);
    let readers: Vec<Row> = readers.map(|it| row(it, false)).collect();
    list_ui(ui, window, state, texts.used_by_services, &services);
    if !writers.is_empty() {
        list_ui(ui, window, state, texts.written_by, &writers);
    }
    if !readers.is_empty() {
        list_ui(ui, window, state, texts.read_by, &readers);
    }
}

fn use_of(window: &Window<'_>, model: &CodeModel, module: ModuleId) -> Option<TableUse> {
    let graph = window.session.graph()?;
    table_use(model, graph, window.session.assessment()?, module)
}

/// How often a module writes a table, or does not.
fn weight_of(graph: &Graph, from: ModuleId, to: ModuleId, writes: bool) -> f64 {
    let Some(link) = graph.link(from, to) else {
        return 0.0;
    };
    let dependencies = graph.dependencies_of(link).iter();
    let of_kind = dependencies.filter(|it| (it.kind == DependencyKind::Writes) == writes);
    of_kind.map(|it| it.weight).sum()
}

fn columns_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector, object: &DataObject) {
    if object.columns.is_empty() {
        return;
    }
    let row = |(name, ty): &(Box<str>, Box<str>)| Row {
        color: window.theme.faint,
        name: name.to_string(),
        number: ty.to_string(),
        command: None,
    };
    let rows: Vec<Row> = object.columns.iter().map(row).collect();
    list_ui(ui, window, state, window.texts.columns, &rows);
}

/// Other objects that it needs, or that need it.
fn relations_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Inspector,
    model: &CodeModel,
    id: ModuleId,
) {
    let (out, into) = links(window, id);
    let of_database = |it: &&(ModuleId, f64)| model.object_of(it.0).is_some();
    let rows = |links: &[(ModuleId, f64)], outward: bool| -> Vec<Row> {
        let row = |(other, weight): &(ModuleId, f64)| {
            let (from, to) = if outward { (id, *other) } else { (*other, id) };
            let number = window.texts.weight(*weight);
            module_row(window, *other, number, Selection::Edge { from, to }.into())
        };
        links.iter().filter(of_database).map(row).collect()
    };
    let (needed, dependents) = (rows(&out, true), rows(&into, false));
    list_ui(ui, window, state, window.texts.depends_on, &needed);
    list_ui(ui, window, state, window.texts.dependents, &dependents);
}
