//! What is read last: the bodies of what is still there.

use std::collections::{BTreeMap, BTreeSet};

use super::super::body::body;
use super::super::dialect::Dialect;
use super::super::statement::touches;
use super::super::touch::{Certainty, Touch, Touches};
use super::Schema;

impl Schema {
    /// Reads the bodies of views, routines and triggers, forgets temporary tables, and follows names
    /// that tables had before. Call it once, after the last definition.
    pub fn finish(&mut self) {
        self.tables.retain(|_, it| !it.is_temporary);
        self.follow_renamed();
        let dialect = self.dialect;
        let known = Known::of(self);
        for view in self.views.values_mut() {
            view.touches = touches(&view.text, dialect, view.line);
            view.origin.certainty = view.origin.certainty.and(view.touches.certainty);
            known.settle(&mut view.touches);
        }
        for routine in self.routines.values_mut() {
            if routine.text.is_empty() || matches!(&*routine.language, "c" | "internal") {
                continue;
            }
            let mut read = body(&routine.text, dialect, routine.line);
            known.settle(&mut read.touches);
            routine.body = Some(read);
        }
        for run in &mut self.runs {
            let mut read = body(&run.text, dialect, run.line);
            read.touches.certainty = Certainty::Guessed;
            known.settle(&mut read.touches);
            // The routine may put other names into the text than stand there.
            read.touches.forget(|it| !known.is_there(it));
            run.body = Some(read);
        }
        for trigger in self.triggers.values_mut().filter(|it| !it.text.is_empty()) {
            let mut read = body(&trigger.text, dialect, trigger.line);
            known.settle(&mut read.touches);
            trigger.body = Some(read);
        }
    }

    /// Names that tables had before, followed to what they are called now.
    fn follow_renamed(&mut self) {
        let dialect = self.dialect;
        let there: BTreeSet<_> = self.tables.keys().cloned().collect();
        let newer: BTreeMap<_, _> = self.renamed.drain(..).collect();
        for key in self.tables.values_mut().flat_map(|it| &mut it.foreign_keys) {
            for _ in 0..LONGEST_CHAIN {
                let old = dialect.key(&key.table);
                let Some(new) = newer.get(&old).filter(|_| !there.contains(&old)) else {
                    break;
                };
                key.table.clone_from(new);
            }
        }
    }
}

/// A table is not renamed more often than this while others still use its first name.
const LONGEST_CHAIN: usize = 16;

/// What names can mean inside bodies.
struct Known {
    dialect: Dialect,
    /// Key of each table with its columns, as they are compared.
    columns: BTreeMap<String, BTreeSet<String>>,
    views: BTreeSet<String>,
    routines: BTreeSet<String>,
    /// Tables of rows that only triggers have.
    row_tables: BTreeSet<String>,
}

impl Known {
    fn of(schema: &Schema) -> Self {
        let dialect = schema.dialect;
        let columns = schema.tables.iter().map(|(key, table)| {
            let names = table.columns.iter().map(|it| it.name.to_lowercase());
            (key.clone(), names.collect())
        });
        let rows = schema.triggers.values().flat_map(|it| &it.row_tables);
        let mut row_tables: BTreeSet<_> = rows.map(|it| dialect.key(it)).collect();
        if dialect == Dialect::SqlServer {
            row_tables.extend(["inserted".to_owned(), "deleted".to_owned()]);
        }
        Self {
            dialect,
            columns: columns.collect(),
            views: schema.views.keys().cloned().collect(),
            routines: schema
                .routines
                .values()
                .map(|it| dialect.key(&it.name))
                .collect(),
            row_tables,
        }
    }

    /// Whether there is a table or view of this name.
    fn is_there(&self, name: &str) -> bool {
        let key = self.dialect.key(name);
        self.columns.contains_key(&key) || self.views.contains(&key)
    }

    /// Keeps of what was found what can be meant: variables are no columns, rows of a trigger no
    /// table, built-in functions no routine of this database.
    fn settle(&self, touches: &mut Touches) {
        let key = |it: &str| self.dialect.key(it);
        touches.forget(|it| {
            let it = key(it);
            self.row_tables.contains(&it) && !self.columns.contains_key(&it)
        });
        for Touch { table, columns, .. } in &mut touches.tables {
            if let Some(known) = self.columns.get(&key(table)) {
                columns.retain(|it| it == "*" || known.contains(&it.to_lowercase()));
            }
        }
        touches
            .calls
            .retain(|it| self.routines.contains(&key(&it.routine)));
    }
}
