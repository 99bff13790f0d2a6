//! A Compose layout: one image, one container a service, a Caddy before them.
//!
//! `compose.yaml` starts it, `Dockerfile` makes the image around a binary built outside,
//! `Dockerfile.build` makes both where a registry can be reached, `Caddyfile` tells the gateway
//! who answers what, `compose.direct.yaml` opens every container for a look past the gateway, and
//! `LOSSES.md` says what all this does not know.

mod caddyfile;
mod dockerfile;
mod losses;
mod service;
#[cfg(test)]
mod tests;
mod yaml;

use super::{Artifact, Report, escape};
use crate::deploy::{Layout, Loss, LossAt};
use yaml::{Entry, Yaml, document, entry, text, word};

/// Longer comments are wrapped.
const MAX_COMMENT: usize = 88;

/// The format `compose`.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    let layout = &report.layout;
    let mut artifacts = vec![
        Artifact::text("compose.yaml", compose_yaml(report)),
        Artifact::text("compose.direct.yaml", direct_yaml(layout)),
        Artifact::text("Caddyfile", caddyfile::write(layout)),
        Artifact::text("LOSSES.md", losses::write(report)),
    ];
    artifacts.extend(dockerfile::write(layout));
    artifacts
}

fn compose_yaml(report: &Report) -> String {
    let layout = &report.layout;
    let title = report.system.to_string();
    let mut services = vec![service::gateway(layout)];
    services.extend(
        layout
            .containers
            .iter()
            .enumerate()
            .map(|(idx, _)| service::role(layout, idx)),
    );
    let mut entries = vec![
        entry("name", text(&*layout.project)).comments(heading(&title, layout)),
        entry("x-role", service::common(layout))
            .anchored("role")
            .comments(losses_in_words(layout, LossAt::Roles)),
        entry("services", Yaml::Map(services)),
        entry("networks", networks(layout)).comments(losses_in_words(layout, LossAt::Networks)),
    ];
    let volume = layout.images.iter().any(|it| it.data.is_some());
    if volume {
        let volumes = Yaml::Map(vec![entry("data", Yaml::Map(Vec::new()))]);
        entries.push(entry("volumes", volumes).comments(losses_in_words(layout, LossAt::Data)));
    }
    document(&entries)
}

fn heading(title: &str, layout: &Layout) -> Vec<String> {
    let bins: Vec<_> = layout
        .images
        .iter()
        .map(|it| format!("bin/{}", it.bin))
        .collect();
    vec![
        format!("{title}: one image, many roles. Written by seamline from the plan."),
        String::new(),
        format!(
            "1. Put the static binary where the image looks for it: {}",
            bins.join(", ")
        ),
        "   (Dockerfile says how to build it; Dockerfile.build does it in the image)".to_owned(),
        "2. docker compose up --build --wait".to_owned(),
        format!("3. http://localhost:{}/", layout.gateway.published),
        String::new(),
        "What is missing or assumed is said in LOSSES.md, and again where it matters below."
            .to_owned(),
    ]
}

/// Losses as lines of comments.
fn losses_in_words(layout: &Layout, at: LossAt) -> Vec<String> {
    layout.losses_at(at).flat_map(loss_in_words).collect()
}

fn loss_in_words(loss: &Loss) -> Vec<String> {
    wrapped(&format!("LOSS: {}. REMEDY: {}", loss.text, loss.remedy))
}

/// Lines of at most eighty characters or one word, the further ones indented.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in escape::comment(text).split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < MAX_COMMENT => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("  {word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The gateway's own network is open; that is where its port is published.
fn networks(layout: &Layout) -> Yaml {
    let mut entries = vec![entry("front", Yaml::Map(Vec::new()))];
    for it in &layout.networks {
        let closed = Yaml::Map(vec![entry("internal", word(true))]);
        entries.push(entry(&*it.name, closed));
    }
    Yaml::Map(entries)
}

/// Every container on a port of its own.
fn direct_yaml(layout: &Layout) -> String {
    let services: Vec<Entry> = layout
        .containers
        .iter()
        .map(|it| {
            let port = format!("127.0.0.1:{}:{}", it.direct_port, it.port);
            let ports = Yaml::List(vec![text(port)]);
            let networks = Yaml::List(vec![text("direct")]);
            entry(
                &*it.name,
                Yaml::Map(vec![entry("ports", ports), entry("networks", networks)]),
            )
        })
        .collect();
    let network = Yaml::Map(vec![entry("direct", Yaml::Map(Vec::new()))]);
    document(&[
        entry("services", Yaml::Map(services)).comments([
            "Opens every container for a look past the gateway, on this machine only:".to_owned(),
            "docker compose -f compose.yaml -f compose.direct.yaml up --wait".to_owned(),
        ]),
        entry("networks", network),
    ])
}
