//! Texts that nobody means well with, through every door of the layer.

use proptest::prelude::*;

use super::dialect::Dialect;
use super::migrations::databases;
use super::schema::Schema;
use super::split::Statements;
use super::statement::touches;
use super::verdict::is_sql;
use crate::source::SourceFile;

/// Everything that takes a text takes this one, in every dialect.
fn survives(text: &str, dialects: &[Dialect]) {
    is_sql(text);
    for &dialect in dialects {
        let mut n_bytes = 0;
        for statement in Statements::new(text, dialect) {
            n_bytes += statement.text.len();
            assert!(!statement.text.is_empty(), "{text:?}");
        }
        assert!(n_bytes <= text.len(), "{text:?}");
        touches(text, dialect, 1);
        let mut schema = Schema::new(dialect);
        schema.apply(&"a.sql".into(), text, 1);
        schema.finish();
        assert!(schema.lost.len() <= schema.n_definitions, "{text:?}");
    }
    let file = |path: &str| SourceFile {
        path: path.into(),
        text: text.into(),
    };
    databases(
        &[file("m/1_a.sql"), file("m/2_a.sql"), file("schema.sql")],
        &[],
    );
}

/// Pieces from which odd statements are made.
const PIECES: &[&str] = &[
    "create",
    "or replace",
    "table",
    "view",
    "function",
    "trigger",
    "index",
    "alter",
    "drop",
    "add",
    "column",
    "rename",
    "to",
    "select",
    "from",
    "join",
    "on",
    "where",
    "with",
    "as",
    "insert into",
    "update",
    "set",
    "delete from",
    "merge into",
    "using",
    "values",
    "begin",
    "end",
    "if",
    "then",
    "loop",
    "case",
    "when",
    "for",
    "in",
    "execute",
    "do",
    "declare",
    "cursor",
    "return",
    "query",
    "partition of",
    "references",
    "primary key",
    "constraint",
    "default",
    "language",
    "plpgsql",
    "a",
    "b",
    "\"C\"",
    "`d`",
    "[e]",
    "1",
    "'x'",
    "'",
    "$$",
    "$q$",
    "(",
    ")",
    ",",
    ";",
    ".",
    "=",
    "*",
    "::",
    "{}",
    "?",
    "$1",
    ":x",
    "@y",
    "%s",
    "--",
    "/*",
    "*/",
    "\n",
    "\\.",
    "GO",
    "DELIMITER //",
    "//",
    "copy a from stdin",
    "é",
    "\u{0}",
    "#",
    "<<",
    ":=",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_survived(text in "\\PC{0,200}") {
        survives(&text, Dialect::ALL);
    }

    #[test]
    fn any_order_of_pieces_is_survived(list in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        survives(&list.join(" "), Dialect::ALL);
    }
}

#[test]
fn depth_costs_no_stack() {
    const N: usize = 8_000;
    const DIALECTS: &[Dialect] = &[Dialect::Postgres, Dialect::SqlServer];
    for piece in [
        "(",
        "[",
        "case ",
        "begin ",
        "select (",
        "a.",
        "not ",
        "- ",
        "$$",
        "/*",
        "if a then ",
        "with a as (",
        "create trigger begin ",
        "prepare a as ",
        "explain ",
        "do $a$ ",
        "union select 1 ",
        "a join ",
        "'",
        "\"",
        "`",
        "{",
        "copy a from stdin;\n",
        "create table a (",
        "create table a (b int);",
        "alter table a rename to a;",
        "exec ",
        ", ",
        ";",
    ] {
        let text = piece.repeat(N);
        survives(&text, DIALECTS);
        survives(&format!("select 1 from x where {text}"), DIALECTS);
        survives(&format!("create table x (a int default {text}"), DIALECTS);
        survives(
            &format!("create function f() returns int as $body$ {text} $body$ language plpgsql;"),
            DIALECTS,
        );
    }
}

/// A parser that looks ahead may double its work with each level.
#[test]
fn what_is_just_shallow_enough_is_quick() {
    let pairs = [
        ("(", ")"),
        ("((", "))"),
        ("(select ", ")"),
        ("(select * from ", ") x"),
        ("(a join ", ")"),
        ("f(", ")"),
        ("case when ", " then 1 end"),
        ("case ", " when 1 then 1 end"),
        ("not ", ""),
        ("- ", ""),
        ("(1 + ", ")"),
        ("a in (", ")"),
        ("exists (select ", ")"),
        ("cast(", " as int)"),
        ("array[", "]"),
        ("(values (", "))"),
        ("interval ", ""),
        ("a between ", " and 2"),
        ("x -> ", ""),
        ("(1, ", ")"),
        ("{", "}"),
        ("[", "]"),
        ("date ", ""),
        ("(a, b) = (", ", 1)"),
        ("lateral (select * from ", ") y"),
        ("trim(", ")"),
        ("extract(day from ", ")"),
        ("substring(", " from 1)"),
        ("position(", " in 'a')"),
        ("1 union (select ", ")"),
        ("struct(", ")"),
        ("map {1: ", "}"),
        ("a -> (", ")"),
        ("over (partition by ", ")"),
        ("filter (where ", ")"),
    ];
    for (open, close) in pairs {
        for depth in [12, 19, 38] {
            let inner = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for text in [
                format!("select {inner} from t"),
                format!("select a from {inner} where b"),
                format!("select a from t where {inner}"),
                format!("insert into t values ({inner})"),
                format!("update t set a = {inner}"),
            ] {
                let begin = std::time::Instant::now();
                touches(&text, Dialect::Unknown, 1);
                assert!(begin.elapsed().as_secs() < 10, "{text}");
            }
        }
    }
}

#[test]
fn numbers_of_things_cost_no_squares() {
    let list = |n: usize, make: &dyn Fn(usize) -> String| (0..n).map(make).collect::<String>();
    let begin = std::time::Instant::now();
    let tables = list(60_000, &|it| format!(" a{it},"));
    touches(&format!("select !! from {tables} b"), Dialect::Unknown, 1);
    let columns = list(60_000, &|it| format!(" a{it} int,"));
    let doubled = list(60, &|it| {
        format!(
            "create table d{} (like d{it}, like d{it}, x{it} int);",
            it + 1
        )
    });
    let widened = list(60, &|it| {
        format!("create table e{} as select *, *, * from e{it};", it + 1)
    });
    let made = list(20_000, &|it| {
        format!("create table f{it} (a int); create index g{it} on f{it} (a);")
    });
    let dropped = list(20_000, &|it| {
        format!("alter table f{it} rename to h{it}; drop table h{it};")
    });
    let text = format!(
        "create table c ({columns} z int); create table d0 (a int); create table e0 (a int); {doubled}{widened}{made}{dropped}"
    );
    let mut schema = Schema::new(Dialect::Postgres);
    schema.apply(&"a.sql".into(), &text, 1);
    schema.finish();
    assert!(schema.tables["d60"].columns.len() <= 61);
    assert_eq!(schema.tables["e60"].columns.len(), 1);
    assert!(schema.lost.iter().any(|it| it.reason.contains("too much")));
    assert!(begin.elapsed().as_secs() < 60);
}

#[test]
fn more_definitions_than_anybody_has_are_counted_and_passed_over() {
    let mut schema = Schema::new(Dialect::Postgres);
    schema.apply(
        &"a.sql".into(),
        &"create index a on b (c);".repeat(200_100),
        1,
    );
    assert_eq!((schema.n_definitions, schema.n_passed), (200_100, 99));
    assert_eq!(schema.lost.len(), 1);
}
