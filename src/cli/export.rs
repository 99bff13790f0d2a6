//! `seamline export` and `seamline render`: a plan in the formats that others read.

use std::path::Path;

use super::args::{Export, Render};
use super::project::{Project, read_measured, read_past};
use super::terminal::Terminal;
use super::{Exit, Fatal, misuse};
use crate::export::{Artifact, ExportError, Report, format_named};
use crate::notice::Notice;
use crate::progress::{Progress as _, Step};
use crate::shell::{write_artifacts, write_output};

/// Writes a folder of files.
pub(super) fn run(args: &Export, terminal: &Terminal) -> Result<Exit, Fatal> {
    let project = Project::open(&args.of, terminal)?;
    project.mention_missing_plan(terminal);
    if args.history {
        read_past(&project.analysis, terminal)?;
    }
    let measured = read_measured(&args.measured.files, terminal)?;
    let report = project.report_with(measured.as_ref());
    let mut artifacts: Vec<Artifact> = Vec::new();
    for (position, name) in args.format.iter().enumerate() {
        if terminal.cancelled() {
            return Err(Fatal::Cancelled);
        }
        terminal.report(Step::Export, position, args.format.len());
        for artifact in artifacts_of(name, &report)? {
            // Two formats may need the same file, and a format may be named twice.
            if !artifacts.contains(&artifact) {
                artifacts.push(artifact);
            }
        }
    }
    let written = write_artifacts(&args.output, &artifacts, args.force, terminal)?;
    for path in &written {
        terminal.say(&path.display().to_string());
    }
    Ok(Exit::Done)
}

/// Draws the canvas.
pub(super) fn render(args: &Render, terminal: &Terminal) -> Result<Exit, Fatal> {
    let extension = args
        .output
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    let name = extension.to_ascii_lowercase();
    if !matches!(&*name, "svg" | "png") {
        return Err(misuse(
            "render",
            "the picture's name has to end in .svg or .png",
        ));
    }
    let project = Project::open(&args.of, terminal)?;
    let drawn = artifacts_of(&name, &project.report())?;
    let is_picture = |it: &&Artifact| {
        Path::new(&it.path)
            .extension()
            .is_some_and(|it| *it == *name)
    };
    let picture = drawn.iter().find(is_picture);
    let bytes = picture.map(|it| it.bytes.as_slice()).unwrap_or_default();
    write_output(&args.output, bytes)?;
    Ok(Exit::Done)
}

fn artifacts_of(name: &str, report: &Report) -> Result<Vec<Artifact>, Fatal> {
    // The parser lets only names of formats through.
    let Some(format) = format_named(name) else {
        return Ok(Vec::new());
    };
    (format.write)(report).map_err(|error| match error {
        ExportError::Empty => Fatal::Input(Notice::error(error.to_string())),
        _ => Fatal::Output(Notice::error(error.to_string())),
    })
}
