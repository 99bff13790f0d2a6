//! Pictures of code and of the transactions in it.

use expect_test::{Expect, expect};

use super::RUSQLITE;
use crate::pipeline;

const SQLX: &str = "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
sqlx = \"0.8\"
";

const TABLES: &str = "
//- /migrations/1_init.sql
CREATE TABLE orders (id int); CREATE TABLE lines (id int); CREATE TABLE log (id int);
CREATE TABLE stock (id int);
";

#[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
fn check_transactions(fixture: &str, expected: Expect) {
    let model = pipeline::fixture(fixture).model;
    let mut out = String::new();
    for it in &model.data().transactions {
        let test = if it.test { " test" } else { "" };
        out += &format!(
            "{} {} {}-{}{} {}{test}\n",
            model.path_of(it.from),
            it.form,
            model.place(it.begins),
            it.ends.line,
            if it.commits { " commits" } else { "" },
            it.confidence
        );
        for touch in &it.touches {
            let calls = touch.calls.iter().map(|it| model.reference(*it));
            let calls = calls.map(|it| format!(" via {}", it.span.map_or(0, |it| it.line)));
            out += &format!(
                "  {} {} in {} @{}{} {}\n",
                touch.access,
                model.data().object(touch.to).id,
                model.path_of(touch.from),
                touch.span.line,
                calls.collect::<String>(),
                touch.confidence
            );
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn a_transaction_is_followed_through_what_it_is_handed_to() {
    check_transactions(
        &format!(
            "{SQLX}{TABLES}
//- /src/lib.rs
mod stock;
use sqlx::PgPool;
async fn place(pool: &PgPool) -> sqlx::Result<()> {{
    let mut tx = pool.begin().await?;
    sqlx::query(\"INSERT INTO orders VALUES (1)\")
        .bind(2)
        .execute(&mut *tx)
        .await?;
    for line in 0..2 {{
        stock::reserve(&mut tx, line).await?;
    }}
    note(pool).await?;
    tx.commit().await?;
    note(pool).await
}}
async fn note(pool: &PgPool) -> sqlx::Result<()> {{ sqlx::query(\"DELETE FROM log\").execute(pool).await }}
//- /src/stock.rs
pub async fn reserve(conn: &mut Conn, line: i32) {{ check(conn); reserve(conn, line).await; }}
fn check(conn: &mut Conn) {{ sqlx::query(\"UPDATE stock SET id = 1\").execute(conn); }}
"
        ),
        expect![[r#"
            shop::place begin src/lib.rs:4:23-13 commits inferred
              delete table:log in shop::note @16 via 12 guessed
              insert table:orders in shop::place @5 resolved
              update table:stock in shop::stock::check @2 via 10 via 1 inferred
        "#]],
    );
}

#[test]
fn closures_and_functions_of_the_tree_begin_transactions() {
    check_transactions(
        &format!(
            "{RUSQLITE}{TABLES}
//- /src/lib.rs
struct Db;
impl Db {{
    fn in_transaction<T>(&self, body: impl FnOnce(&mut Conn) -> T) -> T {{
        self.conn.transaction(|conn| body(conn))
    }}
}}
fn add(conn: &mut Conn) {{ conn.execute(\"INSERT INTO orders VALUES (1)\"); }}
fn place(db: &Db) {{
    db.in_transaction(|tx| {{
        add(tx);
        tx.execute(\"INSERT INTO lines VALUES (1)\");
    }});
}}
fn old(conn: &Conn) {{
    conn.execute(\"BEGIN\");
    clear(conn);
    conn.execute(\"COMMIT\");
    conn.execute(\"DELETE FROM log\");
}}
fn clear(conn: &Conn) {{ conn.execute(\"DELETE FROM lines\"); }}
fn open() {{ let begin = chapter.begin(); begin.read(); }}
#[test] fn t() {{ let tx = conn.transaction().unwrap(); tx.execute(\"DELETE FROM stock\"); }}
"
        ),
        expect![[r#"
            shop::place closure src/lib.rs:9:8-12 commits resolved
              insert table:lines in shop::place @11 resolved
              insert table:orders in shop::add @7 via 10 inferred
            shop::old sql src/lib.rs:15:18-17 commits resolved
              delete table:lines in shop::clear @20 via 16 inferred
            shop::t begin src/lib.rs:22:32-22 guessed test
              delete table:stock in shop::t @22 resolved
        "#]],
    );
}

#[test]
fn what_a_package_without_a_database_begins_is_something_else() {
    check_transactions(
        "
//- /src/lib.rs
fn f(page: Page) { let mut tx = page.begin(); write(&mut tx); tx.commit(); page.transaction(|it| write(it)); }
fn write(tx: &mut Tx) {}
",
        expect![[""]],
    );
}

#[test]
fn functions_count_with_what_they_hand_their_connection_to() {
    check_transactions(
        &format!(
            "{SQLX}{TABLES}
//- /src/lib.rs
async fn place(pool: &PgPool) {{
    let mut tx = pool.begin().await?;
    save(&mut tx.into(), 1).await?;
    Order::by(Repo::Tx(&mut tx)).await;
    tx.commit().await?;
}}
async fn save(executor: &mut Conn, id: i32) {{
    let conn_ = &mut get_conn(executor).await?;
    lines(conn_);
    let other = &mut executor.into();
    lines(other);
    log();
}}
fn lines(c: &mut Conn) {{ sqlx::query(\"INSERT INTO lines VALUES (1)\").execute(c); }}
fn log() {{ let pool = pool(); sqlx::query(\"INSERT INTO log VALUES (1)\").execute(&pool); }}
struct Order;
impl Order {{ fn by(repo: Repo) {{ sqlx::query(\"DELETE FROM orders\").execute(repo.conn()); }} }}
"
        ),
        expect![[r#"
            shop::place begin src/lib.rs:2:23-5 commits inferred
              insert table:lines in shop::lines @14 via 3 via 9 inferred
              insert table:log in shop::log @15 via 3 via 12 guessed
              delete table:orders in shop::Order::by @17 via 4 inferred
        "#]],
    );
}
