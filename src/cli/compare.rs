//! `seamline compare`: how alike two decompositions are.

use std::path::Path;

use super::args::{Compare, FigureFormat};
use super::terminal::Terminal;
use super::{Exit, Fatal};
use crate::insight::compare::{Comparison, Division, compare};
use crate::notice::{Notice, Place};
use crate::project_file;
use crate::shell::read::read_text;

pub(super) fn run(args: &Compare, terminal: &Terminal) -> Result<Exit, Fatal> {
    let found = division(&args.found)?;
    let reference = division(&args.reference)?;
    let comparison = compare(&found, &reference);
    if comparison.n_ids == 0 {
        let text = "the two have no id in common";
        let hint = "compare divisions of the same code; ids look like my_crate::shop::cart";
        return Err(Fatal::Input(Notice::error(text).hint(hint)));
    }
    terminal.print(&match args.format {
        FigureFormat::Text => text_of(&comparison),
        FigureFormat::Json => json_of(&comparison),
    })?;
    Ok(Exit::Done)
}

/// A plan, a list with `service,id`, or a folder that holds a plan.
fn division(path: &Path) -> Result<Division, Fatal> {
    let usual = path.join(project_file::PLAN_FILE);
    let path = if path.is_dir() && usual.is_file() {
        &usual
    } else {
        path
    };
    let shown = path.to_string_lossy();
    let text = read_text(path)?;
    if Division::is_list(&text) {
        return Division::parse_list(&text).map_err(|error| {
            let notice = Notice::error(error.to_string()).at(Place::file(&*shown));
            Fatal::Input(notice.hint(error.hint()))
        });
    }
    match project_file::parse_plan(&text) {
        Ok((plan, _)) => Ok(Division::of_plan(plan)),
        Err(error) => Err(Fatal::Input(error.notice(&shown))),
    }
}

fn text_of(it: &Comparison) -> String {
    let [c10, c33, c50] = it.c2c;
    format!(
        "{} ids compared, {} left out\n\
         services  {} found, {} in the reference\n\
         MoJoFM    {:.1}\n\
         ARI       {:.3}\n\
         AMI       {:.3}\n\
         c2c       {c10:.2} over 10 %, {c33:.2} over 33 %, {c50:.2} over 50 %\n",
        it.n_ids, it.n_unmatched, it.n_found, it.n_reference, it.mojofm, it.ari, it.ami,
    )
}

fn json_of(it: &Comparison) -> String {
    let [c10, c33, c50] = it.c2c.map(number);
    format!(
        "{{\n  \"ids\": {},\n  \"unmatched\": {},\n  \
         \"services\": {{ \"found\": {}, \"reference\": {} }},\n  \
         \"mojofm\": {},\n  \"ari\": {},\n  \"ami\": {},\n  \
         \"c2c\": {{ \"10\": {c10}, \"33\": {c33}, \"50\": {c50} }}\n}}\n",
        it.n_ids,
        it.n_unmatched,
        it.n_found,
        it.n_reference,
        number(it.mojofm),
        number(it.ari),
        number(it.ami),
    )
}

/// A number as JSON has it; what is none counts as nothing alike.
fn number(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}
