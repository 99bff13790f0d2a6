//! Knots into groups: Leiden first, then whatever the architect asked for.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};

use super::Wish;
use super::network::Network;
use crate::model::{CodeModel, ModuleId};
use crate::notice::Notice;
use crate::plan::{Plan, ServiceId, is_within};

/// How often the grouping is tried more finely until there are as many groups as asked for.
const MOST_TRIES: u32 = 12;

/// Modules that are proposed as one service.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Group {
    pub(super) modules: Vec<ModuleId>,
    /// The service of the plan that it becomes; a new one where absent.
    pub(super) service: Option<ServiceId>,
}

/// Groups of two modules or more, largest first.
pub(super) fn groups(
    model: &CodeModel,
    plan: &Plan,
    network: &Network,
    wish: Wish,
    notices: &mut Vec<Notice>,
) -> Vec<Group> {
    let mut split = Split::found(network, wish);
    split.separate_locks(network);
    split.keep_apart(model, plan, network, notices);
    if let Some(n_services) = wish.n_services {
        split.merge_down_to(n_services as usize, model, plan, network);
    }
    let n_services = split.counted(network).len();
    notices.extend(wish.n_services.and_then(|it| missed(n_services, it)));
    split.into_groups(model, plan, network)
}

/// Tells that there are not as many services as were asked for, and why.
fn missed(found: usize, wanted: u32) -> Option<Notice> {
    Some(match found.cmp(&(wanted as usize)) {
        Ordering::Equal => return None,
        Ordering::Less => Notice::warning(format!("found only {found} of {wanted} services"))
            .hint("too little hangs together: ask for fewer"),
        Ordering::Greater => Notice::warning(format!("found {found} services instead of {wanted}"))
            .hint("locks and `apart` rules forbid to join more of them"),
    })
}

/// The group of every knot.
struct Split(Vec<usize>);

impl Split {
    /// The first split with as many groups as asked for, or else the one with the most.
    fn found(network: &Network, wish: Wish) -> Self {
        let wanted = wish.n_services.unwrap_or(0) as usize;
        let n_groups = |it: &Self| it.sizes(network).values().filter(|it| **it > 1).count();
        let mut resolution = 1.0;
        let mut best = Self::at(network, resolution, wish.seed);
        for _ in 0..MOST_TRIES {
            if n_groups(&best) >= wanted {
                break;
            }
            resolution *= 1.4;
            let finer = Self::at(network, resolution, wish.seed);
            if n_groups(&finer) > n_groups(&best) {
                best = finer;
            }
        }
        best
    }

    /// Leiden at one resolution; every knot alone where it has nothing to work on.
    fn at(network: &Network, resolution: f64, seed: u64) -> Self {
        let alone = || Self((0..network.knots.len()).collect());
        if network.ties.is_empty() {
            return alone();
        }
        let mut builder = GraphDataBuilder::new(network.knots.len());
        for ((a, b), strength) in &network.ties {
            if builder.add_edge(*a, *b, *strength).is_err() {
                return alone();
            }
        }
        let config = LeidenConfig::builder()
            .resolution(resolution)
            .seed(seed)
            .build();
        let found = builder.build().and_then(|it| Leiden::new(config).run(&it));
        found.map_or_else(|_| alone(), |it| Self(it.partition.as_slice().to_vec()))
    }

    fn sizes(&self, network: &Network) -> BTreeMap<usize, usize> {
        let mut sizes = BTreeMap::new();
        for (knot, group) in self.0.iter().enumerate() {
            *sizes.entry(*group).or_default() += network.knots[knot].modules.len();
        }
        sizes
    }

    fn fresh(&self) -> usize {
        self.0.iter().max().map_or(0, |it| it + 1)
    }

    /// Knots that locks hold in different services get groups of their own.
    fn separate_locks(&mut self, network: &Network) {
        let mut holder: BTreeMap<usize, Option<ServiceId>> = BTreeMap::new();
        for (knot, it) in network.knots.iter().enumerate() {
            let Some(locked) = it.locked else { continue };
            let held = *holder.entry(self.0[knot]).or_insert(locked);
            if held != locked {
                self.0[knot] = self.fresh();
                holder.insert(self.0[knot], locked);
            }
        }
    }

    /// The second of two that must be apart goes where it is tied next best.
    fn keep_apart(
        &mut self,
        model: &CodeModel,
        plan: &Plan,
        network: &Network,
        notices: &mut Vec<Notice>,
    ) {
        for rule in &plan.apart {
            let mut homes: BTreeMap<usize, usize> = BTreeMap::new();
            let sides = (0..).zip(rule).flat_map(|(side, path)| {
                knots_within(model, network, path)
                    .into_iter()
                    .map(move |knot| (side, path, knot))
            });
            let mut sides: Vec<_> = sides.collect();
            // What is locked stays, the others make way.
            sides.sort_by_key(|it| network.knots[it.2].locked.is_none());
            for (side, path, knot) in sides {
                if *homes.entry(self.0[knot]).or_insert(side) == side {
                    continue;
                }
                if network.knots[knot].locked.is_some() {
                    notices.push(
                        Notice::warning(format!("{path:?} cannot be kept apart: it is locked"))
                            .hint("unlock it, or drop the rule"),
                    );
                    continue;
                }
                let open = |it: &usize| homes.get(it).is_none_or(|there| *there == side);
                let home = self.best_home(knot, network, open);
                self.0[knot] = home.unwrap_or_else(|| self.fresh());
                homes.insert(self.0[knot], side);
            }
        }
    }

    /// The group that a knot is tied to most strongly, of those that are open to it.
    fn best_home(
        &self,
        knot: usize,
        network: &Network,
        open: impl Fn(&usize) -> bool,
    ) -> Option<usize> {
        let mut strength: BTreeMap<usize, f64> = BTreeMap::new();
        for ((a, b), tie) in &network.ties {
            let other = if *a == knot { *b } else { *a };
            if (*a == knot || *b == knot) && open(&self.0[other]) {
                *strength.entry(self.0[other]).or_default() += tie;
            }
        }
        let best = strength
            .iter()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        best.map(|it| *it.0)
    }

    /// Groups that become services: of several modules, or locked in a service.
    fn counted(&self, network: &Network) -> BTreeMap<usize, usize> {
        let mut sizes = self.sizes(network);
        let locked = |group: usize| {
            let knots = self.0.iter().zip(&network.knots);
            let mut here = knots.filter(|it| *it.0 == group);
            here.find_map(|it| it.1.locked)
        };
        sizes.retain(|group, n| match locked(*group) {
            Some(owner) => owner.is_some(),
            None => *n > 1,
        });
        sizes
    }

    /// Merges the two groups that are tied most strongly for their size, until there are so many.
    fn merge_down_to(&mut self, wanted: usize, model: &CodeModel, plan: &Plan, network: &Network) {
        let forbidden = self.forbidden(model, plan, network);
        loop {
            let sizes = self.counted(network);
            if sizes.len() <= wanted.max(1) {
                return;
            }
            let tied = self.most_tied(&sizes, &forbidden, network);
            let Some((into, from)) = tied.or_else(|| self.smallest_untied(&sizes, &forbidden))
            else {
                return;
            };
            self.0
                .iter_mut()
                .filter(|it| **it == from)
                .for_each(|it| *it = into);
        }
    }

    /// The pair that is tied most strongly for its size, of those that may be joined.
    fn most_tied(
        &self,
        sizes: &BTreeMap<usize, usize>,
        forbidden: &[(usize, usize)],
        network: &Network,
    ) -> Option<(usize, usize)> {
        let mut between: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for ((a, b), tie) in &network.ties {
            let (a, b) = (self.0[*a], self.0[*b]);
            if a != b && sizes.contains_key(&a) && sizes.contains_key(&b) {
                *between.entry((a.min(b), a.max(b))).or_default() += tie;
            }
        }
        let strength =
            |pair: &(usize, usize), tie: f64| tie / (sizes[&pair.0] * sizes[&pair.1]) as f64;
        let open = between
            .iter()
            .filter(|(pair, _)| !self.clash(forbidden, **pair));
        let best = open.max_by(|a, b| {
            strength(a.0, *a.1)
                .total_cmp(&strength(b.0, *b.1))
                .then(b.0.cmp(a.0))
        });
        best.map(|it| *it.0)
    }

    /// Two small groups that may be joined although nothing ties them.
    fn smallest_untied(
        &self,
        sizes: &BTreeMap<usize, usize>,
        forbidden: &[(usize, usize)],
    ) -> Option<(usize, usize)> {
        let mut groups: Vec<usize> = sizes.keys().copied().collect();
        groups.sort_by_key(|it| (sizes[it], *it));
        let pairs = groups.iter().enumerate();
        let mut pairs = pairs.flat_map(|(at, a)| {
            let others = groups.iter().skip(at + 1);
            others.map(move |b| (*a.min(b), *a.max(b)))
        });
        pairs.find(|it| !self.clash(forbidden, *it))
    }

    /// Pairs of knots that must not share a group.
    fn forbidden(&self, model: &CodeModel, plan: &Plan, network: &Network) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for rule in &plan.apart {
            let sides: Vec<Vec<usize>> = rule
                .iter()
                .map(|it| knots_within(model, network, it))
                .collect();
            for (at, side) in sides.iter().enumerate() {
                for other in sides.iter().skip(at + 1).flatten() {
                    pairs.extend(side.iter().map(|it| (*it, *other)));
                }
            }
        }
        let locked: Vec<usize> = (0..self.0.len())
            .filter(|it| network.knots[*it].locked.is_some())
            .collect();
        for (at, knot) in locked.iter().enumerate() {
            pairs.extend(locked.iter().skip(at + 1).map(|it| (*knot, *it)));
        }
        pairs
    }

    fn clash(&self, forbidden: &[(usize, usize)], (a, b): (usize, usize)) -> bool {
        forbidden.iter().any(|it| {
            let homes = (self.0[it.0], self.0[it.1]);
            homes == (a, b) || homes == (b, a)
        })
    }

    fn into_groups(self, model: &CodeModel, plan: &Plan, network: &Network) -> Vec<Group> {
        let mut modules: BTreeMap<usize, Vec<ModuleId>> = BTreeMap::new();
        let mut locked: BTreeMap<usize, Option<ServiceId>> = BTreeMap::new();
        for (knot, group) in self.0.iter().enumerate() {
            modules
                .entry(*group)
                .or_default()
                .extend(&network.knots[knot].modules);
            if let Some(owner) = network.knots[knot].locked {
                locked.insert(*group, owner);
            }
        }
        // What a lock holds in the remaining monolith stays there, with everything grouped to it.
        modules.retain(|group, it| it.len() > 1 && locked.get(group) != Some(&None));
        let mut groups: Vec<Group> = Vec::with_capacity(modules.len());
        for (group, mut modules) in modules {
            modules.sort_unstable();
            groups.push(Group {
                modules,
                service: locked.get(&group).copied().flatten(),
            });
        }
        groups.sort_by_key(|it| (std::cmp::Reverse(it.modules.len()), it.modules[0]));
        inherit_services(model, plan, &mut groups);
        groups
    }
}

/// A group that shares most with a service of the plan becomes that service.
fn inherit_services(model: &CodeModel, plan: &Plan, groups: &mut [Group]) {
    let owners = plan.owners(model);
    let mut taken: BTreeSet<ServiceId> = groups.iter().filter_map(|it| it.service).collect();
    for group in groups.iter_mut().filter(|it| it.service.is_none()) {
        let mut shared: BTreeMap<ServiceId, usize> = BTreeMap::new();
        for owner in group.modules.iter().filter_map(|it| owners[it.index()]) {
            *shared.entry(owner).or_default() += 1;
        }
        let free = shared
            .iter()
            .filter(|it| !taken.contains(it.0) && *it.1 * 2 >= group.modules.len());
        group.service = free
            .max_by_key(|it| (*it.1, std::cmp::Reverse(*it.0)))
            .map(|it| *it.0);
        taken.extend(group.service);
    }
}

fn knots_within(model: &CodeModel, network: &Network, path: &str) -> Vec<usize> {
    let within = |it: &ModuleId| is_within(&model.module(*it).path, path);
    let knots = network.knots.iter().enumerate();
    knots
        .filter(|(_, it)| it.modules.iter().any(within))
        .map(|it| it.0)
        .collect()
}
