//! What a database holds, as plain data.

use super::super::body::Body;
use super::super::touch::{Certainty, Touches};
use crate::notice::Place;

/// Where an object comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The statement that made it.
    pub made: Place,
    /// Later statements that changed it, in order.
    pub changed: Vec<Place>,
    /// How well the weakest of them was understood.
    pub certainty: Certainty,
}

impl Origin {
    /// It was made here.
    pub(super) fn new(made: Place) -> Self {
        Self {
            made,
            changed: Vec::new(),
            certainty: Certainty::Parsed,
        }
    }

    /// It was changed here.
    pub(super) fn change(&mut self, place: Place) {
        if self.changed.last().unwrap_or(&self.made) != &place {
            self.changed.push(place);
        }
    }
}

/// More columns no database has.
pub(super) const MOST_COLUMNS: usize = 4_096;

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// As ids write it.
    pub name: String,
    /// In the order of the table.
    pub columns: Vec<Column>,
    /// Columns of the primary key.
    pub primary_key: Vec<String>,
    /// Columns of each further key that is unique.
    pub unique: Vec<Vec<String>>,
    /// Keys of other tables that it holds.
    pub foreign_keys: Vec<ForeignKey>,
    /// The tables it is a partition of or inherits from.
    pub parents: Vec<String>,
    /// Gone when the connection is.
    pub is_temporary: bool,
    /// Names of constraints with the columns they speak of: what a later `DROP CONSTRAINT` means.
    pub(super) constraints: Vec<(String, Constraint)>,
    /// Where it comes from.
    pub origin: Origin,
}

/// What a named constraint is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Constraint {
    Primary,
    Unique(Vec<String>),
    Other,
}

impl Table {
    pub(super) fn new(name: String, place: Place) -> Self {
        Self {
            name,
            columns: Vec::new(),
            primary_key: Vec::new(),
            unique: Vec::new(),
            foreign_keys: Vec::new(),
            parents: Vec::new(),
            is_temporary: false,
            constraints: Vec::new(),
            origin: Origin::new(place),
        }
    }

    /// Adds a column at the end; false if there is one of its name, or too many to believe.
    pub(super) fn add(&mut self, column: Column) -> bool {
        let fits = self.columns.len() < MOST_COLUMNS && self.column(&column.name).is_none();
        if fits {
            self.columns.push(column);
        }
        fits
    }

    /// The column of this name, in any case.
    pub fn column(&self, name: &str) -> Option<&Column> {
        let exact = self.columns.iter().find(|it| it.name == name);
        exact.or_else(|| {
            self.columns
                .iter()
                .find(|it| it.name.eq_ignore_ascii_case(name))
        })
    }

    pub(super) fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        let name = self.column(name)?.name.clone();
        self.columns.iter_mut().find(|it| it.name == name)
    }
}

/// A column of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// As the database keeps it.
    pub name: String,
    /// The type as written, words small; empty where none is told.
    pub ty: String,
    /// May be empty.
    pub is_nullable: bool,
    /// What it is without a value, as written; also of computed columns.
    pub default: Option<String>,
}

/// A key of another table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForeignKey {
    /// If it was given one.
    pub name: Option<String>,
    /// Columns of this table.
    pub columns: Vec<String>,
    /// The other table.
    pub table: String,
    /// Its columns; empty for its primary key.
    pub target_columns: Vec<String>,
    /// Where it is told.
    pub place: Place,
}

/// A view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// As ids write it.
    pub name: String,
    /// Its rows are kept.
    pub is_materialized: bool,
    /// What it reads; known after [`super::Schema::finish`].
    pub touches: Touches,
    /// The query.
    pub text: String,
    /// Line of the query's first token.
    pub line: u32,
    /// Where it comes from.
    pub origin: Origin,
}

/// A type that is no table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Type {
    /// As ids write it.
    pub name: String,
    /// What it is.
    pub kind: TypeKind,
    /// Where it comes from.
    pub origin: Origin,
}

/// What a type is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypeKind {
    /// A list of words.
    Enum(Vec<String>),
    /// Columns of its own, as written.
    Composite(String),
    /// Another type under conditions, as written.
    Domain(String),
    /// A range or something else.
    Other,
}

/// A sequence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sequence {
    /// As ids write it.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// An index that was defined by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Index {
    /// As the database keeps it; made of table and columns where none was given.
    pub name: String,
    /// The table or view.
    pub table: String,
    /// Columns and expressions, as written.
    pub columns: Vec<String>,
    /// No two rows may be alike in them.
    pub is_unique: bool,
    /// Every name in its columns and its condition: without one of them it cannot be.
    pub(super) mentions: Vec<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// What a routine is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RoutineKind {
    /// Called in expressions.
    Function,
    /// Called by itself.
    Procedure,
}

/// A function or procedure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Routine {
    /// As ids write it.
    pub name: String,
    /// What it is.
    pub kind: RoutineKind,
    /// Arguments as written, words small.
    pub arguments: String,
    /// What it is written in, small: `plpgsql`, `sql`; empty where the database has only one.
    pub language: String,
    /// What stands in its body; known after [`super::Schema::finish`]. None for what is written in C.
    pub body: Option<Body>,
    /// The body's text.
    pub text: String,
    /// Line of the text's first character.
    pub line: u32,
    /// Where it comes from.
    pub origin: Origin,
}

/// A trigger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trigger {
    /// As the database keeps it.
    pub name: String,
    /// The table or view it watches.
    pub table: String,
    /// `before`, `after` or `instead of`.
    pub timing: String,
    /// `insert`, `update`, `delete`, `truncate`, in this order.
    pub events: Vec<String>,
    /// The routine it fires.
    pub routine: Option<String>,
    /// Its own body, where it has one; known after [`super::Schema::finish`].
    pub body: Option<Body>,
    /// The body's text.
    pub text: String,
    /// Line of the text's first character.
    pub line: u32,
    /// Names of its rows, as tables of them.
    pub(super) row_tables: Vec<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A routine that was run while definitions were applied, with a text that it makes objects of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// The routine.
    pub routine: String,
    /// Where it was run.
    pub place: Place,
    /// What stands in the text; known after [`super::Schema::finish`], and always a guess.
    pub body: Option<Body>,
    /// The text.
    pub text: String,
    /// Line of the text's first character.
    pub line: u32,
}

/// What was not understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    /// Where.
    pub place: Place,
    /// The beginning of it, on one line.
    pub excerpt: String,
    /// What stood in the way, as the end of a sentence.
    pub reason: &'static str,
}
