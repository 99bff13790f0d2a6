//! The services of `compose.yaml`: what all roles share, one role, the gateway.

use super::losses_in_words;
use super::yaml::{Entry, Yaml, entry, row, text, word};
use crate::deploy::{Container, Layout, Limits, LossAt};
use crate::export::escape::shortened;

/// What all roles have in common: `x-role`. The remaining monolith stands for all of them.
pub(super) fn common(layout: &Layout) -> Yaml {
    let mut entries = Vec::new();
    if let Some(monolith) = layout.containers.get(layout.gateway.fallback) {
        entries.extend(program(layout, monolith));
    }
    entries.push(entry("restart", text("unless-stopped")));
    entries.extend(locked_down());
    entries.push(entry("user", text("65532:65532")));
    entries.push(entry("tmpfs", Yaml::List(vec![text("/tmp")])));
    if let Some(data) = layout.images.first().and_then(|it| it.data.as_ref()) {
        let volume = text(format!("data:{data}"));
        entries.push(entry("volumes", Yaml::List(vec![volume])));
    }
    entries.push(limits(Limits::ROLE));
    Yaml::Map(entries)
}

/// What runs in a container, and how one knows that it does.
fn program(layout: &Layout, container: &Container) -> Vec<Entry> {
    let image = &layout.images[container.image];
    let build = vec![
        entry("context", text(".")),
        entry("dockerfile", text(&*image.dockerfile)),
    ];
    let losses = match container.image {
        0 => losses_in_words(layout, LossAt::Image),
        _ => Vec::new(),
    };
    let mut entries = vec![
        entry("image", text(&*image.name)).comments(losses),
        entry("build", Yaml::Map(build)),
    ];
    if let Some(command) = &container.healthcheck {
        let words = command.iter().map(|it| literal(it));
        entries.push(checked(row(std::iter::once("CMD".to_owned()).chain(words))));
    }
    entries
}

/// Nothing that a role does not need to answer requests.
fn locked_down() -> Vec<Entry> {
    vec![
        entry("read_only", word(true)),
        entry("cap_drop", row(["ALL"])),
        entry("security_opt", row(["no-new-privileges:true"])),
    ]
}

fn limits(limits: Limits) -> Entry {
    let cpus = format!("{:.2}", f64::from(limits.millicores) / 1000.0);
    let limits = Yaml::Map(vec![
        entry("cpus", text(cpus)),
        entry("memory", text(format!("{}M", limits.memory_mib))),
        entry("pids", word(limits.n_pids)),
    ]);
    let resources = Yaml::Map(vec![entry("limits", limits)]);
    entry("deploy", Yaml::Map(vec![entry("resources", resources)]))
}

/// One role.
pub(super) fn role(layout: &Layout, idx: usize) -> Entry {
    let container = &layout.containers[idx];
    let mut entries = vec![entry("<<", Yaml::Alias("role"))];
    if container.image > 0 {
        entries.extend(program(layout, container));
    }
    let env = container
        .env
        .iter()
        .map(|(name, value)| entry(&**name, text(literal(value))));
    entries.push(entry("environment", Yaml::Map(env.collect())));
    if container.limits != Limits::ROLE {
        entries.push(limits(container.limits));
    }
    if idx != layout.gateway.fallback {
        let comment = "The monolith goes first: it prepares the data for all.".to_owned();
        entries.push(depends_on(layout).comments([comment]));
    }
    let networks = layout.networks.iter().filter(|it| it.has(idx));
    let networks = networks.map(|it| text(&*it.name)).collect();
    entries.push(entry("networks", Yaml::List(networks)));
    let title = (container.title != container.name).then(|| shortened(&container.title, 80));
    let losses = losses_in_words(layout, LossAt::Container(idx));
    entry(&*container.name, Yaml::Map(entries)).comments(title.into_iter().chain(losses))
}

fn checked(test: Yaml) -> Entry {
    entry(
        "healthcheck",
        Yaml::Map(vec![
            entry("test", test),
            entry("interval", text("10s")),
            entry("timeout", text("5s")),
            entry("retries", word(3)),
            entry("start_period", text("10s")),
        ]),
    )
}

/// Waits for the remaining monolith: until it is healthy where it can tell, else until it runs.
fn depends_on(layout: &Layout) -> Entry {
    let monolith = &layout.containers[layout.gateway.fallback];
    let condition = if monolith.healthcheck.is_some() {
        "service_healthy"
    } else {
        "service_started"
    };
    let wait = Yaml::Map(vec![entry("condition", text(condition))]);
    entry("depends_on", Yaml::Map(vec![entry(&*monolith.name, wait)]))
}

/// The gateway: on every network, and the only one with a published port.
pub(super) fn gateway(layout: &Layout) -> Entry {
    let gateway = &layout.gateway;
    let port = format!("{}:{}", gateway.published, gateway.port);
    let health = format!("http://127.0.0.1:{}/", gateway.health_port);
    let caddyfile = Yaml::Map(vec![
        entry("type", text("bind")),
        entry("source", text("./Caddyfile")),
        entry("target", text("/etc/caddy/Caddyfile")),
        entry("read_only", word(true)),
    ]);
    let networks = std::iter::once("front").chain(layout.networks.iter().map(|it| &*it.name));
    let mut entries = vec![
        entry("image", text("caddy:2")),
        entry("restart", text("unless-stopped")),
        entry("ports", Yaml::List(vec![text(port)])),
    ];
    entries.extend(locked_down());
    entries.extend([
        entry("cap_add", row(["NET_BIND_SERVICE"])).comments([
            "Caddy's binary asks for this one and does not start without it.".to_owned(),
        ]),
        entry("tmpfs", Yaml::List(vec![text("/config"), text("/data")])),
        entry("volumes", Yaml::List(vec![caddyfile])),
        limits(Limits::GATEWAY),
        checked(row(["CMD", "wget", "-q", "-O", "/dev/null", &*health])),
        entry("networks", Yaml::List(networks.map(text).collect())),
    ]);
    entry(&*gateway.name, Yaml::Map(entries)).comments(losses_in_words(layout, LossAt::Gateway))
}

/// Compose replaces `$NAME`; what stands in a plan is meant as it stands.
fn literal(value: &str) -> String {
    value.replace('$', "$$")
}
