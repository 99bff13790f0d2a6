//! `LOSSES.md`: what the layout does not know, had to assume, or gives up.

use std::fmt::{self, Write as _};

use crate::deploy::{Layout, Limits, Loss, LossAt};
use crate::export::Report;
use crate::export::escape::markdown;

/// The losses, by place.
pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    let _infallible = write_all(&mut out, report);
    out
}

fn write_all(out: &mut String, report: &Report) -> fmt::Result {
    let layout = &report.layout;
    writeln!(
        out,
        "# What the layout of {} does not know\n",
        markdown(&report.system)
    )?;
    writeln!(
        out,
        "The layout starts {} and a gateway.",
        containers(layout)
    )?;
    writeln!(
        out,
        "Each point is something missing, assumed or given up, and what helps.\n"
    )?;
    for part in layout
        .losses
        .chunk_by(|a, b| title(layout, a.at) == title(layout, b.at))
    {
        writeln!(out, "## {}\n", markdown(&title(layout, part[0].at)))?;
        for loss in part {
            write_loss(out, loss)?;
        }
        writeln!(out)?;
    }
    write_defaults(out)
}

fn containers(layout: &Layout) -> String {
    let n_containers = layout.containers.len();
    let n_images = layout.images.len();
    let images = if n_images == 1 {
        "one image".to_owned()
    } else {
        format!("{n_images} images")
    };
    format!("{n_containers} containers of {images}")
}

fn title(layout: &Layout, at: LossAt) -> String {
    match at {
        LossAt::Image => "Image".to_owned(),
        LossAt::Roles => "All roles".to_owned(),
        LossAt::Container(idx) => layout.containers[idx].title.clone(),
        LossAt::Data => "Data".to_owned(),
        LossAt::Networks => "Networks".to_owned(),
        LossAt::Gateway => "Gateway".to_owned(),
    }
}

fn write_loss(out: &mut String, loss: &Loss) -> fmt::Result {
    let (text, remedy) = (markdown(&loss.text), markdown(&loss.remedy));
    writeln!(out, "- {}.\n  *Remedy:* {remedy}", capitalized(&text))
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

fn write_defaults(out: &mut String) -> fmt::Result {
    writeln!(
        out,
        "## Defaults\n\n| For | Cores | Memory | Processes |\n| --- | --: | --: | --: |"
    )?;
    for (name, it) in [("a role", Limits::ROLE), ("the gateway", Limits::GATEWAY)] {
        let cores = f64::from(it.millicores) / 1000.0;
        writeln!(
            out,
            "| {name} | {cores:.2} | {} MiB | {} |",
            it.memory_mib, it.n_pids
        )?;
    }
    Ok(())
}
