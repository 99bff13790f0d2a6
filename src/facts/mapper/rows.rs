//! Rows that are read or written through a type or a value: `Order::delete_by_id(1)`,
//! `order.update(db)`, `diesel::update(&order)`.

use syn::Expr;

use crate::facts::collect::{Collector, at};
use crate::facts::{At, ConditionIdx, ItemIdx, TermIdx};
use crate::kinds::RowAccess;

/// A call that writes the row a value stands for, if the value is of a type that stands for rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RowsFact {
    /// The innermost item it stands in.
    pub owner: Option<ItemIdx>,
    /// The value.
    pub value: TermIdx,
    /// The method call it is, by its position; `None` if a function is given the value.
    pub call: Option<u32>,
    /// What happens to the row.
    pub access: RowAccess,
    /// Where the name of what is called stands.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// What a function of an entity does to its table, by its name.
pub(in crate::facts) fn rows_of_path(name: &str) -> Option<RowAccess> {
    match name {
        "insert" | "insert_many" => Some(RowAccess::Insert),
        "update" | "update_many" => Some(RowAccess::Update),
        "delete" | "delete_many" | "delete_by_id" => Some(RowAccess::Delete),
        _ if name.starts_with("find") => Some(RowAccess::Read),
        _ => None,
    }
}

/// What a method of a value does to its row when it is given a connection.
fn rows_of_method(name: &str) -> Option<RowAccess> {
    match name {
        "insert" => Some(RowAccess::Insert),
        "update" | "save_changes" => Some(RowAccess::Update),
        "delete" => Some(RowAccess::Delete),
        "save" => Some(RowAccess::Write),
        _ => None,
    }
}

impl Collector<'_, '_> {
    /// Notes a method that may write the row its receiver stands for.
    pub(in crate::facts) fn writes_row(&mut self, call: &syn::ExprMethodCall, idx: u32) {
        let fact = self.facts.method_calls[idx as usize];
        if fact.receiver == 0 || fact.n_arguments != 1 {
            return;
        }
        if let Some(access) = rows_of_method(self.facts.text(fact.name)) {
            let value = fact.receiver;
            self.add_rows(value, Some(idx), access, at(call.method.span()));
        }
    }

    /// Notes `update(&value)` and `delete(&value)`, by the argument's term.
    pub(in crate::facts) fn writes_value(&mut self, function: &Expr, value: TermIdx) {
        let Expr::Path(path) = function else { return };
        let Some(last) = path.path.segments.last().filter(|_| value != 0) else {
            return;
        };
        let access = match &*last.ident.to_string() {
            "update" => RowAccess::Update,
            "delete" => RowAccess::Delete,
            _ => return,
        };
        self.add_rows(value, None, access, at(last.ident.span()));
    }

    fn add_rows(&mut self, value: TermIdx, call: Option<u32>, access: RowAccess, at: At) {
        self.facts.rows.push(RowsFact {
            owner: self.owner,
            value,
            call,
            access,
            at,
            condition: self.condition,
        });
    }
}
