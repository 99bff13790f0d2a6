//! `ALTER` of views, types, indexes and routines.

use super::super::cursor::{Cursor, unquoted};
use super::super::lex::{Kind, Token};
use super::Schema;
use super::definition::{Outcome, Source};
use super::objects::TypeKind;

pub(super) fn view(schema: &mut Schema, mut cursor: Cursor<'_, '_>, source: Source<'_>) -> Outcome {
    cursor.eat("if exists");
    let Some(old) = cursor.name() else {
        return Outcome::Guessed;
    };
    if !cursor.eat("rename to") {
        return Outcome::Nothing;
    }
    let new = cursor.name();
    let view = schema.views.remove(&schema.dialect.key(&old.whole()));
    if let (Some(mut view), Some(new)) = (view, new) {
        view.name = new.whole();
        view.origin.change(source.place());
        schema.views.insert(schema.dialect.key(&view.name), view);
    }
    Outcome::Done
}

pub(super) fn type_of(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    let Some(named) = cursor.name() else {
        return Outcome::Guessed;
    };
    let key = schema.dialect.key(&named.whole());
    let Some(ty) = schema.types.get_mut(&key) else {
        return Outcome::Lost("changes a type that is not there");
    };
    ty.origin.change(source.place());
    let text = |it: Option<&Token<'_>>| {
        it.filter(|it| it.kind == Kind::Text)
            .map(|it| unquoted(it.text))
    };
    if cursor.eat("add value") {
        cursor.eat("if not exists");
        let value = text(cursor.bump());
        let before = cursor.eat("before");
        let beside = (before || cursor.eat("after"))
            .then(|| text(cursor.bump()))
            .flatten();
        if let (TypeKind::Enum(words), Some(value)) = (&mut ty.kind, value)
            && !words.contains(&value)
        {
            let at = beside.and_then(|it| words.iter().position(|word| *word == it));
            let at = at.map_or(words.len(), |it| it + usize::from(!before));
            words.insert(at, value);
        }
    } else if cursor.eat("rename value") {
        let old = text(cursor.bump());
        cursor.eat("to");
        if let (TypeKind::Enum(words), Some(old), Some(new)) =
            (&mut ty.kind, old, text(cursor.bump()))
        {
            words
                .iter_mut()
                .filter(|it| **it == old)
                .for_each(|it| it.clone_from(&new));
        }
    } else if cursor.eat("rename to")
        && let Some(new) = cursor.ident()
        && let Some(mut ty) = schema.types.remove(&key)
    {
        let columns = schema.tables.values_mut().flat_map(|it| &mut it.columns);
        columns
            .filter(|it| it.ty == ty.name)
            .for_each(|it| it.ty.clone_from(&new));
        ty.name.clone_from(&new);
        schema.types.insert(schema.dialect.key(&new), ty);
    }
    Outcome::Done
}

pub(super) fn index(schema: &mut Schema, mut cursor: Cursor<'_, '_>) -> Outcome {
    cursor.eat("if exists");
    let mut ahead = cursor;
    ahead.name();
    if ahead.sees("rename") {
        rename_index(schema, &mut cursor)
    } else {
        Outcome::Nothing
    }
}

pub(super) fn rename_index(schema: &mut Schema, cursor: &mut Cursor<'_, '_>) -> Outcome {
    let old = cursor.name();
    cursor.eat("rename");
    cursor.eat("to");
    let new = cursor.ident();
    let index = old.and_then(|it| schema.indexes.remove(&schema.dialect.key(&it.name)));
    if let (Some(mut index), Some(new)) = (index, new) {
        index.name = new;
        schema
            .indexes
            .insert(schema.dialect.key(&index.name), index);
    }
    Outcome::Done
}

pub(super) fn routine(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    cursor.bump();
    let Some(old) = cursor.name() else {
        return Outcome::Guessed;
    };
    let arguments = cursor
        .group()
        .map(super::super::cursor::shown)
        .unwrap_or_default();
    let new = if cursor.eat("rename to") {
        cursor.ident()
    } else if cursor.eat("set schema") {
        cursor.ident().map(|it| format!("{it}.{}", old.name))
    } else {
        return Outcome::Nothing;
    };
    let key = super::routine::key(schema.dialect, &old.whole(), &arguments);
    if let (Some(mut routine), Some(new)) = (schema.routines.remove(&key), new) {
        for trigger in schema
            .triggers
            .values_mut()
            .filter(|it| it.routine.as_ref() == Some(&routine.name))
        {
            trigger.routine = Some(new.clone());
        }
        routine.name = new;
        routine.origin.change(source.place());
        let key = super::routine::key(schema.dialect, &routine.name, &routine.arguments);
        schema.routines.insert(key, routine);
    }
    Outcome::Done
}
