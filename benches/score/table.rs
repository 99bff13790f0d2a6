//! The figures as rows of a table, and the commonest causes of what is missed and mistaken.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::edges::{Edges, Fault};
use crate::print::share;
use crate::references::{References, Side};

pub(crate) const HEAD: &str = "\
| code | commit | modules | edges | recall | precision | paths | recall | precision | method calls | recall | precision |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

/// One code base.
pub(crate) fn row(code: &Path, edges: &Edges, references: Option<&References>) -> String {
    let name = code.file_name().map(|it| it.to_string_lossy().into_owned());
    let (right, missed, wrong) = (edges.n_right, edges.missed.len(), edges.wrong.len());
    let mut cells = vec![
        name.unwrap_or_default(),
        commit(code),
        edges.n_modules.to_string(),
        (right + missed).to_string(),
        share(right, right + missed),
        share(right, right + wrong),
    ];
    if let Some(references) = references {
        cells.extend(figures(&references.paths));
        cells.extend(figures(&references.methods));
    }
    format!("| {} |", cells.join(" | "))
}

fn figures(side: &Side) -> [String; 3] {
    let (right, wrong) = side.judged();
    [
        side.n_demanded.to_string(),
        share(side.n_found, side.n_demanded),
        share(right, right + wrong),
    ]
}

/// What was scored, if it is under git.
fn commit(code: &Path) -> String {
    let mut git = Command::new("git");
    let git = git
        .arg("-C")
        .arg(code)
        .args(["rev-parse", "--short=10", "HEAD"]);
    let said = git.output().ok().filter(|it| it.status.success());
    said.map_or("-".into(), |it| {
        String::from_utf8_lossy(&it.stdout).trim().to_owned()
    })
}

/// The commonest causes, each with the first place.
pub(crate) fn causes(edges: &Edges, references: Option<&References>, n_causes: usize) {
    let mut tables = vec![
        ("edges missed", &edges.missed),
        ("edges mistaken", &edges.wrong),
    ];
    if let Some(references) = references {
        tables.extend([
            ("paths missed", &references.paths.missed),
            ("paths mistaken", &references.paths.wrong),
            ("method calls missed", &references.methods.missed),
            ("method calls mistaken", &references.methods.wrong),
        ]);
    }
    for (title, faults) in tables {
        println!("| {title}: {} | of them | one of them |", faults.len());
        println!("| --- | ---: | --- |");
        for (cause, faults) in by_cause(faults).into_iter().take(n_causes) {
            let example = faults[0].text.replace('|', "\\|");
            println!("| {cause} | {} | `{}` |", faults.len(), example.trim());
        }
        println!();
    }
}

/// Faults by cause, the commonest first.
pub(crate) fn by_cause(faults: &[Fault]) -> Vec<(&str, Vec<&Fault>)> {
    let mut by_cause: BTreeMap<&str, Vec<&Fault>> = BTreeMap::new();
    for fault in faults {
        by_cause.entry(&fault.cause).or_default().push(fault);
    }
    let mut by_cause: Vec<_> = by_cause.into_iter().collect();
    by_cause.sort_by_key(|it| std::cmp::Reverse(it.1.len()));
    by_cause
}
