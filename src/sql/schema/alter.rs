//! `ALTER TABLE` and its like.

use super::super::cursor::{Cursor, name_of, split_at_commas};
use super::alter_others::{index, rename_index, routine, type_of, view};
use super::definition::{Outcome, Source};
use super::objects::{Constraint, Table};
use super::{Schema, column, drop};

/// Reads `ALTER` after the word.
pub(super) fn alter(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    cursor.eat("foreign");
    if cursor.eat("table") {
        return table(schema, cursor, source);
    }
    if cursor.eat_any(&["materialized view", "view"]) {
        return view(schema, cursor, source);
    }
    if cursor.eat("type") {
        return type_of(schema, cursor, source);
    }
    if cursor.eat("index") {
        return index(schema, cursor);
    }
    if cursor.sees_any(&["function", "procedure"]) {
        return routine(schema, cursor, source);
    }
    if cursor.eat("trigger") {
        return Outcome::Nothing;
    }
    Outcome::Nothing
}

fn table(schema: &mut Schema, mut cursor: Cursor<'_, '_>, source: Source<'_>) -> Outcome {
    let careful = cursor.eat("if exists");
    cursor.eat("only");
    let Some(named) = cursor.name() else {
        return Outcome::Lost("changes a table without a name");
    };
    if named.is_hole {
        return Outcome::Lost("changes a table named at run time");
    }
    let name = named.whole();
    let Some(key) = schema.table_key(&name) else {
        // `ALTER TABLE` also changes views and sequences in PostgreSQL.
        let other = schema.dialect.key(&name);
        let known = schema.views.contains_key(&other) || schema.sequences.contains_key(&other);
        let owner = cursor.sees("owner");
        return match careful || known || owner {
            true => Outcome::Nothing,
            false => Outcome::Lost("changes a table that is not there"),
        };
    };
    let mut outcome = Outcome::Done;
    let mut adds = false;
    for part in split_at_commas(cursor.rest()) {
        let cursor = Cursor::new(part, schema.dialect);
        // T-SQL lists columns after one `ADD`.
        adds &= !cursor.sees_any(ACTIONS);
        let action = Action { key: &key, source };
        outcome = outcome.and(match adds {
            true => action.add(schema, cursor),
            false => action.apply(schema, cursor),
        });
        adds |= cursor.sees("add");
    }
    if let Some(table) = schema.tables.get_mut(&key) {
        table.origin.change(source.place());
        table.origin.certainty = table.origin.certainty.and(outcome.certainty());
    }
    outcome
}

/// Words with which a part of `ALTER TABLE` begins.
const ACTIONS: &[&str] = &[
    "add",
    "drop",
    "alter",
    "modify",
    "change",
    "rename",
    "set",
    "owner",
    "enable",
    "disable",
    "attach",
    "detach",
    "inherit",
    "no",
    "validate",
    "cluster",
    "replica",
    "engine",
    "convert",
    "comment",
    "auto_increment",
    "force",
    "reset",
    "order",
    "default",
    "character",
    "collate",
    "algorithm",
    "lock",
    "with",
    "check",
    "row_format",
    "charset",
    "switch",
    "of",
    "not",
    "partition",
];

/// One part of `ALTER TABLE`.
struct Action<'s> {
    key: &'s str,
    source: Source<'s>,
}

impl Action<'_> {
    fn apply(&self, schema: &mut Schema, mut cursor: Cursor<'_, '_>) -> Outcome {
        if cursor.eat("add") {
            return self.add(schema, cursor);
        }
        if cursor.eat("drop") {
            return self.drop(schema, cursor);
        }
        if cursor.eat("alter") {
            return self.alter_column(schema, cursor);
        }
        if cursor.eat("modify") {
            cursor.eat("column");
            return self.redefine(schema, None, cursor);
        }
        if cursor.eat("change") {
            cursor.eat("column");
            let old = cursor.ident();
            return self.redefine(schema, old, cursor);
        }
        if cursor.eat("rename") {
            return self.rename(schema, cursor);
        }
        if cursor.eat("set schema") {
            let Some(of) = cursor.ident() else {
                return Outcome::Guessed;
            };
            let Some(table) = schema.tables.get(self.key) else {
                return Outcome::Done;
            };
            let bare = table.name.rsplit('.').next().unwrap_or_default().to_owned();
            let old = table.name.clone();
            let new = if schema.dialect.is_default_schema(&of) {
                bare
            } else {
                format!("{of}.{bare}")
            };
            return drop::rename_table(schema, &old, &new, self.source);
        }
        if cursor.eat("attach partition") {
            let parent = schema.tables.get(self.key).map(|it| it.name.clone());
            let child = cursor.name().and_then(|it| schema.table_key(&it.whole()));
            if let (Some(parent), Some(child)) =
                (parent, child.and_then(|it| schema.tables.get_mut(&it)))
            {
                child.parents.push(parent);
            }
            return Outcome::Done;
        }
        if cursor.eat("inherit") {
            let parent = cursor.name().map(|it| it.whole());
            if let Some(table) = schema.tables.get_mut(self.key) {
                table.parents.extend(parent);
            }
            return Outcome::Done;
        }
        match cursor.sees_any(ACTIONS) {
            true => Outcome::Done,
            false => Outcome::Guessed,
        }
    }

    fn add(&self, schema: &mut Schema, mut cursor: Cursor<'_, '_>) -> Outcome {
        let dialect = schema.dialect;
        let Some(table) = schema.tables.get_mut(self.key) else {
            return Outcome::Done;
        };
        let is_column = cursor.eat("column");
        cursor.eat("if not exists");
        if cursor.sees_symbol("(") {
            let list = cursor.group().unwrap_or(&[]);
            let mut whole = true;
            for part in split_at_commas(list) {
                whole &= element(table, Cursor::new(part, dialect), self.source, is_column);
            }
            return if whole {
                Outcome::Done
            } else {
                Outcome::Guessed
            };
        }
        if cursor.sees("partition") {
            return Outcome::Done;
        }
        let whole = element(table, cursor, self.source, is_column);
        self.use_index(schema, cursor);
        if whole {
            Outcome::Done
        } else {
            Outcome::Guessed
        }
    }

    /// `ADD CONSTRAINT x PRIMARY KEY USING INDEX i`: the index becomes the key.
    fn use_index(&self, schema: &mut Schema, mut cursor: Cursor<'_, '_>) {
        let is_primary = cursor.rest().iter().any(|it| it.is("primary"));
        if !(cursor.skip_past("using") && cursor.eat("index")) {
            return;
        }
        let index = cursor.ident().map(|it| schema.dialect.key(&it));
        let index = index.and_then(|it| schema.indexes.remove(&it));
        let (Some(index), Some(table)) = (index, schema.tables.get_mut(self.key)) else {
            return;
        };
        if is_primary {
            for name in &index.columns {
                if let Some(column) = table.column_mut(name) {
                    column.is_nullable = false;
                }
            }
            table.primary_key = index.columns;
        } else {
            table.unique.push(index.columns);
        }
    }

    fn drop(&self, schema: &mut Schema, mut cursor: Cursor<'_, '_>) -> Outcome {
        let dialect = schema.dialect;
        let Some(table) = schema.tables.get_mut(self.key) else {
            return Outcome::Done;
        };
        if cursor.eat("primary key") {
            table.primary_key.clear();
            return Outcome::Done;
        }
        if cursor.eat_any(&["constraint", "foreign key", "check"]) {
            let careful = cursor.eat("if exists");
            let found = cursor.ident().is_some_and(|it| drop_constraint(table, &it));
            // Checks and keys without a name of ours are not kept.
            let _ = (careful, found);
            return Outcome::Done;
        }
        if cursor.eat_any(&["index", "key"]) {
            if let Some(name) = cursor.ident()
                && schema.indexes.remove(&dialect.key(&name)).is_none()
            {
                drop_constraint(table, &name);
            }
            return Outcome::Done;
        }
        if cursor.eat_any(&["partition", "default", "expression"]) {
            return Outcome::Done;
        }
        cursor.eat("column");
        let careful = cursor.eat("if exists");
        cursor.eat_symbol("(");
        let mut outcome = Outcome::Done;
        while let Some(name) = cursor.ident() {
            if !drop_column(schema, self.key, &name) && !careful {
                outcome = Outcome::Lost("takes away a column that is not there");
            }
            if !cursor.eat_symbol(",") {
                break;
            }
        }
        outcome
    }

    fn alter_column(&self, schema: &mut Schema, mut cursor: Cursor<'_, '_>) -> Outcome {
        if cursor.eat_any(&["constraint", "index"]) {
            return Outcome::Done;
        }
        cursor.eat("column");
        let Some(table) = schema.tables.get_mut(self.key) else {
            return Outcome::Done;
        };
        let name = cursor.ident();
        let Some(column) = name.and_then(|it| table.column_mut(&it)) else {
            return Outcome::Lost("changes a column that is not there");
        };
        if cursor.eat_any(&["type", "set data type"]) {
            column.ty = column::type_of(&mut cursor);
        } else if cursor.eat("set not null") {
            column.is_nullable = false;
        } else if cursor.eat("drop not null") {
            column.is_nullable = true;
        } else if cursor.eat("set default") {
            column.default = Some(super::super::cursor::shown(cursor.rest()));
        } else if cursor.eat_any(&["drop default", "drop identity", "drop expression"]) {
            column.default = None;
        } else if cursor.eat("add generated") {
            column.default = Some("identity".to_owned());
        } else if cursor.sees_any(&["set", "restart", "reset"]) {
            return Outcome::Done;
        } else {
            // T-SQL tells type and the rest anew.
            column.ty = column::type_of(&mut cursor);
            column.is_nullable = !cursor.eat("not null");
        }
        Outcome::Done
    }

    /// `MODIFY` and `CHANGE`: a column told anew, in its old place.
    fn redefine(
        &self,
        schema: &mut Schema,
        old: Option<String>,
        mut cursor: Cursor<'_, '_>,
    ) -> Outcome {
        let Some(new) = cursor.peek().and_then(|it| name_of(it, schema.dialect)) else {
            return Outcome::Guessed;
        };
        let old = old.unwrap_or_else(|| new.clone());
        if old != new {
            let Some(table) = schema.tables.get(self.key).map(|it| it.name.clone()) else {
                return Outcome::Done;
            };
            let renamed = rename_column(schema, &table, &old, &new, self.source);
            if renamed != Outcome::Done {
                return renamed;
            }
        }
        let Some(table) = schema.tables.get_mut(self.key) else {
            return Outcome::Done;
        };
        let mut told = Table::new(String::new(), self.source.place());
        let whole = column::column(&mut told, &mut cursor, self.source);
        let (Some(mut column), Some(place)) = (told.columns.pop(), table.column_mut(&new)) else {
            return Outcome::Lost("changes a column that is not there");
        };
        std::mem::swap(place, &mut column);
        let of_key = table.primary_key.contains(&new);
        if let Some(column) = table.column_mut(&new).filter(|_| of_key) {
            column.is_nullable = false;
        }
        table.unique.extend(told.unique);
        if whole == Some(true) {
            Outcome::Done
        } else {
            Outcome::Guessed
        }
    }

    fn rename(&self, schema: &mut Schema, mut cursor: Cursor<'_, '_>) -> Outcome {
        let Some(table) = schema.tables.get(self.key).map(|it| it.name.clone()) else {
            return Outcome::Done;
        };
        if cursor.eat_any(&["to", "as"]) {
            let Some(new) = cursor.name() else {
                return Outcome::Guessed;
            };
            // The new name has no schema; the table stays in its own.
            let new = match (table.rsplit_once('.'), &new.schema) {
                (Some((of, _)), None) => format!("{of}.{}", new.name),
                _ => new.whole(),
            };
            return drop::rename_table(schema, &table, &new, self.source);
        }
        if cursor.eat_any(&["index", "key"]) && cursor.peek_at(1).is_some_and(|it| it.is("to")) {
            return rename_index(schema, &mut cursor);
        }
        if cursor.eat("constraint") {
            let old = cursor.ident();
            cursor.eat("to");
            let new = cursor.ident();
            if let (Some(old), Some(new), Some(table)) = (old, new, schema.tables.get_mut(self.key))
            {
                for it in table.constraints.iter_mut().filter(|it| it.0 == old) {
                    it.0.clone_from(&new);
                }
                for it in table
                    .foreign_keys
                    .iter_mut()
                    .filter(|it| it.name.as_ref() == Some(&old))
                {
                    it.name = Some(new.clone());
                }
            }
            return Outcome::Done;
        }
        cursor.eat("column");
        let old = cursor.ident();
        cursor.eat("to");
        match (old, cursor.ident()) {
            (Some(old), Some(new)) => rename_column(schema, &table, &old, &new, self.source),
            _ => Outcome::Guessed,
        }
    }
}

/// A column or constraint that is added; false if some of it was passed over.
fn element(
    table: &mut Table,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
    is_column: bool,
) -> bool {
    if !is_column && let Some(whole) = column::constraint(table, &mut cursor, source) {
        return whole;
    }
    column::column(table, &mut cursor, source) == Some(true)
}

/// Forgets a constraint by its name, given or made by the database; false if it is not known. The
/// database makes a name of the table's first name, which may be another one by now.
pub(super) fn drop_constraint(table: &mut Table, name: &str) -> bool {
    let count = |it: &Table| (it.foreign_keys.len(), it.constraints.len(), it.unique.len());
    let before = count(table);
    let made =
        |columns: &[String], end: &str| name.ends_with(&format!("_{}{end}", columns.join("_")));
    table.foreign_keys.retain(|it| match &it.name {
        Some(it) => it != name,
        None => !made(&it.columns, "_fkey"),
    });
    let known = table.constraints.iter().position(|it| it.0 == name);
    match known.map(|it| table.constraints.remove(it).1) {
        Some(Constraint::Primary) => table.primary_key.clear(),
        Some(Constraint::Unique(columns)) => table.unique.retain(|it| *it != columns),
        Some(Constraint::Other) => {}
        None if name.ends_with("_pkey") => table.primary_key.clear(),
        None => {
            // `MySQL` calls a unique key like its first column.
            let first = |it: &[String]| it.first().is_some_and(|it| it == name);
            table.unique.retain(|it| !(made(it, "_key") || first(it)));
        }
    }
    before != count(table)
}

/// Forgets a column and every key it was part of.
fn drop_column(schema: &mut Schema, key: &str, name: &str) -> bool {
    let dialect = schema.dialect;
    let Some(table) = schema.tables.get_mut(key) else {
        return true;
    };
    let Some(name) = table.column(name).map(|it| it.name.clone()) else {
        return false;
    };
    table.columns.retain(|it| it.name != name);
    if table.primary_key.contains(&name) {
        table.primary_key.clear();
    }
    table.unique.retain(|it| !it.contains(&name));
    table.foreign_keys.retain(|it| !it.columns.contains(&name));
    schema
        .indexes
        .retain(|_, it| !(dialect.key(&it.table) == key && it.mentions.contains(&name)));
    true
}

/// Gives a column another name, in every key that speaks of it.
pub(super) fn rename_column(
    schema: &mut Schema,
    table: &str,
    old: &str,
    new: &str,
    source: Source<'_>,
) -> Outcome {
    let dialect = schema.dialect;
    let found = schema.table_key(table);
    let Some((key, table)) = found.and_then(|it| Some((it.clone(), schema.tables.get_mut(&it)?)))
    else {
        return Outcome::Lost("renames a column of a table that is not there");
    };
    let Some(column) = table.column_mut(old) else {
        return Outcome::Lost("renames a column that is not there");
    };
    let old = std::mem::replace(&mut column.name, new.to_owned());
    let follow = |it: &mut String| {
        if *it == old {
            new.clone_into(it);
        }
    };
    table.primary_key.iter_mut().for_each(follow);
    table.unique.iter_mut().flatten().for_each(follow);
    for (_, constraint) in &mut table.constraints {
        if let Constraint::Unique(columns) = constraint {
            columns.iter_mut().for_each(follow);
        }
    }
    table
        .foreign_keys
        .iter_mut()
        .flat_map(|it| &mut it.columns)
        .for_each(follow);
    table.origin.change(source.place());
    let keys = schema
        .tables
        .values_mut()
        .flat_map(|it| &mut it.foreign_keys);
    let keys = keys.filter(|it| dialect.key(&it.table) == key);
    keys.flat_map(|it| &mut it.target_columns).for_each(follow);
    let indexes = schema
        .indexes
        .values_mut()
        .filter(|it| dialect.key(&it.table) == key);
    for index in indexes {
        index.columns.iter_mut().for_each(follow);
        index.mentions.iter_mut().for_each(follow);
    }
    Outcome::Done
}
