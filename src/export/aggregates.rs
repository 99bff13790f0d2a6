//! Aggregates as rows of data, and their shape in JSON: frozen with version 1.

use std::sync::Arc;

use serde::Serialize;

use crate::insight::{Part, aggregates};
use crate::model::{CodeModel, ObjectId};

/// A root table with what is only ever written together with it.
#[derive(Clone, PartialEq, Debug)]
pub struct AggregateRow {
    /// Id of the root.
    pub root: Arc<str>,
    /// Ids of the types that stand for its rows.
    pub types: Vec<Arc<str>>,
    /// Its parts.
    pub parts: Vec<PartRow>,
}

/// A table that is only written together with another one.
#[derive(Clone, PartialEq, Debug)]
pub struct PartRow {
    /// Id of the table.
    pub table: Arc<str>,
    /// Id of the one it is a part of.
    pub of: Arc<str>,
    /// How many units of work write it, and how many of them write the other as well.
    pub units: (u32, u32),
    /// File and line of the foreign key.
    pub key: (Arc<str>, u32),
    /// File and line of the first write in a unit that writes both.
    pub together: Option<(Arc<str>, u32)>,
}

/// The aggregates of a model.
pub(super) fn rows(model: &CodeModel) -> Vec<AggregateRow> {
    let id = |it: ObjectId| model.data().object(it).id.clone();
    let part = |it: &Part| PartRow {
        table: id(it.object),
        of: id(it.of),
        units: (it.n_units as u32, it.n_shared as u32),
        key: it.key.clone(),
        together: it
            .together
            .map(|it| (model.file_path(it.file).clone(), it.line)),
    };
    let all = aggregates(model).into_iter();
    all.map(|it| AggregateRow {
        root: id(it.root),
        types: it
            .types
            .iter()
            .map(|it| model.item(*it).path.clone())
            .collect(),
        parts: it.parts.iter().map(part).collect(),
    })
    .collect()
}

#[derive(Serialize)]
pub(super) struct AggregateV1<'a> {
    root: &'a str,
    types: Vec<&'a str>,
    parts: Vec<PartV1<'a>>,
}

#[derive(Serialize)]
struct PartV1<'a> {
    table: &'a str,
    of: &'a str,
    units: u32,
    shared_units: u32,
    file: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    together: Option<PlaceV1<'a>>,
}

#[derive(Serialize)]
struct PlaceV1<'a> {
    file: &'a str,
    line: u32,
}

impl<'a> AggregateV1<'a> {
    pub(super) fn of(it: &'a AggregateRow) -> Self {
        let part = |it: &'a PartRow| PartV1 {
            table: &it.table,
            of: &it.of,
            units: it.units.0,
            shared_units: it.units.1,
            file: &it.key.0,
            line: it.key.1,
            together: it
                .together
                .as_ref()
                .map(|(file, line)| PlaceV1 { file, line: *line }),
        };
        Self {
            root: &it.root,
            types: it.types.iter().map(|it| &**it).collect(),
            parts: it.parts.iter().map(part).collect(),
        }
    }
}
