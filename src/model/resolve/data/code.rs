//! SQL in code: whose each text is, and who uses the constant that is one.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::mount::Mount;
use super::Builder;
use super::catalog::sure;
use super::texts::{self, Read};
use crate::facts::TextFact;
use crate::model::{
    CodeModel, Confidence, DataTouch, ItemId, ItemKind, Node, ObjectId, Origin, RowAccess,
    TransactionStep, UnknownTable,
};
use crate::notice::Place;
use crate::source::Span;
use crate::sql::dialect::Dialect;
use crate::sql::system::is_of_system;
use crate::sql::touch::{Access, Touches};
use crate::sql::verdict::Verdict;

impl Builder<'_> {
    /// SQL in code: who has it, and who uses the constant that is it.
    pub(super) fn texts(&mut self, dialect: Dialect) {
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
                let Some(from) = self.origin(idx, fact.owner) else {
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
                let from = self.origin(idx, fact.owner);
                if from.is_none_or(|it| self.is_test(mount, fact.condition, it)) {
                    continue;
                }
                let own = it.touches.tables.iter();
                for touch in own.filter(|it| !is_of_system(&it.table)) {
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
        let own = tables.iter().filter(|it| !is_of_system(&it.table));
        let own: Vec<_> = own
            .map(|it| (self.catalog.rows_named(&it.table), it))
            .collect();
        let speaks = self.remembered.dialects[idx].is_some();
        let all_known = own.iter().all(|it| it.0.is_some());
        if read.verdict == Verdict::Definition || !(speaks || all_known && !own.is_empty()) {
            return Vec::new();
        }
        let test = self.is_test(mount, fact.condition, from);
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
