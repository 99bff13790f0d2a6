//! What a statement writes, and which of its relations that is.

use sqlparser::ast::{
    Assignment, AssignmentTarget, CopySource, Delete, FromTable, Insert, Merge, MergeAction,
    MergeUpdateKind, ObjectName, OnConflictAction, OnInsert, SqliteOnConflict, Statement,
    TableFactor, TableObject, TableWithJoins, Update, UpdateTableFromKind,
};

use super::super::touch::Access;
use super::parsed::Reading;
use super::scope::{Relation, small};

impl Reading<'_> {
    /// Notes what the statement itself writes and brings its relations into sight.
    pub(super) fn statement(&mut self, statement: &Statement) -> Vec<Relation> {
        match statement {
            Statement::Insert(it) => self.insert(it),
            Statement::Update(it) => self.update(it),
            Statement::Delete(it) => self.delete(it),
            Statement::Merge(it) => self.merge(it),
            Statement::Truncate(it) => {
                for target in &it.table_names {
                    self.touch(&target.name, Access::Truncate);
                }
                Vec::new()
            }
            Statement::Copy {
                source:
                    CopySource::Table {
                        table_name,
                        columns,
                    },
                to,
                ..
            } => {
                let access = if *to { Access::Read } else { Access::Insert };
                if let Some(at) = self.touch(table_name, access) {
                    for column in columns {
                        self.column(at, column);
                    }
                }
                Vec::new()
            }
            Statement::Call(it) => {
                self.call(&it.name);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn insert(&mut self, insert: &Insert) -> Vec<Relation> {
        let TableObject::TableName(name) = &insert.table else {
            return Vec::new();
        };
        if let Some(at) = self.touch(name, Access::Insert) {
            let columns = insert.columns.iter();
            for column in columns.filter_map(|it| it.0.last()?.as_ident()) {
                self.column(at, column);
            }
            self.assigned(at, &insert.assignments);
        }
        let changed: Option<&[Assignment]> = match &insert.on {
            Some(OnInsert::DuplicateKeyUpdate(them)) => Some(them),
            Some(OnInsert::OnConflict(it)) => match &it.action {
                OnConflictAction::DoUpdate(it) => Some(&it.assignments),
                OnConflictAction::DoNothing => None,
            },
            _ => None,
        };
        let replaces = insert.replace_into || insert.or == Some(SqliteOnConflict::Replace);
        if (changed.is_some() || replaces)
            && let Some(at) = self.touch(name, Access::Update)
        {
            self.assigned(at, changed.unwrap_or(&[]));
        }
        let table = self.scope.table(name);
        let alias = insert.table_alias.as_ref().map(|it| &it.alias);
        let alias = alias.or_else(|| name.0.last()?.as_ident());
        let relation = |alias| Relation {
            alias,
            table,
            line: 1,
        };
        alias.map(small).map(relation).into_iter().collect()
    }

    fn update(&mut self, update: &Update) -> Vec<Relation> {
        let further = match &update.from {
            Some(UpdateTableFromKind::BeforeSet(it) | UpdateTableFromKind::AfterSet(it)) => it,
            None => &Vec::new(),
        };
        let n_targets = self.targets.len();
        let at = self.written(&update.table.relation, further, Access::Update);
        let mut relations = Vec::new();
        // `UPDATE o SET ... FROM orders o` names an alias, not a table.
        let by_alias = at.is_some() && self.targets.len() > 1 + n_targets;
        if !by_alias {
            relations = self.scope.relations(std::slice::from_ref(&update.table));
        }
        relations.extend(self.scope.relations(further));
        self.scope.enter(relations.clone());
        if let Some(at) = at {
            self.assigned(at, &update.assignments);
        }
        if !by_alias {
            self.joins_of(std::slice::from_ref(&update.table));
            self.together(&update.table, further);
        }
        self.joins_of(further);
        self.scope.leave();
        relations
    }

    fn delete(&mut self, delete: &Delete) -> Vec<Relation> {
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let using = delete.using.as_deref().unwrap_or(&[]);
        if delete.tables.is_empty() {
            for it in from {
                self.written(&it.relation, using, Access::Delete);
            }
        }
        let mut relations = self.scope.relations(from);
        relations.extend(self.scope.relations(using));
        for name in &delete.tables {
            let alias = name.0.last().and_then(|it| it.as_ident()).map(small);
            let lists = [from.as_slice(), using];
            let behind = alias.and_then(|it| lists.iter().find_map(|list| self.behind(&it, list)));
            match behind {
                Some(table) => self.touch_table(table, Access::Delete, self.line_of(name)),
                None => self.touch(name, Access::Delete),
            };
        }
        self.scope.enter(relations.clone());
        self.joins_of(from);
        if let Some(first) = from.first() {
            self.together(first, using);
        }
        self.joins_of(using);
        self.scope.leave();
        relations
    }

    fn merge(&mut self, merge: &Merge) -> Vec<Relation> {
        for clause in &merge.clauses {
            match &clause.action {
                MergeAction::Insert(it) => {
                    if let Some(at) = self.written(&merge.table, &[], Access::Insert) {
                        let columns = it.columns.iter();
                        for column in columns.filter_map(|it| it.0.last()?.as_ident()) {
                            self.column(at, column);
                        }
                    }
                }
                MergeAction::Update(it) => {
                    let at = self.written(&merge.table, &[], Access::Update);
                    if let (Some(at), MergeUpdateKind::Set(them)) = (at, &it.kind) {
                        self.assigned(at, them);
                    }
                }
                MergeAction::Delete { .. } => {
                    self.written(&merge.table, &[], Access::Delete);
                }
                MergeAction::DoNothing { .. } => {}
            }
        }
        let ends = [&merge.table, &merge.source];
        let relations: Vec<_> = ends
            .iter()
            .filter_map(|it| self.scope.relation_of(it))
            .collect();
        if let [Some(a), Some(b)] = [0, 1].map(|it| relations.get(it)?.table.clone()) {
            self.join_tables(&a, &b);
        }
        relations
    }

    /// Notes the relation that is written. Its name may be an alias given further on.
    fn written(
        &mut self,
        factor: &TableFactor,
        further: &[TableWithJoins],
        access: Access,
    ) -> Option<usize> {
        let TableFactor::Table { name, .. } = factor else {
            return None;
        };
        self.targets.push(std::ptr::from_ref(factor));
        let alias = match &*name.0 {
            [lone] => lone.as_ident().map(small),
            _ => None,
        };
        match alias.and_then(|it| self.behind(&it, further)) {
            Some(table) => self.touch_table(table, access, self.line_of(name)),
            None => self.touch(name, access),
        }
    }

    /// The table behind an alias of a list; its relation is written, hence not read.
    fn behind(&mut self, alias: &str, from: &[TableWithJoins]) -> Option<String> {
        let factors = from.iter().flat_map(|it| {
            std::iter::once(&it.relation).chain(it.joins.iter().map(|it| &it.relation))
        });
        for factor in factors {
            let relation = self.scope.relation_of(factor);
            let relation = relation.filter(|it| it.alias == alias && it.table.is_some());
            if let Some(relation) = relation {
                self.targets.push(std::ptr::from_ref(factor));
                return relation.table;
            }
        }
        None
    }

    fn assigned(&mut self, at: usize, assignments: &[Assignment]) {
        for assignment in assignments {
            let names: &[ObjectName] = match &assignment.target {
                AssignmentTarget::ColumnName(it) => std::slice::from_ref(it),
                AssignmentTarget::Tuple(them) => them,
            };
            for column in names.iter().filter_map(|it| it.0.last()?.as_ident()) {
                self.column(at, column);
            }
        }
    }
}
