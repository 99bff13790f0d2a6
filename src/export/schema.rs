//! What we write against the schemas we publish.
//!
//! The checker knows the few words of JSON Schema that our schemas use and refuses any other, so
//! that it cannot pass over something in silence.

use serde_json::Value;

use super::sample::{hostile, shop};
use super::{DataReport, DoorsReport, GraphReport, GraphTable, Report, format_named, json};
use crate::graph::{Filter, Graph, Level};
use crate::insight::BlindSpots;
use crate::pipeline::fixture;

const REPORT: &str = include_str!("../../docs/report.schema.json");
const ANALYSIS: &str = include_str!("../../docs/analysis.schema.json");

fn faults_of(schema: &str, text: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let mut faults = Vec::new();
    check(&schema, &schema, &value, "", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    for (word, rule) in schema.as_object().unwrap() {
        match &**word {
            "$ref" => {
                let target = rule.as_str().unwrap().strip_prefix('#').unwrap();
                check(root, root.pointer(target).unwrap(), value, at, faults);
            }
            "type" if !has_type(rule, value) => faults.push(format!("{at}: not {rule}: {value}")),
            "enum" if !rule.as_array().unwrap().contains(value) => {
                faults.push(format!("{at}: {value} is none of {rule}"));
            }
            "const" if rule != value => faults.push(format!("{at}: {value} is not {rule}")),
            "minimum" if value.as_f64() < rule.as_f64() => {
                faults.push(format!("{at}: {value} < {rule}"));
            }
            "$schema" | "$id" | "$defs" | "title" | "description" | "required" | "type"
            | "enum" | "const" | "minimum" => {}
            "additionalProperties" => assert_eq!(rule, &Value::Bool(false)),
            "properties" => check_keys(root, schema, value, at, faults),
            "items" => {
                for (idx, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{at}/{idx}"), faults);
                }
            }
            word => panic!("the schema uses {word:?}, which this checker does not know"),
        }
    }
}

fn check_keys(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let Some(object) = value.as_object() else {
        return;
    };
    let known = schema["properties"].as_object().unwrap();
    for (key, value) in object {
        match known.get(key) {
            Some(rule) => check(root, rule, value, &format!("{at}/{key}"), faults),
            None => faults.push(format!("{at}/{key}: not in the schema")),
        }
    }
    for key in schema["required"].as_array().into_iter().flatten() {
        if !object.contains_key(key.as_str().unwrap()) {
            faults.push(format!("{at}: no key {key}"));
        }
    }
}

fn has_type(rule: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other:?}"),
    };
    match rule {
        Value::Array(names) => names.iter().any(|it| is(it.as_str().unwrap())),
        name => is(name.as_str().unwrap()),
    }
}

fn report_json(report: &Report) -> String {
    let artifacts = (format_named("json").unwrap().write)(report).unwrap();
    String::from_utf8(artifacts[0].bytes.clone()).unwrap()
}

#[test]
fn the_report_is_as_the_schema_says() {
    for report in [Report::default(), shop(), hostile()] {
        assert_eq!(
            faults_of(REPORT, &report_json(&report)),
            Vec::<String>::new()
        );
    }
}

#[test]
fn the_analysis_is_as_the_schema_says() {
    let report = hostile();
    let mut of = GraphReport {
        system: &report.system,
        level: Level::Module,
        table: &report.graph,
        notices: &report.not_analyzed,
        unresolved: &report.unresolved,
        blind: &report.blind,
        data: &DataReport::default(),
        doors: &DoorsReport::default(),
        past: None,
        measured: None,
    };
    assert_eq!(faults_of(ANALYSIS, &json::graph(&of)), Vec::<String>::new());
    of.past = report.past.as_ref();
    of.measured = report.measured.as_ref();
    assert_eq!(faults_of(ANALYSIS, &json::graph(&of)), Vec::<String>::new());
}

#[test]
fn data_is_as_the_schema_says() {
    let model = fixture(
        "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
rusqlite = \"0.31\"
//- /tests/sample.sql
CREATE TABLE other (id int);
//- /schema.sql
CREATE TABLE carts (id int); CREATE TABLE log (id int REFERENCES carts (id));
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('x'); END $$;
CREATE TRIGGER noted AFTER INSERT ON carts EXECUTE FUNCTION note();
CREATE VIEW old AS SELECT carts.id FROM carts JOIN log ON log.id = carts.id;
//- /src/lib.rs
fn f(db: Db) { db.run(\"BEGIN\"); db.run(\"DELETE FROM log\"); db.run(\"SELECT a FROM strange\"); }
",
    )
    .model;
    let graph = Graph::fold(&model, Filter::default());
    let table = GraphTable::new(&model, &graph, Level::Item);
    let data = DataReport::new(&model, false);
    let n_rows = [
        data.objects.len(),
        data.relations.len(),
        data.touches.len(),
        data.steps.len(),
        data.unknown.len(),
        data.left_out.len(),
        data.objects.iter().map(|it| it.dynamic.len()).sum(),
    ];
    assert_eq!(n_rows, [4, 5, 1, 1, 1, 1, 1], "everything is tried");
    let of = GraphReport {
        system: "shop",
        level: Level::Item,
        table: &table,
        notices: &[],
        unresolved: &[],
        blind: &BlindSpots::default(),
        past: None,
        measured: None,
        data: &data,
        doors: &DoorsReport::default(),
    };
    assert_eq!(faults_of(ANALYSIS, &json::graph(&of)), Vec::<String>::new());
}

#[test]
fn doors_are_as_the_schema_says() {
    let model = fixture(
        "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
axum = \"0.8\"
reqwest = \"0.12\"
//- /src/main.rs
fn main() {
    let app = axum::Router::new().route(\"/a\", axum::routing::get(answer));
    let listener = std::net::TcpListener::bind(\"0.0.0.0:80\");
}
async fn answer() { reqwest::get(\"http://other/x\"); let a = std::env::var(\"A\"); }
",
    )
    .model;
    let graph = Graph::fold(&model, Filter::default());
    let table = GraphTable::new(&model, &graph, Level::Item);
    let doors = DoorsReport::new(&model, false);
    assert!(!doors.inbound.is_empty(), "everything is tried");
    let of = GraphReport {
        system: "shop",
        level: Level::Item,
        table: &table.with_doors(&model, Level::Item, Filter::default()),
        notices: &[],
        unresolved: &[],
        blind: &BlindSpots::default(),
        past: None,
        measured: None,
        data: &DataReport::default(),
        doors: &doors,
    };
    assert_eq!(faults_of(ANALYSIS, &json::graph(&of)), Vec::<String>::new());
    let row = of
        .table
        .edges
        .iter()
        .find(|it| &*it.source == "door:GET /a");
    assert_eq!(row.map(|it| &*it.target), Some("bin:shop::answer"));
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let text = report_json(&shop()).replace("\"remaining\": false", "\"remainder\": 1");
    let faults = faults_of(REPORT, &text);
    assert_eq!(
        faults[..2],
        [
            "/services/0/remainder: not in the schema",
            "/services/0: no key \"remaining\""
        ]
    );
}

#[test]
fn every_key_of_the_schemas_is_explained() {
    fn unexplained(schema: &Value, at: &str, faults: &mut Vec<String>) {
        for (key, rule) in schema["properties"].as_object().into_iter().flatten() {
            let explained = rule.get("description").is_some() || rule.get("$ref").is_some();
            if !explained {
                faults.push(format!("{at}/{key}"));
            }
            unexplained(rule, &format!("{at}/{key}"), faults);
        }
        for (name, rule) in schema["$defs"].as_object().into_iter().flatten() {
            unexplained(rule, name, faults);
        }
    }
    for schema in [REPORT, ANALYSIS] {
        let mut faults = Vec::new();
        unexplained(&serde_json::from_str(schema).unwrap(), "", &mut faults);
        assert_eq!(faults, Vec::<String>::new());
    }
}
