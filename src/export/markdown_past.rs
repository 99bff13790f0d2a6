//! People and time for people: in the boundary report, and as text.

use std::fmt::{self, Write as _};

use super::escape::{markdown, markdown_code, visible};
use super::past::{Common, PastReport, PastRow};
use super::text::counted;
use super::{Report, ServiceReport};

/// Longer tables are in `history.csv` and `report.json`.
const MAX_ROWS: usize = 100;
/// So many names stand in a cell.
const MAX_NAMES: usize = 3;
/// So many rows of each list stand in a text.
const MAX_LINES: usize = 20;

/// The section of the boundary report; nothing where nobody asked for it.
pub(super) fn write(out: &mut String, report: &Report) -> fmt::Result {
    let Some(past) = &report.past else {
        return Ok(());
    };
    writeln!(out, "## People and time\n")?;
    writeln!(out, "{}\n", markdown(&summary(past)))?;
    writeln!(
        out,
        "| Service | Commits | In the last year | Authors | Top author's share | Truck factor | First | Last | \
         Top authors | Teams |\n\
         | --- | --: | --: | --: | --: | --: | --- | --- | --- | --- |"
    )?;
    for (service, it) in report.services.iter().zip(&past.services) {
        write_service(out, service, it)?;
    }
    writeln!(out)?;
    write_services_together(out, report, past)?;
    write_modules_together(out, past)?;
    writeln!(
        out,
        "Commits are no dependencies, and no calls at run time: they tell what people changed at once, for \
         whatever reason. A file that was rewritten in the commit that renamed it begins anew; merges, programs \
         and, for what changes together, commits of more than 30 files do not count.\n"
    )
}

/// What was read, in one paragraph.
fn summary(past: &PastReport) -> String {
    if past.tip.is_empty() {
        return "There is no history; see what was not analyzed.".to_owned();
    }
    let whole = &past.whole;
    let commit: String = past.tip.chars().take(12).collect();
    let mut text = format!(
        "{} and {} of programs changed the files read here, from {} to {}, up to commit {commit}. {} made \
         them; the truck factor is {}.",
        counted(
            whole.n_commits as usize,
            "commit of people",
            "commits of people"
        ),
        whole.n_bot_commits,
        day(whole.first),
        day(whole.last),
        counted(whole.n_authors, "person", "people"),
        whole.truck_factor,
    );
    if past.cut.is_some() {
        text.push_str(" That is not the whole history; see what was not analyzed.");
    }
    text
}

fn write_service(out: &mut String, service: &ServiceReport, it: &PastRow) -> fmt::Result {
    writeln!(
        out,
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        markdown(&service.name),
        it.n_commits,
        it.n_recent,
        it.n_authors,
        share(it.top_share),
        it.truck_factor,
        day(it.first),
        day(it.last),
        markdown(&names(&it.authors)),
        markdown(&names(&it.teams)),
    )
}

fn write_services_together(out: &mut String, report: &Report, past: &PastReport) -> fmt::Result {
    if past.services_together.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "### Services that change in the same commits\n\n\
         | Commits | Share | Service | Service | Newest |\n| --: | --: | --- | --- | --- |"
    )?;
    for it in past.services_together.iter().take(MAX_ROWS) {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            it.commits.n,
            share(Some(it.commits.weight)),
            markdown(&report.service(it.a).name),
            markdown(&report.service(it.b).name),
            markdown(&newest(&it.commits)),
        )?;
    }
    writeln!(out)
}

/// Pairs of modules that boundaries divide, whether or not the code of one names the other.
fn write_modules_together(out: &mut String, past: &PastReport) -> fmt::Result {
    let mut cuts: Vec<_> = past.cuts.iter().flatten().collect();
    cuts.sort_by(|a, b| {
        let by_commits = b.commits.n.cmp(&a.commits.n);
        by_commits.then_with(|| (&a.a, &a.b).cmp(&(&b.a, &b.b)))
    });
    if cuts.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "### Commits that changed both sides of a cut\n\n\
         | Commits | Share | Needs | What | Newest |\n| --: | --: | --- | --- | --- |"
    )?;
    for it in cuts.iter().take(MAX_ROWS) {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            it.commits.n,
            share(Some(it.commits.weight)),
            markdown_code(&it.a),
            markdown_code(&it.b),
            markdown(&newest(&it.commits)),
        )?;
    }
    if let Some(n_more @ 1..) = cuts.len().checked_sub(MAX_ROWS) {
        writeln!(out, "\n{n_more} more are in `report.json` (format `json`).")?;
    }
    writeln!(out)
}

/// People and time of services, for a terminal; nothing where nobody asked.
pub fn past_in_text(report: &Report) -> String {
    let Some(past) = &report.past else {
        return String::new();
    };
    let mut out = String::new();
    let _infallible = write_text(&mut out, report, past);
    out
}

fn write_text(out: &mut String, report: &Report, past: &PastReport) -> fmt::Result {
    writeln!(out, "\npeople and time: {}", visible(&summary(past)))?;
    write_head(out, "service")?;
    for (service, it) in report.services.iter().zip(&past.services) {
        write_line(out, &service.name, it)?;
    }
    if !past.services_together.is_empty() {
        writeln!(out, "\nchanged in the same commits")?;
    }
    for it in past.services_together.iter().take(MAX_LINES) {
        let (a, b) = (&report.service(it.a).name, &report.service(it.b).name);
        writeln!(
            out,
            "  {} -- {}  {}",
            visible(a),
            visible(b),
            in_words(&it.commits)
        )?;
    }
    Ok(())
}

/// People and time of parts, for a terminal.
pub(super) fn write_parts(out: &mut String, past: &PastReport) -> fmt::Result {
    writeln!(out, "\npeople and time: {}", visible(&summary(past)))?;
    write_head(out, "part")?;
    let mut parts: Vec<_> = past.parts.iter().collect();
    parts.sort_by_key(|it| std::cmp::Reverse(it.1.n_commits));
    for (id, it) in parts.iter().take(MAX_LINES) {
        write_line(out, id, it)?;
    }
    write_more(out, parts.len())?;
    if !past.together.is_empty() {
        writeln!(out, "\nchanged in the same commits")?;
    }
    for it in past.together.iter().take(MAX_LINES) {
        let (a, b) = (visible(&it.a), visible(&it.b));
        writeln!(out, "  {a} -- {b}  {}", in_words(&it.commits))?;
    }
    write_more(out, past.together.len())
}

fn write_more(out: &mut String, n: usize) -> fmt::Result {
    match n.checked_sub(MAX_LINES) {
        Some(more @ 1..) => writeln!(out, "  and {more} more; --format json lists them all"),
        _ => Ok(()),
    }
}

fn write_head(out: &mut String, part: &str) -> fmt::Result {
    writeln!(
        out,
        "{part:<40} {:>8} {:>7} {:>6} {:>6} {:>11}  top author, teams",
        "commits", "authors", "top", "truck", "last"
    )
}

fn write_line(out: &mut String, name: &str, it: &PastRow) -> fmt::Result {
    let top = it.authors.first().map_or("-", |it| &it.0);
    let teams = names(&it.teams);
    let teams = if teams.is_empty() {
        teams
    } else {
        format!(", {teams}")
    };
    writeln!(
        out,
        "{:<40} {:>8} {:>7} {:>6} {:>6} {:>11}  {}",
        visible(name),
        it.n_commits,
        it.n_authors,
        share(it.top_share),
        it.truck_factor,
        day(it.last),
        visible(&format!("{top}{teams}")),
    )
}

/// `12 commits, 40 %, last 2024-02-29 in 0123456789ab`.
fn in_words(it: &Common) -> String {
    let commits = counted(it.n as usize, "commit", "commits");
    let newest = visible(&newest(it));
    format!("{commits}, {}, last {newest}", share(Some(it.weight)))
}

fn newest(it: &Common) -> String {
    let id: String = it.newest.chars().take(12).collect();
    format!("{} in {id}", day(it.day))
}

fn names(of: &[(std::sync::Arc<str>, u32)]) -> String {
    let shown = of
        .iter()
        .take(MAX_NAMES)
        .map(|(name, n)| format!("{name} {n}"));
    shown.collect::<Vec<_>>().join(", ")
}

fn share(it: Option<f64>) -> String {
    it.map_or_else(|| "-".to_owned(), |it| format!("{:.0} %", it * 100.0))
}

fn day(it: Option<crate::history::Day>) -> String {
    it.map_or_else(|| "-".to_owned(), |it| it.to_string())
}
