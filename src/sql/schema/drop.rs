//! `DROP`, and new names for whole tables.

use super::super::cursor::{Cursor, literal, split_at_commas};
use super::super::dialect::Dialect;
use super::Schema;
use super::definition::{Outcome, Source};
use super::routine::{key, types_of};

/// Reads `DROP` after the word.
pub(super) fn drop(schema: &mut Schema, mut cursor: Cursor<'_, '_>, _: Source<'_>) -> Outcome {
    cursor.eat_any(&["temporary", "foreign"]);
    let mut kind = None;
    for it in KINDS {
        if cursor.eat(it) {
            kind = Some(it);
            break;
        }
    }
    let Some(kind) = kind else {
        return if cursor.eat("schema") {
            drop_schema(schema, cursor)
        } else {
            Outcome::Nothing
        };
    };
    cursor.eat("concurrently");
    let careful = cursor.eat("if exists");
    let mut outcome = Outcome::Done;
    for part in split_at_commas(cursor.rest()) {
        let mut cursor = Cursor::new(part, schema.dialect);
        let Some(named) = cursor.name() else {
            continue;
        };
        let name = named.whole();
        let found = match kind {
            "table" => table(schema, &name),
            "view" | "materialized view" => {
                let key = schema.dialect.key(&name);
                schema
                    .triggers
                    .retain(|_, it| schema.dialect.key(&it.table) != key);
                schema.views.remove(&key).is_some()
            }
            "index" => {
                // `MySQL` and SQL Server name the table as well; names may have a schema here.
                let key = schema.dialect.key(&named.name);
                schema.indexes.remove(&key).is_some() || unique(schema, &mut cursor, &named.name)
            }
            "trigger" => trigger(schema, &mut cursor, &named.name),
            "type" | "domain" => schema.types.remove(&schema.dialect.key(&name)).is_some(),
            "sequence" => schema
                .sequences
                .remove(&schema.dialect.key(&name))
                .is_some(),
            _ => routine(schema, &mut cursor, &name),
        };
        // Indexes that a constraint brings along are not kept by name.
        if !found && !careful && !matches!(kind, "index" | "sequence") {
            outcome = Outcome::Lost("takes away what is not there");
        }
    }
    outcome
}

fn table(schema: &mut Schema, name: &str) -> bool {
    let Some(key) = schema.table_key(name) else {
        return false;
    };
    let dialect = schema.dialect;
    schema.tables.remove(&key);
    schema.indexes.retain(|_, it| dialect.key(&it.table) != key);
    schema
        .triggers
        .retain(|_, it| dialect.key(&it.table) != key);
    schema.renamed.retain(|it| dialect.key(&it.1) != key);
    // The others keep what they say of a table that will come again.
    if dialect == Dialect::Postgres {
        for table in schema.tables.values_mut() {
            table
                .foreign_keys
                .retain(|it| dialect.key(&it.table) != key);
        }
    }
    true
}

/// A unique key that was dropped by the name of its index.
fn unique(schema: &mut Schema, cursor: &mut Cursor<'_, '_>, name: &str) -> bool {
    if !cursor.eat("on") {
        return false;
    }
    let table = cursor.name().and_then(|it| schema.table_key(&it.whole()));
    match table.and_then(|it| schema.tables.get_mut(&it)) {
        Some(table) => super::alter::drop_constraint(table, name),
        None => false,
    }
}

fn trigger(schema: &mut Schema, cursor: &mut Cursor<'_, '_>, name: &str) -> bool {
    let dialect = schema.dialect;
    let name = dialect.key(name);
    let table = if cursor.eat("on") {
        cursor.name()
    } else {
        None
    };
    let table = table.map(|it| dialect.key(&it.whole()));
    let before = schema.triggers.len();
    schema.triggers.retain(|_, it| {
        let same = dialect.key(&it.name) == name;
        !(same
            && table
                .as_ref()
                .is_none_or(|table| dialect.key(&it.table) == *table))
    });
    schema.triggers.len() < before
}

fn routine(schema: &mut Schema, cursor: &mut Cursor<'_, '_>, name: &str) -> bool {
    let dialect = schema.dialect;
    let arguments = cursor.group().map(super::super::cursor::shown);
    if let Some(arguments) = arguments
        && schema
            .routines
            .remove(&key(dialect, name, &arguments))
            .is_some()
    {
        return true;
    }
    // By its name alone, or with arguments spelled another way.
    let wanted = dialect.key(name);
    let same = |it: &super::Routine| dialect.key(&it.name) == wanted;
    let keys = schema.routines.iter().filter(|it| same(it.1));
    let keys: Vec<_> = keys
        .map(|it| (it.0.clone(), types_of(&it.1.arguments)))
        .collect();
    match &*keys {
        [(lone, _)] => schema.routines.remove(lone).is_some(),
        _ => false,
    }
}

fn drop_schema(schema: &mut Schema, mut cursor: Cursor<'_, '_>) -> Outcome {
    cursor.eat("if exists");
    while let Some(name) = cursor.ident() {
        let prefix = format!("{name}.");
        let inside = |it: &str| it.starts_with(&prefix);
        schema.schemas.remove(&name);
        schema.tables.retain(|key, _| !inside(key));
        schema.views.retain(|key, _| !inside(key));
        schema.types.retain(|key, _| !inside(key));
        schema.sequences.retain(|key, _| !inside(key));
        schema.routines.retain(|key, _| !inside(key));
        schema.indexes.retain(|_, it| !inside(&it.table));
        // A trigger goes with the routine it fires.
        let fires = |it: &super::Trigger| it.routine.as_ref().is_some_and(|it| inside(it));
        schema
            .triggers
            .retain(|_, it| !inside(&it.table) && !fires(it));
        cursor.eat_symbol(",");
    }
    Outcome::Done
}

/// Gives a table another name, in everything that speaks of it.
pub(super) fn rename_table(
    schema: &mut Schema,
    old: &str,
    new: &str,
    source: Source<'_>,
) -> Outcome {
    let Some(old_key) = schema.table_key(old) else {
        return Outcome::Lost("renames a table that is not there");
    };
    let dialect = schema.dialect;
    let Some(mut table) = schema.tables.remove(&old_key) else {
        return Outcome::Done;
    };
    new.clone_into(&mut table.name);
    table.origin.change(source.place());
    schema.tables.insert(dialect.key(new), table);
    let follow = |it: &mut String| {
        if dialect.key(it) == old_key {
            new.clone_into(it);
        }
    };
    schema
        .indexes
        .values_mut()
        .for_each(|it| follow(&mut it.table));
    schema
        .tables
        .values_mut()
        .flat_map(|it| &mut it.parents)
        .for_each(follow);
    let mut triggers = std::mem::take(&mut schema.triggers);
    triggers.values_mut().for_each(|it| follow(&mut it.table));
    let keyed = |it: super::Trigger| {
        (
            format!("{}.{}", dialect.key(&it.table), dialect.key(&it.name)),
            it,
        )
    };
    schema.triggers = triggers.into_values().map(keyed).collect();
    if dialect == Dialect::Sqlite {
        // A table is often made anew under another name and takes the old name at the end: what
        // others say of the old name then means the new table. What is left over is followed last.
        schema.renamed.push((old_key, new.to_owned()));
    } else {
        let keys = schema
            .tables
            .values_mut()
            .flat_map(|it| &mut it.foreign_keys);
        keys.for_each(|it| follow(&mut it.table));
    }
    Outcome::Done
}

/// `RENAME TABLE a TO b, c TO d`.
pub(super) fn rename_tables(
    schema: &mut Schema,
    cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    let mut outcome = Outcome::Done;
    for part in split_at_commas(cursor.rest()) {
        let mut cursor = Cursor::new(part, schema.dialect);
        let old = cursor.name();
        cursor.eat("to");
        if let (Some(old), Some(new)) = (old, cursor.name()) {
            outcome = outcome.and(rename_table(schema, &old.whole(), &new.whole(), source));
        }
    }
    outcome
}

/// `EXEC sp_rename 'a.b', 'c', 'COLUMN'`.
pub(super) fn sp_rename(
    schema: &mut Schema,
    cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    let texts: Vec<_> = cursor.rest().iter().filter_map(literal).collect();
    let plain = |it: &str| it.replace(['[', ']'], "");
    match &*texts {
        [old, new] => {
            let old = plain(old);
            let old = old.strip_prefix("dbo.").unwrap_or(&old);
            rename_table(schema, old, &plain(new), source)
        }
        [old, new, kind] if kind.eq_ignore_ascii_case("column") => {
            let old = plain(old);
            let (table, column) = old.rsplit_once('.').unwrap_or(("", &old));
            let table = table.strip_prefix("dbo.").unwrap_or(table);
            super::alter::rename_column(schema, table, column, &plain(new), source)
        }
        _ => Outcome::Nothing,
    }
}

/// Kinds of objects that are kept.
const KINDS: [&str; 12] = [
    "table",
    "materialized view",
    "view",
    "index",
    "trigger",
    "function",
    "procedure",
    "proc",
    "routine",
    "type",
    "domain",
    "sequence",
];
