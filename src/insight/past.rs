//! People and time held against modules, crates and services.
//!
//! git knows files; so a part of the system is the files whose modules are in it. A file counts for
//! the module that it is the whole of: modules written inside another one's file share its history,
//! and so make no pair with it.

use rustc_hash::FxHashMap;

use crate::history::{Figures, Pair, Past, TeamIdx, Teams, Together};
use crate::model::{CodeModel, ModuleId};

/// The past of several parts, numbered from 0.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PastOf {
    /// Who changed each part, how often, since when.
    pub figures: Vec<Figures>,
    /// Who answers for each, with how many of its files: the most first.
    pub teams: Vec<Vec<(TeamIdx, u32)>>,
    /// Which of them change in the same commits.
    pub together: Together,
}

impl PastOf {
    /// Folds a past; `part_of` says for the module of a file which part it belongs to.
    pub fn of(
        model: &CodeModel,
        past: &Past,
        n_parts: usize,
        part_of: impl Fn(ModuleId) -> Option<u32>,
    ) -> Self {
        let modules = modules_of_files(model);
        let unit_of: Vec<_> = modules.iter().map(|it| it.and_then(&part_of)).collect();
        let history = past.history.as_ref();
        let figures = history.map(|it| it.figures(&unit_of, n_parts));
        let teams = past
            .teams
            .as_ref()
            .map(|it: &Teams| it.of_units(&unit_of, n_parts));
        Self {
            figures: figures.unwrap_or_else(|| vec![Figures::default(); n_parts]),
            teams: teams.unwrap_or_else(|| vec![Vec::new(); n_parts]),
            together: history
                .map(|it| Together::of(it, &unit_of, n_parts))
                .unwrap_or_default(),
        }
    }
}

/// The past of every module.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ModulesPast {
    /// The modules that are the whole of a file, in order: the parts.
    pub modules: Vec<ModuleId>,
    /// Their past.
    pub past: PastOf,
    pairs: Vec<(ModuleId, ModuleId, Pair)>,
    part_of: Vec<Option<u32>>,
}

impl ModulesPast {
    /// The past of every module; of test code only if asked for.
    pub fn of(model: &CodeModel, past: &Past, tests: bool) -> Self {
        let whole = modules_of_files(model);
        let mut modules: Vec<_> = whole.iter().flatten().copied().collect();
        modules.retain(|it| tests || !model.module(*it).test);
        modules.sort_unstable();
        modules.dedup();
        let place = |it: ModuleId| modules.binary_search(&it).ok().map(|it| it as u32);
        let folded = PastOf::of(model, past, modules.len(), place);
        let part_of = model.modules().iter().map(|it| {
            let file = it.span.filter(|_| tests || !it.test)?.file;
            place(whole[file.index()]?)
        });
        let module = |part: u32| modules[part as usize];
        let pairs = folded.together.pairs().into_iter();
        let pairs = pairs.map(|it| (module(it.a), module(it.b), it)).collect();
        Self {
            part_of: part_of.collect(),
            past: folded,
            pairs,
            modules,
        }
    }

    /// The figures of a module: those of its file.
    pub fn figures(&self, module: ModuleId) -> Option<&Figures> {
        let part = self.part(module)?;
        Some(&self.past.figures[part as usize]).filter(|it| !it.is_empty())
    }

    /// Who answers for a module.
    pub fn teams(&self, module: ModuleId) -> &[(TeamIdx, u32)] {
        let part = self.part(module);
        part.map_or(&[], |it| &self.past.teams[it as usize])
    }

    /// What two modules have in common, however little; nothing for modules of one file.
    pub fn pair(&self, a: ModuleId, b: ModuleId) -> Option<Pair> {
        let (a, b) = self.part(a).zip(self.part(b))?;
        (a != b).then(|| self.past.together.pair(a, b)).flatten()
    }

    /// Modules that change in the same commits, in order: each pair once.
    pub fn pairs(&self) -> &[(ModuleId, ModuleId, Pair)] {
        &self.pairs
    }

    fn part(&self, module: ModuleId) -> Option<u32> {
        self.part_of.get(module.index()).copied().flatten()
    }
}

/// For every file the module that it is the whole of: the one that begins first. Code of the program
/// goes before test code, where a file is mounted twice.
fn modules_of_files(model: &CodeModel) -> Vec<Option<ModuleId>> {
    let mut first: FxHashMap<usize, (bool, u32, ModuleId)> = FxHashMap::default();
    for id in model.module_ids() {
        let module = model.module(id);
        if let Some(span) = module.span {
            let order = (module.test, span.line, id);
            let best = first.entry(span.file.index()).or_insert(order);
            *best = order.min(*best);
        }
    }
    let of_file = |file: usize| first.get(&file).map(|it| it.2);
    (0..model.n_files()).map(of_file).collect()
}
