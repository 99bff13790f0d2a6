//! Transactions and the types that stand for rows, as rows of data.

use std::sync::Arc;

use super::ServiceIdx;
use crate::insight::{Assessment, owners_of};
use crate::model::{CodeModel, ReachedTouch, RefId, Transaction};
use crate::plan::Owner;

/// A transaction with what it does.
#[derive(Clone, PartialEq, Debug)]
pub struct TransactionRow {
    /// Id of who begins it.
    pub from: Arc<str>,
    /// `begin`, `closure` or `sql`.
    pub form: &'static str,
    /// The file, the line on which it begins, and the line on which it ends at the latest.
    pub place: (Arc<str>, u32, u32),
    /// Whether a commit was seen, or comes with its form.
    pub commits: bool,
    /// How sure it is that this is a transaction.
    pub confidence: &'static str,
    /// Only compiled for tests.
    pub test: bool,
    /// The modules that take part, by id; guesses are left out.
    pub modules: Vec<Arc<str>>,
    /// The services that take part, the one that begins it first; empty without a plan.
    pub services: Vec<ServiceIdx>,
    /// What is written in it, by id; guesses are left out.
    pub writes: Vec<Arc<str>>,
    /// What is read and written in it.
    pub touches: Vec<ReachedRow>,
    /// Whether there was more than is followed.
    pub is_cut: bool,
}

/// Something that a transaction reads or writes.
#[derive(Clone, PartialEq, Debug)]
pub struct ReachedRow {
    /// Id of the object.
    pub to: Arc<str>,
    /// `read`, `insert`, `update`, `delete`, `truncate` or `write`.
    pub access: &'static str,
    /// Id of who does it.
    pub from: Arc<str>,
    /// File and line.
    pub place: (Arc<str>, u32),
    /// How sure it is that this is part of the transaction.
    pub confidence: &'static str,
    /// The calls that lead there, in order.
    pub calls: Vec<CallRow>,
}

/// A call on the way.
#[derive(Clone, PartialEq, Debug)]
pub struct CallRow {
    /// Id of what is called.
    pub to: Arc<str>,
    /// File and line.
    pub place: (Arc<str>, u32),
}

/// A type whose values are rows of a table.
#[derive(Clone, PartialEq, Debug)]
pub struct MappedRow {
    /// Id of the type.
    pub item: Arc<str>,
    /// Id of the table.
    pub object: Arc<str>,
    /// File and line of the type.
    pub place: (Arc<str>, u32),
}

/// The transactions of a model; those of tests only if they are asked for.
pub(super) fn transactions(model: &CodeModel, tests: bool) -> Vec<TransactionRow> {
    let all = model.data().transactions.iter();
    let asked = all.filter(|it| tests || !it.test);
    asked.map(|it| row(model, it)).collect()
}

/// The types that stand for rows.
pub(super) fn mapped(model: &CodeModel) -> Vec<MappedRow> {
    let all = model.data().mapped.iter();
    all.map(|it| MappedRow {
        item: model.item(it.item).path.clone(),
        object: model.data().object(it.object).id.clone(),
        place: match model.item(it.item).span {
            Some(span) => (model.file_path(span.file).clone(), span.line),
            None => ("".into(), 0),
        },
    })
    .collect()
}

/// The transactions of a model with the services of a plan; those of tests are left out.
pub(super) fn of_plan(
    model: &CodeModel,
    assessment: &Assessment,
    idx_of: &dyn Fn(Owner) -> ServiceIdx,
) -> Vec<TransactionRow> {
    let all = model.data().transactions.iter().filter(|it| !it.test);
    all.map(|it| TransactionRow {
        services: owners_of(model, assessment, it)
            .into_iter()
            .map(idx_of)
            .collect(),
        ..row(model, it)
    })
    .collect()
}

fn row(model: &CodeModel, it: &Transaction) -> TransactionRow {
    let modules = it.modules(model).into_iter();
    let writes = it.written().into_iter();
    TransactionRow {
        from: model.path_of(it.from).clone(),
        form: it.form.word(),
        place: (
            model.file_path(it.begins.file).clone(),
            it.begins.line,
            it.ends.line,
        ),
        commits: it.commits,
        confidence: it.confidence.word(),
        test: it.test,
        services: Vec::new(),
        modules: modules.map(|it| model.module(it).path.clone()).collect(),
        writes: writes
            .map(|it| model.data().object(it).id.clone())
            .collect(),
        touches: it.touches.iter().map(|it| reached(model, it)).collect(),
        is_cut: it.is_cut,
    }
}

fn reached(model: &CodeModel, it: &ReachedTouch) -> ReachedRow {
    ReachedRow {
        to: model.data().object(it.to).id.clone(),
        access: it.access.word(),
        from: model.path_of(it.from).clone(),
        place: (model.file_path(it.span.file).clone(), it.span.line),
        confidence: it.confidence.word(),
        calls: it.calls.iter().map(|it| call(model, *it)).collect(),
    }
}

fn call(model: &CodeModel, it: RefId) -> CallRow {
    let reference = model.reference(it);
    CallRow {
        to: model.path_of(reference.to).clone(),
        place: match reference.span {
            Some(span) => (model.file_path(span.file).clone(), span.line),
            None => ("".into(), 0),
        },
    }
}
