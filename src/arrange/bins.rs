//! Which container each module goes into.

use std::sync::Arc;

use super::{ContainerKey, Point, Request, place_key};
use crate::graph;
use crate::model::{CrateId, ModuleId};
use crate::plan::Plan;

/// With more crates than this in the remaining monolith, tiny ones share a container.
const MANY_CRATES: usize = 16;
/// A tiny crate has fewer modules than this.
const TINY_CRATE: usize = 3;

/// A container before it has a size.
#[derive(Debug)]
pub(super) struct Bin {
    pub(super) key: ContainerKey,
    pub(super) name: Arc<str>,
    pub(super) modules: Vec<ModuleId>,
}

impl Bin {
    /// Where the plan says it stands.
    pub(super) fn place_by_hand(&self, plan: &Plan) -> Option<Point> {
        let (x, y) = *plan.positions.get(place_key(self.key, &self.name))?;
        let sane = |it: f32| it.is_finite() && it.abs() < 1.0e6;
        (sane(x) && sane(y)).then(|| Point::new(x, y))
    }
}

/// Services in the order of the plan, then the remaining monolith by crate, then the shelf.
pub(super) fn sort_into_bins(request: &Request<'_>) -> Vec<Bin> {
    let shelf = aside(request);
    let mut bins: Vec<Bin> = request
        .plan
        .services
        .iter()
        .map(|it| bin(ContainerKey::Service(it.id), it.name.clone()))
        .collect();
    let mut crates = vec![Vec::new(); request.model.crates().len()];
    for module in shown(request) {
        match request.owners.get(module.index()).copied().flatten() {
            Some(owner) => {
                // An owner that the plan does not have any more counts as nobody.
                match bins
                    .iter_mut()
                    .find(|it| it.key == ContainerKey::Service(owner))
                {
                    Some(bin) => bin.modules.push(module),
                    None => crates[request.model.module(module).krate.index()].push(module),
                }
            }
            None if shelf.contains(&module) => {}
            None => crates[request.model.module(module).krate.index()].push(module),
        }
    }
    bins.extend(remaining(request, crates));
    if !shelf.is_empty() {
        bins.push(Bin {
            modules: shelf,
            ..bin(ContainerKey::Shelf, "".into())
        });
    }
    bins
}

fn bin(key: ContainerKey, name: Arc<str>) -> Bin {
    Bin {
        key,
        name,
        modules: Vec::new(),
    }
}

fn shown(request: &Request<'_>) -> impl Iterator<Item = ModuleId> {
    let tests = request.tests;
    let model = request.model;
    model
        .module_ids()
        .filter(move |it| !model.module(*it).detail)
        .filter(move |it| tests || !model.module(*it).test)
}

/// One bin a crate; where there are many, the tiny ones share the last.
fn remaining(request: &Request<'_>, crates: Vec<Vec<ModuleId>>) -> Vec<Bin> {
    let n_crates = crates.iter().filter(|it| !it.is_empty()).count();
    let mut bins = Vec::new();
    let mut tiny = Vec::new();
    for (krate, modules) in (0..).map(CrateId).zip(crates) {
        if modules.is_empty() {
            continue;
        }
        if n_crates > MANY_CRATES && modules.len() < TINY_CRATE {
            tiny.extend(modules);
        } else {
            let name = request.model.krate(krate).path.clone();
            bins.push(Bin {
                modules,
                ..bin(ContainerKey::Crate(krate), name)
            });
        }
    }
    if !tiny.is_empty() {
        bins.push(Bin {
            modules: tiny,
            ..bin(ContainerKey::SmallCrates, "".into())
        });
    }
    bins
}

/// Unassigned modules that travel along with others or on which much of the code depends, in order
/// of id. A crate's root stays: it stands for its crate.
fn aside(request: &Request<'_>) -> Vec<ModuleId> {
    let model = request.model;
    let unassigned = |it: &ModuleId| request.owners.get(it.index()).copied().flatten().is_none();
    let hubs = graph::hubs(model, request.unfiltered);
    let travels = travelling(request);
    let is_aside = |it: &ModuleId| {
        let hub = hubs.contains(it) && model.module(*it).parent.is_some();
        unassigned(it) && (hub || travels[it.index()])
    };
    shown(request).filter(is_aside).collect()
}

/// Per module: whether dependents carry it along, as a library or a copy. The nearest decision up
/// the path counts.
pub(super) fn travelling(request: &Request<'_>) -> Vec<bool> {
    let model = request.model;
    let decision = |it: ModuleId| request.plan.shared.get(&model.module(it).path);
    let mut travels = Vec::with_capacity(model.modules().len());
    // Parents come before their children.
    for module in model.module_ids() {
        let inherited = model
            .module(module)
            .parent
            .is_some_and(|it| travels[it.index()]);
        travels.push(decision(module).map_or(inherited, |it| it.travels()));
    }
    travels
}
