//! The one door to the outside, and which path leads to whom.

use std::collections::BTreeMap;

use super::loss::{Loss, LossAt};
use super::{ContainerIdx, ServiceRequest};

/// The gateway and its routes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Gateway {
    /// A DNS label, unique in the layout.
    pub name: String,
    /// The port it listens on inside.
    pub port: u16,
    /// The port inside that only its own health check uses.
    pub health_port: u16,
    /// The port of the host.
    pub published: u16,
    /// The first match wins: the most particular first.
    pub routes: Vec<Route>,
    /// Who gets everything else.
    pub fallback: ContainerIdx,
    /// The path at which the gateway asks whether a container is healthy, where nobody else can.
    pub health_path: Option<String>,
}

/// A path that leads to a container.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// `/orders`, with `*` for a segment that is open: `/orders/*/lines`.
    pub path: String,
    /// Whether everything below the path belongs to it too.
    pub below: bool,
    /// Who answers.
    pub container: ContainerIdx,
}

/// The routes of all services but the remaining monolith, the most particular first.
pub(super) fn routes(
    services: &[ServiceRequest<'_>],
    names: &[String],
    losses: &mut Vec<Loss>,
) -> Vec<Route> {
    let mut owners: BTreeMap<(String, bool), ContainerIdx> = BTreeMap::new();
    for (container, service) in services.iter().enumerate() {
        for (path, below) in paths_of(service, container, &names[container], losses) {
            let owner = *owners.entry((path.clone(), below)).or_insert(container);
            if owner != container {
                losses.push(claimed_twice(&path, [&names[owner], &names[container]]));
            }
        }
    }
    for (container, service) in services.iter().enumerate() {
        if service.remaining {
            add_swallowed(&mut owners, service, container);
        }
    }
    let route = |((path, below), container)| Route {
        path,
        below,
        container,
    };
    let mut routes: Vec<_> = owners.into_iter().map(route).collect();
    routes.sort_by_key(|it| std::cmp::Reverse(particularity(it)));
    routes
}

/// What the remaining monolith answers itself where the routes of a service would take it away.
fn add_swallowed(
    owners: &mut BTreeMap<(String, bool), ContainerIdx>,
    service: &ServiceRequest<'_>,
    container: ContainerIdx,
) {
    let doors = service.doors.iter().filter_map(|it| door_path(it));
    let swallowed = doors.filter(|door| {
        let mut taken = owners.iter().filter(|it| *it.1 != container);
        taken.any(|((path, below), _)| takes(path, *below, door))
    });
    let swallowed: Vec<_> = swallowed.collect();
    for door in swallowed {
        owners.entry((door, false)).or_insert(container);
    }
}

/// Whether a route matches what comes to a door.
fn takes(path: &str, below: bool, door: &str) -> bool {
    let (mut route, mut door) = (path.split('/'), door.split('/'));
    loop {
        match (route.next(), door.next()) {
            (None, None) => return true,
            (None, Some(_)) => return below,
            (Some(segment), Some(other)) if segment == "*" || segment == other => {}
            _ => return false,
        }
    }
}

fn claimed_twice(path: &str, names: [&str; 2]) -> Loss {
    let [first, second] = names;
    Loss::new(
        LossAt::Gateway,
        format!("{path} is claimed by {first} and {second}; {first} gets it"),
        "give each service prefixes of its own in the plan: prefixes = [\"/...\"]",
    )
}

/// More segments before fewer, closed ones before open ones, an exact path before all below it.
fn particularity(route: &Route) -> (usize, usize, bool) {
    let segments = || route.path.split('/').filter(|it| !it.is_empty());
    (
        segments().count(),
        segments().filter(|it| *it != "*").count(),
        !route.below,
    )
}

/// The paths of one service, each with whether all below belongs to it: from the plan, and from the
/// code what lies elsewhere, or else a guess that says so. The remaining monolith gets what is left over.
fn paths_of(
    service: &ServiceRequest<'_>,
    container: ContainerIdx,
    name: &str,
    losses: &mut Vec<Loss>,
) -> Vec<(String, bool)> {
    let mut paths = Vec::new();
    for prefix in service.prefixes {
        match safe_path(prefix) {
            Some(path) => paths.push((path, true)),
            None => losses.push(Loss::new(
                LossAt::Container(container),
                format!("the prefix {prefix:?} of {name} cannot be used in a gateway"),
                "a prefix begins with / and holds letters, digits and - _ . ~ only",
            )),
        }
    }
    if service.remaining {
        return paths;
    }
    let doors = service.doors.iter().filter_map(|it| door_path(it));
    let is_new = |it: &String| !paths.iter().any(|(path, below)| takes(path, *below, it));
    let doors: Vec<_> = doors.filter(is_new).collect();
    paths.extend(doors.into_iter().map(|it| (it, false)));
    if paths.is_empty() {
        losses.push(Loss::new(
            LossAt::Container(container),
            format!(
                "no door of {name} is known: none was found in the code that it owns; \
                 the gateway sends it /{name} and all below"
            ),
            "name its paths in the plan: prefixes = [\"/...\"]",
        ));
        paths.push((format!("/{name}"), true));
    }
    paths
}

/// The prefix without a slash at its end, if it can be written without risk.
fn safe_path(prefix: &str) -> Option<String> {
    let path = prefix.trim_end_matches('/');
    let usable = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    let dots = path.split('/').any(|it| it == "." || it == "..");
    let whole = prefix.starts_with('/') && prefix.len() <= 256 && !path.contains("//") && !dots;
    (whole && path.chars().all(usable)).then(|| path.to_owned())
}

/// A route of the code with its open segments as `*`: `/orders/{id}`, `/orders/:id`, `/o/<id>`.
fn door_path(door: &str) -> Option<String> {
    let open = |it: &str| it.starts_with(['{', ':', '<', '*']);
    let closed = |it| if open(it) { "*" } else { it };
    let segments: Vec<_> = door.strip_prefix('/')?.split('/').map(closed).collect();
    let path = format!("/{}", segments.join("/"));
    let path = path.trim_end_matches('/');
    safe_path(&path.replace("/*", "/x")).map(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_that_could_escape_are_refused() {
        for it in [
            "orders", "/a b", "/a{b}", "/a\"b", "/a\nb", "/../x", "//x", "/a*", "/%2e", "",
        ] {
            assert_eq!(safe_path(it), None, "{it}");
        }
        assert_eq!(safe_path("/orders/").as_deref(), Some("/orders"));
        assert_eq!(safe_path("/주문").as_deref(), Some("/주문"));
        assert_eq!(safe_path("/").as_deref(), Some(""));
    }

    #[test]
    fn doors_lie_below_prefixes_or_beside_them() {
        assert!(takes("/orders", true, "/orders/new") && takes("", true, "/x"));
        assert!(takes("/orders/*", false, "/orders/new"));
        assert!(!takes("/orders", false, "/orders/new") && !takes("/orders", true, "/order"));
    }

    #[test]
    fn what_the_monolith_answers_is_not_taken_away() {
        let prefixes: [std::sync::Arc<str>; 1] = ["/orders".into()];
        let orders = ServiceRequest {
            name: "orders",
            prefixes: &prefixes,
            doors: vec!["/orders/{id}".into(), "/cart".into()],
            ..ServiceRequest::default()
        };
        let rest = ServiceRequest {
            name: "rest",
            remaining: true,
            doors: vec!["/orders/export".into(), "/health".into()],
            ..ServiceRequest::default()
        };
        let names = ["orders".to_owned(), "rest".to_owned()];
        let routes = routes(&[orders, rest], &names, &mut Vec::new());
        let shown = routes.iter().map(|it| {
            let below = if it.below { "/.." } else { "" };
            format!("{}{below} {}", it.path, it.container)
        });
        let shown: Vec<_> = shown.collect();
        assert_eq!(shown, ["/orders/export 1", "/cart 0", "/orders/.. 0"]);
    }

    #[test]
    fn open_segments_of_three_frameworks() {
        for it in [
            "/orders/{id}/lines",
            "/orders/:id/lines",
            "/orders/<id>/lines",
        ] {
            assert_eq!(door_path(it).as_deref(), Some("/orders/*/lines"));
        }
        assert_eq!(door_path("/files/{*path}").as_deref(), Some("/files/*"));
        assert_eq!(door_path("/a b"), None);
    }
}
