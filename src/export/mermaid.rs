//! Mermaid: services and what they need of each other. Modules are left to DOT: pages that render
//! Mermaid give up at a few hundred edges.

use std::fmt::{self, Write as _};

use super::escape::mermaid;
use super::palette::service_color;
use super::{Artifact, Report};

/// The format `mermaid`.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    let mut out = String::new();
    let _infallible = write_flowchart(&mut out, report);
    vec![Artifact::text("services.mmd", out)]
}

/// The flowchart, for a Markdown page as well.
pub(super) fn write_flowchart(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "flowchart LR")?;
    for (idx, service) in report.services.iter().enumerate() {
        let n_modules = service.figures.n_modules;
        let noun = if n_modules == 1 { "module" } else { "modules" };
        writeln!(
            out,
            "  s{idx}[\"{}<br/>{n_modules} {noun}\"]",
            mermaid(&service.name)
        )?;
    }
    for link in &report.links {
        writeln!(
            out,
            "  s{} -->|\"{}\"| s{}",
            link.from, link.weight, link.to
        )?;
    }
    for (idx, service) in report.services.iter().enumerate() {
        let dash = if service.remaining {
            ",stroke-dasharray:4 4"
        } else {
            ""
        };
        let color = service_color(idx, service.remaining);
        writeln!(
            out,
            "  style s{idx} fill:#ffffff,stroke:{color},stroke-width:2px,color:#1b1f27{dash}"
        )?;
    }
    Ok(())
}
