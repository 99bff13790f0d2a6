//! Doors in the boundary report: by hops, with the walks of those that cost the most.

use std::fmt::{self, Write as _};

use super::escape::{markdown, markdown_code};
use super::text::counted;
use super::{Door, DoorStep, Report, sequence};
use crate::model::DoorKind;

/// Longer lists are in `report.json`.
const MAX_DOORS: usize = 200;
/// Walks that are told step by step.
const MAX_WALKS: usize = 5;
/// Steps of one that are told.
const MAX_STEPS: usize = 60;

/// The section on doors, calls to the outside and settings.
pub(super) fn write(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "## Doors\n")?;
    if report.doors.iter().all(|it| it.kind != DoorKind::Http) {
        writeln!(
            out,
            "No route of HTTP was found: a server that is written by hand, or with a framework that is \
             not known here, has none that are looked for. The layout goes by the path prefixes of the plan.\n"
        )?;
    }
    if !report.doors.is_empty() {
        write_doors(out, report)?;
        let walks = report.doors.iter().filter(|it| it.n_hops > 0);
        for door in walks.take(MAX_WALKS) {
            write_walk(out, report, door)?;
        }
    }
    write_outbound(out, report)?;
    write_config(out, report)
}

fn write_doors(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(
        out,
        "Hops are the places on the way from a door at which code of one service calls code of \
         another or touches a table that another owns: counted in the code, each function once, not at run time.\n"
    )?;
    writeln!(
        out,
        "| Door | Service | Hops | Services | Data | Answered by | Confidence |\n\
         | --- | --- | ---: | ---: | ---: | --- | --- |"
    )?;
    for it in report.doors.iter().take(MAX_DOORS) {
        writeln!(
            out,
            "| {} | {} | {}{} | {} | {} | {} | {} |",
            markdown_code(it.name()),
            markdown(&report.service(it.service).name),
            it.n_hops,
            if it.n_left_out > 0 { "+" } else { "" },
            it.n_services(),
            it.n_objects(),
            markdown_code(&it.place),
            it.confidence,
        )?;
    }
    let n_more = report.doors.len().saturating_sub(MAX_DOORS);
    if n_more > 0 {
        writeln!(
            out,
            "\n{} in `report.json`.",
            counted(n_more, "more is", "more are")
        )?;
    }
    writeln!(out)
}

fn write_walk(out: &mut String, report: &Report, door: &Door) -> fmt::Result {
    writeln!(out, "### {}\n", markdown_code(door.name()))?;
    for step in door.steps.iter().take(MAX_STEPS) {
        write_step(out, report, step)?;
    }
    let n_more = door.steps.len().saturating_sub(MAX_STEPS);
    if n_more > 0 {
        writeln!(out, "- and {}", counted(n_more, "more step", "more steps"))?;
    }
    if door.n_left_out > 0 {
        let n = counted(door.n_left_out as usize, "function", "functions");
        writeln!(out, "- {n} not followed: the walk is too long or too deep")?;
    }
    writeln!(
        out,
        "\n```mermaid\n{}```\n",
        sequence::of_door(report, door)
    )
}

fn write_step(out: &mut String, report: &Report, step: &DoorStep) -> fmt::Result {
    let indent = "  ".repeat((step.depth as usize).min(6));
    let hop = match step.is_hop {
        true => format!(
            " **over to {}**",
            markdown(&report.service(step.service).name)
        ),
        false => String::new(),
    };
    let again = if step.is_again { ", as above" } else { "" };
    let place = match &*step.place {
        "" => String::new(),
        place => format!(" at {}", markdown_code(place)),
    };
    let id = markdown_code(&step.id);
    writeln!(out, "{indent}- {} {id}{place}{hop}{again}", step.what)
}

fn write_outbound(out: &mut String, report: &Report) -> fmt::Result {
    if report.world.outbound.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "### Calls to the outside\n\n| Kind | By | To | From | Place |\n| --- | --- | --- | --- | --- |"
    )?;
    for it in report.world.outbound.iter().take(MAX_DOORS) {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            it.kind,
            markdown(&it.library),
            it.target.as_deref().map(markdown_code).unwrap_or_default(),
            markdown_code(&it.from),
            markdown_code(&format!("{}:{}", it.place.0, it.place.1)),
        )?;
    }
    writeln!(out)
}

fn write_config(out: &mut String, report: &Report) -> fmt::Result {
    if report.world.config.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "### Settings\n\n| Kind | Name | Read by | Place |\n| --- | --- | --- | --- |"
    )?;
    for it in report.world.config.iter().take(MAX_DOORS) {
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            it.kind,
            markdown_code(&it.name),
            markdown_code(&it.from),
            markdown_code(&format!("{}:{}", it.place.0, it.place.1)),
        )?;
    }
    writeln!(out)
}
