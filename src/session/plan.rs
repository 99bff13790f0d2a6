//! Wishes about the plan and the scenarios, and previews of them.

use std::sync::Arc;

use super::command::{Destination, PlanCommand, ScenarioCommand};
use super::deed::Deed;
use super::edits;
use super::effect::Effect;
use super::project::{Places, Scenario};
use super::selection::Selection;
use super::{Session, WhatIf};
use crate::arrange::ContainerKey;
use crate::model::ModuleId;
use crate::notice::Notice;
use crate::plan::{PlanEdit, PlanError};
use crate::project_file;

impl Session {
    pub(super) fn update_plan(&mut self, command: PlanCommand) -> Vec<Effect> {
        match command {
            PlanCommand::Undo => self.turn(|scenario| scenario.history.undo(&mut scenario.plan)),
            PlanCommand::Redo => self.turn(|scenario| scenario.history.redo(&mut scenario.plan)),
            PlanCommand::GoTo(n_done) => self.turn(|scenario| {
                scenario
                    .history
                    .go_to(&mut scenario.plan, n_done)
                    .map(|()| true)
            }),
            PlanCommand::Suggest if self.project.is_some() => vec![Effect::Suggest],
            command => self.edit(command),
        }
    }

    fn edit(&mut self, command: PlanCommand) -> Vec<Effect> {
        let Some(project) = &self.project else {
            return Vec::new();
        };
        let select_new = matches!(command, PlanCommand::AddService { .. });
        let plan = &project.scenario().plan;
        let Some((edit, deed)) = edits::edit_of(command, plan, &project.analysis.model) else {
            return Vec::new();
        };
        let effects = self.perform(edit, deed);
        if select_new && !effects.is_empty() {
            self.select_newest_service();
        }
        effects
    }

    /// Makes an edit; a refused one becomes a notice.
    pub(super) fn perform(&mut self, edit: PlanEdit, deed: Deed) -> Vec<Effect> {
        self.turn(|scenario| {
            let before = scenario.history.state();
            scenario.history.perform(&mut scenario.plan, edit, deed)?;
            Ok(scenario.history.state() != before)
        })
    }

    fn turn(&mut self, turn: impl FnOnce(&mut Scenario) -> Result<bool, PlanError>) -> Vec<Effect> {
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        match turn(project.scenario_mut()) {
            Ok(false) => Vec::new(),
            Ok(true) => {
                self.refresh(Places::Kept);
                self.drop_stale_selection();
                vec![Effect::Autosave]
            }
            Err(error) => {
                self.post(Notice::from(&error));
                Vec::new()
            }
        }
    }

    fn select_newest_service(&mut self) {
        let newest = self
            .plan()
            .and_then(|it| it.services.last())
            .map(|it| it.id);
        if let Some(id) = newest {
            self.select(Selection::Container(ContainerKey::Service(id)));
        }
    }

    /// A container that is gone cannot stay selected.
    pub(super) fn drop_stale_selection(&mut self) {
        let Some(arrangement) = self.arrangement() else {
            return;
        };
        let there = |key: ContainerKey| arrangement.container(key).is_some();
        let stale = match self.selection {
            Selection::Container(key) => !there(key),
            Selection::Ribbon { from, to } => !there(from) || !there(to),
            _ => false,
        };
        if stale {
            self.select(Selection::Nothing);
        }
    }

    pub(super) fn update_scenario(&mut self, command: ScenarioCommand) -> Vec<Effect> {
        match command {
            ScenarioCommand::Add => self.add_scenario(None),
            ScenarioCommand::Duplicate(at) => self.add_scenario(Some(at)),
            ScenarioCommand::Rename(at, name) => self.rename_scenario(at, &name),
            ScenarioCommand::Delete(at) => self.delete_scenario(at),
            ScenarioCommand::Show(at) => self.show_scenario(at),
        }
    }

    fn add_scenario(&mut self, copy_of: Option<usize>) -> Vec<Effect> {
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        let current = &project.scenario().plan;
        let source = copy_of.and_then(|it| project.scenarios.get(it));
        let plan = source.map_or_else(
            || crate::plan::Plan {
                name: current.name.clone(),
                root: current.root.clone(),
                run: current.run.clone(),
                ..Default::default()
            },
            |it| it.plan.clone(),
        );
        let taken = |name: &str| project.scenarios.iter().any(|it| &*it.name == name);
        let mut names = (2u32..).map(|n| format!("scenario {n}"));
        let name = names.find(|it| !taken(it)).unwrap_or_default();
        let mut scenario = Scenario {
            name: name.into(),
            plan,
            history: super::History::default(),
            text: source.and_then(|it| it.text.clone()),
            origin: source.and_then(|it| it.origin.clone()),
        };
        scenario.history.mark_unsaved();
        project.scenarios.push(scenario);
        let newest = project.scenarios.len() - 1;
        self.show_scenario(newest);
        vec![Effect::Autosave]
    }

    fn rename_scenario(&mut self, at: usize, name: &str) -> Vec<Effect> {
        let name: Arc<str> = name.trim().into();
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        let known = project.scenarios.get(at).is_some_and(|it| it.name != name);
        if !known {
            return Vec::new();
        }
        if let Some(fault) = fault_of_name(&name) {
            self.post(fault);
            return Vec::new();
        }
        if project.scenarios.iter().any(|it| it.name == name) {
            let text = format!("there already is a scenario called {name:?}");
            self.post(Notice::error(text).hint("pick another name"));
            return Vec::new();
        }
        let old = project.scenarios[at].name.clone();
        project.gone.push(project.file_of(&old));
        let scenario = &mut project.scenarios[at];
        scenario.name = name;
        scenario.history.mark_unsaved();
        vec![Effect::Autosave]
    }

    fn delete_scenario(&mut self, at: usize) -> Vec<Effect> {
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        // The last one stays: there is always a plan to look at.
        if project.scenarios.len() < 2 || at >= project.scenarios.len() {
            return Vec::new();
        }
        let removed = project.scenarios.remove(at);
        if removed.text.is_some() {
            project.gone.push(project.file_of(&removed.name));
        }
        let shown = project.shown - usize::from(at < project.shown);
        project.shown = shown.min(project.scenarios.len() - 1);
        self.refresh(Places::Anew);
        self.drop_stale_selection();
        vec![Effect::Autosave]
    }

    fn show_scenario(&mut self, at: usize) -> Vec<Effect> {
        if let Some(project) = &mut self.project
            && at < project.scenarios.len()
            && at != project.shown
        {
            project.shown = at;
            self.refresh(Places::Anew);
            self.drop_stale_selection();
        }
        Vec::new()
    }

    /// Computes what a drop would do; the same question again costs nothing.
    pub(super) fn ask_what_if(&mut self, modules: Vec<ModuleId>, to: Destination) {
        let same = |it: &WhatIf| it.modules == modules && it.to == to;
        if self.what_if.as_ref().is_some_and(same) {
            return;
        }
        let Some(project) = &mut self.project else {
            return;
        };
        let preview = project
            .derived
            .preview((&project.analysis, project.graph()), &modules, to);
        self.what_if = Some(WhatIf {
            modules,
            to,
            preview,
        });
    }
}

/// Why a scenario cannot be called that: its name becomes part of the name of a file.
fn fault_of_name(name: &str) -> Option<Notice> {
    let fits = project_file::Scenario::named(name).is_some();
    let hint = "use letters, digits, spaces, hyphens and underscores, at most 100 bytes";
    (!fits).then(|| Notice::error(format!("a scenario cannot be called {name:?}")).hint(hint))
}
