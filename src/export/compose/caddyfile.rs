//! The gateway's configuration. Everything in it has been checked by `deploy`: paths hold no
//! quotes, spaces or braces, names are labels.

use std::fmt::{self, Write as _};

use super::losses_in_words;
use crate::deploy::{Container, Gateway, Layout, LossAt, Route};
use crate::export::escape;

const HEAD: &str =
    "# Who answers what. The first match wins: the most particular path stands first.";

const OPTIONS: &str = "\
{
	admin off
	auto_https off
}

# Only the gateway's own health check asks here; the port is not published.
";

/// The `Caddyfile`.
pub(super) fn write(layout: &Layout) -> String {
    let mut out = String::new();
    let _infallible = write_all(&mut out, layout);
    out
}

fn write_all(out: &mut String, layout: &Layout) -> fmt::Result {
    let gateway = &layout.gateway;
    writeln!(out, "{HEAD}")?;
    write_comments(out, "", &losses_in_words(layout, LossAt::Gateway))?;
    out.write_str(OPTIONS)?;
    writeln!(
        out,
        "http://:{} {{\n\trespond 200\n}}\n",
        gateway.health_port
    )?;
    writeln!(out, "http://:{} {{\n\troute {{", gateway.port)?;
    for (idx, route) in gateway.routes.iter().enumerate() {
        let comments = comments_of(layout, idx);
        write_comments(out, "\t\t", &comments)?;
        write_route(out, layout, idx, route)?;
    }
    if let Some(fallback) = layout.containers.get(gateway.fallback) {
        writeln!(
            out,
            "\t\t# What belongs to no service goes on to the monolith.\n\t\thandle {{"
        )?;
        write_proxy(out, gateway, fallback)?;
        writeln!(out, "\t\t}}")?;
    }
    writeln!(out, "\t}}\n}}")
}

/// What is missing of a service, at its first route.
fn comments_of(layout: &Layout, idx: usize) -> Vec<String> {
    let routes = &layout.gateway.routes;
    let container = routes[idx].container;
    if routes[..idx].iter().any(|it| it.container == container) {
        return Vec::new();
    }
    losses_in_words(layout, LossAt::Container(container))
}

/// Caddy replaces `{$NAME}` even in comments.
fn write_comments(out: &mut String, indent: &str, comments: &[String]) -> fmt::Result {
    for it in comments {
        writeln!(
            out,
            "{indent}# {}",
            escape::comment(it).replace("{$", "{ $")
        )?;
    }
    Ok(())
}

fn write_route(out: &mut String, layout: &Layout, idx: usize, route: &Route) -> fmt::Result {
    let path = &route.path;
    let matched = match (route.below, path.is_empty()) {
        (true, true) => "/*".to_owned(),
        (true, false) => format!("{path} {path}/*"),
        (false, true) => "/".to_owned(),
        (false, false) => path.clone(),
    };
    writeln!(out, "\t\t@r{idx} path {matched}\n\t\thandle @r{idx} {{")?;
    write_proxy(out, &layout.gateway, &layout.containers[route.container])?;
    writeln!(out, "\t\t}}")
}

fn write_proxy(out: &mut String, gateway: &Gateway, container: &Container) -> fmt::Result {
    let Container { name, port, .. } = container;
    writeln!(out, "\t\t\treverse_proxy {name}:{port} {{")?;
    writeln!(out, "\t\t\t\theader_down X-Seamline-Service {name}")?;
    if let Some(path) = &gateway.health_path {
        writeln!(
            out,
            "\t\t\t\thealth_uri {path}\n\t\t\t\thealth_interval 10s"
        )?;
    }
    writeln!(out, "\t\t\t}}")
}
