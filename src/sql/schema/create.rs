//! Indexes, views, types, sequences and schemas.

use super::super::cursor::{Cursor, name_of, shown, split_at_commas, unquoted};
use super::super::lex::Kind;
use super::super::touch::Touches;
use super::Schema;
use super::definition::{Outcome, Source};
use super::objects::{Index, Origin, Sequence, Type, TypeKind, View};

/// Reads `CREATE INDEX` after the word `INDEX`.
pub(super) fn index(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
    is_unique: bool,
) -> Outcome {
    cursor.eat("concurrently");
    let careful = cursor.eat("if not exists");
    let name = if cursor.sees("on") {
        None
    } else {
        cursor.name()
    };
    cursor.until(&["on"]);
    if !cursor.eat("on") {
        return Outcome::Lost("makes an index on no table");
    }
    cursor.eat("only");
    let Some(table) = cursor.name().filter(|it| !it.is_hole) else {
        return Outcome::Lost("makes an index on no table");
    };
    if cursor.eat("using") {
        cursor.bump();
    }
    let columns = split_at_commas(cursor.group().unwrap_or(&[]));
    // An index without a name is called after its columns and the functions in them.
    let heads = columns
        .iter()
        .filter_map(|it| name_of(it.first()?, schema.dialect));
    let heads: Vec<_> = heads.collect();
    let mentions = columns.iter().flat_map(|it| it.iter()).chain(cursor.rest());
    let mentions = mentions
        .filter_map(|it| name_of(it, schema.dialect))
        .collect();
    let columns = columns.into_iter().map(shown).collect();
    let table = table.whole();
    let name = match name {
        Some(name) => name.name,
        None => format!("{table}_{}_idx", heads.join("_")),
    };
    let key = schema.dialect.key(&name);
    if careful && schema.indexes.contains_key(&key) {
        return Outcome::Done;
    }
    schema.indexes.insert(
        key,
        Index {
            name,
            table,
            columns,
            is_unique,
            mentions,
            origin: Origin::new(source.place()),
        },
    );
    Outcome::Done
}

/// Reads `CREATE VIEW` after the word `VIEW`.
pub(super) fn view(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
    is_materialized: bool,
) -> Outcome {
    cursor.eat("concurrently");
    let careful = cursor.eat("if not exists");
    let Some(named) = cursor.name().filter(|it| !it.is_hole) else {
        return Outcome::Lost("makes a view without a name");
    };
    let name = named.whole();
    let key = schema.dialect.key(&name);
    if careful && schema.views.contains_key(&key) {
        return Outcome::Done;
    }
    cursor.until(&["as"]);
    if !cursor.eat("as") {
        return Outcome::Lost("makes a view without a query");
    }
    let place = source.place();
    let mut origin = Origin::new(place.clone());
    if let Some(older) = schema.views.get(&key) {
        origin = older.origin.clone();
        origin.change(place);
    }
    schema.views.insert(
        key,
        View {
            name,
            is_materialized,
            touches: Touches::default(),
            text: source.text_of(cursor.rest()).to_owned(),
            line: cursor.line(),
            origin,
        },
    );
    Outcome::Done
}

/// Reads `CREATE TYPE` after the word `TYPE`.
pub(super) fn type_of(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    let Some(named) = cursor.name() else {
        return Outcome::Lost("makes a type without a name");
    };
    let kind = if cursor.eat("as enum") {
        let words = cursor.group().unwrap_or(&[]).iter();
        let words = words.filter(|it| it.kind == Kind::Text);
        TypeKind::Enum(words.map(|it| unquoted(it.text)).collect())
    } else if cursor.eat("from") {
        TypeKind::Domain(shown(cursor.rest()))
    } else if cursor.eat("as") && cursor.sees_symbol("(") {
        TypeKind::Composite(shown(cursor.group().unwrap_or(&[])))
    } else {
        TypeKind::Other
    };
    insert_type(schema, named.whole(), kind, source)
}

/// Reads `CREATE DOMAIN` after the word `DOMAIN`.
pub(super) fn domain(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    let Some(named) = cursor.name() else {
        return Outcome::Lost("makes a domain without a name");
    };
    cursor.eat("as");
    let kind = TypeKind::Domain(shown(cursor.rest()));
    insert_type(schema, named.whole(), kind, source)
}

fn insert_type(schema: &mut Schema, name: String, kind: TypeKind, source: Source<'_>) -> Outcome {
    let origin = Origin::new(source.place());
    let key = schema.dialect.key(&name);
    schema.types.insert(key, Type { name, kind, origin });
    Outcome::Done
}

/// Reads `CREATE SEQUENCE` after the word `SEQUENCE`.
pub(super) fn sequence(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    cursor.eat("if not exists");
    let Some(named) = cursor.name() else {
        return Outcome::Lost("makes a sequence without a name");
    };
    let name = named.whole();
    let origin = Origin::new(source.place());
    schema
        .sequences
        .insert(schema.dialect.key(&name), Sequence { name, origin });
    Outcome::Done
}

/// Reads `CREATE SCHEMA` after the word `SCHEMA`.
pub(super) fn schema_of(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    cursor.eat("if not exists");
    if let Some(name) = cursor.ident()
        && !schema.dialect.is_default_schema(&name)
    {
        schema
            .schemas
            .entry(name)
            .or_insert_with(|| Origin::new(source.place()));
    }
    Outcome::Done
}
