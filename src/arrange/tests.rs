//! What always holds of an arrangement, on made-up code of many shapes.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::model::{ModelBuilder, Module, TargetKind};
use crate::plan::{Decision, Service};

/// Code and plan as an arrangement sees them.
#[derive(Debug)]
struct World {
    model: CodeModel,
    links: Vec<Link>,
    plan: Plan,
    owners: Vec<Owner>,
}

impl World {
    /// Modules as paths, parents first; links as pairs of positions with a weight.
    fn new(paths: &[String], links: &[(usize, usize, f64)]) -> Self {
        let mut builder = ModelBuilder::new([]);
        let mut krate = CrateId(0);
        for path in paths {
            let (parent, name) = match path.rsplit_once("::") {
                Some((parent, name)) => (builder.so_far().module_at(parent), name),
                None => (None, path.as_str()),
            };
            if parent.is_none() {
                krate = builder.add_crate(path.as_str().into(), "package".into(), TargetKind::Lib);
            }
            builder.add_module(Module {
                path: path.as_str().into(),
                name: name.into(),
                parent,
                krate: parent.map_or(krate, |it| builder.so_far().module(it).krate),
                span: None,
                n_lines: 10,
                cfg: None,
                test: false,
                detail: false,
                kind: "module".into(),
                children: Vec::new(),
                items: Vec::new(),
            });
        }
        let model = builder.finish();
        let module = |at: usize| ModuleId(at as u32);
        let links = links.iter().map(|(from, to, weight)| Link {
            from: module(*from),
            to: module(*to),
            weight: *weight,
            confidence: crate::model::Confidence::Resolved,
            dependencies: 0..0,
        });
        let owners = vec![None; paths.len()];
        Self {
            links: links.collect(),
            model,
            plan: Plan::default(),
            owners,
        }
    }

    fn with_services(mut self, names: &[&str], owner: impl Fn(usize) -> Option<usize>) -> Self {
        self.plan.services = (0u32..)
            .zip(names)
            .map(|(id, name)| Service {
                id: ServiceId(id),
                name: (*name).into(),
                owns: BTreeSet::new(),
                items: BTreeSet::new(),
                prefixes: Vec::new(),
                package: None,
                note: None,
            })
            .collect();
        let owner = |it| owner(it).map(|it| ServiceId(it as u32));
        self.owners = (0..self.owners.len()).map(owner).collect();
        self
    }

    fn request(&self) -> Request<'_> {
        let Self {
            model,
            links,
            plan,
            owners,
        } = self;
        Request {
            model,
            links,
            unfiltered: links,
            plan,
            owners,
            tests: false,
        }
    }

    fn arrange(&self, previous: Option<&Arrangement>) -> Arrangement {
        let made = arrange(&self.request(), previous);
        hold(self, &made);
        made
    }
}

/// What holds of every arrangement.
fn hold(world: &World, made: &Arrangement) {
    let mut seen: Vec<ModuleId> = made.chips.iter().map(|it| it.module).collect();
    seen.sort();
    assert_eq!(
        seen,
        world.model.module_ids().collect::<Vec<_>>(),
        "each module once"
    );
    for (at, container) in made.containers.iter().enumerate() {
        assert!(
            finite(&container.rect) && container.rect.width() > 0.0,
            "{container:?}"
        );
        for other in &made.containers[at + 1..] {
            assert!(
                !container.rect.overlaps(&other.rect),
                "{container:?} and {other:?} overlap"
            );
        }
        let chips = made.chips_in(container);
        for (nth, chip) in chips.iter().enumerate() {
            assert!(
                finite(&chip.rect) && container.rect.encloses(&chip.rect),
                "{chip:?}"
            );
            assert_eq!(made.chip(chip.module), Some(chip));
            let clear = chips[nth + 1..]
                .iter()
                .all(|it| !it.rect.overlaps(&chip.rect));
            assert!(clear, "{chip:?} covers another");
        }
        for group in &made.groups[container.groups.start as usize..container.groups.end as usize] {
            assert!(
                container.rect.encloses(&group.rect),
                "{group:?} in {container:?}"
            );
            let inside = &made.chips[group.chips.start as usize..group.chips.end as usize];
            assert!(
                inside.iter().all(|it| group.rect.encloses(&it.rect)),
                "{group:?}"
            );
        }
    }
    for ribbon in &made.ribbons {
        let ends = [ribbon.from, ribbon.to].map(|it| made.containers[it as usize].rect);
        let [start, .., end] = ribbon.curve.0;
        assert!(ends[0].grown(0.1).contains(start) && ends[1].grown(0.1).contains(end));
        assert!(
            ribbon
                .curve
                .0
                .iter()
                .all(|it| it.x.is_finite() && it.y.is_finite())
        );
    }
}

fn finite(rect: &Rect) -> bool {
    [rect.min.x, rect.min.y, rect.max.x, rect.max.y]
        .iter()
        .all(|it| it.is_finite())
}

fn paths(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// A picture of an arrangement in words.
fn told(made: &Arrangement) -> String {
    let mut text = String::new();
    for container in &made.containers {
        let Rect { min, .. } = container.rect;
        let size = (container.rect.width(), container.rect.height());
        writeln!(
            text,
            "{:?} {:?} at {},{} size {:?}",
            container.key, container.name, min.x, min.y, size
        )
        .unwrap();
        for group in &made.groups[container.groups.start as usize..container.groups.end as usize] {
            writeln!(
                text,
                "  [{}] {} chips, depth {}",
                group.name,
                group.chips.len(),
                group.depth
            )
            .unwrap();
        }
        let labels: Vec<&str> = made
            .chips_in(container)
            .iter()
            .map(|it| &*it.label)
            .collect();
        writeln!(text, "  {}", labels.join(" ")).unwrap();
    }
    for ribbon in &made.ribbons {
        let name = |at: u32| &made.containers[at as usize].name;
        let cut = if ribbon.cut { " cut" } else { "" };
        writeln!(
            text,
            "{} -> {} x{}{cut}",
            name(ribbon.from),
            name(ribbon.to),
            ribbon.weight
        )
        .unwrap();
    }
    text
}

fn check(world: &World, expected: &Expect) {
    expected.assert_eq(&told(&world.arrange(None)));
}

fn shop() -> World {
    let paths = paths(
        "shop shop::orders shop::orders::cart shop::orders::state shop::stock shop::stock::reserve",
    );
    let links = [(2, 5, 3.0), (3, 5, 1.0), (1, 2, 2.0), (5, 0, 1.0)];
    World::new(&paths, &links).with_services(&["orders", "stock"], |at| match at {
        1..=3 => Some(0),
        4..=5 => Some(1),
        _ => None,
    })
}

#[test]
fn services_and_what_remains_are_containers_with_ribbons() {
    check(
        &shop(),
        &expect![[r#"
            Service(ServiceId(0)) "orders" at 0,185 size (220.0, 119.0)
              orders orders::cart orders::state
            Service(ServiceId(1)) "stock" at 0,0 size (220.0, 119.0)
              stock stock::reserve
            Crate(CrateId(0)) "shop" at 286,15 size (220.0, 90.0)
              shop
            stock -> shop x1 cut
            orders -> stock x4 cut
        "#]],
    );
}

#[test]
fn the_same_request_gives_the_same_answer() {
    assert_eq!(shop().arrange(None), shop().arrange(None));
}

#[test]
fn many_modules_are_grouped_by_the_beginning_of_their_path() {
    let mut all = paths("shop shop::orders shop::stock shop::log");
    all.extend((0..6).map(|it| format!("shop::orders::o{it}")));
    all.extend((0..6).map(|it| format!("shop::stock::s{it}")));
    check(
        &World::new(&all, &[]),
        &expect![[r#"
            Crate(CrateId(0)) "shop" at 0,0 size (241.0, 358.0)
              [orders] 7 chips, depth 0
              [stock] 7 chips, depth 0
              shop log orders o0 o1 o2 o3 o4 o5 stock s0 s1 s2 s3 s4 s5
        "#]],
    );
}

#[test]
fn hubs_and_libraries_wait_on_the_shelf_and_have_no_ribbons() {
    let mut all = paths("shop shop::errors shop::money");
    all.extend((0..14).map(|it| format!("shop::m{it}")));
    let links: Vec<_> = (3..17)
        .flat_map(|it| [(it, 1, 1.0), (it, 2, 1.0)])
        .skip(4)
        .collect();
    let mut world = World::new(&all, &links).with_services(&["one"], |at| (at > 9).then_some(0));
    world
        .links
        .retain(|it| it.to != ModuleId(2) || it.from.0 > 12);
    world
        .plan
        .shared
        .insert("shop::money".into(), Decision::Library);
    let made = world.arrange(None);
    let (_, shelf) = made.container(ContainerKey::Shelf).unwrap();
    let labels: Vec<&str> = made.chips_in(shelf).iter().map(|it| &*it.label).collect();
    assert_eq!(labels, ["errors", "money"]);
    assert_eq!(made.ribbons, []);
}

#[test]
fn one_put_a_hair_into_another_makes_it_give_way() {
    let mut world = shop();
    let put = |world: &mut World, name: &str, x, y| {
        world.plan.positions.insert(name.into(), (x, y));
        world.arrange(None)
    };
    let made = put(&mut world, "stock", 0.0, 0.0);
    let stock = made.container(ContainerKey::Service(ServiceId(1))).unwrap();
    // A third of a unit is more than rounding and less than anybody sees.
    let below = stock.1.rect.max.y - 0.3;
    put(&mut world, "orders", 0.0, below);
}

#[test]
fn a_place_given_by_hand_is_kept() {
    let mut world = shop();
    world.plan.positions.insert("stock".into(), (500.0, -300.0));
    world
        .plan
        .positions
        .insert("orders".into(), (f32::NAN, 0.0));
    let made = world.arrange(None);
    let stock = made
        .container(ContainerKey::Service(ServiceId(1)))
        .unwrap()
        .1;
    assert_eq!(
        (stock.rect.min, stock.by_hand),
        (Point::new(500.0, -300.0), true)
    );
    assert!(
        !made
            .container(ContainerKey::Service(ServiceId(0)))
            .unwrap()
            .1
            .by_hand
    );
}

#[test]
fn what_is_dropped_onto_another_container_stays_and_the_other_makes_room() {
    let mut world = shop();
    let before = world.arrange(None);
    let orders = before
        .container(ContainerKey::Service(ServiceId(0)))
        .unwrap()
        .1
        .rect;
    let wish = orders.min.shifted(30.0, 20.0);
    world
        .plan
        .positions
        .insert("stock".into(), (wish.x, wish.y));
    let after = world.arrange(Some(&before));
    assert_eq!(
        after
            .container(ContainerKey::Service(ServiceId(1)))
            .unwrap()
            .1
            .rect
            .min,
        wish
    );
}

#[test]
fn an_edit_leaves_the_others_where_they_are() {
    let mut all = paths("shop");
    all.extend((0..60).map(|it| format!("shop::m{it}")));
    let links: Vec<_> = (1..60).map(|it| (it, it * 7 % 60 + 1, 1.0)).collect();
    let names = ["a", "b", "c", "d", "e", "f"];
    let mut world = World::new(&all, &links).with_services(&names, |at| Some(at % 6));
    let before = world.arrange(None);
    world.owners[7] = Some(ServiceId(2));
    let after = world.arrange(Some(&before));
    let moved = before
        .containers
        .iter()
        .zip(&after.containers)
        .filter(|(a, b)| a.rect.min != b.rect.min);
    assert_eq!(moved.count(), 0);
}

#[test]
fn ten_thousand_modules_in_many_shapes() {
    let mut all = Vec::new();
    for krate in 0..40 {
        all.push(format!("crate_{krate}"));
        all.extend((0..10).map(|it| format!("crate_{krate}::part_{it}")));
        all.extend((0..240).map(|it| format!("crate_{krate}::part_{}::module_{it}", it % 10)));
    }
    let n = all.len();
    let links: Vec<_> = (0..50_000)
        .map(|it| (it * 7919 % n, it * 104_729 % n, 1.0))
        .collect();
    let world = World::new(&all, &links);
    let started = std::time::Instant::now();
    let made = arrange(&world.request(), None);
    // Unoptimized and on a busy machine; a release build takes a hundredth of this.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    assert_eq!(made.chips.len(), n);
}

fn any_world() -> impl Strategy<Value = World> {
    let module = (0usize..1000, "[a-z가-힣]{1,12}");
    let links = prop::collection::vec((0usize..1000, 0usize..1000, 1.0..50.0), 0..120);
    let owners = prop::collection::vec(prop::option::of(0usize..5), 80);
    let by_hand = prop::option::of((0usize..5, -900.0f32..900.0, -900.0f32..900.0));
    (prop::collection::vec(module, 1..80), links, owners, by_hand).prop_map(
        |(modules, links, owners, by_hand)| {
            let mut all: Vec<String> = Vec::new();
            for (nth, (parent, name)) in modules.iter().enumerate() {
                // About one in nine begins a crate of its own.
                let root = all.is_empty() || parent % 9 == 0;
                let head = if root {
                    String::new()
                } else {
                    format!("{}::", all[parent % all.len()])
                };
                all.push(format!("{head}{name}{nth}"));
            }
            let n = all.len();
            let links: Vec<_> = links.iter().map(|it| (it.0 % n, it.1 % n, it.2)).collect();
            let names = ["a", "b", "c", "d", "e"];
            let mut world = World::new(&all, &links).with_services(&names, |it| owners[it]);
            if let Some((at, x, y)) = by_hand {
                world.plan.positions.insert(Arc::from(names[at]), (x, y));
            }
            world
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_arrangement_holds_after_every_edit(
        world in any_world(),
        edits in prop::collection::vec((0usize..80, prop::option::of(0u32..5)), 0..12),
        drop in (0usize..5, -600.0f32..600.0, -600.0f32..600.0),
    ) {
        let mut world = world;
        let mut made = world.arrange(None);
        for (module, owner) in edits {
            let at = module % world.owners.len();
            world.owners[at] = owner.map(ServiceId);
            let next = world.arrange(Some(&made));
            prop_assert_eq!(&next, &arrange(&world.request(), Some(&made)));
            made = next;
        }
        let name = world.plan.services[drop.0].name.clone();
        world.plan.positions.insert(name, (drop.1, drop.2));
        let made = world.arrange(Some(&made));
        let (_, put) = made.container(ContainerKey::Service(ServiceId(drop.0 as u32))).unwrap();
        prop_assert_eq!(put.rect.min, Point::new(drop.1, drop.2));
    }
}
