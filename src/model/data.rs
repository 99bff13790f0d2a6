//! What the system's databases hold, and which code touches it.
//!
//! A layer of its own beside the references of the code: tables stand in no module, and who owns one
//! is for the plan to say.

use std::sync::Arc;

use super::{
    CfgId, Confidence, DependencyKind, MappedType, Node, ObjectId, ObjectKind, Origin, RowAccess,
    Transaction,
};
use crate::notice::Place;
use crate::source::Span;

/// The databases of a system, and their use.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Data {
    /// Tables, views and routines, sorted by their ids.
    pub objects: Vec<DataObject>,
    /// What one of them has to do with another, sorted.
    pub relations: Vec<DataRelation>,
    /// Where code reads and writes them, sorted by who, what, how and place.
    pub touches: Vec<DataTouch>,
    /// Where SQL in code begins and ends transactions, sorted.
    pub steps: Vec<TransactionStep>,
    /// Transactions, by who begins them and where.
    pub transactions: Vec<Transaction>,
    /// Types whose values are rows of a table, sorted.
    pub mapped: Vec<MappedType>,
    /// SQL in code whose tables nothing declares, sorted.
    pub unknown: Vec<UnknownTable>,
    /// Files of SQL that make no table, by path.
    pub left_out: Vec<UnusedFile>,
    /// How many texts of SQL there are in code, test code included.
    pub n_texts: u32,
    /// Those that no parser could read, so that their words were followed.
    pub n_guessed: u32,
}

/// Something a database holds.
#[derive(Clone, PartialEq, Debug)]
pub struct DataObject {
    /// Full id: `table:orders`, `routine:billing.close_day`.
    pub id: Arc<str>,
    /// The name in it, as the database keeps it.
    pub name: Arc<str>,
    /// What it is.
    pub kind: ObjectKind,
    /// How it is known.
    pub origin: Origin,
    /// Names of columns with their types as written, in the order of the table.
    pub columns: Vec<(Box<str>, Box<str>)>,
    /// Where it is made, if that is a text that was read.
    pub place: Option<Place>,
    /// Of a routine: lines of its body and the ways through it.
    pub body: Option<(u32, u32)>,
    /// Places in its body where SQL is put together at run time.
    pub blind: Vec<Place>,
    /// Whether all of what makes it was understood.
    pub confidence: Confidence,
}

/// What one object has to do with another.
#[derive(Clone, PartialEq, Debug)]
pub struct DataRelation {
    /// The one that needs.
    pub from: ObjectId,
    /// The one that is needed; of two that are joined, the second by id.
    pub to: ObjectId,
    /// `reads`, `writes`, `joins`, `foreign-key`, `fires` or `call`.
    pub kind: DependencyKind,
    /// Where it is told.
    pub place: Place,
    /// How sure that is.
    pub confidence: Confidence,
}

/// A place at which code touches an object.
#[derive(Clone, PartialEq, Debug)]
pub struct DataTouch {
    /// The item, or the module if it stands in none.
    pub from: Node,
    /// What is touched.
    pub to: ObjectId,
    /// What happens to its rows; calls of routines read.
    pub access: RowAccess,
    /// Columns, where the text tells them; sorted.
    pub columns: Vec<Box<str>>,
    /// Where.
    pub span: Span,
    /// How sure it is.
    pub confidence: Confidence,
    /// The condition it is compiled under.
    pub cfg: Option<CfgId>,
    /// Only compiled for tests.
    pub test: bool,
}

/// SQL in code that begins or ends a transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct TransactionStep {
    /// Who has it.
    pub from: Node,
    /// `begin`, `commit`, `rollback`, `savepoint` or `release`.
    pub step: Box<str>,
    /// Where.
    pub span: Span,
    /// Only compiled for tests.
    pub test: bool,
}

/// A table that SQL in code names and nothing declares.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct UnknownTable {
    /// As written.
    pub name: Box<str>,
    /// Where.
    pub place: Place,
    /// Only compiled for tests.
    pub test: bool,
}

/// A file of SQL that makes no table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct UnusedFile {
    /// Relative to the opened folder.
    pub path: Arc<str>,
    /// Why, as the end of a sentence.
    pub reason: Box<str>,
}

impl Data {
    /// The object with this id.
    pub fn object(&self, id: ObjectId) -> &DataObject {
        &self.objects[id.0 as usize]
    }

    /// The object at this full id.
    pub fn object_at(&self, id: &str) -> Option<ObjectId> {
        let found = self.objects.binary_search_by(|it| (*it.id).cmp(id));
        found.ok().map(|it| ObjectId(it as u32))
    }
}

impl DataTouch {
    /// `reads` or `writes`.
    pub fn kind(&self) -> DependencyKind {
        match self.access {
            RowAccess::Read => DependencyKind::Reads,
            _ => DependencyKind::Writes,
        }
    }
}
