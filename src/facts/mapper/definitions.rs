//! Tables that sea-query defines by calls: `Table::create().table(Order::Table).col(..)`.
//!
//! A chain is followed from its root outward while it is walked; what it gives are the pieces of a
//! definition, with names as far as syntax tells them.

use syn::Expr;

use super::types::{begin_of, end_of, literal_in};
use crate::facts::collect::Collector;
use crate::facts::{At, ConditionIdx, ItemIdx};

/// A definition that a chain of calls builds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DefinitionFact {
    /// The innermost item it stands in.
    pub owner: Option<ItemIdx>,
    /// What is done.
    pub verb: DefinitionVerb,
    /// To which tables; of a renaming the old name and the new one.
    pub tables: Vec<Iden>,
    /// With which columns.
    pub columns: Vec<ColumnFact>,
    /// Where it begins.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// What a definition does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DefinitionVerb {
    /// Makes a table.
    Create,
    /// Changes one.
    Alter,
    /// Takes some away.
    Drop,
    /// Gives one another name.
    Rename,
    /// Makes a foreign key: from the columns that lead to the ones led to, the tables likewise.
    Key,
}

/// What a definition does with a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnFact {
    /// What is done.
    pub step: ColumnStep,
    /// Its name.
    pub name: Iden,
    /// Its new name, if it gets one.
    pub new: Option<Iden>,
    /// Its type in words of SQL; empty where it is not told.
    pub ty: Box<str>,
    /// Whether it is the primary key.
    pub primary: bool,
}

/// What happens to a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnStep {
    /// It is made.
    Add,
    /// It gets another type.
    Modify,
    /// It is taken away.
    Drop,
    /// It gets another name.
    Rename,
    /// A key leads from it.
    From,
    /// A key leads to it.
    To,
}

/// The name of a table or column, as code tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Iden {
    /// The text itself, or the path: `Order::Table`.
    pub text: Box<str>,
    /// Where the path ends; `None` for a text.
    pub path: Option<At>,
}

/// What begins a chain: the last two segments.
const ROOTS: [(&str, &str, DefinitionVerb); 5] = [
    ("Table", "create", DefinitionVerb::Create),
    ("Table", "alter", DefinitionVerb::Alter),
    ("Table", "drop", DefinitionVerb::Drop),
    ("Table", "rename", DefinitionVerb::Rename),
    ("ForeignKey", "create", DefinitionVerb::Key),
];

/// A column has no more words than this.
const MAX_WORDS: usize = 64;

impl Collector<'_, '_> {
    /// Begins a definition if a call is the root of one.
    pub(in crate::facts) fn begins_definition(&mut self, call: &syn::ExprCall) {
        self.built = None;
        let Expr::Path(path) = &*call.func else {
            return;
        };
        let mut segments = path.path.segments.iter().rev();
        let (Some(last), Some(before)) = (segments.next(), segments.next()) else {
            return;
        };
        let root = ROOTS
            .iter()
            .find(|it| call.args.is_empty() && before.ident == it.0 && last.ident == it.1);
        if let Some((_, _, verb)) = root {
            self.built = Some(self.facts.definitions.len());
            self.facts.definitions.push(DefinitionFact {
                owner: self.owner,
                verb: *verb,
                tables: Vec::new(),
                columns: Vec::new(),
                at: begin_of(&call.func),
                condition: self.condition,
            });
        }
    }

    /// One more call in the chain of a definition.
    pub(in crate::facts) fn goes_on_defining(&mut self, at: usize, call: &syn::ExprMethodCall) {
        let arguments: Vec<_> = call.args.iter().collect();
        let name = call.method.to_string();
        let Some(definition) = self.facts.definitions.get_mut(at) else {
            return;
        };
        let idens = || arguments.iter().filter_map(|it| iden(it));
        let mut step = |step, names: &mut dyn Iterator<Item = Iden>| {
            for name in names {
                definition.columns.push(ColumnFact {
                    step,
                    name,
                    new: None,
                    ty: "".into(),
                    primary: false,
                });
            }
        };
        match (definition.verb, &*name) {
            (DefinitionVerb::Key, "from") => {
                let mut parts = idens();
                definition.tables.extend(parts.next());
                step(ColumnStep::From, &mut parts);
            }
            (DefinitionVerb::Key, "to") => {
                let mut parts = idens();
                definition.tables.extend(parts.next());
                step(ColumnStep::To, &mut parts);
            }
            (DefinitionVerb::Key, "from_tbl" | "to_tbl") | (_, "table") => {
                definition.tables.extend(idens());
            }
            (_, "from_col") => step(ColumnStep::From, &mut idens()),
            (_, "to_col") => step(ColumnStep::To, &mut idens()),
            (DefinitionVerb::Alter, "drop_column") => step(ColumnStep::Drop, &mut idens()),
            (DefinitionVerb::Alter, "rename_column") => {
                let mut parts = idens();
                if let (Some(name), new @ Some(_)) = (parts.next(), parts.next()) {
                    definition.columns.push(ColumnFact {
                        step: ColumnStep::Rename,
                        name,
                        new,
                        ty: "".into(),
                        primary: false,
                    });
                }
            }
            (_, "col" | "add_column" | "add_column_if_not_exists") => {
                let columns = arguments.iter().filter_map(|it| column(it));
                definition.columns.extend(columns);
            }
            (_, "modify_column") => {
                let columns = arguments.iter().filter_map(|it| column(it));
                definition.columns.extend(columns.map(|it| ColumnFact {
                    step: ColumnStep::Modify,
                    ..it
                }));
            }
            _ => {}
        }
    }
}

/// The name that an expression is: a path, a text, `Alias::new("..")`.
fn iden(expr: &Expr) -> Option<Iden> {
    match expr {
        Expr::Path(it) => {
            let segments = it.path.segments.iter().rev().take(2);
            let mut names: Vec<_> = segments.map(|it| it.ident.to_string()).collect();
            names.reverse();
            Some(Iden {
                text: names.join("::").into(),
                path: end_of(&it.path),
            })
        }
        Expr::Reference(it) => iden(&it.expr),
        Expr::Paren(it) => iden(&it.expr),
        Expr::Tuple(it) => iden(it.elems.last()?),
        _ => literal_in(expr).map(|text| Iden {
            text: text.into(),
            path: None,
        }),
    }
}

/// The column that an expression defines: `ColumnDef::new(Order::Id).integer().not_null()`,
/// `pk_auto(Order::Id)`, `string(Order::Name).unique_key()`.
fn column(expr: &Expr) -> Option<ColumnFact> {
    let mut words = Vec::new();
    let mut root = expr;
    while words.len() < MAX_WORDS {
        root = match root {
            Expr::MethodCall(it) => {
                words.push(it.method.to_string());
                &it.receiver
            }
            Expr::Reference(it) => &it.expr,
            Expr::Paren(it) => &it.expr,
            _ => break,
        };
    }
    let Expr::Call(call) = root else { return None };
    let Expr::Path(function) = &*call.func else {
        return None;
    };
    let name = iden(call.args.first()?)?;
    words.reverse();
    let first = function.path.segments.last()?.ident.to_string();
    if first != "new" && first != "new_with_type" {
        words.insert(0, first);
    }
    let is_primary = |it: &String| it == "primary_key" || it.starts_with("pk_");
    Some(ColumnFact {
        step: ColumnStep::Add,
        name,
        new: None,
        ty: words.iter().find_map(|it| ty(it)).unwrap_or_default(),
        primary: words.iter().any(is_primary),
    })
}

/// The type that a word of sea-query means; `None` if it is about something else.
fn ty(word: &str) -> Option<Box<str>> {
    let stem = word.trim_start_matches("pk_");
    let stem = ["_null", "_uniq", "_len"]
        .iter()
        .fold(stem, |it, end| it.strip_suffix(end).unwrap_or(it));
    let ty = match stem {
        "auto" | "integer" | "unsigned" => "integer",
        "big_integer" | "big_unsigned" | "big_pk_auto" => "bigint",
        "small_integer" | "small_unsigned" => "smallint",
        "tiny_integer" | "tiny_unsigned" => "tinyint",
        "string" | "var_char" => "varchar",
        "char" => "char",
        "text" => "text",
        "boolean" => "boolean",
        "float" => "real",
        "double" => "double precision",
        "decimal" => "decimal",
        "money" => "money",
        "date" => "date",
        "time" => "time",
        "date_time" | "timestamp" => "timestamp",
        "timestamp_with_time_zone" => "timestamptz",
        "uuid" => "uuid",
        "json" => "json",
        "json_binary" => "jsonb",
        "binary" | "var_binary" | "blob" | "bytea" => "bytea",
        "array" => "text[]",
        "inet" => "inet",
        "cidr" => "cidr",
        _ => return None,
    };
    Some(ty.into())
}
