//! Pictures of code and SQL, and of what is known of the data.

mod entities;
mod transactions;

use expect_test::{Expect, expect};

use crate::model::CodeModel;
use crate::pipeline;

/// Objects, relations, touches, and what else there is.
fn picture(model: &CodeModel) -> String {
    let data = model.data();
    let mut lines = Vec::new();
    for it in &data.objects {
        let columns = it.columns.iter().map(|(name, ty)| format!(" {name}:{ty}"));
        let columns: String = columns.collect();
        let body = it
            .body
            .map(|(lines, ways)| format!(" [{lines} lines, {ways} ways]"));
        let place = it
            .place
            .as_ref()
            .map(|it| format!(" @{it}"))
            .unwrap_or_default();
        let blind = it
            .blind
            .iter()
            .map(|it| format!(" blind {it}"))
            .collect::<String>();
        lines.push(format!(
            "{} ({}, {}){columns}{}{place}{blind}",
            it.id,
            it.origin,
            it.confidence,
            body.unwrap_or_default()
        ));
    }
    for it in &data.relations {
        let (from, to) = (&data.object(it.from).id, &data.object(it.to).id);
        lines.push(format!("{from} {} {to} @{}", it.kind, it.place));
    }
    for it in &data.touches {
        let from = model.path_of(it.from);
        let columns = it
            .columns
            .iter()
            .map(|it| format!(" {it}"))
            .collect::<String>();
        let test = if it.test { " test" } else { "" };
        lines.push(format!(
            "{from} {} {}{columns} @{} {}{test}",
            it.access,
            data.object(it.to).id,
            model.place(it.span),
            it.confidence
        ));
    }
    for it in &data.steps {
        lines.push(format!(
            "{} {} @{}",
            model.path_of(it.from),
            it.step,
            model.place(it.span)
        ));
    }
    for it in &data.unknown {
        lines.push(format!("unknown {} @{}", it.name, it.place));
    }
    for it in &data.left_out {
        lines.push(format!("{} {}", it.path, it.reason));
    }
    lines.push(format!(
        "{} texts, {} guessed\n",
        data.n_texts, data.n_guessed
    ));
    lines.join("\n")
}

#[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
fn check(fixture: &str, expected: Expect) {
    expected.assert_eq(&picture(&pipeline::fixture(fixture).model));
}

const RUSQLITE: &str = "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
rusqlite = \"0.31\"
";

#[test]
fn tables_of_migrations_and_sql_in_code() {
    check(
        &format!(
            "{RUSQLITE}
//- /migrations/1_init.sql
CREATE TABLE carts (id INTEGER PRIMARY KEY, total INTEGER);
CREATE TABLE lines (
    cart INTEGER REFERENCES carts (id),
    name TEXT
);
//- /migrations/2_view.sql
CREATE VIEW open_carts AS SELECT id FROM carts;
//- /src/lib.rs
const ALL: &str = \"SELECT id, total FROM carts\";
fn find(db: Db) {{ db.query(ALL); }}
fn add(db: Db) {{
    db.execute(\"BEGIN\");
    db.execute(
        r#\"
        INSERT INTO lines (cart, name)
        SELECT id, 'x' FROM carts JOIN lines ON lines.cart = carts.id\"#,
    );
    db.execute(\"COMMIT\");
}}
fn other(db: Db) {{ db.query(\"SELECT a FROM strange WHERE b = ?1\"); db.query(\"SELECT version FROM _sqlx_migrations\"); log(\"select a file from the list\"); }}
#[cfg(test)] mod tests {{ fn t(db: Db) {{ db.execute(\"DELETE FROM open_carts\"); }} }}
"
        ),
        expect![[r#"
            table:carts (files, resolved) id:integer total:integer @migrations/1_init.sql:1
            table:lines (files, resolved) cart:integer name:text @migrations/1_init.sql:2
            view:open_carts (files, resolved) @migrations/2_view.sql:1
            table:carts joins table:lines @src/lib.rs:7
            table:lines foreign-key table:carts @migrations/1_init.sql:3
            view:open_carts reads table:carts @migrations/2_view.sql:1
            shop::find read table:carts id total @src/lib.rs:2:28 resolved
            shop::add read table:carts id @src/lib.rs:8:1 resolved
            shop::add read table:lines cart @src/lib.rs:8:1 resolved
            shop::add insert table:lines cart name @src/lib.rs:7:1 resolved
            shop::tests::t delete view:open_carts @src/lib.rs:13:52 resolved test
            shop::add begin @src/lib.rs:4:16
            shop::add commit @src/lib.rs:10:16
            unknown strange @src/lib.rs:12
            7 texts, 0 guessed
        "#]],
    );
}

#[test]
fn tables_of_an_object_mapper() {
    check(
        "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
diesel = \"2\"
//- /src/lib.rs
mod schema;
use diesel::prelude::*;
use schema::carts;
fn all(db: Db) { carts::table.filter(carts::total.gt(1)).load(db); }
fn add(db: Db) {
    diesel::insert_into(carts::table).values(carts::id.eq(1)).execute(db);
    use schema::lines::dsl::*;
    diesel::delete(lines.filter(cart.eq_any(carts::table.select(carts::id)))).execute(db);
}
fn clear(db: Db) { diesel_uplete::uplete(carts::table.find(1)).set_null(carts::total).get_result(db); }
//- /src/schema.rs
diesel::table! { carts (id) { id -> Integer, total -> Integer, } }
diesel::table! { #[sql_name = \"cart_lines\"] lines (id) { id -> Integer, cart -> Integer, } }
diesel::joinable!(lines -> carts (cart));
",
        expect![[r#"
            table:cart_lines (mapper, resolved) id: cart: @src/schema.rs:2
            table:carts (mapper, resolved) id: total: @src/schema.rs:1
            shop::all read table:carts total @src/lib.rs:4:25 resolved
            shop::add write table:cart_lines cart @src/lib.rs:8:20 resolved
            shop::add read table:carts id @src/lib.rs:8:52 resolved
            shop::add write table:carts id @src/lib.rs:6:32 resolved
            shop::clear write table:carts total @src/lib.rs:10:49 resolved
            0 texts, 0 guessed
        "#]],
    );
}

#[test]
fn routines_and_triggers() {
    check(
        &format!(
            "{RUSQLITE}
//- /db/schema.sql
CREATE TABLE a (id int); CREATE TABLE log (id int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id > 1 THEN
        INSERT INTO log VALUES (NEW.id);
    END IF;
    EXECUTE format('DELETE FROM %I', name);
    RETURN NEW;
END $$;
CREATE TRIGGER noted AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION note();
//- /src/lib.rs
fn f(db: Db) {{ db.query(\"SELECT note()\"); }}
"
        ),
        expect![[r#"
            routine:note (files, guessed) [7 lines, 2 ways] @db/schema.sql:2 blind db/schema.sql:7
            table:a (files, resolved) id:int @db/schema.sql:1
            table:log (files, resolved) id:int @db/schema.sql:1
            routine:note writes table:log @db/schema.sql:5
            table:a fires routine:note @db/schema.sql:10
            shop::f read routine:note @src/lib.rs:1:25 resolved
            1 texts, 0 guessed
        "#]],
    );
}

#[test]
fn programs_that_make_their_tables_themselves() {
    check(
        &format!(
            "{RUSQLITE}
//- /src/lib.rs
fn init(db: Db) {{
    db.execute_batch(\"CREATE TABLE IF NOT EXISTS carts (id INTEGER); CREATE INDEX c ON carts (id);\");
}}
fn all(db: Db) {{ db.query(&format!(\"SELECT * FROM carts WHERE id IN ({{}})\", list)); }}
"
        ),
        expect![[r#"
            table:carts (code, resolved) id:integer @src/lib.rs:2
            shop::all read table:carts * id @src/lib.rs:4:36 resolved
            2 texts, 0 guessed
        "#]],
    );
    check(
        &format!(
            "{RUSQLITE}
//- /src/lib.rs
fn all(db: Db) {{ db.query(\"SELECT id FROM carts\"); }}
"
        ),
        expect![[r#"
            table:carts (named, resolved) @src/lib.rs:1
            shop::all read table:carts id @src/lib.rs:1:27 resolved
            1 texts, 0 guessed
        "#]],
    );
}

#[test]
fn samples_of_sql_make_no_table() {
    check(
        "
//- /src/lib.rs
fn parse() { check(\"SELECT id FROM carts\"); }
//- /tests/fixtures/a.sql
CREATE TABLE carts (id int);
",
        expect![[r#"
            tests/fixtures/a.sql is a test, an example or a document by its path
            1 texts, 0 guessed
        "#]],
    );
}
