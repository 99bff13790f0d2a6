//! Folders of files and the databases they make.

use expect_test::{Expect, expect};

use super::databases;
use crate::source::SourceFile;

/// Files headed by `//- /path`.
fn check(text: &str, named: &[&str], expected: Expect) {
    let files: Vec<_> = text
        .split("//- /")
        .skip(1)
        .filter_map(|it| it.split_once('\n'))
        .map(|(path, text)| SourceFile {
            path: path.trim().into(),
            text: text.into(),
        })
        .collect();
    let named: Vec<_> = named.iter().map(|it| std::sync::Arc::from(*it)).collect();
    let found = databases(&files, &named);
    let mut shown = String::new();
    for it in &found.list {
        let dialect = it.schema.dialect.word();
        shown.push_str(&format!(
            "{} of {:?} for {dialect}, {} files\n",
            it.tool.word(),
            it.root,
            it.n_files
        ));
        shown.push_str(&it.schema.to_string());
    }
    for it in &found.left_out {
        shown.push_str(&format!("{} {}\n", it.path, it.reason.words()));
    }
    for it in &found.notices {
        shown.push_str(&format!("{it}\n"));
    }
    expected.assert_eq(&shown);
    let mut turned: Vec<_> = files.into_iter().rev().collect();
    let n = turned.len() / 2;
    turned.rotate_left(n);
    let again = databases(&turned, &named);
    assert_eq!(
        format!("{:?}", again.list),
        format!("{:?}", found.list),
        "order of files must not matter"
    );
}

#[test]
fn diesel_in_several_dialects_is_told_once() {
    check(
        "
//- /migrations/mysql/2020-01-02-000000_b/up.sql
ALTER TABLE `users` ADD COLUMN `b` INT;
//- /migrations/mysql/2020-01-01-000000_a/up.sql
CREATE TABLE `users` (`id` INT PRIMARY KEY);
//- /migrations/mysql/2020-01-01-000000_a/down.sql
DROP TABLE users;
//- /migrations/postgresql/2020-01-01-000000_a/up.sql
CREATE TABLE users (id INT PRIMARY KEY, c TEXT);
",
        &[],
        expect![[r#"
            diesel of "migrations/mysql" for MySQL, 2 files
            table users @ migrations/mysql/2020-01-01-000000_a/up.sql:1, migrations/mysql/2020-01-02-000000_b/up.sql:1
              id int not null
              b int
              primary key (id)
            diesel of "migrations/postgresql" for PostgreSQL, 1 files
            table users @ migrations/postgresql/2020-01-01-000000_a/up.sql:1
              id int not null
              c text
              primary key (id)
            migrations/mysql/2020-01-01-000000_a/down.sql takes a migration back
        "#]],
    );
}

#[test]
fn a_table_in_common_makes_no_twins() {
    check(
        "
//- /client/migrations/1_a.sql
create table store (id int, tag text);
//- /server/migrations/1_a.sql
create table store (id int, tag text); create table users (id int); create table sessions (id int);
",
        &[],
        expect![[r#"
            numbered files of "client/migrations" for SQL, 1 files
            table store @ client/migrations/1_a.sql:1
              id int
              tag text
            numbered files of "server/migrations" for SQL, 1 files
            table sessions @ server/migrations/1_a.sql:1
              id int
            table store @ server/migrations/1_a.sql:1
              id int
              tag text
            table users @ server/migrations/1_a.sql:1
              id int
        "#]],
    );
}

#[test]
fn each_tool_reads_its_own_way() {
    check(
        "
//- /a/migrations/20240101_first.up.sql
create table a (id int);
//- /a/migrations/20240101_first.down.sql
drop table a;
//- /b/db/V2__x.sql
alter table b drop column x;
//- /b/db/V1__x.sql
create table b (id int, x int);
//- /b/db/U1__x.sql
drop table b;
//- /c/1_x.sql
-- migrate:up
create table c (id int);
-- migrate:down
drop table c;
//- /d/00001_x.sql
-- +goose Up
-- +goose StatementBegin
create function f() returns int as $$ begin return 1; end $$ language plpgsql;
-- +goose StatementEnd
create table d (id int);
-- +goose Down
drop table d;
",
        &[],
        expect![[r#"
            numbered files of "a/migrations" for SQL, 1 files
            table a @ a/migrations/20240101_first.up.sql:1
              id int
            refinery of "b/db" for SQL, 2 files
            table b @ b/db/V1__x.sql:1, b/db/V2__x.sql:1
              id int
            dbmate of "c" for SQL, 1 files
            table c @ c/1_x.sql:2
              id int
            goose of "d" for PostgreSQL, 1 files
            table d @ d/00001_x.sql:5
              id int
            function f() plpgsql @ d/00001_x.sql:3
              lines 3-3, 1 ways
            a/migrations/20240101_first.down.sql takes a migration back
            b/db/U1__x.sql takes a migration back
        "#]],
    );
}

#[test]
fn a_dump_beside_migrations_is_not_doubled() {
    check(
        "
//- /db/structure.sql
--
-- PostgreSQL database dump
--
CREATE TABLE public.a (id integer NOT NULL, y text);
COPY public.a (id, y) FROM stdin;
1	create table no (x int);
\\.
ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
//- /db/migrations/1_a.sql
create table a (id serial primary key);
//- /db/migrations/2_a.sql
alter table a add y text;
",
        &[],
        expect![[r#"
            numbered files of "db/migrations" for PostgreSQL, 2 files
            table a @ db/migrations/1_a.sql:1, db/migrations/2_a.sql:1
              id serial not null = nextval
              y text
              primary key (id)
            db/structure.sql: the same schema stands in "db/structure.sql" for PostgreSQL; it is told once, as PostgreSQL of "db/migrations"
        "#]],
    );
    check(
        "
//- /db/schema.sql
create table a (id serial);
//- /db/migrations/2_a.sql
alter table a add y text;
//- /db/migrations/3_b.sql
create table b (id serial);
",
        &[],
        expect![[r#"
            numbered files of "db/migrations" for PostgreSQL, 3 files
            table a @ db/schema.sql:1, db/migrations/2_a.sql:1
              id serial not null = nextval
              y text
            table b @ db/migrations/3_b.sql:1
              id serial not null = nextval
        "#]],
    );
}

#[test]
fn schema_files_for_two_databases_and_routines_beside() {
    check(
        "
//- /schema/lite.sql
create table orders (id integer primary key autoincrement);
//- /schema/production.sql
create table orders (id bigserial primary key, note text);
//- /schema/a_triggers.sql
select make('orders', $$ begin insert into orders select 1; end $$);
//- /schema/helpers.sql
create function make(t text, b text) returns void as $$ begin execute format('create trigger %I', t); end $$ language plpgsql;
//- /schema/routines.sql
create or replace function total() returns int as $$ begin return (select count(*) from orders); end $$ language plpgsql;
",
        &[],
        expect![[r#"
            plain files of "schema" for PostgreSQL, 4 files
            table orders @ schema/production.sql:1
              id bigserial not null = nextval
              note text
              primary key (id)
            function make(t text, b text) plpgsql @ schema/helpers.sql:1
              lines 1-1, 1 ways
              blind: format('create trigger %I', t)
            function total() plpgsql @ schema/routines.sql:1
              lines 1-1, 1 ways
              read orders
            run make @ schema/a_triggers.sql:1
              lines 1-1, 1 ways
              insert orders
              guessed
            lost schema/a_triggers.sql:1: select make('orders', $$ begin insert into orders select 1; end $$) (runs a routine that makes objects)
            schema/lite.sql: the same schema stands in "schema/lite.sql" for SQLite; it is told once, as PostgreSQL of "schema"; there differ -orders.note
            schema/a_triggers.sql:1: 1 of 4 definitions were not understood; the first runs a routine that makes objects: select make('orders', $$ begin insert into orders select 1; end $$)
        "#]],
    );
}

#[test]
fn what_is_not_the_systems_own_makes_no_table() {
    let files = "
//- /migrations/1_a.sql
create table a (id int);
//- /tests/data/x.sql
create table t (id int);
//- /src/parser/samples/y.sql
create table s (id int);
//- /tools/other.sql
create table o (id int);
//- /queries/find.sql
select * from a;
//- /scripts/odd.sql
alter table q add x int; create blob z; drop table w; create table k (id int);
//- /migrations/readme.md
create table no (id int);
";
    check(
        files,
        &[],
        expect![[r#"
        numbered files of "migrations" for SQL, 1 files
        table a @ migrations/1_a.sql:1
          id int
        queries/find.sql defines nothing
        scripts/odd.sql holds more definitions that cannot be applied than others
        src/parser/samples/y.sql is a test, an example or a document by its path
        tests/data/x.sql is a test, an example or a document by its path
        tools/other.sql is named by nothing and shares no table with the databases
    "#]],
    );
    check(
        files,
        &["tests/data/x.sql"],
        expect![[r#"
            numbered files of "migrations" for SQL, 1 files
            table a @ migrations/1_a.sql:1
              id int
            plain files of "tests/data/x.sql" for SQL, 1 files
            table t @ tests/data/x.sql:1
              id int
            queries/find.sql defines nothing
            scripts/odd.sql holds more definitions that cannot be applied than others
            src/parser/samples/y.sql is a test, an example or a document by its path
            tools/other.sql is named by nothing and shares no table with the databases
        "#]],
    );
}
