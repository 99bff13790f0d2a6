//! What is worth changing about a plan, each with the figures that say so.

use std::collections::{BTreeMap, BTreeSet};

use super::Assessment;
use super::circles::{Break, service_circles};
use super::effects::{
    CutFromTests, LayerOnly, SplitTransaction, cut_from_tests, layers_only, split_transactions,
};
use super::obstacles::SharedState;
use super::tables::{likeliest_owners, table_uses};
use super::ties::{Ties, is_decided};
use crate::graph::Graph;
use crate::model::{CodeModel, ItemId, ModuleId};
use crate::plan::{CodePath, Owner, Plan};
use crate::source::Span;

/// A module is misplaced if it shares this much more with another service than with its own.
const MISPLACED: f64 = 1.5;
/// ... and at least this many references with it.
const MISPLACED_LEAST: f64 = 4.0;
/// A boundary is wide if it carries at least this share of all that is cut, and one of several.
const WIDE: f64 = 0.25;
/// With fewer other services than this, to need them all says nothing.
const FEWEST_OTHERS: usize = 3;
/// At most so many findings of a kind are told, the worst ones.
const MAX_OF_A_KIND: usize = 12;

/// A ranked, explained observation about a plan.
#[derive(Clone, PartialEq, Debug)]
pub enum Finding {
    /// Services need each other in a circle.
    Circle {
        /// Those in it.
        owners: Vec<Owner>,
        /// The cheapest edges to break, the lightest first.
        breaks: Vec<Break<Owner>>,
        /// Whether nothing cheaper would do.
        exact: bool,
    },
    /// Modules that must not share a service do, or those that must do not.
    RuleBroken {
        /// The rule: `true` for together, `false` for apart.
        together: bool,
        /// The paths it names.
        paths: Vec<CodePath>,
    },
    /// Several services write rows of one table.
    WrittenBySeveral {
        /// The module that stands for the table.
        table: ModuleId,
        /// Who owns it.
        owner: Owner,
        /// Those who write and how often, who does so most first.
        writers: Vec<(Owner, f64)>,
    },
    /// A table belongs to nobody, and a service uses it more than the remaining monolith does.
    Unowned {
        /// The module that stands for the table, view or routine.
        table: ModuleId,
        /// Those that use it and how often, the likeliest owner first.
        users: Vec<(Owner, f64)>,
    },
    /// Several services reach the same state in memory: cut apart, each would have its own.
    SharedState {
        /// The static, or what has a lock in its hands.
        item: ItemId,
        /// Those who reach it, the one it stands in first; then how often each does.
        users: Vec<(Owner, u32)>,
        /// Where it is declared, and where each module reaches it first.
        places: Vec<Span>,
    },
    /// A transaction writes what belongs to several services.
    Split(SplitTransaction),
    /// A service is only a layer: all its modules are of one technical tier.
    LayerOnly(LayerOnly),
    /// A module would lose all its tests.
    CutFromTests(CutFromTests),
    /// Several services need a module that nobody has decided on.
    Undecided {
        /// The module.
        module: ModuleId,
        /// Those who need it.
        users: Vec<Owner>,
        /// How many references they make.
        weight: f64,
    },
    /// A module shares more with another service than with its own.
    Misplaced {
        /// The module.
        module: ModuleId,
        /// Where it is.
        here: (Owner, f64),
        /// Where it would have less cut.
        there: (Owner, f64),
    },
    /// A service needs all other services, or all but one.
    NeedsEverything {
        /// The service.
        service: Owner,
        /// Those it needs, the most needed first.
        needed: Vec<Owner>,
        /// How many other services there are.
        n_others: usize,
        /// How many references lead to those it needs.
        weight: f64,
    },
    /// One boundary carries a large part of all that is cut.
    Wide {
        /// The one that needs.
        from: Owner,
        /// The one needed.
        to: Owner,
        /// What it carries.
        weight: f64,
        /// Its share of all that is cut.
        share: f64,
    },
}

/// Everything worth changing: broken promises first, then circles, then what would cut less.
/// `states` are those that several modules reach.
pub fn findings(
    model: &CodeModel,
    graph: &Graph,
    plan: &Plan,
    assessment: &Assessment,
    states: &[SharedState],
) -> Vec<Finding> {
    let mut found = broken_rules(plan);
    let circles = service_circles(assessment).into_iter().take(MAX_OF_A_KIND);
    found.extend(circles.map(|it| Finding::Circle {
        owners: it.members,
        breaks: it.breaks,
        exact: it.exact,
    }));
    if plan.services.is_empty() {
        return found;
    }
    found.extend(of_tables(model, graph, plan, assessment));
    found.extend(shared(states, assessment));
    let split = split_transactions(model, assessment).into_iter();
    found.extend(split.take(MAX_OF_A_KIND).map(Finding::Split));
    let layers = layers_only(model, graph, plan, assessment).into_iter();
    found.extend(layers.take(MAX_OF_A_KIND).map(Finding::LayerOnly));
    found.extend(undecided(model, graph, plan, assessment));
    found.extend(misplaced(model, graph, plan, assessment));
    found.extend(needs_everything(plan, assessment));
    found.extend(wide(assessment));
    let cut = cut_from_tests(model, assessment).into_iter();
    found.extend(cut.take(MAX_OF_A_KIND).map(Finding::CutFromTests));
    found
}

fn broken_rules(plan: &Plan) -> Vec<Finding> {
    let owners = |paths: &[CodePath]| {
        let mut owners: Vec<_> = paths.iter().map(|it| plan.owner_of(it)).collect();
        owners.sort();
        owners.dedup();
        owners.len()
    };
    let apart = plan.apart.iter().filter(|it| owners(it) < it.len());
    let together = plan.together.iter().filter(|it| owners(it) > 1);
    let broken = |together, paths: &Vec<CodePath>| Finding::RuleBroken {
        together,
        paths: paths.clone(),
    };
    together
        .map(|it| broken(true, it))
        .chain(apart.map(|it| broken(false, it)))
        .take(MAX_OF_A_KIND)
        .collect()
}

fn of_tables(
    model: &CodeModel,
    graph: &Graph,
    plan: &Plan,
    assessment: &Assessment,
) -> Vec<Finding> {
    let (mut shared, mut unowned) = (Vec::new(), Vec::new());
    for it in table_uses(model, graph, assessment) {
        let writers: Vec<_> = it
            .writers()
            .iter()
            .map(|it| (it.owner, it.writes))
            .collect();
        if writers.len() > 1 {
            shared.push(Finding::WrittenBySeveral {
                table: it.table,
                owner: it.owner,
                writers,
            });
        } else if it.owner.is_none() && !is_decided(model, plan, it.table) {
            let users = likeliest_owners(&it);
            if users.first().is_some_and(|it| it.0.is_some()) {
                let table = it.table;
                unowned.push(Finding::Unowned { table, users });
            }
        }
    }
    let mut found = heaviest(shared, |it| match it {
        Finding::WrittenBySeveral { writers, .. } => writers[1..].iter().map(|it| it.1).sum(),
        _ => 0.0,
    });
    found.extend(heaviest(unowned, |it| match it {
        Finding::Unowned { users, .. } => users.iter().map(|it| it.1).sum(),
        _ => 0.0,
    }));
    found
}

/// One finding an item: a type that hands several locks round is one thing to mend.
fn shared(states: &[SharedState], assessment: &Assessment) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut seen = BTreeSet::new();
    for state in states.iter().filter(|it| seen.insert(it.item)) {
        let mut users: Vec<(Owner, u32)> = Vec::new();
        for touch in &state.touched_by {
            let owner = assessment.owner_of(touch.module);
            match users.iter_mut().find(|it| it.0 == owner) {
                Some(user) => user.1 += touch.n_mentions,
                None => users.push((owner, touch.n_mentions)),
            }
        }
        if users.len() > 1 {
            let item = state.item;
            let reached = state.touched_by.iter().filter_map(|it| it.first);
            let places = state.span.into_iter().chain(reached).collect();
            found.push(Finding::SharedState {
                item,
                users,
                places,
            });
        }
    }
    heaviest(found, |it| match it {
        Finding::SharedState { users, .. } => {
            let n_mentions: u32 = users.iter().map(|it| it.1).sum();
            users.len() as f64 * 1.0e9 + f64::from(n_mentions)
        }
        _ => 0.0,
    })
}

fn undecided(
    model: &CodeModel,
    graph: &Graph,
    plan: &Plan,
    assessment: &Assessment,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for module in model.module_ids() {
        let open = assessment.owner_of(module).is_none() && !model.module(module).test;
        let open = open && model.module(module).object_kind().is_none();
        if !open || is_decided(model, plan, module) {
            continue;
        }
        let mut users: BTreeMap<Owner, f64> = BTreeMap::new();
        for link in graph.links_to(module) {
            let user = assessment.owner_of(link.from);
            if user.is_some() {
                *users.entry(user).or_default() += link.weight;
            }
        }
        if users.len() >= 2 {
            let weight = users.values().sum();
            found.push(Finding::Undecided {
                module,
                users: users.into_keys().collect(),
                weight,
            });
        }
    }
    heaviest(found, |it| match it {
        Finding::Undecided { weight, .. } => *weight,
        _ => 0.0,
    })
}

fn misplaced(
    model: &CodeModel,
    graph: &Graph,
    plan: &Plan,
    assessment: &Assessment,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for module in model.module_ids() {
        let path = &model.module(module).path;
        let locked = plan.is_locked(path);
        let here = assessment.owner_of(module);
        if here.is_none() || locked || is_decided(model, plan, module) {
            continue;
        }
        let ties = Ties::of(model, graph, plan, assessment, module);
        let own = ties.with_owner(here).map_or(0.0, |it| it.weight);
        if let Some(there) = ties.best_service_beside(here)
            && there.weight >= MISPLACED_LEAST
            && there.weight > own * MISPLACED
        {
            found.push(Finding::Misplaced {
                module,
                here: (here, own),
                there: (there.owner, there.weight),
            });
        }
    }
    heaviest(found, |it| match it {
        Finding::Misplaced { here, there, .. } => there.1 - here.1,
        _ => 0.0,
    })
}

/// The remaining monolith is not asked, and counts for nobody: it still holds what wires all the
/// rest together.
fn needs_everything(plan: &Plan, assessment: &Assessment) -> Vec<Finding> {
    let n_others = plan.services.len().saturating_sub(1);
    if n_others < FEWEST_OTHERS {
        return Vec::new();
    }
    let mut found = Vec::new();
    for service in &plan.services {
        let links = assessment.links.iter();
        let needed: Vec<_> = links
            .filter(|it| it.from == Some(service.id) && it.to.is_some())
            .collect();
        if needed.len() + 1 >= n_others {
            found.push(Finding::NeedsEverything {
                service: Some(service.id),
                n_others,
                weight: needed.iter().map(|it| it.weight).sum(),
                needed: needed.iter().map(|it| it.to).collect(),
            });
        }
    }
    heaviest(found, |it| match it {
        Finding::NeedsEverything { needed, weight, .. } => needed.len() as f64 * 1.0e9 + weight,
        _ => 0.0,
    })
}

fn wide(assessment: &Assessment) -> Vec<Finding> {
    if assessment.links.len() < 3 || assessment.cut_weight <= 0.0 {
        return Vec::new();
    }
    let share = |weight: f64| weight / assessment.cut_weight;
    let wide = assessment
        .links
        .iter()
        .filter(|it| share(it.weight) >= WIDE);
    wide.map(|it| Finding::Wide {
        from: it.from,
        to: it.to,
        weight: it.weight,
        share: share(it.weight),
    })
    .collect()
}

/// The heaviest few; equal ones stay in the order of the code.
fn heaviest(mut found: Vec<Finding>, weight: impl Fn(&Finding) -> f64) -> Vec<Finding> {
    found.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    found.truncate(MAX_OF_A_KIND);
    found
}
