//! Tables that programs make themselves: by SQL in code, or by calls of sea-query.
//!
//! What migrations of sea-orm define is applied in the order of their files, after the files of SQL of
//! the only database there is: they go on where those end. What they take back in `down` never
//! happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Builder;
use crate::model::{ItemId, Node, Origin};
use crate::sql::dialect::Dialect;
use crate::sql::migrations::Databases;
use crate::sql::schema::Schema;
use crate::sql::verdict::{Verdict, is_sql};

/// A definition of a migration: its file, its line, and its text.
type Defined = (Arc<str>, u32, String);

impl Builder<'_> {
    /// What the files of SQL leave, and what migrations in code make of it.
    pub(super) fn add_databases(&mut self, databases: &Databases) {
        let defined = self.migrations();
        let only = databases.list.len() < 2;
        for database in &databases.list {
            if only && !defined.is_empty() {
                self.add_migrated(database.schema.clone(), &defined);
            } else {
                self.catalog.add_schema(&database.schema, Origin::Files);
            }
        }
        if databases.list.len() != 1 && !defined.is_empty() {
            self.add_migrated(Schema::new(Dialect::Postgres), &defined);
        }
    }

    fn add_migrated(&mut self, mut schema: Schema, defined: &[Defined]) {
        for (path, line, text) in defined {
            schema.apply(path, text, *line);
        }
        schema.finish();
        self.catalog.add_schema(&schema, Origin::Files);
    }

    /// What migrations in code define, in the order of files and lines.
    fn migrations(&self) -> Vec<Defined> {
        let mut seen = FxHashSet::default();
        let mut defined = Vec::new();
        for (idx, mount, facts) in self.mounts() {
            let path = self.model.file_path(mount.file);
            let counts = |owner: Option<u32>, condition: u32| {
                let from = self.origin(idx, owner)?;
                let goes_up = !self.is_test(mount, condition, from) && self.goes_up(from);
                goes_up.then_some(from)
            };
            if facts.definitions.is_empty() && facts.texts.is_empty() || !seen.insert(mount.file) {
                continue;
            }
            for it in &facts.definitions {
                let text = counts(it.owner, it.condition)
                    .and_then(|from| self.definition(from, mount.file, it));
                defined.extend(text.map(|text| (path.clone(), it.at.line, text)));
            }
            for it in &facts.texts {
                if it.owner.is_some_and(|item| self.is_in_migration(idx, item))
                    && counts(it.owner, it.condition).is_some()
                    && is_sql(&it.text) == Verdict::Definition
                {
                    defined.push((path.clone(), it.at.line, it.text.to_string()));
                }
            }
        }
        defined.sort();
        defined
    }

    /// Whether something is done, and not taken back.
    fn goes_up(&self, from: Node) -> bool {
        match from {
            Node::Item(item) => &*self.model.item(item).name != "down",
            _ => true,
        }
    }

    /// Whether an item is of an impl of sea-orm's `MigrationTrait`.
    fn is_in_migration(&self, mount: usize, item: u32) -> bool {
        let item = ItemId(self.remembered.first_items[mount] + item);
        let parent = self.model.item(item).parent;
        parent.is_some_and(|it| self.model.item(it).name.contains("MigrationTrait"))
    }

    /// Tables that programs make themselves, in the order of files and lines.
    pub(super) fn defined_in_code(&mut self, dialect: Dialect) {
        let mut schemas: BTreeMap<Option<Dialect>, Schema> = BTreeMap::new();
        let mut seen = FxHashSet::default();
        for (idx, mount, facts) in self.mounts() {
            let Some(own) = self.remembered.dialects[idx] else {
                continue;
            };
            if !seen.insert(mount.file) {
                continue;
            }
            let own = if own == Dialect::Unknown {
                dialect
            } else {
                own
            };
            for fact in &facts.texts {
                let from = self.origin(idx, fact.owner);
                let counts = from
                    .is_some_and(|it| !self.is_test(mount, fact.condition, it) && self.goes_up(it));
                let is_migration = fact.owner.is_some_and(|it| self.is_in_migration(idx, it));
                if counts && !is_migration && is_sql(&fact.text) == Verdict::Definition {
                    let schema = schemas.entry(Some(own));
                    let schema = schema.or_insert_with(|| Schema::new(own));
                    schema.apply(self.model.file_path(mount.file), &fact.text, fact.at.line);
                }
            }
        }
        for (_, mut schema) in schemas {
            schema.finish();
            self.catalog.add_schema(&schema, Origin::Code);
        }
    }
}
