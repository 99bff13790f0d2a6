//! Files sorted into sets, and each set applied in its order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::dialect::Dialect;
use super::super::schema::Schema;
use super::super::split::Statements;
use super::order::{Tool, Version, version};
use super::paths::{folder, is_down, is_dump, is_foreign, is_sql_file, n_common};
use super::{Database, LeftOut, Reason, sections};
use crate::source::SourceFile;

/// Files that belong together, in their order.
pub(super) struct Set<'f> {
    pub root: String,
    pub tool: Tool,
    pub dialect: Dialect,
    pub files: Vec<&'f SourceFile>,
    /// What they leave, if that was asked already.
    schema: Option<Schema>,
}

/// A set that was applied.
pub(super) struct Built<'f> {
    pub set: Set<'f>,
    pub database: Database,
}

/// A file with its place in the order of its tool.
type Numbered<'f> = (Version, Tool, &'f SourceFile);

/// Sorts files (which are sorted by path) into sets.
pub(super) fn sets<'f>(
    files: &[&'f SourceFile],
    named: &[Arc<str>],
    left_out: &mut Vec<LeftOut>,
) -> Vec<Set<'f>> {
    let mut versioned: BTreeMap<(&str, bool), Vec<Numbered<'f>>> = BTreeMap::new();
    let mut plain: BTreeMap<&str, Vec<&'f SourceFile>> = BTreeMap::new();
    let counts = |it: &&&SourceFile| is_sql_file(&it.path) || named.contains(&it.path);
    for file in files.iter().filter(counts) {
        let mut leave = |reason| {
            left_out.push(LeftOut {
                path: file.path.clone(),
                reason,
            });
        };
        let is_named = named.contains(&file.path);
        if is_down(&file.path) && !is_named {
            leave(Reason::Down);
            continue;
        }
        match version(&file.path, &file.text) {
            Some(it) if is_named || !is_foreign(it.root) => {
                let of_folder = matches!(it.tool, Tool::Diesel | Tool::Prisma);
                let key = (it.root, of_folder);
                versioned
                    .entry(key)
                    .or_default()
                    .push((it.version, it.tool, file));
            }
            None if is_named || !is_foreign(&file.path) => {
                plain.entry(folder(&file.path)).or_default().push(file);
            }
            _ => leave(Reason::Foreign),
        }
    }
    let mut sets = Vec::new();
    for ((root, _), mut list) in versioned {
        list.sort_by(|a, b| a.0.cmp(&b.0));
        let tools = list.iter().map(|it| it.1);
        // One mark is enough to know the tool of a folder.
        let tool = tools
            .clone()
            .find(|it| *it != Tool::Numbered)
            .unwrap_or(Tool::Numbered);
        sets.push(set(root, tool, list.into_iter().map(|it| it.2).collect()));
    }
    for (root, list) in plain {
        sets.extend(plain_sets(root, list));
    }
    sets
}

fn set<'f>(root: &str, tool: Tool, files: Vec<&'f SourceFile>) -> Set<'f> {
    let by_text = || Dialect::of_texts(files.iter().map(|it| &*it.text));
    let first = files.first().map_or("", |it| &*it.path);
    let told = if tool.migrates() {
        Dialect::of_path(root)
    } else {
        Dialect::of_path(first)
    };
    Set {
        root: root.to_owned(),
        tool,
        dialect: told.unwrap_or_else(by_text),
        files,
        schema: None,
    }
}

/// Files of one folder without versions: those that make other tables than the ones before, for the
/// same database, are one set; one that makes the same tables again is a set of its own.
fn plain_sets<'f>(root: &str, files: Vec<&'f SourceFile>) -> Vec<Set<'f>> {
    let mut sets: Vec<(Set<'f>, Vec<String>)> = Vec::new();
    for file in files {
        let tool = if is_dump(&file.path, &file.text) {
            Tool::Dump
        } else {
            Tool::Plain
        };
        let mut one = set(&file.path, tool, vec![file]);
        let schema = apply(&one);
        let tables = tables_of(&schema);
        one.schema = Some(schema);
        let fits = |(other, theirs): &&mut (Set<'f>, Vec<String>)| {
            let same = other.dialect == one.dialect || one.dialect == Dialect::Unknown;
            same && !tables.iter().any(|it| theirs.contains(it))
        };
        match sets.iter_mut().find(fits) {
            Some((other, theirs)) => {
                other.files.push(file);
                other.schema = None;
                other.tool = other.tool.min(tool);
                theirs.extend(tables);
                root.clone_into(&mut other.root);
            }
            None => sets.push((one, tables)),
        }
    }
    for (set, _) in &mut sets {
        let dialect = set.dialect;
        set.files.sort_by_key(|it| runs(it, dialect));
    }
    sets.into_iter().map(|it| it.0).collect()
}

fn tables_of(schema: &Schema) -> Vec<String> {
    schema.tables.keys().map(|it| it.to_lowercase()).collect()
}

/// Applies the files of a set.
fn apply(set: &Set<'_>) -> Schema {
    let mut schema = Schema::new(set.dialect);
    for file in &set.files {
        apply_file(&mut schema, file);
    }
    schema
}

pub(super) fn apply_file(schema: &mut Schema, file: &SourceFile) {
    for (line, text) in sections::forward(&file.text) {
        schema.apply(&file.path, text, line);
    }
}

/// Applies all sets. Those without a table of their own go to the database they are nearest to.
pub(super) fn build<'f>(
    sets: Vec<Set<'f>>,
    named: &[Arc<str>],
    left_out: &mut Vec<LeftOut>,
) -> Vec<Built<'f>> {
    let mut built: Vec<Built<'f>> = Vec::new();
    let mut further = Vec::new();
    for mut set in sets {
        let schema = set.schema.take().unwrap_or_else(|| apply(&set));
        let is_named = set.files.iter().any(|it| named.contains(&it.path));
        let n_lost = schema.lost.len();
        let reason = if schema.n_definitions == 0 {
            Some(Reason::DefinesNothing)
        } else if !set.tool.migrates()
            && !is_named
            && n_lost * 2 > schema.n_definitions
            && !is_routine_file(&schema)
        {
            Some(Reason::Unreadable)
        } else {
            None
        };
        match reason {
            Some(reason) => leave(&set, reason, left_out),
            None if schema.tables.is_empty() => further.push(set),
            None => built.push(of(set, schema)),
        }
    }
    for set in further {
        join_nearest(set, &mut built, left_out);
    }
    built
}

/// Routines change tables that other files make.
fn is_routine_file(schema: &Schema) -> bool {
    !schema.routines.is_empty() || !schema.triggers.is_empty() || !schema.views.is_empty()
}

fn of(set: Set<'_>, schema: Schema) -> Built<'_> {
    let database = Database {
        root: set.root.clone(),
        tool: set.tool,
        n_files: set.files.len(),
        n_bytes: set.files.iter().map(|it| it.text.len()).sum(),
        schema,
        twins: Vec::new(),
    };
    Built { set, database }
}

pub(super) fn leave(set: &Set<'_>, reason: Reason, left_out: &mut Vec<LeftOut>) {
    left_out.extend(set.files.iter().map(|it| LeftOut {
        path: it.path.clone(),
        reason,
    }));
}

/// Whether a file runs a routine outside of any body: it comes after those that may define it.
fn runs(file: &SourceFile, dialect: Dialect) -> bool {
    Statements::new(&file.text, dialect).any(|it| {
        let verb = it.tokens.first();
        verb.is_some_and(|it| it.is("call") || it.is("select"))
    })
}

/// Views, routines and triggers in files of their own, as tools that replace them keep them: applied
/// after everything else of the database whose folder is nearest.
fn join_nearest(set: Set<'_>, built: &mut Vec<Built<'_>>, left_out: &mut Vec<LeftOut>) {
    let fits = |it: &&mut Built<'_>| {
        let (a, b) = (it.database.schema.dialect, set.dialect);
        a == b || a == Dialect::Unknown || b == Dialect::Unknown
    };
    let near = |it: &Built<'_>| {
        (
            n_common(&it.database.root, &set.root),
            it.database.tool.migrates(),
        )
    };
    let nearest = built
        .iter_mut()
        .filter(fits)
        .max_by_key(|it| (near(it), std::cmp::Reverse(it.database.root.clone())));
    let Some(nearest) = nearest else {
        leave(&set, Reason::Unreferenced, left_out);
        return;
    };
    for file in set.files {
        apply_file(&mut nearest.database.schema, file);
        nearest.database.n_files += 1;
        nearest.database.n_bytes += file.text.len();
    }
}
