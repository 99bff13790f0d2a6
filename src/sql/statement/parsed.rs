//! What a statement touches, read off its tree.

use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, Expr, Ident, Join, JoinConstraint, JoinOperator, ObjectName, Query, Select,
    SelectItem, SelectItemQualifiedWildcardKind, SetExpr, Spanned as _, Statement, TableFactor,
    TableWithJoins, Visit as _, Visitor, visit_expressions,
};

use super::super::dialect::Dialect;
use super::super::touch::{Access, Touch, Touches};
use super::holes::is_hole;
use super::scope::Scope;

/// Notes what the tree touches; `line` is that of the statement's first token.
pub(super) fn read(tree: &Statement, line: u32, dialect: Dialect, found: &mut Touches) {
    let mut reading = Reading {
        scope: Scope::new(dialect),
        found,
        targets: Vec::new(),
        line,
    };
    let done = tree.visit(&mut reading);
    debug_assert!(done.is_continue(), "nothing stops the visit");
}

/// A visit of a tree.
pub(super) struct Reading<'f> {
    pub scope: Scope,
    found: &'f mut Touches,
    /// Relations that are written, by address: they are not read.
    pub targets: Vec<*const TableFactor>,
    line: u32,
}

impl Reading<'_> {
    /// Line of a name in the file.
    pub(super) fn line_of(&self, name: &ObjectName) -> u32 {
        let line = name.span().start.line as u32;
        self.line + line.saturating_sub(1)
    }

    /// Notes a table by its name; a hole in its place is a blind spot.
    pub(super) fn touch(&mut self, name: &ObjectName, access: Access) -> Option<usize> {
        let table = self.scope.table(name)?;
        self.touch_table(table, access, self.line_of(name))
    }

    pub(super) fn touch_table(
        &mut self,
        table: String,
        access: Access,
        line: u32,
    ) -> Option<usize> {
        if is_hole(&table) {
            self.found.blind("a table named at run time", line);
            return None;
        }
        Some(self.found.touch(table, access, line))
    }

    pub(super) fn column(&mut self, at: usize, column: &Ident) {
        let column = self.scope.folded(column);
        if !is_hole(&column) {
            self.found.column(at, column);
        }
    }

    pub(super) fn call(&mut self, name: &ObjectName) {
        let line = self.line_of(name);
        match self.scope.table(name) {
            Some(it) if is_hole(&it) => self.found.blind("a routine named at run time", line),
            Some(it) => self.found.call(it, line),
            None => {}
        }
    }

    pub(super) fn join_tables(&mut self, a: &str, b: &str) {
        if a != b && !is_hole(a) && !is_hole(b) {
            self.found.join((a, None), (b, None), self.line);
        }
    }

    /// The first tables of two lists stand together.
    pub(super) fn together(&mut self, a: &TableWithJoins, others: &[TableWithJoins]) {
        let Some(a) = self.scope.relation_of(&a.relation).and_then(|it| it.table) else {
            return;
        };
        for other in others {
            if let Some(b) = self
                .scope
                .relation_of(&other.relation)
                .and_then(|it| it.table)
            {
                self.join_tables(&a, &b);
            }
        }
    }

    /// Notes which tables of a `FROM` are used together; their names are in sight.
    pub(super) fn joins_of(&mut self, from: &[TableWithJoins]) {
        for pair in from.windows(2) {
            self.together(&pair[0], &pair[1..]);
        }
        for list in from {
            let mut last = self
                .scope
                .relation_of(&list.relation)
                .and_then(|it| it.table);
            for join in &list.joins {
                let this = self.scope.relation_of(&join.relation);
                if let Some(table) = this.and_then(|it| it.table) {
                    self.joined(join, &table, last.as_deref());
                    last = Some(table);
                }
            }
        }
    }

    fn joined(&mut self, join: &Join, table: &str, last: Option<&str>) {
        let others = match constraint(&join.join_operator) {
            Some(JoinConstraint::On(on)) => self.tables_in(on, table),
            Some(JoinConstraint::Using(columns) | JoinConstraint::UsingAlias(columns, _)) => {
                let Some(last) = last.filter(|it| *it != table) else {
                    return;
                };
                for column in columns.iter().filter_map(|it| it.0.last()?.as_ident()) {
                    let column = self.scope.folded(column);
                    let (a, b) = ((last, Some(&*column)), (table, Some(&*column)));
                    self.found.join(a, b, self.line);
                }
                return;
            }
            _ => Vec::new(),
        };
        if let Some(last) = last.filter(|_| others.is_empty()) {
            self.join_tables(last, table);
        }
        for other in others {
            self.join_tables(&other, table);
        }
    }

    /// Tables that an expression names beside this one.
    fn tables_in(&self, expr: &Expr, but: &str) -> Vec<String> {
        let mut tables = Vec::new();
        let visited = visit_expressions(expr, |it| {
            if let Expr::CompoundIdentifier(parts) = it
                && let Some((table, _)) = self.column_of(parts)
                && table != but
                && !tables.contains(&table)
            {
                tables.push(table);
            }
            ControlFlow::<()>::Continue(())
        });
        debug_assert!(visited.is_continue(), "nothing stops the visit");
        tables
    }

    /// Table and name of a qualified column.
    fn column_of(&self, parts: &[Ident]) -> Option<(String, String)> {
        let [.., qualifier, column] = parts else {
            return None;
        };
        let table = self.scope.relation(qualifier)?.table.clone()?;
        Some((table, self.scope.folded(column)))
    }

    /// Notes a column that is looked at.
    fn looked_at(&mut self, table: &str, column: &str) {
        if is_hole(column) || is_hole(table) {
            return;
        }
        // The condition of an update is no read of its own.
        let is_read = |it: &Touch| it.access == Access::Read && it.table == table;
        if let Some(at) = self.found.tables.iter().position(is_read) {
            self.found.column(at, column);
        }
    }

    fn expression(&mut self, expr: &Expr) {
        match expr {
            Expr::Identifier(ident) => {
                if let Some(table) = self.scope.lone_table() {
                    let column = self.scope.folded(ident);
                    self.looked_at(&table, &column);
                }
            }
            Expr::CompoundIdentifier(parts) => {
                if let Some((table, column)) = self.column_of(parts) {
                    self.looked_at(&table, &column);
                }
            }
            Expr::Function(it) => self.call(&it.name),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Eq,
                right,
            } => {
                let (Expr::CompoundIdentifier(a), Expr::CompoundIdentifier(b)) =
                    (&**left, &**right)
                else {
                    return;
                };
                if let (Some(a), Some(b)) = (self.column_of(a), self.column_of(b))
                    && a.0 != b.0
                    && ![&a.0, &a.1, &b.0, &b.1].iter().any(|it| is_hole(it))
                {
                    self.found
                        .join((&a.0, Some(&a.1)), (&b.0, Some(&b.1)), self.line);
                }
            }
            _ => {}
        }
    }

    /// `*` and `a.*` of a list of what is selected.
    fn wildcards(&mut self, select: &Select) {
        for item in &select.projection {
            let tables = match item {
                SelectItem::Wildcard(_) => {
                    let relations = self.scope.relations(&select.from);
                    relations.into_iter().filter_map(|it| it.table).collect()
                }
                SelectItem::QualifiedWildcard(
                    SelectItemQualifiedWildcardKind::ObjectName(name),
                    _,
                ) => {
                    let qualifier = name.0.last().and_then(|it| it.as_ident());
                    let relation = qualifier.and_then(|it| self.scope.relation(it));
                    relation
                        .and_then(|it| it.table.clone())
                        .into_iter()
                        .collect()
                }
                _ => Vec::new(),
            };
            for table in tables {
                let at = self.touch_table(table, Access::Read, self.line);
                if let Some(at) = at {
                    self.found.column(at, "*");
                }
            }
        }
    }
}

fn constraint(operator: &JoinOperator) -> Option<&JoinConstraint> {
    match operator {
        JoinOperator::Join(it)
        | JoinOperator::Inner(it)
        | JoinOperator::Left(it)
        | JoinOperator::LeftOuter(it)
        | JoinOperator::Right(it)
        | JoinOperator::RightOuter(it)
        | JoinOperator::FullOuter(it)
        | JoinOperator::CrossJoin(it)
        | JoinOperator::StraightJoin(it) => Some(it),
        _ => None,
    }
}

impl Visitor for Reading<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.scope.enter_query(query);
        match &*query.body {
            // What `ORDER BY` sees. Its names are known once the common table expressions are read,
            // but those have no columns of a table anyway.
            SetExpr::Select(select) => {
                let relations = self.scope.relations(&select.from);
                self.scope.bring(relations);
            }
            SetExpr::Table(it) => {
                if let Some(name) = &it.table_name {
                    let schema = it.schema_name.iter().cloned();
                    let parts: Vec<_> = schema.chain([name.clone()]).collect();
                    self.touch(&ObjectName::from(parts), Access::Read);
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.scope.leave_query();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        let relations = self.scope.relations(&select.from);
        for it in &relations {
            if let Some(table) = &it.table {
                let line = self.line + it.line.saturating_sub(1);
                self.touch_table(table.clone(), Access::Read, line);
            }
        }
        self.scope.enter(relations);
        self.joins_of(&select.from);
        self.wildcards(select);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<()> {
        self.scope.leave();
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        let relations = self.statement(statement);
        self.scope.enter(relations);
        ControlFlow::Continue(())
    }

    fn post_visit_statement(&mut self, _: &Statement) -> ControlFlow<()> {
        self.scope.leave();
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        if self.targets.contains(&std::ptr::from_ref(factor)) {
            return ControlFlow::Continue(());
        }
        match factor {
            TableFactor::Table {
                name, args: None, ..
            } => {
                self.touch(name, Access::Read);
            }
            TableFactor::Table { name, .. } | TableFactor::Function { name, .. } => self.call(name),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.expression(expr);
        ControlFlow::Continue(())
    }
}
