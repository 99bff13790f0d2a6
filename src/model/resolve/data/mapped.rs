//! What code does through the modules that diesel makes of tables.

use rustc_hash::FxHashMap;

use super::Builder;
use crate::model::{
    CodeModel, DataTouch, DependencyKind, ItemKind, ModuleId, Node, ObjectId, Origin, RowAccess,
};
use crate::notice::Place;
use crate::source::Span;
use crate::sql::system::is_of_system;

impl Builder<'_> {
    /// The table that each module stands for, or stands in; `None` for most.
    pub(super) fn mapped_tables(&mut self) -> Vec<Option<ObjectId>> {
        let mut tables = vec![None; self.model.modules().len()];
        for (_, mount, facts) in self.mounts() {
            for (fact, module) in facts.modules.iter().zip(&mount.declared) {
                let (Some(name), Some(module)) = (&fact.table, module) else {
                    continue;
                };
                if is_of_system(name) {
                    continue;
                }
                let path = self.model.file_path(mount.file).clone();
                let place = Place::line(path, fact.at.line);
                let id = self.catalog.add_table(name, Origin::Mapper, Some(place));
                tables[module.index()] = Some(id);
                self.add_columns(id, *module);
            }
        }
        // Parents come before their children.
        for id in self.model.module_ids() {
            let parent = self.model.module(id).parent;
            tables[id.index()] = tables[id.index()].or(parent.and_then(|it| tables[it.index()]));
        }
        tables
    }

    /// Columns that an object mapper tells of a table that nothing else makes.
    fn add_columns(&mut self, table: ObjectId, module: ModuleId) {
        let children = self.model.module(module).children.iter();
        let columns = children
            .map(|it| self.model.module(*it))
            .find(|it| &*it.name == "columns");
        let items = columns.iter().flat_map(|it| &it.items);
        let names = items.map(|it| self.model.item(*it));
        let names = names.filter(|it| it.kind == ItemKind::Type && &*it.name != "star");
        let names: Vec<_> = names.map(|it| ((&*it.name).into(), "".into())).collect();
        let object = &mut self.catalog.objects[table.index()];
        if object.columns.is_empty() {
            object.columns = names;
        }
    }

    /// What code does through the modules that an object mapper makes of tables.
    pub(super) fn mapped(&mut self, tables: &[Option<ObjectId>]) {
        if tables.iter().all(Option::is_none) {
            return;
        }
        let model = self.model;
        let named = model.references().iter().filter_map(|it| {
            let (Node::Item(user), Some(span)) = (it.from, it.span) else {
                return None;
            };
            let acts = matches!(model.item(user).kind, ItemKind::Fn | ItemKind::Const);
            let own = tables[model.item(user).module.index()];
            let names_only = matches!(
                it.kind,
                DependencyKind::Use | DependencyKind::Reexport | DependencyKind::Derive
            );
            let table = tables[model.module_of(it.to)?.index()]?;
            (acts && own.is_none() && !names_only).then_some((it, span, table))
        });
        let named: Vec<_> = named.collect();
        let written = &self.remembered.mapping.written;
        let heads = named.iter().filter_map(|(it, span, table)| {
            let is_head = written.get(&(it.from, *span)) == Some(span);
            is_head.then_some((*span, *table))
        });
        let heads: FxHashMap<Span, ObjectId> = heads.collect();
        for (reference, span, table) in named {
            // A column of the table that the statement writes is no reading of it.
            let head = written.get(&(reference.from, span));
            let is_written = head.is_some_and(|it| heads.get(it) == Some(&table));
            self.touches.push(DataTouch {
                from: reference.from,
                to: table,
                access: if is_written {
                    RowAccess::Write
                } else {
                    RowAccess::Read
                },
                columns: column(model, reference.to).into_iter().collect(),
                span,
                confidence: reference.confidence,
                cfg: reference.cfg,
                test: reference.test,
            });
        }
    }
}

/// The column that an item of an object mapper stands for.
fn column(model: &CodeModel, node: Node) -> Option<Box<str>> {
    let Node::Item(item) = node else { return None };
    let item = model.item(item);
    let is_column = &*model.module(item.module).name == "columns" && &*item.name != "star";
    is_column.then(|| (&*item.name).into())
}
