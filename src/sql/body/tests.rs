//! Texts and what is made of them.

use expect_test::{Expect, expect};

use super::*;

fn check(dialect: Dialect, text: &str, expected: Expect) {
    let body = body(text, dialect, 1);
    let head = format!(
        "{} lines from {}, {} ways\n",
        body.n_lines, body.first_line, body.cyclomatic
    );
    expected.assert_eq(&(head + &body.touches.to_string()));
}

#[test]
fn statements_of_plpgsql_are_found() {
    check(
        Dialect::Postgres,
        "
DECLARE
  n int := (SELECT count(*) FROM stock);
  c CURSOR (k int) FOR SELECT * FROM suppliers WHERE id = k;
  r record;
BEGIN
  IF NEW.amount > 0 AND EXISTS (SELECT 1 FROM limits) THEN
    INSERT INTO log (what) VALUES (NEW.id) RETURNING id INTO n;
  ELSIF n > 3 THEN
    PERFORM tell(n) FROM readers;
  ELSE
    SELECT a, b INTO STRICT r.x, n FROM orders WHERE id = NEW.id;
  END IF;
  FOR r IN SELECT * FROM lines LOOP
    UPDATE stock SET n = n - r.n WHERE item = r.item;
    EXIT WHEN r.n = 0 OR n = 1;
  END LOOP;
  FOR i IN 1..n LOOP NULL; END LOOP;
  FOR r IN EXECUTE 'select * from ' || quote_ident(t) LOOP NULL; END LOOP;
  RETURN QUERY SELECT x FROM views_of(n) JOIN y ON y.a = 1;
  OPEN c FOR SELECT 1 FROM late;
  EXECUTE format('DELETE FROM %I', t) INTO n USING r;
  n := total(r.id);
  CASE n WHEN 1 THEN DELETE FROM gone; ELSE NULL; END CASE;
  RETURN NEW;
EXCEPTION WHEN unique_violation THEN
  RAISE NOTICE 'x %', (SELECT max(id) FROM errors);
END;",
        expect![[r#"
                27 lines from 2, 11 ways
                read errors
                delete gone
                read late
                read limits
                read lines (*)
                insert log (what)
                read orders (a, b, id)
                read readers (n)
                read stock
                update stock (n)
                read suppliers (*, id, k)
                read y (a)
                call count
                call max
                call tell
                call total
                call views_of
                blind: 'select * from ' || quote_ident(t)
                blind: format('DELETE FROM %I', t) into n using r
                guessed
            "#]],
    );
}

#[test]
fn triggers_of_sqlite_and_mysql_and_plain_sql() {
    check(
        Dialect::Sqlite,
        "BEGIN UPDATE a SET x = new.y WHERE id = old.id; INSERT INTO b SELECT * FROM c; END",
        expect![[r#"
            1 lines from 1, 1 ways
            update a (x)
            insert b
            read c (*)
        "#]],
    );
    check(
        Dialect::MySql,
        "BEGIN\n DECLARE done INT DEFAULT 0; DECLARE c CURSOR FOR SELECT id FROM a;\n SET @x = (SELECT max(id) FROM b);\n WHILE done < 3 DO\n  CALL step(done); END WHILE;\n REPEAT SET done = 1; UNTIL done END REPEAT;\n SELECT x INTO y FROM d; START TRANSACTION; COMMIT;\nEND",
        expect![[r#"
                8 lines from 1, 3 ways
                read a (id)
                read b (id)
                read d (x)
                call max
                call step
                begin
                commit
            "#]],
    );
    check(
        Dialect::Postgres,
        "SELECT a FROM b; DELETE FROM c",
        expect![[r#"
            1 lines from 1, 1 ways
            read b (a)
            delete c
        "#]],
    );
}

#[test]
fn tsql_needs_no_semicolons() {
    check(
        Dialect::SqlServer,
        "BEGIN\n SET NOCOUNT ON\n DECLARE @n int = (SELECT COUNT(*) FROM dbo.Stock)\n IF @n > 0 AND @x = 1\n BEGIN\n  BEGIN TRAN\n  INSERT INTO Log (What)\n  SELECT Id FROM inserted\n  UPDATE o\n  SET Total = 1\n  FROM Orders o\n  COMMIT TRAN\n END\n ELSE\n  EXEC dbo.Tell @n\n EXEC(@sql)\nEND",
        expect![[r#"
                17 lines from 1, 3 ways
                insert Log (What)
                update Orders (Total)
                read Stock
                read inserted (Id)
                call COUNT
                call Tell
                begin
                commit
                blind: (@sql)
            "#]],
    );
}

#[test]
fn nothing_is_too_odd() {
    for text in [
        "",
        ";",
        "END",
        "IF",
        "FOR",
        "FOR x IN",
        "<<a",
        "CASE",
        "WHEN",
        "INTO",
        "select into",
        "x :=",
        "begin begin begin",
        "RETURN QUERY EXECUTE",
        "open",
        "c cursor for",
    ] {
        for &dialect in Dialect::ALL {
            body(text, dialect, 1);
        }
    }
    body(&"BEGIN IF a THEN ".repeat(30_000), Dialect::Postgres, 1);
    body(&"(".repeat(100_000), Dialect::Postgres, 1);
    body(
        &"IF (SELECT 1 FROM a) THEN ".repeat(2_000),
        Dialect::SqlServer,
        1,
    );
}
