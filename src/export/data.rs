//! The layer of data as rows: what `seamline analyze` tells of tables, and who touches them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{CodeModel, DataObject, ObjectId, RowAccess};
use crate::notice::Place;

use super::aggregates::AggregateRow;
use super::table::cfg_words;
use super::transactions::{MappedRow, TransactionRow};

/// Tables, views and routines with everything that is known of their use.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DataReport {
    /// By id.
    pub objects: Vec<ObjectRow>,
    /// What they have to do with each other, by source, target, kind and place.
    pub relations: Vec<RelationRow>,
    /// Who touches them, by source, target, access and place.
    pub touches: Vec<TouchedRow>,
    /// Where SQL in code begins and ends transactions.
    pub steps: Vec<StepRow>,
    /// Transactions with what they do.
    pub transactions: Vec<TransactionRow>,
    /// Types whose values are rows of a table.
    pub mapped: Vec<MappedRow>,
    /// Root tables with what is only ever written together with them.
    pub aggregates: Vec<AggregateRow>,
    /// Tables that SQL in code names and nothing declares.
    pub unknown: Vec<UnknownRow>,
    /// Files of SQL that make no table, with the end of a sentence that says why.
    pub left_out: Vec<(Arc<str>, Box<str>)>,
    /// Texts of SQL in code, test code included.
    pub n_texts: u32,
    /// Those whose words were followed, because no parser could read them.
    pub n_guessed: u32,
}

/// A table, view or routine.
#[derive(Clone, PartialEq, Debug)]
pub struct ObjectRow {
    /// `table:orders`.
    pub id: Arc<str>,
    /// `table`, `view` or `routine`.
    pub kind: &'static str,
    /// `files`, `code`, `mapper` or `named`.
    pub origin: &'static str,
    /// Names and types as written.
    pub columns: Vec<(Box<str>, Box<str>)>,
    /// File and line of what makes it.
    pub place: Option<(Arc<str>, u32)>,
    /// Of a routine: lines of its body, and ways through it.
    pub body: Option<(u32, u32)>,
    /// Where its body puts SQL together at run time.
    pub dynamic: Vec<(Arc<str>, u32)>,
    /// How sure it is.
    pub confidence: &'static str,
}

/// What one object has to do with another.
#[derive(Clone, PartialEq, Debug)]
pub struct RelationRow {
    /// Id of what needs.
    pub from: Arc<str>,
    /// Id of what is needed.
    pub to: Arc<str>,
    /// How.
    pub kind: &'static str,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// How sure it is.
    pub confidence: &'static str,
}

/// A line of code that touches an object.
#[derive(Clone, PartialEq, Debug)]
pub struct TouchedRow {
    /// Id of the item, or of the module if it stands in none.
    pub from: Arc<str>,
    /// Id of the object.
    pub to: Arc<str>,
    /// `read`, `insert`, `update`, `delete`, `truncate` or `write`.
    pub access: &'static str,
    /// Columns that are named.
    pub columns: Vec<Box<str>>,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// How sure it is.
    pub confidence: &'static str,
    /// The condition it is compiled under; empty for always.
    pub cfg: Arc<str>,
    /// Only compiled for tests.
    pub test: bool,
}

/// SQL that begins or ends a transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct StepRow {
    /// Id of who has it.
    pub from: Arc<str>,
    /// `begin`, `commit`, `rollback`, `savepoint` or `release`.
    pub step: Box<str>,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// Only compiled for tests.
    pub test: bool,
}

/// A table that nothing declares.
#[derive(Clone, PartialEq, Debug)]
pub struct UnknownRow {
    /// As written.
    pub name: Box<str>,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// Only compiled for tests.
    pub test: bool,
}

impl DataReport {
    /// The data of a model; test code only if it is asked for.
    pub fn new(model: &CodeModel, tests: bool) -> Self {
        let data = model.data();
        let id = |it: ObjectId| data.object(it).id.clone();
        let place = |it: &Place| (it.path.clone(), it.line.unwrap_or(0));
        let touches = data.touches.iter().filter(|it| tests || !it.test);
        let steps = data.steps.iter().filter(|it| tests || !it.test);
        let unknown = data.unknown.iter().filter(|it| tests || !it.test);
        Self {
            objects: data.objects.iter().map(object_row).collect(),
            relations: (data.relations.iter())
                .map(|it| RelationRow {
                    from: id(it.from),
                    to: id(it.to),
                    kind: it.kind.word(),
                    place: place(&it.place),
                    confidence: it.confidence.word(),
                })
                .collect(),
            touches: touches
                .map(|it| TouchedRow {
                    from: model.path_of(it.from).clone(),
                    to: id(it.to),
                    access: it.access.word(),
                    columns: it.columns.clone(),
                    place: (model.file_path(it.span.file).clone(), it.span.line),
                    confidence: it.confidence.word(),
                    cfg: cfg_words(model, it.cfg),
                    test: it.test,
                })
                .collect(),
            steps: steps
                .map(|it| StepRow {
                    from: model.path_of(it.from).clone(),
                    step: it.step.clone(),
                    place: (model.file_path(it.span.file).clone(), it.span.line),
                    test: it.test,
                })
                .collect(),
            transactions: super::transactions::transactions(model, tests),
            mapped: super::transactions::mapped(model),
            aggregates: super::aggregates::rows(model),
            unknown: unknown
                .map(|it| UnknownRow {
                    name: it.name.clone(),
                    place: place(&it.place),
                    test: it.test,
                })
                .collect(),
            left_out: (data.left_out.iter())
                .map(|it| (it.path.clone(), it.reason.clone()))
                .collect(),
            n_texts: data.n_texts,
            n_guessed: data.n_guessed,
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.n_texts == 0 && self.left_out.is_empty()
    }

    /// For each object who writes it and who reads it, each named once, in order.
    pub fn users(&self) -> BTreeMap<&str, (Vec<&str>, Vec<&str>)> {
        let ids = self.objects.iter().map(|it| (&*it.id, Default::default()));
        let mut users: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = ids.collect();
        for it in &self.touches {
            let Some((writers, readers)) = users.get_mut(&*it.to) else {
                continue;
            };
            let list = if it.access == RowAccess::Read.word() {
                readers
            } else {
                writers
            };
            list.push(&it.from);
        }
        for (writers, readers) in users.values_mut() {
            for list in [writers, readers] {
                list.sort_unstable();
                list.dedup();
            }
        }
        users
    }
}

fn object_row(it: &DataObject) -> ObjectRow {
    let place = |it: &Place| (it.path.clone(), it.line.unwrap_or(0));
    ObjectRow {
        id: it.id.clone(),
        kind: it.kind.word(),
        origin: it.origin.word(),
        columns: it.columns.clone(),
        place: it.place.as_ref().map(place),
        body: it.body,
        dynamic: it.blind.iter().map(place).collect(),
        confidence: it.confidence.word(),
    }
}
