//! The layer of data: what databases hold, and which code touches it.
//!
//! 1. `catalog`: objects of all schemas, told by files of SQL, by SQL in code, by object mappers.
//! 2. `texts`: SQL in code, read once for each file.
//! 3. Here: whose each text is, and what code does through an object mapper.
//!
//! A text of SQL in a package that speaks to no database counts if all its tables are known: then it
//! is hardly a sample.

mod catalog;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::mount::Mount;
use super::names::World;
use crate::facts::{FileFacts, TextFact};
use crate::model::{
    CodeModel, Confidence, Data, DataObject, DataRelation, DataTouch, DependencyKind, ItemId,
    ItemKind, ModuleId, Node, ObjectId, Origin, RowAccess, TransactionStep, UnknownTable,
    UnusedFile,
};
use crate::notice::Place;
use crate::source::{SourceTree, Span};
use crate::sql::dialect::Dialect;
use crate::sql::migrations::{Databases, databases};
use crate::sql::schema::Schema;
use crate::sql::touch::{Access, Touches};
use crate::sql::verdict::{Verdict, is_sql};
use catalog::{Catalog, sure};
use texts::Read;

/// By who and where something stands: the place of the table that is written there.
pub(super) type Written = FxHashMap<(Node, Span), Span>;

/// What the names of the tree are needed for, kept when the rest of them is given back.
pub(super) struct Remembered {
    mounts: Vec<Mount>,
    /// The number of the first item of each mount.
    first_items: Vec<u32>,
    /// What the package of each mount speaks; `None` if it needs no database.
    dialects: Vec<Option<Dialect>>,
    /// What stands in statements of object mappers that write: by who and where, the place of the
    /// table that is written.
    written: Written,
}

impl Remembered {
    /// Takes what is needed out of a world that is done with.
    pub(super) fn of(world: &mut World<'_>, written: Written) -> Self {
        let dialect = |mount: &Mount| {
            let module = mount.modules.first()?;
            texts::dialect_of(world.package(*module).1.dependencies.keys())
        };
        Self {
            dialects: world.mounts.iter().map(dialect).collect(),
            first_items: world.bases.iter().map(|it| it.1).collect(),
            mounts: std::mem::take(&mut world.mounts),
            written,
        }
    }
}

/// The databases that the files of SQL make; needs no code.
pub(super) fn databases_of(tree: &SourceTree) -> Databases {
    databases(&tree.sql, &[])
}

/// The layer of data of a model.
pub(super) fn data(
    model: &CodeModel,
    facts: &[FileFacts],
    databases: &Databases,
    remembered: &Remembered,
) -> Data {
    let mut catalog = Catalog::default();
    for database in &databases.list {
        catalog.add_schema(&database.schema, Origin::Files);
    }
    let mut builder = Builder {
        model,
        facts,
        remembered,
        catalog,
        touches: Vec::new(),
        data: Data::default(),
    };
    let dialect = match &*databases.list {
        [only] => only.schema.dialect,
        _ => Dialect::Unknown,
    };
    builder.defined_in_code(dialect);
    let tables = builder.mapped_tables();
    builder.texts(dialect);
    builder.mapped(&tables);
    let left_out = databases.left_out.iter().map(|it| UnusedFile {
        path: it.path.clone(),
        reason: it.reason.words().into(),
    });
    builder.data.left_out = left_out.collect();
    builder.finish()
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

    /// Who has a text.
    fn origin(&self, mount: usize, fact: &TextFact) -> Option<Node> {
        match fact.owner {
            Some(item) => Some(Node::Item(ItemId(
                self.remembered.first_items[mount] + item,
            ))),
            None => {
                let module = self.remembered.mounts[mount].modules.first();
                module.copied().map(Node::Module)
            }
        }
    }

    fn is_test(&self, mount: &Mount, fact: &TextFact, from: Node) -> bool {
        mount.when[fact.condition as usize].test || self.test_of(from)
    }

    fn test_of(&self, node: Node) -> bool {
        match node {
            Node::Module(it) => self.model.module(it).test,
            Node::Item(it) => self.model.item(it).test,
            Node::Extern(_) => false,
        }
    }

    /// Tables that programs make themselves, in the order of files and lines.
    fn defined_in_code(&mut self, dialect: Dialect) {
        let mut schemas: BTreeMap<Option<Dialect>, Schema> = BTreeMap::new();
        let mut seen = FxHashSet::default();
        for (idx, mount, facts) in self.mounts() {
            let Some(own) = self.remembered.dialects[idx] else {
                continue;
            };
            if !seen.insert(mount.file) {
                continue;
            }
            let own = if own == Dialect::Unknown {
                dialect
            } else {
                own
            };
            for fact in &facts.texts {
                let from = self.origin(idx, fact);
                let counts = from.is_some_and(|it| !self.is_test(mount, fact, it));
                if counts && is_sql(&fact.text) == Verdict::Definition {
                    let schema = schemas.entry(Some(own));
                    let schema = schema.or_insert_with(|| Schema::new(own));
                    schema.apply(self.model.file_path(mount.file), &fact.text, fact.at.line);
                }
            }
        }
        for (_, mut schema) in schemas {
            schema.finish();
            self.catalog.add_schema(&schema, Origin::Code);
        }
    }

    /// The table that each module stands for, or stands in; `None` for most.
    fn mapped_tables(&mut self) -> Vec<Option<ObjectId>> {
        let mut tables = vec![None; self.model.modules().len()];
        for (_, mount, facts) in self.mounts() {
            for (fact, module) in facts.modules.iter().zip(&mount.declared) {
                let (Some(name), Some(module)) = (&fact.table, module) else {
                    continue;
                };
                let path = self.model.file_path(mount.file).clone();
                let place = Place::line(path, fact.at.line);
                let id = self.catalog.add_table(name, Origin::Mapper, Some(place));
                tables[module.index()] = Some(id);
                self.add_columns(id, *module);
            }
        }
        // Parents come before their children.
        for id in self.model.module_ids() {
            let parent = self.model.module(id).parent;
            tables[id.index()] = tables[id.index()].or(parent.and_then(|it| tables[it.index()]));
        }
        tables
    }

    /// Columns that an object mapper tells of a table that nothing else makes.
    fn add_columns(&mut self, table: ObjectId, module: ModuleId) {
        let children = self.model.module(module).children.iter();
        let columns = children
            .map(|it| self.model.module(*it))
            .find(|it| &*it.name == "columns");
        let items = columns.iter().flat_map(|it| &it.items);
        let names = items.map(|it| self.model.item(*it));
        let names = names.filter(|it| it.kind == ItemKind::Type && &*it.name != "star");
        let names: Vec<_> = names.map(|it| ((&*it.name).into(), "".into())).collect();
        let object = &mut self.catalog.objects[table.index()];
        if object.columns.is_empty() {
            object.columns = names;
        }
    }

    /// SQL in code: who has it, and who uses the constant that is it.
    fn texts(&mut self, dialect: Dialect) {
        let spoken = self.spoken();
        let dialect_of = |file: usize| match spoken[file] {
            None | Some(Dialect::Unknown) => dialect,
            Some(own) => own,
        };
        let read = texts::read_all(self.facts, &self.catalog, &dialect_of);
        let counted = read.iter().flatten();
        self.data.n_texts = counted.clone().count() as u32;
        let guessed = counted.filter(|it| sure(it.touches.certainty) == Confidence::Guessed);
        self.data.n_guessed = guessed.count() as u32;
        if self.catalog.objects.is_empty() {
            self.named_tables(&read, &spoken);
        }
        let mut of_constants: FxHashMap<ItemId, Vec<DataTouch>> = FxHashMap::default();
        for (idx, mount, facts) in self.mounts() {
            for it in &read[mount.file.index()] {
                let fact = &facts.texts[it.text];
                let Some(from) = self.origin(idx, fact) else {
                    continue;
                };
                let found = self.text((idx, mount), fact, from, it);
                match from {
                    Node::Item(item) if is_constant(self.model, item) => {
                        of_constants.entry(item).or_default().extend(found);
                    }
                    _ => self.touches.extend(found),
                }
            }
        }
        self.constants(of_constants);
    }

    /// What the package of each file speaks; `None` if it needs no database.
    fn spoken(&self) -> Vec<Option<Dialect>> {
        let mut spoken = vec![None; self.facts.len()];
        for (idx, mount, _) in self.mounts() {
            let known = &mut spoken[mount.file.index()];
            *known = known.or(self.remembered.dialects[idx]);
        }
        spoken
    }

    /// Where nothing says what the database holds, statements that a parser could read do.
    fn named_tables(&mut self, read: &[Vec<Read>], spoken: &[Option<Dialect>]) {
        let mut names: BTreeMap<String, Place> = BTreeMap::new();
        for (idx, mount, facts) in self.mounts() {
            if spoken[mount.file.index()].is_none() {
                continue;
            }
            let statements = read[mount.file.index()].iter().filter(|it| {
                it.verdict == Verdict::Statement
                    && sure(it.touches.certainty) == Confidence::Resolved
            });
            for it in statements {
                let fact = &facts.texts[it.text];
                let from = self.origin(idx, fact);
                if from.is_none_or(|it| self.is_test(mount, fact, it)) {
                    continue;
                }
                let own = it.touches.tables.iter();
                for touch in own.filter(|it| !texts::is_of_system(&it.table)) {
                    let place = self.place(mount, fact, touch.line);
                    names.entry(touch.table.clone()).or_insert(place);
                }
            }
        }
        for (name, place) in names {
            self.catalog.add_table(&name, Origin::Named, Some(place));
        }
    }

    fn place(&self, mount: &Mount, fact: &TextFact, line: u32) -> Place {
        let path = self.model.file_path(mount.file).clone();
        Place::line(path, line_of(fact, line))
    }

    /// What one text touches; what else it tells is kept.
    fn text(
        &mut self,
        (idx, mount): (usize, &Mount),
        fact: &TextFact,
        from: Node,
        read: &Read,
    ) -> Vec<DataTouch> {
        let Touches { tables, calls, .. } = &read.touches;
        let own = tables.iter().filter(|it| !texts::is_of_system(&it.table));
        let own: Vec<_> = own
            .map(|it| (self.catalog.rows_named(&it.table), it))
            .collect();
        let speaks = self.remembered.dialects[idx].is_some();
        let all_known = own.iter().all(|it| it.0.is_some());
        if read.verdict == Verdict::Definition || !(speaks || all_known && !own.is_empty()) {
            return Vec::new();
        }
        let test = self.is_test(mount, fact, from);
        let cfg = mount.when[fact.condition as usize].cfg;
        let touch = |to, access, line, columns: &[String]| DataTouch {
            from,
            to,
            access,
            columns: columns.iter().map(|it| it.as_str().into()).collect(),
            span: Span {
                file: mount.file,
                line: line_of(fact, line),
                column: if line == 0 { fact.at.column } else { 1 },
            },
            confidence: sure(read.touches.certainty),
            cfg,
            test,
        };
        let mut found = Vec::new();
        for (object, it) in own {
            match object {
                Some(object) => {
                    found.push(touch(object, access(it.access), it.line, &it.columns));
                }
                None if read.verdict == Verdict::Statement => {
                    self.data.unknown.push(UnknownTable {
                        name: it.table.as_str().into(),
                        place: self.place(mount, fact, it.line),
                        test,
                    });
                }
                None => {}
            }
        }
        for call in calls {
            if let Some(routine) = self.catalog.routine_named(&call.routine) {
                found.push(touch(routine, RowAccess::Read, call.line, &[]));
            }
        }
        let path = self.model.file_path(mount.file).clone();
        let place = |line| Place::line(path.clone(), line_of(fact, line));
        if !test {
            self.catalog.add_joins(&read.touches, &place);
        }
        for (step, line) in &read.touches.steps {
            self.data.steps.push(TransactionStep {
                from,
                step: step.word().into(),
                span: touch(ObjectId(0), RowAccess::Read, *line, &[]).span,
                test,
            });
        }
        found
    }

    /// A constant that is SQL does nothing; who names it does.
    fn constants(&mut self, mut of_constants: FxHashMap<ItemId, Vec<DataTouch>>) {
        let mut done = FxHashSet::default();
        for reference in self.model.references() {
            let (Node::Item(user), Node::Item(constant)) = (reference.from, reference.to) else {
                continue;
            };
            let (Some(touches), Some(span)) = (of_constants.get(&constant), reference.span) else {
                continue;
            };
            if is_constant(self.model, user) {
                continue;
            }
            done.insert(constant);
            self.touches.extend(touches.iter().map(|it| DataTouch {
                from: reference.from,
                span,
                confidence: it.confidence.max(reference.confidence),
                cfg: reference.cfg.or(it.cfg),
                test: reference.test,
                ..it.clone()
            }));
        }
        of_constants.retain(|it, _| !done.contains(it));
        let mut unused: Vec<_> = of_constants.into_iter().collect();
        unused.sort_by_key(|it| it.0);
        self.touches.extend(unused.into_iter().flat_map(|it| it.1));
    }

    /// What code does through the modules that an object mapper makes of tables.
    fn mapped(&mut self, tables: &[Option<ObjectId>]) {
        if tables.iter().all(Option::is_none) {
            return;
        }
        let model = self.model;
        let named = model.references().iter().filter_map(|it| {
            let (Node::Item(user), Some(span)) = (it.from, it.span) else {
                return None;
            };
            let acts = matches!(model.item(user).kind, ItemKind::Fn | ItemKind::Const);
            let own = tables[model.item(user).module.index()];
            let names_only = matches!(
                it.kind,
                DependencyKind::Use | DependencyKind::Reexport | DependencyKind::Derive
            );
            let table = tables[model.module_of(it.to)?.index()]?;
            (acts && own.is_none() && !names_only).then_some((it, span, table))
        });
        let named: Vec<_> = named.collect();
        let written = &self.remembered.written;
        let heads = named.iter().filter_map(|(it, span, table)| {
            let is_head = written.get(&(it.from, *span)) == Some(span);
            is_head.then_some((*span, *table))
        });
        let heads: FxHashMap<Span, ObjectId> = heads.collect();
        for (reference, span, table) in named {
            // A column of the table that the statement writes is no reading of it.
            let head = written.get(&(reference.from, span));
            let is_written = head.is_some_and(|it| heads.get(it) == Some(&table));
            self.touches.push(DataTouch {
                from: reference.from,
                to: table,
                access: if is_written {
                    RowAccess::Write
                } else {
                    RowAccess::Read
                },
                columns: column(model, reference.to).into_iter().collect(),
                span,
                confidence: reference.confidence,
                cfg: reference.cfg,
                test: reference.test,
            });
        }
    }

    /// Objects in the order of their ids, everything else in order.
    fn finish(mut self) -> Data {
        let mut order: Vec<u32> = (0..self.catalog.objects.len() as u32).collect();
        let objects = &mut self.catalog.objects;
        order.sort_by(|a, b| {
            objects[*a as usize]
                .id
                .cmp(&objects[*b as usize].id)
                .then(a.cmp(b))
        });
        let mut new_ids = vec![ObjectId(0); order.len()];
        for (new, old) in (0u32..).zip(&order) {
            new_ids[*old as usize] = ObjectId(new);
        }
        let mut sorted: Vec<_> = order
            .iter()
            .map(|it| objects[*it as usize].clone())
            .collect();
        number_twins(&mut sorted);
        let mut data = self.data;
        data.objects = sorted;
        data.relations = self.catalog.relations;
        for it in &mut data.relations {
            (it.from, it.to) = (new_ids[it.from.index()], new_ids[it.to.index()]);
            if it.kind == DependencyKind::Joins && it.to < it.from {
                (it.from, it.to) = (it.to, it.from);
            }
        }
        data.relations.sort_by(|a, b| {
            let key = |it: &DataRelation| (it.from, it.to, it.kind);
            key(a).cmp(&key(b)).then_with(|| a.place.cmp(&b.place))
        });
        data.relations.dedup();
        for it in &mut self.touches {
            it.to = new_ids[it.to.index()];
        }
        data.touches = merged(self.touches);
        data.steps.sort_by_key(|it| (it.from, it.span));
        data.steps.dedup();
        data.unknown.sort();
        data.unknown.dedup();
        data
    }
}

/// Ids that several objects have are numbered: tables of two databases, routines that their arguments
/// tell apart.
fn number_twins(objects: &mut [DataObject]) {
    let mut run = 1;
    for idx in 1..objects.len() {
        let stem = objects[idx - run].id.clone();
        if objects[idx].id == stem {
            run += 1;
            objects[idx].id = format!("{stem}#{run}").into();
        } else {
            run = 1;
        }
    }
}

/// One touch for each way in which one line touches one object.
fn merged(mut touches: Vec<DataTouch>) -> Vec<DataTouch> {
    let key = |it: &DataTouch| {
        (
            it.from,
            it.to,
            it.access,
            it.span.file,
            it.span.line,
            it.test,
        )
    };
    touches.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.span.cmp(&b.span)));
    touches.dedup_by(|next, first| {
        let same = key(next) == key(first);
        if same {
            first.columns.append(&mut next.columns);
            first.confidence = first.confidence.min(next.confidence);
        }
        same
    });
    for it in &mut touches {
        it.columns.sort();
        it.columns.dedup();
    }
    touches
}

/// The column that an item of an object mapper stands for.
fn column(model: &CodeModel, node: Node) -> Option<Box<str>> {
    let Node::Item(item) = node else { return None };
    let item = model.item(item);
    let is_column = &*model.module(item.module).name == "columns" && &*item.name != "star";
    is_column.then(|| (&*item.name).into())
}

fn is_constant(model: &CodeModel, item: ItemId) -> bool {
    matches!(model.item(item).kind, ItemKind::Const | ItemKind::Static)
}

fn line_of(fact: &TextFact, line: u32) -> u32 {
    fact.at.line + if fact.keeps_lines { line } else { 0 }
}

fn access(access: Access) -> RowAccess {
    match access {
        Access::Read => RowAccess::Read,
        Access::Insert => RowAccess::Insert,
        Access::Update => RowAccess::Update,
        Access::Delete => RowAccess::Delete,
        Access::Truncate => RowAccess::Truncate,
    }
}
