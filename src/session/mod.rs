//! The program without a window: [`Session::update`] takes a wish and says what is to be done.
//!
//! Everything that is drawn comes from a `&Session`; everything that changes it goes through
//! `update` (wishes of the user) or `conclude` (what came back from outside). It touches no disk,
//! no clock and no thread, so that every flow can be tested as a list of commands.

mod command;
mod deed;
mod edits;
mod effect;
mod file;
mod follow;
mod history;
mod measured;
mod past;
mod plan;
mod project;
mod selection;
#[cfg(test)]
mod tests;
mod view;
mod work;

use std::path::PathBuf;
use std::sync::Arc;

pub use command::{
    Command, Destination, ExportCommand, FileCommand, Placing, PlanCommand, ScenarioCommand,
    SelectCommand, ViewCommand,
};
pub use deed::{Deed, SomeModules};
pub use effect::{Effect, Outcome, PlansOnDisk, Seen};
pub use history::History;
pub use measured::MeasuredRead;
pub use past::{PastRead, PastState};
pub use project::{Derived, OpenedPlan, OpenedProject, PlanText, Project, Scenario};
pub use selection::Selection;
pub use view::{CameraMove, Dialog, Open, Panel, Purpose, Renaming, ThemeChoice, View};
pub use work::{Posted, Work};

use project::Places;

use crate::arrange::Arrangement;
use crate::export::Artifact;
use crate::graph::{Filter, Graph};
use crate::guard::Verdict;
use crate::insight::{Assessment, Preview};
use crate::model::{CodeModel, ModuleId, RefId};
use crate::notice::Notice;
use crate::pipeline::Analysis;
use crate::plan::{Owner, Plan};

/// What would happen if modules were dropped somewhere, while they are still in the air.
#[derive(Debug)]
pub struct WhatIf {
    /// What would move.
    pub modules: Vec<ModuleId>,
    /// Where to.
    pub to: Destination,
    /// The figures before and after.
    pub preview: Preview,
}

/// The program without a window.
#[derive(Debug, Default)]
pub struct Session {
    project: Option<Project>,
    selection: Selection,
    evidence: Option<RefId>,
    explained: Option<ModuleId>,
    what_if: Option<WhatIf>,
    view: View,
    export_folder: Option<PathBuf>,
    posted: Vec<Posted>,
    n_posted: u64,
    work: Option<Work>,
    /// Reading again beside everything else.
    reading: Option<Work>,
    /// People and time, once somebody wanted to see them.
    past: Option<PastRead>,
    past_state: PastState,
    /// Calls at run time, once somebody gave a file of them.
    measured: Option<MeasuredRead>,
    /// The notice that says why the code on disk is not what is shown.
    behind: Option<u64>,
    /// What waits until the guard for unsaved changes is answered.
    held_back: Option<FileCommand>,
    rescued: Option<Vec<OpenedPlan>>,
    prepared: Option<Arc<Vec<Artifact>>>,
    verdict: Option<Arc<Verdict>>,
    refusal: Option<Notice>,
    written: Option<(PathBuf, usize)>,
    revision: u64,
}

impl Session {
    /// A session with nothing open.
    pub fn new(view: View) -> Self {
        Self {
            view,
            ..Self::default()
        }
    }

    /// Grants a wish of the user, as far as it can be granted here; the rest is up to the caller.
    pub fn update(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::File(command) => self.update_file(command),
            Command::Plan(command) => self.update_plan(command),
            Command::Scenario(command) => self.update_scenario(command),
            Command::Select(command) => self.update_selection(command),
            Command::View(command) => self.update_view(command),
            Command::Export(command) => self.update_export(command),
        }
    }

    /// What is open.
    pub fn project(&self) -> Option<&Project> {
        self.project.as_ref()
    }

    /// The code of what is open.
    pub fn analysis(&self) -> Option<&Arc<Analysis>> {
        self.project.as_ref().map(|it| &it.analysis)
    }

    /// The resolved code of what is open.
    pub fn model(&self) -> Option<&CodeModel> {
        self.project.as_ref().map(|it| &*it.analysis.model)
    }

    /// What modules need of each other, as far as the filter lets it through.
    pub fn graph(&self) -> Option<&Graph> {
        self.project.as_ref().map(Project::graph)
    }

    /// The plan that is shown.
    pub fn plan(&self) -> Option<&Plan> {
        self.project.as_ref().map(|it| &it.scenario().plan)
    }

    /// The figures of the plan that is shown.
    pub fn assessment(&self) -> Option<&Assessment> {
        self.project.as_ref().map(|it| &it.derived.assessment)
    }

    /// Where everything sits on the canvas.
    pub fn arrangement(&self) -> Option<&Arc<Arrangement>> {
        self.project.as_ref().map(|it| &it.derived.arrangement)
    }

    /// The owner of a module in the plan that is shown.
    pub fn owner_of(&self, module: ModuleId) -> Owner {
        let owners = self.project.as_ref().map(|it| &it.derived.owners);
        owners
            .and_then(|it| it.get(module.index()).copied())
            .flatten()
    }

    /// The crate that holds most of the code, if one does: its name goes without saying.
    pub fn main_crate(&self) -> Option<&Arc<str>> {
        self.project.as_ref()?.main_crate.as_ref()
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The reference whose surroundings are shown.
    pub fn evidence(&self) -> Option<RefId> {
        self.evidence
    }

    /// The module of which it was asked why it is where it is.
    pub fn explained(&self) -> Option<ModuleId> {
        self.explained
    }

    /// What a drop would do, while something is held over a target.
    pub fn what_if(&self) -> Option<&WhatIf> {
        self.what_if.as_ref()
    }

    /// How things are shown.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Things said to the user that have not been dismissed, the oldest first.
    pub fn posted(&self) -> &[Posted] {
        &self.posted
    }

    /// The long work that is under way.
    pub fn work(&self) -> Option<&Work> {
        self.work.as_ref()
    }

    /// How far the code is being read again, while one goes on working.
    pub fn reading(&self) -> Option<&Work> {
        self.reading.as_ref()
    }

    /// The files of the export that is being looked at.
    pub fn prepared(&self) -> Option<&Arc<Vec<Artifact>>> {
        self.prepared.as_ref()
    }

    /// What `check` said about the plan as it is now.
    pub fn verdict(&self) -> Option<&Arc<Verdict>> {
        self.verdict.as_ref()
    }

    /// The plans of a session that ended badly, while the question is open what to do with them.
    pub fn rescued(&self) -> &[OpenedPlan] {
        self.rescued.as_deref().unwrap_or_default()
    }

    /// The folder that was chosen for the next export.
    pub fn export_folder(&self) -> Option<&PathBuf> {
        self.export_folder.as_ref()
    }

    /// Why the last export was refused.
    pub fn refusal(&self) -> Option<&Notice> {
        self.refusal.as_ref()
    }

    /// Where the last export went, and how many files it was.
    pub fn written(&self) -> Option<&(PathBuf, usize)> {
        self.written.as_ref()
    }

    /// Whether closing would lose something.
    pub fn is_dirty(&self) -> bool {
        self.project.as_ref().is_some_and(Project::is_dirty)
    }

    /// Changes whenever anything derived from code and plan changes.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Says something to the user.
    pub fn post(&mut self, notice: Notice) {
        self.n_posted += 1;
        self.posted.push(Posted {
            id: self.n_posted,
            notice,
        });
    }

    fn update_selection(&mut self, command: SelectCommand) -> Vec<Effect> {
        match command {
            SelectCommand::Set(selection) => self.select(selection),
            SelectCommand::Toggle(module) => self.select(self.selection.toggled(module)),
            SelectCommand::All(key) => {
                let arrangement = self.arrangement().cloned();
                let found = arrangement.as_ref().and_then(|it| it.container(key));
                if let (Some(arrangement), Some((_, container))) = (&arrangement, found) {
                    let chips = arrangement.chips_in(container).iter();
                    self.select(Selection::modules(chips.map(|it| it.module)));
                }
            }
            SelectCommand::Grow => self.grow_selection(),
            SelectCommand::Explain(module) => {
                self.select(Selection::module(module));
                self.explained = Some(module);
                self.view.open.inspector = true;
            }
            SelectCommand::Clear => self.select(Selection::Nothing),
            SelectCommand::Evidence(reference) => self.evidence = reference,
        }
        Vec::new()
    }

    fn select(&mut self, selection: Selection) {
        if selection != self.selection {
            self.evidence = None;
            self.explained = None;
            self.selection = selection;
        }
    }

    fn grow_selection(&mut self) {
        let Some(project) = &self.project else { return };
        let modules = self.selection.selected_modules();
        let graph = project.graph();
        let neighbors = modules.iter().flat_map(|it| {
            let needed = graph.links_from(*it).iter().map(|link| link.to);
            needed.chain(graph.links_to(*it).map(|link| link.from))
        });
        let grown = neighbors.chain(modules.iter().copied()).collect::<Vec<_>>();
        self.select(Selection::modules(grown));
    }

    fn update_view(&mut self, command: ViewCommand) -> Vec<Effect> {
        let view = &mut self.view;
        match command {
            ViewCommand::Camera(to) => return vec![Effect::Camera(to)],
            ViewCommand::WhatIf { modules, to } => self.ask_what_if(modules, to),
            ViewCommand::Show(panel) => {
                view.panel = panel;
                view.open.bottom = true;
            }
            ViewCommand::ToggleBottom => view.open.bottom = !view.open.bottom,
            ViewCommand::ToggleExplorer => view.open.explorer = !view.open.explorer,
            ViewCommand::ToggleInspector => view.open.inspector = !view.open.inspector,
            ViewCommand::Dialog(dialog) => self.open_dialog(dialog),
            ViewCommand::Theme(choice) => {
                view.theme = choice;
                return vec![Effect::Dress];
            }
            ViewCommand::FlipTheme => {
                view.theme = match view.theme {
                    ThemeChoice::Light => ThemeChoice::Dark,
                    ThemeChoice::Dark | ThemeChoice::System => ThemeChoice::Light,
                };
                return vec![Effect::Dress];
            }
            ViewCommand::ReduceMotion(reduced) => {
                view.reduced_motion = reduced;
                return vec![Effect::Dress];
            }
            ViewCommand::Tests(tests) => {
                let filter = Filter {
                    tests,
                    ..view.filter
                };
                return self.filter(filter);
            }
            ViewCommand::Filter(filter) => return self.filter(filter),
            ViewCommand::ToggleFilter => view.filter_open = !view.filter_open,
            ViewCommand::Follow(follow) => return self.follow(follow),
            ViewCommand::Dismiss(id) => self.posted.retain(|it| it.id != id),
            ViewCommand::Copy(text) => return vec![Effect::Copy(text)],
        }
        Vec::new()
    }

    fn open_dialog(&mut self, dialog: Option<Dialog>) {
        // Whoever turns away from the question does not want what asked it any more.
        if matches!(self.view.dialog, Some(Dialog::Guard | Dialog::Overtaken)) {
            self.held_back = None;
        }
        if dialog == Some(Dialog::Export) {
            self.refusal = None;
            self.written = None;
        }
        self.view.dialog = dialog;
    }

    /// Nobody holds anything over a target any more.
    pub fn forget_what_if(&mut self) {
        self.what_if = None;
    }

    /// Shows and counts other references from now on. What was there stays where it is, unless
    /// modules come or go with the tests they are.
    fn filter(&mut self, filter: Filter) -> Vec<Effect> {
        let places = if filter.tests == self.view.filter.tests {
            Places::Kept
        } else {
            Places::Anew
        };
        self.view.filter = filter;
        if let Some(project) = &mut self.project {
            project.filter(filter);
        }
        self.refresh(places);
        self.drop_stale_selection();
        vec![Effect::Remember]
    }

    fn refresh(&mut self, places: Places) {
        if let Some(project) = &mut self.project {
            project.refresh(places);
        }
        self.revision += 1;
        self.what_if = None;
        self.prepared = None;
        self.verdict = None;
    }
}
