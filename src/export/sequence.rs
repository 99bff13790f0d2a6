//! Mermaid: the walk of one door as a sequence of messages between services, data and the outside.
//!
//! Calls inside a service are no messages: the picture shows what the plan would make remote.

use std::fmt::{self, Write as _};

use super::escape::mermaid;
use super::{Artifact, Door, DoorStep, Report, ServiceIdx};

/// Walks that are drawn: those with the most hops.
const MAX_WALKS: usize = 40;
/// Longer pictures nobody reads.
const MAX_MESSAGES: usize = 120;

/// A file for each of the doors with the most hops.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    let doors = report.doors.iter().take(MAX_WALKS);
    let drawn = doors.filter(|it| it.steps.len() > 1).enumerate();
    drawn
        .map(|(idx, it)| {
            let path = format!("walks/{:02}-{}.mmd", idx + 1, file_name(&it.id));
            Artifact::text(path, of_door(report, it))
        })
        .collect()
}

/// The picture of one walk.
pub fn of_door(report: &Report, door: &Door) -> String {
    let mut out = String::new();
    let _infallible = write_walk(&mut out, report, door);
    out
}

fn write_walk(out: &mut String, report: &Report, door: &Door) -> fmt::Result {
    writeln!(out, "sequenceDiagram")?;
    writeln!(out, "  actor caller")?;
    let mut services: Vec<ServiceIdx> = door.steps.iter().map(|it| it.service).collect();
    services.dedup();
    let mut seen = std::collections::BTreeSet::new();
    services.retain(|it| seen.insert(*it));
    for idx in services {
        let name = mermaid(&report.service(idx).name);
        writeln!(out, "  participant s{idx} as {name}")?;
    }
    if door.steps.iter().any(DoorStep::touches_data) {
        writeln!(out, "  participant data")?;
    }
    if door.steps.iter().any(is_outside) {
        writeln!(out, "  participant outside")?;
    }
    let name = door.id.strip_prefix("door:").unwrap_or(&door.id);
    writeln!(out, "  caller->>s{}: {}", door.service, mermaid(name))?;
    let mut n_messages = 0;
    for step in door.steps.iter().skip(1) {
        if step.is_code && !step.is_hop {
            continue;
        }
        n_messages += 1;
        if n_messages > MAX_MESSAGES {
            writeln!(out, "  Note over caller: further messages are left out")?;
            break;
        }
        write_step(out, door, step)?;
    }
    if door.n_left_out > 0 {
        let n = door.n_left_out;
        writeln!(out, "  Note over caller: {n} functions were not followed")?;
    }
    Ok(())
}

fn write_step(out: &mut String, door: &Door, step: &DoorStep) -> fmt::Result {
    let service = step.service;
    let text = mermaid(&step.id);
    match step.what {
        "call" | "implements" => {
            let from = step.from.map_or(door.service, |it| door.steps[it].service);
            let arrow = if step.what == "call" { "->>" } else { "-->>" };
            writeln!(out, "  s{from}{arrow}s{service}: {text}")
        }
        "transaction" => writeln!(out, "  Note over s{service}: {text}"),
        what if is_outside(step) => writeln!(out, "  s{service}->>outside: {what} {text}"),
        what => writeln!(out, "  s{service}->>data: {what} {text}"),
    }
}

fn is_outside(step: &DoorStep) -> bool {
    crate::model::OutboundKind::from_word(step.what).is_some()
}

/// What of an id may stand in the name of a file everywhere.
fn file_name(id: &str) -> String {
    let id = id.strip_prefix("door:").unwrap_or(id);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let text: String = id.chars().map(plain).take(60).collect();
    let words: Vec<_> = text.split('-').filter(|it| !it.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(file_name("door:GET /a/{id}/../b"), "GET-a-id-b");
        assert_eq!(file_name("door:주문"), "");
    }
}
