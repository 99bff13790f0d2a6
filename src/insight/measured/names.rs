//! How names from outside lead to functions and tables of the code.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::listed;
use crate::model::{CodeModel, ItemId, ItemKind, ModuleId, ObjectKind};

/// Schemas that go without saying.
const DEFAULT_SCHEMAS: [&str; 3] = ["public", "main", "dbo"];

/// Functions by their last name, tables by their small one.
pub(super) struct Names<'m> {
    model: &'m CodeModel,
    functions: FxHashMap<&'m str, Vec<ItemId>>,
    /// By the whole name, without a schema that goes without saying.
    tables: FxHashMap<String, Vec<ModuleId>>,
    /// By the last part of the name.
    short_tables: FxHashMap<String, Vec<ModuleId>>,
}

impl<'m> Names<'m> {
    /// All names of a model; test code is left out.
    pub(super) fn of(model: &'m CodeModel) -> Self {
        let mut all = Self {
            model,
            functions: FxHashMap::default(),
            tables: FxHashMap::default(),
            short_tables: FxHashMap::default(),
        };
        let items = model.module_ids().flat_map(|it| &model.module(it).items);
        for id in items.copied() {
            let item = model.item(id);
            if item.kind == ItemKind::Fn && !item.test {
                all.functions.entry(&item.name).or_default().push(id);
            }
        }
        for id in model.module_ids() {
            let module = model.module(id);
            if module.object_kind().is_some() {
                let name = bare_table(&module.name);
                let short = last_part(&name).to_owned();
                all.tables.entry(name).or_default().push(id);
                all.short_tables.entry(short).or_default().push(id);
            }
        }
        all
    }

    /// The function of this path, or the only one whose path ends so.
    pub(super) fn function(&self, name: &str) -> Result<ItemId, String> {
        let wanted = bare_function(name);
        let last = wanted.rsplit("::").next().unwrap_or_default();
        let candidates = self.functions.get(last).map_or(&[][..], Vec::as_slice);
        let path = |it: &ItemId| &self.model.item(*it).path;
        let is_whole = |it: &ItemId| without_target(path(it)) == wanted;
        let whole: Vec<_> = candidates.iter().filter(|it| is_whole(it)).collect();
        let found = match whole.as_slice() {
            [] => {
                let ends = |it: &ItemId| {
                    let rest = without_target(path(it)).strip_suffix(&*wanted);
                    rest.is_some_and(|it| it.ends_with("::"))
                };
                candidates.iter().filter(|it| ends(it)).collect()
            }
            _ => whole,
        };
        match found.as_slice() {
            [] => Err("no function of the code is called so".to_owned()),
            [one] => Ok(**one),
            some => Err(format!(
                "several functions are called so: {}",
                listed(some.iter().map(|it| path(it)))
            )),
        }
    }

    /// The table, view or routine of this name; of a name without schema the only one in any, and of
    /// one with a schema that no file names, the one without.
    pub(super) fn table(&self, name: &str) -> Result<ModuleId, String> {
        let wanted = bare_table(name);
        let short = last_part(&wanted);
        let is_of_code = |it: &ModuleId| short == wanted || self.has_no_schema(*it);
        let found: Vec<_> = match self.tables.get(&wanted) {
            Some(found) => found.clone(),
            None => {
                let found = self.short_tables.get(short).map_or(&[][..], Vec::as_slice);
                found.iter().copied().filter(is_of_code).collect()
            }
        };
        // A table comes before a routine of the same name.
        let rows = |it: &ModuleId| !self.is_routine(*it);
        let tables: Vec<_> = found.iter().copied().filter(rows).collect();
        let found = if tables.is_empty() { found } else { tables };
        match found.as_slice() {
            [] => Err(format!("no table {name:?} is known")),
            [one] => Ok(*one),
            some => Err(format!(
                "several tables are called so: {}",
                listed(some.iter().map(|it| &self.model.module(*it).path))
            )),
        }
    }

    /// The routine of this name.
    pub(super) fn routine(&self, name: &str) -> Option<ModuleId> {
        let found = self.tables.get(&bare_table(name))?;
        let mut routines = found.iter().filter(|it| self.is_routine(**it));
        routines.next().copied()
    }

    fn is_routine(&self, id: ModuleId) -> bool {
        self.model.module(id).object_kind() == Some(ObjectKind::Routine)
    }

    fn has_no_schema(&self, id: ModuleId) -> bool {
        !bare_table(&self.model.module(id).name).contains('.')
    }
}

/// The path that Rust itself would tell: without the prefix of a binary or an example, and without
/// what tells two items apart.
fn without_target(path: &Arc<str>) -> &str {
    let path = path.split('#').next().unwrap_or(path);
    let first = path.find("::").unwrap_or(path.len());
    match path[..first].find(':') {
        Some(colon) => &path[colon + 1..],
        None => path,
    }
}

/// A function as ids write it: crates without hyphens, closures as what they stand in.
fn bare_function(name: &str) -> String {
    let mut name = name.trim().trim_end_matches("()");
    while let Some(outer) = name.strip_suffix("::{{closure}}") {
        name = outer;
    }
    let name = match name.contains("::") {
        true => name.to_owned(),
        false => name.replace('.', "::"),
    };
    match name.split_once("::") {
        Some((first, rest)) => format!("{}::{rest}", first.replace('-', "_")),
        None => name,
    }
}

/// A table as names are compared: small, unquoted, without a schema that goes without saying.
fn bare_table(name: &str) -> String {
    let quotes = ['"', '`', '[', ']'];
    let name = name.trim().replace(quotes, "").to_lowercase();
    match name.split_once('.') {
        Some((schema, rest)) if DEFAULT_SCHEMAS.contains(&schema) => rest.to_owned(),
        _ => name,
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
