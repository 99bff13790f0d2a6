//! People and time as a table.

use super::escape::csv_cell;
use super::past::{PastReport, PastRow};

/// The columns of `history.csv`.
pub(super) const HEADER: [&str; 13] = [
    "id",
    "files",
    "commits",
    "recent_commits",
    "bot_commits",
    "authors",
    "top_author",
    "top_author_commits",
    "top_share",
    "truck_factor",
    "first",
    "last",
    "teams",
];

/// A row for each module or crate.
pub(super) fn rows(past: &PastReport) -> impl Iterator<Item = [String; 13]> {
    past.parts.iter().map(|(id, it)| row(id, it))
}

fn row(id: &str, it: &PastRow) -> [String; 13] {
    let day = |it: Option<crate::history::Day>| it.map(|it| it.to_string()).unwrap_or_default();
    let top = it.authors.first();
    let teams: Vec<_> = it.teams.iter().map(|it| &*it.0).collect();
    [
        csv_cell(id),
        it.n_files.to_string(),
        it.n_commits.to_string(),
        it.n_recent.to_string(),
        it.n_bot_commits.to_string(),
        it.n_authors.to_string(),
        csv_cell(top.map_or("", |it| &it.0)),
        top.map(|it| it.1.to_string()).unwrap_or_default(),
        it.top_share
            .map(|it| format!("{it:.4}"))
            .unwrap_or_default(),
        it.truck_factor.to_string(),
        day(it.first),
        day(it.last),
        csv_cell(&teams.join(" ")),
    ]
}
