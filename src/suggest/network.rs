//! What is grouped: knots of modules that must stay together, and how strongly they are tied.

use std::collections::BTreeMap;

use crate::graph::{Graph, hubs};
use crate::model::{CodeModel, ModuleId};
use crate::notice::Notice;
use crate::plan::{Decision, Owner, Plan, is_within};

/// How strongly a module is tied to the one round it, compared with one that is its only dependent.
const NEST_TIE: f64 = 0.25;

/// Modules that go together whatever is proposed.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Knot {
    pub(super) modules: Vec<ModuleId>,
    /// The owner that a lock holds it in.
    pub(super) locked: Option<Owner>,
}

/// Knots and the ties between them.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Network {
    pub(super) knots: Vec<Knot>,
    /// Both directions added up; the smaller knot first.
    pub(super) ties: BTreeMap<(usize, usize), f64>,
    pub(super) hubs: Vec<ModuleId>,
    /// Together rules that two locks contradict.
    torn: Vec<String>,
}

impl Network {
    pub(super) fn of(model: &CodeModel, graph: &Graph, plan: &Plan) -> Self {
        let hubs = hubs(model, graph.links());
        let owners = plan.owners(model);
        let grouped = |it: ModuleId| {
            let module = model.module(it);
            let wires = module.parent.is_none() && !module.children.is_empty();
            let travels = plan
                .decision_of(&module.path)
                .is_some_and(Decision::travels);
            let locked = plan.is_locked(&module.path);
            locked || !(module.test || wires || travels || hubs.contains(&it))
        };
        let mut network = Self {
            hubs: hubs.clone(),
            ..Self::default()
        };
        let mut tied = Tied::new(model.modules().len());
        let mut lock_of: BTreeMap<Owner, ModuleId> = BTreeMap::new();
        for module in model
            .module_ids()
            .filter(|it| plan.is_locked(&model.module(*it).path))
        {
            let first = *lock_of.entry(owners[module.index()]).or_insert(module);
            tied.tie(first, module);
        }
        for rule in &plan.together {
            let within = |it: &ModuleId| {
                grouped(*it)
                    && rule
                        .iter()
                        .any(|path| is_within(&model.module(*it).path, path))
            };
            let members: Vec<_> = model.module_ids().filter(within).collect();
            let mut held = lock_of.iter().filter(|(_, it)| {
                members
                    .iter()
                    .any(|member| tied.root(*member) == tied.root(**it))
            });
            if held.next().is_some() && held.next().is_some() {
                network.torn.push(rule.join(", "));
                continue;
            }
            members.windows(2).for_each(|it| tied.tie(it[0], it[1]));
        }
        let mut knot_of: BTreeMap<ModuleId, usize> = BTreeMap::new();
        for module in model.module_ids().filter(|it| grouped(*it)) {
            let next = network.knots.len();
            let knot = *knot_of.entry(tied.root(module)).or_insert(next);
            if knot == next {
                network.knots.push(Knot::default());
            }
            network.knots[knot].modules.push(module);
            if plan.is_locked(&model.module(module).path) {
                network.knots[knot].locked = Some(owners[module.index()]);
            }
        }
        let knot = |it: ModuleId| knot_of.get(&tied.root(it)).copied().filter(|_| grouped(it));
        network.add_ties(model, graph, knot);
        network
    }

    fn add_ties(
        &mut self,
        model: &CodeModel,
        graph: &Graph,
        knot: impl Fn(ModuleId) -> Option<usize>,
    ) {
        for link in graph.links().iter().filter(|it| it.weight > 0.0) {
            // What many need says little about any one of them.
            let n_dependents = graph.links_to(link.to).len().max(1);
            self.add_tie(knot(link.from), knot(link.to), 1.0 / n_dependents as f64);
        }
        for id in model.module_ids() {
            if let Some(parent) = model.module(id).parent {
                self.add_tie(knot(id), knot(parent), NEST_TIE);
            }
        }
    }

    fn add_tie(&mut self, a: Option<usize>, b: Option<usize>, strength: f64) {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            *self.ties.entry((a.min(b), a.max(b))).or_default() += strength;
        }
    }

    pub(super) fn notices(&self, model: &CodeModel) -> Vec<Notice> {
        let torn = self.torn.iter().map(|paths| {
            Notice::warning(format!(
                "{paths} should stay together but are locked in several services"
            ))
            .hint("unlock one of them")
        });
        let hubs: Vec<&str> = self
            .hubs
            .iter()
            .map(|it| &*model.module(*it).path)
            .collect();
        let aside = (!hubs.is_empty()).then(|| {
            Notice::info(format!(
                "set aside, because most of the code needs them: {}",
                hubs.join(", ")
            ))
            .hint("decide on each: library, copy, service or keep")
        });
        torn.chain(aside).collect()
    }
}

/// Sets of modules that are joined pair by pair.
struct Tied(Vec<ModuleId>);

impl Tied {
    fn new(n_modules: usize) -> Self {
        Self((0..n_modules as u32).map(ModuleId).collect())
    }

    fn root(&self, mut module: ModuleId) -> ModuleId {
        while self.0[module.index()] != module {
            module = self.0[module.index()];
        }
        module
    }

    fn tie(&mut self, a: ModuleId, b: ModuleId) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller root stays, and every set is named by its first module.
        self.0[a.max(b).index()] = a.min(b);
    }
}
