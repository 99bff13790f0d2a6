//! The shape of the layer of data in JSON: frozen with version 1.

use serde::Serialize;

use super::aggregates::AggregateV1;
use super::data::{DataReport, ObjectRow};
use super::json_transactions::{MappedV1, TransactionV1};

#[derive(Serialize)]
pub(super) struct DataV1<'a> {
    objects: Vec<ObjectV1<'a>>,
    relations: Vec<RelationV1<'a>>,
    touches: Vec<TouchV1<'a>>,
    transaction_steps: Vec<StepV1<'a>>,
    transactions: Vec<TransactionV1<'a>>,
    mapped_types: Vec<MappedV1<'a>>,
    aggregates: Vec<AggregateV1<'a>>,
    unknown_tables: Vec<UnknownV1<'a>>,
    files_left_out: Vec<LeftOutV1<'a>>,
    sql_texts: u32,
    sql_texts_guessed: u32,
}

#[derive(Serialize)]
struct ObjectV1<'a> {
    id: &'a str,
    kind: &'a str,
    origin: &'a str,
    columns: Vec<ColumnV1<'a>>,
    file: &'a str,
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyV1>,
    dynamic_sql: Vec<PlaceV1<'a>>,
    confidence: &'a str,
}

#[derive(Serialize)]
struct ColumnV1<'a> {
    name: &'a str,
    r#type: &'a str,
}

#[derive(Serialize)]
struct BodyV1 {
    lines: u32,
    cyclomatic: u32,
}

#[derive(Serialize)]
struct PlaceV1<'a> {
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct RelationV1<'a> {
    from: &'a str,
    to: &'a str,
    kind: &'a str,
    file: &'a str,
    line: u32,
    confidence: &'a str,
}

#[derive(Serialize)]
struct TouchV1<'a> {
    from: &'a str,
    to: &'a str,
    access: &'a str,
    columns: &'a [Box<str>],
    file: &'a str,
    line: u32,
    confidence: &'a str,
    cfg: &'a str,
    test: bool,
}

#[derive(Serialize)]
struct StepV1<'a> {
    from: &'a str,
    step: &'a str,
    file: &'a str,
    line: u32,
    test: bool,
}

#[derive(Serialize)]
struct UnknownV1<'a> {
    name: &'a str,
    file: &'a str,
    line: u32,
    test: bool,
}

#[derive(Serialize)]
struct LeftOutV1<'a> {
    file: &'a str,
    reason: &'a str,
}

impl<'a> DataV1<'a> {
    pub(super) fn of(it: &'a DataReport) -> Self {
        Self {
            objects: it.objects.iter().map(ObjectV1::of).collect(),
            relations: (it.relations.iter())
                .map(|it| RelationV1 {
                    from: &it.from,
                    to: &it.to,
                    kind: it.kind,
                    file: &it.place.0,
                    line: it.place.1,
                    confidence: it.confidence,
                })
                .collect(),
            touches: (it.touches.iter())
                .map(|it| TouchV1 {
                    from: &it.from,
                    to: &it.to,
                    access: it.access,
                    columns: &it.columns,
                    file: &it.place.0,
                    line: it.place.1,
                    confidence: it.confidence,
                    cfg: &it.cfg,
                    test: it.test,
                })
                .collect(),
            transaction_steps: (it.steps.iter())
                .map(|it| StepV1 {
                    from: &it.from,
                    step: &it.step,
                    file: &it.place.0,
                    line: it.place.1,
                    test: it.test,
                })
                .collect(),
            transactions: (it.transactions.iter())
                .map(|it| TransactionV1::of(it, None))
                .collect(),
            mapped_types: it.mapped.iter().map(MappedV1::of).collect(),
            aggregates: it.aggregates.iter().map(AggregateV1::of).collect(),
            unknown_tables: (it.unknown.iter())
                .map(|it| UnknownV1 {
                    name: &it.name,
                    file: &it.place.0,
                    line: it.place.1,
                    test: it.test,
                })
                .collect(),
            files_left_out: (it.left_out.iter())
                .map(|(file, reason)| LeftOutV1 { file, reason })
                .collect(),
            sql_texts: it.n_texts,
            sql_texts_guessed: it.n_guessed,
        }
    }
}

impl<'a> ObjectV1<'a> {
    fn of(it: &'a ObjectRow) -> Self {
        let columns = it.columns.iter();
        let places = it.dynamic.iter();
        Self {
            id: &it.id,
            kind: it.kind,
            origin: it.origin,
            columns: columns
                .map(|(name, ty)| ColumnV1 { name, r#type: ty })
                .collect(),
            file: it.place.as_ref().map_or("", |it| &it.0),
            line: it.place.as_ref().map(|it| it.1),
            body: it
                .body
                .map(|(lines, cyclomatic)| BodyV1 { lines, cyclomatic }),
            dynamic_sql: places
                .map(|(file, line)| PlaceV1 { file, line: *line })
                .collect(),
            confidence: it.confidence,
        }
    }
}
