//! Types that stand for rows of a table, and what is done through them and their values.
//!
//! sea-orm makes of `Model` the types `Entity`, `ActiveModel` and others beside it. A call of a function
//! of an entity says by its name what happens to the rows; a method that writes a value's row counts
//! where the type of the value is known; a column alone is one that a join brings in. diesel's
//! derives name the table of a type.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::mount::Mount;
use super::{Builder, span};
use crate::facts::{FileFacts, MappedFact, MappedTable};
use crate::model::{
    Confidence, DataTouch, DependencyKind, ItemId, ItemKind, MappedType, Node, ObjectId, Origin,
    RowAccess,
};
use crate::notice::Place;

/// What sea-orm calls the types of one table.
const OF_ENTITY: [&str; 7] = [
    "ActiveModel",
    "ActiveModelEx",
    "Column",
    "Entity",
    "Model",
    "ModelEx",
    "PrimaryKey",
];

/// The table of each type that stands for rows.
pub(super) type Entities = FxHashMap<ItemId, ObjectId>;

impl Builder<'_> {
    /// Every type that stands for rows; tables that nothing else makes are added. `tables` are those
    /// that modules stand for.
    pub(super) fn entities(&mut self, tables: &[Option<ObjectId>]) -> Entities {
        let mut entities = Entities::default();
        for (idx, mount, facts) in self.mounts() {
            for fact in &facts.mapped {
                let item = ItemId(self.remembered.first_items[idx] + fact.item);
                match &fact.table {
                    MappedTable::Named(name) => {
                        if let Some(table) = self.named_table((mount, facts), item, fact, name) {
                            self.add_entity(&mut entities, item, table);
                        }
                    }
                    MappedTable::At(at) => {
                        let place = span(mount.file, *at);
                        let named = self.references_of(Node::Item(item)).iter();
                        let named = named.filter(|it| it.span == Some(place));
                        let module = named.filter_map(|it| self.model.module_of(it.to));
                        let mut table = module.filter_map(|it| tables[it.index()]);
                        if let Some(table) = table.next() {
                            entities.insert(item, table);
                        }
                    }
                }
            }
        }
        let types = entities.iter().map(|(item, object)| MappedType {
            item: *item,
            object: *object,
        });
        self.data.mapped = types.collect();
        self.data.mapped.sort_unstable();
        entities
    }

    /// The table of a type that names it itself. Those of tests make none.
    fn named_table(
        &mut self,
        (mount, facts): (&Mount, &FileFacts),
        item: ItemId,
        fact: &MappedFact,
        name: &str,
    ) -> Option<ObjectId> {
        let known = self.catalog.rows_named(name);
        if known.is_some() || self.model.item(item).test {
            return known;
        }
        let path = self.model.file_path(mount.file).clone();
        let line = facts.items[fact.item as usize].at.line;
        let place = Some(Place::line(path, line));
        let table = self.catalog.add_table(name, Origin::Mapper, place);
        let columns = fact.columns.iter().map(|it| (it.clone(), "".into()));
        self.catalog.objects[table.index()].columns = columns.collect();
        Some(table)
    }

    /// The types that are made beside one that names a table.
    fn add_entity(&self, entities: &mut Entities, item: ItemId, table: ObjectId) {
        let module = self.model.item(item).module;
        for other in &self.model.module(module).items {
            let it = self.model.item(*other);
            if it.kind == ItemKind::Type && OF_ENTITY.contains(&&*it.name) {
                entities.insert(*other, table);
            }
        }
    }

    /// The name of the table that an entity is of.
    pub(super) fn entity_name(&self, entity: ItemId) -> Option<String> {
        let module = self.model.item(entity).module;
        self.mounts().find_map(|(idx, _, facts)| {
            let first = self.remembered.first_items[idx];
            facts.mapped.iter().find_map(|it| {
                let own = self.model.item(ItemId(first + it.item)).module;
                match &it.table {
                    MappedTable::Named(name) if own == module => Some(name.to_string()),
                    _ => None,
                }
            })
        })
    }

    /// What code does through entities and through values that stand for rows.
    pub(super) fn through_entities(&mut self, entities: &Entities) {
        if entities.is_empty() {
            return;
        }
        let model = self.model;
        let mapping = &self.remembered.mapping;
        let mut columns = Vec::new();
        for it in model.references() {
            let (Node::Item(user), Node::Item(named), Some(span)) = (it.from, it.to, it.span)
            else {
                continue;
            };
            let Some(table) = entities.get(&named) else {
                continue;
            };
            let names_only = matches!(
                it.kind,
                DependencyKind::Use
                    | DependencyKind::Reexport
                    | DependencyKind::Derive
                    | DependencyKind::Type
            );
            let acts = matches!(model.item(user).kind, ItemKind::Fn | ItemKind::Const);
            let told = mapping.entities.get(&(it.from, span));
            if !acts || (told.is_none() && names_only) {
                continue;
            }
            let touch = DataTouch {
                from: it.from,
                to: *table,
                access: told.copied().unwrap_or(RowAccess::Read),
                columns: Vec::new(),
                span,
                confidence: it.confidence,
                cfg: it.cfg,
                test: it.test,
            };
            match &*model.item(named).name {
                "Entity" => self.touches.push(touch),
                "Column" => columns.push(touch),
                _ => {}
            }
        }
        for it in &mapping.rows {
            let Some(table) = entities.get(&it.ty) else {
                continue;
            };
            // A function of the tree does what its own text says.
            if self.named_at(it.from, it.span).is_none() {
                self.touches.push(DataTouch {
                    from: it.from,
                    to: *table,
                    access: it.access,
                    columns: Vec::new(),
                    span: it.span,
                    confidence: Confidence::Inferred,
                    cfg: it.when.cfg,
                    test: it.when.test || self.test_of(it.from),
                });
            }
        }
        self.through_columns(columns);
    }

    /// A column of a table that a function does not speak of otherwise is one of a join; those of a
    /// table that it does may as well be what it writes.
    fn through_columns(&mut self, columns: Vec<DataTouch>) {
        let known: FxHashSet<_> = self.touches.iter().map(|it| (it.from, it.to)).collect();
        let mut others = columns;
        others.retain(|it| !known.contains(&(it.from, it.to)));
        self.touches.extend(others.into_iter().map(|it| DataTouch {
            confidence: Confidence::Inferred,
            ..it
        }));
    }
}
