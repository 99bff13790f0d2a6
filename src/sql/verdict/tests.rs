//! Texts and what is made of them.

use super::*;

fn all(verdict: Verdict, texts: &[&str]) {
    let wrong: Vec<_> = texts.iter().filter(|it| is_sql(it) != verdict).collect();
    assert!(wrong.is_empty(), "not {verdict:?}: {wrong:#?}");
}

#[test]
fn sentences_are_no_sql() {
    all(
        Verdict::No,
        &[
            "",
            "Select a file from the list",
            "update the cache",
            "delete from disk",
            "Delete from disk",
            "where $0",
            "or({:?})",
            "CREATE TABLE",
            "SELECT a file",
            "Select an option",
            "select a file",
            "Insert into the list",
            "Update settings",
            "Update user set password",
            "Create table of contents",
            "create index for search",
            "drop table in the middle of the room",
            "Drop files here",
            "with a little help",
            "With care",
            "begin",
            "commit",
            "commit {hash}",
            "Begin your journey",
            "end of file",
            "Where to go?",
            "and then = now",
            "Order by date",
            "set the table",
            "from here to there",
            "call me",
            "truncate text",
            "replace with {}",
            "execute the query",
            "Grant access on request",
            "Select all",
            "Select",
            "SELECT",
            "select {}",
            "Select {count} items from {source}",
            "pragma once",
            "delete from cache where possible",
            "Select item from inventory",
            "Values: {}",
            "limit exceeded: {}",
            "show more",
            "explain this",
            "update {name} now",
            "on = off",
            "insert {} into {}",
            "Left join the group",
            "Release notes",
            "start",
            "{}",
            "merge into master",
            "lock file {}",
            "select one or more rows from it",
        ],
    );
}

#[test]
fn statements_are() {
    all(
        Verdict::Statement,
        &[
            "SELECT 1",
            "select 1",
            "PRAGMA user_version",
            "pragma foreign_keys = on",
            "insert into x values",
            "with a as (select 1) select * from a",
            "select name from users",
            "SELECT name FROM users",
            "select id, name from users where id = ?",
            "select * from a",
            "(select 1) union (select 2)",
            "  \n-- a comment\n SELECT x FROM y",
            "INSERT INTO a (b) VALUES ($1)",
            "insert or ignore into a (b) values (1)",
            "UPDATE a SET b = 1",
            "update only a set (b, c) = (1, 2)",
            "UPDATE {table} SET {}",
            "DELETE FROM a",
            "delete from a where id = :id",
            "delete from script_tags",
            "delete from sessions where expires_at is null",
            "TRUNCATE a, b CASCADE",
            "truncate table a",
            "CALL pay(1)",
            "EXPLAIN QUERY PLAN SELECT 1",
            "SELECT currval('a_seq')",
            "select now()",
            "SELECT EXISTS (SELECT 1 FROM a)",
            "SELECT DISTINCT a.b FROM a",
            "REPLACE INTO a VALUES (1)",
            "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE",
            "COPY a (b) FROM STDIN",
            "VACUUM",
            "SET search_path TO shop",
            "REFRESH MATERIALIZED VIEW a",
            "SELECT {} FROM {}",
            "INSERT INTO {}",
            "select count(*) from users",
            "SELECT the_thing FROM this_place",
            "select a.b from a join c on c.d = a.e",
            "DO $$ begin end $$",
        ],
    );
    all(
        Verdict::Definition,
        &[
            "CREATE TABLE a (b int)",
            "create table if not exists a (b int)",
            "ALTER TABLE a ADD COLUMN b int",
            "drop table a",
            "DROP INDEX a",
            "CREATE UNIQUE INDEX a ON b (c)",
            "create index a on b (c)",
            "create or replace function f() returns int as $$ $$",
            "create virtual table a using fts5(b)",
            "CREATE TABLE {} (id INT)",
        ],
    );
    all(
        Verdict::Transaction,
        &[
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "BEGIN IMMEDIATE",
            "begin transaction",
            "SAVEPOINT a",
            "ROLLBACK TO SAVEPOINT a",
            "BEGIN; SELECT 1; COMMIT",
            "START TRANSACTION READ ONLY",
        ],
    );
}

#[test]
fn parts_are_parts() {
    all(
        Verdict::Fragment,
        &[
            "WHERE id = ?1 ORDER BY name",
            "SELECT a, b",
            "DELETE FROM ",
            "INSERT INTO",
            "SELECT count(*) FROM ",
            "r.id IN (SELECT id FROM receipts WHERE ",
            "OR {}",
            " AND a = $1",
            "where id = {}",
            "ORDER BY name",
            "order by name desc",
            "LIMIT ?1",
            "limit 10",
            "LEFT JOIN a ON a.b = c.d",
            "join a using (b)",
            "FROM users",
            "FROM users u WHERE u.a = 1",
            "RETURNING id",
            "ON CONFLICT DO NOTHING",
            "VALUES (?1, ?2)",
            "GROUP BY a",
            "UNION ALL",
            "FOR UPDATE",
            "SET a = 1",
            "AND deleted_at IS NULL",
        ],
    );
}

#[test]
fn who_knows_the_tables_hears_more() {
    assert_eq!(
        is_sql_knowing("delete from sessions", &|it| it == "sessions"),
        Verdict::Statement
    );
}

#[test]
fn nothing_is_too_odd() {
    let words = [
        "select",
        "insert into",
        "update",
        "delete from",
        "with",
        "create table",
        "begin",
        "where",
        "values",
        "explain",
        "set",
        "copy",
        "'",
        "(",
        ",",
        "{",
        "?",
        "\u{e9}",
        "$$",
        "=",
    ];
    for a in words {
        for b in words {
            for c in words {
                is_sql(&format!("{a} {b} {c}"));
            }
        }
    }
    is_sql(&"explain ".repeat(100_000));
    is_sql(&"(".repeat(1_000_000));
}
