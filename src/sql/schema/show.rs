//! A picture of a schema, for tests and for people: one line an object and a column.

use std::fmt::{Display, Formatter, Result};

use super::super::body::Body;
use super::super::touch::{Certainty, Touches};
use super::{Origin, Schema, Table, TypeKind};

impl Display for Schema {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for table in self.tables.values() {
            show_table(f, table)?;
        }
        for it in self.views.values() {
            let kind = if it.is_materialized {
                "materialized view"
            } else {
                "view"
            };
            writeln!(f, "{kind} {}{}", it.name, tail(&it.origin))?;
            show_touches(f, &it.touches)?;
        }
        for it in self.types.values() {
            let kind = match &it.kind {
                TypeKind::Enum(words) => format!("enum ({})", words.join(", ")),
                TypeKind::Composite(columns) => format!("composite ({columns})"),
                TypeKind::Domain(of) => format!("domain {of}"),
                TypeKind::Other => "other".to_owned(),
            };
            writeln!(f, "type {} {kind}{}", it.name, tail(&it.origin))?;
        }
        for it in self.sequences.values() {
            writeln!(f, "sequence {}{}", it.name, tail(&it.origin))?;
        }
        for it in self.indexes.values() {
            let unique = if it.is_unique {
                "unique index"
            } else {
                "index"
            };
            let columns = it.columns.join(", ");
            writeln!(
                f,
                "{unique} {} on {} ({columns}){}",
                it.name,
                it.table,
                tail(&it.origin)
            )?;
        }
        for it in self.routines.values() {
            let kind = format!("{:?}", it.kind).to_lowercase();
            writeln!(
                f,
                "{kind} {}({}) {}{}",
                it.name,
                it.arguments,
                it.language,
                tail(&it.origin)
            )?;
            show_body(f, it.body.as_ref())?;
        }
        for it in self.triggers.values() {
            let when = format!("{} {}", it.timing, it.events.join(" or "));
            write!(f, "trigger {} {when} on {}", it.name, it.table)?;
            match &it.routine {
                Some(routine) => writeln!(f, " fires {routine}{}", tail(&it.origin))?,
                None => writeln!(f, "{}", tail(&it.origin))?,
            }
            show_body(f, it.body.as_ref())?;
        }
        for it in &self.runs {
            writeln!(f, "run {} @ {}", it.routine, it.place)?;
            show_body(f, it.body.as_ref())?;
        }
        for it in self.schemas.keys() {
            writeln!(f, "schema {it}")?;
        }
        for it in &self.lost {
            writeln!(f, "lost {}: {} ({})", it.place, it.excerpt, it.reason)?;
        }
        Ok(())
    }
}

fn show_table(f: &mut Formatter<'_>, table: &Table) -> Result {
    writeln!(f, "table {}{}", table.name, tail(&table.origin))?;
    for column in &table.columns {
        let null = if column.is_nullable { "" } else { " not null" };
        let default = column
            .default
            .as_ref()
            .map_or(String::new(), |it| format!(" = {it}"));
        writeln!(f, "  {} {}{null}{default}", column.name, column.ty)?;
    }
    if !table.primary_key.is_empty() {
        writeln!(f, "  primary key ({})", table.primary_key.join(", "))?;
    }
    for columns in &table.unique {
        writeln!(f, "  unique ({})", columns.join(", "))?;
    }
    for key in &table.foreign_keys {
        let target = key.target_columns.join(", ");
        writeln!(
            f,
            "  ({}) -> {}({target})",
            key.columns.join(", "),
            key.table
        )?;
    }
    for parent in &table.parents {
        writeln!(f, "  part of {parent}")?;
    }
    Ok(())
}

fn show_body(f: &mut Formatter<'_>, body: Option<&Body>) -> Result {
    let Some(body) = body else { return Ok(()) };
    let last = body.first_line + body.n_lines - 1;
    writeln!(
        f,
        "  lines {}-{last}, {} ways",
        body.first_line, body.cyclomatic
    )?;
    show_touches(f, &body.touches)
}

fn show_touches(f: &mut Formatter<'_>, touches: &Touches) -> Result {
    touches
        .to_string()
        .lines()
        .try_for_each(|it| writeln!(f, "  {it}"))
}

/// Where it comes from and what of it is a guess.
fn tail(origin: &Origin) -> String {
    let mut text = format!(" @ {}", origin.made);
    for place in &origin.changed {
        text.push_str(&format!(", {place}"));
    }
    if origin.certainty == Certainty::Guessed {
        text.push_str(" guessed");
    }
    text
}
