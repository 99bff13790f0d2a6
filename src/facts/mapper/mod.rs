//! What object mappers are told: types that stand for rows, rows that are written through a value,
//! and tables that are defined by calls.
//!
//! diesel and sea-orm speak of tables by types. Which of them a path or a value means is for names to
//! say; here it is only noted where they speak.

mod definitions;
mod rows;
mod types;

pub use definitions::{ColumnFact, ColumnStep, DefinitionFact, DefinitionVerb, Iden};
pub use rows::RowsFact;
pub use types::{IdenFact, MappedFact, MappedTable};

pub(super) use rows::rows_of_path;
