//! Statements and what they touch.

use expect_test::{Expect, expect};

use super::super::dialect::Dialect;
use super::touches;

fn check(text: &str, expected: Expect) {
    check_in(Dialect::Unknown, text, expected);
}

fn check_in(dialect: Dialect, text: &str, expected: Expect) {
    expected.assert_eq(&touches(text, dialect, 1).to_string());
}

#[test]
fn tables_columns_and_joins_of_a_query() {
    check(
        "select o.id, c.name, count(*) from public.Orders o
         join customers c on c.id = o.customer_id left join lines using (order_id)
         where o.state = 'open' and exists (select 1 from stock s where s.item = lines.item) order by c.name",
        expect![[r#"
            read customers (id, name)
            read lines (item)
            read orders (customer_id, id, state)
            read stock (item)
            join customers.order_id = lines.order_id
            join customers.id = orders.customer_id
            join lines.item = stock.item
            call count
        "#]],
    );
    check(
        "select * from a, b where a.x = b.y",
        expect![[r#"
        read a (*, x)
        read b (*, y)
        join a.x = b.y
    "#]],
    );
    check(
        "select name from users where id = $1 order by created",
        expect![[r#"
        read users (created, id, name)
    "#]],
    );
    check(
        "select a.*, b.x from a cross join b",
        expect![[r#"
        read a (*)
        read b (x)
        join a, b
    "#]],
    );
}

#[test]
fn what_a_statement_makes_up_is_no_table() {
    check(
        "with recent as (select * from orders), orders as (select 1 from recent)
         select d.x from recent r join (select x from depths) d on d.x = r.x, generate_series(1, 3) g, unnest($1::int[]) u join lateral (select 1 from orders) t on true",
        expect![[r#"
            read depths (x)
            read orders (*)
            call generate_series
        "#]],
    );
    check(
        "with recursive tree as (select id from nodes union all select n.id from nodes n join tree t on n.parent = t.id) select * from tree",
        expect![[r#"
            read nodes (id, parent)
        "#]],
    );
    check(
        "with gone as (delete from a where id = 1 returning *) insert into b select * from gone",
        expect![[r#"
        delete a
        insert b
    "#]],
    );
}

#[test]
fn writes_and_what_they_read() {
    check(
        "insert into a (x, y) values ($1, $2) on conflict (x) do update set y = excluded.y, z = now() returning id",
        expect![[r#"
        insert a (x, y)
        update a (y, z)
        call now
    "#]],
    );
    check(
        "insert into a select x from b",
        expect![[r#"
        insert a
        read b (x)
    "#]],
    );
    check(
        "update a set x = 1, y = b.y from b where a.id = b.a_id and a.z = 3",
        expect![[r#"
        update a (x, y)
        read b (a_id)
        join a.id = b.a_id
    "#]],
    );
    check(
        "delete from a using b where a.id = b.a_id",
        expect![[r#"
        delete a
        read b (a_id)
        join a.id = b.a_id
    "#]],
    );
    check(
        "merge into a using b on a.id = b.id when matched then update set x = b.x when not matched then insert (id) values (b.id)",
        expect![[r#"
        insert a (id)
        update a (x)
        read b (id, x)
        join a.id = b.id
    "#]],
    );
    check(
        "truncate a, only b",
        expect![[r#"
        truncate a
        truncate b
    "#]],
    );
    check_in(
        Dialect::Sqlite,
        "insert or replace into a (x) values (?1)",
        expect![[r#"
        insert a (x)
        update a
    "#]],
    );
    check_in(
        Dialect::MySql,
        "replace into a values (1)",
        expect![[r#"
        insert a
        update a
    "#]],
    );
    check_in(
        Dialect::MySql,
        "insert into a (x) values (1) on duplicate key update x = x + 1",
        expect![[r#"
        insert a (x)
        update a (x)
    "#]],
    );
    check_in(
        Dialect::MySql,
        "delete o from orders o join customers c on c.id = o.c_id where c.gone",
        expect![[r#"
        read customers (gone, id)
        delete orders
        join customers.id = orders.c_id
    "#]],
    );
    check_in(
        Dialect::MySql,
        "update orders o join customers c on c.id = o.c_id set o.x = 1",
        expect![[r#"
        read customers (id)
        update orders (x)
        join customers.id = orders.c_id
    "#]],
    );
    check_in(
        Dialect::SqlServer,
        "update o set x = 1 from [dbo].[Orders] o where o.[Id] = @id",
        expect![[r#"
        update Orders (x)
    "#]],
    );
    check(
        "copy a (x, y) to stdout",
        expect![[r#"
        read a (x, y)
    "#]],
    );
}

#[test]
fn holes_stand_for_values_lists_and_tables() {
    check(
        "select {} from users u where u.id in ({}) {where_clause} order by {}",
        expect![[r#"
        read users (id)
    "#]],
    );
    check(
        "select * from {table} where a = ?",
        expect![[r#"
        blind: a table named at run time
    "#]],
    );
    check(
        "insert into logs_{year} (a) values (%s, :b, @c)",
        expect![[r#"
        blind: a table named at run time
    "#]],
    );
    check(
        "select x from {schema}.users limit {limit} offset {}",
        expect![[r#"
        read users (x)
    "#]],
    );
    check(
        "update users set {} where id = :id",
        expect![[r#"
        update users
    "#]],
    );
    check(
        "insert into users ({columns}) values ({values})",
        expect![[r#"
        insert users
    "#]],
    );
    check(
        "select x from users where {cond} and y = {}",
        expect![[r#"
        read users (x, y)
    "#]],
    );
}

#[test]
fn calls_and_texts_made_at_run_time() {
    check(
        "call pay(1); select shop.total(o.id) from orders o; select * from due(now())",
        expect![[r#"
        read orders (id)
        call due
        call now
        call pay
        call shop.total
    "#]],
    );
    check_in(
        Dialect::SqlServer,
        "exec dbo.Pay @x = 1; execute sp_executesql N'select 1 from a', N'@b int'; exec (@text)",
        expect![[r#"
        read a
        call Pay
        blind: sp_executesql N'select 1 from a', N'@b int'
        blind: (@text)
        guessed
    "#]],
    );
    check(
        "execute format('delete from %I where x = 1', t)",
        expect![[r#"
        blind: format('delete from %I where x = 1', t)
        guessed
    "#]],
    );
    check(
        "execute 'update stock set n = n - 1 where id = ' || new.id",
        expect![[r#"
        update stock (n)
        blind: 'update stock set n = n - 1 where id = ' || new.id
        guessed
    "#]],
    );
    check_in(
        Dialect::MySql,
        "prepare s from @text; execute s; prepare t from 'select x from a'",
        expect![[r#"
        read a (x)
        blind: @text
        blind: 'select x from a'
        guessed
    "#]],
    );
    check(
        "prepare s as select x from a",
        expect![[r#"
        read a (x)
    "#]],
    );
    check(
        "execute s(1)",
        expect![[r#"
        call s
    "#]],
    );
}

#[test]
fn what_speaks_to_the_database_touches_nothing() {
    check(
        "pragma foreign_keys = off; vacuum; set search_path to a; listen b; call r.{}(1)",
        expect![[r#"
            blind: a routine named at run time
        "#]],
    );
    check(
        "create table a (unique (b) on conflict ignore, c)",
        expect![[r#"
            guessed
        "#]],
    );
}

#[test]
fn lines_are_those_of_the_text() {
    let found = touches(
        "select 1\n from a\n join b using (x);\n\nupdate c\n set d = 1",
        Dialect::Unknown,
        10,
    );
    let lines: Vec<_> = found
        .tables
        .iter()
        .map(|it| format!("{} {}", it.table, it.line))
        .collect();
    assert_eq!(lines, ["a 11", "b 12", "c 14"]);
}

#[test]
fn transactions_are_steps() {
    check(
        "begin; savepoint a; rollback to a; release a; commit; start transaction isolation level serializable; end; begin immediate; rollback",
        expect![[r#"
        begin
        savepoint
        rollback
        release
        commit
        begin
        commit
        begin
        rollback
    "#]],
    );
}

#[test]
fn what_no_parser_reads_is_guessed() {
    check(
        "select x from a join b on b.a_id = a.id where weird ~~~ syntax !! (select 1 from c)",
        expect![[r#"
        read a
        read b
        read c
        join a.id = b.a_id
        join b, c
        guessed
    "#]],
    );
    check(
        "from a join {b} on a.x = 1 where",
        expect![[r#"
        read a
        blind: a table named at run time
        guessed
    "#]],
    );
    check(
        "with w as (select 1 from a) select !!! extract(year from w.x) is distinct from y from w, b b2 where b2.c = w.d",
        expect![[r#"
        read a
        read b
        guessed
    "#]],
    );
    check(
        "insert into a (x, y) !! select 1 from f(2), (b join c on b.q = c.r)",
        expect![[r#"
        insert a (x, y)
        read b
        read c
        join a, b
        join b.q = c.r
        call f
        guessed
    "#]],
    );
    check(
        "update a set !! x = 1 from b for update of a; delete from only c !! where",
        expect![[r#"
        update a
        read b
        delete c
        join a, b
        guessed
    "#]],
    );
}

#[test]
fn depth_and_length_are_no_danger() {
    let deep = format!(
        "select {}1{} from a",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    check(
        &deep,
        expect![[r#"
        guessed
    "#]],
    );
    let long = format!("select {} 1 from a", "1 + ".repeat(100_000));
    check(
        &long,
        expect![[r#"
        guessed
    "#]],
    );
    let ands = format!("select x from a where {} true", "y and ".repeat(390));
    check(
        &ands,
        expect![[r#"
        read a (x, y)
    "#]],
    );
    let rows = format!("insert into a (x) values {}(1)", "(2), ".repeat(50_000));
    check(
        &rows,
        expect![[r#"
        insert a (x)
        guessed
    "#]],
    );
    let nested = format!(
        "{}select 1 from a{}",
        "select * from (".repeat(5_000),
        ") x".repeat(5_000)
    );
    check(
        &nested,
        expect![[r#"
        read a
        guessed
    "#]],
    );
    check(
        &format!("select 1 from a {}", "union select 1 from b ".repeat(300)),
        expect![[r#"
        read a
        read b
    "#]],
    );
    touches(&"prepare a as ".repeat(100_000), Dialect::Unknown, 1);
    touches(&"execute 'execute ".repeat(10_000), Dialect::Unknown, 1);
    for text in [
        "select ' from",
        "insert into",
        "update",
        "delete",
        "from",
        "with",
        "with as (",
        "merge",
        "execute",
        "prepare",
        "select (",
        ")",
        "join",
        "a.b.",
        ".",
    ] {
        touches(text, Dialect::Unknown, 1);
    }
}
