//! The words on the canvas.

use crate::model::Confidence;
use crate::plan::Decision;

/// Every text of the canvas in one language.
#[derive(Debug)]
#[expect(missing_docs, reason = "the name of a text is its meaning")]
pub struct CanvasTexts {
    pub canvas: &'static str,
    pub service: &'static str,
    pub krate: &'static str,
    pub shelf: &'static str,
    pub small_crates: &'static str,
    pub database: &'static str,
    pub remaining: &'static str,
    pub new_service: &'static str,
    pub n_modules: fn(usize) -> String,
    pub n_tables: fn(usize) -> String,
    pub n_lines: fn(u32) -> String,
    pub in_owner: fn(&str) -> String,
    pub needs: fn(usize, usize) -> String,
    pub from_to: fn(&str, &str) -> String,
    pub n_references: fn(&str, usize) -> String,
    pub heaviest_shown: fn(usize, usize) -> String,
    pub unsure: fn(Confidence) -> &'static str,
    pub empty_service: &'static str,
    pub lens: &'static str,
    pub lens_service: &'static str,
    pub lens_crate: &'static str,
    pub tool_move: &'static str,
    pub tool_lasso: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub fit: &'static str,
    pub minimap: &'static str,
    pub move_to: &'static str,
    pub decide: &'static str,
    pub forget_decision: &'static str,
    pub decision: fn(Decision) -> &'static str,
    pub lock: &'static str,
    pub unlock: &'static str,
    pub locked: &'static str,
    pub select_dependents: &'static str,
    pub select_dependencies: &'static str,
    pub why_here: &'static str,
    pub why_connected: &'static str,
    pub copy_path: &'static str,
    pub rename: &'static str,
    pub remove_service: &'static str,
    pub select_all_inside: &'static str,
    pub zoom_to: &'static str,
    pub place_automatically: &'static str,
    pub place_all_automatically: &'static str,
}

/// The words in English.
pub static ENGLISH: CanvasTexts = CanvasTexts {
    canvas: "Canvas",
    service: "Service",
    krate: "Crate",
    shelf: "Shared by many",
    small_crates: "Small crates",
    database: "Database",
    remaining: "Remaining monolith",
    new_service: "New service",
    n_modules: |n| plural(n, "module"),
    n_tables: |n| plural(n, "table"),
    n_lines: |n| plural(n as usize, "line"),
    in_owner: |name| format!("in {name}"),
    needs: |n, by| format!("needs {n}, needed by {by}"),
    from_to: |from, to| format!("{from} → {to}"),
    n_references: |weight, n| {
        format!(
            "{weight} references between {}",
            plural(n, "pair of module")
        )
    },
    heaviest_shown: |n, all| format!("{n} heaviest of {all} connections"),
    unsure: |it| match it {
        Confidence::Resolved => "Bound by the language's own rules",
        Confidence::Inferred => "Inferred: bound by the type an expression most likely has",
        Confidence::Guessed => "Guessed: only one item has this name",
    },
    empty_service: "Drop modules here",
    lens: "Color by",
    lens_service: "Service",
    lens_crate: "Crate",
    tool_move: "Drag moves the canvas",
    tool_lasso: "Drag selects",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    fit: "Show everything",
    minimap: "Overview",
    move_to: "Move to",
    decide: "As a shared module",
    forget_decision: "No decision",
    decision: |it| match it {
        Decision::Undecided => "Undecided",
        Decision::Library => "A library that each links",
        Decision::Copy => "A copy for each",
        Decision::Service => "A service of its own",
        Decision::Keep => "Stays where it is",
    },
    lock: "Lock to its owner",
    unlock: "Unlock",
    locked: "locked",
    select_dependents: "Select what needs it",
    select_dependencies: "Select what it needs",
    why_here: "Why is it here?",
    why_connected: "Why are they connected?",
    copy_path: "Copy path",
    rename: "Rename…",
    remove_service: "Remove service",
    select_all_inside: "Select all inside",
    zoom_to: "Zoom to it",
    place_automatically: "Place automatically",
    place_all_automatically: "Place everything automatically",
};

fn plural(n: usize, word: &str) -> String {
    match (n, word.split_once(" of ")) {
        (1, _) => format!("1 {word}"),
        (_, Some((head, tail))) => format!("{n} {head}s of {tail}s"),
        (_, None) => format!("{n} {word}s"),
    }
}
