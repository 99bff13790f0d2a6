//! The state of a database after its definitions were applied in order.

mod alter;
mod alter_others;
mod column;
mod create;
mod definition;
mod drop;
mod finish;
mod objects;
mod routine;
mod show;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use objects::{
    Column, ForeignKey, Index, Lost, Origin, Routine, RoutineKind, Run, Sequence, Table, Trigger,
    Type, TypeKind, View,
};

use super::dialect::Dialect;
use super::split::Statements;
use crate::notice::Place;

/// Tables, views, routines and the rest, as the last definition left them.
///
/// Maps are sorted by [`Dialect::key`] of the name; names inside are as the database keeps them.
/// A schema is part of a name unless it goes without saying.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The database it is for.
    pub dialect: Dialect,
    /// Tables by key of their name.
    pub tables: BTreeMap<String, Table>,
    /// Views and materialized views by key of their name.
    pub views: BTreeMap<String, View>,
    /// Enums, composite types and domains by key of their name.
    pub types: BTreeMap<String, Type>,
    /// Sequences that are defined by themselves, by key of their name.
    pub sequences: BTreeMap<String, Sequence>,
    /// Indexes that are defined by themselves, by key of their name.
    pub indexes: BTreeMap<String, Index>,
    /// Functions and procedures by key of their name and, where those tell them apart, their types.
    pub routines: BTreeMap<String, Routine>,
    /// Triggers by key of table and name.
    pub triggers: BTreeMap<String, Trigger>,
    /// Schemas other than the default one.
    pub schemas: BTreeMap<String, Origin>,
    /// Texts given to routines that make triggers or the like of them, in the order they were met.
    pub runs: Vec<Run>,
    /// What was not understood, in the order it was met.
    pub lost: Vec<Lost>,
    /// Statements that were met.
    pub n_statements: usize,
    /// Those among them that define something.
    pub n_definitions: usize,
    /// Those of the definitions that were understood only in part.
    pub n_guessed: usize,
    /// How many objects changes looked over so far.
    work: usize,
    /// How many blocks are open that run a text with a block in it.
    depth: u8,
    /// Definitions that were passed over because there were too many; the first of them is lost.
    pub n_passed: usize,
    /// New names of tables that were renamed, the newest last.
    renamed: Vec<(String, String)>,
}

impl Schema {
    /// An empty database.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            ..Self::default()
        }
    }

    /// Applies every definition of a text; `line` is the number of its first line. Rows that are
    /// written beside them change nothing here. Call [`Self::finish`] after the last one.
    pub fn apply(&mut self, path: &Arc<str>, text: &str, line: u32) {
        for statement in Statements::from_line(text, self.dialect, line) {
            self.n_statements += 1;
            definition::apply(self, path, &statement.tokens, statement.text);
        }
    }

    /// A table by its name, in any case if that leaves no choice.
    pub fn table(&self, name: &str) -> Option<&Table> {
        let key = self.table_key(name)?;
        self.tables.get(&key)
    }

    /// The view of this name.
    pub fn view(&self, name: &str) -> Option<&View> {
        self.views.get(&self.dialect.key(name))
    }

    /// Routines of this name; several, where their arguments tell them apart.
    pub fn routines_of<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Routine> {
        let name = self.dialect.key(name);
        let wanted = move |it: &&Routine| self.dialect.key(&it.name) == name;
        self.routines.values().filter(wanted)
    }

    /// The key of the table that this name stands for.
    pub(super) fn table_key(&self, name: &str) -> Option<String> {
        let key = self.dialect.key(name);
        if self.tables.contains_key(&key) {
            return Some(key);
        }
        let small = key.to_lowercase();
        if self.dialect != Dialect::Unknown {
            return None;
        }
        let mut alike = self.tables.keys().filter(|it| it.to_lowercase() == small);
        let found = alike.next()?;
        alike.next().is_none().then(|| found.clone())
    }

    /// Notes something that was not understood.
    fn lose(&mut self, place: Place, text: &str, reason: &'static str) {
        self.lost.push(Lost {
            place,
            excerpt: super::touch::excerpt(text.get(..400).unwrap_or(text)),
            reason,
        });
    }
}

#[cfg(test)]
mod tests;
