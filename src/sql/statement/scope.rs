//! What names mean at a point of a statement: relations and common table expressions in sight.

use sqlparser::ast::{Ident, ObjectName, Query, Spanned as _, TableFactor, TableWithJoins};

use super::super::dialect::Dialect;

/// A name in a `FROM`.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// By what columns name it, made small.
    pub alias: String,
    /// The table behind it; none for what the statement itself makes up.
    pub table: Option<String>,
    /// Line of its name in the text of the statement, the first being 1.
    pub line: u32,
}

/// What one query or statement brings into sight.
#[derive(Default)]
pub(super) struct Frame {
    ctes: Vec<String>,
    /// How many of them are in sight: one does not see itself, nor those after it.
    n_ctes: usize,
    pub relations: Vec<Relation>,
}

/// The frames around a point, the innermost last.
pub(super) struct Scope {
    frames: Vec<Frame>,
    pub dialect: Dialect,
}

impl Scope {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            frames: Vec::new(),
            dialect,
        }
    }

    /// Enters a query with its common table expressions.
    pub(super) fn enter_query(&mut self, query: &Query) {
        let with = query.with.as_ref();
        let ctes = with.map(|it| it.cte_tables.iter().map(|it| small(&it.alias.name)));
        let ctes: Vec<_> = ctes.into_iter().flatten().collect();
        self.frames.push(Frame {
            n_ctes: if with.is_some_and(|it| it.recursive) {
                ctes.len()
            } else {
                0
            },
            ctes,
            relations: Vec::new(),
        });
    }

    /// Enters what has relations only.
    pub(super) fn enter(&mut self, relations: Vec<Relation>) {
        self.frames.push(Frame {
            relations,
            ..Frame::default()
        });
    }

    /// Gives the innermost frame its relations.
    pub(super) fn bring(&mut self, relations: Vec<Relation>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.relations = relations;
        }
    }

    pub(super) fn leave(&mut self) {
        self.frames.pop();
    }

    /// Leaves a query; if it was a common table expression, the next one sees it.
    pub(super) fn leave_query(&mut self) {
        self.frames.pop();
        if let Some(outer) = self.frames.last_mut()
            && outer.n_ctes < outer.ctes.len()
        {
            outer.n_ctes += 1;
        }
    }

    fn is_cte(&self, name: &str) -> bool {
        let in_sight = |it: &Frame| it.ctes[..it.n_ctes].iter().any(|it| it == name);
        self.frames.iter().any(in_sight)
    }

    /// Name of the table behind an object name; none for a common table expression.
    pub(super) fn table(&self, name: &ObjectName) -> Option<String> {
        let mut parts = name.0.iter().filter_map(|it| it.as_ident());
        let last = parts.next_back()?;
        let schema = parts.next_back().map(|it| self.folded(it));
        if schema.is_none() && self.is_cte(&small(last)) {
            return None;
        }
        let schema =
            schema.filter(|it| !self.dialect.is_default_schema(it) && !super::holes::is_hole(it));
        Some(match schema {
            Some(schema) => format!("{schema}.{}", self.folded(last)),
            None => self.folded(last),
        })
    }

    /// A name as the database keeps it.
    pub(super) fn folded(&self, ident: &Ident) -> String {
        match ident.quote_style {
            Some(_) => ident.value.clone(),
            None => self.dialect.fold(&ident.value),
        }
    }

    /// The relation that a column's qualifier names: itself, and then its table.
    pub(super) fn relation(&self, qualifier: &Ident) -> Option<&Relation> {
        let wanted = small(qualifier);
        let mut relations = self.frames.iter().rev().flat_map(|it| &it.relations);
        relations.find(|it| it.alias == wanted)
    }

    /// The table of a column without qualifier: only where there is no choice.
    pub(super) fn lone_table(&self) -> Option<String> {
        let frame = self
            .frames
            .iter()
            .rev()
            .find(|it| !it.relations.is_empty())?;
        match &*frame.relations {
            [lone] => lone.table.clone(),
            _ => None,
        }
    }

    /// What a list of relations brings into sight, in its order.
    pub(super) fn relations(&self, from: &[TableWithJoins]) -> Vec<Relation> {
        let mut found = Vec::new();
        let mut open: Vec<&TableWithJoins> = from.iter().rev().collect();
        while let Some(it) = open.pop() {
            let joined = it.joins.iter().map(|it| &it.relation);
            for factor in std::iter::once(&it.relation).chain(joined) {
                match factor {
                    TableFactor::NestedJoin {
                        table_with_joins, ..
                    } => open.push(table_with_joins),
                    _ => found.extend(self.relation_of(factor)),
                }
            }
        }
        found
    }

    /// What one factor brings into sight.
    pub(super) fn relation_of(&self, factor: &TableFactor) -> Option<Relation> {
        let (name, alias, table) = match factor {
            TableFactor::Table {
                name, alias, args, ..
            } => {
                let table = if args.is_none() {
                    self.table(name)
                } else {
                    None
                };
                (name.0.last().and_then(|it| it.as_ident()), alias, table)
            }
            TableFactor::Derived { alias, .. }
            | TableFactor::Function { alias, .. }
            | TableFactor::UNNEST { alias, .. }
            | TableFactor::TableFunction { alias, .. } => (None, alias, None),
            _ => return None,
        };
        let alias = alias.as_ref().map(|it| &it.name).or(name).map(small)?;
        let line = match factor {
            TableFactor::Table { name, .. } => name.span().start.line as u32,
            _ => 1,
        };
        Some(Relation { alias, table, line })
    }
}

/// A name by which it is looked up.
pub(super) fn small(ident: &Ident) -> String {
    ident.value.to_lowercase()
}
