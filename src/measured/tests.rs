//! Pictures of what is read, and files nobody should give, and somebody does.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn shown(measured: &Measurements) -> String {
    let mut out = String::new();
    for it in &measured.entries {
        let errors = it
            .sum
            .errors
            .map_or(String::new(), |it| format!(" {it} failed"));
        let (place, word) = (&it.place, it.what.word());
        let name = it
            .what
            .name()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        write!(
            out,
            "{place} {word} {name}: {}x {} ms{errors}",
            it.sum.calls, it.sum.total_ms
        )
        .unwrap();
        if let What::Statement(statement) = &it.what {
            for (table, writes) in &statement.tables {
                let verb = if *writes { "writes" } else { "reads" };
                write!(out, ", {verb} {table}").unwrap();
            }
        }
        if let What::Table { writes, .. } = &it.what {
            write!(out, ", writes {writes:?}").unwrap();
        }
        for (word, it) in [("by", &it.caller), ("in", &it.program)] {
            if let Some(it) = it {
                write!(out, " {word} {it}").unwrap();
            }
        }
        out.push('\n');
    }
    for it in &measured.notices {
        writeln!(out, "{it}").unwrap();
    }
    out
}

fn check(bytes: &[u8], expected: &Expect) {
    let mut measured = Measurements::default();
    measured.read("m", bytes);
    expected.assert_eq(&shown(&measured));
}

#[test]
fn rows_of_our_own() {
    check(
        b"\xef\xbb\xbfName, What ,TOTAL_MS,calls,remark,errors,access,caller
orders::sell,function,1.5e2,12,\"a
b\",3,,
GET /orders/{id},door,10,1
/health,door,10,1
orders,table,10,1,,,write,mail::send
",
        &expect![[r#"
            m:2 function orders::sell: 12x 150 ms 3 failed
            m:4 door GET /orders/{id}: 1x 10 ms
            m:5 door /health: 1x 10 ms
            m:6 table orders: 1x 10 ms, writes Some(true) by mail::send
        "#]],
    );
}

#[test]
fn numbers_that_are_none() {
    check(
        b"what,name,calls,total_ms,errors,access
function,a,-1,1
function,a,1,NaN
function,a,1,-0.5
function,a,1,1e300
function,a,99999999999999999999999,1
function,a,1000000000000000000,1
function,a,1,inf
function,a,,1
function,a
function,,1,1
kind,a,1,1
function,a,1,1,many
table,a,1,1,,often
function,never,0,0
function,good,1,1
",
        &expect![[r#"
            m:16 function good: 1x 1 ms
            m:2: calls are a whole number from 0 to 10^15, not "-1" (it was left out)
            m:3: a time is a number of ms from 0 to 10^15, not "NaN" (it was left out)
            m:4: a time is a number of ms from 0 to 10^15, not "-0.5" (it was left out)
            m:5: a time is a number of ms from 0 to 10^15, not "1e300" (it was left out)
            m:6: calls are a whole number from 0 to 10^15, not "99999999999999999999999" (it was left out)
            m:7: calls are a whole number from 0 to 10^15, not "1000000000000000000" (it was left out)
            m:8: a time is a number of ms from 0 to 10^15, not "inf" (it was left out)
            m:9: calls are a whole number from 0 to 10^15, not "" (it was left out)
            m:10: calls are a whole number from 0 to 10^15, not "" (it was left out)
            m:11: this row has no name (it was left out)
            m:12: the first column is door, function or table (it was left out)
            m:13: calls are a whole number from 0 to 10^15, not "many" (it was left out)
            m:14: access is read, write or empty (it was left out)
        "#]],
    );
}

#[test]
fn files_that_are_none() {
    for (bytes, expected) in [
        (
            &b""[..],
            expect![[r#"
            m: this file is empty (CSV with what,name,calls,total_ms, pg_stat_statements as CSV with its header, or OTLP traces in JSON can be read)
        "#]],
        ),
        (
            b"from,to\na,b\n",
            expect![[r#"
            m: this is no table of measurements: its header is none we know (CSV with what,name,calls,total_ms, pg_stat_statements as CSV with its header, or OTLP traces in JSON can be read)
        "#]],
        ),
        (
            b"\xff\xfew\0h\0",
            expect![[r#"
            m: left out, because it is UTF-16 (save it as UTF-8)
        "#]],
        ),
        (
            b"what,name,calls,total_ms\nfunction,a\xff,1,1\n",
            expect![[r#"
            m:2 function a�: 1x 1 ms
            m:2: this is not UTF-8; what could not be read was replaced
        "#]],
        ),
        (
            b"[1, 2]",
            expect![[r#"
            m: this is JSON, but no trace of OTLP (CSV with what,name,calls,total_ms, pg_stat_statements as CSV with its header, or OTLP traces in JSON can be read)
        "#]],
        ),
        (
            b"{\"resourceLogs\": []}",
            expect![[r#"
            m: there is no span of OTLP in this file (CSV with what,name,calls,total_ms, pg_stat_statements as CSV with its header, or OTLP traces in JSON can be read)
        "#]],
        ),
        (
            b"{\"resourceSpans\": 7}",
            expect![[r#"
            m:1: this document is not shaped as OTLP is (it was left out)
            m: there is no span of OTLP in this file (CSV with what,name,calls,total_ms, pg_stat_statements as CSV with its header, or OTLP traces in JSON can be read)
        "#]],
        ),
        (
            b"{\"resourceSpans\": [",
            expect![[r#"
            m:1: this document has no end (it was left out)
            m: there is no span of OTLP in this file (CSV with what,name,calls,total_ms, pg_stat_statements as CSV with its header, or OTLP traces in JSON can be read)
        "#]],
        ),
    ] {
        check(bytes, &expected);
    }
}

#[test]
fn a_real_table_of_statements() {
    check(
        include_bytes!("../../tests/measured/clinic_statements.csv"),
        &expect![[r#"
            m:2 statement PREPARE b AS SELECT role, area, may_write FROM permissions: 90x 0.17434800000000006 ms, reads permissions
            m:3 statement DELETE FROM sessions WHERE expires_at < now(): 1x 0.0022340000000000003 ms, writes sessions
            m:4 statement INSERT INTO audit_log (user_id, action, entity, entity_id) VALUES ($1, $2, $3, $4): 7x 0.027840999999999998 ms, writes audit_log
            m:5 statement PREPARE a(text) AS SELECT id, password_hash FROM users WHERE login = $1 AND active: 90x 0.09075899999999999 ms, reads users
            m:6 statement COMMIT: 7x 0.0017130000000000001 ms
            m:7 statement SELECT ingredient, severity FROM allergies WHERE patient_id = $1 ORDER BY ingredient: 40x 0.108321 ms, reads allergies
            m:8 statement SELECT at, kind, ref, label FROM patient_timeline WHERE patient_id = $1 ORDER BY at DESC LIMIT $2: 30x 0.26760900000000004 ms, reads patient_timeline
            m:9 statement INSERT INTO patients (name, resident_digest, resident_masked, birth, sex, phone) SELECT $1 || g, $2 || g, $3, $4, (enum_range($5::sex))[$6], $7 FROM generate_series($8, $9) g: 1x 2.4401 ms, writes patients
            m:10 statement UPDATE job_queue SET locked_at = now(), tries = tries + $1 WHERE id = (SELECT id FROM job_queue WHERE done_at IS NULL AND locked_at IS NULL AND run_at <= now() ORDER BY run_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id: 25x 0.388278 ms, reads job_queue, writes job_queue
            m:15 statement UPDATE patients SET phone = $1, email = coalesce($2, email), address = coalesce($3, address) WHERE id = $4: 60x 2.3415650000000006 ms, writes patients
            m:16 statement SELECT e.* FROM encounters e LEFT JOIN appointments a ON a.id = e.appointment_id WHERE e.patient_id = $1: 12x 0.013819000000000001 ms, reads appointments, reads encounters
            m:17 statement select pg_stat_statements_reset(): 1x 0.13500099999999998 ms
            m:18 statement INSERT INTO audit_log (action, entity, entity_id, detail) VALUES (lower(TG_OP), TG_TABLE_NAME, NEW.id, $15): 107x 1.1564709999999998 ms, writes audit_log
            m:20 statement UPDATE patients SET balance = balance + $1 WHERE id = $2: 7x 0.245484 ms, writes patients
            m:21 statement INSERT INTO job_queue (kind, payload, run_at) VALUES ($1, $2, now()): 25x 0.41807899999999987 ms, writes job_queue
            m:22 statement PREPARE c AS SELECT ingredient_a, ingredient_b, grade, remark FROM drug_interactions: 30x 0.033528999999999996 ms, reads drug_interactions
            m:23 statement BEGIN: 7x 0.0018820000000000002 ms
        "#]],
    );
}

#[test]
fn a_trace() {
    check(
        include_bytes!("../../tests/measured/clinic_trace.json"),
        &expect![[r#"
            m:21 door GET /patients/{id}: 1x 12.5 ms 0 failed in clinic
            m:98 door POST /patients/7/merge: 1x 30 ms 1 failed in clinic
            m:124 function clinic::patients::merge::merge: 1x 28 ms 0 failed in clinic
            m:50 function clinic::patients::timeline::of: 1x 9 ms 0 failed in clinic
            m:193 function nightly sweep: 1x 4 ms 0 failed in clinic
            m:169 table allergies: 1x 2.5 ms 0 failed, writes Some(true) by clinic::patients::merge::merge in clinic
            m:74 statement SELECT at, kind, ref, label FROM patient_timeline WHERE patient_id = $1 ORDER BY at DESC LIMIT 200: 1x 6.25 ms 0 failed, reads patient_timeline by clinic::patients::timeline::of in clinic
            m:142 statement UPDATE patients SET merged_into = $1, balance = 0 WHERE id = $2: 1x 3 ms 1 failed, writes patients by clinic::patients::merge::merge in clinic
        "#]],
    );
}

#[test]
fn traces_a_line_each_and_broken_ones_between() {
    check(
        br#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a","startTimeUnixNano":"0","endTimeUnixNano":"2000000"},{"name":7}]}]}]}
{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a","startTimeUnixNano":1,"endTimeUnixNano":3000001,"status":{"code":2}},{"name":"back","startTimeUnixNano":9,"endTimeUnixNano":1}]}]
{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a","startTimeUnixNano":1,"endTimeUnixNano":3000001,"status":{"code":2}},
{"name":"back","startTimeUnixNano":9,"endTimeUnixNano":1},{"name":"endless","startTimeUnixNano":9},null]}]}]}
"#,
        &expect![[r#"
            m:1 function a: 2x 5 ms 1 failed
            m:1: this span is not shaped as OTLP is (it was left out)
            m:3: this document is not JSON (it was left out)
            m:4: this span ends before it starts (it was left out)
            m:4: this span has no end (it was left out)
            m:4: this span is not shaped as OTLP is (it was left out)
        "#]],
    );
}

#[test]
fn many_faults_are_told_in_one_line() {
    let rows = "function,a,x,y\n".repeat(100_000);
    let mut measured = Measurements::default();
    measured.read("m", format!("what,name,calls,total_ms\n{rows}").as_bytes());
    assert_eq!(measured.notices.len(), 21);
    assert_eq!(
        measured.notices[20].text,
        "99980 more like these could not be read"
    );
}

#[test]
fn depth_costs_no_stack() {
    let deep = "[".repeat(1_000_000);
    for text in [
        format!("{{\"x\": {deep}"),
        format!("{{\"resourceSpans\": {deep}"),
        format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{deep}"),
        format!(
            "query,calls,total_time\n\"SELECT {} FROM a\",1,1",
            "(".repeat(1_000_000)
        ),
    ] {
        let mut measured = Measurements::default();
        measured.read("m", text.as_bytes());
    }
}

#[test]
fn spans_in_a_ring_have_no_caller() {
    let span = |id: &str, parent: &str| {
        format!(
            r#"{{"traceId":"t","spanId":"{id}","parentSpanId":"{parent}","name":"q","startTimeUnixNano":"0","endTimeUnixNano":"1000000",
               "attributes":[{{"key":"db.sql.table","value":{{"stringValue":"orders"}}}}]}}"#
        )
    };
    let text = format!(
        r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{},{}]}}]}}]}}"#,
        span("a", "b"),
        span("b", "a")
    );
    check(
        text.as_bytes(),
        &expect![[r#"
        m:1 table orders: 2x 2 ms 0 failed, writes None
    "#]],
    );
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        Measurements::default().read("m", &bytes);
    }

    #[test]
    fn no_rows_are_too_odd(
        header in 0..3_usize,
        rows in "(([a-z,\"\n $';(){}0-9.+-]|function,|NaN|1e999|SELECT |FROM ){0,12}\n){0,8}",
    ) {
        let header = ["what,name,calls,total_ms", "query,calls,total_time", "calls,query,total_exec_time,rows"][header];
        let mut measured = Measurements::default();
        measured.read("m", format!("{header}\n{rows}").as_bytes());
        for it in &measured.entries {
            prop_assert!(it.sum.calls > 0 && it.sum.total_ms.is_finite() && it.sum.total_ms >= 0.0);
        }
    }

    #[test]
    fn no_trace_is_too_odd(cut in 0..2_000_usize, at in 0..2_000_usize, byte in any::<u8>()) {
        let mut bytes = include_bytes!("../../tests/measured/clinic_trace.json").to_vec();
        let (cut, at) = (bytes.len().saturating_sub(cut), at * 2 % bytes.len());
        bytes[at] = byte;
        bytes.truncate(cut.max(1));
        Measurements::default().read("m", &bytes);
    }
}
