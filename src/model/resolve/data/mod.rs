//! The layer of data: what databases hold, and which code touches it.
//!
//! 1. `catalog`: objects of all schemas, told by files of SQL, by SQL in code, by object mappers.
//! 2. `defined`: tables that programs make themselves, by SQL or by calls of sea-query.
//! 3. `texts`: SQL in code, read once for each file; `code`: whose each text is.
//! 4. `mapped`: what code does through tables of diesel; `entities`: through types and values that
//!    stand for rows.
//! 5. `begun`: where transactions begin and end.
//! 6. `order`: everything in its fixed order.
//!
//! A text of SQL in a package that speaks to no database counts if all its tables are known: then it
//! is hardly a sample.

mod begun;
mod catalog;
mod code;
mod defined;
mod entities;
mod idens;
mod mapped;
mod order;
#[cfg(test)]
mod tests;
mod texts;

use rustc_hash::FxHashMap;

use super::mount::Mount;
use super::names::World;
use super::references::{Bound, RowWritten};
use crate::facts::FileFacts;
use crate::model::{
    CodeModel, Data, DataTouch, ItemId, Lent, Node, Reference, RowAccess, UnusedFile,
};
use crate::source::{FileId, SourceTree, Span};
use crate::sql::dialect::Dialect;
use crate::sql::migrations::{Databases, databases};
use catalog::Catalog;

/// What statements of object mappers do, as far as binding names told it.
#[derive(Default)]
pub(super) struct Mapping {
    /// By who and where something stands: the place of the table that is written there.
    written: FxHashMap<(Node, Span), Span>,
    /// By who and where an entity may be named: what happens to its rows.
    entities: FxHashMap<(Node, Span), RowAccess>,
    /// Rows that are written through values.
    rows: Vec<RowWritten>,
}

impl Mapping {
    /// Takes it out of what was bound.
    pub(super) fn of(bound: &mut [Bound]) -> Self {
        let mut mapping = Self::default();
        for it in bound {
            let written = it.written.drain(..);
            mapping
                .written
                .extend(written.map(|it| ((it.0, it.1), it.2)));
            let entities = it.entities.drain(..);
            mapping
                .entities
                .extend(entities.map(|it| ((it.0, it.1), it.2)));
            mapping.rows.append(&mut it.rows);
        }
        mapping
    }
}

/// What the names of the tree are needed for, kept when the rest of them is given back.
pub(super) struct Remembered {
    mounts: Vec<Mount>,
    /// The number of the first item of each mount.
    first_items: Vec<u32>,
    /// What the package of each mount speaks; `None` if it needs no database.
    dialects: Vec<Option<Dialect>>,
    mapping: Mapping,
}

impl Remembered {
    /// Takes what is needed out of a world that is done with.
    pub(super) fn of(world: &mut World<'_>, mapping: Mapping) -> Self {
        let dialect = |mount: &Mount| {
            let module = mount.modules.first()?;
            texts::dialect_of(world.package(*module).1.dependencies.keys())
        };
        Self {
            dialects: world.mounts.iter().map(dialect).collect(),
            first_items: world.bases.iter().map(|it| it.1).collect(),
            mounts: std::mem::take(&mut world.mounts),
            mapping,
        }
    }
}

/// The databases that the files of SQL make; needs no code.
pub(super) fn databases_of(tree: &SourceTree) -> Databases {
    databases(&tree.sql, &tree.named_sql)
}

/// The layer of data of a model, and what functions hand on of the connections that they take.
pub(super) fn data(
    model: &CodeModel,
    facts: &[FileFacts],
    databases: &Databases,
    remembered: &Remembered,
) -> (Data, Lent) {
    let mut builder = Builder {
        model,
        facts,
        remembered,
        catalog: Catalog::default(),
        touches: Vec::new(),
        data: Data::default(),
    };
    let dialect = match &*databases.list {
        [only] => only.schema.dialect,
        _ => Dialect::Unknown,
    };
    builder.add_databases(databases);
    builder.defined_in_code(dialect);
    let tables = builder.mapped_tables();
    let entities = builder.entities(&tables);
    builder.texts(dialect);
    builder.mapped(&tables);
    builder.through_entities(&entities);
    builder.transactions();
    let left_out = databases.left_out.iter().map(|it| UnusedFile {
        path: it.path.clone(),
        reason: it.reason.words().into(),
    });
    builder.data.left_out = left_out.collect();
    let lent = builder.lent();
    (builder.finish(), lent)
}

struct Builder<'a> {
    model: &'a CodeModel,
    facts: &'a [FileFacts],
    remembered: &'a Remembered,
    catalog: Catalog,
    touches: Vec<DataTouch>,
    data: Data,
}

impl<'a> Builder<'a> {
    /// Mounts with the facts of their files; a file that hangs in several trees counts in each.
    fn mounts(&self) -> impl Iterator<Item = (usize, &'a Mount, &'a FileFacts)> + use<'a> {
        let facts = self.facts;
        let mounts = self.remembered.mounts.iter().enumerate();
        mounts.map(move |(idx, it)| (idx, it, &facts[it.file.index()]))
    }

    /// Who has what stands in an item, or in none.
    fn origin(&self, mount: usize, owner: Option<u32>) -> Option<Node> {
        match owner {
            Some(item) => Some(Node::Item(ItemId(
                self.remembered.first_items[mount] + item,
            ))),
            None => {
                let module = self.remembered.mounts[mount].modules.first();
                module.copied().map(Node::Module)
            }
        }
    }

    fn is_test(&self, mount: &Mount, condition: u32, from: Node) -> bool {
        mount.when[condition as usize].test || self.test_of(from)
    }

    fn test_of(&self, node: Node) -> bool {
        match node {
            Node::Module(it) => self.model.module(it).test,
            Node::Item(it) => self.model.item(it).test,
            Node::Extern(_) => false,
        }
    }

    /// The references that something makes, in the order of the model.
    fn references_of(&self, from: Node) -> &'a [Reference] {
        let all = self.model.references();
        let start = all.partition_point(|it| it.from.order() < from.order());
        let len = all[start..].partition_point(|it| it.from == from);
        &all[start..start + len]
    }

    /// The item of the tree that something names at a place.
    fn named_at(&self, from: Node, place: Span) -> Option<ItemId> {
        let own = self.references_of(from).iter();
        own.filter(|it| it.span == Some(place))
            .find_map(|it| match it.to {
                Node::Item(item) => Some(item),
                _ => None,
            })
    }
}

/// A place of facts in the file of a mount.
fn span(file: FileId, at: crate::facts::At) -> Span {
    Span {
        file,
        line: at.line,
        column: at.column,
    }
}
