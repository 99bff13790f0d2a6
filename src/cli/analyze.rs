//! `seamline analyze`: the dependency graph in the format asked for.

use std::path::Path;

use super::args::{Analyze, GraphFormat};
use super::terminal::Terminal;
use super::{Exit, Fatal, misuse, project};
use crate::export::{
    DataReport, DoorsReport, GraphReport, GraphTable, MeasuredReport, PastReport, analysis,
    blind_spots, unresolved,
};
use crate::graph::Graph;
use crate::kinds::DependencyKind;
use crate::notice::Notice;
use crate::shell::{WriteError, write_artifacts, write_output};

pub(super) fn run(args: &Analyze, terminal: &Terminal) -> Result<Exit, Fatal> {
    let output = args.output.as_deref();
    if args.format == GraphFormat::Csv && output.is_none() {
        return Err(misuse(
            "analyze",
            "csv is a folder of files: name it with -o OUT",
        ));
    }
    let analyzed = project::analyze(&args.path, args.cache.caching(), terminal)?;
    if analyzed.tree.given.is_none() {
        refuse_foreign(&args.kinds, args.history)?;
    }
    if args.history {
        project::read_past(&analyzed, terminal)?;
    }
    let filter = args.filter();
    let other = (filter != analyzed.graph.filter()).then(|| Graph::fold(&analyzed.model, filter));
    let graph = other.as_ref().unwrap_or(&analyzed.graph);
    let level = args.level.into();
    let table = GraphTable::new(&analyzed.model, graph, level);
    let table = table.with_doors(&analyzed.model, level, filter);
    let measured = project::read_measured(&args.measured.files, terminal)?;
    let told = measured.as_ref();
    let past = analyzed.past.get();
    let mut notices = analyzed.notices.clone();
    notices.extend(past.into_iter().flat_map(|it| it.notices.clone()));
    notices.extend(told.into_iter().flat_map(|it| it.notices.clone()));
    let measured = told.map(|it| MeasuredReport::of_code(&analyzed.model, it));
    let past = past.map(|it| {
        let mut past = PastReport::of_level(&analyzed.model, it, level, args.tests);
        past.edges.retain(|it| filter.kinds.contains(it.kind));
        past
    });
    let report = GraphReport {
        system: &analyzed.tree.name,
        level,
        table: &table,
        notices: &notices,
        past: past.as_ref(),
        measured: measured.as_ref(),
        unresolved: &unresolved(&analyzed.model),
        blind: &blind_spots(&analyzed.model),
        data: &DataReport::new(&analyzed.model, filter.tests),
        doors: &DoorsReport::new(&analyzed.model, filter.tests),
    };
    let text = match (args.format, output) {
        (GraphFormat::Csv, Some(folder)) => {
            write_artifacts(folder, &analysis::csv(&report), false, terminal).map_err(refused)?;
            return Ok(Exit::Done);
        }
        (GraphFormat::Json, _) => analysis::json(&report),
        (GraphFormat::Dot, _) => analysis::dot(&report),
        (GraphFormat::Graphml, _) => analysis::graphml(&report),
        (GraphFormat::Text | GraphFormat::Csv, _) => analysis::text(&report),
    };
    deliver(&text, output, terminal)
}

/// No Rust has a kind of a given graph: nothing found would say that it was looked for. Its history,
/// where that is read, has two of them.
fn refuse_foreign(kinds: &[DependencyKind], with_history: bool) -> Result<(), Fatal> {
    let word = |it: &DependencyKind| it.word();
    let of_history = |it: &DependencyKind| {
        with_history && matches!(it, DependencyKind::Commits | DependencyKind::People)
    };
    let foreign = kinds.iter().filter(|it| !it.is_read() && !of_history(it));
    let foreign: Vec<_> = foreign.collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let foreign: Vec<_> = foreign.into_iter().map(word).collect();
    let of_rust = DependencyKind::ALL.iter().filter(|it| it.is_read());
    let of_rust: Vec<_> = of_rust.map(word).collect();
    let text = format!(
        "--kind {}: only graphs in nodes.csv and edges.csv have that; Rust code has {}",
        foreign.join(","),
        of_rust.join(", ")
    );
    Err(misuse("analyze", &text))
}

/// Files of somebody else are told without `--force`, which only `export` has.
fn refused(error: WriteError) -> Fatal {
    if error.yields_to_force() {
        let hint = "choose another folder, or move them away";
        return Fatal::Output(Notice::error(error.to_string()).hint(hint));
    }
    error.into()
}

/// A result goes to standard output, or to the file that was named.
pub(super) fn deliver(
    text: &str,
    output: Option<&Path>,
    terminal: &Terminal,
) -> Result<Exit, Fatal> {
    match output {
        Some(path) => write_output(path, text.as_bytes())?,
        None => terminal.print(text)?,
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_that_no_rust_has_are_refused_by_name() {
        use DependencyKind::{Call, Commits, Dispatch, Names, Reads};
        assert!(refuse_foreign(&[], false).is_ok());
        assert!(refuse_foreign(&[Call, Dispatch], false).is_ok());
        assert!(refuse_foreign(&[Call, Commits], true).is_ok());
        assert!(refuse_foreign(&[Names], true).is_err());
        assert!(refuse_foreign(&[Reads], false).is_ok());
        let Err(Fatal::Usage(error)) = refuse_foreign(&[Names, Call, Commits], false) else {
            panic!("was let through");
        };
        assert!(error.to_string().contains(
            "--kind names,commits: only graphs in nodes.csv and edges.csv have that; Rust code has \
             use, call, construct, type, implement, static, macro, derive, reexport, dispatch, \
             reads, writes, joins, foreign-key, fires"
        ));
    }
}
