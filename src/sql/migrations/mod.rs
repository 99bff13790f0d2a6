//! Which SQL files of a system make its databases, and in which order.
//!
//! Files are sorted into sets: the migrations of one tool in one folder, or one dump, or plain files
//! of one folder. Each set is applied in its tool's order. Sets that make the same tables (one schema
//! for several databases, a dump beside the migrations) are told once; what differs is a notice.
//! Files that are not the system's own make no table, and say why.

mod order;
mod paths;
mod sections;
mod sets;
mod twins;

use std::sync::Arc;

use super::dialect::Dialect;
use super::schema::Schema;
use crate::notice::Notice;
use crate::source::SourceFile;

pub use order::Tool;
pub use twins::Difference;

/// The databases of a system, as its files define them.
#[derive(Clone, Debug, Default)]
pub struct Databases {
    /// Each once, sorted by root.
    pub list: Vec<Database>,
    /// Files that make no table, sorted by path.
    pub left_out: Vec<LeftOut>,
    /// What the reader should know: schemas told once, what differs, what was lost.
    pub notices: Vec<Notice>,
}

/// One database.
#[derive(Clone, Debug)]
pub struct Database {
    /// The folder of its migrations, or the file that defines it; empty for the opened folder.
    pub root: String,
    /// Who applies the files.
    pub tool: Tool,
    /// How many files were applied.
    pub n_files: usize,
    /// Bytes that were read for it.
    pub n_bytes: usize,
    /// What they leave.
    pub schema: Schema,
    /// Other files that make the same tables.
    pub twins: Vec<Twin>,
}

/// Files that make the same tables as those of a [`Database`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Twin {
    /// As of [`Database`].
    pub root: String,
    /// For which database they are.
    pub dialect: Dialect,
    /// What they leave otherwise, sorted.
    pub differences: Vec<Difference>,
}

/// A file that makes no table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LeftOut {
    /// Relative to the opened folder.
    pub path: Arc<str>,
    /// Why.
    pub reason: Reason,
}

/// Why a file makes no table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// It takes a migration back.
    Down,
    /// Its path says test, example, document, benchmark or the like.
    Foreign,
    /// It reads or writes rows but defines nothing.
    DefinesNothing,
    /// Most of its definitions could not be applied.
    Unreadable,
    /// Nothing names it, and it has no table in common with the system's databases.
    Unreferenced,
}

impl Reason {
    /// The end of a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Down => "takes a migration back",
            Self::Foreign => "is a test, an example or a document by its path",
            Self::DefinesNothing => "defines nothing",
            Self::Unreadable => "holds more definitions that cannot be applied than others",
            Self::Unreferenced => "is named by nothing and shares no table with the databases",
        }
    }
}

/// Reads the databases of a system. `named` are paths that the plan or the code names: they count
/// whatever their path says.
pub fn databases(files: &[SourceFile], named: &[Arc<str>]) -> Databases {
    let mut sorted: Vec<&SourceFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut found = Databases::default();
    let sets = sets::sets(&sorted, named, &mut found.left_out);
    let built = sets::build(sets, named, &mut found.left_out);
    twins::told_once(built, named, &mut found);
    found.list.sort_by(|a, b| a.root.cmp(&b.root));
    found.left_out.sort();
    for database in &found.list {
        found.notices.extend(notice_of_lost(database));
    }
    found
}

/// One notice for all that was not understood; the places stay in the schema.
fn notice_of_lost(database: &Database) -> Option<Notice> {
    let lost = &database.schema.lost;
    let first = lost.first()?;
    let text = format!(
        "{} of {} definitions were not understood; the first {}: {}",
        lost.len(),
        database.schema.n_definitions,
        first.reason,
        first.excerpt
    );
    Some(Notice::warning(text).at(first.place.clone()))
}

#[cfg(test)]
mod tests;
