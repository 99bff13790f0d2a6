//! A plan into the text it came from: what did not change keeps its bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use super::read::{parse_plan, plain};
use super::write_list::{set_list, set_paths};
use crate::plan::{Decision, Plan, RunSettings, Service, ServiceId};

/// The text of a plan.
///
/// `previous` is the text it was read from: its comments, its order and keys that are not known here
/// stay. Give the text as opened, not as last saved, and a section that an undo brings back has its
/// comments again. A text that is no plan counts for nothing; it cannot have been opened.
pub fn write_plan(plan: &Plan, previous: Option<&str>) -> String {
    let read = previous.and_then(|text| Some((text, parse_plan(text).ok()?.0)));
    if let Some((text, _)) = read.as_ref().filter(|it| said(&it.1) == said(plan)) {
        return (*text).to_owned();
    }
    let document = read
        .as_ref()
        .and_then(|it| it.0.parse::<DocumentMut>().ok());
    let mut document = document.unwrap_or_default();
    write_into(document.as_table_mut(), plan);
    let text = document.to_string();
    match read {
        Some((before, _)) if before.contains("\r\n") => {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        }
        _ => text,
    }
}

/// What of a plan stands in its file.
fn said(plan: &Plan) -> Plan {
    let numbered = (0u32..).zip(&plan.services);
    Plan {
        services: numbered
            .map(|(id, it)| Service {
                id: ServiceId(id),
                ..it.clone()
            })
            .collect(),
        positions: BTreeMap::new(),
        root: if plan.root.is_empty() {
            ".".into()
        } else {
            plan.root.clone()
        },
        ..plan.clone()
    }
}

fn write_into(root: &mut Table, plan: &Plan) {
    if root.get("seamline").is_none() {
        root.insert("seamline", toml_edit::value(super::FORMAT));
    }
    let code = if plan.root.is_empty() {
        "."
    } else {
        &plan.root
    };
    if root.contains_key("root") || code != "." || root.len() == 1 {
        set_text(root, "root", Some(code));
    }
    set_text(root, "name", (!plan.name.is_empty()).then_some(&*plan.name));
    rename_services(root, plan);
    in_order(
        root,
        "service",
        &plan.services,
        |table| text(table, "name"),
        |it| it.name.to_string(),
        write_service,
    );
    set_paths_of_section(root, "remaining", &plan.remaining);
    let path = |table: &Table| text(table, "path");
    let decided: Vec<_> = plan.shared.iter().collect();
    let decided = as_in_file(root, "shared", decided, |it| it.0);
    in_order(
        root,
        "shared",
        &decided,
        path,
        |it| it.0.to_string(),
        |table, (path, decision)| {
            set_text(table, "path", Some(path));
            if **decision != Decision::Undecided || table.get("decision").is_some() {
                set_text(table, "decision", Some(decision.word()));
            }
        },
    );
    let locks = as_in_file(root, "lock", plan.locks.iter().collect(), |it| it);
    in_order(
        root,
        "lock",
        &locks,
        path,
        ToString::to_string,
        |table, path| {
            set_text(table, "path", Some(path));
        },
    );
    for (key, rules) in [("together", &plan.together), ("apart", &plan.apart)] {
        let paths = |table: &Table| Some(texts(table.get("paths")).join("\n"));
        in_order(
            root,
            key,
            rules,
            paths,
            |it| it.join("\n"),
            |table, rule| {
                set_list(table, "paths", rule);
            },
        );
    }
    let ends = |table: &Table| Some(text(table, "from")? + "\n" + &text(table, "to")?);
    in_order(
        root,
        "accepted",
        &plan.accepted,
        ends,
        |it| format!("{}\n{}", it.from, it.to),
        |table, it| {
            set_text(table, "from", Some(&it.from));
            set_text(table, "to", Some(&it.to));
            if table.get("reason").is_some() || !it.reason.is_empty() {
                set_text(table, "reason", Some(&it.reason));
            }
        },
    );
    write_run(root, &plan.run);
}

/// A service is found by its name, and one that was renamed by what it owns.
fn rename_services(root: &mut Table, plan: &Plan) {
    let Some(tables) = root
        .get_mut("service")
        .and_then(Item::as_array_of_tables_mut)
    else {
        return;
    };
    let in_file: BTreeSet<String> = tables.iter().filter_map(|it| text(it, "name")).collect();
    let mut new: Vec<&Service> = plan
        .services
        .iter()
        .filter(|it| !in_file.contains(&*it.name))
        .collect();
    for table in tables.iter_mut() {
        let lost = text(table, "name").is_some_and(|it| plan.service_named(&it).is_none());
        let owned: BTreeSet<Arc<str>> = texts(table.get("owns")).into_iter().collect();
        let renamed = new
            .iter()
            .position(|it| lost && !owned.is_empty() && it.owns == owned);
        if let Some(at) = renamed {
            set_text(table, "name", Some(&new.remove(at).name));
        }
    }
}

fn write_service(table: &mut Table, service: &Service) {
    set_text(table, "name", Some(&service.name));
    set_paths(table, "owns", &service.owns, true);
    set_paths(table, "items", &service.items, false);
    if table.get("prefixes").is_some() || !service.prefixes.is_empty() {
        set_list(table, "prefixes", &service.prefixes);
    }
    set_text(table, "package", service.package.as_deref());
    set_text(table, "note", service.note.as_deref());
}

fn write_run(root: &mut Table, run: &RunSettings) {
    if *run == RunSettings::default() && root.get("run").is_none() {
        return;
    }
    let Some(section) = section(root, "run") else {
        return;
    };
    set_text(section, "package", run.package.as_deref());
    set_text(section, "bin", run.bin.as_deref());
    set_port(section, "port", run.port);
    set_text(section, "port_env", run.port_env.as_deref());
    set_text(section, "role_env", run.role_env.as_deref());
    set_text(section, "health", run.health.as_deref());
    if section.get("healthcheck").is_some() || !run.healthcheck.is_empty() {
        set_list(section, "healthcheck", &run.healthcheck);
    }
    set_text(section, "data", run.data.as_deref());
    set_port(section, "publish", run.publish);
    write_environment(section, run);
}

fn write_environment(section: &mut dyn TableLike, run: &RunSettings) {
    if section.get("env").is_none() && run.env.is_empty() {
        return;
    }
    let env = section
        .entry("env")
        .or_insert_with(toml_edit::table)
        .as_table_like_mut();
    let Some(env) = env else { return };
    let keys: Vec<String> = env.iter().map(|it| it.0.to_owned()).collect();
    for gone in keys.iter().filter(|it| !run.env.contains_key(&***it)) {
        env.remove(gone);
    }
    for (key, value) in &run.env {
        let present = env.get(key).and_then(Item::as_value).and_then(plain);
        if present.as_deref() != Some(value) {
            set_text(env, key, Some(value));
        }
    }
}

fn set_paths_of_section(root: &mut Table, key: &str, paths: &BTreeSet<Arc<str>>) {
    if paths.is_empty() && root.get(key).is_none() {
        return;
    }
    if let Some(section) = section(root, key) {
        set_paths(section, "owns", paths, true);
    }
}

fn section<'a>(root: &'a mut Table, key: &str) -> Option<&'a mut dyn TableLike> {
    root.entry(key)
        .or_insert_with(toml_edit::table)
        .as_table_like_mut()
}

/// Things told apart by a path: those in the file keep its order, new ones sort in.
fn as_in_file<T: Copy>(
    root: &Table,
    key: &str,
    sorted: Vec<T>,
    path_of: impl Fn(&T) -> &Arc<str>,
) -> Vec<T> {
    let tables = root.get(key).and_then(Item::as_array_of_tables);
    let in_file = tables
        .into_iter()
        .flatten()
        .filter_map(|it| text(it, "path"));
    let places: BTreeMap<String, usize> = in_file.zip(0..).collect();
    let (mut order, new): (Vec<T>, Vec<T>) = sorted
        .into_iter()
        .partition(|it| places.contains_key(&**path_of(it)));
    order.sort_by_key(|it| places.get(&**path_of(it)));
    for it in new {
        let at = order.iter().position(|there| path_of(there) > path_of(&it));
        order.insert(at.unwrap_or(order.len()), it);
    }
    order
}

/// Writes sections in the order given, each into the one of the file with the same id.
fn in_order<T>(
    root: &mut Table,
    key: &str,
    wanted: &[T],
    id_in_file: impl Fn(&Table) -> Option<String>,
    id_of: impl Fn(&T) -> String,
    write: impl Fn(&mut Table, &T),
) {
    if wanted.is_empty() {
        root.remove(key);
        return;
    }
    let place = root.entry(key).or_insert(Item::None);
    let inline = place.is_value();
    let before = std::mem::take(place)
        .into_array_of_tables()
        .unwrap_or_default();
    let mut in_file: BTreeMap<String, (usize, Table)> = BTreeMap::new();
    for (at, table) in before.into_iter().enumerate() {
        if let Some(id) = id_in_file(&table) {
            in_file.entry(id).or_insert((at, table));
        }
    }
    let mut places = Vec::new();
    let mut tables: Vec<Table> = Vec::with_capacity(wanted.len());
    for it in wanted {
        let (at, mut table) = match in_file.remove(&id_of(it)) {
            Some((at, table)) => (Some(at), table),
            None => (None, Table::new()),
        };
        places.extend(at);
        write(&mut table, it);
        tables.push(table);
    }
    if !places.is_sorted() {
        stand_together(&mut tables);
    }
    *place = Item::ArrayOfTables(tables.into_iter().collect::<ArrayOfTables>());
    if let Some(mut name) = root.key_mut(key).filter(|_| inline) {
        name.leaf_decor_mut().clear();
    }
}

/// Tables are written in order of their positions in the old text; on a tie, in order.
fn stand_together(tables: &mut [Table]) {
    let first = tables.iter().filter_map(Table::position).min();
    for table in tables {
        set_position(table, first);
        let above = table
            .decor()
            .prefix()
            .and_then(|it| it.as_str())
            .unwrap_or_default()
            .to_owned();
        if !above.starts_with(['\n', '\r']) {
            table.decor_mut().set_prefix(format!("\n{above}"));
        }
    }
}

fn set_position(table: &mut Table, position: Option<isize>) {
    table.set_position(position);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => set_position(inner, position),
            Item::ArrayOfTables(inner) => {
                inner.iter_mut().for_each(|it| set_position(it, position));
            }
            Item::None | Item::Value(_) => {}
        }
    }
}

fn text(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(Item::as_str).map(str::to_owned)
}

fn texts(item: Option<&Item>) -> Vec<Arc<str>> {
    let array = item.and_then(Item::as_array);
    array
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(Arc::from)
        .collect()
}

fn set_text(table: &mut dyn TableLike, key: &str, text: Option<&str>) {
    let present = table.get(key).and_then(Item::as_str);
    match text {
        _ if present == text => {}
        Some(text) => set_value(table, key, text.into()),
        None => drop(table.remove(key)),
    }
}

fn set_port(table: &mut dyn TableLike, key: &str, port: Option<u16>) {
    let present = table.get(key).and_then(Item::as_integer);
    match port.map(i64::from) {
        port if present == port => {}
        Some(port) => set_value(table, key, port.into()),
        None => drop(table.remove(key)),
    }
}

/// Sets a value; what stands round the old one, a comment behind it, stays.
pub(super) fn set_value(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        Some(other) => *other = Item::Value(value),
        None => drop(table.insert(key, Item::Value(value))),
    }
}
