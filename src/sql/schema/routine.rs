//! Functions, procedures and triggers, with the text of their bodies.

use super::super::cursor::{Cursor, literal, shown, split_at_commas};
use super::super::dialect::Dialect;
use super::super::lex::{Kind, Token};
use super::Schema;
use super::definition::{Outcome, Source};
use super::objects::{Origin, Routine, RoutineKind, Trigger};

/// Reads `CREATE FUNCTION` and `CREATE PROCEDURE` from that word on.
pub(super) fn routine(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
    replaces: bool,
) -> Outcome {
    let kind = if cursor.eat("function") {
        RoutineKind::Function
    } else {
        RoutineKind::Procedure
    };
    cursor.eat_any(&["procedure", "proc"]);
    cursor.eat("if not exists");
    let Some(named) = cursor.name() else {
        return Outcome::Lost("makes a routine without a name");
    };
    let name = named.whole();
    let arguments = match cursor.group() {
        Some(list) => shown(list),
        // T-SQL writes them bare.
        None => shown(cursor.until(&["as", "returns", "begin", "with"])),
    };
    let (language, body) = body_of(cursor, source);
    let place = source.place();
    let key = key(schema.dialect, &name, &arguments);
    let mut origin = Origin::new(place.clone());
    if replaces && let Some(older) = schema.routines.get(&key) {
        origin = older.origin.clone();
        origin.change(place);
    }
    let has_text = body.is_some();
    let (text, line) = body.unwrap_or((String::new(), source.line));
    let routine = Routine {
        name,
        kind,
        arguments,
        language,
        body: None,
        text,
        line,
        origin,
    };
    let needs_text = !matches!(&*routine.language, "c" | "internal");
    schema.routines.insert(key, routine);
    if has_text || !needs_text {
        Outcome::Done
    } else {
        Outcome::Guessed
    }
}

/// Language and body text of a routine, and the line the text begins on.
fn body_of(mut cursor: Cursor<'_, '_>, source: Source<'_>) -> (String, Option<(String, u32)>) {
    let mut language = String::new();
    let mut body = None;
    while let Some(token) = cursor.peek() {
        if cursor.eat("language") {
            language = cursor.ident().unwrap_or_default().to_lowercase();
            language = language.trim_matches('\'').to_owned();
        } else if token.is("begin") || token.is("return") || token.is("declare") {
            body = Some((source.text_of(cursor.rest()).to_owned(), token.line));
            break;
        } else if cursor.eat("as") || cursor.eat("is") {
            let Some(next) = cursor.peek() else { break };
            match literal(next) {
                Some(text) => {
                    let escaped = !next.text.starts_with('$');
                    let text = if escaped {
                        text.replace("''", "'")
                    } else {
                        text.to_owned()
                    };
                    body.get_or_insert((text, next.line));
                    cursor.bump();
                }
                None if cursor.dialect() != Dialect::Postgres => {
                    body = Some((source.text_of(cursor.rest()).to_owned(), next.line));
                    break;
                }
                None => {}
            }
        } else if is_plain_body(token, cursor) {
            body = Some((source.text_of(cursor.rest()).to_owned(), token.line));
            break;
        } else {
            cursor.skip();
        }
    }
    (language, body)
}

/// The body of a `MySQL` routine may be one bare statement.
fn is_plain_body(token: &Token<'_>, cursor: Cursor<'_, '_>) -> bool {
    const VERBS: [&str; 5] = ["select", "insert", "update", "delete", "if"];
    cursor.dialect() == Dialect::MySql && VERBS.iter().any(|it| token.is(it))
}

/// By what routines are told apart: `PostgreSQL` has several of one name.
pub(super) fn key(dialect: Dialect, name: &str, arguments: &str) -> String {
    let name = dialect.key(name);
    match dialect {
        Dialect::Postgres | Dialect::Unknown => format!("{name}({})", types_of(arguments)),
        _ => name,
    }
}

/// The types of arguments without their names and defaults: `a int, b text = ''` is `int,text`.
pub(super) fn types_of(arguments: &str) -> String {
    let tokens: Vec<_> = super::super::lex::Lexer::new(arguments, Dialect::Postgres).collect();
    let mut types = Vec::new();
    for part in split_at_commas(&tokens) {
        let default = |it: &Token<'_>| it.is("default") || it.is_symbol("=") || it.is_symbol(":=");
        let end = part.iter().position(default).unwrap_or(part.len());
        let mut part = &part[..end];
        if part
            .first()
            .is_some_and(|it| it.is("out") || it.is("table"))
        {
            continue;
        }
        while part
            .first()
            .is_some_and(|it| MODES.iter().any(|word| it.is(word)))
        {
            part = &part[1..];
        }
        let is_named = part.len() > 1
            && matches!(part[0].kind, Kind::Word | Kind::Quoted)
            && matches!(part[1].kind, Kind::Word | Kind::Quoted)
            && !LONG.iter().any(|it| part[0].is(it));
        types.push(same_type(&shown(&part[usize::from(is_named)..])));
    }
    types.join(",")
}

/// One spelling for types that have several.
fn same_type(ty: &str) -> String {
    match ty {
        "int" | "int4" => "integer".to_owned(),
        "int8" => "bigint".to_owned(),
        "int2" => "smallint".to_owned(),
        "bool" => "boolean".to_owned(),
        "varchar" => "character varying".to_owned(),
        "timestamptz" => "timestamp with time zone".to_owned(),
        _ => ty.to_owned(),
    }
}

/// Reads `CREATE TRIGGER` after the word `TRIGGER`.
pub(super) fn trigger(
    schema: &mut Schema,
    mut cursor: Cursor<'_, '_>,
    source: Source<'_>,
) -> Outcome {
    let careful = cursor.eat("if not exists");
    let Some(named) = cursor.name().filter(|it| !it.is_hole) else {
        return Outcome::Lost("makes a trigger without a name");
    };
    let mut trigger = Trigger {
        name: named.name,
        table: String::new(),
        timing: "after".to_owned(),
        events: Vec::new(),
        routine: None,
        body: None,
        text: String::new(),
        line: source.line,
        row_tables: Vec::new(),
        origin: Origin::new(source.place()),
    };
    // T-SQL tells the table first.
    if cursor.eat("on") {
        trigger.table = cursor.name().map(|it| it.whole()).unwrap_or_default();
    }
    times(&mut trigger, &mut cursor);
    if cursor.eat("on") {
        trigger.table = cursor.name().map(|it| it.whole()).unwrap_or_default();
    }
    if trigger.table.is_empty() {
        return Outcome::Lost("makes a trigger on no table");
    }
    let whole = what_it_does(&mut trigger, cursor, source);
    let key = format!(
        "{}.{}",
        schema.dialect.key(&trigger.table),
        schema.dialect.key(&trigger.name)
    );
    if !(careful && schema.triggers.contains_key(&key)) {
        schema.triggers.insert(key, trigger);
    }
    if whole {
        Outcome::Done
    } else {
        Outcome::Guessed
    }
}

/// When it fires: `AFTER INSERT OR UPDATE OF a, b`.
fn times(trigger: &mut Trigger, cursor: &mut Cursor<'_, '_>) {
    while let Some(token) = cursor.peek() {
        let word = token.text.to_ascii_lowercase();
        match &*word {
            "before" | "after" => trigger.timing = word,
            "for" if trigger.table.is_empty() => return,
            "instead" => "instead of".clone_into(&mut trigger.timing),
            "insert" | "update" | "delete" | "truncate" => trigger.events.push(word),
            "on" | "as" | "begin" | "execute" => break,
            _ => {}
        }
        cursor.bump();
    }
    let order = ["insert", "update", "delete"];
    let place = |it: &String| order.iter().position(|event| event == it);
    trigger
        .events
        .sort_by_key(|it| place(it).unwrap_or(order.len()));
    trigger.events.dedup();
}

/// The routine it fires, or its own body; false if neither is there.
fn what_it_does(trigger: &mut Trigger, mut cursor: Cursor<'_, '_>, source: Source<'_>) -> bool {
    while let Some(token) = cursor.peek() {
        if cursor.eat_any(&["execute procedure", "execute function"]) {
            trigger.routine = cursor.name().map(|it| it.whole());
            return trigger.routine.is_some();
        }
        if cursor.eat_any(&["new table", "old table"]) {
            cursor.eat("as");
            trigger.row_tables.extend(cursor.ident());
            continue;
        }
        let begins = BODIES.iter().any(|it| token.is(it));
        let after_as = cursor.eat("as");
        if begins || after_as && cursor.dialect() == Dialect::SqlServer {
            cursor.text_into(trigger, source);
            return true;
        }
        if !after_as {
            cursor.skip();
        }
    }
    false
}

impl Cursor<'_, '_> {
    fn text_into(&self, trigger: &mut Trigger, source: Source<'_>) {
        source.text_of(self.rest()).clone_into(&mut trigger.text);
        trigger.line = self.line();
    }
}

/// Words with which the body of a trigger begins.
const BODIES: [&str; 10] = [
    "begin", "insert", "update", "delete", "set", "if", "select", "call", "declare", "with",
];

/// Modes of an argument that come in.
const MODES: [&str; 3] = ["in", "inout", "variadic"];

/// Types of several words.
const LONG: [&str; 6] = [
    "double",
    "character",
    "timestamp",
    "time",
    "bit",
    "national",
];
