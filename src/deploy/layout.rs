//! Puts a [`Layout`] together.

use super::gateway::{Gateway, routes};
use super::image::{Image, is_plain, monolith_binary};
use super::loss::{Loss, LossAt};
use super::names::{label, labels};
use super::networks::networks;
use super::ports::Ports;
use super::settings::Settings;
use super::{Container, Layout, LayoutRequest, Limits, ServiceRequest};

/// What the gateway and the remaining monolith are called; services of these names get a number.
const GATEWAY: &str = "gateway";
const MONOLITH: &str = "monolith";
/// Docker's default address pools hold about thirty networks.
const MANY_NETWORKS: usize = 25;

/// The layout of a plan before any code is cut.
pub fn layout(request: &LayoutRequest<'_>) -> Layout {
    let mut losses = Vec::new();
    let names = container_names(&request.services);
    let project = Some(label(request.system)).filter(|it| !it.is_empty());
    let project = project.unwrap_or_else(|| "system".to_owned());
    let settings = Settings::of(request.run, &mut losses);
    let (images, image_of) = images(request, &project, &names, &settings, &mut losses);
    let gateway = gateway(request, &names, &settings, &mut losses);
    let mut ports = Ports::default();
    let mut previous_port = ports.give(gateway.published).unwrap_or(gateway.published);
    let mut containers = Vec::new();
    for (idx, service) in request.services.iter().enumerate() {
        previous_port = ports.give(previous_port.saturating_add(1)).unwrap_or(0);
        let image = image_of[idx];
        containers.push(Container {
            name: names[idx].clone(),
            title: service.name.to_owned(),
            image,
            env: settings.env_in_role(&names[idx]),
            port: settings.port,
            direct_port: previous_port,
            healthcheck: settings
                .healthcheck
                .as_ref()
                .map(|it| command(&images[image], it)),
            limits: Limits::ROLE,
        });
    }
    say_what_is_closed(containers.len(), &mut losses);
    losses.sort_by_key(|it| it.at);
    let networks = networks(&names, &request.calls);
    Layout {
        project,
        images,
        containers,
        gateway,
        networks,
        losses,
    }
}

fn command(image: &Image, args: &[String]) -> Vec<String> {
    std::iter::once(format!("/{}", image.bin))
        .chain(args.iter().cloned())
        .collect()
}

fn container_names(services: &[ServiceRequest<'_>]) -> Vec<String> {
    let planned = services.iter().filter(|it| !it.remaining).map(|it| it.name);
    let mut planned = labels(planned, &[GATEWAY, MONOLITH]).into_iter();
    let monolith = |it: &ServiceRequest<'_>| it.remaining.then(|| MONOLITH.to_owned());
    services
        .iter()
        .filter_map(|it| monolith(it).or_else(|| planned.next()))
        .collect()
}

/// All images, and which one each service runs: the monolith's, unless it has been extracted.
fn images(
    request: &LayoutRequest<'_>,
    project: &str,
    names: &[String],
    settings: &Settings,
    losses: &mut Vec<Loss>,
) -> (Vec<Image>, Vec<usize>) {
    let (package, bin) = monolith_binary(request.run, &request.binaries, losses);
    let mut images = vec![Image {
        name: format!("{project}:seamline"),
        dockerfile: "Dockerfile".to_owned(),
        package,
        bin,
        data: settings.data.clone(),
    }];
    let mut image_of = vec![0; names.len()];
    for (idx, service) in request.services.iter().enumerate() {
        let Some(package) = service.package else {
            continue;
        };
        if !is_plain(package) {
            losses.push(Loss::new(
                LossAt::Container(idx),
                format!(
                    "{package:?} is no package of Cargo; {} runs the monolith",
                    names[idx]
                ),
                "mend `package` of the service in the plan",
            ));
            continue;
        }
        image_of[idx] = images.len();
        images.push(Image {
            name: format!("{project}-{}:seamline", names[idx]),
            dockerfile: format!("Dockerfile.{}", names[idx]),
            package: package.to_owned(),
            bin: bin_of(package, request),
            data: settings.data.clone(),
        });
    }
    (images, image_of)
}

/// The binary of a package: the one it builds, or else of its own name, as Cargo does.
fn bin_of(package: &str, request: &LayoutRequest<'_>) -> String {
    let mut built = request.binaries.iter().filter(|it| &*it.package == package);
    let bin = built.find(|it| is_plain(&it.name));
    bin.map_or_else(|| package.to_owned(), |it| it.name.to_string())
}

fn gateway(
    request: &LayoutRequest<'_>,
    names: &[String],
    settings: &Settings,
    losses: &mut Vec<Loss>,
) -> Gateway {
    Gateway {
        name: GATEWAY.to_owned(),
        port: 8080,
        health_port: 8081,
        published: settings.published,
        routes: routes(&request.services, names, losses),
        fallback: names.len().saturating_sub(1),
        health_path: settings.health_path.clone(),
    }
}

fn say_what_is_closed(n_networks: usize, losses: &mut Vec<Loss>) {
    losses.push(Loss::new(
        LossAt::Networks,
        "the networks are closed: no container but the gateway reaches the world outside",
        "add a network that is not internal to services that must call out",
    ));
    if n_networks > MANY_NETWORKS {
        losses.push(Loss::new(
            LossAt::Networks,
            format!("{n_networks} networks are more than Docker's default address pools hold"),
            "widen default-address-pools in the engine's daemon.json",
        ));
    }
}
