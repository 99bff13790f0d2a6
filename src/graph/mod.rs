//! References folded into dependencies, at three levels, with the questions one asks a graph.

mod census;
mod fold;
mod hubs;
mod packed;
mod walk;

use std::ops::Range;
use std::sync::OnceLock;

use petgraph::graph::DiGraph;

use crate::model::{CfgId, CodeModel, Confidence, DependencyKind, ModuleId, Node, RefId};
use crate::source::Span;

pub use census::Census;
use fold::Folded;
pub use hubs::{Needed, hubs, most_needed};

/// What a node of the folded graph is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// One node a crate.
    Crate,
    /// One node a module.
    Module,
    /// One node an item; modules only where nothing finer is known.
    Item,
}

/// All references from one node to another of one kind, folded.
#[derive(Clone, PartialEq, Debug)]
pub struct Dependency {
    /// The one that needs.
    pub from: Node,
    /// The one needed.
    pub to: Node,
    /// How.
    pub kind: DependencyKind,
    /// Sum of the weights of its references.
    pub weight: f64,
    /// The best confidence among its references.
    pub confidence: Confidence,
    /// The condition, if every reference stands under the same one.
    pub cfg: Option<CfgId>,
    /// Whether every reference is test code.
    pub test: bool,
    /// The first place.
    pub first: Option<Span>,
    /// Positions in the level's list of references; see [`Graph::references_of`].
    pub references: Range<u32>,
}

/// Everything one module needs of another, all kinds that a boundary cuts together.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    /// The module that needs.
    pub from: ModuleId,
    /// The module needed.
    pub to: ModuleId,
    /// Sum of weights.
    pub weight: f64,
    /// The best confidence among its references.
    pub confidence: Confidence,
    /// Positions in [`Graph::dependencies`] of the module level.
    pub dependencies: Range<u32>,
}

/// Which references count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Filter {
    /// Whether test code counts.
    pub tests: bool,
    /// Whether references into crates outside the tree count.
    pub externs: bool,
    /// Whether code that is not compiled by default here counts.
    pub inactive: bool,
    /// The least sure confidence that counts.
    pub confidence: Confidence,
    /// The kinds that count.
    pub kinds: Kinds,
}

/// Some of the kinds of dependencies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kinds(u32);

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self(u32::MAX);

    /// Every kind that is counted unless asked for: dispatch turns each dependency on a trait round.
    pub const COUNTED: Self = Self(!(1 << DependencyKind::Dispatch as u32));

    /// What is about tables, views and routines.
    pub const DATA: [DependencyKind; 5] = [
        DependencyKind::Reads,
        DependencyKind::Writes,
        DependencyKind::Joins,
        DependencyKind::ForeignKey,
        DependencyKind::Fires,
    ];

    /// These kinds alone.
    pub fn of(kinds: &[DependencyKind]) -> Self {
        Self(kinds.iter().fold(0, |all, it| all | bit(*it)))
    }

    /// The same kinds, with one of them switched on or off.
    #[must_use]
    pub fn toggled(self, kind: DependencyKind) -> Self {
        Self(self.0 ^ bit(kind))
    }

    /// Whether a kind is among them.
    pub fn contains(self, kind: DependencyKind) -> bool {
        self.0 & bit(kind) != 0
    }
}

impl Filter {
    /// Whether something is left out that counts by default.
    pub fn hides(self) -> bool {
        let kinds = Kinds(self.kinds.0 & Kinds::COUNTED.0);
        self.with_everything() != Self { kinds, ..self }
    }

    /// Whether anything at all is left out.
    pub fn hides_any(self) -> bool {
        self.hides() || !self.tests
    }

    /// The same with everything that counts by default, and test code.
    #[must_use]
    pub fn with_tests_too(self) -> Self {
        Self {
            tests: true,
            ..self.with_everything()
        }
    }

    /// The same with everything that counts by default; test code and crates outside the tree are
    /// as they were.
    #[must_use]
    pub fn with_everything(self) -> Self {
        Self {
            tests: self.tests,
            externs: self.externs,
            ..Self::default()
        }
    }
}

fn bit(kind: DependencyKind) -> u32 {
    1 << kind as u32
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            tests: false,
            externs: false,
            inactive: true,
            confidence: Confidence::Guessed,
            kinds: Kinds::COUNTED,
        }
    }
}

/// The dependencies of one model under one filter.
///
/// The module level and its links are there from the start; the other levels are folded when first
/// asked for. Everything is sorted by origin, then target, then kind.
#[derive(Debug)]
pub struct Graph {
    filter: Filter,
    modules: Folded,
    crates: OnceLock<Folded>,
    items: OnceLock<Folded>,
    links: Vec<Link>,
    /// Positions in `links`, sorted by target.
    incoming: Vec<u32>,
    /// Where the links of each module begin in `links`; one more entry than modules.
    out_starts: Vec<u32>,
    /// Where the links into each module begin in `incoming`.
    in_starts: Vec<u32>,
    /// One node a module in order of id, one edge a link, weighed by its position.
    digraph: DiGraph<ModuleId, u32>,
}

impl Graph {
    /// Folds the references of a model.
    pub fn fold(model: &CodeModel, filter: Filter) -> Self {
        let modules = fold::fold(model, Level::Module, filter);
        Self::of(model, filter, modules)
    }

    fn of(model: &CodeModel, filter: Filter, modules: Folded) -> Self {
        let links = fold::links(&modules.dependencies);
        let n_modules = model.modules().len();
        let mut incoming: Vec<u32> = (0..links.len() as u32).collect();
        incoming.sort_by_key(|it| (links[*it as usize].to, links[*it as usize].from));
        let out_starts = starts(n_modules, links.iter().map(|it| it.from));
        let in_starts = starts(n_modules, incoming.iter().map(|it| links[*it as usize].to));
        let mut digraph = DiGraph::with_capacity(n_modules, links.len());
        for module in model.module_ids() {
            digraph.add_node(module);
        }
        for (position, link) in (0u32..).zip(&links) {
            digraph.add_edge(link.from.0.into(), link.to.0.into(), position);
        }
        let (crates, items) = (OnceLock::new(), OnceLock::new());
        Self {
            filter,
            modules,
            crates,
            items,
            links,
            incoming,
            out_starts,
            in_starts,
            digraph,
        }
    }

    /// What was counted.
    pub fn filter(&self) -> Filter {
        self.filter
    }

    /// The dependencies of the module level, one for each origin, target and kind.
    pub fn dependencies(&self) -> &[Dependency] {
        &self.modules.dependencies
    }

    /// The references folded into a dependency of the module level, in order of place.
    pub fn references_of(&self, dependency: &Dependency) -> &[RefId] {
        part(&self.modules.references, &dependency.references)
    }

    /// The dependencies of any level.
    pub fn dependencies_at(&self, model: &CodeModel, level: Level) -> &[Dependency] {
        &self.folded(model, level).dependencies
    }

    /// The references folded into a dependency of that level, in order of place.
    pub fn references_at(
        &self,
        model: &CodeModel,
        level: Level,
        dependency: &Dependency,
    ) -> &[RefId] {
        part(
            &self.folded(model, level).references,
            &dependency.references,
        )
    }

    /// All links between modules.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// What a module needs.
    pub fn links_from(&self, module: ModuleId) -> &[Link] {
        let range = self.out_starts[module.index()]..self.out_starts[module.index() + 1];
        part(&self.links, &range)
    }

    /// What needs a module.
    pub fn links_to(&self, module: ModuleId) -> impl ExactSizeIterator<Item = &Link> {
        let range = self.in_starts[module.index()]..self.in_starts[module.index() + 1];
        part(&self.incoming, &range)
            .iter()
            .map(|it| &self.links[*it as usize])
    }

    /// The link between two modules, if there is one.
    pub fn link(&self, from: ModuleId, to: ModuleId) -> Option<&Link> {
        let links = self.links_from(from);
        links
            .binary_search_by_key(&to, |it| it.to)
            .ok()
            .map(|it| &links[it])
    }

    /// The dependencies folded into a link: one for each kind.
    pub fn dependencies_of(&self, link: &Link) -> &[Dependency] {
        part(&self.modules.dependencies, &link.dependencies)
    }

    /// All references folded into a link that a boundary would cut, in order of place.
    pub fn references_of_link(&self, link: &Link) -> Vec<RefId> {
        let cut = self
            .dependencies_of(link)
            .iter()
            .filter(|it| it.kind.is_cut_by_boundaries());
        let mut references: Vec<_> = cut.flat_map(|it| self.references_of(it)).copied().collect();
        references.sort_unstable();
        references
    }

    fn folded(&self, model: &CodeModel, level: Level) -> &Folded {
        match level {
            Level::Module => &self.modules,
            Level::Crate => self
                .crates
                .get_or_init(|| fold::fold(model, level, self.filter)),
            Level::Item => self
                .items
                .get_or_init(|| fold::fold(model, level, self.filter)),
        }
    }
}

fn part<'a, T>(all: &'a [T], range: &Range<u32>) -> &'a [T] {
    &all[range.start as usize..range.end as usize]
}

/// Where the run of each module begins in a sorted list of modules.
fn starts(n_modules: usize, sorted: impl Iterator<Item = ModuleId>) -> Vec<u32> {
    let mut starts = vec![0u32; n_modules + 1];
    for module in sorted {
        starts[module.index() + 1] += 1;
    }
    for idx in 0..n_modules {
        starts[idx + 1] += starts[idx];
    }
    starts
}
