//! An open project: its code, its scenarios, and what follows from both.

use std::path::PathBuf;
use std::sync::Arc;

use super::command::Destination;
use super::effect::Seen;
use super::history::History;
use crate::arrange::{self, Arrangement};
use crate::graph::{Census, Filter, Graph, Needed, most_needed};
use crate::insight::obstacles::{Memo, SharedState, shared_states};
use crate::insight::{
    Assessment, Circle, Finding, Live, Preview, Target, findings, module_circles,
};
use crate::model::{ModuleId, Successor};
use crate::notice::Notice;
use crate::pipeline::Analysis;
use crate::plan::{Owner, Plan};
use crate::project_file::{self, Vanished};

/// So many of the most needed modules are named.
const N_MOST_NEEDED: usize = 8;

/// A plan as text, with the file it belongs into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanText {
    /// Which scenario; empty for the chosen one.
    pub name: Arc<str>,
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// The places on the canvas, as the text of the file beside it.
    pub positions: Arc<str>,
    /// The state of the history that this is.
    pub state: u64,
}

/// A plan as it was read.
#[derive(Clone, Debug)]
pub struct OpenedPlan {
    /// Which scenario; empty for the chosen one.
    pub name: Arc<str>,
    /// The plan.
    pub plan: Plan,
    /// The text it was read from, so that comments survive; `None` if there is no file yet.
    pub text: Option<Arc<str>>,
    /// Whether it was rescued from a session that ended badly.
    pub rescued: bool,
}

/// Everything that opening a project yields.
#[derive(Clone, Debug)]
pub struct OpenedProject {
    /// The folder.
    pub root: PathBuf,
    /// Its code.
    pub analysis: Arc<Analysis>,
    /// What its files looked like when they were read.
    pub seen: Seen,
    /// What was shown of it when it was open last.
    pub filter: Filter,
    /// Its plans, the chosen one first; at least one.
    pub plans: Vec<OpenedPlan>,
    /// Position of the plan that is to be shown.
    pub shown: usize,
    /// What there is to say about the plans.
    pub notices: Vec<Notice>,
    /// Plans of a session that ended badly, where there are any.
    pub rescued: Option<Vec<OpenedPlan>>,
}

/// One plan among several for the same code.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is called; empty for the chosen one, `seamline.toml`.
    pub name: Arc<str>,
    /// The plan.
    pub plan: Plan,
    /// Its edits.
    pub history: History,
    /// The text of its file as last read or written.
    pub text: Option<Arc<str>>,
    /// The text it is written into, with the comments of everything that was in the file at first:
    /// what an undo brings back after a save has them again.
    pub origin: Option<Arc<str>>,
}

impl From<OpenedPlan> for Scenario {
    fn from(opened: OpenedPlan) -> Self {
        let mut history = History::default();
        if opened.rescued {
            history.mark_unsaved();
        }
        Self {
            name: opened.name,
            plan: opened.plan,
            history,
            origin: opened.text.clone(),
            text: opened.text,
        }
    }
}

/// What follows from code and plan; made anew after every edit.
#[derive(Debug)]
pub struct Derived {
    /// The owner of each module, in order of id.
    pub owners: Vec<Owner>,
    /// Figures and cut list.
    pub assessment: Assessment,
    /// What is worth changing.
    pub findings: Vec<Finding>,
    /// What the plan names and the code does not have.
    pub vanished: Vec<Vanished>,
    /// Figures of what might be done next.
    pub live: Live,
    /// Where everything sits.
    pub arrangement: Arc<Arrangement>,
}

impl Derived {
    /// Derives everything; the previous arrangement keeps things where they are.
    pub fn of(
        analysis: &Analysis,
        graph: &Graph,
        plan: &Plan,
        states: &[SharedState],
        previous: Option<&Arrangement>,
    ) -> Self {
        let owners = plan.owners(&analysis.model);
        let request = arrange::Request {
            model: &analysis.model,
            links: graph.links(),
            unfiltered: analysis.graph.links(),
            plan,
            owners: &owners,
            tests: graph.filter().tests,
        };
        let arrangement = Arc::new(arrange::arrange(&request, previous));
        let assessment = Assessment::of(&analysis.model, graph, plan);
        let findings = findings(&analysis.model, graph, plan, &assessment, states);
        let live = Live::new(&analysis.model, graph, plan);
        Self {
            owners,
            assessment,
            findings,
            vanished: project_file::vanished(plan, &analysis.model),
            live,
            arrangement,
        }
    }

    /// What moving these modules would do.
    pub(super) fn preview(
        &self,
        (analysis, graph): (&Analysis, &Graph),
        modules: &[ModuleId],
        to: Destination,
    ) -> Preview {
        let to = match to {
            Destination::Owner(owner) => Target::Owner(owner),
            Destination::NewService(_) => Target::New,
        };
        self.live.preview(&analysis.model, graph, modules, to)
    }
}

/// What becomes of the places on the canvas when everything is derived anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Places {
    /// Things stay where they are, as far as they can.
    Kept,
    /// Everything is put somewhere anew.
    Anew,
}

/// An open project.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    pub root: PathBuf,
    /// Its code.
    pub analysis: Arc<Analysis>,
    /// What its files looked like when they were read.
    pub seen: Seen,
    /// Its plans; never empty.
    pub scenarios: Vec<Scenario>,
    /// Position of the one that is shown.
    pub shown: usize,
    /// The dependencies that are shown, where those are not the ones of the analysis.
    filtered: Option<Graph>,
    /// What the filter lets through and leaves out.
    pub census: Census,
    /// State in memory that several modules reach.
    states: Vec<SharedState>,
    /// What follows from the code and the plan that is shown.
    pub derived: Derived,
    /// The circles of modules the code has, the largest first.
    pub module_circles: Vec<Circle<ModuleId>>,
    /// The modules that most others need, the most needed first.
    pub most_needed: Vec<Needed>,
    /// The crate that holds most of the code, if one does.
    pub main_crate: Option<Arc<str>>,
    /// Files of scenarios that are gone; removed by the next save.
    pub gone: Vec<PathBuf>,
}

impl Project {
    /// The project as it was opened.
    pub fn new(opened: OpenedProject, filter: Filter) -> Self {
        let mut scenarios: Vec<Scenario> = opened.plans.into_iter().map(Scenario::from).collect();
        if scenarios.is_empty() {
            scenarios.push(empty_scenario(&opened.analysis));
        }
        let shown = opened.shown.min(scenarios.len() - 1);
        let filtered = filtered(&opened.analysis, filter);
        let graph = filtered.as_ref().unwrap_or(&opened.analysis.graph);
        let states = states_of(&opened.analysis, filter);
        let plan = &scenarios[shown].plan;
        let derived = Derived::of(&opened.analysis, graph, plan, &states, None);
        let census = Census::of(&opened.analysis.model, filter);
        let mut project = Self {
            root: opened.root,
            analysis: opened.analysis,
            seen: opened.seen,
            scenarios,
            shown,
            filtered,
            census,
            states,
            derived,
            module_circles: Vec::new(),
            most_needed: Vec::new(),
            main_crate: None,
            gone: Vec::new(),
        };
        project.measure();
        project
    }

    /// The same plans for code that was read again; things stay where they are.
    pub(super) fn take_code(&mut self, analysis: Arc<Analysis>, successor: &Successor) {
        let n_modules = analysis.model.modules().len();
        let arrangement = self.derived.arrangement.succeeded(successor, n_modules);
        self.derived.arrangement = Arc::new(arrangement);
        let filter = self.graph().filter();
        self.analysis = analysis;
        self.filter(filter);
    }

    /// Shows and counts other references; what follows from them is for [`Project::refresh`].
    pub(super) fn filter(&mut self, filter: Filter) {
        self.filtered = filtered(&self.analysis, filter);
        self.census = Census::of(&self.analysis.model, filter);
        self.states = states_of(&self.analysis, filter);
        self.measure();
    }

    /// What modules need of each other, as far as the filter lets it through.
    pub fn graph(&self) -> &Graph {
        self.filtered.as_ref().unwrap_or(&self.analysis.graph)
    }

    /// Finds out what the code alone tells.
    fn measure(&mut self) {
        let graph = self.graph();
        let circles = module_circles(&self.analysis.model, graph);
        let most_needed = most_needed(&self.analysis.model, graph.links());
        self.module_circles = circles;
        self.most_needed = most_needed;
        self.most_needed.truncate(N_MOST_NEEDED);
        self.main_crate = main_crate(&self.analysis);
    }

    /// The scenario that is shown.
    pub fn scenario(&self) -> &Scenario {
        &self.scenarios[self.shown]
    }

    /// The scenario that is shown, to be edited.
    pub(super) fn scenario_mut(&mut self) -> &mut Scenario {
        &mut self.scenarios[self.shown]
    }

    /// Whether anything would be lost by closing.
    pub fn is_dirty(&self) -> bool {
        !self.gone.is_empty() || self.scenarios.iter().any(|it| it.history.is_dirty())
    }

    /// The file of a scenario.
    pub fn file_of(&self, name: &str) -> PathBuf {
        // Names that do not fit are refused before they get here.
        self.root.join(
            project_file::Scenario::named(name)
                .unwrap_or_default()
                .file(),
        )
    }

    /// A scenario as text.
    pub(super) fn text_of(&self, scenario: &Scenario) -> PlanText {
        PlanText {
            name: scenario.name.clone(),
            path: self.file_of(&scenario.name),
            text: project_file::write_plan(&scenario.plan, scenario.origin.as_deref()).into(),
            positions: project_file::write_positions(&scenario.plan).into(),
            state: scenario.history.state(),
        }
    }

    /// Derives everything anew.
    pub(super) fn refresh(&mut self, places: Places) {
        let kept = places == Places::Kept;
        let previous = kept.then(|| self.derived.arrangement.clone());
        let plan = &self.scenarios[self.shown].plan;
        let (graph, previous) = (self.graph(), previous.as_deref());
        self.derived = Derived::of(&self.analysis, graph, plan, &self.states, previous);
    }
}

/// The dependencies under a filter, where they are not those of the analysis.
fn filtered(analysis: &Analysis, filter: Filter) -> Option<Graph> {
    let same = filter == analysis.graph.filter();
    (!same).then(|| Graph::fold(&analysis.model, filter))
}

/// State in memory that several modules reach by the references that a filter admits.
fn states_of(analysis: &Analysis, filter: Filter) -> Vec<SharedState> {
    shared_states(&analysis.model, &mut Memo::default(), filter)
}

/// The crate with at least two thirds of all modules that are not test code.
fn main_crate(analysis: &Analysis) -> Option<Arc<str>> {
    let model = &analysis.model;
    let mut n_modules = vec![0usize; model.crates().len()];
    let code = model
        .modules()
        .iter()
        .filter(|it| it.object_kind().is_none());
    for module in code.filter(|it| !it.test) {
        n_modules[module.krate.index()] += 1;
    }
    let all: usize = n_modules.iter().sum();
    let most = n_modules.iter().position(|n| n * 3 >= all * 2)?;
    Some(model.crates()[most].path.clone())
}

fn empty_scenario(analysis: &Analysis) -> Scenario {
    let plan = Plan {
        name: analysis.tree.name.as_str().into(),
        root: ".".into(),
        ..Plan::default()
    };
    Scenario {
        name: "".into(),
        plan,
        history: History::default(),
        text: None,
        origin: None,
    }
}
