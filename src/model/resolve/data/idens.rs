//! Definitions of sea-query as SQL: the names that types stand for, and the statement that a chain of
//! calls builds.

use std::fmt::Write as _;

use super::{Builder, span};
use crate::facts::{ColumnFact, ColumnStep, DefinitionFact, DefinitionVerb, Iden};
use crate::model::{ItemId, Node};
use crate::source::FileId;

impl Builder<'_> {
    /// The statement that a chain of calls builds; `None` if its table is not known.
    pub(super) fn definition(
        &self,
        from: Node,
        file: FileId,
        fact: &DefinitionFact,
    ) -> Option<String> {
        let name = |it: &Iden| self.iden(from, file, it);
        let tables = fact.tables.iter().map(name).collect::<Option<Vec<_>>>()?;
        let first = tables.first()?;
        let column = |it: &ColumnFact| {
            let primary = if it.primary { " PRIMARY KEY" } else { "" };
            let ty = if it.ty.is_empty() { "text" } else { &it.ty };
            Some(format!("{} {ty}{primary}", name(&it.name)?))
        };
        let of = |step| fact.columns.iter().filter(move |it| it.step == step);
        match fact.verb {
            DefinitionVerb::Create => {
                let columns: Vec<_> = of(ColumnStep::Add).filter_map(column).collect();
                Some(format!(
                    "CREATE TABLE IF NOT EXISTS {first} ({})",
                    columns.join(", ")
                ))
            }
            DefinitionVerb::Drop => Some(format!("DROP TABLE IF EXISTS {}", tables.join(", "))),
            DefinitionVerb::Rename => {
                let new = tables.get(1)?;
                Some(format!("ALTER TABLE {first} RENAME TO {new}"))
            }
            DefinitionVerb::Key => {
                let to = tables.get(1)?;
                let names = |step| {
                    let names: Option<Vec<_>> = of(step).map(|it| name(&it.name)).collect();
                    names.map(|it| it.join(", "))
                };
                let (own, other) = (names(ColumnStep::From)?, names(ColumnStep::To)?);
                Some(format!(
                    "ALTER TABLE {first} ADD FOREIGN KEY ({own}) REFERENCES {to} ({other})"
                ))
            }
            DefinitionVerb::Alter => {
                let mut text = String::new();
                for it in &fact.columns {
                    let own = name(&it.name)?;
                    // Writing to a string does not fail.
                    let _written = match it.step {
                        ColumnStep::Add => {
                            write!(text, "ALTER TABLE {first} ADD COLUMN {}; ", column(it)?)
                        }
                        ColumnStep::Modify if !it.ty.is_empty() => write!(
                            text,
                            "ALTER TABLE {first} ALTER COLUMN {own} TYPE {}; ",
                            it.ty
                        ),
                        ColumnStep::Drop => {
                            write!(text, "ALTER TABLE {first} DROP COLUMN {own}; ")
                        }
                        ColumnStep::Rename => {
                            let new = name(it.new.as_ref()?)?;
                            write!(text, "ALTER TABLE {first} RENAME COLUMN {own} TO {new}; ")
                        }
                        _ => Ok(()),
                    };
                }
                (!text.is_empty()).then_some(text)
            }
        }
    }

    /// What a type or variant is called in the database, quoted.
    fn iden(&self, from: Node, file: FileId, iden: &Iden) -> Option<String> {
        let Some(at) = iden.path else {
            return Some(quoted(&iden.text));
        };
        let item = self.named_at(from, span(file, at));
        let (ty, variant) = iden.text.rsplit_once("::").unwrap_or((&iden.text, ""));
        if let Some(told) = item.and_then(|it| self.told_name(it, variant)) {
            return Some(quoted(&told));
        }
        if let Some(item) = item
            && iden.text.ends_with("Entity")
        {
            return self.entity_name(item).map(|it| quoted(&it));
        }
        let of_type = matches!(variant, "Table" | "");
        Some(quoted(&snake(if of_type { ty } else { variant })))
    }

    /// The name that an attribute gives.
    fn told_name(&self, item: ItemId, variant: &str) -> Option<String> {
        let first = &self.remembered.first_items;
        let mount = first.partition_point(|it| *it <= item.0).checked_sub(1)?;
        let facts = &self.facts[self.remembered.mounts[mount].file.index()];
        let own = item.0 - first[mount];
        let of_type = |it: &str| it.is_empty() && matches!(variant, "Table" | "");
        let told = facts.idens.iter().find(|it| {
            let name = facts.text(it.variant);
            it.item == own && (name == variant || of_type(name))
        });
        told.map(|it| it.text.to_string())
    }
}

/// A name in double quotes.
fn quoted(name: &str) -> String {
    let parts = name.split('.');
    let parts: Vec<_> = parts
        .map(|it| format!("\"{}\"", it.replace('"', "\"\"")))
        .collect();
    parts.join(".")
}

/// `UnitPrice` as `unit_price`.
fn snake(name: &str) -> String {
    let mut made = String::new();
    let mut before_small = false;
    for letter in name.trim_start_matches("r#").chars() {
        if letter.is_uppercase() && before_small {
            made.push('_');
        }
        before_small = letter.is_lowercase() || letter.is_ascii_digit();
        made.extend(letter.to_lowercase());
    }
    made
}
