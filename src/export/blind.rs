//! Blind spots as a section of the report and as the last lines of a graph in text.

use std::fmt::{self, Write as _};

use super::blind_words::blind_words;
use super::escape::{markdown, markdown_code, visible};
use super::text::counted;
use crate::insight::{BlindGroup, BlindRow, BlindSpots};
use crate::model::{BlindSpot, CodeModel};

/// So many things of a kind are in files; their number is told.
const MAX_ROWS: usize = 200;
/// So many places of a thing are in files; their number is told.
const MAX_PLACES: usize = 20;
/// So many things of a kind are in the report for people.
const MAX_TOLD: usize = 15;
/// So many places of a thing are in the report for people.
const MAX_PLACES_TOLD: usize = 3;

/// The blind spots of a model, as far as files list them.
pub fn blind_spots(model: &CodeModel) -> BlindSpots {
    BlindSpots::of(model, MAX_ROWS, MAX_PLACES)
}

/// `97.1 % of 12345 paths were resolved`, and the like.
fn sentences(of: &BlindSpots) -> Vec<String> {
    let it = of.coverage;
    let percent = |share: f64| format!("{:.1} %", (share * 1000.0).floor() / 10.0);
    let paths = it
        .paths_share()
        .map(|share| format!("{} of {} paths were resolved", percent(share), it.n_paths));
    let methods = it.methods_share().map(|share| {
        let n = it.n_method_calls;
        format!(
            "{} of {n} method calls are on a type that is known",
            percent(share)
        )
    });
    let conditions = (it.n_conditions > 0).then(|| {
        format!(
            "{} of {} conditions hold by default",
            it.n_conditions_on, it.n_conditions
        )
    });
    paths.into_iter().chain(methods).chain(conditions).collect()
}

/// The last lines of a graph in text: every kind, also where there is nothing of it.
pub(super) fn write_text(out: &mut String, of: &BlindSpots) -> fmt::Result {
    writeln!(out, "\nblind spots: {}", of.n())?;
    for sentence in sentences(of) {
        writeln!(out, "  {sentence}")?;
    }
    for group in of.groups.iter().filter(|it| it.n > 0) {
        let name = blind_words(group.kind).name.to_lowercase();
        let first = group.rows.iter().take(3).map(|it| visible(&it.what));
        let first: Vec<_> = first.collect();
        let more = if group.n_rows > first.len() {
            ", ..."
        } else {
            ""
        };
        writeln!(out, "  {name}: {} ({}{more})", group.n, first.join(", "))?;
    }
    let none = of.groups.iter().filter(|it| it.n == 0);
    let none: Vec<_> = none
        .map(|it| blind_words(it.kind).name.to_lowercase())
        .collect();
    if !none.is_empty() {
        writeln!(out, "  none: {}", none.join(", "))?;
    }
    Ok(())
}

/// The section of the report.
pub(super) fn write_markdown(out: &mut String, of: &BlindSpots) -> fmt::Result {
    writeln!(
        out,
        "## Blind spots\n\nWhat the figures may lack. Test code is not counted.\n"
    )?;
    for sentence in sentences(of) {
        writeln!(out, "- {sentence}")?;
    }
    writeln!(
        out,
        "\n| Blind spot | Count | What may be missing | What to do |\n| --- | --: | --- | --- |"
    )?;
    for group in &of.groups {
        let words = blind_words(group.kind);
        let (missing, advice) = match group.n {
            0 => ("-", "-"),
            _ => (words.missing, words.advice),
        };
        writeln!(
            out,
            "| {} | {} | {missing} | {advice} |",
            words.name, group.n
        )?;
    }
    writeln!(out)?;
    for group in of.groups.iter().filter(|it| it.n > 0) {
        write_group(out, group)?;
    }
    Ok(())
}

fn write_group(out: &mut String, group: &BlindGroup) -> fmt::Result {
    let words = blind_words(group.kind);
    writeln!(out, "### {}\n\n{}:\n", words.name, words.about)?;
    for row in group.rows.iter().take(MAX_TOLD) {
        write_row(out, group.kind, row)?;
    }
    let n_more = group.n_rows.saturating_sub(MAX_TOLD);
    if n_more > 0 {
        let more = counted(n_more, "more name", "more names");
        writeln!(
            out,
            "- and {more} in `blind-spots.csv` (format `csv`) and `report.json`"
        )?;
    }
    writeln!(out)
}

fn write_row(out: &mut String, kind: BlindSpot, row: &BlindRow) -> fmt::Result {
    let what = match kind {
        BlindSpot::NotRead | BlindSpot::NotParsed | BlindSpot::BuildScript => markdown(&row.what),
        _ => markdown_code(&row.what),
    };
    write!(out, "- {what}")?;
    if row.n > 1 {
        write!(out, ", {} times", row.n)?;
    }
    let places = row.places.iter().filter(|it| !it.file.is_empty());
    let places: Vec<_> = places
        .take(MAX_PLACES_TOLD)
        .map(|it| markdown_code(&it.to_string()))
        .collect();
    if !places.is_empty() {
        write!(out, ": {}", places.join(", "))?;
    }
    match row.n_places.saturating_sub(MAX_PLACES_TOLD) {
        0 => writeln!(out),
        n => writeln!(out, " and {}", counted(n, "more file", "more files")),
    }
}
