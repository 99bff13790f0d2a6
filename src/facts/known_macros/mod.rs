//! Macros of well-known crates that declare modules and items, written out.
//!
//! Only names matter here: what a macro makes in full is of no use to a graph of dependencies.

mod beside;
mod bitflags;
mod diesel;
mod template;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::collect::{Collector, at};
use super::{Namespace, Role};

pub(super) use beside::declared_beside;
use template::Template;

/// Marks modules that a macro declares for its own use.
pub(super) const DETAIL: &str = "seamline_detail";

/// Marks the module of a table with the table's name in the database.
pub(super) const TABLE: &str = "seamline_table";

/// What a call declares, if the macro is known and the arguments are of its form.
pub(super) fn written_out(call: &syn::Macro) -> Option<TokenStream> {
    let name = &call.path.segments.last()?.ident;
    let made = match name.to_string().as_str() {
        "table" => call.parse_body::<diesel::Table>().ok()?.written_out(),
        "alias" => call.parse_body::<diesel::Aliases>().ok()?.written_out(),
        "decl_derive" | "decl_attribute" => declared_macro(&call.tokens)?,
        "bitflags" => call.parse_body::<bitflags::Flags>().ok()?.written_out(),
        "define_sql_function" | "sql_function" => diesel::sql_functions(&call.tokens),
        _ => return None,
    };
    made.tokens(name.span())
}

/// synstructure's `decl_derive!([Name, attributes(..)] => function);`: a derive.
fn declared_macro(tokens: &TokenStream) -> Option<Template> {
    let TokenTree::Group(head) = tokens.clone().into_iter().next()? else {
        return None;
    };
    let TokenTree::Ident(name) = head.stream().into_iter().next()? else {
        return None;
    };
    let mut made = Template::new();
    let slot = made.slot(TokenTree::from(name));
    made.push(&format!(
        "#[proc_macro_derive({slot})] pub fn declared() {{}}"
    ));
    Some(made)
}

impl Collector<'_, '_> {
    /// What macros of diesel that connect tables mention; whether it was such a macro.
    pub(super) fn connects_tables(&mut self, call: &syn::Macro) -> bool {
        let Some(name) = call.path.segments.last().map(|it| it.ident.to_string()) else {
            return false;
        };
        if !matches!(
            name.as_str(),
            "joinable"
                | "allow_tables_to_appear_in_same_query"
                | "allow_columns_to_appear_in_same_group_by_clause"
        ) {
            return false;
        }
        let mut tables: Vec<Ident> = Vec::new();
        for token in call.tokens.clone() {
            match token {
                TokenTree::Ident(table) => tables.push(table),
                TokenTree::Group(columns) if columns.delimiter() == Delimiter::Parenthesis => {
                    self.joined(tables.first(), &columns.stream());
                }
                _ => {}
            }
        }
        for table in &tables {
            self.names_table(table, &["table"]);
        }
        true
    }

    /// The column of `joinable!(table -> other (column))`.
    fn joined(&mut self, table: Option<&Ident>, columns: &TokenStream) {
        for token in columns.clone() {
            if let (Some(table), TokenTree::Ident(column)) = (table, token) {
                self.names_table(table, &["columns", &column.to_string()]);
            }
        }
    }

    fn names_table(&mut self, table: &Ident, rest: &[&str]) {
        let mut segments = vec![self.ident(table)];
        for name in rest {
            segments.push(self.symbol(name));
        }
        let path = self.pool(&segments);
        self.mention_path(path, Namespace::Type, Role::Scanned, at(table.span()));
    }
}
