//! `CREATE TABLE`, in all its forms.

use super::super::cursor::{Cursor, Named, can_name, name_of, shown, split_at_commas};
use super::super::dialect::Dialect;
use super::super::lex::{Kind, Token};
use super::Schema;
use super::column;
use super::definition::{Outcome, Source};
use super::objects::{Column, MOST_COLUMNS, Table};

/// Reads `CREATE TABLE` after the word `TABLE`.
pub(super) fn create(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
    is_temporary: bool,
) -> Outcome {
    let careful = cursor.eat("if not exists");
    let Some(named) = cursor.name() else {
        return Outcome::Lost("makes a table without a name");
    };
    if named.is_hole {
        return Outcome::Lost("makes a table named at run time");
    }
    let name = named.whole();
    if careful && schema.tables.contains_key(&schema.dialect.key(&name)) {
        return Outcome::Done;
    }
    let mut table = Table::new(name, source.place());
    table.is_temporary = is_temporary || named.name.starts_with('#');
    let outcome = shape(schema, &mut table, &mut cursor, source);
    table.origin.certainty = outcome.certainty();
    schema.tables.insert(schema.dialect.key(&table.name), table);
    outcome
}

/// What stands after the name of a table.
fn shape(
    schema: &Schema,
    table: &mut Table,
    cursor: &mut Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    if cursor.eat("partition of") {
        let parent = cursor.name();
        inherit(schema, table, parent);
        cursor.group();
        return Outcome::Done;
    }
    if cursor.eat("like") {
        let twin = cursor.name();
        return like(schema, table, twin);
    }
    if cursor.eat("of") {
        return Outcome::Guessed;
    }
    let mut outcome = Outcome::Done;
    let selects = cursor
        .peek_at(1)
        .is_some_and(|it| it.is("select") || it.is("with"));
    if cursor.sees_symbol("(") && !selects {
        let list = cursor.group().unwrap_or(&[]);
        outcome = elements(schema, table, list, source);
    }
    if cursor.eat("inherits")
        && let Some(list) = cursor.group()
    {
        for part in split_at_commas(list) {
            let parent = Cursor::new(part, schema.dialect).name();
            inherit(schema, table, parent);
        }
    }
    cursor.until(&["as", "select", "with"]);
    while cursor.sees("with") && cursor.peek_at(1).is_some_and(|it| it.is_symbol("(")) {
        cursor.bump();
        cursor.group();
        cursor.until(&["as", "select", "with"]);
    }
    cursor.eat("as");
    if table.columns.is_empty() && !cursor.is_done() {
        for column in selected(schema, cursor.rest()) {
            table.add(column);
        }
    }
    if table.columns.is_empty() {
        outcome.and(Outcome::Guessed)
    } else {
        outcome
    }
}

/// Columns and constraints between the brackets. Constraints may stand before what they speak of.
fn elements(schema: &Schema, table: &mut Table, list: &[Token<'_>], source: Source<'_>) -> Outcome {
    let mut outcome = Outcome::Done;
    for part in split_at_commas(list) {
        let mut cursor = Cursor::new(part, schema.dialect);
        if cursor.sees("like") && cursor.peek_at(1).is_some_and(can_name) {
            cursor.bump();
            let twin = cursor.name();
            outcome = outcome.and(like(schema, table, twin));
            continue;
        }
        if column::constraint(table, &mut cursor, source).is_some_and(|it| it) {
            continue;
        }
        let mut cursor = Cursor::new(part, schema.dialect);
        // `CREATE TABLE a (b, c) AS SELECT ...` and SQLite have columns without a type.
        match column::column(table, &mut cursor, source) {
            Some(true) => {}
            _ => outcome = Outcome::Guessed,
        }
    }
    table.unique.retain(|it| *it != table.primary_key);
    let keys = table.primary_key.clone();
    for key in keys {
        if let Some(column) = table.column_mut(&key) {
            column.is_nullable = false;
        }
    }
    outcome
}

/// Takes the columns of another table.
fn like(schema: &Schema, table: &mut Table, twin: Option<Named>) -> Outcome {
    let Some(twin) = twin.and_then(|it| schema.table(&it.whole())) else {
        return Outcome::Guessed;
    };
    for column in &twin.columns {
        table.add(column.clone());
    }
    Outcome::Done
}

fn inherit(schema: &Schema, table: &mut Table, parent: Option<Named>) {
    let Some(parent) = parent else { return };
    let parent = parent.whole();
    if let Some(inherited) = schema.table(&parent) {
        for column in &inherited.columns {
            table.add(column.clone());
        }
    }
    table.parents.push(parent);
}

/// Names of what a query selects, as far as the words tell them.
pub(super) fn selected(schema: &Schema, tokens: &[Token<'_>]) -> Vec<Column> {
    let mut cursor = Cursor::new(tokens, schema.dialect);
    while cursor.sees_symbol("(") {
        cursor.bump();
    }
    if cursor.eat("with") {
        cursor.until(&["select"]);
    }
    if !cursor.eat("select") {
        return Vec::new();
    }
    cursor.eat_any(&["distinct", "all"]);
    if cursor.eat("on") {
        cursor.group();
    }
    let items = cursor.until(&["from", "union", "where", "order", "limit"]);
    let mut source = None;
    if cursor.eat("from") {
        source = cursor.name().and_then(|it| schema.table(&it.whole()));
    }
    let mut columns: Vec<Column> = Vec::new();
    for part in split_at_commas(items) {
        let last = part.last();
        if last.is_some_and(|it| it.is_symbol("*")) {
            if columns.len() > MOST_COLUMNS {
                break;
            }
            columns.extend(source.iter().flat_map(|it| it.columns.iter().cloned()));
            continue;
        }
        let Some(name) = last.and_then(|it| name_of(it, schema.dialect)) else {
            // A call without a new name is called like its function.
            let call = part.first().and_then(|it| name_of(it, schema.dialect));
            columns.extend(call.map(|it| plain(it, String::new())));
            continue;
        };
        let known = source.and_then(|it| it.column(&name));
        columns.push(known.cloned().unwrap_or_else(|| plain(name, String::new())));
    }
    columns
}

fn plain(name: String, ty: String) -> Column {
    Column {
        name,
        ty,
        is_nullable: true,
        default: None,
    }
}

/// Reads `CREATE VIRTUAL TABLE` after the word `TABLE`: the arguments of its module are columns.
pub(super) fn create_virtual(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    cursor.eat("if not exists");
    let Some(named) = cursor.name().filter(|it| !it.is_hole) else {
        return Outcome::Lost("makes a table without a name");
    };
    let mut table = Table::new(named.whole(), source.place());
    cursor.eat("using");
    cursor.name();
    for part in split_at_commas(cursor.group().unwrap_or(&[])) {
        let is_option = part.iter().any(|it| it.is_symbol("="));
        let first = part
            .first()
            .filter(|it| matches!(it.kind, Kind::Word | Kind::Quoted));
        if let Some(name) = first
            .filter(|_| !is_option)
            .and_then(|it| name_of(it, Dialect::Sqlite))
        {
            table.columns.push(plain(name, shown(&part[1..])));
        }
    }
    schema.tables.insert(schema.dialect.key(&table.name), table);
    Outcome::Done
}
