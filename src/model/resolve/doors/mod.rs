//! Doors: from routers as they are put together, attributes and macros to what can be asked for.
//!
//! Only packages that depend on a framework are looked at for routes.
//!
//! 1. `frameworks`: which crates answer requests.
//! 2. `attributes`: functions that say themselves what they answer.
//! 3. `evaluate`: what every expression stands for; `rules`: what frameworks make of it.
//! 4. `routes`: prefixes written out.
//! 5. `entries`: doors that no router opens; `outside`: what is asked of others, and settings.

mod attributes;
mod entries;
mod evaluate;
mod frameworks;
mod outside;
mod routes;
mod rules;
#[cfg(test)]
mod tests;
mod value;

use rustc_hash::FxHashSet;

use super::names::World;
use super::references::Bound;
use crate::model::{CodeModel, Confidence, Door, DoorKind, Doors, ItemId, Node, TargetKind};
use crate::source::Span;
use evaluate::Evaluator;
use frameworks::Framework;
use routes::Flat;

/// The doors of a tree. `so_far` has its modules and items.
pub(super) fn doors(world: &World<'_>, bound: &[Bound], so_far: &CodeModel) -> Doors {
    let (mut doors, mut crossings) = rayon::join(
        || routed(world, bound, so_far),
        || outside::crossings(world, so_far),
    );
    doors.extend(entries::entries(world, so_far));
    doors.append(&mut crossings.doors);
    Doors {
        inbound: numbered(doors),
        outbound: crossings.outbound,
        config: crossings.config,
    }
}

/// Doors that routers of frameworks open.
fn routed(world: &World<'_>, bound: &[Bound], so_far: &CodeModel) -> Vec<Door> {
    let speaking = speaking(world, so_far);
    if speaking.is_empty() {
        return Vec::new();
    }
    let mut evaluator = Evaluator::new(world, so_far.items(), bound);
    let mut items: Vec<ItemId> = Vec::new();
    for (mount, frameworks) in &speaking {
        evaluator.attributes(*mount, frameworks);
        items.extend(evaluator.open(*mount));
    }
    let mut roots = Vec::new();
    for item in items {
        let routes = evaluator.item(item).routes;
        roots.extend(routes.map(|it| (item, it)));
    }
    roots.retain(|it| !evaluator.used.contains(&it.0));
    let mut found = Found {
        so_far,
        seen: FxHashSet::default(),
        sites: FxHashSet::default(),
        doors: Vec::new(),
    };
    for (_, root) in roots {
        found.add(evaluator.routes.flat(root), Confidence::Resolved);
    }
    // What is not mounted where that could be seen may be mounted elsewhere.
    for route in evaluator.attributes.all() {
        let mut rest = evaluator.routes.flat(route);
        rest.retain(|it| !found.sites.contains(&it.site));
        found.add(rest, Confidence::Guessed);
    }
    found.doors
}

/// Mounts of packages that depend on a framework and are no tests, with those frameworks.
fn speaking(world: &World<'_>, so_far: &CodeModel) -> Vec<(usize, Vec<Framework>)> {
    let of_package: Vec<Vec<Framework>> = world
        .packages
        .iter()
        .map(|package| {
            let names = package.dependencies.keys();
            let known = names.filter_map(|it| Framework::of_crate(&it.replace('-', "_")));
            let mut known: Vec<_> = known.collect();
            known.sort_unstable();
            known.dedup();
            known
        })
        .collect();
    let mounts = world.mounts.iter().enumerate();
    let speaking = mounts.filter_map(|(idx, mount)| {
        let module = so_far.module(*mount.modules.first()?);
        let target = so_far.krate(module.krate).target;
        let frameworks = &of_package[world.package(so_far.krate(module.krate).root).0];
        let counts = !module.test && !frameworks.is_empty() && target != TargetKind::Build;
        counts.then(|| (idx, frameworks.clone()))
    });
    speaking.collect()
}

struct Found<'a> {
    so_far: &'a CodeModel,
    seen: FxHashSet<(Span, std::rc::Rc<str>, std::rc::Rc<str>)>,
    sites: FxHashSet<Span>,
    doors: Vec<Door>,
}

impl Found<'_> {
    fn add(&mut self, flat: Vec<Flat>, sure: Confidence) {
        for it in flat {
            let Some(handler) = it.handler else { continue };
            self.sites.insert(it.site);
            let key = (it.site, it.method.clone(), it.path.text.clone());
            if !self.seen.insert(key) {
                continue;
            }
            let open = if it.path.open {
                Confidence::Inferred
            } else {
                Confidence::Resolved
            };
            let cfg = match handler.node {
                Node::Item(item) => self.so_far.item(item).cfg,
                Node::Module(module) => self.so_far.module(module).cfg,
                Node::Extern(_) => None,
            };
            self.doors.push(Door {
                id: format!("door:{} {}", it.method, it.path.text).into(),
                kind: DoorKind::Http,
                framework: it.framework.name().into(),
                method: (&*it.method).into(),
                path: (&*it.path.text).into(),
                handler: handler.node,
                span: it.site,
                confidence: handler.sure.max(open).max(it.sure).max(sure),
                cfg,
            });
        }
    }
}

/// Doors in the order of their ids; what several have is numbered.
fn numbered(mut doors: Vec<Door>) -> Vec<Door> {
    doors.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.span.cmp(&b.span)));
    let mut run = 1;
    for idx in 1..doors.len() {
        let first = doors[idx - run].id.clone();
        if doors[idx].id == first {
            run += 1;
            doors[idx].id = format!("{first}#{run}").into();
        } else {
            run = 1;
        }
    }
    doors.sort_by(|a, b| a.id.cmp(&b.id));
    doors
}
